"""Event, its counts and its chain of sources: who did what to whom, as one report tells it."""

from vedette.records.base import Record
from vedette.records.mention import Mention, Span
from vedette.records.vocabulary import CountOf, PloverType, ResponsibilityKind, Status, SubEvent
from vedette.records.when import When


class Count(Record):
    """How many of what: `low`, `best`, `high` are whole persons (or None where the words leave them open)."""

    of: CountOf
    whom: str | None = None
    low: int | None = None
    best: int | None = None
    high: int | None = None
    start: int
    end: int


class Attribution(Record):
    """One link of the chain of sources: who says it, and the words that say so ("said", "according to")."""

    source: Mention
    cue: Span


class Responsibility(Record):
    """That `who` is said `by` somebody to have done it: a claim or a denial of one's own, or blame laid on another.

    `by` is None where nobody is named; `cue` are the words that say so ("claimed", "blamed").
    """

    kind: ResponsibilityKind
    who: Mention
    by: Mention | None = None
    cue: Span


class Event(Record):
    """One happening: PLOVER `type` and `mode`, ACLED `sub_event`, derived CAMEO root `cameo` ("19").

    `evidence` holds the sentences it was read from; `salience` (0..1) orders the events of a report, `confidence`
    (0..1) is the coder's own estimate; `frame` names the rule that fired and `coder` the coder with its version.
    """

    id: str
    type: PloverType
    mode: str | None = None
    sub_event: SubEvent | None = None
    cameo: str | None = None
    trigger: Span
    actors: tuple[Mention, ...] = ()
    targets: tuple[Mention, ...] = ()
    beneficiaries: tuple[Mention, ...] = ()
    place: Mention | None = None
    origin: Mention | None = None
    destination: Mention | None = None
    when: When | None = None
    counts: tuple[Count, ...] = ()
    weapons: tuple[Mention, ...] = ()
    status: Status = "happened"
    negated: bool = False
    attribution: tuple[Attribution, ...] = ()
    responsibility: tuple[Responsibility, ...] = ()
    salience: float = 0.0
    confidence: float = 0.0
    evidence: tuple[Span, ...] = ()
    frame: str | None = None
    coder: str | None = None
