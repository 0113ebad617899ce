"""The outlines of countries: Natural Earth by way of world-atlas (TopoJSON), which ships with the web pages."""

import functools
import json
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, Final, NamedTuple

from vedette.errors import DataFileError
from vedette.export.crosswalk import regions
from vedette.lexicon.tables import data_path

Ring = tuple[tuple[float, float], ...]
"""Longitudes and latitudes, the first point again at the end."""

_NO_NUMBER: Final = {"Kosovo": "XKX"}
"""Countries that have no number in ISO 3166-1, and so none in the atlas."""


class Country(NamedTuple):
    """A country's outline: `iso3` is None for one of no code, `polygons` are the rings of each, outer first."""

    iso3: str | None
    name: str
    polygons: tuple[tuple[Ring, ...], ...]


@functools.cache
def countries() -> tuple[Country, ...]:
    """Every country's outline at 1:50 million; raises DataFileError where the file is missing or is none."""
    path = data_path("..", "serve", "static", "countries-50m.json").resolve()
    try:
        told = json.loads(path.read_text("utf-8"))
        arcs = _arcs(told)
        return tuple(_country(one, arcs) for one in told["objects"]["countries"]["geometries"])
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise DataFileError(path, None, f"is no atlas: {error}", "Build it anew: make web") from error


def _arcs(told: dict[str, Any]) -> list[Ring]:
    """The lines that outlines are put together from: each point is told by its step from the one before."""
    (step_x, step_y), (left, low) = told["transform"]["scale"], told["transform"]["translate"]
    found = []
    for arc in told["arcs"]:
        xs, ys = accumulate(point[0] for point in arc), accumulate(point[1] for point in arc)
        found.append(tuple((x * step_x + left, y * step_y + low) for x, y in zip(xs, ys, strict=True)))
    return found


def _country(told: dict[str, Any], arcs: Sequence[Ring]) -> Country:
    """One country."""
    name = told["properties"]["name"]
    polygons = told.get("arcs", [])
    polygons = [polygons] if told["type"] == "Polygon" else polygons
    rings = tuple(tuple(_ring(ring, arcs) for ring in polygon) for polygon in polygons)
    return Country(_by_number().get(told.get("id", ""), _NO_NUMBER.get(name)), name, rings)


def _ring(pieces: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    """A ring from its arcs; a negative number is that of an arc that is gone along backwards."""
    return tuple(_points(pieces, arcs))


def _points(pieces: Sequence[int], arcs: Sequence[Ring]) -> Iterator[tuple[float, float]]:
    """The points of arcs one after the other; where two meet, the point is told once."""
    for number, piece in enumerate(pieces):
        arc = arcs[piece] if piece >= 0 else arcs[~piece][::-1]
        yield from arc if number == 0 else arc[1:]


@functools.cache
def _by_number() -> dict[str, str]:
    """Alpha-3 codes by ISO 3166-1 numeric code."""
    return {row.numeric: row.iso3 for row in regions().values() if row.numeric}
