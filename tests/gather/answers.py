"""Servers for the tests of gathering: one in memory, and a real one on this machine."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from vedette.gather.fetched import Fetched, Problem

NOW = "2026-11-26T12:00:00+00:00"
Answer = tuple[int, Mapping[str, str], bytes]


@dataclass
class Fake:
    """A transport whose answers are given: by address a body, or (status, headers, body), or an error to raise."""

    answers: dict[str, object] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """The answer that was given for an address."""
        self.asked.append((url, dict(headers or {})))
        answer = self.answers.get(url, (404, {}, b""))
        if isinstance(answer, Exception):
            raise answer
        status, sent, body = answer if isinstance(answer, tuple) else (200, {}, answer)
        body = body.encode() if isinstance(body, str) else body
        final = self.moved.get(url, url)
        return Fetched(url, final, status, sent, body, NOW, moved=self.moved.get(url))


def no_problem(problem: Problem) -> None:
    """Take a source's problems where there should be none."""
    raise AssertionError(problem)


@contextmanager
def serving(answer: Callable[[str, Mapping[str, str]], Answer]) -> Iterator[str]:
    """A server on this machine while the block runs; `answer` gets path and headers (names in lower case)."""

    class Handler(BaseHTTPRequestHandler):
        """Answers GET."""

        def do_GET(self) -> None:
            """Send what `answer` says."""
            status, headers, body = answer(self.path, {k.lower(): v for k, v in self.headers.items()})
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
