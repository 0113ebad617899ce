"""How well the relevance gate tells reports of conflict from general news, and how quickly.

python -m bench.relevance                     the table, against the floors in relevance.json; exit code 1 below one
python -m bench.relevance --packages FOLDER   also the general news of packages (training/general.py) that was held out
python -m bench.relevance --chain             the whole chain on a mix of general news beside the bare parser
python -m bench.relevance --update            raise the floors to what is measured, less a margin

All figures are of texts that the gate was not trained on: whole reports of conflict written for this project (tests/
corpus b, tests/merge d and e, every other report of tests/track/history), the test part of the labelled sentences, and
general news written for it (tests/gate/general_b.jsonl, general_d.jsonl).
"""

import argparse
import datetime as dt
import hashlib
import json
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import chain, cycle
from pathlib import Path
from typing import Any

from bench import corpus, furniture
from bench.gate import Gate
from bench.speed import bare
from vedette.code.gate import gate, may_tell
from vedette.errors import VedetteError
from vedette.pipeline import Pipeline
from vedette.records.coded import Coded
from vedette.records.report import Report

FORCE = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "THREATEN"})
"""What the gate must let pass; of mere diplomacy it need not."""
UNSAID = frozenset({"denied", "hypothetical"})
TESTS = corpus.ROOT / "tests"
FLOORS = corpus.ROOT / "relevance.json"
FIELDS = ("reports", "sentences", "general")
CONFLICT_IN = 20
"""In the mix one article in so many is of conflict: what is assumed of a paper that has a desk for foreign news."""
MIX = 1200
AT_LEAST = {"reports": 0.99, "general": 0.90, "articles/s": 2000}


def reports(*, held_out: bool) -> list[str]:
    """Whole reports of conflict: title and text."""
    return [text for texts in sources(held_out=held_out).values() for text in texts]


def sources(*, held_out: bool) -> dict[str, list[str]]:
    """Whole reports by the set that they are of: sets tell of different stories."""
    merged = {f"merge {name}": _lines(f"merge/reports_{name}.jsonl") for name in ("de" if held_out else "abc")}
    found = {name: [_told(line) for line in lines if line["incident"]] for name, lines in merged.items()}
    found["corpus"] = [_told(line) for line in _lines(f"corpus/reports_{'b' if held_out else 'a'}.jsonl")]
    history = [_told(line) for line in _lines("track/history/reports.jsonl")]
    return found | {"history": history[0::2] if held_out else history[1::2]}


def codable(texts: Sequence[str]) -> list[str]:
    """Those texts in which the coder, asked without the gate, finds an event of force: what must not be dropped."""
    coded = Pipeline().code(Report(id=str(n), text=text) for n, text in enumerate(texts))
    return [text for text, one in zip(texts, coded, strict=True) if force(one)]


def force(coded: Coded) -> int:
    """How many events of force a coded report has, without those that are denied."""
    return sum(e.type in FORCE and not e.negated and e.status not in UNSAID for e in coded.events)


def sentences(*, held_out: bool) -> list[str]:
    """Labelled sentences of force, each by itself; those held out are the test part."""
    lines = (line for line in corpus.load() if (line.part == "test") is held_out)
    return [line.text for line in lines if FORCE & {event.type for event in line.events}]


def negatives(*, held_out: bool) -> list[str]:
    """The corpus' hard negatives: sport, business, film and the like in the words of war."""
    return [line.text for line in corpus.load() if line.negative and (line.part == "test") is held_out]


def written(*, held_out: bool, sets: str | None = None) -> list[str]:
    """General news written for this project: title and text; b, d and f are held out, b is harder, f of full length."""
    names = sets or ("bdf" if held_out else "ace")
    return [_told(line) for name in names for line in _lines(f"gate/general_{name}.jsonl")]


def told_otherwise() -> list[str]:
    """Conflict as notices, letters, claims and the like tell of it, to learn from: title and text."""
    return [_told(line) for line in _lines("gate/conflict_a.jsonl")]


def _lines(name: str) -> list[dict[str, Any]]:
    """The lines of a file of the tests."""
    return [json.loads(line) for line in (TESTS / name).read_text("utf-8").splitlines() if line.strip()]


def _told(line: dict[str, Any]) -> str:
    """Title and text of a line."""
    return f"{line.get('title') or ''}\n{line['text']}".strip()


def passing(texts: Sequence[str]) -> float:
    """The share of texts that pass."""
    return statistics.fmean(may_tell(Report(id="r", text=text)) for text in texts)


def figures(whole: Sequence[str]) -> dict[str, float]:
    """What the floors are for: the shares of reports and sentences kept, and of general news dropped."""
    kept = {"reports": passing(whole), "sentences": passing(sentences(held_out=True))}
    return kept | {"general": 1 - passing(written(held_out=True))}


def rate() -> float:
    """Articles a second of the gate alone on one core: processor time, over held-out texts of all kinds."""
    texts = [Report(id="r", text=text) for text in (*written(held_out=True), *reports(held_out=True))]
    texts += [Report(id="r", text=" ".join(furniture.general_text(n))) for n in range(200)]
    for report in texts:
        may_tell(report)
    begin = time.process_time()
    for _ in range(5):
        for report in texts:
            may_tell(report)
    return 5 * len(texts) / (time.process_time() - begin)


def table(measured: dict[str, float], floors: dict[str, float], whole: Sequence[str]) -> Iterator[str]:
    """The figures, each with its floor."""
    sizes = {"reports": len(whole), "sentences": len(sentences(held_out=True))}
    sizes["general"] = len(written(held_out=True))
    told = {"reports": "whole reports kept", "sentences": "single sentences kept", "general": "general news dropped"}
    yield f"{'':34} {'texts':>6} {'share':>7} {'floor':>7}  wanted"
    for name in FIELDS:
        wanted = f"{AT_LEAST[name]:.2f}" if name in AT_LEAST else "-"
        yield f"{told[name]:34} {sizes[name]:6} {measured[name]:7.3f} {floors.get(name, 0):7.3f}  {wanted}"
    templates = [" ".join(furniture.general_text(n)) for n in range(400, 800)]
    parts = {name: written(held_out=True, sets=name) for name in "bdf"}
    others = {"  of them the harder part (b)": parts["b"], "  the departments of a paper (d)": parts["d"]}
    others |= {"  articles of full length (f)": parts["f"]}
    others |= {"made-up pages dropped": templates, "hard negatives dropped": negatives(held_out=True)}
    for name, texts in others.items():
        yield f"{name:34} {len(texts):6} {1 - passing(texts):7.3f}"
    yield f"{'articles/s of one core':34} {'':6} {rate():7,.0f} {'':7}  {AT_LEAST['articles/s']:,}"


def of_packages(folder: Path, counts: Path | None) -> Iterator[str]:
    """What is dropped of the held-out general news of packages, where counted by what the coder finds in it."""
    from training.general import general  # noqa: PLC0415  not part of what is measured elsewhere

    lines = counts.read_text("utf-8").splitlines() if counts else []
    force = {told["id"]: told["force"] for told in map(json.loads, lines)}
    texts = [text for text in general(folder) if text.held_out]
    for source in dict.fromkeys(text.source for text in texts):
        own = [text for text in texts if text.source == source]
        yield f"{source + ' dropped':34} {len(own):6} {1 - passing([text.text for text in own]):7.3f}"
        read = [(force[f"{t.source}-{t.number}"], t.text) for t in own if f"{t.source}-{t.number}" in force]
        groups = {"no event of force": [t for n, t in read if n == 0], "two or more": [t for n, t in read if n > 1]}
        for name, some in groups.items():
            if some:
                yield f"{'  the coder finds ' + name:34} {len(some):6} {1 - passing(some):7.3f}"


def mix(number: int) -> list[Report]:
    """Articles as a stream of general news brings them: one in CONFLICT_IN of conflict, all of them held out."""
    conflict, other = cycle(reports(held_out=True)), cycle(written(held_out=True))
    texts = (next(conflict) if n % CONFLICT_IN == 0 else next(other) for n in range(number))
    return [Report(id=f"m{n}", text=text) for n, text in enumerate(texts)]


def chained(number: int) -> Iterator[str]:
    """Words a second of the gated chain and of the bare parser over the same articles, taken in turn."""
    articles = mix(number)
    words = sum(len(report.text.split()) for report in articles)
    pipeline, nlp = Pipeline(gated=True), bare()
    list(pipeline.code(articles[:1])), list(nlp.pipe([articles[0].text]))
    rates: dict[str, list[float]] = {"gated chain": [], "bare parser": []}
    for _ in range(3):
        for name, found in rates.items():
            begin = time.perf_counter()
            if name == "gated chain":
                events = sum(len(coded.events) for coded in pipeline.code(articles))
            else:
                events = sum(len(doc) for doc in nlp.pipe((report.text for report in articles), batch_size=64))
            found.append(words / (time.perf_counter() - begin))
            if not events:
                msg = f"{name} found nothing in {number} articles"
                raise VedetteError(msg)
    ours, theirs = (statistics.median(some) for some in rates.values())
    share = passing([report.text for report in articles])
    yield f"{number:,} articles, {words:,} words, one in {CONFLICT_IN} of conflict, {share:.1%} pass; medians of 3"
    yield f"gated chain {ours:,.0f} words/s, bare parser {theirs:,.0f} words/s, ratio {ours / theirs:.1f} (wanted: 8)"


def digest() -> str:
    """A fingerprint of the texts that are measured."""
    held = hashlib.sha256()
    for text in chain(reports(held_out=True), sentences(held_out=True), written(held_out=True)):
        held.update(text.encode())
    return held.hexdigest()[:16]


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="bench.relevance", description="Score the relevance gate.")
    parser.add_argument("--packages", type=Path, help="folder of the packages with general news")
    parser.add_argument("--labels", type=Path, help="what `python -m training.label` wrote of them")
    parser.add_argument("--chain", action="store_true", help="measure the whole chain beside the bare parser")
    parser.add_argument("--articles", type=int, default=MIX, help=f"of the mix (default {MIX})")
    parser.add_argument("--update", action="store_true", help="raise the floors to what is measured")
    parser.add_argument("--allow-regression", metavar="REASON", help="with --update: floors may go down, for this")
    parser.add_argument("--gate", type=Path, default=FLOORS, help="file of the floors")
    return parser.parse_args(arguments)


def run(options: argparse.Namespace) -> int:
    """Score, then update or compare; the exit code."""
    floors = Gate.read(options.gate, FIELDS) if options.gate.exists() else Gate()
    whole = codable(reports(held_out=True))
    measured = figures(whole)
    if options.update:
        floors = floors.updated(measured, digest(), options.allow_regression, dt.datetime.now(dt.UTC).date())
        floors.write(options.gate)
    print("\n".join(table(measured, floors.floors, whole)))
    if options.packages:
        print("\n".join(of_packages(options.packages, options.labels)))
    if options.chain:
        print("\n".join(chained(options.articles)))
    below = floors.below(measured)
    print(f"below the floor: {', '.join(below)}" if below else "no figure is below its floor")
    return int(bool(below))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the check; 1 where it does not hold."""
    gate()  # what is loaded with the first text is cold start, not speed
    try:
        return run(_options(arguments))
    except VedetteError as error:
        print(f"relevance: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
