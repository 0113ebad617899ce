"""One web page or feed from its address, through the guarded transport; tests pass the wire in, and need no network.

A person named the page, so its site's robots.txt is not asked: that is for programs that find addresses themselves.
"""

import os
from typing import TYPE_CHECKING

from vedette.errors import GatherError, InputError

if TYPE_CHECKING:
    import httpx

    from vedette.gather.fetched import Fetched, Transport
    from vedette.gather.manners import Manners
    from vedette.gather.transport import GuardedTransport

MAX_PAGE = 20_000_000
"""Bytes."""

PATIENCE = 60.0
"""Seconds for a whole page, however slowly it drips."""

ALLOWED = "VEDETTE_ALLOW_PRIVATE"
"""The setting that names hosts, addresses and ranges of one's own network; 1 means all of it."""

MANNERS: "Manners | None" = None
"""How hosts are treated whose pages a feed lists; None is as usual."""

_EVERYWHERE = ("0.0.0.0/0", "::/0")
_KINDS = ("text/", "application/xhtml", "application/xml")


def is_url(name: str) -> bool:
    """Whether an input is an address and no file."""
    return name.lower().startswith(("http://", "https://"))


def fetch(url: str, wire: "httpx.BaseTransport | None" = None) -> "Fetched":
    """The page or feed at `url`; redirects are followed. Raises InputError with what went wrong and the remedy."""
    from vedette.gather.pages import kind_of

    try:
        answer = guarded(wire).fetch(url)
    except GatherError as error:
        raise InputError(str(error)) from error
    if kind_of(answer.headers, answer.body) != "feed":
        _refuse(answer)
    return answer


def polite(wire: "httpx.BaseTransport | None" = None) -> "Transport":
    """The transport for what a feed lists: we find these pages ourselves, so robots.txt is asked and nobody hurried."""
    from vedette.gather.manners import PoliteTransport

    return PoliteTransport(guarded(wire, follows=False), manners=MANNERS)


def guarded(wire: "httpx.BaseTransport | None" = None, *, follows: bool = True) -> "GuardedTransport":
    """The transport for what a person names on the command line; raises GatherError for a setting that is wrong."""
    from vedette.gather.inflate import Bounds
    from vedette.gather.transport import GuardedTransport, Limits

    limits = Limits(seconds=PATIENCE, bounds=Bounds(packed=MAX_PAGE, body=MAX_PAGE))
    return GuardedTransport(allow=allowed(), limits=limits, wire=wire, follows=follows)


def allowed() -> tuple[str, ...]:
    """What of one's own network may be fetched from, as VEDETTE_ALLOW_PRIVATE says; nothing where it is not set."""
    said = os.environ.get(ALLOWED, "").replace(",", " ").split()
    return _EVERYWHERE if said == ["1"] else tuple(word for word in said if word != "0")


def _refuse(answer: "Fetched") -> None:
    """Raise InputError for an answer that is no page."""
    from http import HTTPStatus

    known = {status.value: status.phrase for status in HTTPStatus}
    if not 200 <= answer.status < 300:  # noqa: PLR2004 - success
        said = f"{answer.status} {known.get(answer.status, '')}".strip()
        msg = f"the server answered {said}. Save the page in a browser and give the file."
        raise InputError(msg)
    kind = answer.headers.get("content-type", "text/html").lower()
    if not kind.startswith(_KINDS):
        msg = f"the address gives {kind.split(';')[0]}, not a page. Give the address of the article itself."
        raise InputError(msg)
