"""Replies of readers: left on a published brief, looked at by an editor, then shown or removed."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Path, Request, Response
from starlette.responses import RedirectResponse

from vedette.serve import replying
from vedette.serve.briefing import item_of
from vedette.serve.context import web_of
from vedette.serve.guard import Identity, Need, address_of
from vedette.serve.pages.briefs import brief_page
from vedette.serve.rendering import page

router = APIRouter(include_in_schema=False)
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Editor = Annotated[Identity, Depends(Need("editor"))]


@router.post("/briefs/{number}/replies")
def leave(
    request: Request, who: Annotated[Identity, Depends(Need("reader", by_token=False))], number: Number,
    name: Annotated[str, Form(max_length=400)] = "", mail: Annotated[str, Form(max_length=400)] = "",
    text: Annotated[str, Form(max_length=40_000)] = "", homepage: Annotated[str, Form(max_length=2000)] = "",
) -> Response:  # fmt: skip
    """Leave a reply, which waits to be looked at.

    `homepage` is seen by programs alone: what fills it in is thanked like everybody and thrown away.
    """
    web, address = web_of(request), address_of(request)
    item = item_of(web, who, number)
    if homepage:
        replying.count(web, address, mail)
        web.accounts.note("a program", address, "reply thrown away", f"brief {number}")
        return RedirectResponse(f"/briefs/{number}?replied=yes#replies", 303)
    try:
        replying.leave(web, item, name, mail, text, address)
    except replying.UnfitReplyError as error:
        given = {"name": name, "mail": mail, "text": text}
        return brief_page(request, who, item, status=400, problem=str(error), given=given)
    web.accounts.note("a reader", address, "reply left", f"brief {number}")
    return RedirectResponse(f"/briefs/{number}?replied=yes#replies", 303)


@router.get("/replies", dependencies=[Depends(Need("editor"))])
def queue(request: Request) -> Response:
    """The replies that wait, the oldest first."""
    found = [one for one in web_of(request).teamwork.held() if one.kind == replying.KIND]
    return page(request, "moderation.html", found=found, shown=replying.shown)


@router.post("/replies/{number}")
def moderate(
    request: Request, who: Editor, number: Number, state: Annotated[Literal["shown", "removed"], Form()]
) -> Response:
    """Show a reply on its brief, or remove it; one that is shown can be removed as well."""
    web = web_of(request)
    found = replying.moderate(web, number, state, who.name)
    web.accounts.note(who.name, address_of(request), f"reply {state}", str(number), brief=found.about)
    waits = found.state == "held"
    return RedirectResponse("/replies?said=moderated" if waits else f"/briefs/{found.about}#replies", 303)
