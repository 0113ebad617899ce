"""The second reader: a linear model, trained on the corpus, that says of each word whether it tells of an event.

It looks at verbs, at nouns that name no one and at matched frames (`clues`), drops matches that it holds for none,
adds events where no frame fired, and says how sure it is. The weights are `data/model/reader.npz`, made by
`make model`; the environment variable VEDETTE_SECOND=0 leaves the second reader out. See docs/model-card.md.
"""

import functools
import json
import os
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from vedette.code.clues import VERSION, WordClasses, candidates, sentence_clues, token_clues
from vedette.code.triggers import Match
from vedette.errors import ModelError
from vedette.lexicon.frames import MODES, SUB_EVENTS, TYPES
from vedette.lexicon.tables import data_path

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vedette.code.events import Readers

FORMAT = "vedette-reader-1"
KEYS = frozenset({"format", "clues", "labels", "weights", "scale", "words", "classes", "thresholds"})
REMEDY = "Install the package again, or make the weights with 'make model'"
NONE = 0
"""The label of a word that tells of no event is the first."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a word may tell of; the label of no event has no type."""

    type: str | None
    mode: str | None = None
    sub_event: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a sentence that may tell of an event, and for each the probability of every label."""

    tokens: tuple[int, ...]
    chances: "NDArray[np.float32]"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Below `drop` a matched frame is no event; from `add` on a word without a frame is one; tuned on dev."""

    drop: float
    add: float
    hits: float = 1.0


class SecondReader:
    """Reads sentences with one set of weights."""

    def __init__(self, path: Path | None = None) -> None:
        """Load the weights; raises ModelError, naming file and remedy, where they are missing or do not fit."""
        self.path = path or data_path("model", "reader.npz")
        held = _load(self.path)
        self.labels = tuple(Label(*(x or None for x in row)) for row in json.loads(str(held["labels"])))
        self.weights: NDArray[np.int8] = held["weights"]
        self.scale: NDArray[np.float32] = held["scale"]
        self.like = unpack_classes(held["words"], held["classes"])
        self.thresholds = Thresholds(*map(float, held["thresholds"]))
        self._rows = functools.lru_cache(maxsize=1 << 17)(functools.partial(row_of, size=len(self.weights)))
        self._check()

    def _check(self) -> None:
        """Refuse weights of the wrong shape or with unknown labels."""
        known = all(x.type in TYPES and (x.mode is None or x.mode in MODES) for x in self.labels[1:])
        known = known and all(x.sub_event is None or x.sub_event in SUB_EVENTS for x in self.labels)
        if self.weights.shape != (len(self.weights), len(self.labels)) or self.scale.shape != (len(self.labels),):
            raise _error(self.path, f"its weights are of the shape {self.weights.shape}")
        if not known or self.labels[NONE] != Label(None):
            raise _error(self.path, "it has labels that the codebook does not have")

    def read(self, readers: "Readers", matches: Sequence[Match], first: int, end: int) -> Reading:
        """The chances of each label (words x labels, float32) of the words that may tell of an event; rows sum to 1."""
        by_token = {m.token: m for m in matches}
        tokens = candidates(readers, by_token, first, end)
        if not tokens:
            return Reading((), np.empty((0, len(self.labels)), np.float32))
        rows = self._rows
        shared = {rows(c) for c in sentence_clues(readers, by_token, first, end, self.like)}
        own = [sorted({rows(c) for c in token_clues(readers, t, by_token.get(t), self.like)} - shared) for t in tokens]
        return Reading(tuple(tokens), self._chances(sorted(shared), own))

    def _chances(self, shared: list[int], own: list[list[int]]) -> "NDArray[np.float32]":
        """Softmax over the summed weights of the rows; those of the sentence are summed once."""
        starts = np.cumsum([0, *(len(x) for x in own[:-1])])
        flat = np.fromiter((r for x in own for r in x), np.int64)
        sums = np.add.reduceat(self.weights[flat].astype(np.int32), starts, axis=0)
        sums += self.weights[shared].sum(axis=0, dtype=np.int32)
        scores = sums * self.scale
        scores -= scores.max(axis=1, keepdims=True)
        np.exp(scores, out=scores)
        return scores / scores.sum(axis=1, keepdims=True)


def row_of(clue: str, size: int) -> int:
    """The row of a clue's weights: a hash that is the same on every machine."""
    return zlib.crc32(clue.encode()) % size


def unpack_classes(words: "NDArray[np.uint8]", classes: "NDArray[np.int16]") -> WordClasses:
    """Word classes as stored (lower-case words, one a line, as UTF-8 bytes; words x levels) by word."""
    names = words.tobytes().decode().split("\n")
    levels = [[f"{level}:{number}" for number in column] for level, column in enumerate(classes.T.tolist())]
    return dict(zip(names, zip(*levels, strict=True), strict=True))


def _load(path: Path) -> dict[str, Any]:
    """The arrays of a weights file, checked for kind and version."""
    try:
        with np.load(path, allow_pickle=False) as file:
            held = {name: file[name] for name in file.files}
    except (OSError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise _error(path, f"cannot be read ({error})") from error
    if not held.keys() >= KEYS or str(held["format"]) != FORMAT:
        raise _error(path, f"is not of the form {FORMAT}")
    if int(held["clues"]) != VERSION:
        raise _error(path, f"was trained on version {int(held['clues'])} of the clues, this is version {VERSION}")
    return held


def _error(path: Path, problem: str) -> ModelError:
    """An error about the weights."""
    return ModelError(f"the second reader's weights {path}: {problem}. {REMEDY}; VEDETTE_SECOND=0 does without.")


@functools.cache
def second_reader() -> SecondReader:
    """The packaged second reader, loaded once."""
    return SecondReader()


def wanted() -> bool:
    """Whether the second reader is to be used: yes, unless VEDETTE_SECOND is 0."""
    return os.environ.get("VEDETTE_SECOND", "1") != "0"
