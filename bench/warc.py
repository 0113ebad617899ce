"""Throughput of the whole chain over a WARC file of made-up pages: reading it, its pages, the gate, the coder.

python -m bench.warc [--pages 5000] [--keep FILE] [--all]
"""

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import furniture
from vedette.code.gate import may_tell
from vedette.errors import VedetteError
from vedette.gather.archive import Archive
from vedette.gather.fetched import Article, Fetched, Memory
from vedette.gather.sources.warc import Warc
from vedette.pipeline import Pipeline
from vedette.read.answers import read_article
from vedette.records.report import Report

PAGES = 5000
AT_A_TIME = 64
AT = "2026-11-26T10:00:00+00:00"
STAGES = ("warc", "read", "gate", "code")
Timed = dict[str, tuple[float, float]]
"""Seconds of the clock and of the processor, by stage; the second hold on a machine that is busy with other things."""


def make(folder: Path, pages: int) -> Path:
    """A WARC file of so many pages, written as a desk keeps what it fetches."""
    with Archive(folder, most_bytes=10**12, durable=False) as archive:
        for number in range(pages):
            address, words = furniture.page(number)
            headers = {"content-type": "text/html; charset=utf-8"}
            archive.keep(Fetched(address, address, 200, headers, words.encode(), AT))
        return archive.files()[0]


def run(path: Path, pipeline: Pipeline, *, gated: bool) -> tuple[Timed, Counter[str]]:
    """Seconds of each stage, and how many pages, passes and events there were."""
    took: Timed = dict.fromkeys(STAGES, (0.0, 0.0))
    counts: Counter[str] = Counter()
    articles = iter(Warc(str(path)).articles(None, Memory()))
    while True:
        with _clock(took, "warc"):
            some = list(islice(articles, AT_A_TIME))
        if not some:
            return took, counts
        with _clock(took, "read"):
            reports = list(_read(some, counts))
        with _clock(took, "gate"):
            passed = [report for report in reports if not gated or may_tell(report)]
        _count(reports, passed, counts)
        with _clock(took, "code"):
            coded = list(pipeline.code(passed))
        counts["events"] += sum(len(one.events) for one in coded)
        counts["failed"] += sum(one.error is not None for one in coded)


def _read(articles: Iterable[Article], counts: Counter[str]) -> Iterator[Report]:
    """The reports of pages; one that cannot be read is counted."""
    for article in articles:
        counts["pages"] += 1
        try:
            yield read_article(article, AT)
        except VedetteError as error:
            counts["failed"] += 1
            print(f"{article.where}: {error}")


def _count(reports: list[Report], passed: list[Report], counts: Counter[str]) -> None:
    """Count what passed, and how much of it is of conflict."""
    counts["passed"] += len(passed)
    for report in reports:
        counts["conflict"] += _is_conflict(report)
        counts["words"] += len(report.text.split())
    counts["conflict passed"] += sum(map(_is_conflict, passed))


def _is_conflict(report: Report) -> bool:
    """Whether a page was made as one of conflict: its number stands in its address."""
    return furniture.is_conflict(int((report.url or "").rpartition("-")[2]))


@contextmanager
def _clock(took: Timed, stage: str) -> Iterator[None]:
    """Add the time that a block takes to a stage."""
    begin, begin_cpu = time.perf_counter(), time.process_time()
    yield
    wall, cpu = took[stage]
    took[stage] = wall + time.perf_counter() - begin, cpu + time.process_time() - begin_cpu


def show(took: Timed, counts: Counter[str], size: int) -> None:
    """Print the table."""
    pages, passed = counts["pages"], counts["passed"]
    of_stage = {"warc": pages, "read": pages, "gate": pages, "code": passed, "all": pages}
    took = took | {"all": (sum(wall for wall, _ in took.values()), sum(cpu for _, cpu in took.values()))}
    table = Table(title=f"{pages:,} pages, {size / 1e6:.1f} MB compressed, one process")
    for head in ("stage", "pages", "seconds", "of the CPU", "share", "CPU ms a page", "pages/s"):
        table.add_column(head, justify="left" if head == "stage" else "right")
    for stage, number in of_stage.items():
        wall, cpu = took[stage]
        each = f"{1000 * cpu / number:.2f}" if number else "-"
        rate = f"{number / wall:,.0f}" if wall else "-"
        table.add_row(stage, f"{number:,}", f"{wall:.1f}", f"{cpu:.1f}", f"{cpu / took['all'][1]:.0%}", each, rate)
    Console(width=100).print(table)
    other = pages - counts["conflict"]
    strays = passed - counts["conflict passed"]
    print(f"passes the gate: {passed / pages:.1%} of all pages")
    print(f"of {counts['conflict']:,} pages of conflict: {counts['conflict passed'] / max(1, counts['conflict']):.1%}")
    print(f"of {other:,} pages of other news: {strays / max(1, other):.1%}")
    print(f"{counts['words']:,} words, {counts['events']:,} events, {counts['failed']} pages failed")


def main() -> None:
    """Make the file, run the chain, print the table."""
    parser = argparse.ArgumentParser(prog="bench.warc", description="Throughput of the chain from a WARC file.")
    parser.add_argument("--pages", type=int, default=PAGES, help=f"how many (default {PAGES})")
    parser.add_argument("--keep", type=Path, help="a folder that keeps the WARC file")
    parser.add_argument("--all", action="store_true", help="no gate: code every page")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        path = make(options.keep or Path(scratch), options.pages)
        pipeline = Pipeline()
        list(pipeline.code([Report(id="warm", text="Rebels shelled Idlib on Monday, officials said.")]))
        took, counts = run(path, pipeline, gated=not options.all)
        show(took, counts, path.stat().st_size)


if __name__ == "__main__":
    main()
