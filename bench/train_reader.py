"""Train the second reader on the train part of tests/corpus: `make model`.

Writes the weights (src/vedette/data/model/reader.npz) and, beside them, what they were made from and how well they do
on dev (reader.json). Nothing is drawn by chance, so the same corpus and frames give the same file.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench import corpus
from bench.instances import Instance, allowed, instances, make_labels, rows_of
from bench.linear import fit, softmax, sparse
from vedette.code.clues import VERSION
from vedette.code.second import FORMAT, Label, unpack_classes
from vedette.errors import VedetteError
from vedette.lexicon.tables import data_path

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Arrays = dict[str, NDArray[Any]]

CLASSES = Path(__file__).parent / "word_classes.npz"
WEIGHTS = data_path("model", "reader.npz")
SIZE = 1 << 17
RARE = 2
"""Clues of fewer instances than that are not learnt."""
L2 = 1.0
DROP, ADD = 0.25, 0.4
"""Thresholds, tuned on dev for the F1 of events (bench/tune_reader.py)."""


def train(found: Sequence[Instance], size: int = SIZE, l2: float = L2) -> tuple[tuple[Label, ...], "Arrays"]:
    """The labels and the arrays of the weights for instances."""
    labels = make_labels(found)
    rows = rows_of(found, size)
    counts = np.bincount(np.concatenate(rows), minlength=size)
    kept = np.flatnonzero(counts >= RARE)
    place = np.full(size, -1)
    place[kept] = np.arange(len(kept))
    columns = [place[r][place[r] >= 0] for r in rows]
    kinds = sorted({x.type or "" for x in labels})
    right = [allowed(x.golds, labels) for x in found]
    weights = np.zeros((size, len(labels)), np.float32)
    weights[kept] = fit(columns, right, [kinds.index(x.type or "") for x in labels], l2)
    return labels, pack(weights)


def pack(weights: "NDArray[np.float32]") -> "Arrays":
    """Weights as int8 with one scale a label."""
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-6) / 127
    return {"weights": np.rint(weights / scale).astype(np.int8), "scale": scale.astype(np.float32)}


def save(path: Path, labels: Sequence[Label], arrays: "Arrays", classes: "Arrays", thresholds: Sequence[float]) -> None:
    """Write a weights file."""
    named = json.dumps([[x.type, x.mode, x.sub_event] for x in labels])
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        format=np.array(FORMAT),
        clues=np.array(VERSION),
        labels=np.array(named),
        thresholds=np.array(thresholds, np.float32),
        **arrays,
        **classes,
    )


def token_scores(found: Sequence[Instance], labels: Sequence[Label], arrays: "Arrays") -> dict[str, float]:
    """Precision, recall and F1 of the types of words, taking the likeliest label of each."""
    weights = arrays["weights"] * arrays["scale"]
    chances = softmax(sparse(rows_of(found, len(weights))).times(weights.astype(np.float32)))
    right = predicted = 0
    for instance, row in zip(found, chances, strict=True):
        kind = labels[int(row.argmax())].type
        predicted += kind is not None
        right += kind in {g[0] for g in instance.golds}
    gold = sum(len({g[0] for g in x.golds}) for x in found)
    precision, recall = right / max(predicted, 1), right / max(gold, 1)
    f1 = 2 * right / max(predicted + gold, 1)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def read_classes(path: Path = CLASSES) -> "Arrays":
    """The word classes made by scripts/build_word_classes.py."""
    with np.load(path, allow_pickle=False) as file:
        return {"words": file["words"], "classes": file["classes"]}


def _card(found: Sequence[Instance], labels: Sequence[Label], scores: dict[str, float]) -> dict[str, Any]:
    """What is to be known of the weights."""
    return {
        "format": FORMAT,
        "clues": VERSION,
        "corpus": corpus.digest(),
        "part": "train",
        "instances": len(found),
        "with_event": sum(bool(x.golds) for x in found),
        "labels": len(labels),
        "examples": dict(sorted(Counter(g[0] for x in found for g in x.golds).items())),
        "size": SIZE,
        "l2": L2,
        "seed": corpus.SEED,
        "thresholds": {"drop": DROP, "add": ADD},
        "dev_words": scores,
        "licence": "Apache-2.0",
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write; 1 where the corpus or a data file is wrong."""
    parser = argparse.ArgumentParser(prog="train_reader", description="Train the second reader.")
    parser.add_argument("--corpus", type=Path, default=corpus.CORPUS, help="folder of the labelled sentences")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="file of the weights")
    options = parser.parse_args(arguments)
    begun = time.monotonic()
    try:
        classes = read_classes()
        like = unpack_classes(classes["words"], classes["classes"])
        lines = corpus.load(options.corpus)
        learnt, held = ([x for x in lines if x.part == part] for part in ("train", "dev"))
        found = list(instances(learnt, like))
        labels, arrays = train(found)
        scores = token_scores(list(instances(held, like)), labels, arrays)
    except (VedetteError, OSError) as error:
        print(f"train_reader: {error}", file=sys.stderr)
        return 1
    save(options.out, labels, arrays, classes, (DROP, ADD))
    card = json.dumps(_card(found, labels, scores), indent=2, ensure_ascii=False)
    options.out.with_suffix(".json").write_text(card + "\n", "utf-8")
    size = options.out.stat().st_size / 1e6
    print(f"{len(found)} words, {len(labels)} labels, dev {scores}, {size:.1f} MB, {time.monotonic() - begun:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
