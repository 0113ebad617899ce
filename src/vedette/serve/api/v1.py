"""`/api/v1`: incidents, reports, actors, places, and what is tracked, as JSON."""

import datetime as dt
import json
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.openapi.utils import get_openapi

from vedette.lexicon.actors import registry
from vedette.lexicon.places import gazetteer
from vedette.records.incident import Incident
from vedette.records.place import Place
from vedette.serve.api import shapes
from vedette.serve.api.answers import answer, told
from vedette.serve.api.briefs import router as briefs
from vedette.serve.api.mapping import router as mapping
from vedette.serve.api.tracked import ahead
from vedette.serve.api.tracked import router as tracked
from vedette.serve.asof import as_of
from vedette.serve.context import web_of
from vedette.serve.failing import MissingError
from vedette.serve.filters import IncidentQuery, filters_of, names_of_actor
from vedette.serve.guard import Identity, Need, address_of
from vedette.serve.judging import Asked, judge
from vedette.store.incident_table import Spot
from vedette.store.words import as_stamp, fold

if TYPE_CHECKING:
    from vedette.lexicon.actors import ActorEntry
    from vedette.serve.context import Web

PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    code: {"model": shapes.Problem, "content": {"application/problem+json": {}}, "description": text}
    for code, text in {
        400: "The request cannot be answered", 401: "Log in, or send a token", 403: "Not for this role or token",
        404: "There is no such thing", 409: "Somebody else was first, or it cannot be judged so",
        413: "The request is too long", 422: "A value is none of its field", 503: "The database does not answer",
    }.items()
}  # fmt: skip
router = APIRouter(prefix="/api/v1", dependencies=[Depends(Need("reader"))], responses=PROBLEMS)
record = APIRouter(dependencies=[Depends(as_of)])
"""What the desk also tells of the past."""
Reader = Annotated[Identity, Depends(Need("reader"))]
Analyst = Annotated[Identity, Depends(Need("analyst"))]
Ident = Annotated[str, Path(max_length=200)]
Limit = Annotated[int, Query(ge=1, le=1000, description="How many at most")]
Words = Annotated[str, Query(max_length=200)]


class IncidentListQuery(IncidentQuery):
    """The filters, and which part of what holds to them."""

    changed_since: Annotated[
        str, Query(max_length=40, description="Only what changed after this record time, tombstones among it")
    ] | None = None  # fmt: skip
    limit: Annotated[int, Query(ge=1, le=1000, description="How many at most")] = 100
    after: (
        Annotated[str, Query(max_length=200, description="The id of the last incident of the page before")] | None
    ) = None


@record.get("/incidents", response_model=shapes.IncidentPage, tags=["incidents"])
def incidents(request: Request, asked: Annotated[IncidentListQuery, Query()]) -> Response:
    """The incidents that hold to all filters, a page at a time."""
    web, filters = web_of(request), dict[str, Any](filters_of(asked))
    if asked.changed_since:
        filters |= {"changed_since": asked.changed_since, "order": "changed"}
        until = max(as_stamp(asked.changed_since), _known(web))
    else:
        until = _known(web)
    texts = list(web.incidents.each_json(**filters | {"limit": asked.limit + 1} | _after(asked)))
    shown = texts[: asked.limit]
    if asked.changed_since or asked.standing in {"retracted", "merged"}:
        shown = [_or_tombstone(text) for text in shown]
    following = None
    if len(texts) > asked.limit:
        following = f"/api/v1/incidents?{asked.link(after=json.loads(shown[-1])['id'])}"
    body = f'{{"items":[{",".join(shown)}],"next":{json.dumps(following)},"until":{json.dumps(until)}}}'
    return answer(request, body.encode(), links=f'<{following}>; rel="next"' if following else "")


def _after(asked: IncidentListQuery) -> dict[str, Any]:
    """Where the page begins."""
    return {"after": asked.after} if asked.after else {}


def _known(web: "Web") -> str:
    """The record time up to which the table of incidents goes."""
    if web.as_of is not None:
        return web.as_of
    mark = web.incidents.mark()
    return mark.at if mark else "1970-01-01T00:00:00.000000Z"


def _or_tombstone(text: str) -> str:
    """An incident as it is, a merged or retracted one as a tombstone."""
    found = json.loads(text)
    if found["merged_into"] is None and not found["retracted"]:
        return text
    standing = "merged" if found["merged_into"] else "retracted"
    kept = {name: found[name] for name in ("id", "merged_into", "changed_at")}
    return json.dumps(kept | {"standing": standing, "tombstone": True})


@record.get("/spots", response_model=shapes.SpotPage, tags=["incidents"])
def spots(
    request: Request,
    asked: Annotated[IncidentQuery, Query()],
    limit: Annotated[int, Query(ge=1, le=20_000)] = 5000,
) -> Response:
    """The incidents as a map or a timeline needs them, the most important first where there are too many."""
    filters = dict[str, Any](filters_of(asked)) | {"limit": limit + 1}
    found = web_of(request).incidents.spots(**filters | {"order": "importance"})
    rows = [list(spot) for spot in found[:limit]]
    return told(request, {"columns": Spot._fields, "rows": rows, "more": len(found) > limit})


@record.get("/incidents/{ident}", response_model=Incident | shapes.Tombstone, tags=["incidents"])
def incident(request: Request, ident: Ident) -> Response:
    """One incident; one that was merged or retracted as a tombstone."""
    text = next(web_of(request).incidents.each_json(ids=[ident]), None)
    if text is None:
        msg = f"there is no incident {ident}"
        raise MissingError(msg)
    return answer(request, _or_tombstone(text).encode())


@record.get("/incidents/{ident}/judgements", response_model=shapes.JudgementPage, tags=["incidents"])
def judgements(request: Request, ident: Ident) -> Response:
    """What was judged of an incident, the machine's judgements and people's."""
    web = web_of(request)
    found = [row for row in web.teamwork.judgements_about(ident) if web.as_of is None or row.at <= web.as_of]
    if not found:
        msg = f"nothing was judged of an incident {ident}"
        raise MissingError(msg)
    return told(request, {"items": [row.as_json() for row in found]})


@router.post("/incidents/{ident}/judgements", status_code=201, tags=["incidents"])
def judged(request: Request, ident: Ident, asked: Asked, who: Analyst) -> shapes.JudgementDone:
    """Judge an incident; where the desk asks for two people, what changes it waits for a second one."""
    web = web_of(request)
    if next(web.incidents.each_json(ids=[ident]), None) is None:
        msg = f"there is no incident {ident}"
        raise MissingError(msg)
    done = judge(web, who, ident, asked)
    web.accounts.note(who.name, address_of(request), f"judged: {asked.kind}", ident, **done._asdict())
    return shapes.JudgementDone(**done._asdict())


@record.get("/reports", response_model=shapes.ReportPage, tags=["reports"])
def reports(
    request: Request,
    q: Words | None = None,
    publisher: Words | None = None,
    language: Words | None = None,
    published_from: dt.date | None = None,
    published_to: dt.date | None = None,
    limit: Limit = 100,
    after: Annotated[int, Query(ge=0, le=10**9, description="How many to pass over")] = 0,
) -> Response:
    """The reports that hold to all filters, in the order of adding."""
    given: dict[str, Any] = {"search": q, "publisher": publisher, "language": language}
    given |= {"published_from": published_from, "published_to": published_to}
    filters: Any = {name: str(value) for name, value in given.items() if value is not None}
    found = web_of(request).desk.reports(as_of=web_of(request).as_of, limit=limit + 1, offset=after, **filters)
    following = None
    if len(found) > limit:
        following = str(
            request.url.include_query_params(after=after + limit, limit=limit).replace(scheme="", netloc="")
        )
    return told(request, {"items": [row.as_json() for row in found[:limit]], "next": following})


@record.get("/reports/{ident}", response_model=shapes.ReportWhole, tags=["reports"])
def report(request: Request, ident: Ident) -> Response:
    """One report with its text and everything that was read from it."""
    web = web_of(request)
    kept = web.desk.report(ident, as_of=web.as_of)
    if kept is None:
        msg = f"there is no report {ident}"
        raise MissingError(msg)
    return told(request, kept.as_json() | {"incidents": web.incidents.of_report(kept.row.id)})


@record.get("/actors", response_model=shapes.ActorPage, tags=["things"])
def actors(request: Request, q: Words = "", limit: Limit = 100) -> Response:
    """The actors of the register that bear a name, or begin with it; all of them without one."""
    wanted = fold(q)
    found = (e for e in registry().entries if not q or any(fold(f).startswith(wanted) for f in (e.id, *e.forms)))
    return told(request, {"items": [_actor(entry) for entry, _ in zip(found, range(limit), strict=False)]})


@record.get("/actors/{ident:path}", response_model=shapes.ActorShape, tags=["things"])
def actor(request: Request, ident: Ident) -> Response:
    """One actor of the register by its id, with how many incidents of the desk it takes part in."""
    entry = registry().by_id.get(ident)
    if entry is None:
        msg = f"there is no actor {ident} in the register"
        raise MissingError(msg)
    count = web_of(request).incidents.count(actor=sorted(names_of_actor(ident)))
    return told(request, _actor(entry) | {"incidents": count})


def _actor(entry: "ActorEntry") -> dict[str, Any]:
    """An actor as JSON."""
    names = ("id", "name", "aliases", "kind", "country", "code", "active_from", "active_to", "part_of")
    return {name: getattr(entry, name) for name in names} | {"backed_by": [who for who, _, _ in entry.backed_by]}


@record.get("/places", response_model=shapes.PlacePage, tags=["things"])
def places(request: Request, q: Annotated[str, Query(min_length=1, max_length=200)]) -> Response:
    """The places that bear a name, the likeliest first."""
    return told(request, {"items": [_place(entry) for entry in gazetteer().lookup(q)[:100]]})


@record.get("/places/{ident:path}", response_model=shapes.PlaceShape, tags=["things"])
def place(request: Request, ident: Ident) -> Response:
    """One place by its id, with how many incidents of the desk are there."""
    entry = gazetteer().entry(ident)
    if entry is None:
        msg = f"there is no place {ident}"
        raise MissingError(msg)
    return told(request, _place(entry) | {"incidents": web_of(request).incidents.count(place=ident)})


def _place(entry: Any) -> dict[str, Any]:  # noqa: ANN401 - a PlaceEntry
    """A place as JSON."""
    return {name: getattr(entry, name, None) for name in Place.model_fields}


router.include_router(record)
router.include_router(tracked, dependencies=[Depends(as_of)])
router.include_router(ahead)
router.include_router(mapping, dependencies=[Depends(as_of)])
router.include_router(briefs)


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request) -> Response:
    """The description of this API."""
    app = request.app
    made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    schemes = {
        "token": {"type": "http", "scheme": "bearer", "description": "A token made on the page of one's account"},
        "session": {"type": "apiKey", "in": "cookie", "name": "vedette", "description": "A browser that is logged in"},
    }
    made.setdefault("components", {})["securitySchemes"] = schemes
    made["security"] = [{"token": []}, {"session": []}, *([{}] if web_of(request).settings.public else [])]
    return told(request, made)
