"""What is answered where something is wrong: a page to people, a problem (RFC 9457) to programs."""

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from vedette.errors import JudgementError, VedetteError
from vedette.serve.entrance import BarredError
from vedette.serve.guard import NotLoggedInError, RefusedError
from vedette.serve.oidc import OidcError
from vedette.serve.rendering import page
from vedette.serve.shield import PROBLEM, PROGRAMS
from vedette.store.words import moment_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI
    from starlette.requests import Request

_log = logging.getLogger("vedette.serve")


class MissingError(Exception):
    """There is no such thing on this desk; the text says what was asked for."""


class GoneError(Exception):
    """There was such a thing and is no more; the text says why."""


class ConflictError(Exception):
    """Somebody else was first; the text says what to do."""


def install(app: "FastAPI") -> None:
    """Have the application answer what goes wrong."""
    app.add_exception_handler(NotLoggedInError, _not_logged_in)
    known = ((RefusedError, 403), (MissingError, 404), (ConflictError, 409), (JudgementError, 409), (GoneError, 410))
    for kind, status in known:
        app.add_exception_handler(kind, _told(status))
    app.add_exception_handler(BarredError, _barred)
    app.add_exception_handler(OidcError, _not_let_in)
    app.add_exception_handler(VedetteError, _vedette)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _fault)


def is_program(request: "Request") -> bool:
    """Whether the answer goes to a program."""
    return request.url.path.startswith(PROGRAMS)


def answer(request: "Request", status: int, why: str, headers: dict[str, str] | None = None) -> Response:
    """The answer that something is wrong, in the form that whoever asks can read."""
    if is_program(request):
        told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": why}
        return JSONResponse(told, status, headers, media_type=PROBLEM)
    made = page(request, "error.html", status=status, code=status, phrase=HTTPStatus(status).phrase, why=why)
    made.headers.update(headers or {})
    return made


def _not_logged_in(request: "Request", _: Exception) -> Response:
    """People are sent to the page where they log in, and back afterwards."""
    if is_program(request):
        why = "log in, or send a token that is good: Authorization: Bearer vdt_..."
        return answer(request, 401, why, {"www-authenticate": "Bearer"})
    if request.method != "GET":
        return RedirectResponse("/login", 303)
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/login?{urlencode({'next': asked})}", 303)


def _told(status: int) -> "Callable[[Request, Exception], Response]":
    """A handler that tells the words of an error."""

    def handle(request: "Request", error: Exception) -> Response:
        """Tell them."""
        return answer(request, status, str(error))

    return handle


def _barred(request: "Request", error: Exception) -> Response:
    """Too many tries."""
    until = error.until if isinstance(error, BarredError) else ""
    clock = request.app.state.web.accounts.clock()
    seconds = max(1, round((moment_of(until) - clock).total_seconds()))
    why = f"Too many tries. Wait {seconds} seconds, then try again."
    return answer(request, 429, why, {"retry-after": str(seconds)})


def _not_let_in(request: "Request", error: Exception) -> Response:
    """A login by the provider that failed."""
    status = error.status if isinstance(error, OidcError) else 400
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.warning("login by the provider: %s", error)
    return answer(request, status, str(error))


def _vedette(request: "Request", error: Exception) -> Response:
    """What the desk refuses; its database being busy is no fault of whoever asks."""
    if isinstance(error.__cause__, DBAPIError):
        _log.error("%s", error)
        return answer(
            request, 503, "The desk's database does not answer. Try again in a minute.", {"retry-after": "60"}
        )
    return answer(request, 400, str(error))


def _invalid(request: "Request", error: Exception) -> Response:
    """What does not fit the form of a request."""
    found = error.errors() if isinstance(error, RequestValidationError) else []
    parts = [f"{'.'.join(map(str, one['loc'][1:])) or one['loc'][0]}: {one['msg']}" for one in found]
    return answer(request, 422, "; ".join(parts).replace("Value error, ", ""))


def _http(request: "Request", error: Exception) -> Response:
    """What Starlette itself refuses: an address that is none, a method that is not there."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    known = {404: "There is nothing at this address.", 405: "This address is not used in that way."}
    return answer(
        request, status, known.get(status, HTTPStatus(status).description or HTTPStatus(status).phrase), headers
    )


def _fault(request: "Request", error: Exception) -> Response:
    """A fault of ours: its words go into the log and not to whoever asks."""
    _log.error("%s %s", request.method, request.url.path, exc_info=error)
    return answer(request, 500, "This is a fault of Vedette's. It is in the log of the server.")
