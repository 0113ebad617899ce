"""The connection itself: to the very address that was checked, within a time that no dripping can stretch.

An httpx transport, so that it can stand under an httpx.Client of one's own (a webhook: `httpx.Client(transport=
Wire(Guard()), trust_env=False)`). Every request has a connection of its own: what may be reached, and for how long,
is then settled where the connection is made and not by a pool that lives longer. No proxy is used, since behind one
the addresses could not be checked.
"""

import contextlib
import functools
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

import httpcore
import httpx

from vedette.gather.refusals import HeaderSizeError, TimeError

if TYPE_CHECKING:
    from vedette.gather.address import Guard, Target

CONNECT: Final = 10.0
"""Seconds to reach one address of a host."""

SECONDS: Final = 60.0
HEAD: Final = 65_536
METER: Final = "vedette.meter"
"""The request extension that carries a meter."""

_TRIES: Final = 4
_STEP: Final = 8192


class Meter:
    """What an exchange may still take: time until its end, and bytes until its headers are through."""

    def __init__(self, seconds: float = SECONDS, head: int = HEAD, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._clock = seconds, clock
        self._deadline = clock() + seconds
        self._head = head
        self._came = 0
        self.in_head = True

    def again(self) -> "Meter":
        """The same meter before the headers of another answer; the time goes on."""
        self._came, self.in_head = 0, True
        return self

    def left(self, timeout: float | None = None) -> float:
        """Seconds for the next step, at most `timeout`; raises TimeError where none are left."""
        left = self._deadline - self._clock()
        if left <= 0:
            msg = f"the answer took longer than {self._seconds:g} seconds. Try again later"
            raise TimeError(msg)
        return left if timeout is None else min(left, timeout)

    def room(self, wanted: int) -> int:
        """Bytes that may be read next; raises HeaderSizeError where the headers are larger than the limit."""
        if not self.in_head:
            return wanted
        if self._came > self._head:
            msg = f"the headers of the answer are larger than {self._head:,} bytes. Ask the owner of the source"
            raise HeaderSizeError(msg)
        return min(wanted, _STEP)

    def count(self, size: int) -> None:
        """Note bytes that came."""
        if self.in_head:
            self._came += size


class Wire(httpx.BaseTransport):
    """Sends requests to addresses that the guard lets pass; thread-safe.

    Raises AddressError, TimeError and HeaderSizeError, and for all else httpx's own errors.
    """

    def __init__(self, guard: "Guard", context: ssl.SSLContext | None = None) -> None:
        self._guard = guard
        self._context = context

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer to one request, its body still to be read; no redirect is followed."""
        meter: Meter = request.extensions.get(METER) or Meter()
        target = self._guard.check(str(request.url))
        url = target.url
        connection = httpcore.HTTPConnection(
            origin=httpcore.Origin(url.raw_scheme, url.raw_host, target.port),
            ssl_context=(self._context or _context()) if url.scheme == "https" else None,
            network_backend=_Pinned(target, meter),
        )
        with _told(request), contextlib.ExitStack() as stack:
            stack.callback(connection.close)
            answer = connection.handle_request(_sent(request, target))
            meter.in_head = False
            stack.pop_all()
        stream = _Body(answer, connection, request)
        return httpx.Response(answer.status, headers=answer.headers, stream=stream, request=request)


def _sent(request: httpx.Request, target: "Target") -> httpcore.Request:
    """The request as it goes over the wire: the host in the spelling that was checked, one request a connection."""
    ours = {b"host", b"connection"}
    headers = [(b"Host", target.url.netloc), (b"Connection", b"close")]
    headers += [(name, value) for name, value in request.headers.raw if name.lower() not in ours]
    url = httpcore.URL(
        scheme=target.url.raw_scheme, host=target.url.raw_host, port=target.port, target=target.url.raw_path
    )
    extensions = {"timeout": {"connect": CONNECT}}
    content: Any = request.stream  # httpx's streams are what httpcore iterates
    return httpcore.Request(request.method, url, headers=headers, content=content, extensions=extensions)


class _Body(httpx.SyncByteStream):
    """The body of an answer; closing it ends the connection."""

    def __init__(self, answer: httpcore.Response, connection: httpcore.HTTPConnection, request: httpx.Request) -> None:
        """Keep what is to be read and what is to be closed."""
        self._answer, self._connection, self._request = answer, connection, request

    def __iter__(self) -> Iterator[bytes]:
        """The pieces as they come."""
        with _told(self._request):
            yield from self._answer.iter_stream()

    def close(self) -> None:
        """End the connection, read or not."""
        self._connection.close()


class _Pinned(httpcore.NetworkBackend):
    """Connects to the addresses that were checked, whatever name it is asked for."""

    def __init__(self, target: "Target", meter: Meter) -> None:
        """Keep where to connect to and what it may take."""
        self._target, self._meter = target, meter
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - resolved and checked already; looking it up again is the hole that is closed here
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: "Iterable[httpcore.SOCKET_OPTION] | None" = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first checked address that answers."""
        failed: Exception = httpcore.ConnectError("no address to connect to")
        for ip in self._target.ips[:_TRIES]:
            try:
                stream = self._backend.connect_tcp(
                    ip, port, self._meter.left(timeout), local_address, socket_options or ()
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _Metered(stream, self._meter)
        raise failed


class _Metered(httpcore.NetworkStream):
    """A stream each step of which is measured."""

    def __init__(self, stream: httpcore.NetworkStream, meter: Meter) -> None:
        """Keep both."""
        self._stream, self._meter = stream, meter

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes; no single wait outlasts the exchange."""
        room = self._meter.room(max_bytes)
        with self._on_time():
            data = self._stream.read(room, self._meter.left(timeout))
        self._meter.count(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes."""
        with self._on_time():
            self._stream.write(buffer, self._meter.left(timeout))

    def close(self) -> None:
        """End the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted; the certificate must be of the host that the address names."""
        with self._on_time():
            stream = self._stream.start_tls(ssl_context, server_hostname, self._meter.left(timeout))
        return _Metered(stream, self._meter)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as httpcore has it
        """What the stream knows of itself."""
        return self._stream.get_extra_info(info)

    @contextlib.contextmanager
    def _on_time(self) -> Iterator[None]:
        """Name the end of the exchange's time as such; a shorter limit of a step keeps its own error."""
        try:
            yield
        except (httpcore.ReadTimeout, httpcore.WriteTimeout, httpcore.ConnectTimeout):
            self._meter.left()
            raise


@contextlib.contextmanager
def _told(request: httpx.Request) -> Iterator[None]:
    """Turn httpcore's errors into httpx's, which have the same names."""
    try:
        yield
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
        kind: type[httpx.RequestError] = getattr(httpx, type(error).__name__, httpx.TransportError)
        raise kind(str(error), request=request) from error


@functools.cache
def _context() -> ssl.SSLContext:
    """What certificates are held against: certifi's authorities, or those of SSL_CERT_FILE. Costly, so made once."""
    return httpx.create_ssl_context()
