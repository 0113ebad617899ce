"""Of what sector those are that fill a role: by the words before them, by their trade, or whose a thing is."""

import functools
from typing import TYPE_CHECKING

from vedette.errors import DataFileError
from vedette.lexicon.tables import data_path, read_toml
from vedette.lexicon.words import ARMED, agents, word_class

if TYPE_CHECKING:
    from vedette.code.events import Readers
    from vedette.code.phrases import Phrase

BEFORE = ("compound", "amod", "nmod")
PLAIN_MEN = frozenset({"man", "youth", "stranger"})
PLAIN_PEOPLE = PLAIN_MEN | {"woman", "girl", "boy", "teenager", "person", "rider", "brother", "couple"}
UNARMED = frozenset({"beat", "primitive", "destroy", "sexual", "torture", "crowd-control", None})
"""Modes of violence that people without arms do as well."""


@functools.cache
def belongings() -> dict[str, str]:
    """The sector of those whose a thing is, by its noun; raises DataFileError where a noun stands twice."""
    return _by_noun("belongings.toml")


@functools.cache
def trades() -> dict[str, str]:
    """The sector of people by what they are; raises DataFileError where a noun stands twice."""
    return _by_noun("trades.toml")


def _by_noun(name: str) -> dict[str, str]:
    """A table of nouns by sector, the sector by the noun."""
    path = data_path("words", name)
    found: dict[str, str] = {}
    for sector, table in read_toml(path).items():
        for word in table["words"]:
            if word in found:
                raise DataFileError(path, None, f"{word!r} stands twice", "Keep it under one sector")
            found[word] = sector
    return found


def settle_namesake(phrase: "Phrase") -> None:
    """Give a body that many states have to the one that its words name: "the Kenyan Senate", "Congress in Lima"."""
    hit = phrase.hit
    if hit is None or hit.form != "metonym" or not hit.known.ambiguous:
        return
    others = [c for c in (*phrase.countries, *phrase.located) if c != hit.iso3]
    if others:
        phrase.countries, phrase.hit = others, None


def settle_party(readers: "Readers", phrase: "Phrase") -> None:
    """Give who fills a role the sector of the words before them, of those whose men they are, or of their trade."""
    if phrase.hit is not None and phrase.hit.form == "adjective" and phrase.sector is None:
        phrase.sector = _shared(readers, phrase)
    if phrase.hit is not None or phrase.entry is not None or phrase.pronoun:
        return
    tree, head = readers.tree, phrase.head
    bearer = tree.lemma[head] in word_class("bearers")
    found = _before(readers, phrase) if bearer or phrase.sector is None else None
    if bearer and found is None:
        found = _of_leader(readers, phrase)
    found = found or tree.longest(trades(), head, phrase.first)
    if found is not None:
        phrase.sector, phrase.kind = found, phrase.kind or "actor"


def _of_leader(readers: "Readers", phrase: "Phrase") -> str | None:
    """The sector of those whose spokesman or whose men somebody is; a state's men are its soldiers."""
    owner = _of_owner(readers, phrase)
    if readers.tree.lemma[phrase.head] in PLAIN_MEN:
        return "MIL" if owner == "GOV" else owner if owner in ARMED else None
    return owner if owner != "GOV" else None


def _shared(readers: "Readers", phrase: "Phrase") -> str | None:
    """The sector of the noun that an adjective shares with others: "Ugandan and Congolese troops"."""
    tree, token = readers.tree, phrase.head
    while tree.dep[token] == "conj":
        token = tree.head[token]
    if tree.dep[token] not in BEFORE:
        return None
    noun = readers.matcher.phrases.at(tree.head[token])
    return noun.sector if noun is not None and noun is not phrase else None


def _of_owner(readers: "Readers", phrase: "Phrase") -> str | None:
    """The sector of those whose men or things a phrase names; a state by its name is its government."""
    owner = readers.tree.child(phrase.head, "poss")
    whose = readers.matcher.phrases.at(owner) if owner is not None else None
    if whose is not None and whose.pronoun:
        whose = whose.antecedent
    if whose is None:
        return None
    state = whose.hit is not None and whose.hit.form in ("capital", "metonym", "name")
    return whose.sector or (whose.entry.kind if whose.entry else None) or ("GOV" if state else None)


def settle_target(readers: "Readers", phrase: "Phrase") -> None:
    """Give a thing that is attacked or taken the sector of those it belongs to, and a kind."""
    if phrase.hit is not None or phrase.entry is not None or phrase.pronoun:
        return
    if phrase.sector is None and phrase.people is None:
        found = _before(readers, phrase) or readers.tree.longest(belongings(), phrase.head, phrase.first)
        phrase.sector = (found and _of_owner(readers, phrase)) or found
    phrase.kind = phrase.kind or "place"


def settle_attacker(readers: "Readers", phrase: "Phrase", mode: str | None) -> None:
    """Men who come with guns or bombs and of whom nothing else is known are armed men whom nobody identifies."""
    plain = readers.tree.lemma[phrase.head] in PLAIN_PEOPLE and phrase.sector in (None, "CVL")
    if plain and mode not in UNARMED and not (phrase.entry or phrase.people):
        phrase.sector = "UAF"


def _before(readers: "Readers", phrase: "Phrase") -> str | None:
    """The sector of an agent noun before the head: "police car", "rebel depot"."""
    tree, known = readers.tree, agents()
    nouns = (known.get(tree.lemma[k]) for k in tree.children(phrase.head, *BEFORE) if k < phrase.head)
    return next((agent.sector for agent in nouns if agent is not None), None)
