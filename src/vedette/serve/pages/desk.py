"""The desk itself: the health of its sources, and what it is and is not."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from vedette.lexicon.outlets import outlets
from vedette.lexicon.tables import data_path
from vedette.serve.context import web_of
from vedette.serve.guard import Identity, Need
from vedette.serve.rendering import page
from vedette.store.gathering import Gathering

router = APIRouter(include_in_schema=False, dependencies=[Depends(Need("reader"))])


@router.get("/sources")
def sources(request: Request) -> Response:
    """Each source with when it was visited, what it listed and what went wrong."""
    web = web_of(request)
    known, tally = Gathering(web.desk).sources(), Gathering(web.desk).tally()
    rows = [(one, known.get(one.name)) for one in web.whole.source]
    listed = {one.name for one in web.whole.source}
    others = [row for name, row in sorted(known.items()) if name not in listed]
    return page(request, "sources.html", rows=rows, others=others, tally=tally, outlets=outlets())


@router.get("/about")
def about(request: Request, who: Annotated[Identity, Depends(Need("reader"))]) -> Response:
    """What the desk is, how it works, how often it errs, under which licences."""
    web = web_of(request)
    return page(request, "about.html", counts=web.desk.counts(), settings=web.settings, me=who,
                licences=bool(data_path("outlets").is_dir()))  # fmt: skip
