"""Build data/places/frontiers.csv, where two countries meet, from data/places/borders.npz (Natural Earth).

    PYTHONPATH=src python scripts/build_frontiers.py

The lines of the outlines that two countries share are their frontier. The table has its length and the point on it
that is nearest to the middle of its points: what "the Belarus frontier" means where nothing more is said.
"""

import csv
import itertools
import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vedette.lexicon.tables import data_path

OUT: Final = data_path("places", "frontiers.csv")
EARTH_KM: Final = 111.2
SHORTEST_KM: Final = 1.0
Floats = NDArray[np.float64]


def arcs_of(path: Path) -> tuple[list[Floats], dict[int, set[str]]]:
    """The lines of the outlines (n, 2; longitude, latitude) and the countries that each stands in."""
    with np.load(path, allow_pickle=False) as held:
        ends = np.cumsum(held["arc_sizes"])[:-1]
        grid = np.asarray(held["deltas"], dtype=np.int64)
        arcs = [np.cumsum(part, axis=0) * held["scale"] + held["translate"] for part in np.split(grid, ends)]
        rings = np.split(np.asarray(held["ring_arcs"], dtype=np.int64), np.cumsum(held["ring_sizes"])[:-1])
        codes = [str(code) for code in held["codes"]]
    sides: dict[int, set[str]] = defaultdict(set)
    for code, ring in zip(codes, rings, strict=True):
        for number in ring.tolist():
            sides[number if number >= 0 else ~number].add(code)  # a line that is walked backwards is ~n (TopoJSON)
    return arcs, sides


def length(line: Floats) -> float:
    """Kilometres along a line."""
    turn = np.diff(line, axis=0)
    turn[:, 0] *= np.cos(np.radians((line[1:, 1] + line[:-1, 1]) / 2))
    return float(np.hypot(turn[:, 0], turn[:, 1]).sum()) * EARTH_KM


def frontiers(path: Path) -> Iterator[tuple[str, str, float, float, int]]:
    """Country, its neighbour, latitude and longitude of the middle of their frontier, and its kilometres."""
    arcs, sides = arcs_of(path)
    shared: dict[tuple[str, str], list[Floats]] = defaultdict(list)
    for number, codes in sides.items():
        for pair in itertools.combinations(sorted(codes), 2):
            shared[pair].append(arcs[number])
    for (one, other), lines in sorted(shared.items()):
        points, km = np.concatenate(lines), sum(map(length, lines))
        if km < SHORTEST_KM:
            continue
        off = points - points.mean(axis=0)
        off[:, 0] *= math.cos(math.radians(float(points[:, 1].mean())))
        lon, lat = points[int(np.argmin(np.hypot(off[:, 0], off[:, 1])))].tolist()
        yield one, other, round(lat, 2), round(lon, 2), round(km)


def main() -> int:
    """Write the table and say how long it is."""
    rows = list(frontiers(data_path("places", "borders.npz")))
    with OUT.open("w", encoding="utf8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(("country", "other", "lat", "lon", "km"))
        table.writerows(rows)
    sys.stdout.write(f"{len(rows)} frontiers\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
