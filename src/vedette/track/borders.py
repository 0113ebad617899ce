"""Outlines of countries for maps, from Natural Earth's 1:10m countries (public domain), thinned to some 500 metres.

The file is data/places/borders.npz, made by scripts/build_borders.py from the npm package world-atlas. An outline is a
list of rings in degrees, outer ones counter-clockwise and holes clockwise. Whose an outline is called says where an
area on a map ends, and nothing of whose the ground is (docs/tracking.md, "The map").
"""

import functools
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vedette.errors import DataFileError
from vedette.lexicon.tables import data_path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outline:
    """The rings of a country and the box of each: corners (n, 2), longitude and latitude, the last the first."""

    rings: "Sequence[Floats]"
    boxes: "Floats"

    def near(self, low: "Floats", high: "Floats") -> "list[Floats]":
        """The rings whose boxes meet a box, and those that go round it."""
        apart = (self.boxes[:, :2] > high).any(axis=1) | (self.boxes[:, 2:] < low).any(axis=1)
        return [self.rings[int(n)] for n in np.flatnonzero(~apart)]

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a point lies in it."""
        point = np.array([lon, lat])
        return inside(self.near(point, point), lon, lat)


@dataclass(frozen=True, slots=True)
class Outlines:
    """The outline of each country by its alpha-3 code."""

    known: "Mapping[str, Outline]"

    def of(self, country: str | None) -> Outline | None:
        """The outline of a country, None of one that has none."""
        return self.known.get(country or "")

    def around(self, lon: float, lat: float) -> str | None:
        """The country whose outline a point lies in; None at sea."""
        return next((code for code, outline in self.known.items() if outline.holds(lon, lat)), None)


def inside(rings: "Sequence[Floats]", lon: float, lat: float) -> bool:
    """Whether a point lies in an outline: a ray from it crosses the rings an odd number of times."""
    crossed = 0
    for ring in rings:
        x, y = ring[:, 0], ring[:, 1]
        over = (y[:-1] > lat) != (y[1:] > lat)
        here, there = np.flatnonzero(over), np.flatnonzero(over) + 1
        at = x[here] + (lat - y[here]) / (y[there] - y[here]) * (x[there] - x[here])
        crossed += int(np.count_nonzero(at > lon))
    return crossed % 2 == 1


@functools.cache
def outlines() -> Outlines:
    """The packaged outlines, read once. Raises DataFileError where the file cannot be read."""
    return load_outlines(data_path("places", "borders.npz"))


def load_outlines(path: "Path") -> Outlines:
    """The outlines of a file; raises DataFileError where it is no such file."""
    try:
        with np.load(path, allow_pickle=False) as held:
            return _unpacked({name: held[name] for name in held.files})
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise DataFileError(
            path, 1, f"it is no file of outlines: {error}", "make it with scripts/build_borders.py"
        ) from error


def _unpacked(held: "Mapping[str, NDArray[np.generic]]") -> Outlines:
    """The rings that packed arcs make."""
    ends, grid = np.cumsum(held["arc_sizes"])[:-1], np.asarray(held["deltas"], dtype=np.int64)
    scale, translate = np.asarray(held["scale"], np.float64), np.asarray(held["translate"], np.float64)
    arcs = [np.cumsum(part, axis=0) * scale + translate for part in np.split(grid, ends)]
    numbers = np.split(np.asarray(held["ring_arcs"], dtype=np.int64), np.cumsum(held["ring_sizes"])[:-1])
    rings: dict[str, list[Floats]] = defaultdict(list)
    for code, ring in zip(held["codes"].tolist(), numbers, strict=True):
        parts = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in ring.tolist()]
        rings[str(code)].append(np.concatenate([parts[0], *(part[1:] for part in parts[1:])]))
    return Outlines({code: _outline(found) for code, found in rings.items()})


def _outline(rings: "Sequence[Floats]") -> Outline:
    """The outline of a country, its ground on the left: world-atlas has outer rings clockwise, as d3 wants them."""
    boxes = np.array([np.concatenate([ring.min(axis=0), ring.max(axis=0)]) for ring in rings])
    return Outline([ring[::-1] for ring in rings], boxes)
