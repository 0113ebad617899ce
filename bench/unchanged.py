"""Whether a change inside the coder changes nothing of what it says: its every record over every text that we have.

python -m bench.unchanged --write before.jsonl     before the change: what is coded now
python -m bench.unchanged --against before.jsonl   after it: exit code 1, and what differs, where anything does
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

from bench import corpus, texts
from vedette.cli.lines import to_line
from vedette.errors import DataFileError
from vedette.pipeline import Pipeline
from vedette.read import read_item
from vedette.records.report import Report

TESTS = corpus.ROOT / "tests"
REPORTS = ("merge/reports_*.jsonl", "track/history/reports.jsonl", "corpus/reports_*.jsonl")
FIELDS = ("id", "text", "title", "published")
SHOWN = 20


def given() -> Iterator[Report]:
    """Every text: whole reports, sample pages, runs of labelled sentences, and each labelled sentence by itself."""
    for pattern in REPORTS:
        for path in sorted(TESTS.glob(pattern)):
            lines = path.read_text("utf-8").splitlines()
            yield from (_report(json.loads(line)) for line in lines if line.strip())
    yield from map(read_item, texts.items())
    for one in corpus.load():
        yield Report(id=one.id, text=one.text, title=one.title, published=one.published and one.published.isoformat())


def _report(line: dict[str, Any]) -> Report:
    """The report of a line that holds labels too."""
    return read_item({key: line[key] for key in FIELDS if line.get(key) is not None})


def coded(reports: Iterable[Report]) -> Iterator[str]:
    """What the coder makes of each report, as the command writes it."""
    return map(to_line, Pipeline().code(reports))


def differences(before: Iterable[str], after: Iterable[str]) -> Iterator[str]:
    """Which fields of which reports differ, told in a line each."""
    for old, new in zip_longest(before, after):
        if old is None or new is None:
            yield "one has more reports than the other"
            return
        if old != new:
            one, other = json.loads(old), json.loads(new)
            fields = [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)]
            yield f"{other['id']}: {', '.join(sorted(fields)) or 'the order of its fields'}"


def _lines(path: Path) -> Iterator[str]:
    """The lines of a file that --write wrote; raises DataFileError where there is none."""
    try:
        yield from (line.removesuffix("\n") for line in path.open(encoding="utf-8", newline="\n"))
    except OSError as error:
        raise DataFileError(path, None, f"cannot be read ({error.strerror})", "Make it with --write.") from error


def main() -> int:
    """Write or compare; 1 where something differs."""
    parser = argparse.ArgumentParser(prog="bench.unchanged", description="Does the coder say what it said before?")
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("--write", type=Path, help="write what is coded to this file")
    asked.add_argument("--against", type=Path, help="compare with what was written to this file")
    parser.add_argument("--most", type=int, help="only so many texts")
    options = parser.parse_args()
    lines = coded(islice(given(), options.most))
    if options.write:
        with options.write.open("w", encoding="utf-8", newline="\n") as out:
            print(f"{sum(1 for line in lines if out.write(line + chr(10)))} reports written to {options.write}")
        return 0
    found = list(differences(islice(_lines(options.against), options.most), lines))
    print("\n".join(found[:SHOWN]))
    print(f"{len(found)} reports differ" if found else "nothing differs")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
