"""Cutting a convex cell to an outline with bays, islands and holes: what of the cell is the country's, as closed rings.

In the manner of Weiler and Atherton (1977), for a convex window: the parts of the outline's rings that lie in the cell
are kept, and from where one leaves the cell the cell's own edge is followed, ground on the left, to where the next one
enters it. Each segment is cut by all edges of the cell at once (Cyrus and Beck 1978).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vedette.track.borders import inside

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a ring in the cell: its corners, and where on the cell's edge it enters and leaves it.

    Places on the edge are counted in corners of the cell: 2.5 is midway between the third and the fourth.
    """

    corners: "Floats"
    enters: float
    leaves: float


def clipped(cell: "Floats", rings: "Sequence[Floats]") -> "list[Floats]":
    """The rings (open, ground on the left) of what a cell and an outline share; [] where they share nothing.

    `cell` is convex and counter-clockwise (n, 2), the rings are closed with ground on their left. Holes of the outline
    come as rings that go clockwise.
    """
    pieces: list[_Piece] = []
    whole: list[Floats] = []
    for ring in rings:
        found = list(_pieces(cell, ring))
        pieces += found
        if not found and _holds(cell, ring[0]):
            whole.append(ring[:-1])
    if pieces:
        return [*_joined(cell, pieces), *whole]
    if inside(rings, float(cell[0, 0]), float(cell[0, 1])):
        return [cell, *whole]
    return whole


def _sides(cell: "Floats") -> "tuple[Floats, Floats]":
    """The outward directions of the cell's edges, and how far each edge is along its own."""
    along = np.roll(cell, -1, axis=0) - cell
    out = np.column_stack([along[:, 1], -along[:, 0]])
    return out, np.einsum("ij,ij->i", out, cell)


def _holds(cell: "Floats", point: "Floats") -> bool:
    """Whether a point lies in the cell."""
    out, reach = _sides(cell)
    return bool((out @ point <= reach).all())


def _pieces(cell: "Floats", ring: "Floats") -> Iterator[_Piece]:
    """The parts of a ring in the cell, none where it nowhere crosses the cell's edge."""
    begins, ends, by, to = _segments(cell, ring)
    inner = np.flatnonzero(begins < ends)
    if not len(inner) or (len(inner) == len(begins) and not begins.any() and (ends == 1).all()):
        return
    starts = [n for n in inner if begins[n] > 0]
    for start in starts:
        first = ring[start] + begins[start] * (ring[start + 1] - ring[start])
        corners, n = [first], start
        while ends[n] == 1:
            corners.append(ring[n + 1])
            n = (n + 1) % len(begins)
            if begins[n] >= ends[n] or begins[n] > 0:
                break
        else:
            corners.append(ring[n] + ends[n] * (ring[n + 1] - ring[n]))
        kept = np.asarray(corners)
        yield _Piece(kept, _along(cell, kept[0], int(by[start])), _along(cell, kept[-1], int(to[n])))


def _segments(cell: "Floats", ring: "Floats") -> "tuple[Floats, Floats, NDArray[np.int64], NDArray[np.int64]]":
    """For each segment of a ring the share of it at which it is in the cell: from, to, and by which edges."""
    number = len(ring) - 1
    begins, ends = np.full(number, np.inf), np.full(number, -np.inf)
    by, to = np.zeros(number, dtype=np.int64), np.zeros(number, dtype=np.int64)
    near = _near(cell, ring)
    if len(near):
        begins[near], ends[near], by[near], to[near] = _cut(cell, ring[near], ring[near + 1])
    return begins, ends, by, to


def _near(cell: "Floats", ring: "Floats") -> "NDArray[np.int64]":
    """The segments of a ring whose boxes meet the cell's: few of a long one."""
    low, high = cell.min(axis=0), cell.max(axis=0)
    under, over = ring < low, ring > high
    missed = (under[:-1] & under[1:]) | (over[:-1] & over[1:])
    return np.flatnonzero(~missed.any(axis=1))


def _cut(
    cell: "Floats", begin: "Floats", end: "Floats"
) -> "tuple[Floats, Floats, NDArray[np.int64], NDArray[np.int64]]":
    """The same of segments by their ends."""
    out, reach = _sides(cell)
    here = begin @ out.T - reach  # how far each begins beyond each edge
    step = end @ out.T - reach - here
    with np.errstate(divide="ignore", invalid="ignore"):
        at = -here / step
    comes = np.where(step < 0, at, np.where((step == 0) & (here > 0), np.inf, -np.inf))
    goes = np.where(step > 0, at, np.inf)
    by, to = comes.argmax(axis=1), goes.argmin(axis=1)
    return np.maximum(comes.max(axis=1), 0.0), np.minimum(goes.min(axis=1), 1.0), by, to


def _along(cell: "Floats", point: "Floats", edge: int) -> float:
    """Where on the cell's edge a point is, in corners."""
    start, end = cell[edge], cell[(edge + 1) % len(cell)]
    length = float(np.hypot(*(end - start)))
    return edge + min(float(np.hypot(*(point - start))) / length if length else 0.0, 1.0 - 1e-12)


def _joined(cell: "Floats", pieces: Sequence[_Piece]) -> "list[Floats]":
    """The rings that pieces make with the cell's edge between them."""
    left = dict(enumerate(pieces))
    found = []
    while left:
        first = min(left)
        piece = left.pop(first)
        corners: list[Floats] = []
        begun = piece.enters
        while True:
            corners.extend(piece.corners)
            entries = {n: (p.enters - piece.leaves) % len(cell) for n, p in left.items()}
            back = (begun - piece.leaves) % len(cell)
            n = min(entries, key=lambda k: entries[k], default=None)
            nearer = n is not None and entries[n] < back
            corners.extend(_corners(cell, piece.leaves, entries[n] if nearer and n is not None else back))
            if not nearer or n is None:
                break
            piece = left.pop(n)
        found.append(np.asarray(corners))
    return found


def _corners(cell: "Floats", begin: float, far: float) -> "Iterator[Floats]":
    """The cell's corners that are passed going along its edge from a place on it, so far."""
    corner = int(np.floor(begin)) + 1
    while corner < begin + far:
        yield cell[corner % len(cell)]
        corner += 1
