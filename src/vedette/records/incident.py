"""Incident: one happening as the desk has it now, whole in one record: exports, briefs and pages need nothing else.

Its values are the reports' taken together, or a person's correction of them (`corrected` names those fields); `told`
keeps beside them what each event of each report says, with its words, so that whoever disagrees is still heard.
"""

from vedette.records.base import Record
from vedette.records.place import Place
from vedette.records.vocabulary import CountOf, PloverType, ResponsibilityKind, Standing, Status, SubEvent


class Participant(Record):
    """Who takes part: `role` is "actor", "target" or "beneficiary", `id` None where it is no known actor.

    `events` says in how many of the events it has that role.
    """

    role: str
    id: str | None = None
    name: str
    country: str | None = None
    kind: str | None = None
    code: str | None = None
    events: int = 1


class Toll(Record):
    """How many people, over all reports: the lowest and highest number told, and the one that most origins tell."""

    of: CountOf
    low: int
    best: int
    high: int


class TollTold(Record):
    """One count of one event: how many of what, of whom ("civilians"), as its report has it."""

    of: CountOf
    whom: str | None = None
    low: int | None = None
    best: int | None = None
    high: int | None = None


class Claim(Record):
    """That `who` claims, denies or is blamed for it, by whom (None where nobody is named), in the words of a report."""

    kind: ResponsibilityKind
    who: str
    by: str | None = None


class Told(Record):
    """One event of one report: what it says under each heading, and the sentence that says so.

    `sources` is the chain of who says it, the nearest to the report first; `quote` are the words of the evidence, and
    `start` and `end` their place in the report's text. `counted` is False where a newer version of the page speaks.
    """

    event: str
    report: str
    type: PloverType
    mode: str | None = None
    sub_event: SubEvent | None = None
    status: Status
    negated: bool = False
    first: str | None = None
    last: str | None = None
    place: str | None = None
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    tolls: tuple[TollTold, ...] = ()
    sources: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    weapons: tuple[str, ...] = ()
    quote: str
    start: int
    end: int
    salience: float
    confidence: float
    counted: bool = True


class Source(Record):
    """A report that tells of the incident.

    `independent` is False where it copies another report (`copy`) or only relays another's news; `newest` is False for
    an earlier version of a page.
    """

    report: str
    key: str
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    published: str | None = None
    original_source: str | None = None
    language: str | None = None
    added_at: str
    copy_of_another: bool = False
    independent: bool = True
    newest: bool = True


class Incident(Record):
    """Events of many reports judged to be one happening.

    Days are ISO dates, both ends included; `first` and `last` are the whole span that is told. `disagreements` name the
    headings ("when", "killed" ...) under which reports differ. `importance` and `uncertainty` (0..1) order lists and
    the review. `merged_into` is the incident that absorbed it; of a merged or retracted one only the id, the standing
    and `changed_at` (UTC, when it was last judged or told otherwise) are to be used.
    """

    id: str
    title: str
    type: PloverType | None = None
    mode: str | None = None
    sub_event: SubEvent | None = None
    cameo: str | None = None
    status: Status | None = None
    negated: bool = False
    first: str | None = None
    last: str | None = None
    day_precision: str = "unknown"
    place: Place | None = None
    country: str | None = None
    parties: tuple[Participant, ...] = ()
    tolls: tuple[Toll, ...] = ()
    weapons: tuple[str, ...] = ()
    told: tuple[Told, ...] = ()
    sources: tuple[Source, ...] = ()
    reports: int = 0
    origins: int = 0
    outlets: int = 0
    first_reported: str | None = None
    last_reported: str | None = None
    disagreements: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    standing: Standing = "new"
    retracted: bool = False
    merged_into: str | None = None
    confidence: float = 0.0
    importance: float = 0.0
    uncertainty: float = 0.0
    changed_at: str = ""

    @property
    def live(self) -> bool:
        """Whether it is one still: neither absorbed nor retracted, and told by a report's newest coding or judged."""
        told = self.told or self.standing != "new" or self.corrected
        return self.merged_into is None and not self.retracted and bool(told)

    def toll(self, of: CountOf = "killed") -> Toll | None:
        """How many people of one kind, None where nobody counts them."""
        return next((toll for toll in self.tolls if toll.of == of), None)

    def named(self, role: str) -> tuple[str, ...]:
        """The names of those in a role, those of most events first."""
        return tuple(party.name for party in self.parties if party.role == role)
