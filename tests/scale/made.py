"""Inputs for the tests of jobs, and what a job came to as plain rows."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from vedette.scale.ledger import Ledger
from vedette.scale.places import place

TOWNS = ("Idlib", "Hama", "Mosul", "Kidal", "Gao", "Goma", "Bakhmut", "Avdiivka", "Khartoum", "Omdurman")


def lines(number: int) -> list[dict[str, str]]:
    """So many input lines: three of four tell of an attack, the others of football."""
    found = []
    for n in range(number):
        town, day = TOWNS[n % len(TOWNS)], 1 + n % 28
        text = (
            f"Gunmen killed {n + 2} soldiers in an attack on {town} on Monday, officials said. The army shelled {town}."
        )
        if n % 4 == 3:
            text = f"The league cup final number {n} ended without a goal, and the coach praised his players at home."
        found.append({"id": f"r{n}", "text": text, "title": f"Report {n}", "published": f"2024-11-{day:02}"})
    return found


def write(path: Path, given: list[dict[str, str]], *strange: str) -> Path:
    """A file of JSON lines, and strange lines at its end."""
    path.write_text("".join(f"{line}\n" for line in (*map(json.dumps, given), *strange)), "utf-8")
    return path


def rows(where: Path | str, kind: str = "events") -> list[dict[str, Any]]:
    """The rows of a job's table, sorted."""
    out = place(str(where))
    found: list[dict[str, Any]] = []
    for name in Ledger(out).files(kind):
        with out.local(name) as path:
            found += pq.ParquetFile(path).read().to_pylist()
    return sorted(found, key=str)
