"""Whose a thing is that fills a role: the sector that its own words, the words before it, or its kind of thing give."""

import functools
from typing import TYPE_CHECKING

from vedette.errors import DataFileError
from vedette.lexicon.tables import data_path, read_toml
from vedette.lexicon.words import agents

if TYPE_CHECKING:
    from vedette.code.events import Readers
    from vedette.code.phrases import Phrase

BEFORE = ("compound", "amod", "nmod")
PLAIN_MEN = frozenset({"man", "youth", "stranger"})
UNARMED = frozenset({"beat", "primitive", "destroy", "sexual", "torture", "crowd-control", None})
"""Modes of violence that people without arms do as well."""


@functools.cache
def belongings() -> dict[str, str]:
    """The sector of those whose a thing is, by its noun; raises DataFileError where a noun stands twice."""
    path = data_path("words", "belongings.toml")
    found: dict[str, str] = {}
    for sector, table in read_toml(path).items():
        for word in table["words"]:
            if word in found:
                raise DataFileError(path, None, f"{word!r} stands twice", "Keep it under one sector")
            found[word] = sector
    return found


def settle_target(readers: "Readers", phrase: "Phrase") -> None:
    """Give a thing that is attacked or taken the sector of those it belongs to, and a kind."""
    if phrase.hit is not None or phrase.entry is not None or phrase.pronoun:
        return
    if phrase.sector is None and phrase.people is None:
        phrase.sector = _before(readers, phrase) or belongings().get(readers.tree.lemma[phrase.head])
    phrase.kind = phrase.kind or "place"


def settle_attacker(readers: "Readers", phrase: "Phrase", mode: str | None) -> None:
    """Men who come with guns or bombs and of whom nothing else is known are armed men whom nobody identifies."""
    plain = readers.tree.lemma[phrase.head] in PLAIN_MEN and phrase.sector in (None, "CVL")
    if plain and mode not in UNARMED and not (phrase.entry or phrase.people):
        phrase.sector = "UAF"


def _before(readers: "Readers", phrase: "Phrase") -> str | None:
    """The sector of an agent noun before the head: "police car", "rebel depot"."""
    tree, known = readers.tree, agents()
    nouns = (known.get(tree.lemma[k]) for k in tree.children(phrase.head, *BEFORE) if k < phrase.head)
    return next((agent.sector for agent in nouns if agent is not None), None)
