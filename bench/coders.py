"""Coders side by side on the labelled corpus: what each finds, how right it is, what it costs and how long it takes.

python -m bench.coders [--limit N] [--part dev] [--coders frames llm hybrid]

`llm` and `hybrid` need an endpoint: VEDETTE_LLM_URL and VEDETTE_LLM_MODEL (docs/llm.md), with prices and limits from
[llm] of --settings. The sentences are drawn evenly over the part, the same ones for every coder and every run.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bench import corpus
from bench.gate import as_sentence
from bench.scoring import Sentence, Tally, score
from vedette.code.coder import default_coder
from vedette.code.llm.making import make_coder
from vedette.code.llm.settings import LlmSettings
from vedette.errors import VedetteError
from vedette.pipeline import Pipeline
from vedette.read import read_item
from vedette.settings import load

if TYPE_CHECKING:
    from vedette.code.coder import Coder
    from vedette.records import Coded

FOUND = ("exact", "normalised", "fuzzy")


@dataclass(slots=True)
class Run:
    """One coder's way through the sentences."""

    name: str
    coded: "list[Coded]" = field(default_factory=list)
    seconds: float = 0.0

    @property
    def answered(self) -> int:
        """How many sentences were coded without an error."""
        return sum(one.error is None for one in self.coded)

    def asked(self) -> Counter[str]:
        """What became of the model's answers, added up."""
        total: Counter[str] = Counter()
        for one in self.coded:
            if one.asked is not None:
                total["asked"] += one.asked.pieces > 0
                total["tokens"] += one.asked.tokens_in + one.asked.tokens_out
                total["found"] += sum(one.asked.kept.get(how, 0) for how in FOUND)
                total["dropped"] += sum(n for why, n in one.asked.dropped.items() if why != "events")
        return total

    @property
    def cost(self) -> float:
        """What the answers cost."""
        return sum(one.asked.cost for one in self.coded if one.asked is not None)

    def misplaced(self) -> int:
        """Values whose words are not in the text; checked here apart from the records' own check."""
        return sum(not span.holds_in(one.report.text) for one in self.coded if one.report for span in one.spans())


def chosen(part: str, limit: int | None) -> list[corpus.Line]:
    """The sentences: all of a part, or so many drawn evenly."""
    lines = [line for line in corpus.load() if line.part == part]
    if limit is None or limit >= len(lines):
        return lines
    return [lines[n * len(lines) // limit] for n in range(limit)]


def coder_of(name: str, settings: LlmSettings, answers: Path | None) -> "Coder":
    """The coder of a name; raises ModelError where no endpoint is set."""
    if name == "frames":
        return default_coder()
    return make_coder("llm" if name == "llm" else "hybrid", settings, folder=answers)


def run(name: str, coder: "Coder", lines: Sequence[corpus.Line]) -> Run:
    """Code the sentences, each as a report of its own."""
    pipeline, made = Pipeline(coder=coder), Run(name)
    begin = time.perf_counter()
    for n, coded in enumerate(pipeline.code([read_item(line.item()) for line in lines]), 1):
        made.coded.append(coded)
        print(f"{name}: {n} of {len(lines)}", file=sys.stderr, flush=True)
    made.seconds = time.perf_counter() - begin
    return made


def tallies(made: Run, golds: Sequence[Sentence]) -> dict[str, Tally]:
    """The scorer's fields for a run; a sentence that was not coded has no events."""
    sectors = frozenset(corpus.codebook()["codes"]["sectors"])
    told = {one.id: as_sentence(one) if one.report else Sentence(one.id, "") for one in made.coded}
    return score(list(golds), told, sectors)


def table(runs: Sequence[Run], golds: Sequence[Sentence]) -> Iterator[str]:
    """One row a measure, one column a coder."""
    scored = [tallies(made, golds) for made in runs]
    yield f"{'':24}" + "".join(f"{made.name:>12}" for made in runs)
    for name in scored[0]:
        yield f"{name:24}" + "".join(f"{one[name].score:12.3f}" for one in scored)
    asked = [made.asked() for made in runs]
    rows: list[tuple[str, list[str]]] = [
        ("sentences coded", [f"{made.answered} of {len(golds)}" for made in runs]),
        ("events", [str(sum(len(c.events) for c in made.coded)) for made in runs]),
        ("put to the model", [str(one["asked"]) for one in asked]),
        ("quotes found", [str(one["found"]) for one in asked]),
        ("quotes dropped", [str(one["dropped"]) for one in asked]),
        ("spans not in the text", [str(made.misplaced()) for made in runs]),
        ("tokens", [f"{one['tokens']:,}" for one in asked]),
        ("cost", [f"{made.cost:.4f}" for made in runs]),
        ("seconds a sentence", [f"{made.seconds / max(1, len(golds)):.2f}" for made in runs]),
    ]
    for label, cells in rows:
        yield f"{label:24}" + "".join(f"{cell:>12}" for cell in cells)


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare the coders; 1 where an endpoint is not set or a span is not in its text."""
    parser = argparse.ArgumentParser(prog="coders", description="Compare coders on the labelled corpus.")
    parser.add_argument("--coders", nargs="+", choices=("frames", "llm", "hybrid"), default=["frames", "llm", "hybrid"])
    parser.add_argument("--limit", type=int, help="so many sentences, drawn evenly")
    parser.add_argument("--part", choices=("train", "dev"), default="dev", help="test is the gate's alone")
    parser.add_argument("--settings", type=Path, help="a vedette.toml with [llm]")
    parser.add_argument("--answers", type=Path, help="folder for the file of answers (default: the user's cache)")
    options = parser.parse_args(arguments)
    try:
        settings = load(options.settings).llm if options.settings else LlmSettings()
        lines = chosen(options.part, options.limit)
        runs = [run(name, coder_of(name, settings, options.answers), lines) for name in options.coders]
    except VedetteError as error:
        print(f"coders: {error}", file=sys.stderr)
        return 1
    print("\n".join(table(runs, [line.sentence() for line in lines])))
    return int(any(made.misplaced() for made in runs))


if __name__ == "__main__":
    sys.exit(main())
