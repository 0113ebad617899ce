"""Map shapes of who holds what: GeoJSON (RFC 7946) with a point for each place and an area round it.

An area is the part of a circle round the place that is nearer to it than to any other place of the map: a Voronoi cell
(Dirichlet 1850, Voronoi 1908) cut to at most `map.radius_km` of data/track/control.toml. It is found by cutting a
polygon along the line midway to each neighbour (Sutherland and Hodgman 1974), and ends at the outline of the place's
country, or of the one whose outline the place lies in (track/borders.py): where the two differ, both count, so that no
area ends where only the drawing of a disputed border would have it. It shows whose word reaches where, and is no front
line: no roads or relief are known to it, nor the borders of provinces.
"""

import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from vedette.track.borders import inside, outlines
from vedette.track.clipping import clipped
from vedette.track.control import Spell, status_of
from vedette.track.rules import control_rules

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vedette.records.place import Place

    Floats = NDArray[np.float64]

KM_PER_DEGREE: Final = 111.195  # of latitude, on a sphere of 6,371 km
DIGITS: Final = 6
_SAME: Final = 1e-6  # km; nearer places share their area
_LEAST: Final = 0.01  # cosine of the latitude, so that the poles divide by something


def feature_collection(
    standing: Mapping[str, Sequence[Spell]], places: "Mapping[str, Place]", day: str | None
) -> dict[str, Any]:
    """The places that are held on a day as a GeoJSON FeatureCollection; those without coordinates are left out.

    Each place has a Point, and a Polygon or MultiPolygon where its precision is one of `map.areas` and something of its
    area is on land; the property `shape` tells them apart, `status` is assessed, claimed, contested or lost, and
    `within` names the countries in whose outlines the area was kept (none: it was not cut).
    """
    shown = [(places[p], spells) for p, spells in sorted(standing.items()) if places[p].lat is not None]
    rules = control_rules().map
    wide = [place.precision in rules.areas for place, _ in shown]
    cells = iter(areas([_point(place) for (place, _), w in zip(shown, wide, strict=True) if w]))
    found = []
    for (place, spells), w in zip(shown, wide, strict=True):
        told = properties(place, spells, day)
        point = {"type": "Point", "coordinates": list(_point(place))}
        found.append(_feature(point, told | {"shape": "point"}))
        if w and (ring := next(cells)):
            within = _countries(place)
            found += [_feature(shape, told | {"shape": "area", "within": within}) for shape in _within(ring, within)]
    return {"type": "FeatureCollection", "features": found}


def _countries(place: "Place") -> list[str]:
    """The countries in whose outlines a place's area stays: its own, and the one whose outline it lies in."""
    around = outlines().around(*_point(place))
    return [code for code in dict.fromkeys((place.country, around)) if code and outlines().of(code)]


def _within(corners: list[list[float]], countries: Sequence[str]) -> list[dict[str, Any]]:
    """What is left of an area in the outlines of countries, as one geometry; [] where nothing is."""
    if not countries:
        return [{"type": "Polygon", "coordinates": [corners]}]
    cell = np.asarray(corners[:-1], dtype=np.float64)
    low, high = cell.min(axis=0), cell.max(axis=0)
    known = [outline.near(low, high) for code in countries if (outline := outlines().of(code))]
    rings = [closed for near in known for ring in clipped(cell, near) if (closed := _closed(ring))]
    polygons = _polygons(rings)
    if not polygons:
        return []
    if len(polygons) == 1:
        return [{"type": "Polygon", "coordinates": polygons[0]}]
    return [{"type": "MultiPolygon", "coordinates": polygons}]


def _polygons(rings: Sequence[list[list[float]]]) -> list[list[list[list[float]]]]:
    """Rings as polygons, each with the holes that lie in it."""
    polygons = [[ring] for ring in rings if _signed(ring) > 0]
    for hole in (ring for ring in rings if _signed(ring) < 0):
        around = (p for p in polygons if inside([np.asarray(p[0], dtype=np.float64)], *hole[0]))
        if (own := next(around, None)) is not None:
            own.append(hole)
    return polygons


def _signed(ring: Sequence[Sequence[float]]) -> float:
    """Twice the area of a closed ring, positive where it goes counter-clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))


def properties(place: "Place", spells: Sequence[Spell], day: str | None) -> dict[str, Any]:
    """What a map may tell and how it may draw it: the surest holder first, the others beside it."""
    ranked = sorted(spells, key=lambda s: (s.kind == "contested", -s.sure, s.start, s.side))
    first, kind = ranked[0], status_of(spells)
    return {
        "place": place.id, "name": place.name, "country": place.country, "precision": place.precision, "at": day,
        "status": kind, "holder": None if first.kind in {"contested", "lost"} else first.holder,
        "side": first.side, "since": first.start, "gained": first.gained, "last": first.last, "sure": first.sure,
        "why": first.why, "asserted_by": list(first.asserted), "denied_by": list(first.denied),
        "others": [{"holder": s.holder, "kind": s.kind, "since": s.start, "sure": s.sure} for s in ranked[1:]],
        "reports": sorted({f.report for s in ranked for f in s.evidence}), **control_rules().map.draw[kind],
    }  # fmt: skip


def areas(points: Sequence[tuple[float, float]]) -> list[list[list[float]]]:
    """The area of each point (longitude, latitude) as a closed ring, counter-clockwise; [] where nothing is left."""
    if not points:
        return []
    lon_lat = np.asarray(points, dtype=np.float64)
    return [_ring(lon_lat, n) for n in range(len(points))]


def _ring(points: "Floats", n: int) -> list[list[float]]:
    """One point's area."""
    rules = control_rules().map
    scale = np.array([KM_PER_DEGREE * max(np.cos(np.radians(points[n, 1])), _LEAST), KM_PER_DEGREE])
    angles = np.linspace(0, 2 * np.pi, rules.corners, endpoint=False)
    polygon = rules.radius_km * np.column_stack([np.cos(angles), np.sin(angles)])
    away = (points - points[n]) * scale
    distance = np.hypot(away[:, 0], away[:, 1])
    for k in np.flatnonzero((distance > _SAME) & (distance < 2 * rules.radius_km)):
        polygon = cut(polygon, away[k] / distance[k], distance[k] / 2)
    for normal, reach in _edges(points[n]):
        polygon = cut(polygon, normal, reach * float(scale @ np.abs(normal)))
    return _closed(polygon / scale + points[n])


def _edges(point: "Floats") -> "list[tuple[Floats, float]]":
    """The edges of the map as directions and degrees from a point."""
    lon, lat = float(point[0]), float(point[1])
    sides = [(1, 0, 180 - lon), (-1, 0, 180 + lon), (0, 1, 90 - lat), (0, -1, 90 + lat)]
    return [(np.array([x, y], dtype=np.float64), reach) for x, y, reach in sides]


def cut(polygon: "Floats", normal: "Floats", reach: float) -> "Floats":
    """The part of a convex polygon (n, 2) where `normal`, of length 1, times a point is at most `reach`."""
    if not len(polygon):
        return polygon
    over = polygon @ normal - reach
    kept = []
    for n in range(len(polygon)):
        here, after = over[n], over[(n + 1) % len(polygon)]
        if here <= 0:
            kept.append(polygon[n])
        if (here < 0 < after) or (after < 0 < here):
            kept.append(polygon[n] + (polygon[(n + 1) % len(polygon)] - polygon[n]) * (here / (here - after)))
    return np.asarray(kept, dtype=np.float64).reshape(-1, 2)


def _closed(corners: "Floats") -> list[list[float]]:
    """Corners as a closed ring of rounded numbers, each once."""
    rounded = [[round(float(x), DIGITS), round(float(y), DIGITS)] for x, y in corners]
    ring = [corner for n, corner in enumerate(rounded) if corner != rounded[n - 1]]
    return [*ring, ring[0]] if len(ring) > 2 else []  # noqa: PLR2004 - a polygon has three corners


def _point(place: "Place") -> tuple[float, float]:
    """Longitude and latitude."""
    return round(place.lon or 0.0, DIGITS), round(place.lat or 0.0, DIGITS)


def _feature(geometry: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """A GeoJSON feature."""
    return {"type": "Feature", "geometry": geometry, "properties": told}
