"""Review: the queue, judging, proposals, comments, assignment and locks."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form, Path, Query, Request, Response
from pydantic import ValidationError
from starlette.responses import RedirectResponse

from vedette.errors import StoreError
from vedette.serve.agreement import agreement
from vedette.serve.context import web_of
from vedette.serve.failing import ConflictError, MissingError
from vedette.serve.filters import filters_of
from vedette.serve.guard import Identity, Need, RefusedError, address_of
from vedette.serve.judging import LOCK, Asked, Kind, Words, decide, judge
from vedette.serve.pages.incident import known
from vedette.serve.pages.overview import CHOICES, ListQuery
from vedette.serve.rendering import page

router = APIRouter(include_in_schema=False)
Reader = Annotated[Identity, Depends(Need("reader"))]
Analyst = Annotated[Identity, Depends(Need("analyst"))]
Ident = Annotated[str, Path(max_length=200)]
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Long = Annotated[str, Form(max_length=2000)]
PAGE: Final = 30
THINGS: Final = ("incident", "report", "actor", "place", "brief")


@router.get("/review")
def queue(
    request: Request, who: Analyst, asked: Annotated[ListQuery, Query()], mine: Annotated[bool, Query()] = False  # noqa: FBT002 - of the address
) -> Response:  # fmt: skip
    """What is to be looked at next: most important and least sure first, or what is mine."""
    web = web_of(request)
    filters: dict[str, Any] = {"standing": "new"} | dict(filters_of(asked)) | {"order": "review", "limit": PAGE + 1}
    if mine and who.account is not None:
        filters["ids"] = web.teamwork.assigned_to(who.account.id)
        filters.pop("standing") if asked.standing is None else None
    if asked.after:
        filters["after"] = asked.after
    found = list(web.incidents.each(**filters))
    shown = found[:PAGE]
    tasks = web.teamwork.tasks([one.id for one in shown])
    stands = web.teamwork.stands()
    return page(
        request, "review.html", asked=asked, found=shown, mine=mine, choices=CHOICES,
        more=asked.link(after=shown[-1].id) if len(found) > PAGE else None,
        tasks={(task.incident, task.kind): task for task in tasks},
        proposals=web.teamwork.proposals(), stands=stands, agreement=agreement(stands),
    )  # fmt: skip


@router.post("/incidents/{ident}/judge")
def judged(  # noqa: PLR0913, PLR0917 - the fields of a form
    request: Request, ident: Ident, who: Analyst, kind: Annotated[Kind, Form()], why: Long = "",
    field: Annotated[str, Form(max_length=80)] = "", value: Long = "",
    events: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI copies it
    incidents: Long = "", number: Annotated[str, Form(max_length=10)] = "",
    report: Annotated[str, Form(max_length=200)] = "", start: Annotated[str, Form(max_length=10)] = "",
    end: Annotated[str, Form(max_length=10)] = "", then: Annotated[str, Form(max_length=10)] = "",
) -> Response:  # fmt: skip
    """Judge an incident by a form."""
    web = web_of(request)
    known(web, ident)
    try:
        words = Words.model_validate({"report": report, "start": start, "end": end}) if report and end else None
        asked = Asked(
            kind=kind, why=why, field=field, value=value or None, events=tuple(events), evidence=words,
            incidents=tuple(incidents.replace(",", " ").split()), number=int(number) if number else None,
        )  # fmt: skip
    except (ValidationError, ValueError) as error:
        msg = f"this form is not filled in rightly: {error}"
        raise StoreError(msg) from error
    done = judge(web, who, ident, asked)
    about = {"judgement": done.judgement, "proposal": done.proposal}
    web.accounts.note(who.name, address_of(request), f"judged: {kind}", ident, **about)
    said = f"said=judged&number={done.judgement}" if done.judgement else "said=proposed"
    return RedirectResponse("/review" if then == "next" else f"/incidents/{ident}?{said}", 303)


@router.post("/proposals/{number}")
def decided(request: Request, who: Analyst, number: Number, agree: Annotated[bool, Form()]) -> Response:
    """Agree to a proposal, refuse it, or withdraw one's own."""
    web = web_of(request)
    found = decide(web, who, number, agree=agree)
    web.accounts.note(who.name, address_of(request), "proposal agreed" if agree else "proposal refused", str(number))
    return RedirectResponse(f"/incidents/{found.incident}?said=decided", 303)


@router.post("/incidents/{ident}/assign")
def assign(request: Request, ident: Ident, who: Analyst, to: Annotated[str, Form(max_length=10)] = "") -> Response:
    """Give an incident to somebody; an analyst takes it or gives it up, an editor gives it to anybody."""
    web = web_of(request)
    known(web, ident)
    chosen = web.accounts.get(int(to)) if to.isdecimal() else None
    if to and (chosen is None or chosen.disabled or chosen.role == "reader"):
        msg = "There is no such account to give it to."
        raise MissingError(msg)
    held = next((task for task in web.teamwork.tasks([ident]) if task.kind == "assigned"), None)
    own = who.account.id if who.account else 0
    others = (chosen is not None and chosen.id != own) or (held is not None and held.account_id != own)
    if others and not who.may("editor"):
        msg = "an editor gives it to somebody else, or takes it from them"
        raise RefusedError(msg)
    web.teamwork.assign(ident, chosen.id if chosen else None)
    return RedirectResponse(f"/incidents/{ident}?said=assigned", 303)


@router.post("/incidents/{ident}/lock")
def lock(request: Request, ident: Ident, who: Analyst) -> Response:
    """Keep others from judging an incident for a while."""
    web = web_of(request)
    known(web, ident)
    other = web.teamwork.lock(ident, who.account.id, LOCK) if who.account else None
    if other is not None:
        msg = f"{other.name} is working on {ident}."
        raise ConflictError(msg)
    return RedirectResponse(f"/incidents/{ident}?said=locked", 303)


@router.post("/incidents/{ident}/unlock")
def unlock(request: Request, ident: Ident, who: Analyst) -> Response:
    """Let others judge it again."""
    web = web_of(request)
    if who.account:
        web.teamwork.unlock(ident, who.account.id)
    return RedirectResponse(f"/incidents/{ident}?said=unlocked", 303)


@router.post("/comments")
def comment(
    request: Request,
    who: Analyst,
    kind: Annotated[str, Form(max_length=20)],
    about: Annotated[str, Form(min_length=1, max_length=200)],
    text: Annotated[str, Form(max_length=20_000)],
) -> Response:
    """Say something about a thing."""
    if kind not in THINGS or who.account is None:
        msg = f"There are no comments on {kind}."
        raise MissingError(msg)
    web_of(request).teamwork.say(kind, about, text, who.name, account_id=who.account.id)
    return RedirectResponse(_page_of(kind, about) + "#comments", 303)


@router.post("/comments/{number}/remove")
def remove(request: Request, who: Analyst, number: Number) -> Response:
    """Remove one's own comment; an editor removes anybody's."""
    web = web_of(request)
    found = web.teamwork.comment(number)
    if found is None or who.account is None:
        msg = f"There is no comment {number}."
        raise MissingError(msg)
    if found.account_id != who.account.id and not who.may("editor"):
        msg = "an editor removes what others said"
        raise RefusedError(msg)
    web.teamwork.moderate(number, "removed", who.name)
    web.accounts.note(who.name, address_of(request), "comment removed", str(number))
    return RedirectResponse(_page_of(found.kind, found.about) + "#comments", 303)


def _page_of(kind: str, about: str) -> str:
    """The page on which a thing is."""
    from urllib.parse import quote  # noqa: PLC0415 - only here

    return f"/{kind}s/{quote(about, safe='')}"
