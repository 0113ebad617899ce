"""Of what sector those are that fill a role: by the words before them, by their trade, or whose a thing is."""

import functools
from typing import TYPE_CHECKING, Final

from vedette.errors import DataFileError
from vedette.lexicon.tables import data_path, read_toml
from vedette.lexicon.words import agents

if TYPE_CHECKING:
    from vedette.code.events import Readers
    from vedette.code.phrases import Phrase

BEFORE = ("compound", "amod", "nmod")
PLAIN_MEN = frozenset({"man", "youth", "stranger"})
PLAIN_PEOPLE = PLAIN_MEN | {"woman", "girl", "boy", "teenager", "person", "rider", "brother", "couple"}
UNARMED = frozenset({"beat", "primitive", "destroy", "sexual", "torture", "crowd-control", None})
"""Modes of violence that people without arms do as well."""


BEARERS: Final = "bearers"
ARMS: Final = frozenset({"MIL", "COP", "GOV", "REB", "PRM", "CRM", "UAF", "SEP", "INS"})
"""Sectors whose men are armed: "the warlord's men" are of his sector."""


@functools.cache
def belongings() -> dict[str, str]:
    """The sector of those whose a thing is, by its noun; raises DataFileError where a noun stands twice."""
    return _by_noun("belongings.toml")


@functools.cache
def trades() -> dict[str, str]:
    """The sector of people by what they are; raises DataFileError where a noun stands twice."""
    return {word: sector for word, sector in _by_noun("trades.toml").items() if sector != BEARERS}


@functools.cache
def bearers() -> frozenset[str]:
    """Nouns whose sector is that of the noun before them."""
    return frozenset(read_toml(data_path("words", "trades.toml"))[BEARERS]["words"])


def _by_noun(name: str) -> dict[str, str]:
    """A table of nouns by sector, the sector by the noun; the bearers may stand under one as well."""
    path = data_path("words", name)
    found: dict[str, str] = {}
    for sector, table in read_toml(path).items():
        for word in table["words"]:
            if found.get(word, BEARERS) != BEARERS:
                raise DataFileError(path, None, f"{word!r} stands twice", "Keep it under one sector")
            found[word] = sector
    return found


def settle_party(readers: "Readers", phrase: "Phrase") -> None:
    """Give who fills a role the sector of the words before them, of those whose men they are, or of their trade."""
    if phrase.hit is not None and phrase.hit.form == "adjective" and phrase.sector is None:
        phrase.sector = _shared(readers, phrase)
    if phrase.hit is not None or phrase.entry is not None or phrase.pronoun:
        return
    lemma = readers.tree.lemma[phrase.head]
    found = _before(readers, phrase) if lemma in bearers() or phrase.sector is None else None
    owner = _of_owner(readers, phrase) if lemma in bearers() and found is None else None
    if lemma in PLAIN_MEN:
        found = found or ({"GOV": "MIL"}.get(owner, owner) if owner in ARMS else None)
    elif owner not in (None, "GOV"):
        found = owner
    found = found or _longest(readers, phrase, trades())
    if found is not None:
        phrase.sector, phrase.kind = found, phrase.kind or "actor"


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


def _longest(readers: "Readers", phrase: "Phrase", table: dict[str, str]) -> str | None:
    """What a table says of a phrase's head with the word before it, else of the head alone."""
    tree, head = readers.tree, phrase.head
    two = f"{tree.lower[head - 1]} {tree.lemma[head]}" if head > phrase.first else ""
    forms = (two, tree.lemma[head], tree.lower[head], tree.lower[head].removesuffix("s"))
    return next((table[form] for form in forms if form in table), None)


def settle_target(readers: "Readers", phrase: "Phrase") -> None:
    """Give a thing that is attacked or taken the sector of those it belongs to, and a kind."""
    if phrase.hit is not None or phrase.entry is not None or phrase.pronoun:
        return
    if phrase.sector is None and phrase.people is None:
        found = _before(readers, phrase) or _longest(readers, phrase, belongings())
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
