"""Merging as a grouped job: the coded reports of a job into incidents, its parts worked at side by side on any engine.

1. Each shard's reports to accounts, sketches and texts.
2. Repeats: which report copies which, which are versions of one page (repeats.py).
3. Runs of accounts, by the blocking keys of merge/cluster.py, to the links between them (merge/grouped.py).
4. Components of those links, each to its clusters; then what reports tell beside their subject, here.

What comes of it is what a new desk would make of the same reports, but for what docs/scale.md names. It is kept as
merge/incidents.parquet (an event a row, with its incident), merge/copies.parquet and merge/merge.json.
"""

import hashlib
import itertools
import json
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vedette.merge.account import Account, accounts
from vedette.merge.copies import sketch_of
from vedette.merge.grouped import Edge, Grouped, Joined, components
from vedette.merge.repeats import page_of
from vedette.merge.texts import Weights
from vedette.records.ids import event_id
from vedette.records.report import content_id
from vedette.scale.columns import arrow, table
from vedette.scale.ledger import Ledger
from vedette.scale.places import Place, ScaleError, place
from vedette.scale.repeats import Page, Repeat, Repeats
from vedette.store.flatten import coded_of

if TYPE_CHECKING:
    from vedette.records.coded import Coded
    from vedette.scale.engine import Engine, Work
    from vedette.scale.ledger import Entry

INCIDENTS: Final = {"event": "string", "report": "string", "incident": "string", "main": "bool_"}
COPIES: Final = {"report": "string", "of": "string", "share": "float64"}
RUN: Final = 500
"""Reports or accounts in a task."""
Tick = Callable[[str, int, int], None]
"""Takes the name of a part, how much of it is done and how much there is."""


@dataclass(frozen=True, slots=True)
class Told:
    """What merging needs of a report."""

    ident: str
    page: Page
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome: how many reports, incidents and copies there are."""

    reports: int
    incidents: int
    copies: int
    events: int


def as_desk(coded: "Coded") -> "Coded":
    """A coded report under the ids by which a desk knows it and its events."""
    if coded.report is None:
        msg = f"report {coded.id} holds no report"
        raise ScaleError(msg)
    ident = content_id(coded.report.text)
    events = tuple(event.model_copy(update={"id": event_id(ident, event)}) for event in coded.events)
    report = coded.report.model_copy(update={"id": ident})
    return coded.model_copy(update={"id": ident, "report": report, "events": events})


def coded_in(out: Place, name: str) -> "Iterator[Coded]":
    """The coded reports of a Parquet file of a job, in its order."""
    with out.local(name) as path, arrow().parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=64, columns=["line"]):
            for line in batch.column(0).to_pylist():
                yield coded_of(line)


@dataclass(frozen=True, slots=True)
class Accounts:
    """Work: a Parquet file of reports to what merging needs of each."""

    out: str

    def ready(self) -> None:
        """See `Work.ready`."""
        arrow()

    def __call__(self, name: str) -> list[Told]:
        """Read a file."""
        return [_told(as_desk(coded)) for coded in coded_in(place(self.out), name)]


def _told(coded: "Coded") -> Told:
    """What merging needs of one report."""
    report = coded.report
    assert report is not None, coded.id  # noqa: S101 - as_desk has seen to it
    text = report.text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    page = Page(zlib.compress(text.encode()), sketch_of(report.text), report.url, report.published)
    return Told(coded.id, page, tuple(accounts(coded)))


@dataclass
class Linking:
    """Work: runs of the order of accounts to the links that begin there; the accounts are sent to each worker once."""

    accounts: Sequence[Account]
    weights: Weights
    main: Sequence[int]
    pages: dict[str, str]
    grouped: Grouped | None = None

    def ready(self) -> None:
        """See `Work.ready`: make the blocks."""
        if self.grouped is None:
            self.grouped = Grouped(self.accounts, self.weights, self.main, self.pages)

    def __getstate__(self) -> dict[str, Any]:
        """Only what the rest can be made of is sent."""
        return {**self.__dict__, "grouped": None}

    @property
    def blocks(self) -> Grouped:
        """The accounts with their blocks."""
        self.ready()
        assert self.grouped is not None  # noqa: S101 - ready has seen to it
        return self.grouped

    def __call__(self, run: tuple[int, int]) -> list[Edge]:
        """The links of a run."""
        return self.blocks.edges(*run)


@dataclass
class Joining:
    """Work: components, each with its edges, to their clusters."""

    linking: Linking

    def ready(self) -> None:
        """See `Work.ready`."""
        self.linking.ready()

    def __call__(self, parts: Sequence[tuple[list[int], list[Edge]]]) -> list[Joined]:
        """Join some components."""
        return [self.linking.blocks.join(*part) for part in parts]


def merge(out: Place, engine: "Engine", tick: Tick = lambda *_: None) -> Merged:
    """Merge the reports of a job, and keep what came of it in its place.

    Raises ScaleError where the job has no finished shard, EngineError where a part cannot be done.
    """
    ledger = Ledger(out)
    files = ledger.files("reports")
    if not files:
        msg = (
            f"{out.name} has no coded reports to merge. Run the job first: vedette scale run INPUT... --out {out.name}"
        )
        raise ScaleError(msg)
    told: dict[str, Told] = {}
    for some in _done(engine, Accounts(out.name), files, lambda done: tick("reading", done, len(files))):
        for one in some:
            told.setdefault(one.ident, one)  # a text that stands in the archive twice is one report
    idents = list(told)
    repeats = _repeats([one.page for one in told.values()], engine, tick)
    versions = {idents[n]: None if r.version_of is None else idents[r.version_of] for n, r in repeats.items()}
    pages = page_of({ident: versions.get(ident) for ident in idents})
    copies = {a: b for a, b in _copies(repeats, idents).items() if pages[a] != pages[b[0]]}
    every = [account for one in told.values() for account in one.accounts]
    clusters = _clusters(every, pages, engine, tick)
    main = {one.accounts[0].id for one in told.values() if one.accounts}
    _to_originals(clusters, every, main, copies)
    rows = list(_rows(clusters, every, main))
    _keep(out, ledger.entries(), rows, copies)
    return Merged(len(told), len({row["incident"] for row in rows}), len(copies), len(rows))


def _done(engine: "Engine", work: "Work[Any, Any]", tasks: Sequence[Any], tick: Callable[[int], None]) -> Iterator[Any]:
    """The results of tasks in their order; raises ScaleError for the first that fails."""
    with engine.hire(work) as team:
        for number, outcome in enumerate(team.map(tasks, ordered=True), 1):
            if outcome.error is not None:
                msg = f"merging stopped: {outcome.error}. Nothing is lost; run it again"
                raise ScaleError(msg)
            tick(number)
            yield outcome.result


def _runs(size: int) -> list[tuple[int, int]]:
    """Runs of some hundred."""
    return [(start, min(start + RUN, size)) for start in range(0, size, RUN)]


def _repeats(pages: Sequence[Page], engine: "Engine", tick: Tick) -> dict[int, Repeat]:
    """The repeats by number, in the order of publication."""
    runs = _runs(len(pages))
    found = _done(engine, Repeats(pages), runs, lambda done: tick("comparing texts", done, len(runs)))
    return {repeat.number: repeat for some in found for repeat in some}


def _copies(repeats: dict[int, Repeat], idents: Sequence[str]) -> dict[str, tuple[str, float]]:
    """The copies, each with the first report of its kind and how much of the text they share."""
    first: dict[int, int] = {}
    for n, repeat in repeats.items():
        if repeat.copies is not None:
            first[n] = first.get(repeat.copies, repeat.copies)
    return {idents[n]: (idents[of], repeats[n].held) for n, of in first.items()}


def _clusters(every: Sequence[Account], pages: dict[str, str], engine: "Engine", tick: Tick) -> list[list[int]]:
    """The accounts of each incident by number: linked, joined, and what is told beside added."""
    seen: set[str] = set()
    main = [n for n, account in enumerate(every) if not (account.report in seen or seen.add(account.report))]  # type: ignore[func-returns-value]
    linking = Linking(every, Weights.of(a.words for a in every), main, pages)
    runs = _runs(len(main))
    edges = [e for some in _done(engine, linking, runs, lambda n: tick("linking", n, len(runs))) for e in some]
    parts = list(_parts(linking.blocks.order, edges))
    tasks = [parts[start : start + RUN // 10] for start in range(0, len(parts), RUN // 10)]
    joined = [
        j for some in _done(engine, Joining(linking), tasks, lambda n: tick("joining", n, len(tasks))) for j in some
    ]
    beside, count = len(every) - len(main), itertools.count(1)
    return linking.blocks.settle(joined, lambda: tick("adding", next(count), beside))


def _parts(order: Sequence[int], edges: Iterable[Edge]) -> Iterator[tuple[list[int], list[Edge]]]:
    """The components, each with the edges within it."""
    edges = list(edges)
    groups = components(order, edges)
    of = {n: number for number, members in enumerate(groups) for n in members}
    within: list[list[Edge]] = [[] for _ in groups]
    for edge in edges:
        if edge[0] in of and of[edge[0]] == of.get(edge[1]):
            within[of[edge[0]]].append(edge)
    yield from zip(groups, within, strict=True)


def _to_originals(
    clusters: list[list[int]], every: Sequence[Account], main: set[str], copies: dict[str, tuple[str, float]]
) -> None:
    """Put what a copy is mainly about where its original's is."""
    place_of = {n: number for number, members in enumerate(clusters) for n in members}
    first = {account.report: n for n, account in enumerate(every) if account.id in main}
    for copy, (original, _) in copies.items():
        n, target = first.get(copy), place_of.get(first.get(original, -1))
        if n is not None and target is not None and target != place_of[n]:
            clusters[place_of[n]].remove(n)
            clusters[target] = sorted([*clusters[target], n])
            place_of[n] = target
    clusters[:] = sorted(members for members in clusters if members)


def _rows(clusters: Sequence[Sequence[int]], every: Sequence[Account], main: set[str]) -> Iterator[dict[str, Any]]:
    """The rows of incidents: each event with its incident."""
    for number, members in enumerate(clusters, 1):
        for account in (every[n] for n in members):
            for event in account.events:
                told = {"event": event, "report": account.report, "incident": f"i{number}"}
                yield told | {"main": account.id in main}


def digest(entries: "Iterable[Entry]") -> str:
    """What tells that a job has other reports than when it was merged."""
    return hashlib.sha256(json.dumps([(e.ident, e.state, e.counts) for e in entries]).encode()).hexdigest()[:16]


def _keep(
    out: Place, entries: "Iterable[Entry]", rows: list[dict[str, Any]], copies: dict[str, tuple[str, float]]
) -> None:  # fmt: skip
    """Keep what came of it; merge.json last, for it vouches for the others."""
    out.remove("merge/merge.json")
    told = [{"report": copy, "of": of, "share": held} for copy, (of, held) in copies.items()]
    with tempfile.TemporaryDirectory(prefix="vedette-") as folder:
        for name, columns, given in (("incidents", INCIDENTS, rows), ("copies", COPIES, told)):
            path = Path(folder) / f"{name}.parquet"
            arrow().parquet.write_table(table(columns, given), path, compression="zstd")
            out.take(path, f"merge/{name}.parquet")
    out.write("merge/merge.json", json.dumps({"of": digest(entries), "incidents": len(rows)}).encode())
