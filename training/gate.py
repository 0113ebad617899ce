"""Train the relevance gate: python -m training.gate --packages FOLDER (see training/general.py). A minute on one core.

Two steps. First a logistic regression over the words and pairs of words of passages (training/wordmodel.py): what the
corpus' authors wrote of force, in sentences, reports, letters and notices, against general news, its hard negatives and
the parts of reports that tell of nothing. Then, with the scores of passages that it had not seen (five folds, by text),
another over the signals of whole texts. The threshold is the highest at which as many reports of conflict pass as
`KEEP` says. Nothing is drawn but by a fixed seed.

Needs scikit-learn, in an environment of its own as `make model` does: pip install scikit-learn==1.9.1
"""

import argparse
import json
import random
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found,unused-ignore]

from bench import furniture, relevance
from training.general import general
from training.label import name_of, own_name
from training.wordmodel import WordModel, known_words
from vedette.code.gate import (
    FORMAT,
    SIGNALS,
    WINDOW,
    Gate,
    Model,
    Words,
    armed_names,
    load_words,
    word_list,
)
from vedette.lexicon.tables import data_path

Array = np.ndarray[Any, Any]

SEED: Final = 7
FOLDS: Final = 5
LENGTHS: Final = (12, 25, 40, 60)
"""Words of the passages that are learned from."""
WHOLE: Final = ("report", "otherwise")
KEEP, KEEP_SHORT = 0.985, 0.99
"""The share of reports and of what is told otherwise, and of single sentences, that is to pass among texts not seen.

Nearly all that fails is told otherwise (notices, letters, claims), which is harder than what other desks' reports are.
The first was set on seeing what share of the reports held out pass.
"""
TEMPLATES: Final = 300
MOST: Final = 8
"""Passages of one text of general news."""
SURE_EVENTS: Final = 2
"""Events of force from which on a text of general news is one of conflict; one alone is left out."""
GROUP: Final = 6
"""Sentences of a run, which are never parted; reports are parted by their set, whose reports tell the same stories."""
WORTH: Final = {"report": 4.0, "otherwise": 4.0, "written": 8.0, "negative": 0.1, "run": 0.5}
"""What a text of a kind counts for, where not 1: whole reports and news as it is today are few, sentences many."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A text to learn from; `kind` is where it is from."""

    text: str
    conflict: bool
    kind: str
    fold: int


def samples(packages: Path, labels: Path) -> list[Sample]:
    """Every text to learn from, in a fold each."""
    single = relevance.sentences(held_out=False)
    runs = [" ".join(single[n : n + GROUP]) for n in range(0, len(single), GROUP)]
    made = _some("sentence", single, conflict=True, group=GROUP) + _some("run", runs, conflict=True)
    made += _some("otherwise", relevance.told_otherwise(), conflict=True)
    made += _some("written", relevance.written(held_out=False))
    made += _some("negative", relevance.negatives(held_out=False))
    made += _some("template", [" ".join(furniture.general_text(n)) for n in range(TEMPLATES)])
    told = {line["id"]: line["force"] for line in map(json.loads, labels.read_text("utf-8").splitlines())}
    for fold, own in enumerate(relevance.sources(held_out=False).values()):
        codable = [text for text in own if told.get(own_name(text))]
        made += [Sample(text, conflict=True, kind="report", fold=fold % FOLDS) for text in codable]
    known = [(told[name_of(text)], text) for text in general(packages) if name_of(text) in told and not text.held_out]
    made += _some("package", [text.text for force, text in known if force >= SURE_EVENTS], conflict=True)
    return made + _some("package", [text.text for force, text in known if force == 0])


def _some(kind: str, texts: Sequence[str], *, conflict: bool = False, group: int = 1) -> list[Sample]:
    """The samples of one kind, neighbours in the same fold."""
    family = "sentence" if kind == "run" else kind  # a run falls into the fold of its sentences
    return [
        Sample(text, conflict, kind, zlib.crc32(f"{family}{n // group}".encode()) % FOLDS)
        for n, text in enumerate(texts)
    ]


def passages(sample: Sample, hashes: Array, rng: random.Random) -> list[tuple[int, int]]:
    """Runs of words of a text, by first word and end: a long one in several, of several lengths."""
    size, found = len(hashes), []
    start = 0
    while start < size:
        length = rng.choice(LENGTHS)
        found.append((start, min(start + length, size)))
        start += length
    return found if sample.conflict else rng.sample(found, min(MOST, len(found)))


def worth(kinds: Array, yes: Array) -> Array:
    """What each sample counts for: its kind's worth, and half of all for conflict."""
    own = np.array([WORTH.get(kind, 1.0) for kind in kinds])
    for side in (yes, ~yes):
        own[side] *= len(own) / 2 / own[side].sum()
    return own


def squeezed(weights: Array) -> tuple[Array, float]:
    """Weights as whole numbers from -127 to 127, and what one is worth."""
    scale = float(np.abs(weights).max()) / 127
    return np.round(weights / scale).astype(np.int8), scale


def train(given: list[Sample]) -> dict[str, Any]:
    """The arrays of the model."""
    hash_of, rng = Words().__getitem__, random.Random(SEED)  # noqa: S311 - a sample, no secret
    runs, of = [], []
    for n, sample in enumerate(given):
        own = np.array([hash_of(word) for word in word_list(sample.text)], np.uint32)
        for start, end in passages(sample, own, rng):
            runs.append(own[start:end])
            of.append(n)
    seen = Counter(word for sample in given for word in set(word_list(sample.text)))
    model = WordModel(runs, known_words() | {word for word, times in seen.items() if times > 1})
    print(f"{len(given)} texts, {sum(s.conflict for s in given)} of conflict; {len(runs)} passages")
    rows = unseen(given, model, np.array(of))
    truth, kinds = np.array([s.conflict for s in given]), np.array([s.kind for s in given])
    lengths = np.array([len(word_list(s.text)) for s in given])
    whole = (lengths >= WINDOW) | ~truth
    told = worth(kinds[whole], truth[whole])
    joined = LogisticRegression(max_iter=2000).fit(rows[whole], truth[whole], sample_weight=told)
    chances = joined.predict_proba(rows)[:, 1]
    threshold = float(np.quantile(chances[np.isin(kinds, WHOLE)], 1 - KEEP))
    short = float(np.quantile(chances[truth & (kinds == "sentence") & (lengths < WINDOW)], 1 - KEEP_SHORT))
    for kind in sorted(set(kinds[~truth])):
        print(f"of {kind}, not seen: {np.mean(chances[(kinds == kind) & ~truth] < threshold):.1%} are dropped")
    weights, bias = model.fit(np.arange(len(of)), truth[of], worth(kinds[of], truth[of]))
    small, scale = squeezed(weights)
    numbers = {"scale": scale, "bias": bias, "offset": joined.intercept_[0], "threshold": threshold, "short": short}
    arrays = {"format": np.array(FORMAT), "weights": small, "signals": joined.coef_[0].astype(np.float32)}
    return arrays | {name: np.float32(number) for name, number in numbers.items()}


def unseen(given: list[Sample], model: WordModel, of: Array) -> Array:
    """The signals of each text by a model that has not seen its fold; `of` is the text of each passage."""
    rows = np.zeros((len(given), SIGNALS), np.float32)
    lexicon, names = load_words(data_path("words", "gate.toml")), armed_names()
    folds, truth = np.array([s.fold for s in given])[of], np.array([s.conflict for s in given])[of]
    kinds = np.array([s.kind for s in given])[of]
    for fold in range(FOLDS):
        inside = np.flatnonzero(folds != fold)
        weights, bias = model.fit(inside, truth[inside], worth(kinds[inside], truth[inside]))
        gate = Gate(lexicon, names, Model(weights, bias, (0.0,) * SIGNALS, 0.0, 0.5, 0.5))
        for n in (n for n, sample in enumerate(given) if sample.fold == fold):
            rows[n] = gate.signals(given[n].text)
    return rows


def main() -> None:
    """Train, and write the model."""
    parser = argparse.ArgumentParser(prog="training.gate", description="Train the relevance gate.")
    parser.add_argument("--packages", type=Path, required=True, help="folder of the packages with general news")
    parser.add_argument("--labels", type=Path, required=True, help="what `python -m training.label` wrote")
    parser.add_argument("--out", type=Path, default=data_path("model", "gate.npz"), help="file of the model")
    options = parser.parse_args()
    made = train(samples(options.packages, options.labels))
    np.savez_compressed(options.out, **made)
    print(f"{options.out}: {options.out.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
