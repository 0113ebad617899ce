"""Accounts as an admin sees them, and the audit log."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Query, Request, Response
from starlette.responses import RedirectResponse

from vedette.errors import StoreError
from vedette.serve import keys
from vedette.serve.context import web_of
from vedette.serve.failing import MissingError
from vedette.serve.guard import Identity, Need, address_of
from vedette.serve.rendering import page
from vedette.store.accounts import ROLES, Account, Role

router = APIRouter(prefix="/admin", include_in_schema=False)
Admin = Annotated[Identity, Depends(Need("admin", by_token=False))]
Words = Annotated[str, Form(max_length=2000)]
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/users")
def users(request: Request, _: Admin) -> Response:
    """Every account."""
    return _users(request)


def _users(request: Request, problem: str = "") -> Response:
    """The page of accounts."""
    found = web_of(request).accounts.all()
    return page(request, "users.html", status=400 if problem else 200, users=found, roles=ROLES, problem=problem)


@router.post("/users")
def add(request: Request, who: Admin, name: Words, role: Annotated[Role, Form()], password: Words) -> Response:
    """Make an account."""
    web = web_of(request)
    try:
        made = web.accounts.add(name, role, keys.hashed(password, name))
    except StoreError as error:
        return _users(request, str(error))
    web.accounts.note(who.name, address_of(request), "account made", made.name, role=role)
    return RedirectResponse("/admin/users?said=account", 303)


@router.post("/users/{number}/role")
def role(request: Request, who: Admin, number: Number, role: Annotated[Role, Form()]) -> Response:
    """Give an account another role."""
    return _change(request, who, number, "role changed", role=role)


@router.post("/users/{number}/password")
def password(request: Request, who: Admin, number: Number, password: Words) -> Response:
    """Give an account another password."""
    try:
        kept = keys.hashed(password, _known(request, number).name)
    except StoreError as error:
        return _users(request, str(error))
    return _change(request, who, number, "password set", password=kept)


@router.post("/users/{number}/disabled")
def disabled(request: Request, who: Admin, number: Number, disabled: Annotated[bool, Form()] = False) -> Response:  # noqa: FBT002 - a field of a form
    """Keep an account out, or let it in again."""
    return _change(request, who, number, "account disabled" if disabled else "account enabled", disabled=disabled)


def _known(request: Request, number: int) -> Account:
    """The account of a number; raises MissingError."""
    found = web_of(request).accounts.get(number)
    if found is None:
        msg = f"There is no account {number}."
        raise MissingError(msg)
    return found


def _change(request: Request, who: Identity, number: int, action: str, **values: Any) -> Response:  # noqa: ANN401 - columns
    """Change an account and write it into the audit log."""
    web, known = web_of(request), _known(request, number)
    try:
        web.accounts.change(number, **values)
    except StoreError as error:
        return _users(request, str(error))
    told = {name: value for name, value in values.items() if name != "password"}
    web.accounts.note(who.name, address_of(request), action, known.name, **told)
    return RedirectResponse("/admin/users?said=account", 303)


@router.get("/audit")
def audit(request: Request, _: Admin, before: Annotated[int, Query(ge=1, le=2**31 - 1)] | None = None) -> Response:
    """The audit log, the newest first."""
    found = web_of(request).accounts.audited(101, before)
    return page(request, "audit.html", found=found[:100], more=found[99].id if len(found) > 100 else None)  # noqa: PLR2004 - a page
