"""Briefs as they are written: the form, making one, changing it, signing, publishing, withdrawing."""

from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Depends, Form, Path, Query, Request, Response
from pydantic import ValidationError
from starlette.responses import RedirectResponse

from vedette.brief.layout import TITLES
from vedette.errors import StoreError
from vedette.serve import briefing
from vedette.serve.briefing import SECTIONS, BriefQuery, Line
from vedette.serve.context import web_of
from vedette.serve.failing import ConflictError
from vedette.serve.guard import Identity, Need, address_of
from vedette.serve.pages.overview import CHOICES
from vedette.serve.rendering import page

if TYPE_CHECKING:
    from vedette.store.briefs import BriefItem

router = APIRouter(prefix="/briefs", include_in_schema=False)
Analyst = Annotated[Identity, Depends(Need("analyst"))]
Editor = Annotated[Identity, Depends(Need("editor"))]
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Version = Annotated[int, Form(ge=1, le=2**31 - 1)]
Note = Annotated[str, Form(max_length=2000)]
MOST: Final = 300
"""Sentences of a form."""


@router.get("/new")
def new(request: Request, who: Analyst, asked: Annotated[BriefQuery, Query()]) -> Response:  # noqa: ARG001 - refuses others
    """The form to make one from filters, incidents, a place or an actor."""
    return page(request, "brief-new.html", asked=asked, choices=CHOICES, query=asked.link())


@router.post("/new")
def make(request: Request, who: Analyst, asked: Annotated[BriefQuery, Form()]) -> Response:
    """Make one, as a draft."""
    ident = briefing.begin(web_of(request), who, asked)
    _note(request, who, "brief made", ident, 1)
    return RedirectResponse(f"/briefs/{ident}", 303)


@router.get("/{number}/edit")
def edit(request: Request, who: Analyst, number: Number) -> Response:
    """The form to change the newest version, sentence by sentence."""
    web = web_of(request)
    item = briefing.item_of(web, who, number)
    return page(request, "brief-edit.html", item=item, brief=web.briefs.content(item), sections=SECTIONS, titles=TITLES)


@router.post("/{number}/edit")
def edited(
    request: Request, who: Analyst, number: Number, version: Version,
    key: Annotated[list[str], Form(max_length=MOST)], text: Annotated[list[str], Form(max_length=MOST)],
    cites: Annotated[list[str], Form(max_length=MOST)], note: Note = "",
) -> Response:  # fmt: skip
    """Keep what was written as a new version."""
    web = web_of(request)
    item = briefing.item_of(web, who, number)
    if item.number != version:
        msg = "Somebody else has written a newer version. Load the page again."
        raise ConflictError(msg)
    if not len(key) == len(text) == len(cites):
        msg = "this form is not filled in rightly: each sentence has a key, a text and what it cites"
        raise StoreError(msg)
    made = briefing.rewrite(web, who, item, [_line(*one) for one in zip(key, text, cites, strict=True)], note)
    _note(request, who, "brief rewritten", number, made)
    return RedirectResponse(f"/briefs/{number}", 303)


def _line(key: str, text: str, cites: str) -> Line:
    """A sentence of the form; its key is its section and number, or its section alone where it is new."""
    section, _, number = key[:40].partition(":")
    place = int(number) if number.isdecimal() else None
    return Line(section, place, text, tuple(dict.fromkeys(cites[: briefing.LONGEST].replace(",", " ").split())))


@router.post("/{number}/again")
def again(request: Request, who: Analyst, number: Number) -> Response:
    """Make a new version from the same question, as the desk is now."""
    web = web_of(request)
    try:
        made = briefing.again(web, who, briefing.item_of(web, who, number))
    except ValidationError as error:
        msg = f"what this brief was made from is no filter any more: {error.errors()[0]['msg']}"
        raise StoreError(msg) from error
    _note(request, who, "brief made anew", number, made)
    return RedirectResponse(f"/briefs/{number}", 303)


@router.post("/{number}/sign")
def sign(
    request: Request, who: Analyst, number: Number, version: Version, flags_seen: Annotated[bool, Form()] = False  # noqa: FBT002 - a field of a form
) -> Response:  # fmt: skip
    """Sign a draft: the signer's name and the day stand under it."""
    briefing.sign(web_of(request), who, _item(request, who, number, version), flags_seen=flags_seen)
    _note(request, who, "brief signed", number, version)
    return RedirectResponse(f"/briefs/{number}?said=signed", 303)


@router.post("/{number}/publish")
def publish(request: Request, who: Editor, number: Number, version: Version) -> Response:
    """Publish what is signed."""
    briefing.publish(web_of(request), who, _item(request, who, number, version))
    _note(request, who, "brief published", number, version)
    return RedirectResponse(f"/briefs/{number}?said=published", 303)


@router.post("/{number}/withdraw")
def withdraw(request: Request, who: Editor, number: Number, why: Note = "") -> Response:
    """Take a brief from readers, who are told why."""
    item = briefing.item_of(web_of(request), who, number)
    briefing.withdraw(web_of(request), who, item, why)
    _note(request, who, "brief withdrawn", number, item.number)
    return RedirectResponse(f"/briefs/{number}?said=withdrawn", 303)


def _item(request: Request, who: Identity, number: int, version: int) -> "BriefItem":
    """The version that somebody saw when they pressed the button."""
    return briefing.item_of(web_of(request), who, number, version)


def _note(request: Request, who: Identity, action: str, number: int, version: int) -> None:
    """Write it into the audit log."""
    web_of(request).accounts.note(who.name, address_of(request), action, f"brief {number}", version=version)
