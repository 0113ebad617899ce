"""Going to the OpenID provider and coming back from it; joining one's account with who one is there."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.responses import RedirectResponse

from vedette.errors import StoreError
from vedette.serve import entrance, keys
from vedette.serve.context import web_of
from vedette.serve.failing import MissingError
from vedette.serve.guard import Identity, Need, RefusedError, address_of, session_cookie
from vedette.serve.oidc import OidcError
from vedette.serve.pages.account import within

if TYPE_CHECKING:
    from vedette.serve.context import Web
    from vedette.serve.oidc import Person, Provider
    from vedette.store.accounts import Account, Role
    from vedette.store.flows import Flow

router = APIRouter(include_in_schema=False)
Anyone = Annotated[Identity, Depends(Need("anyone", by_token=False))]
LASTING: Final = dt.timedelta(minutes=10)
BACK: Final = "/login/oidc/back"


def _provider(web: "Web") -> "Provider":
    """The provider of this desk; raises MissingError where it has none."""
    if web.oidc is None:
        msg = "This desk knows no other way to log in than by a password."
        raise MissingError(msg)
    return web.oidc


def _cookie(web: "Web") -> str:
    """The name of the cookie that binds a login to the browser in which it was begun."""
    return "__Host-vedette-oidc" if web.settings.secure else "vedette-oidc"


def _back(request: Request) -> str:
    """The address to come back to."""
    return str(request.base_url).rstrip("/") + BACK


@router.get("/login/oidc")
def go(
    request: Request, who: Anyone,
    next: Annotated[str, Query(max_length=2000)] = "/", join: Annotated[bool, Query()] = False,  # noqa: A002, FBT002 - of the address
) -> Response:  # fmt: skip
    """Go to the provider; with `join` to come back as who one is here already."""
    web = web_of(request)
    if join and who.account is None:
        msg = "log in first"
        raise RefusedError(msg)
    account = who.account.id if join and who.account else None
    address, flow = _provider(web).begin(_back(request), within(next), account)
    key = keys.new_key()
    web.flows.begin(keys.digest(key), flow, LASTING)
    made = RedirectResponse(address, 303)
    seconds = int(LASTING.total_seconds())
    made.set_cookie(
        _cookie(web), key, max_age=seconds, secure=web.settings.secure, httponly=True, samesite="lax", path="/"
    )
    return made


@router.get(BACK)
def back(request: Request, who: Anyone) -> Response:
    """Come back from the provider: a new session of the account that belongs to whoever came."""
    web, address = web_of(request), address_of(request)
    provider, key = _provider(web), request.cookies.get(_cookie(web))
    flow = web.flows.take(keys.digest(key)) if key else None
    if flow is None:
        msg = "This login was not begun in this browser, or too long ago. Begin it again."
        raise OidcError(msg)
    person = provider.finish(_back(request), flow, dict(request.query_params))
    try:
        account = _account(web, who, flow, person)
    except (RefusedError, StoreError):
        web.accounts.note(person.name, address, "login refused", subject=person.subject)
        raise
    web.accounts.note(account.name, address, "login by the provider", subject=person.subject)
    lasting = dt.timedelta(seconds=web.settings.session)
    session = entrance.begin(web.accounts, account, request.cookies.get(session_cookie(web)), lasting)
    made = RedirectResponse(flow.then, 303)
    made.set_cookie(session_cookie(web), session, secure=web.settings.secure, httponly=True, samesite="lax")
    made.delete_cookie(_cookie(web), secure=web.settings.secure, httponly=True, samesite="lax", path="/")
    return made


def _account(web: "Web", who: Identity, flow: "Flow", person: "Person") -> "Account":
    """The account of whoever came back, which is theirs by their subject alone.

    Raises RefusedError where there is none to be had, StoreError where it cannot be made.
    """
    known = web.accounts.of_subject(person.subject)
    if flow.account_id is not None:
        return _joined(web, who, flow.account_id, known, person)
    if known is not None:
        return _allowed(web, known, person)
    if not web.oidc or not web.oidc.settings.create or person.role is None:
        msg = f"There is no account for {person.name} here. Ask an admin of the desk, or join the one that you have."
        raise RefusedError(msg)
    if web.accounts.find(person.name) is not None:
        msg = (
            f"There is an account {person.name} already, and a name alone opens none. If it is yours, log in by its "
            "password and join the two on the page of your account."
        )
        raise RefusedError(msg)
    made = web.accounts.add(person.name, person.role, subject=person.subject)
    web.accounts.note("the provider", "", "account made", made.name, role=made.role)
    return made


def _joined(web: "Web", who: Identity, ident: int, known: "Account | None", person: "Person") -> "Account":
    """The account of somebody who is logged in, from now on joined with who they are at the provider."""
    if who.account is None or who.account.id != ident:
        msg = "you logged out in the meantime; log in and begin again"
        raise RefusedError(msg)
    if known is not None and known.id != ident:
        msg = "whoever you are at the provider is joined with another account"
        raise RefusedError(msg)
    changed = web.accounts.change(ident, subject=person.subject)
    web.accounts.note(changed.name, "", "joined with the provider", subject=person.subject)
    return changed


def _allowed(web: "Web", known: "Account", person: "Person") -> "Account":
    """An account that may come in, with the role that its groups give it today."""
    if known.disabled:
        msg = "this account is kept out"
        raise RefusedError(msg)
    settings = web.oidc.settings if web.oidc else None
    if settings is None or not settings.roles:
        return known  # roles are given by hand here
    if person.role is None:
        msg = "none of your groups has a role on this desk any more"
        raise RefusedError(msg)
    return known if person.role == known.role else _with_role(web, known, person.role)


def _with_role(web: "Web", known: "Account", role: "Role") -> "Account":
    """An account with another role."""
    changed = web.accounts.change(known.id, role=role)
    web.accounts.note("the provider", "", "role changed", changed.name, role=role)
    return changed


@router.post("/account/oidc/part")
def part(request: Request, who: Annotated[Identity, Depends(Need("reader", by_token=False))]) -> Response:
    """Part one's account from who one is at the provider; it needs a password then, and one logs in anew."""
    web = web_of(request)
    if who.account is None or who.account.subject is None:
        msg = "Your account is not joined with a provider."
        raise MissingError(msg)
    if not who.account.has_password:
        msg = "an account without a password would be open to nobody; have an admin give it one first"
        raise RefusedError(msg)
    web.accounts.change(who.account.id, subject=None)
    web.accounts.note(who.name, address_of(request), "parted from the provider")
    return RedirectResponse("/login", 303)
