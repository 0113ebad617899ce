"""Coming and going, one's own password and one's own tokens."""

import datetime as dt
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Path, Query, Request, Response
from starlette.responses import RedirectResponse

from vedette.errors import StoreError
from vedette.serve import entrance, keys
from vedette.serve.context import web_of
from vedette.serve.failing import MissingError
from vedette.serve.guard import SCOPES, Identity, Need, RefusedError, address_of, session_cookie
from vedette.serve.rendering import page

router = APIRouter(include_in_schema=False)
Own = Annotated[Identity, Depends(Need("reader", by_token=False))]
Words = Annotated[str, Form(max_length=2000)]
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
LASTING: Final = {"30": 30, "90": 90, "365": 365, "": None}
"""Days that a token may last; none is for good."""


@router.get("/login", dependencies=[Depends(Need("anyone"))])
def login_form(request: Request, next: Annotated[str, Query(max_length=2000)] = "/") -> Response:  # noqa: A002 - the address says it so
    """The form to log in by."""
    return page(request, "login.html", next=within(next), wrong=False, name="", openid=web_of(request).settings.openid)


@router.post("/login", dependencies=[Depends(Need("anyone", by_token=False))])
def login(request: Request, name: Words, password: Words, next: Words = "/") -> Response:  # noqa: A002 - as above
    """Log in: a new session under a new key."""
    web = web_of(request)
    found = entrance.come_in(web.accounts, name, password, address_of(request))
    if found is None:
        told = {"next": within(next), "wrong": True, "name": name, "openid": web.settings.openid}
        return page(request, "login.html", status=401, **told)
    lasting = dt.timedelta(seconds=web.settings.session)
    key = entrance.begin(web.accounts, found, request.cookies.get(session_cookie(web)), lasting)
    made = RedirectResponse(within(next), 303)
    made.set_cookie(session_cookie(web), key, secure=web.settings.secure, httponly=True, samesite="lax")
    return made


def within(address: str) -> str:
    """An address of this desk; anything else leads to the overview, so that no link leads away through the login."""
    inside = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if inside and "\\" not in address else "/"


@router.post("/logout")
def logout(request: Request, who: Annotated[Identity, Depends(Need("anyone", by_token=False))]) -> Response:
    """End the session."""
    web = web_of(request)
    if who.session is not None:
        web.accounts.end(who.session.id)
        web.accounts.note(who.name, address_of(request), "logout")
    made = RedirectResponse("/login", 303)
    made.delete_cookie(session_cookie(web), secure=web.settings.secure, httponly=True, samesite="lax")
    return made


@router.get("/account")
def account(request: Request, who: Own) -> Response:
    """One's own account."""
    return _account(request, who)


def _account(request: Request, who: Identity, **more: object) -> Response:
    """The page of one's own account; a new token is shown once, here."""
    told = {"token": None, "problem": None} | more
    ident = _session_of(who)
    status = 400 if told["problem"] else 200
    tokens = web_of(request).accounts.tokens(ident)
    return page(request, "account.html", status=status, tokens=tokens, scopes=SCOPES, lasting=tuple(LASTING), **told)


def _session_of(who: Identity) -> int:
    """The id of the account that is logged in; a reader of a public desk has none."""
    if who.account is None:
        msg = "log in first"
        raise RefusedError(msg)
    return who.account.id


@router.post("/account/password")
def password(request: Request, who: Own, old: Words, new: Words) -> Response:
    """Change one's password; every session of the account ends, and this browser gets a new one."""
    web, ident = web_of(request), _session_of(who)
    if entrance.come_in(web.accounts, who.name, old, address_of(request)) is None:
        return _account(request, who, problem="The old password is another one.")
    try:
        changed = web.accounts.change(ident, password=keys.hashed(new, who.name))
    except StoreError as error:
        return _account(request, who, problem=str(error))
    web.accounts.note(who.name, address_of(request), "password changed")
    key = entrance.begin(web.accounts, changed, None, dt.timedelta(seconds=web.settings.session))
    made = RedirectResponse("/account?said=password", 303)
    made.set_cookie(session_cookie(web), key, secure=web.settings.secure, httponly=True, samesite="lax")
    return made


@router.post("/account/tokens")
def token(
    request: Request,
    who: Own,
    name: Annotated[str, Form(min_length=1, max_length=80)],
    scope: Annotated[list[str], Form()],
    days: Annotated[str, Form(max_length=4)] = "90",
) -> Response:
    """Make a token for programs; it is shown once."""
    web, ident = web_of(request), _session_of(who)
    if not set(scope) <= set(SCOPES) or days not in LASTING:
        return _account(request, who, problem="There is no such scope or time.")
    made = keys.new_token()
    lasting = None if LASTING[days] is None else dt.timedelta(days=LASTING[days] or 0)
    kept = web.accounts.add_token(ident, keys.digest(made), name, [one for one in SCOPES if one in scope], lasting)
    web.accounts.note(who.name, address_of(request), "token made", str(kept.id), scopes=list(kept.scopes))
    return _account(request, who, token=made)


@router.post("/account/tokens/{number}/revoke")
def revoke(request: Request, who: Own, number: Number) -> Response:
    """Revoke one of one's own tokens."""
    web = web_of(request)
    if not web.accounts.revoke(_session_of(who), number):
        msg = f"You have no token {number} that is in force."
        raise MissingError(msg)
    web.accounts.note(who.name, address_of(request), "token revoked", str(number))
    return RedirectResponse("/account?said=revoked", 303)
