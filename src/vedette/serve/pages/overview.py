"""Overview: the incidents that hold to the filters in the address."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from vedette.merge.judgements import CLOSED
from vedette.serve.context import web_of
from vedette.serve.filters import IncidentQuery, filters_of
from vedette.serve.guard import Need
from vedette.serve.rendering import page

router = APIRouter(include_in_schema=False, dependencies=[Depends(Need("reader"))])

PAGE: Final = 50
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
    found = list(web.incidents.each(**paged))
    kinds = web.incidents.tally("type", **filters)
    shown = found[:PAGE]
    return page(
        request,
        "overview.html",
        asked=asked,
        found=shown,
        count=sum(kinds.values()),
        kinds=sorted(kinds.items(), key=lambda kind: (-kind[1], kind[0] or "")),
        more=asked.link(after=shown[-1].id) if len(found) > PAGE else None,
        spans=SPANS,
        choices=CHOICES,
    )
