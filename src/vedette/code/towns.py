"""Names of towns that the tagger takes for adjectives and common nouns, as it does at the head of a headline.

"Aleppo bombing kills 12": a capital there says nothing, and the model has seldom read of Aleppo. A word with a capital
that is a town's name and no English word is a name. English words that are towns' names too ("Split", "Reading") are
a table, data/places/ordinary.csv, made by scripts/build_ordinary.py.

A capital that stands before a noun is its state ("the Kabul government") or where something is ("a Kabul court").
"""

import functools
from typing import TYPE_CHECKING, Final

from vedette.lexicon.countries import countries
from vedette.lexicon.places import gazetteer
from vedette.lexicon.tables import data_path, read_csv, text
from vedette.lexicon.words import word_class

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from vedette.code.phrases import Phrases
    from vedette.code.tree import Tree

TOWNS: Final = "vedette_towns"
ORDINARY: Final = data_path("places", "ordinary.csv")
LEAST_PEOPLE: Final = 1000
CONFUSED: Final = frozenset({"JJ", "NN", "NNS", "RB", "VB", "VBD", "VBG", "VBN", "VBZ", "VBP", "FW", "UH", "IN"})
"""Tags that a name is given by mistake."""
LEAST_LETTERS: Final = 3
BEFORE: Final = frozenset({"compound", "nmod", "poss", "amod"})
"""How a name stands before its noun."""
SETTLED: Final = frozenset({"COP", "JUD", "CVL", "REF", "MED", "EDU", "LAB", "AGR", "BUS", "REL", "SOC"})
"""Sectors of those who are where the town is after which they are called."""


@functools.cache
def ordinary() -> frozenset[str]:
    """English words, small, that are names of towns too; raises DataFileError where the table breaks its schema."""
    return frozenset(row["word"] for row in read_csv(ORDINARY, {"word": text}))


@functools.lru_cache(maxsize=8192)
def is_town(word: str) -> bool:
    """Whether a word with a capital can only be a name, and is one of a town; names of peoples are none."""
    if len(word) < LEAST_LETTERS or not word[0].isupper() or not word[1:].islower() or word.lower() in ordinary():
        return False
    form = countries().forms.get(word)
    if form is not None and form.kind in ("adjective", "people"):
        return False
    towns = (m.entry for m in gazetteer().matches(word, loose=False) if m.proper)
    return any(town.feature == "town" and town.population >= LEAST_PEOPLE for town in towns)


def name_towns(nlp: "Language") -> None:
    """Have towns' names tagged as names, before the tags are read by anything."""
    from spacy.language import Language  # noqa: PLC0415  heavy: only when a report is coded

    @Language.component(TOWNS)
    def rename(doc: "Doc") -> "Doc":
        """Tag them."""
        for token in doc:
            if token.is_title and token.tag_ in CONFUSED and is_town(token.text):
                token.tag_ = "NNP"
        return doc

    if TOWNS not in nlp.pipe_names:
        nlp.add_pipe(TOWNS, after="tagger")


def is_scene(tree: "Tree", phrases: "Phrases", token: int) -> bool:
    """Whether a capital says where and not who: "the Paris attacks", not "the Paris government"."""
    hit, head = phrases.hit(token), tree.head[token]
    if hit is None or hit.form != "capital" or tree.dep[token] not in BEFORE:
        return False
    above = phrases.at(head)
    sector = above.sector if above else None
    return sector in SETTLED if sector else tree.lemma[head] in word_class("scenes")


def stands_as_place(tree: "Tree", tokens: list[int]) -> bool:
    """Whether a name that is a leader's too stands where a place's would: "at Masisi"."""
    word, before = tokens[0], tokens[0] - 1
    placed = len(tokens) == 1 and tree.dep[word] == "pobj" and tree.head[word] == before
    return placed and tree.lower[before] in ("in", "at", "near", "outside") and gazetteer().known(tree.word[word])
