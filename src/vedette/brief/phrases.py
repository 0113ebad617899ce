"""The words and phrases of briefs: tables under data/brief, checked when they are loaded."""

import functools
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from vedette.lexicon.tables import data_path
from vedette.lexicon.tomlfile import read_record
from vedette.records.base import Record

GUIDE = "docs/brief.md"
Text = Annotated[str, Field(min_length=1)]
Form = Literal["event", "control", "act"]


class Words(Record):
    """English words that follow no rule."""

    vowel_sounds: tuple[Text, ...]
    consonant_sounds: tuple[Text, ...]
    said_as_words: tuple[Text, ...]
    the: tuple[Text, ...]
    the_names: tuple[Text, ...]
    the_places: tuple[Text, ...]
    no_the: tuple[Text, ...]
    plurals: dict[str, Text]
    adjectives: dict[str, Text]


class _Listed(Record):
    """A list of words."""

    words: tuple[Text, ...]


class People(Record):
    """How those are named of whom a report tells only what they are."""

    victims: dict[str, Text]
    parties: dict[str, Text]
    one: _Listed
    vague: _Listed
    state: _Listed
    kept: _Listed
    sources: dict[str, Text]


class Kind(Record):
    """How happenings of a kind are told; `of` are sub-events, or "TYPE / mode", or types, as in the record.

    `noun` names one of them, `plural` several; `mass` nouns have no article. `verb` is what an actor did to a target
    (`takes_target`) or with a place, "" where there is none that reads well. `came` is what it did where no actor is
    named, `way` stands between those harmed and the noun, `harming` is the noun where people were hurt. `weapons` gives
    other nouns where one of these weapons is told.
    """

    of: tuple[Text, ...]
    theme: Text
    form: Form = "event"
    noun: Text
    plural: Text
    mass: bool = False
    verb: str = ""
    takes_target: bool = False
    came: str = "was reported in"
    way: str = "in"
    harming: str = ""
    weapons: dict[str, tuple[Text, Text]] = Field(default_factory=dict)


class Kinds(Record):
    """All kinds, and the headings in the order in which they are read."""

    themes: dict[str, Text]
    kind: tuple[Kind, ...]

    @model_validator(mode="after")
    def _known(self) -> Self:
        """Refuse a kind under no heading."""
        for kind in self.kind:
            if kind.theme not in self.themes:
                msg = f"the kind {kind.noun!r} has the theme {kind.theme!r}, which [themes] does not name"
                raise ValueError(msg)
        return self


class Aim(Record):
    """How a statement of what is to come is told: of these kinds and types (none: any), `does` after the actor.

    `bare` is told where nobody is named to have said it. `{target}` and `{place}` stand for what it names.
    """

    kinds: tuple[Text, ...]
    types: tuple[Text, ...] = ()
    modes: tuple[Text, ...] = ()
    does: Text
    bare: Text


class Outlook(Record):
    """The phrases of the outlook, the first that fits."""

    aim: Annotated[tuple[Aim, ...], Field(min_length=1)]


class Signs(Record):
    """Words by which the verifier knows how a sentence means it (see data/brief/signs.toml)."""

    ahead: tuple[Text, ...]
    tried: tuple[Text, ...]
    denied: tuple[Text, ...]
    negated: tuple[Text, ...]
    saying: tuple[Text, ...]
    harm: dict[str, tuple[Text, ...]]
    kinds: dict[str, tuple[Text, ...]]
    passive: tuple[Text, ...]
    measures: tuple[Text, ...]
    acts: tuple[Text, ...]
    running: tuple[Text, ...]
    common: tuple[Text, ...]


@functools.cache
def words() -> Words:
    """data/brief/words.toml; raises DataFileError where it breaks its schema."""
    return read_record(data_path("brief", "words.toml"), Words, GUIDE)


@functools.cache
def people() -> People:
    """data/brief/people.toml; raises DataFileError where it breaks its schema."""
    return read_record(data_path("brief", "people.toml"), People, GUIDE)


@functools.cache
def kinds() -> Kinds:
    """data/brief/kinds.toml; raises DataFileError where it breaks its schema."""
    return read_record(data_path("brief", "kinds.toml"), Kinds, GUIDE)


@functools.cache
def outlook() -> Outlook:
    """data/brief/outlook.toml; raises DataFileError where it breaks its schema."""
    return read_record(data_path("brief", "outlook.toml"), Outlook, GUIDE)


@functools.cache
def signs() -> Signs:
    """data/brief/signs.toml; raises DataFileError where it breaks its schema."""
    return read_record(data_path("brief", "signs.toml"), Signs, GUIDE)


@functools.cache
def kind_of(sub_event: str | None, mode: str | None, type_: str | None) -> Kind | None:
    """How a happening is told, by the finest name that the table has; None for what briefs do not tell by itself."""
    for name in (sub_event, f"{type_} / {mode}", type_):
        for kind in kinds().kind:
            if name in kind.of:
                return kind
    return None
