"""Build data/brief/outlines.json: the outlines of countries for the maps of briefs, from Natural Earth.

    npm pack world-atlas && tar xzf world-atlas-2.0.2.tgz
    python scripts/build_outlines.py package/countries-50m.json

world-atlas (ISC) packages Natural Earth's countries (public domain) as TopoJSON. Lines are thinned to about 5 km and
coordinates kept to hundredths of a degree. Natural Earth draws borders as they are held on the ground, which is no
judgement on whose they are.
"""

import json
import math
import sys
from pathlib import Path
from typing import Any, Final

import pycountry

OUT: Final = Path(__file__).parent.parent / "src" / "vedette" / "data" / "brief" / "outlines.json"
TOLERANCE: Final = 0.045
"""Degrees by which a thinned line may miss the true one."""
SMALLEST: Final = 0.004
"""Square degrees: smaller islands are left out, unless a country has no larger part."""
BY_NAME: Final = {"Kosovo": "XKX", "N. Cyprus": "CYP", "Somaliland": "SOM"}
"""What has no number in ISO 3166."""

Point = tuple[float, float]


def main(path: str) -> None:
    """Read the TopoJSON and write the table."""
    world = json.loads(Path(path).read_text("utf-8"))
    arcs = [_unpacked(arc, world["transform"]) for arc in world["arcs"]]
    found: dict[str, list[list[int]]] = {}
    for shape in world["objects"]["countries"]["geometries"]:
        code = _code(shape)
        if code is not None:
            found.setdefault(code, []).extend(_rings(shape, arcs))
    OUT.write_text(json.dumps(dict(sorted(found.items())), separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{OUT}: {len(found)} countries, {OUT.stat().st_size:,} bytes")


def _code(shape: dict[str, Any]) -> str | None:
    """The alpha-3 code of a shape, None for what has none."""
    name = shape["properties"]["name"]
    known = pycountry.countries.get(numeric=str(shape.get("id", "")).zfill(3))
    return BY_NAME.get(name) or (known.alpha_3 if known else None)


def _unpacked(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    """An arc in degrees, thinned."""
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step in arc:
        x, y = x + step[0], y + step[1]
        points.append((x * kx + dx, y * ky + dy))
    return _thinned(points)


def _thinned(points: list[Point]) -> list[Point]:
    """A line with the points that matter, by Douglas and Peucker (1973)."""
    keep, open_ = {0, len(points) - 1}, [(0, len(points) - 1)]
    while open_:
        first, last = open_.pop()
        far = max(range(first + 1, last), key=lambda n: _off(points[n], points[first], points[last]), default=None)
        if far is not None and _off(points[far], points[first], points[last]) > TOLERANCE:
            keep.add(far)
            open_ += [(first, far), (far, last)]
    return [points[n] for n in sorted(keep)]


def _off(point: Point, one: Point, other: Point) -> float:
    """How far a point is from the line between two."""
    (x, y), (x1, y1), (x2, y2) = point, one, other
    length = math.hypot(x2 - x1, y2 - y1)
    if length == 0:
        return math.hypot(x - x1, y - y1)
    return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length


def _rings(shape: dict[str, Any], arcs: list[list[Point]]) -> list[list[int]]:
    """The outer and inner rings of a shape: longitudes and latitudes in turn, in hundredths of a degree."""
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    rings = []
    for ring in (ring for polygon in polygons for ring in polygon):
        points: list[Point] = []
        for number in ring:
            part = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += part[1:] if points else part
        rings.append(points)
    large = [ring for ring in rings if _area(ring) >= SMALLEST] or rings[:1]
    return [[round(100 * value) for point in ring for value in point] for ring in large]


def _area(ring: list[Point]) -> float:
    """The area of a ring in square degrees."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


if __name__ == "__main__":
    main(sys.argv[1])
