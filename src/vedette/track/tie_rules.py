"""The rules of relations over time, from data/track/relations.toml; every one is explained there."""

import datetime as dt
import functools
import re
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from vedette.lexicon.tables import data_path
from vedette.lexicon.tomlfile import read_record
from vedette.records.base import Record
from vedette.records.network import TieKind
from vedette.records.vocabulary import PloverType, RelationType, Status, SubEvent

GUIDE = 'docs/methodology.md, "Relations over time",'

Share = Annotated[float, Field(gt=0, lt=1)]
Days = Annotated[int, Field(gt=0)]
Words = Annotated[tuple[str, ...], Field(min_length=1)]
Between = Literal["sides", "backed", "for"]


class PartyRules(Record):
    """Which sectors can be a party, which of them are their country, which can fight."""

    sectors: Words
    state: Words
    bodies: Words
    heads: Words
    fighting: Words
    home: Words
    bare: frozenset[str]
    bases: frozenset[str]


class Counting(Record):
    """What is counted, and what one origin is worth."""

    statuses: tuple[Status, ...]
    origin: Share
    confirmed: Share
    floor: Share


class KindRules(Record):
    """How one kind of tie holds: `half_life` in days, `ends` the kinds it ends and after how many origins."""

    half_life: Days
    directed: bool
    sign: float
    ends: dict[TieKind, Annotated[int, Field(gt=0)]] = Field(default_factory=dict)


class JoiningRules(Record):
    """Kinds of ties that end when a group joins a state, or its friend's enemy, unless they are told again."""

    ends: tuple[TieKind, ...]


class RelationRule(Record):
    """What a coder's relation comes to; with `words` only where its words begin so."""

    type: RelationType
    kind: TieKind
    words: tuple[str, ...] = ()


class EventRule(Record):
    """What an event comes to, and between whom."""

    type: PloverType
    mode: str | None = None
    sub_event: SubEvent | None = None
    kind: TieKind
    between: Between


class TruceRules(Record):
    """Types of events that are a truce where their sentence has one of the words.

    Who stands behind one of `brokers` only helped.
    """

    from_: tuple[PloverType, ...] = Field(alias="from")
    brokers: Words
    words: Words


class PhraseRule(Record):
    """A phrase between parties: `form` is a regular expression with {A} or {S}, {B}, {...} and {....}."""

    kind: TieKind
    form: str

    @model_validator(mode="after")
    def _sound(self) -> Self:
        """Refuse what is no expression, and one without a party."""
        if ("{A}" in self.form) == ("{S}" in self.form):
            msg = "form must have {A} or {S}"
            raise ValueError(msg)
        try:
            re.compile(re.sub(r"\{(?:[ABS]|\.{3,4})\}", "x", self.form))
        except re.error as error:
            msg = f"form is no regular expression: {error}"
            raise ValueError(msg) from error
        return self


class UnsaidWords(Record):
    """Words in a phrase, and words in its sentence, with which it does not count."""

    unsaid: Words
    denied: Words
    retorts: Words


class Adjectives(Record):
    """Words behind a hyphen, and what "pro-" says."""

    backs: Words
    allied_with: Words
    leads: Words
    pro: TieKind


class ChangeRules(Record):
    """Days that make a change news."""

    fresh: Days
    settled: Annotated[int, Field(ge=0)]
    within: Days


class Takeover(Record):
    """A day on which another power took a state over."""

    country: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    day: dt.date
    source: str


class TieRules(Record):
    """All of them."""

    party: PartyRules
    counting: Counting
    kinds: dict[TieKind, KindRules]
    relation: tuple[RelationRule, ...]
    event: tuple[EventRule, ...]
    truce: TruceRules
    phrases: UnsaidWords
    phrase: tuple[PhraseRule, ...]
    adjectives: Adjectives
    changes: ChangeRules
    joining: JoiningRules
    turning: JoiningRules
    takeover: tuple[Takeover, ...] = ()


@functools.cache
def tie_rules() -> TieRules:
    """The packaged rules; raises DataFileError with the file and line of what breaks the schema."""
    return read_record(data_path("track", "relations.toml"), TieRules, GUIDE)
