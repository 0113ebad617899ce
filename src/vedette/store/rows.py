"""What a desk gives back, and what it may be asked: frozen records, and the filters of its queries."""

from collections.abc import Collection, Sequence
from typing import Any, Literal, TypedDict

from vedette.records.base import Record
from vedette.records.coded import Coded
from vedette.records.event import Event

Role = Literal["actor", "target", "beneficiary"]
By = Literal["machine", "person"]


class Added(Record):
    """What became of a report that was given to a desk: `new` is False where its text was there already.

    `version_of` is the id of the report that stood at the same address before and of which it holds most (a page that
    was edited, or a live blog that grew), None for none.
    """

    id: str
    new: bool
    version_of: str | None = None


class Recoded(Record):
    """What became of a new coding: the report's id, the coding's number, and whether it was kept.

    It is not where the newest coding by the same coder reads the same. `differs` says whether it reads otherwise than
    the coding before.
    """

    id: str
    coding: int
    new: bool
    differs: bool = False


class ReportRow(Record):
    """A kept report without its text; `key` is the id that the user gave first, `added_at` UTC."""

    seq: int
    id: str
    key: str
    url: str | None
    publisher: str | None
    title: str | None
    published: str | None
    language: str | None
    original_source: str | None
    version_of: str | None
    added_at: str


class Kept(Record):
    """A kept report with everything that was read from it, as its newest coding was given.

    `coding` counts its codings from 1, `coder` is what made this one (None where that is not known); `events` are the
    ids by which the desk knows the events of `coded`, in their order.
    """

    row: ReportRow
    coded: Coded
    coding: int = 1
    coder: str | None = None
    events: tuple[str, ...] = ()


class Sighting(Record):
    """One giving of a report: the same text under another id or at another address is the same report."""

    report_id: str
    key: str
    url: str | None
    publisher: str | None
    title: str | None
    published: str | None
    added_at: str


class ActorRow(Record):
    """Who takes part in an event: the actor's name, or its words where it is no known actor; `words` as they stand."""

    role: Role
    actor_id: str | None
    name: str
    words: str
    country: str | None
    kind: str | None
    code: str | None


class EventRow(Record):
    """A kept event. `id` is "<report id>:<its id there>", and stays where a later coding of the report tells it again.

    `coding` is the coding that told it so; `killed_*` are those of its largest count of the dead.

    The largest, not the sum: "15 people, three of them children" are 15. `event` is the whole event as coded.
    """

    id: str
    report_id: str
    n: int
    coding: int
    type: str
    mode: str | None
    sub_event: str | None
    status: str
    negated: bool
    place_id: str | None
    place: str | None
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    precision: str | None
    day_from: str | None
    day_to: str | None
    killed_low: int | None
    killed_best: int | None
    killed_high: int | None
    actors: tuple[ActorRow, ...]
    event: Event


class JudgementRow(Record):
    """One line of the log of judgements; `id` is its order, `undoes` the judgement that it takes back."""

    id: int
    at: str
    who: str
    by: By
    kind: str
    payload: dict[str, Any]
    why: str | None = None
    score: float | None = None
    undoes: int | None = None

    def as_fields(self) -> dict[str, Any]:
        """The judgement as it was given, payload among the rest, with its id and time: `Judgement(**x)`."""
        told = self.model_dump(exclude={"payload"}, exclude_none=True)
        return told | self.payload


class DuplicateRow(Record):
    """That a report repeats another."""

    report_id: str
    of_report: str
    kind: str
    score: float | None
    added_at: str


class ReportFilters(TypedDict, total=False):
    """What reports may be asked by; all that are given must hold.

    `latest` leaves out those that a later version has replaced; `search` is full-text (see store/search.py).
    """

    key: str
    url: str
    publisher: str
    language: str
    published_from: str
    published_to: str
    search: str
    latest: bool
    limit: int
    offset: int


class EventFilters(TypedDict, total=False):
    """What events may be asked by; all that are given must hold.

    `place` is an id ("geonames:170063"), a name or the words of a report; `actor` likewise, in any role or in `role`.
    `day_from` and `day_to` find events that share a day with that span; `min_killed` compares the best number, else the
    low, else the high. `search` looks in the reports' titles and texts; `reports` are ids, some hundred at most.
    `order` is "added" or "day", newest day first.
    """

    place: str
    country: str
    actor: str
    role: Role
    type: str
    sub_event: str
    status: str
    day_from: str
    day_to: str
    min_killed: int
    report: str
    reports: Sequence[str]
    search: str
    latest: bool
    order: Literal["added", "day"]
    limit: int
    offset: int


class IncidentFilters(TypedDict, total=False):
    """What incidents may be asked by; all that are given must hold.

    `place` and `actor` are an id, or a name as it stands in the incident; `day_from` and `day_to` find those that share
    a day with the span; `bbox` is west, south, east, north in degrees; `min_killed` compares the highest number.
    `search` looks in the reports' titles and texts. `standing` is "new", "confirmed", "disputed", "retracted" or
    "merged"; the last two are left out unless asked for, or with `changed_since`, a record time. `order` is "newest"
    (first day), "importance", "review" (importance times uncertainty) or "changed" (oldest change first). `after` is
    the id of the last incident of the page before. `kinds` are sub-events and types: it is itself of one of the former,
    or of one of the latter without a sub-event.
    """

    ids: Collection[str]
    place: str | Collection[str]
    country: str | Collection[str]
    actor: str | Collection[str]
    role: Role
    type: str | Collection[str]
    sub_event: str | Collection[str]
    kinds: tuple[Collection[str], Collection[str]]
    status: str
    standing: str
    day_from: str
    day_to: str
    min_killed: int
    min_origins: int
    bbox: tuple[float, float, float, float]
    search: str
    changed_since: str
    order: Literal["newest", "importance", "review", "changed"]
    limit: int
    after: str
