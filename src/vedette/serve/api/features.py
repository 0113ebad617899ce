"""OGC API Features, part 1 (core, GeoJSON, OpenAPI 3.0): the incidents for QGIS, GDAL and whatever else maps.

An incident is drawn no finer than it is told: one that is known to a country alone has no geometry, and is found by
everything but a box. `datetime` finds those that share a day with it.
"""

import datetime as dt
import functools
import json
import re
from typing import TYPE_CHECKING, Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts

from vedette.errors import StoreError
from vedette.serve.api import shapes
from vedette.serve.api.answers import GEOJSON, GeoJson, answer, told
from vedette.serve.api.v1 import PROBLEMS
from vedette.serve.asof import as_of
from vedette.serve.context import web_of
from vedette.serve.failing import MissingError
from vedette.serve.filters import IncidentQuery, filters_of
from vedette.serve.guard import Need

if TYPE_CHECKING:
    from vedette.records.incident import Incident

router = APIRouter(prefix="/ogc", dependencies=[Depends(Need("reader"))], responses=PROBLEMS, tags=["features"])
CONFORMS: Final = (
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
)
CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
COLLECTION: Final = "incidents"
UNDRAWN: Final = frozenset({"country", "unknown", None})
"""Precisions that have no point."""
_INSTANT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(T(\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?)?")
"""A day or a moment; a day with a T and no more is what GDAL (3.12) sends where a field of days is compared."""
Name = Annotated[str, Path(max_length=200)]


class ItemsQuery(IncidentQuery):
    """The filters with those of the standard."""

    datetime: Annotated[
        str, Query(max_length=80, description="A day, or an interval: 2024-11-26/2024-11-30, 2024-11-26/..")
    ] | None = None  # fmt: skip
    limit: Annotated[int, Query(ge=1, le=10_000, description="How many at most")] = 100
    after: (
        Annotated[str, Query(max_length=200, description="The id of the last incident of the page before")] | None
    ) = None


def _base(request: Request) -> str:
    """The address of the landing page."""
    return f"{str(request.base_url).rstrip('/')}/ogc"


def _link(href: str, rel: str, kind: str = "application/json", title: str = "") -> dict[str, str]:
    """A link."""
    return {"href": href, "rel": rel, "type": kind} | ({"title": title} if title else {})


@router.get("")
def landing(request: Request) -> Response:
    """The landing page."""
    base, web = _base(request), web_of(request)
    links = [
        _link(base, "self"),
        _link(f"{base}/api", "service-desc", "application/vnd.oai.openapi+json;version=3.0"),
        _link(f"{str(request.base_url).rstrip('/')}/about", "service-doc", "text/html"),
        _link(f"{base}/conformance", "conformance"),
        _link(f"{base}/collections", "data"),
    ]
    said = "Incidents of armed conflict as this desk has them"
    return told(request, {"title": web.settings.title, "description": said, "links": links})


@router.get("/conformance")
def conformance(request: Request) -> Response:
    """To what this conforms."""
    return told(request, {"conformsTo": CONFORMS})


@router.get("/api", include_in_schema=False)
def api(request: Request) -> Response:
    """The description of this API."""
    mine = [found for found in iter_route_contexts(request.app.routes) if (found.path or "").startswith("/ogc")]
    made = get_openapi(title="OGC API Features", version="1.0", openapi_version="3.0.3", routes=mine)
    return told(request, as_30(made), "application/vnd.oai.openapi+json;version=3.0")


def as_30(told_: Any) -> Any:  # noqa: ANN401 - any value of JSON
    """A description in the words of OpenAPI 3.0, which knows no type null: what may be null is `nullable`."""
    if isinstance(told_, list):
        return [as_30(part) for part in told_]
    if not isinstance(told_, dict):
        return told_
    made = {name: as_30(value) for name, value in told_.items()}
    ways = [way for way in made.get("anyOf", ()) if way != {"type": "null"}]
    if len(ways) < len(made.get("anyOf", ())):
        del made["anyOf"]
        made |= {"nullable": True} | (ways[0] if len(ways) == 1 else {"anyOf": ways})
    if "const" in made:
        made["enum"] = [made.pop("const")]
    return made


@router.get("/collections")
def collections(request: Request) -> Response:
    """The one collection."""
    base = _base(request)
    return told(request, {"links": [_link(f"{base}/collections", "self")], "collections": [_collection(base)]})


@router.get("/collections/{name}")
def collection(request: Request, name: Name) -> Response:
    """A collection."""
    _known(name)
    return told(request, _collection(_base(request)))


def _known(name: str) -> None:
    """Raise MissingError for a collection that there is not."""
    if name != COLLECTION:
        msg = f"there is no collection {name}; there is {COLLECTION}"
        raise MissingError(msg)


def _collection(base: str) -> dict[str, Any]:
    """What the collection is."""
    here = f"{base}/collections/{COLLECTION}"
    return {
        "id": COLLECTION,
        "title": "Incidents",
        "description": "What happened, as many reports tell it; drawn no finer than it is told",
        "itemType": "feature",
        "crs": [CRS84],
        "extent": {
            "spatial": {"bbox": [[-180, -90, 180, 90]], "crs": CRS84},
            "temporal": {"interval": [[None, None]], "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"},
        },
        "links": [_link(here, "self"), _link(f"{here}/items", "items", GEOJSON)],
    }


@router.get(
    "/collections/{name}/items", dependencies=[Depends(as_of)], response_model=shapes.Collection, response_class=GeoJson
)
def items(request: Request, name: Name, asked: Annotated[ItemsQuery, Query()]) -> Response:
    """The incidents that hold to all filters as features, a page at a time."""
    _known(name)
    web, filters = web_of(request), dict[str, Any](filters_of(asked))
    if asked.datetime:
        filters |= _days(asked.datetime, filters)
    matched = web.memo.of("count", filters, functools.partial(web.incidents.count, **filters))
    filters |= {"limit": asked.limit + 1} | ({"after": asked.after} if asked.after else {})
    found = list(web.incidents.each(**filters))
    shown, here = found[: asked.limit], f"{_base(request)}/collections/{name}/items"
    links = [_link(str(request.url), "self", GEOJSON), _link(f"{_base(request)}/collections/{name}", "collection")]
    if len(found) > asked.limit:
        links.append(_link(f"{here}?{asked.link(after=shown[-1].id)}", "next", GEOJSON))
    told_ = {
        "type": "FeatureCollection",
        "features": [_feature(one) for one in shown],
        "links": links,
        "timeStamp": web.fresh.at.strftime("%Y-%m-%dT%H:%M:%SZ") if web.fresh.at else None,
        "numberMatched": matched,
        "numberReturned": len(shown),
    }
    if told_["timeStamp"] is None:
        del told_["timeStamp"]
    return answer(request, json.dumps(told_, allow_nan=False).encode(), GEOJSON)


@router.get(
    "/collections/{name}/items/{ident}",
    dependencies=[Depends(as_of)],
    response_model=shapes.Feature,
    response_class=GeoJson,
)
def item(request: Request, name: Name, ident: Name) -> Response:
    """One incident as a feature."""
    _known(name)
    found = next(web_of(request).incidents.each(ids=[ident]), None)
    if found is None or not found.live:
        msg = f"there is no incident {ident}"
        raise MissingError(msg)
    here = f"{_base(request)}/collections/{name}"
    links = [_link(f"{here}/items/{quote(ident, safe='')}", "self", GEOJSON), _link(here, "collection")]
    return answer(request, json.dumps(_feature(found) | {"links": links}, allow_nan=False).encode(), GEOJSON)


def _feature(found: "Incident") -> dict[str, Any]:
    """An incident as a feature."""
    place, killed = found.place, found.toll()
    drawn = place is not None and place.lat is not None and place.lon is not None and place.precision not in UNDRAWN
    geometry = {"type": "Point", "coordinates": [place.lon, place.lat]} if place is not None and drawn else None
    told_ = {
        "title": found.title, "type": found.type, "sub_event": found.sub_event, "status": found.status,
        "negated": found.negated, "standing": found.standing, "first": found.first, "last": found.last,
        "place": place and place.name, "place_id": place and place.id, "precision": place and place.precision,
        "country": found.country, "actors": "; ".join(found.named("actor")),
        "targets": "; ".join(found.named("target")), "killed_low": killed and killed.low,
        "killed_best": killed and killed.best, "killed_high": killed and killed.high,
        "reports": found.reports, "origins": found.origins, "disagreements": ", ".join(found.disagreements),
        "importance": found.importance, "confidence": found.confidence, "changed_at": found.changed_at,
    }  # fmt: skip
    return {"type": "Feature", "id": found.id, "geometry": geometry, "properties": told_}


def _days(given: str, filters: dict[str, Any]) -> dict[str, str]:
    """The days of a `datetime`, cut by what is asked beside it; raises StoreError for what is none."""
    ends = given.split("/")
    first, last = (ends[0], ends[-1])
    if len(ends) > 2 or (len(ends) == 1 and first in ("", "..")):  # noqa: PLR2004 - two ends
        raise StoreError(_no_time(given))
    found: dict[str, str] = {}
    if first not in ("", ".."):
        found["day_from"] = max(_day(first, given), filters.get("day_from", ""))
    if last not in ("", ".."):
        found["day_to"] = min(_day(last, given), filters.get("day_to", "9999-12-31"))
    return found


def _day(text: str, given: str) -> str:
    """The day of an instant."""
    known = _INSTANT.fullmatch(text)
    if known is None:
        raise StoreError(_no_time(given))
    try:
        return dt.date.fromisoformat(known[1]).isoformat()
    except ValueError as error:
        raise StoreError(_no_time(given)) from error


def _no_time(given: str) -> str:
    """What is wrong with a `datetime`."""
    return f"{given!r} is no datetime; write 2024-11-26, or an interval as 2024-11-26/2024-11-30 or 2024-11-26/.."
