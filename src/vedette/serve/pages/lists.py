"""Watch-lists: filters that somebody keeps, with what is new in each and a feed of it."""

import datetime as dt
from typing import Annotated, Final
from urllib.parse import parse_qsl
from xml.etree import ElementTree as ET

from fastapi import APIRouter, Depends, Form, Path, Request, Response
from pydantic import ValidationError
from starlette.responses import RedirectResponse

from vedette.errors import StoreError
from vedette.gather.clean import plain
from vedette.serve.context import web_of
from vedette.serve.failing import MissingError
from vedette.serve.filters import IncidentQuery, filters_of
from vedette.serve.guard import Identity, Need
from vedette.serve.rendering import page
from vedette.store.teamwork import WatchList

router = APIRouter(prefix="/lists", include_in_schema=False)
Reader = Annotated[Identity, Depends(Need("reader"))]
Own = Annotated[Identity, Depends(Need("reader", by_token=False))]
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
NEWEST: Final = 50
ATOM: Final = "http://www.w3.org/2005/Atom"


@router.get("")
def lists(request: Request, who: Reader) -> Response:
    """One's own watch-lists with how many incidents each holds, and the desk's alerts."""
    web = web_of(request)
    found = web.teamwork.lists(who.account.id) if who.account else []
    counted = [(one, _count(request, one)) for one in found]
    return page(request, "lists.html", lists=counted, alerts=web.whole.alert)


def _count(request: Request, kept: WatchList) -> int | None:
    """How many incidents hold to a list; None for one whose filter is none any more."""
    try:
        return web_of(request).incidents.count(**filters_of(query_of(kept.query)))
    except (ValidationError, StoreError):
        return None


def query_of(text: str) -> IncidentQuery:
    """The filters in the query of an address; what else it holds is passed over. Raises ValidationError."""
    return IncidentQuery.model_validate(dict(parse_qsl(text)))


@router.post("")
def keep(
    request: Request,
    who: Own,
    name: Annotated[str, Form(min_length=1, max_length=80)],
    query: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Keep the filters of an address under a name."""
    web = web_of(request)
    if who.account is None:
        msg = "a reader without an account keeps no lists; keep the address instead"
        raise StoreError(msg)
    try:
        asked = query_of(query)
    except ValidationError as error:
        msg = f"this is no filter: {error.errors()[0]['msg']}"
        raise StoreError(msg) from error
    web.teamwork.keep(who.account.id, name, asked.link(as_of=None))
    return RedirectResponse("/lists?said=list", 303)


@router.post("/{number}/drop")
def drop(request: Request, who: Own, number: Number) -> Response:
    """Drop one of one's own lists."""
    if who.account is None or not web_of(request).teamwork.drop(who.account.id, number):
        msg = f"You have no watch-list {number}."
        raise MissingError(msg)
    return RedirectResponse("/lists?said=dropped", 303)


@router.get("/{number}/feed.atom")
def feed(request: Request, who: Reader, number: Number) -> Response:
    """The newest incidents of one's own list as Atom; a feed reader sends a token."""
    mine = web_of(request).teamwork.lists(who.account.id) if who.account else []
    kept = next((one for one in mine if one.id == number), None)
    if kept is None:
        msg = f"You have no watch-list {number}."
        raise MissingError(msg)
    found = web_of(request).incidents.each(**filters_of(query_of(kept.query)) | {"limit": NEWEST})
    base = str(request.base_url).rstrip("/")
    root = ET.Element(f"{{{ATOM}}}feed")
    _tell(root, title=plain(kept.name), id=f"{base}/lists/{number}", updated=dt.datetime.now(dt.UTC).isoformat())
    for one in found:
        entry = ET.SubElement(root, f"{{{ATOM}}}entry")
        address = f"{base}/incidents/{one.id}"
        _tell(entry, title=plain(one.title), id=address, updated=one.changed_at)
        ET.SubElement(entry, f"{{{ATOM}}}link", href=address)
        quotes = (f"{told.quote}" for told in one.told if told.counted)
        _tell(entry, summary=plain(next(quotes, "")))
    ET.register_namespace("", ATOM)
    return Response(ET.tostring(root, "utf-8", xml_declaration=True), media_type="application/atom+xml")


def _tell(parent: ET.Element, **texts: str) -> None:
    """Add elements with texts."""
    for name, text in texts.items():
        ET.SubElement(parent, f"{{{ATOM}}}{name}").text = text
