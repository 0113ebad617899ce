"""Which phrases are mentions, and of what kind: the last word on kinds, and the spans that are no noun phrases."""

import functools
from typing import TYPE_CHECKING

from vedette.lexicon.tables import data_path, read_toml
from vedette.lexicon.words import weapons

if TYPE_CHECKING:
    from vedette.code.phrases import Phrase, Phrases
    from vedette.code.times import TimeExpression
    from vedette.code.tree import Tree
    from vedette.records.vocabulary import MentionKind

STANDS_FOR_ACTOR = frozenset({"nsubj", "agent", "poss", "dobj", "nsubjpass", "iobj", "dative"})
ACTING_PREPS = frozenset({"by", "with", "against", "between", "of"})
NUMBERS = frozenset({"CARDINAL", "QUANTITY", "PERCENT"})


@functools.cache
def ship_prefixes() -> frozenset[str]:
    """The letters that navies put before a ship's name."""
    return frozenset(read_toml(data_path("words", "nominals.toml"))["platform"]["prefixes"])


@functools.cache
def nominals() -> "dict[str, MentionKind]":
    """Common nouns and the kind of mention that they are."""
    tables = read_toml(data_path("words", "nominals.toml"))
    return {word: kind for kind, table in tables.items() for word in table.get("words", ())}  # type: ignore[misc]


def settle_kinds(tree: "Tree", phrases: "Phrases") -> "list[Phrase]":
    """All phrases of a tree that are mentions, with the kinds of common nouns filled in."""
    found = []
    for phrase in phrases.all():
        if phrase.kind is None:
            phrase.kind = nominals().get(tree.lemma[phrase.head])
        if phrase.kind is not None and tree.lower[phrase.head] not in ("it", "its"):
            found.append(phrase)
    return found


def spans_of(
    tree: "Tree", found: "list[Phrase]", phrases: "Phrases", times: "list[TimeExpression]"
) -> list[tuple[int, int, str]]:
    """The spans that are mentions: (start, end, kind), each once, in order.

    `found` are the phrases that are mentions. A known group named inside another phrase ("an ISIL vehicle") is one too.
    """
    spans = {(p.start, p.end): mention_kind(tree, p) for p in found if p.kind not in ("time", "quantity", "money")}
    spans |= {(t.start, t.end): "time" for t in times if t.form != "reference"}
    for first, last, label in tree.ents:
        start, end, text = tree.slice(first, last - 1)
        if label == "MONEY":
            spans.setdefault((start, end), "money")
        elif label in NUMBERS and text.lower() != "one":
            spans.setdefault((start, end), "quantity")
    parties = [at for at, kind in spans.items() if kind in ("actor", "person", "place")]
    for hit in phrases.hits:
        if hit.kind == "actor" and not any(a < hit.end and hit.start < b for a, b in parties):
            spans[(hit.start, hit.end)] = "actor"
    return sorted((start, end, kind) for (start, end), kind in spans.items() if kind)


def mention_kind(tree: "Tree", phrase: "Phrase") -> "MentionKind | None":
    """The kind of a mention: a country that acts or is acted upon is an actor, elsewhere a place; arms are none."""
    if phrase.entry is None and _is_platform(tree, phrase):
        return "platform"
    if phrase.hit is not None and phrase.hit.kind == "country" and phrase.kind in ("place", "nationality"):
        return _country_kind(tree, phrase)
    return phrase.kind


def _is_platform(tree: "Tree", phrase: "Phrase") -> bool:
    """Whether a phrase names what carries arms: aircraft, tanks, warships."""
    known = weapons().get(tree.lemma[phrase.head])
    ship = any(word in ship_prefixes() for word in tree.word[phrase.first : phrase.head])
    return ship or (known is not None and known.kind == "platform")


def _country_kind(tree: "Tree", phrase: "Phrase") -> "MentionKind | None":
    """Whether a country's name stands for those who act; the countries of a list do what the first does."""
    form = phrase.hit.form if phrase.hit else None
    if phrase.head != phrase.last or form == "adjective":
        return phrase.kind
    first = phrase.head
    while tree.dep[first] == "conj" and tree.pos[tree.head[first]] in ("PROPN", "NOUN"):
        first = tree.head[first]
    dep, above = tree.dep[first], tree.lower[tree.head[first]]
    if dep in STANDS_FOR_ACTOR and form in ("name", "historic"):
        return "actor"
    return "actor" if dep == "pobj" and above in ACTING_PREPS - {"of"} and form == "name" else phrase.kind
