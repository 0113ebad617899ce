"""The relevance gate: whether a report may tell of conflict at all, asked before any parser, from its words alone.

Most news is of other things, and parsing is what coding costs. The gate looks words up and adds up what they weigh
(`data/words/gate.toml`); it must let next to everything pass that a coder would record, and need not be right about
the rest, since the coder reads what passes. `make warc` measures what passes and what that saves.
"""

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vedette.errors import DataFileError
from vedette.lexicon.tables import data_path, read_toml
from vedette.records.report import Report

SURE, LIKELY = 2, 1
_WORD: Final = re.compile(r"[a-z]+(?:-[a-z]+)*")
_ENDINGS: Final = ("ings", "ing", "ies", "ied", "ed", "es", "s", "e")
_SHORTEST: Final = 3
_VOWELS: Final = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Gate:
    """What each word weighs, by its stem, and what a report must weigh."""

    weights: dict[str, int]
    step: int
    most: int
    words: int

    def weigh(self, text: str) -> tuple[int, int]:
        """What a text weighs, each of its words counted once, and what it must weigh to pass."""
        words = _WORD.findall(text.lower())
        stems = {stem(word) for word in set(words)}
        found = sum(self.weights.get(word, 0) for word in stems)
        long = max(0, len(words) - self.step * self.most) // self.words
        return found, min(self.most, len(words) // self.step) + long


def may_tell(report: Report) -> bool:
    """Whether a report may tell of an event of conflict, so that parsing it is worth the while."""
    found, due = gate().weigh(f"{report.title or ''}\n{report.summary or ''}\n{report.text}")
    return found >= due


def stem(word: str) -> str:
    """A word in lower case without its inflection; crude, and alike for the words of the table and those of a text."""
    for ending in _ENDINGS:
        bare = word.removesuffix(ending)
        if _SHORTEST <= len(bare) < len(word):
            return _undoubled(bare)
    return _undoubled(word)


def _undoubled(bare: str) -> str:
    """A stem with "y" for "i" and one consonant for two at its end."""
    if bare.endswith(("i", "y")):
        return bare[:-1]
    return bare[:-1] if len(bare) > _SHORTEST and bare[-1] == bare[-2] and bare[-1] not in _VOWELS else bare


@functools.cache
def gate() -> Gate:
    """The package's gate."""
    return load_gate(data_path("words", "gate.toml"))


def load_gate(path: Path) -> Gate:
    """The gate of a file; raises DataFileError where a list or a number is missing or wrong."""
    told = read_toml(path)
    weights: dict[str, int] = {}
    for name, weight in (("likely", LIKELY), ("sure", SURE)):
        words = told.get(name)
        if not isinstance(words, list) or not all(isinstance(word, str) and _WORD.fullmatch(word) for word in words):
            raise DataFileError(path, None, f"{name} is no list of words", 'Write lower-case words: ["word", ...]')
        weights |= dict.fromkeys(map(stem, words), weight)
    numbers = told.get("weight")
    names = ("step", "most", "words")
    if not isinstance(numbers, dict) or not all(isinstance(numbers.get(n), int) and numbers[n] > 0 for n in names):
        raise DataFileError(path, None, "[weight] lacks a number", f"Give {', '.join(names)} as whole numbers above 0")
    return Gate(weights, *(numbers[name] for name in names))
