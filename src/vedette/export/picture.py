"""The map as a picture: SVG drawn from Natural Earth's outlines, and PNG of it, without a browser."""

import functools
import math
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, Final, NamedTuple

from vedette.export.atlas import Country, Ring, countries
from vedette.export.exporter import ExportError
from vedette.export.kinds import kinds
from vedette.export.mapping import MapView, Mark, beside, legend, size
from vedette.export.xmlwrite import element, holding, start

WIDTH, HEIGHT, LEGEND, HEAD, FOOT = 1200, 760, 250, 54, 44
"""Pixels of the map, the legend beside it, and what is above and below."""

LAND, SEA, BORDER, TINT, INK, QUIET = "#f4f1ea", "#dce6ec", "#b9b3a6", "#e8d5b0", "#222222", "#666666"
FONT: Final = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', 'Noto Sans', sans-serif"
_POLE: Final = 84.0
_EDGE: Final = 180
_KM_PER_DEGREE: Final = 111.32
_LEAST_SPAN: Final = math.radians(2.5)
_MARGIN: Final = 0.12
_LETTER: Final = 0.61
_LABELS: Final = 14
_LARGE: Final = 1600.0
_SEEN: Final = 30
_GRID: Final = 9
_DEATHS: Final = (0, 10, 100, 1000)

Box = tuple[float, float, float, float]


class Frame(NamedTuple):
    """A piece of the world in Mercator's projection, set onto the picture: scale in pixels per radian, size in pixels.

    `digits` of a pixel are written, and outlines of less than `least` pixels left out.
    """

    left: float
    top: float
    scale: float
    width: int = WIDTH
    height: int = HEIGHT
    digits: int = 1
    least: float = 1.0

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point is in the picture."""
        x, y = mercator(lon, lat)
        return (x - self.left) * self.scale, (self.top - y) * self.scale


class Outline(NamedTuple):
    """A ring that is whole beyond 180 degrees, and the degrees between which it lies."""

    points: tuple[tuple[float, float], ...]
    west: float
    east: float
    south: float
    north: float


@functools.cache
def _outlined() -> tuple[tuple[Country, tuple[Outline, ...]], ...]:
    """Every country with its outlines: worked out once, most of a map's time goes into them."""
    rings = ((one, (ring for polygon in one.polygons for ring in polygon)) for one in countries())
    return tuple((one, tuple(_outline(ring) for ring in those)) for one, those in rings)


@functools.cache
def _by_size() -> tuple[tuple[Country, Outline], ...]:
    """Every country with the outline of its largest part, the largest first."""
    found = [(one, _main(one)) for one in countries() if one.polygons]
    return tuple((one, _outline(main)) for one, main in sorted(found, key=lambda pair: -_area(pair[1])))


def _outline(ring: Ring) -> Outline:
    """A ring with its bounds."""
    points = tuple(unwrapped(ring))
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    return Outline(points, min(lons), max(lons), min(lats), max(lats))


def mercator(lon: float, lat: float) -> tuple[float, float]:
    """Mercator's projection of degrees, in radians of the equator; the poles are cut off."""
    bounded = math.radians(max(-_POLE, min(_POLE, lat)))
    return math.radians(lon), math.log(math.tan(math.pi / 4 + bounded / 2))


def svg(shown: MapView) -> str:
    """The picture as SVG; it holds texts of foreign pages as texts only."""
    frame = _frame(shown, WIDTH, HEIGHT)
    across, down = WIDTH + LEGEND, HEAD + HEIGHT + FOOT
    head = start("svg", [
        ("xmlns", "http://www.w3.org/2000/svg"), ("width", across), ("height", down),
        ("viewBox", f"0 0 {across} {down}"), ("font-family", FONT), ("role", "img"),
    ])  # fmt: skip
    clip = f'<clipPath id="m"><rect width="{WIDTH}" height="{HEIGHT}"/></clipPath>'
    body = f'<g transform="translate(0 {HEAD})"><g clip-path="url(#m)">{_ground(shown, frame)}</g></g>'
    sheet = f'<rect width="{across}" height="{down}" fill="#ffffff"/>'
    title = element("title", f"{shown.about.title}: {shown.shown} incidents")
    return "".join([head, title, clip, sheet, *_head(shown), body, *_legend(shown), *_foot(shown), "</svg>\n"])


def small_svg(shown: MapView, width: int = 620, height: int = 330) -> str:
    """The map alone, `width` by `height` pixels at most, to stand in a page among other things; texts are texts only.

    Outlines are coarser than those of `svg`. It has no ids: several may be in one page. What has no mark is not told
    here, see `mapping.beside`.
    """
    attributes = [
        ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", f"0 0 {width} {height}"), ("role", "img"),
        ("font-family", FONT), ("style", f"display:block;width:100%;max-width:{width}px;height:auto;overflow:hidden"),
    ]  # fmt: skip
    frame = _frame(shown, width, height)._replace(digits=0, least=2.0)
    title = element("title", f"{shown.about.title}: {shown.shown}")
    return f"{start('svg', attributes)}{title}{_ground(shown, frame)}</svg>"


def _ground(shown: MapView, frame: Frame) -> str:
    """The map itself: sea, land, reaches, marks, names."""
    taken: list[Box] = []
    marks = "".join(_drawn(mark, frame) for mark in shown.marks)
    names = "".join([*_place_names(shown, frame, taken), *_country_names(shown, frame, taken)])
    reach = "".join(_reach(mark, frame) for mark in shown.marks if mark.reach)
    ground = f'<rect width="{frame.width}" height="{frame.height}" fill="{SEA}"/>{"".join(_outlines(shown, frame))}'
    return f"{ground}{reach}{marks}{names}"


def png(picture: str, zoom: float = 2.0) -> bytes:
    """The picture as PNG. Raises ExportError where the renderer is not installed, or finds no font to write with."""
    try:
        import resvg_py  # noqa: PLC0415 - an extra
    except ImportError as error:
        msg = (
            "PNG needs resvg-py, which is not installed. Install it with: pip install 'vedette[picture]'; or write .svg"
        )
        raise ExportError(msg) from error
    if not _can_write(resvg_py):
        msg = "PNG needs a font, and this machine has none. Install one (Debian: fonts-dejavu-core), or write .svg"
        raise ExportError(msg)
    return bytes(resvg_py.svg_to_bytes(svg_string=picture, zoom=zoom))


def _can_write(resvg: Any) -> bool:  # noqa: ANN401 - it has no types
    """Whether a letter leaves anything on the sheet; without a font texts are left out without a word."""
    sheet = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">{}</svg>'
    letter = sheet.format(f'<text x="2" y="16" font-family="{FONT}">M</text>')
    empty = bytes(resvg.svg_to_bytes(svg_string=sheet.format(""), skip_system_fonts=True))
    return bytes(resvg.svg_to_bytes(svg_string=letter)) != empty


def _frame(shown: MapView, width: int, height: int) -> Frame:
    """What is to be seen: all marks and shaded countries with a margin, in the picture's proportions."""
    points = [point for mark in shown.marks for point in _corners(mark)]
    if not points:
        points = [mercator(*point) for one in countries() if one.iso3 in shown.countries for point in _main(one)]
    points = points or [mercator(-170, -57), mercator(180, 78)]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    wide = max(max(xs) - min(xs), _LEAST_SPAN) * (1 + 2 * _MARGIN)
    high = max(max(ys) - min(ys), _LEAST_SPAN) * (1 + 2 * _MARGIN)
    wide = min(max(wide, high * width / height), 2 * math.pi)
    scale = min(width / wide, height / high)
    middle = ((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)
    return Frame(middle[0] - width / scale / 2, middle[1] + height / scale / 2, scale, width, height)


def _corners(mark: Mark) -> list[tuple[float, float]]:
    """What is to be in sight of a mark: itself with its reach."""
    up, across = mark.reach / _KM_PER_DEGREE, mark.reach / _KM_PER_DEGREE / math.cos(math.radians(mark.lat))
    ends = [(mark.lon - across, mark.lat - up), (mark.lon + across, mark.lat + up)]
    return [mercator(lon, lat) for lon, lat in ends]


def _main(country: Country) -> Ring:
    """The outline of a country's largest part."""
    return max((polygon[0] for polygon in country.polygons), key=_area)


def _area(ring: Iterable[tuple[float, float]]) -> float:
    """The area of a ring in the units of its points squared."""
    points = list(ring)
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def _outlines(shown: MapView, frame: Frame) -> Iterator[str]:
    """The countries that are in sight; those are shaded in which something took place that is known no closer."""
    for one, outlines in _outlined():
        path = "".join(_path(outline, frame) for outline in outlines)
        if path:
            fill = TINT if one.iso3 in shown.countries else LAND
            yield f'<path d="{path}" fill="{fill}" fill-rule="evenodd" stroke="{BORDER}" stroke-width="0.8"/>'


def _path(outline: Outline, frame: Frame) -> str:
    """An outline as a path; nothing where it is out of sight or smaller than a pixel."""
    turns = [turn for turn in (-360, 0, 360) if outline.west + turn < _EDGE and outline.east + turn > -_EDGE]
    return "".join(_piece(outline, turn, frame) for turn in turns)


def _bounds(outline: Outline, turn: int, frame: Frame) -> Box:
    """Between which pixels an outline lies: left, top, right, bottom."""
    return *frame.at(outline.west + turn, outline.north), *frame.at(outline.east + turn, outline.south)


def unwrapped(ring: Ring) -> Iterator[tuple[float, float]]:
    """A ring that goes on beyond 180 degrees instead of leaping to the other side of the map."""
    turn, before = 0, ring[0][0]
    for lon, lat in ring:
        turn += -360 if lon - before > _EDGE else 360 if before - lon > _EDGE else 0
        before = lon
        yield lon + turn, lat


def _piece(outline: Outline, turn: int, frame: Frame) -> str:
    """An outline, turned about the world, as a path."""
    left, top, right, bottom = _bounds(outline, turn, frame)
    if right < 0 or left > frame.width or bottom < 0 or top > frame.height:
        return ""
    if right - left < frame.least and bottom - top < frame.least:
        return ""
    points = [frame.at(lon + turn, lat) for lon, lat in outline.points]
    points = points if frame.digits else list(_thinned(points, frame.least))
    told = dict.fromkeys(f"{x:.{frame.digits}f} {y:.{frame.digits}f}" for x, y in points)
    return f"M{'L'.join(told)}z"


def _thinned(points: list[tuple[float, float]], step: float) -> Iterator[tuple[float, float]]:
    """Points without those that are less than a step from the one before."""
    before = (math.inf, math.inf)
    for point in points:
        if math.dist(before, point) >= step:
            before = point
            yield point


def _drawn(mark: Mark, frame: Frame) -> str:
    """A mark in its kind's shape and colour, with a light edge; pointed at, it says what it is."""
    x, y = frame.at(mark.lon, mark.lat)
    where = f"translate({x + mark.dx:.1f} {y + mark.dy:.1f}) scale({mark.size})"
    shape = kinds().shapes[mark.kind.shape]
    told = element("title", f"{mark.title}; {mark.told['when']}; {mark.told['status']}")
    return holding(
        "path", told, transform=where, d=shape, fill=mark.kind.colour, stroke="#ffffff",
        **{"fill-rule": "evenodd", "stroke-width": f"{1.2 / mark.size:.2f}", "fill-opacity": "0.9"},
    )  # fmt: skip


def _reach(mark: Mark, frame: Frame) -> str:
    """The reach of a place that is no more than a district or a province."""
    x, y = frame.at(mark.lon, mark.lat)
    radius = math.radians(mark.reach / _KM_PER_DEGREE) / math.cos(math.radians(mark.lat)) * frame.scale
    look = f'fill="{mark.kind.colour}" fill-opacity="0.10" stroke="{mark.kind.colour}" stroke-opacity="0.6"'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {look} stroke-dasharray="4 3"/>'


def _room(x: float, y: float, text: str, height: float, taken: list[Box], frame: Frame) -> bool:
    """Whether a text fits there without covering another one; if so, the room is taken."""
    box = (x, y - height, x + len(text) * height * _LETTER, y)
    if box[0] < 0 or box[2] > frame.width or box[1] < 0 or box[3] > frame.height:
        return False
    if any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
        return False
    taken.append(box)
    return True


def _place_names(shown: MapView, frame: Frame, taken: list[Box]) -> Iterator[str]:
    """The names of the places with the largest marks, as far as there is room."""
    named: set[str] = set()
    for mark in shown.marks:
        if mark.place and mark.place not in named and len(named) < _LABELS:
            x, y = frame.at(mark.lon, mark.lat)
            x, y = x + 10 * mark.size + 2, y + 4
            if _room(x, y, mark.place, 12, taken, frame):
                named.add(mark.place)
                yield _text(x, y, mark.place, 12, INK, halo=True)


def _country_names(shown: MapView, frame: Frame, taken: list[Box]) -> Iterator[str]:
    """The names of countries that are large enough in sight, and how many incidents are known by the country alone."""
    for one, outline in _by_size():
        left, top, right, bottom = _bounds(outline, 0, frame)
        if right < 0 or left > frame.width or bottom < 0 or top > frame.height:
            continue
        points = [frame.at(lon, lat) for lon, lat in outline.points]
        number = shown.countries.get(one.iso3 or "", 0)
        name = f"{one.name} ({number})" if number else one.name
        middle = _middle(points, frame) if _area(points) > _LARGE else None
        if middle is None:
            continue
        x = middle[0] - len(name) * 13 * _LETTER / 2
        if _room(x, middle[1], name, 13, taken, frame):
            yield _text(x, middle[1], name, 13, "#7a7264", halo=True, style="italic")


def _middle(ring: list[tuple[float, float]], frame: Frame) -> tuple[float, float] | None:
    """The middle of what is in sight of an outline: of points of a grid, the inner one nearest to their mean."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    left, right, top, bottom = max(0, min(xs)), min(frame.width, max(xs)), max(0, min(ys)), min(frame.height, max(ys))
    if right - left < _SEEN or bottom - top < _SEEN:
        return None
    grid = [(left + (right - left) * (i + 0.5) / _GRID, top + (bottom - top) * (k + 0.5) / _GRID)
            for i in range(_GRID) for k in range(_GRID)]  # fmt: skip
    inner = [point for point in grid if _inside(point, ring)]
    if not inner:
        return None
    mean = (sum(x for x, _ in inner) / len(inner), sum(y for _, y in inner) / len(inner))
    return min(inner, key=lambda point: math.dist(point, mean))


def _inside(point: tuple[float, float], ring: list[tuple[float, float]]) -> bool:
    """Whether a point is in an outline: a line from it to the right crosses that an odd number of times."""
    x, y = point
    crossings = 0
    for (ax, ay), (bx, by) in pairwise(ring):
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            crossings += 1
    return crossings % 2 == 1


def _text(x: float, y: float, text: str, height: float, colour: str, *, halo: bool = False, style: str = "") -> str:
    """A line of text; with a light edge where it stands on the map."""
    look: dict[str, object] = {"x": f"{x:.1f}", "y": f"{y:.1f}", "font-size": height, "fill": colour}
    if style:
        look["font-style"] = style
    if halo:
        look |= {"stroke": "#ffffff", "stroke-width": 3, "stroke-opacity": 0.8, "paint-order": "stroke"}
    return element("text", text, **look)


def _head(shown: MapView) -> Iterator[str]:
    """The title, and what was asked."""
    about = shown.about
    yield _text(16, 26, about.title, 20, INK)
    asked = "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in about.asked.items())
    yield _text(16, 44, _cut(f"{shown.shown} incidents" + (f" ({asked})" if asked else ""), 12, WIDTH), 12, QUIET)


def _legend(shown: MapView) -> Iterator[str]:
    """Shapes with the number of incidents of each kind, and how deaths are drawn."""
    x, y = WIDTH + 18, HEAD + 18.0
    yield _text(x, y, "Kind and number", 13, INK)
    for kind, number in legend(shown):
        y += 26
        shape = kinds().shapes[kind.shape]
        yield f'<path transform="translate({x + 8} {y - 4})" d="{shape}" fill="{kind.colour}" fill-rule="evenodd"/>'
        yield _text(x + 26, y, f"{kind.name}: {number}", 12, INK)
    y += 44
    yield _text(x, y, "Deaths told", 13, INK)
    for deaths in _DEATHS:
        y += 26 + 5 * size(deaths)
        drawn = f'transform="translate({x + 14} {y - 4}) scale({size(deaths)})" d="{kinds().shapes["circle"]}"'
        yield f'<path {drawn} fill="none" stroke="{QUIET}"/>'
        yield _text(x + 44, y, f"{deaths:,}" if deaths else "none told", 12, INK)
    y += 40
    if any(mark.reach for mark in shown.marks):
        look = f'fill="{QUIET}" fill-opacity="0.1" stroke="{QUIET}" stroke-dasharray="4 3"'
        yield f'<circle cx="{x + 12}" cy="{y - 4:.0f}" r="11" {look}/>'
        yield _text(x + 44, y, "somewhere around there", 12, INK)
        y += 32
    if shown.countries:
        yield f'<rect x="{x}" y="{y - 14}" width="24" height="18" fill="{TINT}" stroke="{BORDER}"/>'
        yield _text(x + 44, y, "somewhere in the country", 12, INK)


def _foot(shown: MapView) -> Iterator[str]:
    """What has no mark, when it was made, and whose outlines they are."""
    y = HEAD + HEIGHT + 18
    told = "; ".join(beside(shown))
    yield _text(
        16, y, _cut(f"Without a mark: {told}." if told else "Every incident has a mark.", 12, WIDTH + LEGEND), 12, INK
    )
    made = (
        f"{shown.about.author}, {shown.about.made_at[:16].replace('T', ' ')} UTC. Made with Vedette from news reports. "
    )
    yield _text(16, y + 18, made + "Outlines: Natural Earth; they take no side in disputes over borders.", 11, QUIET)


def _cut(text: str, height: float, width: float) -> str:
    """A text that is no wider than so many pixels."""
    most = int(width / (height * _LETTER))
    return text if len(text) <= most else text[: most - 1] + "…"
