"""How well reports are merged into incidents.

python -m bench.merging               the table, against the floors in merging.json; exit code 1 where one is not held
python -m bench.merging --file a      the same for one file, without floors
python -m bench.merging --update      raise the floors to what is measured, less a margin

Scored on tests/merge (reports written for this project, labelled with the incident that each is mainly about):
pairwise F1 and B-cubed F1 (Bagga and Baldwin 1998) over the reports that have an incident, copies found, relays told.
The weights of the model were fitted on the same set: what it does on reports that it has not seen, `python -m
training.merge` tells. Beside it the usual baseline: TF-IDF of the whole text, single link, with the threshold that
suits this set best.
"""

import argparse
import datetime as dt
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench import corpus
from bench.gate import Gate
from vedette.errors import VedetteError
from vedette.merge.merging import Merged, merge
from vedette.merge.texts import Weights, content_words, cosine
from vedette.pipeline import Pipeline
from vedette.read import read_item
from vedette.records import Coded

FOLDER = corpus.ROOT / "tests" / "merge"
GATE = corpus.ROOT / "merging.json"
FIELDS = ("pairwise", "b_cubed", "copies", "relays")
ALL = "*"
GIVEN = ("id", "text", "title", "published", "publisher")
Labels = Mapping[str, str]


def load(name: str) -> list[dict[str, Any]]:
    """The labelled reports of one file, or of all with "*"."""
    paths = sorted(FOLDER.glob(f"reports_{name}.jsonl"))
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]


def code(rows: Sequence[dict[str, Any]]) -> list[Coded]:
    """The reports coded, without their labels."""
    return list(Pipeline().code([read_item({k: row[k] for k in GIVEN if row.get(k)}) for row in rows]))


def pairwise(gold: Labels, found: Labels) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of reports that are of one incident."""
    both = _pairs({r: f"{gold[r]}|{found[r]}" for r in gold})
    wanted, got = _pairs(gold), _pairs({r: found[r] for r in gold})
    return _prf(both / got if got else 1.0, both / wanted if wanted else 1.0)


def b_cubed(gold: Labels, found: Labels) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1: for each report the share of its cluster that is of its incident, and back."""
    by_gold, by_found = _groups(gold), _groups({r: found[r] for r in gold})
    precision = recall = 0.0
    for report, incident in gold.items():
        mine, theirs = by_gold[incident], by_found[found[report]]
        shared = len(mine & theirs)
        precision, recall = precision + shared / len(theirs), recall + shared / len(mine)
    return _prf(precision / len(gold), recall / len(gold))


def _pairs(labels: Labels) -> int:
    """How many pairs share a label."""
    return sum(n * (n - 1) // 2 for n in Counter(labels.values()).values())


def _groups(labels: Labels) -> dict[str, set[str]]:
    """The reports under each label."""
    found: dict[str, set[str]] = defaultdict(set)
    for report, label in labels.items():
        found[label].add(report)
    return found


def _prf(precision: float, recall: float) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean."""
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def baseline(rows: Sequence[dict[str, Any]], gold: Labels) -> tuple[float, dict[str, str]]:
    """TF-IDF single link at the threshold that gives it the best B-cubed F1 on this set."""
    words = [content_words(f"{r['title'] or ''} {r['text']}") for r in rows]
    weights = Weights.of(words)
    vectors = [weights.vector(w) for w in words]
    links = [(cosine(vectors[a], vectors[b]), a, b) for a in range(len(rows)) for b in range(a)]
    best = (-1.0, 0.0, dict[str, str]())
    for threshold in (n / 50 for n in range(2, 40)):
        labels = _single(rows, [(a, b) for alike, a, b in links if alike >= threshold])
        best = max(best, (b_cubed(gold, labels)[2], threshold, labels), key=lambda x: x[0])
    return best[1], best[2]


def _single(rows: Sequence[dict[str, Any]], links: Sequence[tuple[int, int]]) -> dict[str, str]:
    """The components that links make."""
    root = list(range(len(rows)))

    def find(n: int) -> int:
        """The root of a report."""
        while root[n] != n:
            n = root[n]
        return n

    for a, b in links:
        root[find(a)] = find(b)
    return {row["id"]: str(find(n)) for n, row in enumerate(rows)}


def labels_of(merged: Merged) -> dict[str, str]:
    """The incident of each report; one without an incident is alone."""
    return {p.report: p.incident or f"none:{p.report}" for p in merged.placed}


def table(rows: Sequence[dict[str, Any]], merged: Merged) -> Iterator[str]:
    """The figures."""
    gold = {r["id"]: r["incident"] for r in rows if r["incident"]}
    threshold, simple = baseline(rows, gold)
    yield f"{len(rows)} reports, {len(set(gold.values()))} incidents"
    yield f"{'':38} {'P':>6} {'R':>6} {'F1':>6}"
    for name, found in (("vedette", labels_of(merged)), (f"TF-IDF single link at {threshold:.2f}", simple)):
        for measure, of in (("pairwise", pairwise), ("B-cubed", b_cubed)):
            yield f"{name + ', ' + measure:38} " + " ".join(f"{x:6.3f}" for x in of(gold, found))
    yield from _copies(rows, merged)


def figures(rows: Sequence[dict[str, Any]], merged: Merged) -> dict[str, float]:
    """The F1 figures that have floors."""
    gold, found = {r["id"]: r["incident"] for r in rows if r["incident"]}, labels_of(merged)
    copies, seen = {r["id"] for r in rows if r["duplicate_of"]}, {p.report for p in merged.placed if p.duplicate_of}
    relays = {r["id"] for r in rows if r["relays"]} - copies
    told = {p.report for p in merged.placed if not p.independent and not p.duplicate_of}
    return {
        "pairwise": pairwise(gold, found)[2],
        "b_cubed": b_cubed(gold, found)[2],
        "copies": _of_sets(copies, seen)[2],
        "relays": _of_sets(relays, told)[2],
    }


def _copies(rows: Sequence[dict[str, Any]], merged: Merged) -> Iterator[str]:
    """How many copies are found, and whether relays are told."""
    placed = {p.report: p for p in merged.placed}
    copies = {r["id"] for r in rows if r["duplicate_of"]}
    found = {p.report for p in merged.placed if p.duplicate_of}
    yield _line("copies", copies, found)
    relays = {r["id"] for r in rows if r["relays"]}
    dependent = {r for r, p in placed.items() if not p.independent and not p.duplicate_of}
    yield _line("relays", relays - copies, dependent)
    none = [r["id"] for r in rows if not r["incident"]]
    shared = Counter(p.incident for p in merged.placed)
    alone = sum(placed[r].incident is None or shared[placed[r].incident] == 1 for r in none)
    yield f"reports of no incident of the set left alone: {alone} of {len(none)}"


def _line(name: str, wanted: set[str], found: set[str]) -> str:
    """One line of precision, recall and F1 over sets."""
    return f"{name:38} " + " ".join(f"{x:6.3f}" for x in _of_sets(wanted, found))


def _of_sets(wanted: set[str], found: set[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of one set against another."""
    both = len(wanted & found)
    return _prf(both / len(found) if found else 1.0, both / len(wanted) if wanted else 1.0)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="merging", description="Score the merging of reports into incidents.")
    parser.add_argument("--file", default=ALL, help="one of the files a to e; all by default")
    parser.add_argument("--update", action="store_true", help="raise the floors to what is measured")
    parser.add_argument("--allow-regression", metavar="REASON", help="with --update: floors may go down, for this")
    parser.add_argument("--gate", type=Path, default=GATE, help="file of the floors")
    options = parser.parse_args(arguments)
    if (options.update and options.file != ALL) or (options.allow_regression and not options.update):
        parser.error("floors are those of all files, and --allow-regression goes with --update")
    return options


def run(options: argparse.Namespace) -> int:
    """Score, then update or compare; the exit code."""
    rows = load(options.file)
    merged = merge(code(rows))
    gate = Gate.read(options.gate, FIELDS) if options.file == ALL else Gate()
    measured = figures(rows, merged)
    if options.update:
        gate = gate.updated(measured, digest(), options.allow_regression, dt.datetime.now(dt.UTC).date())
        gate.write(options.gate)
    print("\n".join(table(rows, merged)))
    below = gate.below(measured)
    print(f"below the floor: {', '.join(below)}" if below else "no figure is below its floor")
    return int(bool(below))


def digest() -> str:
    """A fingerprint of the set."""
    held = hashlib.sha256()
    for path in sorted(FOLDER.glob("reports_*.jsonl")):
        held.update(path.read_bytes())
    return held.hexdigest()[:16]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the check; 1 where it does not hold."""
    try:
        return run(_options(arguments))
    except VedetteError as error:
        print(f"merging: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
