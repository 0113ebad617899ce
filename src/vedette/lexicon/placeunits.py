"""The packaged gazetteer's provinces and districts, asked for by code, by name and by nearness.

An own place is tied to the packaged unit that it lies in, so that "X in Idlib province" finds it as it finds others.
"""

import math
from collections import defaultdict
from functools import cached_property
from typing import Final, NamedTuple

from vedette.lexicon.placefile import UNIT_REACH_KM, kilometres, without_generic
from vedette.lexicon.places import Gazetteer, PlaceMatch

_ALL_UNITS: Final = """SELECT ref, name, rank, population, lat / 10000.0, lon / 10000.0 FROM places
    WHERE feature IN ('admin1', 'admin2') AND ref LIKE ?"""
_TOWNS: Final = """SELECT p.lat, p.lon, a.ref FROM places p JOIN places a ON a.id = p.admin1
    WHERE p.id > 0 AND p.lat NOT NULL AND p.country = ?"""
_RANK: Final = "SELECT rank FROM places WHERE id = ?"
_CELL: Final = 0.5  # degrees: a grid in which a town's neighbours are looked for

_Point = tuple[float, float]


class PackagedUnit(NamedTuple):
    """A unit of the packaged gazetteer."""

    ref: str
    name: str
    rank: int = 0
    population: int = 0
    lat: float | None = None
    lon: float | None = None


class PackagedUnits:
    """Answers about the packaged units; what it has loaded for a country it keeps."""

    def __init__(self, places: Gazetteer) -> None:
        """Ask a gazetteer that has no own places."""
        self._places = places
        self._near: dict[str, dict[tuple[int, int], list[tuple[_Point, str]]]] = {}

    @cached_property
    def by_ref(self) -> dict[str, PackagedUnit]:
        """Every unit by its id."""
        rows = self._places.packaged.query(_ALL_UNITS, "admin%")
        return {row[0]: PackagedUnit(*row) for row in rows}

    def rank(self, number: int) -> int:
        """The rank of a packaged place by its GeoNames number, 0 for one that it lacks."""
        rows = self._places.packaged.query(_RANK, number)
        return int(rows[0][0]) if rows else 0

    def by_name(self, level: int, name: str, country: str | None, inside: str | None) -> PackagedUnit | None:
        """The one unit of a level and country that bears a name, with or without its generic word; None for several.

        `inside` is the packaged first level unit that one of the second level must lie in, where that is known.
        """
        for loose in (False, True):
            for spelling in (name, *without_generic(name)):
                found = {
                    m.entry.id
                    for m in self._places.matches(spelling, loose=loose)
                    if m.entry.feature == f"admin{level}" and m.entry.country == country and _in(m, level, inside)
                }
                if found:
                    return self.by_ref.get(found.pop()) if len(found) == 1 else None
        return None

    def nearest(self, country: str, lat: float, lon: float) -> PackagedUnit | None:
        """The first level unit of the nearest town of the country, None where none is near enough."""
        if country not in self._near:
            self._near[country] = self._grid(country)
        grid = self._near[country]
        row, column = math.floor(lat / _CELL), math.floor(lon / _CELL)
        width = max(math.cos(math.radians(lat)), 0.05)  # degrees of longitude shrink towards the poles
        reach = math.ceil(UNIT_REACH_KM / (111.2 * width) / _CELL)
        towns = (
            (kilometres(lat, lon, *point), ref)
            for i in (row - 1, row, row + 1)
            for j in range(column - reach, column + reach + 1)
            for point, ref in grid.get((i, j), ())
        )
        far, ref = min(towns, default=(math.inf, ""))
        return self.by_ref.get(ref) if far < UNIT_REACH_KM else None

    def _grid(self, country: str) -> dict[tuple[int, int], list[tuple[_Point, str]]]:
        """A country's towns with their first level units, by the cell that they lie in."""
        grid: dict[tuple[int, int], list[tuple[_Point, str]]] = defaultdict(list)
        for lat, lon, ref in self._places.packaged.query(_TOWNS, country):
            point = (lat / 10_000, lon / 10_000)
            grid[math.floor(point[0] / _CELL), math.floor(point[1] / _CELL)].append((point, ref))
        return dict(grid)


def _in(match: PlaceMatch, level: int, inside: str | None) -> bool:
    """Whether a unit may lie in a first level unit; one of the first level lies in none."""
    return level == 1 or inside is None or match.unit == inside
