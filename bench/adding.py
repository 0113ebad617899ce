"""What adding to a desk gives and costs: `python -m bench.adding` and `python -m bench.adding --grow 20000`.

Without `--grow`: the labelled reports of tests/merge, added in batches of 20 in several orders, against the same added
all at once: pairwise F1 between the two, and of each against the labels. With it: seconds to add ten reports to a desk
of so many made-up ones (seeded), coding left out.
"""

import argparse
import datetime as dt
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench import merging
from vedette.merge.desking import assign_new, state_of
from vedette.merge.keeping import of_json
from vedette.merge.texts import background
from vedette.records import Coded, Event, Mention, Place, Report, Span, When
from vedette.store import Desk, open_desk

SEED, BATCH, LAST, TOWNS, DAYS = 2026, 20, 10, 2_000, 365
KINDS = ("Attack", "Armed clash", "Air/drone strike", "Shelling/artillery/missile attack")


def added(coded: Sequence[Coded], batch: int) -> dict[str, str]:
    """The incident that each report is mainly about on a new desk to which they are added so many at a time."""
    with tempfile.TemporaryDirectory() as folder, open_desk(folder) as desk:
        for start in range(0, len(coded), batch):
            for one in coded[start : start + batch]:
                desk.add(one)
            assign_new(desk)
        return dict(_labels(desk))


def _labels(desk: Desk) -> Iterator[tuple[str, str]]:
    """Each report by the user's id with its incident; one without an incident is alone."""
    holders = state_of(desk).holders
    for row in desk.reports():
        main = [events for rank, events in _events(desk, row.id) if rank == 0]
        held = [holders[event] for event in (main[0] if main else ()) if event in holders]
        yield row.key, held[0] if held else f"none:{row.key}"


def _events(desk: Desk, report: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The events of each account of a report, with its rank."""
    yield from ((rank, of_json(kept).events) for rank, kept in desk.worked.accounts_of([report]))


def orders(rows: Sequence[dict[str, Any]], coded: Sequence[Coded]) -> dict[str, list[Coded]]:
    """The reports as they stand in the files, by day of publication, and shuffled."""
    day = {row["id"]: row.get("published") or "9999" for row in rows}
    drawn = random.Random(SEED)  # noqa: S311 - an order, the same each time
    shuffled = [drawn.sample(list(coded), len(coded)) for _ in range(3)]
    by_day = sorted(coded, key=lambda one: day[one.id])
    return {"by day": by_day, "as filed": list(coded)} | {f"shuffled {n}": s for n, s in enumerate(shuffled, 1)}


def compared() -> Iterator[str]:
    """A line for each order."""
    rows = merging.load("*")
    coded = merging.code(rows)
    gold = {row["id"]: row["incident"] for row in rows if row["incident"]}
    yield f"{len(rows)} reports; pairwise F1 in batches of {BATCH} (against all at once, against the labels)"
    for name, order in orders(rows, coded).items():
        once, by_batch = added(order, len(order)), added(order, BATCH)
        figures = (merging.pairwise(once, by_batch), merging.pairwise(gold, by_batch), merging.pairwise(gold, once))
        alike, batches, whole = (figure[2] for figure in figures)
        yield f"{name:12} {alike:.3f}  {batches:.3f}  (all at once: {whole:.3f})"


def made(size: int) -> Iterator[Coded]:
    """So many reports, each of one event and a text of its own; one to eight of each happening."""
    drawn, vocabulary = random.Random(SEED), sorted(background())[1:]  # noqa: S311 - made-up data, the same each time
    number = 0
    while number < size:
        town, day, killed = drawn.randrange(TOWNS), drawn.randrange(DAYS), drawn.randrange(1, 40)
        own, kind = drawn.sample(vocabulary, 12), drawn.choice(KINDS)
        for _ in range(drawn.randint(1, 8)):
            number += 1
            words = [*drawn.sample(own, 8), *drawn.choices(vocabulary, k=110)]
            yield _report(number, town, day, kind, f"Gunmen killed {killed} in Town{town}. {' '.join(words)}.")


def _report(number: int, town: int, day: int, kind: str, text: str) -> Coded:
    """One report."""

    def at(words: str) -> dict[str, Any]:
        """The span of words."""
        start = text.index(words)
        return {"start": start, "end": start + len(words), "text": words}

    date = (dt.date(2025, 1, 1) + dt.timedelta(days=day)).isoformat()
    name, ref = f"Town{town}", f"geonames:{town}"
    place = Place(id=ref, name=name, country="SYR", lat=-30 + town % 80, lon=town / 20, precision="town")
    event = Event(
        id="e1", type="ASSAULT", sub_event=kind, trigger=Span(**at("killed")), salience=1.0,
        actors=(Mention(**at("Gunmen"), kind="actor"),), place=Mention(**at(name), kind="place", ref=ref),
        when=When(start=date, end=date, precision="day", text="killed", span=(7, 13)),
        evidence=(Span(**at(text.partition(". ")[0])),),
    )  # fmt: skip
    report = Report(id=f"r{number}", text=text, published=date, publisher=f"outlet {number % 9}")
    return Coded(id=f"r{number}", report=report, places=(place,), events=(event,))


def grown(size: int) -> Iterator[str]:
    """How long it takes to fill a desk, and to add some reports more."""
    every = list(made(size + LAST))
    with tempfile.TemporaryDirectory() as folder, open_desk(Path(folder)) as desk:
        for name, some in (("first", every[:size]), ("last", every[size : size + LAST])):
            begun = time.perf_counter()
            for one in some:
                desk.add(one)
            kept = time.perf_counter()
            new = assign_new(desk)
            end = time.perf_counter()
            yield f"the {name} {len(some):,} reports: kept {kept - begun:.1f} s, merged {end - kept:.1f} s, {new} new"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="adding", description="What adding to a desk in batches gives and costs.")
    parser.add_argument("--grow", type=int, metavar="N", help="time ten reports more on a desk of so many")
    options = parser.parse_args(arguments)
    for line in grown(options.grow) if options.grow else compared():
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
