"""A real server on this machine for the tests of gathering: each path answers with bytes of the test's own making.

What it sends is written to the socket as it is, so that answers can break HTTP in any way.
"""

import contextlib
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Answer = bytes | Callable[[socket.socket, bytes], None]
"""What is sent, or what sends it given the request's head; the connection is closed afterwards."""


def answer(body: bytes = b"", status: str = "200 OK", *headers: str) -> bytes:
    """A whole answer; its Content-Length is right unless a header says another."""
    lines = [f"HTTP/1.1 {status}", *headers]
    if not any(line.lower().startswith(("content-length", "transfer-encoding")) for line in headers):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def redirect(to: str, status: str = "302 Found") -> bytes:
    """A redirect."""
    return answer(b"", status, f"Location: {to}")


@dataclass
class Served:
    """A running server: what it answers, and what it was asked."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[bytes] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        """The paths that it was asked for, in order."""
        return [head.split(b" ")[1].decode() for head in self.asked]


@contextlib.contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Served]:
    """A server in threads of its own, with TLS where a context is given; gone at the end."""
    served = Served(0)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with contextlib.suppress(OSError):
                _serve(self.request, served, context)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False
        request_queue_size = 64

    with Server(("127.0.0.1", 0), Handler) as server:
        served.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield served
        finally:
            served.stopping.set()
            server.shutdown()
            thread.join()


def _serve(plain: socket.socket, served: Served, context: ssl.SSLContext | None) -> None:
    """One request and its answer."""
    plain.settimeout(10)
    connection = context.wrap_socket(plain, server_side=True) if context else plain
    with connection:
        head = b""
        while b"\r\n\r\n" not in head:
            piece = connection.recv(65536)
            if not piece:
                return
            head += piece
        served.asked.append(head)
        path = head.split(b" ")[1].decode().partition("?")[0]
        said = served.answers.get(path, answer(b"no such page", "404 Not Found"))
        if callable(said):
            said(connection, head)
        else:
            connection.sendall(said)
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
            connection.recv(65536)  # closing before the other side has read everything would reset the connection


def drip(head: bytes, piece: bytes, every: float, stopping: threading.Event) -> Callable[[socket.socket, bytes], None]:
    """An answer that begins with `head` and never ends: `piece` again and again, `every` so many seconds."""

    def send(connection: socket.socket, _head: bytes) -> None:
        connection.sendall(head)
        while not stopping.wait(every):
            connection.sendall(piece)

    return send
