"""Event, its counts and its chain of sources: who did what to whom, as one report tells it."""

from typing import TYPE_CHECKING

from vedette.records.base import Record
from vedette.records.mention import Mention, Span
from vedette.records.vocabulary import CountOf, PloverType, ResponsibilityKind, Status, SubEvent
from vedette.records.when import When

if TYPE_CHECKING:
    from collections.abc import Iterable


class Count(Record):
    """How many of what: `low`, `best`, `high` are whole persons (or None where the words leave them open)."""

    of: CountOf
    """What is counted."""
    whom: str | None = None
    """Of whom, in the report's words ("civilians")."""
    low: int | None = None
    """The lowest number."""
    best: int | None = None
    """The number to use where one is needed."""
    high: int | None = None
    """The highest number; None where it is open."""
    start: int
    """Where the words that say so begin."""
    end: int
    """Where they end."""
    parts: "tuple[Count, ...]" = ()
    """Some of them who are told apart ("14 people, six of them children"): in the number, never to be added to it."""
    cumulative: bool = False
    """Whether it is a running total ("since January"), of more than this one event."""


def own(counts: "Iterable[Count]") -> list[Count]:
    """The counts of the event itself: a running total stands only where nothing else of its kind is told."""
    given = list(counts)
    told = {count.of for count in given if not count.cumulative}
    return [count for count in given if not (count.cumulative and count.of in told)]


class Attribution(Record):
    """One link of the chain of sources: who says it, and the words that say so ("said", "according to")."""

    source: Mention
    """Who says it."""
    cue: Span
    """The words that say so."""


class Responsibility(Record):
    """That `who` is said `by` somebody to have done it: a claim or a denial of one's own, or blame laid on another.

    `by` is None where nobody is named; `cue` are the words that say so ("claimed", "blamed").
    """

    kind: ResponsibilityKind
    """Claimed, denied or blamed."""
    who: Mention
    """Who is said to have done it."""
    by: Mention | None = None
    """Who says so."""
    cue: Span
    """The words that say so."""


class Event(Record):
    """One happening: PLOVER `type` and `mode`, ACLED `sub_event`, derived CAMEO root `cameo` ("19").

    `evidence` holds the sentences it was read from; `salience` (0..1) orders the events of a report, `confidence`
    (0..1) is the coder's own estimate; `frame` names the rule that fired and `coder` the coder with its version.
    """

    id: str
    """Its id within the report ("e1")."""
    type: PloverType
    """PLOVER event type."""
    mode: str | None = None
    """PLOVER mode of the type."""
    sub_event: SubEvent | None = None
    """One of ACLED's 25 names; None for words, plans and fears."""
    cameo: str | None = None
    """CAMEO root, derived from the type."""
    trigger: Span
    """The words that name the act."""
    actors: tuple[Mention, ...] = ()
    """Who did it."""
    targets: tuple[Mention, ...] = ()
    """To whom or what."""
    beneficiaries: tuple[Mention, ...] = ()
    """For whom."""
    place: Mention | None = None
    """Where."""
    origin: Mention | None = None
    """From where, of a movement."""
    destination: Mention | None = None
    """Where to, of a movement."""
    when: When | None = None
    """On which days."""
    counts: tuple[Count, ...] = ()
    """How many people."""
    weapons: tuple[Mention, ...] = ()
    """With what."""
    status: Status = "happened"
    """Whether it happened, is planned, feared ..."""
    negated: bool = False
    """That it is told as not so ("did not shell")."""
    attribution: tuple[Attribution, ...] = ()
    """Who says so, the nearest to the report first."""
    responsibility: tuple[Responsibility, ...] = ()
    """Who claims it, denies it or is blamed for it."""
    salience: float = 0.0
    """0 to 1: its weight within the report."""
    confidence: float = 0.0
    """0 to 1: how sure the coder is that it is one."""
    evidence: tuple[Span, ...] = ()
    """The sentences that it was read from."""
    frame: str | None = None
    """The rule that fired; of what the second reader saw by itself "reader." and the type."""
    coder: str | None = None
    """Which coder, and its version."""
