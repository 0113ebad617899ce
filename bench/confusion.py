"""What the coder takes for what, and how far its confidence is a chance: as tables for docs/methodology.md.

python -m bench.confusion                on the dev part of tests/corpus; --part test, train or all
python -m bench.confusion --matrix       every labelled type against every predicted one, not only the commonest

Events are paired as the gate pairs them (bench/scoring.py). The tables tell how often, never in which sentence, so that
they may be printed for the test part too.
"""

import argparse
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, get_args

from bench import corpus
from bench.gate import as_sentence
from bench.scoring import Happening, Sentence, match
from vedette.pipeline import Pipeline
from vedette.read import read_item
from vedette.records.vocabulary import PloverType, Status

NOTHING: Final = "-"
"""In place of a type: labelled and not found, or found and not labelled."""
EDGES: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 1.0)
_MOST: Final = 3
"""So many of the types that one is taken for are named."""


@dataclass(slots=True)
class Outcome:
    """Types and statuses as (labelled, predicted), and of each predicted event (confidence, is one, is of its type)."""

    types: Counter[tuple[str, str]] = field(default_factory=Counter)
    statuses: Counter[tuple[str, str]] = field(default_factory=Counter)
    sure: list[tuple[float, bool, bool]] = field(default_factory=list)

    def add(self, gold: Sequence[Happening], guesses: Sequence[Happening], sure: Sequence[float]) -> None:
        """Count one sentence; `sure` are the confidences of the predicted events, in their order."""
        pairs = match(gold, guesses)
        found = {id(guess): label.type for label, guess in pairs}
        paired = {id(label) for label, _ in pairs}
        for label, guess in pairs:
            self.types[label.type, guess.type] += 1
            self.statuses[label.status, guess.status] += 1
        self.types.update((label.type, NOTHING) for label in gold if id(label) not in paired)
        for guess, chance in zip(guesses, sure, strict=True):
            kind = found.get(id(guess))
            if kind is None:
                self.types[NOTHING, guess.type] += 1
            self.sure.append((chance, kind is not None, kind == guess.type))


def measured(lines: Sequence[corpus.Line], pipeline: Pipeline) -> Outcome:
    """What a pipeline makes of labelled sentences, each coded as a report of its own."""
    outcome = Outcome()
    for line, coded in zip(lines, pipeline.code([read_item(line.item()) for line in lines]), strict=True):
        gold: Sentence = line.sentence()
        outcome.add(gold.events, as_sentence(coded).events, [event.confidence for event in coded.events])
    return outcome


def table(head: Sequence[str], rows: Iterable[Sequence[str | int]]) -> Iterator[str]:
    """A table in Markdown."""
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(map(str, row)) + " |"


def by_type(types: Counter[tuple[str, str]]) -> Iterator[str]:
    """For each type how many are labelled and found, precision and recall, and what it is taken for."""
    rows: list[list[str | int]] = []
    for name in get_args(PloverType):
        labelled = sum(n for (gold, _), n in types.items() if gold == name)
        told = sum(n for (_, guess), n in types.items() if guess == name)
        right = types[name, name]
        others = Counter({guess: n for (gold, guess), n in types.items() if gold == name != guess and guess != NOTHING})
        instead = ", ".join(f"{guess} {n}" for guess, n in others.most_common(_MOST))
        rows.append(
            [
                name,
                labelled,
                right,
                types[name, NOTHING],
                types[NOTHING, name],
                share(right, told),
                share(right, labelled),
                instead,
            ]
        )
    yield from table(["type", "labelled", "right", "missed", "too many", "precision", "recall", "taken for"], rows)


def share(part: int, whole: int) -> str:
    """A share with two decimals; a dash of nothing."""
    return f"{part / whole:.2f}" if whole else NOTHING


def matrix(counts: Counter[tuple[str, str]], names: Sequence[str]) -> Iterator[str]:
    """Labelled against predicted; empty where nothing is."""
    rows: Iterable[list[str | int]] = ([gold, *(counts[gold, guess] or "" for guess in names)] for gold in names)
    yield from table(["labelled \\ predicted", *names], rows)


def calibration(sure: Sequence[tuple[float, bool, bool]]) -> Iterator[str]:
    """For each range of confidence how many events of it are one at all, and of the right type; the mean gap last."""
    rows: list[list[str | int]] = []
    gap = 0.0
    for low, high in itertools.pairwise(EDGES):
        inside = [one for one in sure if low <= one[0] < high or one[0] == high == EDGES[-1]]
        if inside:
            said, events, right = (sum(one[n] for one in inside) / len(inside) for n in range(3))
            gap += abs(said - events) * len(inside) / len(sure)
            rows.append([f"{low:g} to {high:g}", len(inside), f"{said:.2f}", f"{events:.2f}", f"{right:.2f}"])
    yield from table(["confidence", "events", "mean", "are events", "of the right type"], rows)
    yield ""
    yield f"Mean gap between confidence and being an event: {gap:.3f}."


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="confusion", description="What the coder takes for what.")
    parser.add_argument("--part", choices=("train", "dev", "test", "all"), default="dev", help="which sentences")
    parser.add_argument("--matrix", action="store_true", help="every type against every other")
    options = parser.parse_args(arguments)
    lines = [line for line in corpus.load() if options.part in {"all", line.part}]
    outcome = measured(lines, Pipeline())
    types = matrix(outcome.types, [*get_args(PloverType), NOTHING]) if options.matrix else by_type(outcome.types)
    print(f"{len(lines)} sentences of {options.part}, {len(outcome.sure)} events found\n")
    for part in (types, matrix(outcome.statuses, get_args(Status)), calibration(outcome.sure)):
        print("\n".join(part) + "\n")


if __name__ == "__main__":
    main()
