"""What can be counted of which event: the words of harm, and the measures that types and modes have."""

import functools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vedette.lexicon.tables import data_path, read_toml

if TYPE_CHECKING:
    from vedette.code.draft import DraftCount
    from vedette.records.vocabulary import CountOf

HURT = frozenset({"killed", "wounded"})
TAKING_MODES: "dict[str | None, CountOf]" = {"abduct": "abducted", "arrest": "arrested"}
"""Modes by which people are taken, and how they are counted; the same words tell of both ("seized 12 men")."""

VIOLENT = frozenset({"ASSAULT", "COERCE", "PROTEST"})
COUNTING: "dict[CountOf, frozenset[str]]" = {
    "released": frozenset({"RETREAT", "AGREE"}),
    "taking_part": frozenset({"PROTEST", "MOBILIZE", "RETREAT", "COOPERATE", "AGREE"}),
}
"""Types of event that have a count, where they are not the violent ones."""


@functools.cache
def harm_words() -> "dict[str, dict[str, CountOf]]":
    """Words of harm by part of speech ("verbs", "nouns", "adjectives") and what each counts."""
    raw: dict[Any, Any] = read_toml(data_path("words", "harm.toml"))
    tables: dict[str, dict[str, CountOf]] = {"verbs": {}, "nouns": {}, "adjectives": {}}
    for of, lists in raw.items():
        for key, words in lists.items():
            tables[key].update(dict.fromkeys(words, of))
    return tables


def counted_by(mode: str | None) -> "CountOf":
    """What the number on an event of a mode counts, where it is neither dead nor wounded."""
    by_mode: dict[str | None, CountOf] = {
        "abduct": "abducted", "arrest": "arrested", "release": "released", "deport": "displaced",
    }  # fmt: skip
    return by_mode.get(mode, "taking_part")


def can_count(of: "CountOf", kind: str, mode: str | None) -> bool:
    """Whether an event of a PLOVER type and mode can have such a count; the rule is that of docs/annotation.md.

    Only an arrest has those arrested and only an abduction those abducted, and neither has dead; the dead, wounded,
    missing and displaced are those of violence, the freed those of a release or a deal about one.
    """
    taking = TAKING_MODES.get(mode)
    if taking is not None or of in TAKING_MODES.values():
        return of == taking or (taking is not None and of in ("missing", "displaced"))
    return kind in COUNTING.get(of, VIOLENT)


def as_taken(count: "DraftCount", mode: str | None) -> "DraftCount":
    """The count as an event of a mode has it: the same words tell of those arrested and those abducted."""
    of = TAKING_MODES.get(mode)
    return replace(count, of=of) if of is not None and count.of in TAKING_MODES.values() else count
