"""Build data/places/borders.npz, the outlines of countries, from the npm package world-atlas (Natural Earth).

    npm pack world-atlas && tar xzf world-atlas-*.tgz
    PYTHONPATH=src python scripts/build_borders.py package

Natural Earth is in the public domain; world-atlas (ISC licence) carries its 1:10m countries as TopoJSON. The arcs of
the topology are decoded, thinned once each (Douglas and Peucker 1973), so that neighbours keep one border, and packed
as whole numbers. What borders.toml beside this says of shapes without a code is used; others without one are left out.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pycountry

from vedette.lexicon.tables import read_toml

OUT = Path(__file__).resolve().parents[1] / "src" / "vedette" / "data" / "places" / "borders.npz"
RULES = Path(__file__).with_name("borders.toml")


def thinned(points: "np.ndarray[Any, Any]", tolerance: float) -> "np.ndarray[Any, Any]":
    """The points of a line (n, 2) without those that are nearer than `tolerance` to the line through the rest."""
    keep = np.zeros(len(points), dtype=bool)
    keep[[0, -1]] = True
    left = [(0, len(points) - 1)]
    while left:
        first, last = left.pop()
        if last - first < 2:  # noqa: PLR2004 - nothing lies between neighbours
            continue
        along, off = points[last] - points[first], points[first + 1 : last] - points[first]
        length = float(np.hypot(*along))
        far = np.abs(along[0] * off[:, 1] - along[1] * off[:, 0]) / length if length else np.hypot(*off.T)
        n = int(np.argmax(far))
        if far[n] > tolerance:
            keep[first + 1 + n] = True
            left += [(first, first + 1 + n), (first + 1 + n, last)]
    return points[keep]


def arcs_of(topology: dict[str, Any], tolerance: float) -> Iterator["np.ndarray[Any, Any]"]:
    """The arcs as whole numbers of the topology's grid, thinned in degrees."""
    scale = np.asarray(topology["transform"]["scale"])
    for arc in topology["arcs"]:
        points = np.cumsum(np.asarray(arc, dtype=np.int64), axis=0)
        yield (thinned(points * scale, tolerance) / scale).round().astype(np.int64)


def code_of(geometry: dict[str, Any], named: dict[str, str]) -> str | None:
    """The alpha-3 code of a shape, None where it has none."""
    found = pycountry.countries.get(numeric=geometry["id"]) if geometry.get("id") else None
    return str(found.alpha_3) if found else named.get(geometry["properties"]["name"])


def rings_of(geometry: dict[str, Any]) -> Iterator[Sequence[int]]:
    """The rings of a shape as the numbers of their arcs."""
    parts = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    for polygon in parts:
        yield from polygon


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the file; 1 where the package is not there."""
    parser = argparse.ArgumentParser(prog="build_borders", description="Outlines of countries for maps.")
    parser.add_argument("package", type=Path, help="the unpacked npm package world-atlas")
    path = parser.parse_args(arguments).package / "countries-10m.json"
    if not path.is_file():
        print(f"build_borders: {path} is not there. Unpack world-atlas first", file=sys.stderr)
        return 1
    topology, rules = json.loads(path.read_text("utf-8")), read_toml(RULES)
    arcs = list(arcs_of(topology, rules["tolerance"]))
    codes, rings, left = [], [], []
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = code_of(geometry, rules["countries"])
        if code is None:
            left.append(geometry["properties"]["name"])
            continue
        for ring in rings_of(geometry):
            codes.append(code)
            rings.append(ring)
    np.savez_compressed(
        OUT,
        scale=np.asarray(topology["transform"]["scale"]),
        translate=np.asarray(topology["transform"]["translate"]),
        deltas=np.concatenate([np.diff(arc, axis=0, prepend=np.zeros((1, 2), np.int64)) for arc in arcs]).astype(
            np.int32
        ),
        arc_sizes=np.asarray([len(arc) for arc in arcs], dtype=np.int32),
        ring_arcs=np.concatenate([np.asarray(ring) for ring in rings]).astype(np.int32),
        ring_sizes=np.asarray([len(ring) for ring in rings], dtype=np.int32),
        codes=np.asarray(codes, dtype="U3"),
    )
    size = OUT.stat().st_size // 1024
    print(f"{len(set(codes))} countries, {len(rings)} rings, {sum(map(len, arcs))} points, {size} KB in {OUT}")
    print(f"left out, as they have no code: {', '.join(left)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
