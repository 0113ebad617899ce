"""Around every answer: which hosts may be asked, how long a request may be, and the headers of security.

The policy allows no inline script or style and nothing from elsewhere; MapLibre needs `blob:` and `data:` images alone.
"""

import json
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST: Final = 1_000_000
"""Bytes of a request's body: a form with a long comment is a hundredth of it."""
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
PROGRAMS: Final = ("/api/", "/ogc")
"""Addresses that programs ask."""
PROBLEM: Final = "application/problem+json"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
TLS: Final = {"strict-transport-security": "max-age=31536000"}


class TooLongError(Exception):
    """The body of a request is longer than LONGEST."""


class Shield:
    """ASGI middleware; `hosts` are the names by which the desk may be asked for, beside those of this machine."""

    def __init__(self, app: "ASGIApp", hosts: Iterable[str] = (), *, secure: bool = False) -> None:
        """Keep what is allowed."""
        self.app = app
        self.hosts = LOOPBACK | {host.lower() for host in hosts}
        told = HEADERS | (TLS if secure else {})
        self.headers = [(name.encode(), value.encode()) for name, value in told.items()]

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Let a request through, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, only_head = False, scope["method"] == "HEAD"
        if only_head:  # the routes know GET alone
            scope = {**scope, "method": "GET"}

        async def sent(message: "Message") -> None:
            """Add the headers to an answer."""
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                given = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(h for h in self.headers if h[0] not in given)]
            elif only_head:
                message = {**message, "body": b""}
            await send(message)

        program = scope["path"].startswith(PROGRAMS)
        if refusal := self._refusal(scope):
            await _refuse(sent, *refusal, program=program)
            return
        try:
            await self.app(scope, _bounded(receive), sent)
        except TooLongError:
            if begun:
                raise
            await _refuse(sent, 413, "the request is too long", program=program)

    def _refusal(self, scope: "Scope") -> tuple[int, str] | None:
        """Why a request is not looked at."""
        headers = dict(scope["headers"])
        try:
            host = urlsplit("//" + headers.get(b"host", b"").decode("latin-1")).hostname
        except ValueError:
            host = None
        if host not in self.hosts:
            return 400, "this desk is not known by that name; add it to hosts under [serve] in vedette.toml"
        if "\x00" in scope["path"] or b"%00" in scope.get("query_string", b""):
            return 400, "an address holds no NUL"
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > LONGEST:
            return 413, "the request is too long"
        return None


def _bounded(receive: "Receive") -> "Receive":
    """The same request, ended by TooLongError where its body goes on and on."""
    taken = 0

    async def received() -> "Message":
        """The next part."""
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LONGEST:
            raise TooLongError
        return message

    return received


async def _refuse(send: "Send", status: int, why: str, *, program: bool) -> None:
    """A short answer: plain text to people, a problem (RFC 9457) to programs."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": why}
    body, kind = (json.dumps(told).encode(), PROBLEM) if program else (f"{why}\n".encode(), "text/plain; charset=utf-8")
    headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
