"""What the map and the timeline draw: clusters with counts, areas, days; some hundred rows, however large the desk."""

import math
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, HTTPException, Query, Request, Response

from vedette.serve.api import shapes
from vedette.serve.api.answers import told
from vedette.serve.context import web_of
from vedette.serve.families import family_of
from vedette.serve.filters import IncidentQuery, box_of, filters_of
from vedette.store import incident_map

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vedette.store.incident_map import Cell, Kind

router = APIRouter(tags=["incidents"])
WORLD: Final = 512
"""Pixels of the world's width at zoom 0."""
APART: Final = 52
"""Pixels between clusters."""
NEAR: Final = 0.8
"""Share of a square's side that the means of two clusters are apart, at least."""
WIDE: Final = 500
"""How many areas are told at most; a screen shows no more."""


class MapQuery(IncidentQuery):
    """The filters, how near the map is, and what of it is seen."""

    zoom: Annotated[float, Query(ge=0, le=24, description="The map's zoom: clusters are as wide as 52 pixels")] = 2
    view: Annotated[str, Query(max_length=200, description="What is seen: west,south,east,north")] | None = None


@router.get("/map", response_model=shapes.MapShape)
def clusters(request: Request, asked: Annotated[MapQuery, Query()]) -> Response:
    """Clusters of incidents as a map shows them at a zoom; those told no nearer than a district are areas beside."""
    web, filters = web_of(request), filters_of(asked)
    step = 360 / (WORLD * 2**asked.zoom) * APART
    view = view_of(asked.view)

    def joined() -> list[dict[str, Any]]:
        """The clusters."""
        return _joined(incident_map.cells(web.incidents, step, view, **filters), step)

    found = web.memo.of("clusters", filters | {"step": step, "view": view}, joined)
    wide = web.memo.of("wide", filters, lambda: incident_map.wide(web.incidents, **filters))
    areas = [[*one[:5], one.number, one.killed] for one in wide[:WIDE]]
    return told(request, {"clusters": found, "areas": areas, "more": len(wide) > WIDE})


def view_of(given: str | None) -> "incident_map.View | None":
    """What is seen, as numbers."""
    if given is None:
        return None
    try:
        return box_of(given)
    except ValueError as error:
        raise HTTPException(422, f"view: {error}") from error


def _joined(cells: "Iterable[Cell]", step: float) -> list[dict[str, Any]]:
    """The cells as clusters that do not cover each other: where the incidents are on average, how many of each family.

    A square whose mean lies near that of a larger one beside it goes into that.
    """
    squares: dict[tuple[int, int], list[Cell]] = {}
    for cell in cells:
        squares.setdefault((cell.x, cell.y), []).append(cell)
    kept: dict[tuple[int, int], list[Cell]] = {}
    for key, held in sorted(squares.items(), key=lambda one: (-sum(cell.number for cell in one[1]), one[0])):
        near = (kept.get((key[0] + x, key[1] + y)) for x in (-1, 0, 1) for y in (-1, 0, 1))
        taker = next((other for other in near if other and _apart(other, held) < NEAR * step), None)
        if taker is None:
            kept[key] = held
        else:
            taker.extend(held)
    found = [_cluster(held) for held in kept.values()]
    return sorted(found, key=lambda one: (-one["count"], one["lon"], one["lat"]))


def _middle(held: "list[Cell]") -> tuple[float, float]:
    """Where incidents are on average."""
    count = sum(cell.number for cell in held)
    return sum(cell.lon * cell.number for cell in held) / count, sum(cell.lat * cell.number for cell in held) / count


def _apart(one: "list[Cell]", other: "list[Cell]") -> float:
    """How far two are from each other, in degrees of longitude as Mercator draws them."""
    (lon, lat), (east, north) = _middle(one), _middle(other)
    return math.hypot(lon - east, (lat - north) / max(0.1, math.cos(math.radians(lat))))


def _cluster(held: "list[Cell]") -> dict[str, Any]:
    """Cells as one cluster."""
    kinds = Counter[str]()
    for cell in held:
        kinds[family_of(cell.type, cell.sub_event).key] += cell.number
    lon, lat = _middle(held)
    count = kinds.total()
    return {
        "lon": round(lon, 5), "lat": round(lat, 5), "count": count, "killed": sum(cell.killed for cell in held),
        "families": dict(kinds.most_common()), "id": held[0].one if count == 1 else None,
    }  # fmt: skip


@router.get("/timeline", response_model=shapes.TimelineShape)
def timeline(request: Request, asked: Annotated[IncidentQuery, Query()]) -> Response:
    """How many incidents begin on each day, whatever days are asked for; and how many of each family within them."""
    web = web_of(request)
    whole = asked.model_copy(update={"first": None, "last": None, "days": None})
    filters = filters_of(whole)
    rows = web.memo.of("days", filters, lambda: incident_map.days(web.incidents, **filters))
    known = [[one.day, one.number, one.killed] for one in rows if one.day]
    undated = sum(one.number for one in rows if not one.day)
    return told(request, {"days": known, "undated": undated})


def by_family(kinds: "Iterable[Kind]") -> dict[str, int]:
    """How many of each family, the most first."""
    found = Counter[str]()
    for kind in kinds:
        found[family_of(kind.type, kind.sub_event).key] += kind.number
    return dict(found.most_common())
