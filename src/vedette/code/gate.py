"""The relevance gate: whether a report may tell of conflict at all, asked before any parser, from its words alone.

Most news is of other things, and parsing is what coding costs. Two things are weighed. *Words of force*
(`data/words/gate.toml`) and the names of armed actors of the registry are found by one Aho-Corasick automaton, each
counted once, by themselves and for the text's length. A *linear model* over hashed words and pairs of words
(`data/model/gate.npz`, made by `python -m training.gate`) scores every run of WINDOW words, and the best passage stands
for the report, since one paragraph of a long page may be what matters; the mean over the whole text is weighed too, for
a passage is seldom alone. What it knows of a word it has from texts that have it and from words that are like it. A
logistic function of these is the chance that a report tells of conflict; from a threshold on it passes, a lower one for
what is shorter than a passage: parsing that costs little. `vedette explain` shows the parts.
"""

import functools
import math
import operator
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import ahocorasick
import numpy as np

from vedette.errors import DataFileError, ModelError
from vedette.lexicon.actors import registry
from vedette.lexicon.tables import data_path, read_toml
from vedette.lexicon.words import ARMED
from vedette.records.report import Report

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Hashes = NDArray[np.uint32]

SURE, LIKELY, NAME = 2, 1, 0
MOST_NAMES: Final = 3
WINDOW: Final = 40
"""Words of the passages that are scored."""
BUCKETS: Final = 1 << 18
FORMAT: Final = "vedette-gate-2"
NUMBERS: Final = frozenset({"scale", "bias", "offset", "threshold", "short"})
SIGNALS: Final = 7
HEADLINE: Final = 0.8
"""The chance from which on a title lets its report pass."""
KEPT: Final = 200_000
"""Words whose hashes are remembered before all are forgotten: a stream never ends."""
SHOWN: Final = 8
LARGEST: Final = 50.0
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_PAIR: Final = np.uint32(0x9E3779B1)
_ENDINGS: Final = ("ings", "ing", "ies", "ied", "ed", "es", "s", "e")
_FORMS: Final = ("", "s", "es", "d", "ed", "ing", "ings")
_SHORTEST: Final = 3
_SHORTEST_NAME: Final = 5
_COMMON: Final = frozenset({"COP", "SPY"})
_VOWELS: Final = frozenset("aeiou")
_REMEDY: Final = "Install the package again, or make the weights with 'python -m training.gate'"


class Words(dict[str, int]):
    """The hash of each word's stem, the same on every machine."""

    def __missing__(self, word: str) -> int:
        """Work out a new word's."""
        if len(self) >= KEPT:
            self.clear()
        made = self[word] = zlib.crc32(stem(word).encode())
        return made


class Signals(NamedTuple):
    """What speaks for a text: sure and likely words of force, names, both kinds by length, best passage, whole text."""

    sure: float
    likely: float
    names: float
    sure_density: float
    likely_density: float
    passage: float
    whole: float


@dataclass(frozen=True, slots=True)
class Reason:
    """Words of a text and what they add (above 0) or take away."""

    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a text passes, its chance to tell of conflict, the chance that it needs, and what speaks for and against.

    `passage` holds the character offsets of the best passage in the text as it was weighed (title, summary, text).
    """

    passes: bool
    chance: float
    needed: float
    signals: Signals
    passage: tuple[int, int]
    found: tuple[Reason, ...]
    learned: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """The learned part: a weight for each bucket, and how the signals are weighed."""

    weights: "Floats"
    bias: float
    signals: tuple[float, ...]
    offset: float
    threshold: float
    short: float
    """The threshold of texts of fewer than WINDOW words."""


class Gate:
    """Weighs texts with one lexicon and one model."""

    def __init__(self, lexicon: dict[str, int], names: Sequence[str], model: Model) -> None:
        """Take words of force with their weights, names of armed actors, and what was learned."""
        self.model = model
        self._hash = Words().__getitem__
        self._automaton: Any = ahocorasick.Automaton()
        for name in names:
            self._automaton.add_word(name.lower(), (name.lower(), NAME))
        for word, weight in lexicon.items():
            for form in _forms(word):
                self._automaton.add_word(form, (form, weight))
        self._automaton.make_automaton()

    def signals(self, text: str) -> Signals:
        """What speaks for a text."""
        lower = text.lower()
        return self._signals(self.scores(_WORD.findall(lower)), self._found(lower))

    def scores(self, words: Sequence[str]) -> "Floats":
        """What each word adds to a passage, alone and with the word before it."""
        hashes = np.fromiter(map(self._hash, words), np.uint32, len(words))
        one, two = buckets(hashes)
        scores = self.model.weights[one]
        scores[1:] += self.model.weights[two]
        return scores

    def passes(self, text: str) -> bool:
        """Whether a text may tell of conflict."""
        lower = text.lower()
        scores = self.scores(_WORD.findall(lower))
        return self.chance(self._signals(scores, self._found(lower))) >= self._needed(scores)

    def _needed(self, scores: "Floats") -> float:
        """The chance that a text needs, by its length."""
        return self.model.threshold if len(scores) >= WINDOW else self.model.short

    def chance(self, signals: Signals) -> float:
        """The chance that a text with these signals tells of conflict."""
        score = sum(map(operator.mul, self.model.signals, signals)) + self.model.offset
        return 1 / (1 + math.exp(-max(-LARGEST, min(LARGEST, score))))

    def explain(self, text: str) -> Verdict:
        """Why a text passes or not."""
        lower = text.lower()
        spans = [match.span() for match in _WORD.finditer(lower)]
        scores = self.scores([lower[start:end] for start, end in spans])
        found = self._found(lower)
        signals = self._signals(scores, found)
        first, last = _best(scores)
        chance = self.chance(signals)
        return Verdict(
            passes=chance >= self._needed(scores),
            chance=chance,
            needed=self._needed(scores),
            signals=signals,
            passage=(spans[first][0], spans[last][1]) if spans else (0, 0),
            found=tuple(Reason(word, float(weight)) for word, weight in sorted(found.items(), key=lambda f: -f[1])),
            learned=tuple(_strongest(lower, spans, scores, first, last)),
        )

    def _signals(self, scores: "Floats", found: dict[str, int]) -> Signals:
        """The signals of a text, from the scores of its words and what the automaton found."""
        weights = list(found.values())
        sure, likely, names = (weights.count(kind) for kind in (SURE, LIKELY, NAME))
        length = max(1.0, len(scores) / WINDOW)
        first, last = _best(scores)
        passage = float(scores[first : last + 1].sum()) + self.model.bias
        whole = float(scores.sum()) / length + self.model.bias
        log, named = math.log1p, min(names, MOST_NAMES)
        return Signals(log(sure), log(likely), named, log(sure / length), log(likely / length), passage, whole)

    def _found(self, lower: str) -> dict[str, int]:
        """The words of force and names in a text in lower case, each once, with their weights (0 for a name)."""
        found: dict[str, int] = {}
        for last, (form, weight) in self._automaton.iter(lower):
            if form not in found and _bounded(lower, last + 1 - len(form), last + 1):
                found[form] = weight
        return found


def buckets(hashes: "Hashes") -> "tuple[Hashes, Hashes]":
    """The buckets of words, and of each pair of neighbours (one fewer)."""
    mask = np.uint32(BUCKETS - 1)
    return hashes & mask, ((hashes[:-1] * _PAIR) ^ hashes[1:]) & mask


def may_tell(report: Report) -> bool:
    """Whether a report may tell of an event of conflict, so that parsing it is worth the while."""
    return gate().passes(weighed(report)) or _headline(report)


def why(report: Report) -> Verdict:
    """Why a report passes the gate, or does not; where its title alone lets it pass, why the title does."""
    verdict = gate().explain(weighed(report))
    return gate().explain(report.title or "") if not verdict.passes and _headline(report) else verdict


def _headline(report: Report) -> bool:
    """Whether a title by itself tells of conflict, whatever a page has below it: a request to subscribe, a menu."""
    return bool(report.title) and gate().chance(gate().signals(report.title or "")) >= HEADLINE


def word_list(text: str) -> list[str]:
    """The words of a text that are learned of and weighed."""
    return _WORD.findall(text.lower())


def weighed(report: Report) -> str:
    """The text of a report that is weighed."""
    return f"{report.title or ''}\n{report.summary or ''}\n{report.text}"


def stem(word: str) -> str:
    """A word in lower case without its inflection; crude, and alike for words that were learned and those of a text."""
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


def _best(scores: "Floats") -> tuple[int, int]:
    """The first and last word of the passage with the highest score."""
    if len(scores) <= WINDOW:
        return 0, max(0, len(scores) - 1)
    sums = np.cumsum(scores, dtype=np.float64)
    runs = sums[WINDOW - 1 :].copy()
    runs[1:] -= sums[:-WINDOW]
    first = int(runs.argmax())
    return first, first + WINDOW - 1


def _strongest(
    lower: str, spans: Sequence[tuple[int, int]], scores: "Floats", first: int, last: int
) -> Iterator[Reason]:
    """The words of the best passage that the model goes by, the strongest first."""
    told: set[str] = set()
    for n in sorted(range(first, min(last + 1, len(spans))), key=lambda n: -abs(float(scores[n]))):
        before = spans[n - 1][0] if n else spans[n][0]
        words = lower[before : spans[n][1]]
        if words not in told:
            told.add(words)
            yield Reason(" ".join(words.split()), round(float(scores[n]), 2))
        if len(told) == SHOWN:
            return


def _bounded(text: str, start: int, end: int) -> bool:
    """Whether a form stands between word boundaries."""
    return not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())


def _forms(word: str) -> set[str]:
    """A word of force and its inflected forms."""
    bare = word.removesuffix("e")
    last = word[-1]
    doubled = word + last if last not in _VOWELS and len(word) > _SHORTEST - 1 else word
    made = {word + ending for ending in _FORMS} | {bare + "ing", doubled + "ed", doubled + "ing"}
    if last == "y":
        made |= {word[:-1] + "ies", word[:-1] + "ied"}
    return made


@functools.cache
def gate() -> Gate:
    """The package's gate."""
    return Gate(load_words(data_path("words", "gate.toml")), armed_names(), load_model(data_path("model", "gate.npz")))


def armed_names() -> list[str]:
    """The names of armed actors outside the police that are no acronyms: those are too short to be sure of."""
    entries = (entry for entry in registry().entries if entry.kind in ARMED - _COMMON)
    names = {form for entry in entries for form in entry.forms if len(form) >= _SHORTEST_NAME and not form.isupper()}
    return sorted(names)


def load_words(path: Path) -> dict[str, int]:
    """The words of force of a file and their weights; raises DataFileError where a list is missing or wrong."""
    told = read_toml(path)
    weights: dict[str, int] = {}
    for name, weight in (("likely", LIKELY), ("sure", SURE)):
        words = told.get(name)
        if not isinstance(words, list) or not all(isinstance(w, str) and w.strip() and w == w.lower() for w in words):
            raise DataFileError(path, None, f"{name} is no list of words", 'Write lower-case words: ["word", ...]')
        weights |= dict.fromkeys(words, weight)
    return weights


def load_model(path: Path) -> Model:
    """The learned part, from its file; raises ModelError where it is missing or of another form."""
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            held = {name: file[name] for name in file.files}
    except (OSError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise _error(path, f"cannot be read ({error})") from error
    sizes = {name: array.shape for name, array in held.items()}
    fits = str(held.get("format")) == FORMAT and held.keys() >= NUMBERS
    if not fits or sizes.get("weights") != (BUCKETS,) or sizes.get("signals") != (SIGNALS,):
        raise _error(path, f"is not of the form {FORMAT}")
    weights = held["weights"].astype(np.float32) * np.float32(held["scale"])
    bias, offset, threshold, short = (float(held[name]) for name in ("bias", "offset", "threshold", "short"))
    return Model(weights, bias, tuple(held["signals"].astype(float).tolist()), offset, threshold, short)


def _error(path: Path, problem: str) -> ModelError:
    """An error about the weights."""
    return ModelError(f"the gate's weights {path}: {problem}. {_REMEDY}.")
