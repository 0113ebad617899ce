"""Reports: a text with everything that was read from it."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from vedette.serve.asof import as_of
from vedette.serve.context import web_of
from vedette.serve.failing import MissingError
from vedette.serve.guard import Need
from vedette.serve.rendering import page
from vedette.serve.shown import MARKS, marks_of, pieces

router = APIRouter(include_in_schema=False, dependencies=[Depends(Need("reader")), Depends(as_of)])
PAGE: Final = 50


@router.get("/reports")
def reports(
    request: Request,
    q: Annotated[str, Query(max_length=200)] = "",
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> Response:
    """The reports whose words are asked for, or all, in the order of adding."""
    web = web_of(request)
    search = {"search": q} if q.strip() else {}
    found = web.desk.reports(as_of=web.as_of, limit=PAGE + 1, offset=offset, **search)  # type: ignore[arg-type]
    more = offset + PAGE if len(found) > PAGE else None
    return page(request, "reports.html", found=found[:PAGE], q=q, more=more)


@router.get("/reports/{ident}")
def report(request: Request, ident: Annotated[str, Path(max_length=200)]) -> Response:
    """One report with all its annotations."""
    web = web_of(request)
    kept = web.desk.report(ident, as_of=web.as_of)
    if kept is None or kept.coded.report is None:
        msg = f"There is no report {ident} on this desk."
        raise MissingError(msg)
    held = web.incidents.each(ids=web.incidents.of_report(kept.row.id))
    return page(
        request,
        "report.html",
        kept=kept,
        report=kept.coded.report,
        pieces=pieces(kept.coded.report.text, marks_of(kept.coded)),
        events=list(zip(kept.events, kept.coded.events, strict=True)),
        incidents=[one for one in held if one.live],
        sightings=web.desk.sightings(kept.row.id, as_of=web.as_of),
        legend={kind: name for kind, name in MARKS.items() if kind != "evidence"},
    )
