"""Overview: the incidents that hold to the filters in the address."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from vedette.merge.judgements import CLOSED
from vedette.serve.api.mapping import by_family, view_of
from vedette.serve.asof import as_of
from vedette.serve.context import web_of
from vedette.serve.filters import IncidentQuery, filters_of, only
from vedette.serve.guard import Need
from vedette.serve.rendering import page
from vedette.store import incident_map

router = APIRouter(include_in_schema=False, dependencies=[Depends(Need("reader")), Depends(as_of)])

PAGE: Final = 50
CARD: Final = 8
SPANS: Final = ((1, "24 hours"), (7, "7 days"), (30, "30 days"), (365, "a year"))
CHOICES: Final = {
    "type": CLOSED["type"],
    "sub_event": tuple(one for one in CLOSED["sub_event"] if one),
    "status": CLOSED["status"],
    "standing": ("new", "confirmed", "disputed", "retracted", "merged"),
}


class ListQuery(IncidentQuery):
    """The filters, and after which incident the page goes on."""

    after: Annotated[str, Query(max_length=80)] | None = None


@router.get("/")
def overview(request: Request, asked: Annotated[ListQuery, Query()]) -> Response:
    """The list with its filters, and how many of each kind there are."""
    web = web_of(request)
    filters = filters_of(asked)
    paged = filters | {"limit": PAGE + 1} | ({"after": asked.after} if asked.after else {})
    found = web.memo.of("list", paged, lambda: list(web.incidents.each(**paged)))
    kinds = web.memo.of("kinds", filters, lambda: by_family(incident_map.kinds(web.incidents, **filters)))
    shown = found[:PAGE]
    return page(
        request,
        "overview.html",
        asked=asked,
        found=shown,
        count=sum(kinds.values()),
        kinds=kinds,
        wide=web.memo.of("wide", filters, lambda: incident_map.wide(web.incidents, **filters)),
        more=asked.link(after=shown[-1].id) if len(found) > PAGE else None,
        spans=SPANS,
        choices=CHOICES,
    )


class CardQuery(IncidentQuery):
    """The filters, and the part of the map that was pressed."""

    view: Annotated[str, Query(max_length=200)] | None = None


@router.get("/map/card")
def card(request: Request, asked: Annotated[CardQuery, Query()]) -> Response:
    """The most important incidents of a cluster, for the map."""
    filters = dict(filters_of(asked)) | {"order": "importance", "limit": CARD}
    if asked.view:
        filters["bbox"] = view_of(asked.view)
    table = web_of(request).incidents
    found = list(table.each(**only(filters)))
    count = table.count(**only(filters))
    more = asked.link(bbox=asked.view) if asked.view else asked.link()
    return page(request, "card.html", found=found, count=count, more=more)
