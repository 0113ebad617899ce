"""One web page from its address; the transport is passed in, so that tests need no network."""

import time
from typing import TYPE_CHECKING

from vedette.errors import InputError

if TYPE_CHECKING:
    import httpx

MAX_PAGE = 20_000_000
"""Bytes."""

PATIENCE = 60.0
"""Seconds for a whole page, however slowly it drips."""

_KINDS = ("text/", "application/xhtml", "application/xml")


def is_url(name: str) -> bool:
    """Whether an input is an address and no file."""
    return name.lower().startswith(("http://", "https://"))


def fetch(url: str, transport: "httpx.BaseTransport | None" = None) -> bytes:
    """The bytes of the page at `url`; redirects are followed. Raises InputError with what went wrong and the remedy."""
    import httpx

    from vedette import __version__

    timeout = httpx.Timeout(20.0, connect=10.0)
    headers = {"User-Agent": f"vedette/{__version__}", "Accept": "text/html, application/xhtml+xml, text/plain;q=0.8"}
    try:
        with (
            httpx.Client(
                transport=transport, timeout=timeout, headers=headers, follow_redirects=True, max_redirects=8
            ) as client,
            client.stream("GET", url) as answer,
        ):
            _refuse(answer)
            return _body(answer)
    except httpx.InvalidURL as error:
        msg = f"not a web address: {error}"
        raise InputError(msg) from error
    except httpx.HTTPError as error:
        msg = f"the page could not be fetched ({type(error).__name__}: {error}). Check the address and the connection."
        raise InputError(msg) from error


def _refuse(answer: "httpx.Response") -> None:
    """Raise InputError for an answer that is no page."""
    if answer.is_error:
        said = f"{answer.status_code} {answer.reason_phrase}"
        msg = f"the server answered {said}. Save the page in a browser and give the file."
        raise InputError(msg)
    kind = answer.headers.get("Content-Type", "text/html").lower()
    if not kind.startswith(_KINDS):
        msg = f"the address gives {kind.split(';')[0]}, not a page. Give the address of the article itself."
        raise InputError(msg)


def _body(answer: "httpx.Response") -> bytes:
    """The body, at most MAX_PAGE bytes and PATIENCE seconds of it."""
    body, deadline = bytearray(), time.monotonic() + PATIENCE
    for piece in answer.iter_bytes():
        body += piece
        if len(body) > MAX_PAGE:
            msg = f"the page is larger than {MAX_PAGE:,} bytes. Save its article as text and give the file."
            raise InputError(msg)
        if time.monotonic() > deadline:
            msg = f"the page took longer than {PATIENCE:.0f} seconds. Try again later."
            raise InputError(msg)
    return bytes(body)
