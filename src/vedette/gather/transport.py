"""The transport that lets nothing in: addresses checked, time and size bounded, nothing of ours given away.

It only asks with GET, keeps and sends no cookies, no passwords and no proxy settings, and follows redirects itself
so that each address on the way is checked anew.
"""

import datetime as dt
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from vedette.errors import GatherError
from vedette.gather.address import Guard, Resolve, plain_address
from vedette.gather.fetched import Fetched
from vedette.gather.inflate import OFFERED, Bounds, check_length, inflated
from vedette.gather.redirects import follow
from vedette.gather.refusals import BrokenError, HeaderSizeError, TimeError, TruncatedError, UnreachableError
from vedette.version import __version__

if TYPE_CHECKING:
    import httpx

    from vedette.gather.wire import Meter

ACCEPT: Final = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.5"
PASSED_ON: Final = frozenset({"accept", "accept-language", "if-none-match", "if-modified-since"})
"""Headers that a caller may set; all others are of the connection or would tell who asks."""

_WIRE_ONLY: Final = frozenset({"content-encoding", "content-length", "transfer-encoding", "set-cookie", "connection"})
_SENDABLE: Final = re.compile(r"[\x20-\x7e\xa0-\xff]{1,1000}")
_INCOMPLETE: Final = ("incomplete", "without sending complete")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may take."""

    seconds: float = 60.0
    """From the first connection to the last byte, redirects included."""
    head: int = 65_536
    """Bytes of an answer's headers."""
    redirects: int = 8
    bounds: Bounds = field(default_factory=Bounds)


def user_agent(contact: str | None = None) -> str:
    """Who asks: the program, its version and, in brackets, whom to write to (an address of the desk's).

    Raises GatherError for a contact that cannot stand in a header.
    """
    if not contact:
        return f"vedette/{__version__}"
    if not re.fullmatch(r"[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?", contact) or set(contact) & set("()"):
        msg = f"the contact {contact!r} cannot be sent. Give a web or mail address in plain letters, without brackets"
        raise GatherError(msg)
    return f"vedette/{__version__} (+{contact})"


class GuardedTransport:
    """Fetches addresses of the public network; a `Transport`. Thread-safe, keeps nothing between two fetches.

    `allow` and `resolver` are those of `Guard`. With `follows=False` a redirect is the answer, for a transport around
    this one that follows them itself (`PoliteTransport`). `wire` stands in for the network in tests of what comes
    after it: no address is checked then.
    """

    def __init__(
        self,
        *,
        allow: Iterable[str] = (),
        limits: Limits | None = None,
        agent: str | None = None,
        resolver: Resolve | None = None,
        wire: "httpx.BaseTransport | None" = None,
        follows: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        from vedette.gather.wire import Wire  # noqa: PLC0415 - httpx takes a tenth of a second

        self._wire = wire or Wire(Guard(allow, resolver=resolver))
        self._limits = limits or Limits()
        self._agent = agent or user_agent()
        self._follows = follows
        self._clock = clock

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """The answer of a server after redirects, an error status included.

        Of `headers` those in PASSED_ON are sent; a value that no header can hold is left out. Raises a GatherError of
        `refusals` with a code for everything that is no usable answer.
        """
        from vedette.gather.wire import Meter  # noqa: PLC0415

        meter = Meter(self._limits.seconds, self._limits.head, self._clock)
        hop = partial(self._hop, meter=meter)
        return follow(hop, url, headers, self._limits.redirects) if self._follows else hop(url, headers)

    def _hop(self, url: str, headers: Mapping[str, str] | None, meter: "Meter") -> Fetched:
        """The answer of one server, redirects as they are."""
        import httpx  # noqa: PLC0415

        try:
            return self._ask(url, headers, meter)
        except httpx.RequestError as error:
            raise _named(error) from error

    def _ask(self, url: str, headers: Mapping[str, str] | None, meter: "Meter") -> Fetched:
        """Send the request and read the answer."""
        import httpx  # noqa: PLC0415

        from vedette.gather.wire import METER  # noqa: PLC0415

        request = httpx.Request(
            "GET", plain_address(url), headers=self._headers(headers), extensions={METER: meter.again()}
        )
        answer = self._wire.handle_request(request)
        try:
            self._check_head(answer)
            body = self._body(answer, meter)
        finally:
            answer.close()
        kept = {name: value for name, value in answer.headers.items() if name not in _WIRE_ONLY}
        at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        return Fetched(url, str(request.url), answer.status_code, kept, body, at)

    def _headers(self, given: Mapping[str, str] | None) -> list[tuple[bytes, bytes]]:
        """The headers of a request."""
        ours = {"user-agent": self._agent, "accept": ACCEPT, "accept-encoding": OFFERED}
        asked = {name.lower(): value for name, value in (given or {}).items()}
        ours |= {name: v for name, v in asked.items() if name in PASSED_ON and _SENDABLE.fullmatch(v)}
        return [(name.encode("ascii"), value.encode("latin-1")) for name, value in ours.items()]

    def _check_head(self, answer: "httpx.Response") -> None:
        """Refuse an answer by its headers."""
        if sum(len(name) + len(value) + 4 for name, value in answer.headers.raw) > self._limits.head:
            msg = f"the headers of the answer are larger than {self._limits.head:,} bytes. Ask the owner of the source"
            raise HeaderSizeError(msg)
        if answer.is_informational:
            msg = f"the server answered {answer.status_code}, which is no answer. Try again later"
            raise BrokenError(msg)
        check_length(answer.headers.get("content-length"), self._limits.bounds)

    def _body(self, answer: "httpx.Response", meter: "Meter") -> bytes:
        """The body, decompressed."""

        def pieces() -> Iterable[bytes]:
            """What is sent, as long as there is time; pieces that are there already take time too."""
            for piece in cast("httpx.SyncByteStream", answer.stream):
                meter.left()
                yield piece

        return inflated(pieces(), answer.headers.get("content-encoding", ""), self._limits.bounds)


def _named(error: "httpx.RequestError") -> GatherError:
    """An error of httpx as one of ours."""
    import httpx  # noqa: PLC0415

    said = f"{type(error).__name__}: {error}"
    if isinstance(error, (httpx.ReadTimeout, httpx.WriteTimeout)):
        return TimeError(f"the server stopped answering ({said}). Try again later")
    if isinstance(error, httpx.RemoteProtocolError) and any(word in str(error) for word in _INCOMPLETE):
        return TruncatedError(f"the body ends before its end ({said}). Try again later")
    if isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout)):
        return UnreachableError(f"the server cannot be reached ({said}). Check the address and the connection")
    return BrokenError(f"the answer breaks off or is not HTTP ({said}). Try again later")
