"""Incident: its values with who says what, its sources with the words in their texts, and what was judged of it."""

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from starlette.responses import RedirectResponse

from vedette.merge.desking import state_of
from vedette.merge.judgements import FIELDS
from vedette.merge.reasons import reasons
from vedette.serve.asof import as_of
from vedette.serve.context import web_of
from vedette.serve.failing import MissingError
from vedette.serve.guard import Identity, Need
from vedette.serve.history import lines_of
from vedette.serve.pages.overview import CHOICES
from vedette.serve.rendering import page
from vedette.serve.shown import pieces, sayings

if TYPE_CHECKING:
    from vedette.records.incident import Incident, Source
    from vedette.serve.context import Web

router = APIRouter(include_in_schema=False, dependencies=[Depends(Need("reader")), Depends(as_of)])
Ident = Annotated[str, Path(max_length=200)]


def known(web: "Web", ident: str) -> "Incident":
    """The incident of an id; raises MissingError."""
    found = next(web.incidents.each(ids=[ident]), None)
    if found is None:
        msg = f"There is no incident {ident} on this desk."
        raise MissingError(msg)
    return found


@router.get("/incidents/{ident}")
def incident(request: Request, ident: Ident, who: Annotated[Identity, Depends(Need("reader"))]) -> Response:
    """One incident; one that was merged is told as what it went into."""
    web = web_of(request)
    found = known(web, ident)
    if found.merged_into:
        return RedirectResponse(f"/incidents/{_heir(web, found)}?merged={ident}", 303)
    told: dict[str, Any] = {}
    if who.account and web.as_of is None:
        tasks = {task.kind: task for task in web.teamwork.tasks([ident])}
        told = {
            "comments": web.teamwork.comments("incident", ident),
            "assigned": tasks.get("assigned"),
            "editing": tasks.get("editing"),
            "proposals": web.teamwork.proposals(ident),
            "accounts": [one for one in web.accounts.all() if not one.disabled and one.role != "reader"],
        }
    lines = lines_of(web, ident)
    return page(
        request,
        "incident.html",
        found=found,
        sayings=sayings(found),
        texts=[(source, _text(web, found, source)) for source in found.sources],
        lines=lines,
        evidence=web.teamwork.given([line.row.id for line in lines]),
        fields=FIELDS,
        choices=CHOICES,
        merged=request.query_params.get("merged", "")[:200],
        two_person=web.settings.two_person,
        team=told,
    )


def _heir(web: "Web", found: "Incident") -> str:
    """The incident that answers for a merged one."""
    seen = set[str]()
    while found.merged_into and found.id not in seen:
        seen.add(found.id)
        found = known(web, found.merged_into)
    return found.id


def _text(web: "Web", found: "Incident", source: "Source") -> Any:  # noqa: ANN401 - pieces of a text
    """A report's text with the words of this incident marked."""
    kept = web.desk.report(source.report, as_of=web.as_of)
    text = kept.coded.report.text if kept is not None and kept.coded.report is not None else ""
    marks = [(told.start, told.end, "evidence") for told in found.told if told.report == source.report]
    return pieces(text, marks)


@router.get("/incidents/{ident}/why")
def why(request: Request, ident: Ident) -> Response:
    """Why the incident holds what it holds: what speaks for each report there, and for another incident beside it."""
    web = web_of(request)
    found = known(web, ident)
    if not found.live:
        return RedirectResponse(f"/incidents/{ident}", 303)
    told = reasons(web.desk, state_of(web.desk, web.as_of), ident, web.as_of)
    reports = {source.report: source for source in found.sources}
    return page(request, "why.html", found=found, reasons=told, reports=reports)
