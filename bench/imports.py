"""What importing costs: `python -m bench.imports [--rows 1000000] [--as acled|ucdp|gdelt]`.

A table of invented events in the format is written to a temporary folder, its rows varied by a fixed seed. The real
command imports it twice into a new desk, each in a process of its own. Printed are rows a second and the peak of memory
(VmHWM by getrusage); the second line is a run that finds every row there, from a file that differs in its name and by
one empty line.
"""

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from vedette.imports.maps import Map, known_map

SEED = 2026
DAYS, TOWNS = 336, 500


def values(drawn: random.Random, number: int, given: Map) -> dict[str, str]:
    """The cells of one invented event, by our columns."""
    day, town = drawn.randrange(DAYS), drawn.randrange(TOWNS)
    return {
        "id": str(number),
        "day_from": f"2024-{day // 28 + 1:02}-{day % 28 + 1:02}".replace("-", "" if "%Y%m%d" in given.dates else "-"),
        "country": "SY" if given.countries_only else "Syria",
        "admin1": "Aleppo",
        "place": f"Town {town}",
        "lat": f"{35 + town / TOWNS:.4f}",
        "lon": f"{36 + town / TOWNS:.4f}",
        "kind": next(iter(given.kinds)),
        "side_a": "Blue Front",
        "side_b": "Green Army",
        "killed_low": "0",
        "killed_best": str(drawn.randrange(5)),
        "killed_high": "9",
        "notes": f"Invented event {number}: " + "a few words of the story " * 5,
    }


def table(path: Path, rows: int, given: Map) -> None:
    """Write the table."""
    columns = {ours: theirs[0] for ours, theirs in given.columns if theirs}
    columns["day_to"] = columns.get("day_to", columns["day_from"])
    names = list(given.names) or list(dict.fromkeys(columns.values()))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=given.delimiter or ",", lineterminator="\n")
        if given.header:
            writer.writerow(names)
        writer.writerows(_cells(rows, given, columns, names))


def _cells(rows: int, given: Map, columns: dict[str, str], names: list[str]) -> Iterator[list[str]]:
    """The rows of the table."""
    drawn = random.Random(SEED)  # noqa: S311  (made-up data, the same each time)
    for number in range(1, rows + 1):
        told = values(drawn, number, given)
        told["day_to"] = told["day_from"]
        by_name = {columns[ours]: cell for ours, cell in told.items() if ours in columns}
        yield [by_name.get(name, "") for name in names]


def run(*arguments: str) -> tuple[float, float]:
    """Seconds and MB of a command of Vedette's; its own words go to stderr."""
    begin = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "vedette", *arguments], stdout=sys.stderr)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        msg = f"vedette {' '.join(arguments)} ended with {process.returncode}"
        raise SystemExit(msg)
    return time.perf_counter() - begin, used.ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--as", dest="kind", choices=("acled", "ucdp", "gdelt"), default="acled")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vedette-imports-") as name:
        folder = Path(name)
        first, again, desk = folder / "first.csv", folder / "again.csv", str(folder / "desk")
        table(first, asked.rows, known_map(asked.kind))
        run("init", desk)
        for path, what in ((first, "new"), (again, "known")):
            seconds, memory = run("import", str(path), "--as", asked.kind, "--quiet", "--desk", desk)
            print(f"{asked.rows:,} rows, {what}: {seconds:.0f} s, {asked.rows / seconds:,.0f} rows/s, {memory:.0f} MB")
            if path == first:
                again.write_bytes(first.read_bytes() + b"\n")
                first.unlink()


if __name__ == "__main__":
    main()
