"""The word tables under `data/words`: agents by sector, weapons, sources, status words; read once and checked."""

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from vedette.errors import DataFileError
from vedette.lexicon.frames import MODES, SUB_EVENTS
from vedette.lexicon.tables import data_path, read_toml
from vedette.records.vocabulary import MentionKind, Status, SubEvent

ARMED = frozenset({"MIL", "REB", "PRM", "UAF", "COP", "SPY", "INS", "SEP", "CRM"})
STATE = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG"})


@dataclass(frozen=True, slots=True)
class Agent:
    """What a noun says of the actor it names: its PLOVER sector, and whether it is one office-holder."""

    sector: str
    person: bool


@dataclass(frozen=True, slots=True)
class Weapon:
    """What a weapon word says of the attack made with it."""

    kind: MentionKind
    mode: str | None
    sub_event: SubEvent | None
    rank: int
    family: str


@dataclass(frozen=True, slots=True)
class StatusWords:
    """The words that give what stands below them a status; `promises` are statuses of the actor's own intention."""

    verbs: dict[str, Status]
    nouns: dict[str, Status]
    adjectives: dict[str, Status]
    modals: dict[str, Status]
    promises: frozenset[Status]


@dataclass(frozen=True, slots=True)
class DisbeliefWords:
    """Words for what people tell, words that call it untrue, and those of "no truth to it" and "not true"."""

    reports: frozenset[str]
    false: frozenset[str]
    truth: frozenset[str]
    true: frozenset[str]


@dataclass(frozen=True, slots=True)
class SourceWords:
    """The words that say who says so."""

    say: frozenset[str]
    nouns: frozenset[str]
    hearers: frozenset[str]


@functools.cache
def agents() -> dict[str, Agent]:
    """Agent nouns (lemmas, also of several words) and what they say of an actor."""
    path = data_path("words", "agents.toml")
    found: dict[str, Agent] = {}
    for sector, lists in read_toml(path).items():
        for key in ("nouns", "persons"):
            for word in _words(path, f"{sector}.{key}", lists.get(key)):
                if word in found and found[word].sector != sector:
                    problem = f"{word!r} stands under {found[word].sector} and {sector}"
                    raise DataFileError(path, None, problem, "Keep it under one of them")
                found[word] = Agent(sector, person=key == "persons")
    return found


@functools.cache
def weapons() -> dict[str, Weapon]:
    """Weapon words (lemmas, also of several words)."""
    path = data_path("words", "weapons.toml")
    found: dict[str, Weapon] = {}
    for family, raw in read_toml(path).items():
        _check_weapon(path, family, raw)
        for word in _words(path, family, raw.get("words")):
            found[word] = Weapon(raw["kind"], raw.get("mode"), raw.get("sub_event"), raw["rank"], family)
    return found


def _check_weapon(path: Path, family: str, raw: dict[str, Any]) -> None:
    """Refuse a weapon family whose codes are unknown."""
    good = raw.get("kind") in get_args(MentionKind) and isinstance(raw.get("rank"), int)
    good = good and raw.get("mode", "aerial") in MODES and raw.get("sub_event", "Grenade") in SUB_EVENTS
    if not good:
        raise DataFileError(path, None, f"[{family}] has an unknown kind, mode or sub_event, or no rank", "Correct it")


@functools.cache
def status_words() -> StatusWords:
    """The status tables."""
    path = data_path("words", "status.toml")
    raw: dict[Any, Any] = read_toml(path)
    modals = raw.pop("modals")
    known = set(get_args(Status))
    for name in {*raw, *modals.values()} - known:
        raise DataFileError(path, None, f"status {name!r} is unknown", f"Use one of {', '.join(sorted(known))}")
    tables: dict[str, dict[str, Status]] = {"verbs": {}, "nouns": {}, "adjectives": {}}
    for status, lists in raw.items():
        for key, table in tables.items():
            for word in _words(path, f"{status}.{key}", lists.get(key)):
                table.setdefault(word, status)
    promises = frozenset(status for status, lists in raw.items() if lists.get("promise"))
    return StatusWords(**tables, modals=modals, promises=promises)


@functools.cache
def disbelief_words() -> DisbeliefWords:
    """The words that call a report untrue."""
    path = data_path("words", "disbelief.toml")
    raw = read_toml(path)
    keys = ("reports", "false", "truth", "true")
    return DisbeliefWords(*(frozenset(_words(path, key, raw.get(key))) for key in keys))


@functools.cache
def source_words() -> SourceWords:
    """The words of reporting."""
    path = data_path("words", "sources.toml")
    raw = read_toml(path)
    return SourceWords(*(frozenset(_words(path, key, raw.get(key))) for key in ("say", "nouns", "hearers")))


def _words(path: Path, name: str, words: object) -> list[str]:
    """A list of lower-case words; raises DataFileError where it is none."""
    if not isinstance(words, list) or not all(isinstance(w, str) and w == w.lower() for w in words):
        raise DataFileError(path, None, f"{name} is not a list of lower-case words", 'Write ["word", ...]')
    return words


@dataclass(frozen=True, slots=True)
class LightWords:
    """Verbs that lend their clause to a noun, and verbs whose object is the subject of the clause below them."""

    actor: frozenset[str]
    target: frozenset[str]
    object_control: frozenset[str]


@functools.cache
def light_words() -> LightWords:
    """The verbs of `light.toml`."""
    path = data_path("words", "light.toml")
    raw = read_toml(path)
    return LightWords(*(frozenset(_words(path, key, raw.get(key))) for key in ("actor", "target", "object_control")))


@functools.cache
def topics() -> dict[str, str]:
    """Words of topics other than conflict, and how much they weigh: "whole", "soft" or "past"."""
    path = data_path("words", "topics.toml")
    found: dict[str, str] = {}
    for name, raw in read_toml(path).items():
        if raw.get("weight") not in ("whole", "soft", "past"):
            raise DataFileError(path, None, f"[{name}] has no known weight", 'Use "whole", "soft" or "past"')
        found.update(dict.fromkeys(_words(path, name, raw.get("words")), raw["weight"]))
    return found


@functools.cache
def word_class(name: str) -> frozenset[str]:
    """A closed word class of `grammar.toml`, by the name that it has there: "backing", "units"."""
    path = data_path("words", "grammar.toml")
    return frozenset(_words(path, name, read_toml(path).get(name)))


@dataclass(frozen=True, slots=True)
class ModeRule:
    """A mode that events of some types take where one of the words stands in their clause."""

    types: frozenset[str]
    mode: str
    words: frozenset[str]


@functools.cache
def mode_rules() -> tuple[ModeRule, ...]:
    """The rules of `modes.toml`, in order."""
    path = data_path("words", "modes.toml")
    found = []
    for raw in read_toml(path).get("rule", []):
        if raw.get("mode") not in MODES:
            raise DataFileError(path, None, f"mode {raw.get('mode')!r} is not PLOVER's", "Correct it")
        found.append(ModeRule(frozenset(raw["types"]), raw["mode"], frozenset(_words(path, raw["mode"], raw["words"]))))
    return tuple(found)
