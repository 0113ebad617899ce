"""Names of towns that the tagger takes for adjectives and common nouns, as it does at the head of a headline.

"Aleppo bombing kills 12": a capital there says nothing, and the model has seldom read of Aleppo. A word with a capital
that is a town's name and no English word is a name. English words that are towns' names too ("Split", "Reading") are
a table, data/places/ordinary.csv, made by scripts/build_ordinary.py.
"""

import functools
from typing import TYPE_CHECKING, Final

from vedette.lexicon.countries import countries
from vedette.lexicon.places import gazetteer
from vedette.lexicon.tables import data_path, read_csv, text

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

TOWNS: Final = "vedette_towns"
ORDINARY: Final = data_path("places", "ordinary.csv")
LEAST_PEOPLE: Final = 1000
MISTAKEN: Final = frozenset({"JJ", "NN", "NNS", "RB", "VB", "VBD", "VBG", "VBN", "VBZ", "VBP", "FW", "UH", "IN"})
"""Tags that a name is given by mistake."""
LEAST_LETTERS: Final = 3


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
            if token.tag_ in MISTAKEN and is_town(token.text):
                token.tag_ = "NNP"
        return doc

    if TOWNS not in nlp.pipe_names:
        nlp.add_pipe(TOWNS, after="tagger")
