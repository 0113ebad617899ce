"""The map as a page of its own: MapLibre, the outlines, the marks and a table in one file that loads nothing."""

import html
import json
import string
from collections.abc import Iterator
from typing import Any, Final

from vedette.errors import DataFileError
from vedette.export.atlas import Country, countries
from vedette.export.kinds import Kind, kinds
from vedette.export.mapping import MapView, Mark, beside, legend, size
from vedette.export.picture import unwrapped
from vedette.export.xmlwrite import element, holding
from vedette.lexicon.tables import data_path

_DIGITS: Final = 2  # a kilometre: what outlines at 1:50 million can tell
_DEATHS: Final = (0, 10, 100, 1000)
_WORLD: Final = [[-170.0, -57.0], [180.0, 78.0]]
_STATIC: Final = ("..", "serve", "static")


def page(shown: MapView) -> str:
    """The page. Texts of reports are text in it, whatever they hold. Raises DataFileError where a part is missing."""
    about, text = shown.about, html.escape
    asked = "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in about.asked.items())
    parts = {
        "title": text(about.title),
        "asked": text(f"{shown.shown} incidents" + (f" ({asked})" if asked else "")),
        "kinds": "".join(_kind(kind, number) for kind, number in legend(shown)),
        "sizes": "".join(_size(deaths) for deaths in _DEATHS),
        "beside": text(_beside(shown)),
        "marked": str(len(shown.marks)),
        "rows": "".join(map(_row, sorted(shown.marks, key=lambda mark: mark.told["when"], reverse=True))),
        "made": text(
            f"{about.author}, {about.made_at[:16].replace('T', ' ')} UTC. Made with Vedette from news reports."
        ),
        "marks": _inline({"features": list(map(_mark, shown.marks)), "kinds": _kinds(), "bounds": _bounds(shown)}),
        "outlines": _inline({"type": "FeatureCollection", "features": list(_outlines(shown))}),
    }
    return string.Template(_file("export", "map", "page.html")).substitute(parts | _programs())


def _programs() -> dict[str, str]:
    """MapLibre with its worker, style and licence, and what is ours.

    MapLibre looks for its worker beside itself; here it has no address of its own, and is told of its worker later.
    """
    library = _file(*_STATIC, "maplibre.js").replace("import.meta.url", '"https://map.invalid/"')
    return {
        "maplibre": _in_script(library),
        "worker": _in_script(_file(*_STATIC, "maplibre-worker.js")),
        "maplibre_style": _file(*_STATIC, "maplibre-style.css"),
        "licences": _in_script(_file(*_STATIC, "LICENSES.txt")),
        "style": _file("export", "map", "map.css"),
        "script": _in_script(_file("export", "map", "map.js")),
    }


def _file(*parts: str) -> str:
    """A file that the page is made of."""
    path = data_path(*parts).resolve()
    try:
        return path.read_text("utf-8")
    except OSError as error:
        remedy = "Install the package anew, or build it: make web"
        raise DataFileError(path, None, f"cannot be read: {error.strerror}", remedy) from error


def _in_script(code: str) -> str:
    """A program that does not end the element that it stands in."""
    return code.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _inline(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """JSON that does not end the element that it stands in, nor begin a comment."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _mark(mark: Mark) -> dict[str, Any]:
    """A mark as the page's program wants it."""
    told = {"id": mark.id, "lat": mark.lat, "lon": mark.lon, "dx": mark.dx, "dy": mark.dy, "kind": mark.kind.name}
    return told | {"size": mark.size, "reach": mark.reach, "title": mark.title} | mark.told


def _kinds() -> list[dict[str, str]]:
    """Each kind's name, shape and colour."""
    return [{"name": kind.name, "path": kinds().shapes[kind.shape], "colour": kind.colour} for kind in kinds().all()]


def _bounds(shown: MapView) -> list[list[float]]:
    """South-west and north-east of what is to be seen at first."""
    if not shown.marks:
        return _WORLD
    lons, lats = [mark.lon for mark in shown.marks], [mark.lat for mark in shown.marks]
    return [[min(lons) - 0.3, min(lats) - 0.3], [max(lons) + 0.3, max(lats) + 0.3]]


def _outlines(shown: MapView) -> Iterator[dict[str, Any]]:
    """The countries as GeoJSON, with how many incidents are known by the country alone."""
    for one in countries():
        number = shown.countries.get(one.iso3 or "", 0)
        where = {"type": "MultiPolygon", "coordinates": list(_polygons(one))}
        yield {"type": "Feature", "geometry": where, "properties": {"name": one.name, "number": number}}


def _polygons(country: Country) -> Iterator[list[list[list[float]]]]:
    """A country's polygons; those beyond 180 degrees go on there, and what is smaller than a point is left out."""
    for polygon in country.polygons:
        rings = [[[round(lon, _DIGITS), round(lat, _DIGITS)] for lon, lat in unwrapped(ring)] for ring in polygon]
        if len({tuple(point) for point in rings[0]}) > 3:  # noqa: PLR2004 - the points of a triangle
            yield rings


def _kind(kind: Kind, number: int) -> str:
    """A line of the legend, with a box to leave the kind out."""
    shape = _shape(kinds().shapes[kind.shape], kind.colour, 1.0)
    box = f'<input type="checkbox" value="{html.escape(kind.name)}" checked>'
    return f"<li><label>{box}{shape}{html.escape(kind.name)}: {number}</label></li>"


def _size(deaths: int) -> str:
    """A line of the legend of sizes."""
    shape = _shape(kinds().shapes["ring"], "#666666", size(deaths))
    return f"<li>{shape}{f'{deaths:,}' if deaths else 'none told'}</li>"


def _shape(path: str, colour: str, scale: float) -> str:
    """A shape as a small picture."""
    drawn = element("path", "", d=path, fill=colour, transform=f"scale({scale})", **{"fill-rule": "evenodd"})
    return holding("svg", drawn, width=44, height=24, viewBox="-22 -12 44 24", **{"aria-hidden": "true"})


def _row(mark: Mark) -> str:
    """A row of the table."""
    told, what = mark.told, f"{mark.title} ({mark.kind.name})"
    link = f'<a href="{html.escape(told["url"])}" rel="noopener noreferrer">{html.escape(what)}</a>'
    quote = f"“{told['quote']}” {told['outlets']}" if told["quote"] else told["outlets"]
    cells = (told["when"], f"{told['where']} {mark.country}", None, str(mark.killed or ""), told["status"], quote)
    shown = ((link if told["url"] else html.escape(what)) if cell is None else html.escape(cell) for cell in cells)
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in shown)}</tr>\n"


def _beside(shown: MapView) -> str:
    """What has no mark."""
    told = "; ".join(beside(shown))
    return f"Without a mark: {told}." if told else "Every incident has a mark."
