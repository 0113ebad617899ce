"""The words of reports for comparing them: folded content words with how much each tells."""

import functools
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from vedette.errors import DataFileError
from vedette.lexicon.placekeys import fold
from vedette.lexicon.tables import data_path

_WORD: Final = re.compile(r"[a-z0-9]{2,}")
_ENDINGS: Final = ("ings", "ing", "ers", "ies", "ed", "es", "s")
_STEM: Final = 4
_SMOOTH: Final = 0.5

Vector = Mapping[str, float]


def content_words(text: str) -> list[str]:
    """The words of a text, folded, without the commonest ones and without the endings of English."""
    return [stem(word) for word in _WORD.findall(fold(text)) if word not in stop_words()]


def stem(word: str) -> str:
    """A word without its ending, so that "attacked" meets "attacks"; short words and numbers stay."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word[: -len(ending)]
    return word


@functools.cache
def stop_words() -> frozenset[str]:
    """The words that tell nothing (data/merge/words.tsv: those without a count)."""
    return frozenset(word for word, count in _table() if count is None)


@functools.cache
def _table() -> tuple[tuple[str, int | None], ...]:
    """The packaged counts: a word and in how many of the sample's texts it stands; none for a stop word."""
    path = data_path("merge", "words.tsv")
    found: list[tuple[str, int | None]] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        word, tab, count = line.partition("\t")
        if not tab or (count and not count.isdecimal()):
            raise DataFileError(path, number, f"{line!r} is no word with a count", "Run scripts/build_words.py")
        found.append((word, int(count) if count else None))
    return tuple(found)


@functools.cache
def background() -> Mapping[str, int]:
    """In how many texts of the sample each word stands; "" holds how many texts there are."""
    return {word: count for word, count in _table() if count is not None}


@dataclass(slots=True)
class Weights:
    """How much each word tells: rare in the sample and in the reports at hand."""

    counts: Counter[str]
    texts: int

    @classmethod
    def of(cls, texts: Iterable[Iterable[str]]) -> "Weights":
        """The weights over the packaged sample and the reports at hand, each given by its content words."""
        counts, size = Counter(background()), background().get("", 0)
        for words in texts:
            counts.update(set(words))
            size += 1
        return cls(counts, size)

    def weight(self, word: str) -> float:
        """The inverse document frequency of a word (Sparck Jones 1972), smoothed."""
        return math.log((self.texts + 1) / (self.counts.get(word, 0) + _SMOOTH))

    def vector(self, words: Iterable[str]) -> dict[str, float]:
        """The words as a unit vector of TF-IDF weights, counts dampened."""
        raw = {w: (1 + math.log(n)) * self.weight(w) for w, n in Counter(words).items()}
        length = math.sqrt(sum(v * v for v in raw.values())) or 1.0
        return {w: v / length for w, v in raw.items()}


def cosine(one: Vector, other: Vector) -> float:
    """How alike two unit vectors are, 0 to 1."""
    return sum(one[word] * other[word] for word in one.keys() & other.keys())
