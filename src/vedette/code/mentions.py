"""Which phrases are mentions, and of what kind: the last word on kinds, and the spans that are no noun phrases."""

import functools
from typing import TYPE_CHECKING

from vedette.lexicon.tables import data_path, read_toml

if TYPE_CHECKING:
    from vedette.code.phrases import Phrase, Phrases
    from vedette.code.times import TimeExpression
    from vedette.code.tree import Tree
    from vedette.records.vocabulary import MentionKind

STANDS_FOR_ACTOR = frozenset({"nsubj", "agent", "poss", "dobj", "nsubjpass", "iobj", "dative"})
ACTING_PREPS = frozenset({"by", "with", "against", "between", "of"})
NUMBERS = frozenset({"CARDINAL", "QUANTITY", "PERCENT"})


@functools.cache
def nominals() -> "dict[str, MentionKind]":
    """Common nouns and the kind of mention that they are."""
    tables = read_toml(data_path("words", "nominals.toml"))
    return {word: kind for kind, table in tables.items() for word in table["words"]}  # type: ignore[misc]


def settle_kinds(tree: "Tree", phrases: "Phrases") -> "list[Phrase]":
    """All phrases of a tree that are mentions, with the kinds of common nouns filled in."""
    found = []
    for phrase in phrases.all():
        if phrase.kind is None:
            phrase.kind = nominals().get(tree.lemma[phrase.head])
        if phrase.kind is not None and tree.lower[phrase.head] not in ("it", "its"):
            found.append(phrase)
    return found


def spans_of(tree: "Tree", phrases: "list[Phrase]", times: "list[TimeExpression]") -> list[tuple[int, int, str]]:
    """The spans that are mentions: (start, end, kind), each once, in order."""
    found = {(p.start, p.end): mention_kind(tree, p) for p in phrases if p.kind not in ("time", "quantity", "money")}
    found |= {(t.start, t.end): "time" for t in times}
    for first, last, label in tree.ents:
        start, end, _ = tree.slice(first, last - 1)
        if label == "MONEY":
            found.setdefault((start, end), "money")
        elif label in NUMBERS:
            found.setdefault((start, end), "quantity")
    return sorted((start, end, kind) for (start, end), kind in found.items() if kind)


def mention_kind(tree: "Tree", phrase: "Phrase") -> "MentionKind | None":
    """The kind of a mention: a country that acts or is acted upon is an actor, elsewhere a place."""
    if phrase.hit is not None and phrase.hit.kind == "country" and phrase.kind in ("place", "nationality"):
        if phrase.head != phrase.last or phrase.hit.form == "adjective":
            return phrase.kind
        dep, above = tree.dep[phrase.head], tree.lower[tree.head[phrase.head]]
        if dep in STANDS_FOR_ACTOR and phrase.hit.form in ("name", "historic"):
            return "actor"
        return (
            "actor" if dep == "pobj" and above in ACTING_PREPS - {"of"} and phrase.hit.form == "name" else phrase.kind
        )
    return phrase.kind
