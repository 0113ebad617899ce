"""Who and where the words of another language name: by the names in their own script, else by their translation.

A name in its own script is looked up in two tables that ship with Vedette (places; actors and countries), also
with the endings and prefixes taken off that such languages put on names. Where that fails, the model's translation is
looked up as if it were the words of an English report. It names nothing that stands in no table; the words kept are
always the report's own.
"""

import functools
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vedette.code.mentions import settle_kinds
from vedette.code.phrases import Phrase, Phrases
from vedette.code.tree import Tree, from_doc
from vedette.errors import DataFileError
from vedette.lexicon.native import fold_native, native_names
from vedette.lexicon.tables import data_path, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language

    from vedette.code.llm.placing import Value

_LEAST_STEM: Final = 3
"""Letters of a name that must remain."""


@dataclass(frozen=True, slots=True)
class Affixes:
    """What is put before and behind names, by script."""

    before: dict[str, tuple[str, ...]]
    articles: dict[str, tuple[str, str]]
    behind: dict[str, tuple[str, ...]]
    instead: dict[str, tuple[str, ...]]


@functools.cache
def affixes() -> Affixes:
    """The packaged table."""
    return load_affixes(data_path("llm", "affixes.toml"))


def load_affixes(path: Path) -> Affixes:
    """The table of a file; raises DataFileError where a part is missing or holds no words."""
    told = read_toml(path)
    try:
        lists = [{script: tuple(map(_affix, words)) for script, words in told[name].items()} for name in _LISTS]
        articles = {script: (_affix(d["written"]), _affix(d["meant"])) for script, d in told["before_article"].items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise DataFileError(path, None, f"lacks a list of words ({error!r})", "Restore it") from error
    return Affixes(lists[0], articles, lists[1], lists[2])


_LISTS: Final = ("before", "behind", "instead")


def _affix(word: object) -> str:
    """One affix; raises TypeError for what is none."""
    if not isinstance(word, str) or not word:
        raise TypeError(word)
    return word


class Namer:
    """Makes phrases of values; counts whether each was named by its own script, its translation, or not at all."""

    def __init__(self, nlp: "Language | None") -> None:
        """`nlp` reads translations; without it only names in their own script are known."""
        self.nlp = nlp
        self.how: Counter[str] = Counter()

    def phrase(self, tree: Tree, value: "Value", *, place: bool) -> Phrase:
        """The phrase of a value in a tree without grammar."""
        tokens = tree.tokens_in(value.start, value.end)
        first, last = tokens[0], tokens[-1]
        text = tree.text[value.start : value.end]
        bare = Phrase(last, first, last, value.start, value.end, text, kind="place" if place else "actor")
        name, gloss = native_name(text, place=place), value.gloss
        self.how["own script" if name else "translation" if gloss else "neither"] += 1
        # an actor's words say more than its name does: "Syrian troops" is told by the translation as a whole
        read = self._read(name if name and (place or not gloss) else gloss, place=place)
        return _taken(bare, read, place=place, name=name or gloss)

    def _read(self, words: str | None, *, place: bool) -> Phrase | None:
        """The phrase that English words are; None where they are none."""
        if not words or self.nlp is None:
            return None
        tree = from_doc(self.nlp(f"in {words}" if place else words))
        phrases = Phrases(tree)
        found = [p for p in settle_kinds(tree, phrases) if not p.pronoun]
        return max(found, key=lambda p: (p.actor_like and not place, p.last - p.first), default=None)


def _taken(bare: Phrase, read: Phrase | None, *, place: bool, name: str | None) -> Phrase:
    """A bare phrase with what its English words say."""
    if place:
        hit = read.hit if read is not None and read.hit is not None and read.hit.kind == "country" else None
        return replace(bare, place_name=name, hit=hit, countries=list(read.countries) if read and hit else [])
    if read is None:
        return bare
    kind = read.kind if read.kind in ("actor", "person", "nationality", "place") else "actor"
    at = bare.head, bare.first, bare.last
    return replace(read, head=at[0], first=at[1], last=at[2], start=bare.start, end=bare.end, text=bare.text, kind=kind)


def native_name(text: str, *, place: bool) -> str | None:
    """The English name of what words in their own script name; None for words that are in no table."""
    table = native_names()
    for form in variants(text):
        found = table.place(form) if place else table.actor(form)
        if found:
            return found
    return None


def variants(text: str) -> "Iterator[str]":
    """A name as it stands, and without what its language may have put before or behind it."""
    plain, table = fold_native(text), affixes()
    yield plain
    script = unicodedata.name(next((c for c in plain if c.isalpha()), " ")).split(" ")[0]
    written, meant = table.articles.get(script, ("", ""))
    if written and plain.startswith(written):
        yield meant + plain.removeprefix(written)
    for front in table.before.get(script, ()):
        if plain.startswith(front) and len(plain) - len(front) >= _LEAST_STEM:
            yield plain.removeprefix(front)
    for ending in table.behind.get(script, ()):
        stem = plain.removesuffix(ending)
        if stem != plain and len(stem) >= _LEAST_STEM:
            yield stem
            yield from (stem + other for other in table.instead.get(script, ()) if other != ending)
