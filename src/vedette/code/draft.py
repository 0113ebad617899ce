"""Drafts: what the coder reads from one report, before actors, places and days are resolved.

Drafts are mutable and hold token numbers and phrases; `resolve` turns them into the frozen records.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vedette.code.phrases import Phrase

if TYPE_CHECKING:
    from vedette.code.responsibility import DraftResponsibility
    from vedette.code.times import TimeExpression
    from vedette.code.tree import Tree
    from vedette.lexicon.frames import Frame
    from vedette.records.vocabulary import ControlChange, CountOf, PloverType, RelationType, Status, SubEvent


@dataclass(slots=True)
class DraftCount:
    """A count with the offsets of its words."""

    of: "CountOf"
    whom: str | None
    low: int | None
    best: int | None
    high: int | None
    start: int
    end: int
    token: int
    parts: "list[DraftCount]" = field(default_factory=list)
    cumulative: bool = False


@dataclass(slots=True)
class DraftSource:
    """A source and the token of the word that says so."""

    phrase: Phrase
    cue: tuple[int, int]


@dataclass(slots=True, eq=False)
class DraftEvent:
    """One event as read from the tree; `token` is the trigger's main word, `words` all its words.

    `content` is the event that it is about, `into` the one that it was made part of.
    """

    frame: "Frame"
    token: int
    words: tuple[int, ...]
    type: "PloverType"
    mode: str | None = None
    sub_event: "SubEvent | None" = None
    actors: list[Phrase] = field(default_factory=list)
    targets: list[Phrase] = field(default_factory=list)
    beneficiaries: list[Phrase] = field(default_factory=list)
    place: Phrase | None = None
    origin: Phrase | None = None
    destination: Phrase | None = None
    time: "TimeExpression | None" = None
    time_ahead: bool = False
    counts: list[DraftCount] = field(default_factory=list)
    weapons: list[Phrase] = field(default_factory=list)
    status: "Status" = "happened"
    promised: bool = False
    recoded: bool = False
    negated: bool = False
    sources: list[DraftSource] = field(default_factory=list)
    responsibility: "list[DraftResponsibility]" = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    content: "DraftEvent | None" = None
    into: "DraftEvent | None" = None
    salience: float = 0.0
    confidence: float = 0.0


@dataclass(slots=True)
class DraftRelation:
    """A relation between two phrases, with the offsets of the words that say so."""

    type: "RelationType"
    source: Phrase
    target: Phrase
    start: int
    end: int
    status: "Status" = "happened"


@dataclass(slots=True)
class DraftControl:
    """A place that changes or keeps its holder."""

    place: Phrase
    holder: Phrase | None
    change: "ControlChange"
    event: DraftEvent


@dataclass(slots=True)
class Draft:
    """All that the coder read from one report."""

    tree: "Tree"
    phrases: list[Phrase] = field(default_factory=list)
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    times: "list[TimeExpression]" = field(default_factory=list)
    events: list[DraftEvent] = field(default_factory=list)
    relations: list[DraftRelation] = field(default_factory=list)
    control: list[DraftControl] = field(default_factory=list)
