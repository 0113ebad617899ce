"""How long exports take: `python -m bench.export` makes a desk of 100,000 made-up incidents and writes each format.

Seconds include reading the rows from the desk's table; each format runs in a process of its own. "Busy" are those of
the processor, which is what the time would be on a machine that does nothing else; "took" are those of the clock.
"Memory" is how much more the process holds at its peak than before. Exit code 1 where CSV is busy for more than 10 s,
Parquet for more than 5 s, or memory grows with the number of incidents: by more than 40 MB from a tenth of them to all.
"""

import argparse
import datetime as dt
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from vedette.export import About, formats, make, reading
from vedette.export.saving import replacing
from vedette.records import Incident, Participant, Place, Source, Told, Toll, TollTold
from vedette.store import open_desk
from vedette.store.incident_table import IncidentTable

SEED: Final = 2026
LIMITS: Final = {"csv": 10.0, "parquet": 5.0}
GROWTH: Final = 40.0
_BATCH: Final = 2_000
_KINDS: Final = ("Attack", "Armed clash", "Air/drone strike", "Shelling/artillery/missile attack")
_QUOTE: Final = (
    "Fighters attacked the town of {} on the morning, killing at least {} people, the governor's office said."
)


def incidents(number: int) -> Iterator[Incident]:
    """Made-up incidents of one to four reports each, the same each time."""
    drawn = random.Random(SEED)  # noqa: S311 - an order, the same each time
    first = dt.date(2020, 1, 1)
    for n in range(number):
        yield _incident(drawn, f"i{n + 1}", (first + dt.timedelta(days=n % 2000)).isoformat())


def _incident(drawn: random.Random, name: str, day: str) -> Incident:
    """One of them."""
    town, dead, reports = f"Town {drawn.randrange(3000)}", drawn.randrange(40), drawn.choice((1, 1, 1, 2, 2, 4))
    place = Place(
        id=f"geonames:{drawn.randrange(3000)}", name=town, country="SYR", admin1="Aleppo",
        lat=round(drawn.uniform(32, 37), 5), lon=round(drawn.uniform(36, 42), 5), precision="town",
    )  # fmt: skip
    actor = f"Group {drawn.randrange(300)}"
    parties = (
        Participant(role="actor", id=actor.upper(), name=actor, country="SYR", kind="REB", code="SYRREB"),
        Participant(role="target", name="civilians", country="SYR", kind="CVL", code="SYRCVL"),
    )
    kind, sources = drawn.choice(_KINDS), [_source(name, n, day) for n in range(reports)]
    return Incident.model_validate({
        "id": name, "title": f"{kind} in {town}, {dead} killed", "type": "ASSAULT", "mode": "firearms",
        "sub_event": kind, "cameo": "19", "status": "happened", "first": day, "last": day, "day_precision": "day",
        "place": place, "country": "SYR", "parties": parties,
        "tolls": (Toll(of="killed", low=dead, best=dead, high=dead + 3),), "weapons": ("rifle",),
        "told": tuple(_told(source.report, town, day, dead) for source in sources), "sources": tuple(sources),
        "reports": reports, "origins": reports, "outlets": reports, "first_reported": day, "last_reported": day,
        "confidence": 0.8, "importance": round(drawn.random(), 3), "uncertainty": 0.3,
        "changed_at": f"{day}T12:00:00.000000Z",
    })  # fmt: skip


def _source(name: str, number: int, day: str) -> Source:
    """A report of it."""
    return Source(
        report=f"{name}{number:060}", key=f"{name}-{number}", url=f"https://outlet{number}.example/{name}",
        publisher=f"Outlet {number}", title=f"Dead in attack, report {number}", published=day, language="en",
        added_at=f"{day}T11:00:00.000000Z",
    )  # fmt: skip


def _told(report: str, town: str, day: str, dead: int) -> Told:
    """What the report says."""
    return Told(
        event=f"{report}:1", report=report, type="ASSAULT", mode="firearms", sub_event="Attack", status="happened",
        first=day, last=day, place=town, actors=("fighters",), targets=("civilians",),
        tolls=(TollTold(of="killed", whom="people", low=dead, best=dead, high=dead),), sources=("the governor",),
        quote=_QUOTE.format(town, dead), start=0, end=90, salience=0.9, confidence=0.8,
    )  # fmt: skip


def fill(folder: Path, number: int) -> None:
    """A desk whose table holds so many."""
    with open_desk(folder) as desk:
        table, held = IncidentTable(desk.store), list[Incident]()
        for one in incidents(number):
            held.append(one)
            if len(held) == _BATCH:
                table.put([(found, [("country", "SYR")]) for found in held])
                held.clear()
        table.put([(found, [("country", "SYR")]) for found in held])


def one(folder: Path, name: str, limit: int, out: Path) -> None:
    """Write one format and print its seconds, the growth of memory in MB, MB written, and the number of incidents."""
    with open_desk(folder, create=False) as desk:
        table, exporter = IncidentTable(desk.store), make(name, About(made_at="2026-11-30T00:00:00Z"))
        before, began, busy = _held(), time.perf_counter(), time.process_time()
        with replacing(out) as stream:
            written = reading.export(table, exporter, stream, {"limit": limit})
        took, busy = time.perf_counter() - began, time.process_time() - busy
    sys.stdout.write(f"{busy:.2f} {took:.2f} {_peak() - before:.1f} {out.stat().st_size / 1e6:.1f} {written}\n")


def _held() -> float:
    """What the process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1e6


def _peak() -> float:
    """The most that it ever held, in MB."""
    told = Path("/proc/self/status").read_text("ascii")
    return int(told.partition("VmHWM:")[2].split()[0]) * 1024 / 1e6


def main() -> int:
    """Measure; 0 where all limits are held to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--formats", nargs="*", default=[name for name in formats() if name != "acled-deletions"])
    parser.add_argument("--one", nargs=4, metavar=("DESK", "FORMAT", "LIMIT", "OUT"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        one(Path(given.one[0]), given.one[1], int(given.one[2]), Path(given.one[3]))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), given.incidents)
        print(f"{given.incidents:,} incidents\nformat     busy s  took s  memory MB  at a tenth  written MB")
        held = [_measured(Path(folder), name, given.incidents) for name in given.formats]
        return int(not all(held))


def _measured(folder: Path, name: str, number: int) -> bool:
    """Measure one format, a tenth and all, and print it; whether it holds to its limits."""
    tenth, whole = (_run(folder, name, limit) for limit in (max(1, number // 10), number))
    busy, took, memory, size, _ = whole
    print(f"{name:10} {busy:6.2f}  {took:6.2f}  {memory:9.1f}  {tenth[2]:10.1f}  {size:10.1f}", flush=True)
    return busy <= LIMITS.get(name, 60.0) and memory - tenth[2] <= GROWTH


def _run(folder: Path, name: str, limit: int) -> list[float]:
    """The numbers of a run in a process of its own."""
    command = [sys.executable, "-m", "bench.export", "--one", str(folder), name, str(limit), str(folder / "out")]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [float(part) for part in said.split()]


if __name__ == "__main__":
    sys.exit(main())
