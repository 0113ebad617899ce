"""The map and the timeline of a brief as SVG: no script, no network, readable in black and white.

The outlines are Natural Earth's (data/brief/outlines.json, made by scripts/build_outlines.py). A place that is known no
closer than its province or country gets no pin: it is counted below the map.
"""

import datetime as dt
import functools
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from vedette.brief import english
from vedette.lexicon.tables import data_path
from vedette.records.brief import BriefPoint, BriefScope

WIDE: Final = 720
HIGH: Final = 460
LOW: Final = 150
"""Width of both drawings, the height of the map and of the timeline, in pixels."""
FINE: Final = frozenset({"point", "town", "district"})
_MARGIN: Final = 0.12
_LEAST: Final = 1.2
"""Degrees that a map shows at least."""
_NAMED: Final = 14
"""Places that are named on the map."""

Box = tuple[float, float, float, float]
Point = tuple[float, float]


@functools.cache
def outlines() -> dict[str, list[list[Point]]]:
    """The rings of each country by its alpha-3 code, in degrees (longitude, latitude)."""
    told = json.loads(data_path("brief", "outlines.json").read_text("utf-8"))
    return {
        code: [[(ring[n] / 100, ring[n + 1] / 100) for n in range(0, len(ring), 2)] for ring in rings]
        for code, rings in told.items()
    }


def map_of(points: Sequence[BriefPoint], scope: BriefScope) -> str:
    """The map of the incidents, numbered as in its legend; "" where no place is known closely enough."""
    placed = [p for p in points if p.lat is not None and p.lon is not None and p.precision in FINE]
    box = _box(placed, scope)
    if box is None or not placed:
        return ""
    scale = _Scale(box)
    lands = "".join(_land(code, scale, scope.country) for code in outlines() if _meets(code, box))
    by_place: dict[tuple[float, float, str], list[BriefPoint]] = defaultdict(list)
    for point in placed:
        by_place[point.lat or 0.0, point.lon or 0.0, point.where].append(point)
    ranked = sorted(by_place.items(), key=lambda item: (-sum(p.killed for p in item[1]), item[0]))
    pins = "".join(_pin(place, held, scale, named=n < _NAMED) for n, (place, held) in enumerate(ranked))
    title = f"Map of {english.counted(len(placed), 'incident')}: {scope.title}"
    return (
        f'{_begun("map", HIGH, title)}<rect width="{WIDE}" height="{HIGH}" fill="#dfe9f0"/>'
        f"{lands}{pins}{_bar(scale)}</svg>"
    )


def _begun(name: str, high: int, title: str) -> str:
    """The beginning of a drawing."""
    told = escape(title)
    return (
        f'<svg class="{name}" role="img" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" '
        f'aria-label="{told}"><title>{told}</title>'
    )


class _Scale:
    """From degrees to pixels: equirectangular, true to scale at the middle latitude."""

    def __init__(self, box: Box) -> None:
        """Fit a box of degrees (west, south, east, north) into the drawing."""
        west, south, east, north = box
        self.squeeze = math.cos(math.radians((south + north) / 2))
        self.unit = min(WIDE / ((east - west) * self.squeeze), HIGH / (north - south))
        self.west = (west + east) / 2 - WIDE / self.unit / self.squeeze / 2
        self.north = (south + north) / 2 + HIGH / self.unit / 2

    def at(self, lon: float, lat: float) -> Point:
        """Where a place is drawn."""
        return (lon - self.west) * self.unit * self.squeeze, (self.north - lat) * self.unit


def _box(placed: Sequence[BriefPoint], scope: BriefScope) -> Box | None:
    """What the map shows: the country, or what is round the places."""
    mainland = max(outlines().get(scope.country or "", []), key=len, default=[])
    about = mainland if not scope.place and not scope.incidents else []
    lons = [*(p.lon or 0.0 for p in placed), *(lon for lon, _ in about)]
    lats = [*(p.lat or 0.0 for p in placed), *(lat for _, lat in about)]
    if not lons:
        return None
    west, east, south, north = min(lons), max(lons), min(lats), max(lats)
    wide, high = max(east - west, _LEAST) * _MARGIN + _LEAST / 2, max(north - south, _LEAST) * _MARGIN + _LEAST / 2
    return west - wide, south - high, east + wide, north + high


def _meets(code: str, box: Box) -> bool:
    """Whether a country may be on the map."""
    west, south, east, north = _bounds(code)
    slack = max(box[2] - box[0], box[3] - box[1])
    return west < box[2] + slack and east > box[0] - slack and south < box[3] + slack and north > box[1] - slack


@functools.cache
def _bounds(code: str) -> Box:
    """The box round a country."""
    points = [point for ring in outlines()[code] for point in ring]
    return min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points)


def _land(code: str, scale: _Scale, own: str | None) -> str:
    """A country."""
    path = "".join(
        "M" + "L".join(f"{x:.0f},{y:.0f}" for x, y in (scale.at(*point) for point in ring)) + "Z"
        for ring in outlines()[code]
    )
    fill = "#fbf8f0" if code == own or own is None else "#eeeeea"
    return f'<path d="{path}" fill="{fill}" fill-rule="evenodd" stroke="#8a8a82" stroke-width="0.8"/>'


def _pin(place: tuple[float, float, str], held: Sequence[BriefPoint], scale: _Scale, *, named: bool) -> str:
    """The incidents at one place: a disc whose area grows with the dead, and its name."""
    lat, lon, where = place
    x, y = scale.at(lon, lat)
    killed = sum(point.killed for point in held)
    radius = 4 + min(14.0, 1.7 * math.sqrt(killed))
    told = f"{where}: {english.counted(len(held), 'incident')}" + (f", {killed:,} killed" if killed else "")
    label = _label(where, x + radius + 3, y + 4) if named and where else ""
    disc = f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.1f}" fill="#a4262c" fill-opacity="0.65" stroke="#5c1014"/>'
    return f"<g><title>{escape(told)}</title>{disc}{label}</g>"


def _label(words: str, x: float, y: float) -> str:
    """A name on the map, with a white rim so that it can be read on lines."""
    rim = 'stroke="#ffffff" stroke-width="3" paint-order="stroke"'
    return f'<text x="{x:.0f}" y="{y:.0f}" font-size="12" {rim} fill="#222222">{escape(words)}</text>'


def _bar(scale: _Scale) -> str:
    """The bar that tells how far is how much."""
    pixels = scale.unit / 111.2  # of a kilometre
    far = next((km for km in (500, 200, 100, 50, 20, 10, 5) if km * pixels < WIDE / 4), 2)
    y = HIGH - 14
    return (
        f'<g font-size="11" fill="#222222"><path d="M14,{y}h{far * pixels:.0f}" stroke="#222222" stroke-width="2"/>'
        f'<text x="14" y="{y - 5}">{far} km</text>'
        f'<text x="{WIDE - 8}" y="{HIGH - 8}" text-anchor="end">Borders: Natural Earth</text></g>'
    )


def unplaced(points: Iterable[BriefPoint]) -> list[BriefPoint]:
    """The incidents that have no pin."""
    return [p for p in points if p.lat is None or p.precision not in FINE]


def timeline_of(points: Sequence[BriefPoint], scope: BriefScope) -> str:
    """The incidents by day: a bar for each day with its dead, a mark for each incident; "" where none has a day."""
    days: dict[str, list[BriefPoint]] = defaultdict(list)
    for point in points:
        if point.day and scope.first <= point.day[:10] <= scope.last:
            days[point.day[:10]].append(point)
    if not days:
        return ""
    first, last = (dt.date.fromisoformat(day) for day in (scope.first, scope.last))
    span = max((last - first).days, 1)
    most = max(*(sum(p.killed for p in held) for held in days.values()), 1)
    drawn = "".join(_bar_of(day, held, (first, span), most) for day, held in sorted(days.items()))
    span_told = f"{english.day(scope.first)} to {english.day(scope.last)}"
    title = f"Timeline, {span_told}: incidents (dots) and people killed (bars) by day"
    axis = f'<path d="M30,{LOW - 30}H{WIDE - 30}" stroke="#555555"/>'
    ends = (
        f'<text x="30" y="{LOW - 4}">{english.day(scope.first)}</text>'
        f'<text x="{WIDE - 30}" y="{LOW - 4}" text-anchor="end">{english.day(scope.last)}</text>'
    )
    return f'{_begun("timeline", LOW, title)}{axis}{drawn}<g font-size="11" fill="#222222">{ends}</g></svg>'


def _bar_of(day: str, held: Sequence[BriefPoint], begun: tuple[dt.date, int], most: int) -> str:
    """One day: a bar for its dead with their number, and a dot for each incident."""
    first, span = begun
    x = 34 + (WIDE - 68) * (dt.date.fromisoformat(day) - first).days / span
    killed = sum(point.killed for point in held)
    high = (LOW - 60) * killed / most
    told = f"{english.day(day)}: " + "; ".join(f"{p.label}, {p.where}" if p.where else p.label for p in held)
    dots = "".join(
        f'<circle cx="{x:.0f}" cy="{LOW - 23 + 4 * n}" r="2" fill="#222222"/>' for n in range(min(len(held), 3))
    )
    number = (
        f'<text x="{x:.0f}" y="{LOW - 34 - high:.0f}" font-size="10" text-anchor="middle">{killed}</text>'
        if killed
        else ""
    )
    column = f'<rect x="{x - 3:.0f}" y="{LOW - 30 - high:.0f}" width="6" height="{high:.0f}" fill="#a4262c"/>'
    return f"<g><title>{escape(told)}</title>{column}{number}{dots}</g>"
