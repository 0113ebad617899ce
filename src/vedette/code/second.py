"""The second reader: a small learned model that reads a sentence together with what the frames found in it.

It says of each word whether it tells of an event and of which; of each event its mode, sub-event, status and who fills
its roles. An encoder (`encoder.py`) gives each word a vector; a few small layers here join it with the frames' answer
(`clues.py`). All weights are one file, `data/model/reader.npz`, made by `make model`; see docs/model-card.md.
"""

import functools
import json
import os
import zipfile
import zlib
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

import numpy as np

from vedette.code.clues import ROLES, ROWS, VERSION, word_clues
from vedette.code.encoder import Encoder
from vedette.code.pairclues import PairClues
from vedette.code.ties import TIES, ties
from vedette.errors import DataFileError, ModelError
from vedette.lexicon.frames import MODES, SUB_EVENTS, TYPES
from vedette.lexicon.tables import data_path, read_toml
from vedette.records.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from vedette.code.clues import Found
    from vedette.code.draft import DraftEvent
    from vedette.code.encoder import Sentence
    from vedette.code.events import Readers

    Floats = NDArray[np.float32]

FORMAT = "vedette-reader-3"
KEYS = frozenset({"format", "clues", "labels", "encoder", "tokenizer", "word_clue", "pair_clue"})
REMEDY = "Install the package again, or make the weights with 'make model'"
HALF = np.float32(0.5)
KEPT = 8_000
"""Tokens of sentences whose vectors are kept, some 25 MB: outlets that print one agency's text share its sentences."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What the heads may answer, in the order of their outputs; None is no event, no mode, no sub-event."""

    kind: tuple[str | None, ...]
    mode: tuple[str | None, ...]
    sub_event: tuple[str | None, ...]
    status: tuple[str, ...]

    def problems(self) -> list[str]:
        """Labels that the codebook does not have."""
        known: list[tuple[tuple[str | None, ...], frozenset[Any]]] = [
            (self.kind, frozenset({None, *TYPES})),
            (self.mode, frozenset({None, *MODES})),
            (self.sub_event, frozenset({None, *SUB_EVENTS})),
            (self.status, frozenset(get_args(Status))),
        ]
        return [repr(x) for labels, allowed in known for x in labels if x not in allowed]


@dataclass(frozen=True, slots=True)
class Vectors:
    """What the words of a sentence are to the layers: as they stand, as events, and as fillers of roles."""

    word: "Floats"
    event: "Floats"
    filler: "Floats"


_Key = tuple[str, tuple[tuple[int, int], ...]]
"""A sentence, as what was made of it is found by."""


@dataclass(slots=True)
class Reading:
    """What the second reader makes of the words from token `first` on.

    `chances` is words x kinds (rows sum to 1); `events` is the chance that a word tells of any event.
    """

    first: int
    end: int
    chances: "Floats"
    read: "SecondReader"
    readers: "Readers"
    found: "Found"
    vectors: "Vectors"
    inner: "Floats"
    _roles: "dict[int, Floats]" = field(default_factory=dict)
    _pairs: PairClues | None = None

    @property
    def events(self) -> "Floats":
        """The chance of each word to tell of an event."""
        return np.float32(1) - self.chances[:, 0]

    def head(self, name: str, token: int) -> "Floats":
        """The chances of the labels of one head ("mode", "sub_event", "status", "negated") for an event at a token."""
        scores = self.read.layer(name, self.inner[token - self.first])
        return _sigmoid(scores) if name == "negated" else _softmax(scores)

    def pairs(self, event: "DraftEvent | None", token: int) -> list[list[int]]:
        """The clues of each word for the event at a token."""
        if self._pairs is None:
            self._pairs = PairClues(self.readers, self.first, self.end)
        return self._pairs(event, token)

    def roles(self, token: int) -> "Floats":
        """The chance of each word (row) to have each role (column) in the event at a token."""
        if token not in self._roles:
            self._roles[token] = self.read.roles(self, token)
        return self._roles[token]


@functools.cache
def thresholds() -> dict[str, float]:
    """The chances from which on something is taken, by name; raises DataFileError where one is no chance."""
    path = data_path("model", "thresholds.toml")
    found = {name: value for section in read_toml(path).values() for name, value in section.items()}
    for name, value in found.items():
        if not isinstance(value, float) or not 0 <= value <= 1:
            raise DataFileError(path, None, f"{name} is {value!r}", "Give a chance from 0 to 1")
    return found


class SecondReader:
    """Reads sentences with one set of weights."""

    def __init__(self, path: Path | None = None) -> None:
        """Load the weights; raises ModelError, naming file and remedy, where they are missing or do not fit."""
        self.path = path or data_path("model", "reader.npz")
        held = _load(self.path)
        self.labels = Labels(**{k: tuple(v) for k, v in json.loads(str(held["labels"])).items()})
        self.version = f"{zlib.crc32(self.path.read_bytes()):08x}"
        self.encoder = Encoder(held["encoder"].tobytes(), held["tokenizer"].tobytes().decode())
        self.thresholds = thresholds()
        self.weights: dict[str, Floats] = {k: v for k, v in held.items() if v.dtype.kind == "f"}
        self._kept: OrderedDict[_Key, Vectors | None] = OrderedDict()
        self._tokens = 0
        self._check()

    def _check(self) -> None:
        """Refuse unknown labels and tables of the wrong size."""
        if unknown := self.labels.problems():
            raise _error(self.path, f"it has labels that the codebook does not have: {', '.join(unknown)}")
        if self.weights["word_clue"].shape[0] != ROWS or self.weights["pair_clue"].shape[0] != ROWS:
            raise _error(self.path, "its tables of clues have another size")
        if self.weights["tie"].shape[0] != len(TIES):
            raise _error(self.path, "it knows other ties between words")
        if self.weights["role_w"].shape[0] != len(ROLES):
            raise _error(self.path, "it knows other roles")

    @functools.cached_property
    def _thread(self) -> ThreadPoolExecutor:
        """The thread that encodes while the main one parses and codes."""
        return ThreadPoolExecutor(1, "vedette-encoder")

    def begin(self, sentences: "Sequence[Sentence]") -> "Future[list[Vectors | None]]":
        """Encode in the background."""
        return self._thread.submit(self.encode, sentences)

    def encode(self, sentences: "Sequence[Sentence]") -> "list[Vectors | None]":
        """All that is to be worked out of the words alone; None for a sentence that is too long to be read.

        What is worked out lately is kept for the next report that has the same sentence.
        """
        keys: list[_Key] = [(text, tuple(tokens)) for text, tokens in sentences]
        found = {key: self._kept[key] for key in keys if key in self._kept}
        new = {key: one for key, one in zip(keys, sentences, strict=True) if key not in found}
        for key, hidden in zip(new, self.encoder.encode(list(new.values())), strict=True):
            found[key] = None if hidden is None else self._vectors(hidden)
        self._keep(found)
        return [found[key] for key in keys]

    def _keep(self, found: "dict[_Key, Vectors | None]") -> None:
        """Keep what was found, and forget what was not asked for the longest."""
        for key, vectors in found.items():
            if key not in self._kept:
                self._tokens += len(key[1])
            self._kept[key] = vectors
            self._kept.move_to_end(key)
        while self._tokens > KEPT:
            (_, tokens), _ = self._kept.popitem(last=False)
            self._tokens -= len(tokens)

    def _vectors(self, hidden: "Floats") -> "Vectors":
        """What the layers make of the encoder's vectors before any clue is known."""
        whole, words = hidden[:1], hidden[1:]
        return Vectors(
            self.layer("word", words) + self.layer("whole", whole),
            self.layer("event", words),
            self.layer("filler", words),
        )

    def layer(self, name: str, values: "Floats") -> "Floats":
        """A linear layer."""
        return cast("Floats", values @ self.weights[f"{name}_w"].T + self.weights[f"{name}_b"])

    def read(self, readers: "Readers", found: "Found", first: int, end: int, vectors: "Vectors") -> Reading:
        """Read the sentence that the vectors are of."""
        clues = _sums(self.weights["word_clue"], word_clues(readers, found, first, end))
        inner = self._look(_gelu(vectors.word + clues), ties(readers, found, first, end))
        chances = _softmax(self.layer("kind", inner))
        return Reading(first, end, chances, self, readers, found, vectors, inner)

    def _look(self, words: "Floats", tied: "NDArray[np.uint8]") -> "Floats":
        """The words (words x width), each with what it sees of the others: attention with biases by their ties."""
        heads = self.weights["tie"].shape[1]
        looked = self.layer("look", words).reshape(len(words), 3, heads, -1).transpose(1, 2, 0, 3)
        asked, asking, told = looked[0], looked[1], looked[2]
        scores = asked @ asking.transpose(0, 2, 1) / np.float32(np.sqrt(asked.shape[-1]))
        shares = _softmax(scores + self.weights["tie"][tied].transpose(2, 0, 1))
        seen = (shares @ told).transpose(1, 0, 2).reshape(words.shape)
        return words + self.layer("seen", _gelu(seen))

    def roles(self, reading: Reading, token: int) -> "Floats":
        """The chance of each word to have each role in the event at a token (words x ROLES)."""
        held = reading.found.at().get(token)
        clues = reading.pairs(held[0] if held else None, token)
        own = reading.vectors.event[token - reading.first]
        paired = _gelu(own + reading.vectors.filler + _sums(self.weights["pair_clue"], clues))
        return _sigmoid(self.layer("role", paired))


def _sums(table: "Floats", rows: "Sequence[Sequence[int]]") -> "Floats":
    """For each list of rows the sum of them: words share most of their clues, so each row is taken but once."""
    flat = np.fromiter(chain.from_iterable(rows), np.int64)
    column = np.zeros(len(table), np.int64)
    column[flat] = 1
    taken = column.nonzero()[0]
    column[taken] = np.arange(len(taken))
    owner = np.repeat(np.arange(len(rows)), [len(own) for own in rows])
    times = np.bincount(owner * len(taken) + column[flat], minlength=len(rows) * len(taken))
    return cast("Floats", times.reshape(len(rows), len(taken)).astype(np.float32) @ table[taken])


def _gelu(x: "Floats") -> "Floats":
    """Gaussian error linear units, by tanh (Hendrycks and Gimpel 2016)."""
    return cast("Floats", HALF * x * (1 + np.tanh(np.float32(0.7978845608) * (x + np.float32(0.044715) * x * x * x))))


def _softmax(x: "Floats") -> "Floats":
    """Scores as chances that sum to 1 over the last axis."""
    raised = np.exp(x - x.max(axis=-1, keepdims=True))
    return cast("Floats", raised / raised.sum(axis=-1, keepdims=True))


def _sigmoid(x: "Floats") -> "Floats":
    """Scores as chances, each for itself."""
    return cast("Floats", 1 / (1 + np.exp(-x)))


def _load(path: Path) -> dict[str, Any]:
    """The arrays of a weights file, checked for kind and version."""
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            held = {name: file[name] for name in file.files}
    except (OSError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise _error(path, f"cannot be read ({error})") from error
    if not held.keys() >= KEYS or str(held["format"]) != FORMAT:
        raise _error(path, f"is not of the form {FORMAT}")
    if int(held["clues"]) != VERSION:
        raise _error(path, f"was trained on version {int(held['clues'])} of the clues, this is version {VERSION}")
    return {k: v.astype(np.float32) if v.dtype == np.float16 else v for k, v in held.items()}


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
