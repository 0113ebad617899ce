"""The server of a made-up world, on this machine: feeds and pages as `bench.outlets` has them, faults and all.

Each outlet is a host name that the world's own resolver knows. What is sent is written to the socket as bytes, so that
answers can break off, drip or lie. The server keeps a ledger of every text that it has given out whole.
"""

import contextlib
import datetime as dt
import gzip
import html
import json
import random
import socket
import socketserver
import threading
import time as real
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import Final

from bench.outlets import START, Newsroom, Outlet, Piece, Trouble

FEED_TROUBLE: Final = 0.03
"""Share of a feed's requests that go wrong."""
HOOK: Final = "hooks.world.test"
_MOVED: Final = "/new/feed"


class SimulatedTime:
    """A clock that stands still until somebody waits; then it is later at once. Thread-safe."""

    def __init__(self, now: dt.datetime = START) -> None:
        """Begin at a moment."""
        self._now = now
        self._lock = threading.Lock()

    def now(self) -> dt.datetime:
        """The moment."""
        with self._lock:
            return self._now

    def seconds(self) -> float:
        """The same in seconds since 1970."""
        return self.now().timestamp()

    def sleep(self, seconds: float) -> None:
        """Let time pass; two who sleep at once sleep beside each other."""
        until = self.now() + dt.timedelta(seconds=max(0.0, seconds))
        with self._lock:
            self._now = max(self._now, until)


class QuickTime:
    """A clock that runs so many times as fast as the real one, alike in every process; `began` is real, since 1970."""

    def __init__(self, began: float, speed: float) -> None:
        """Begin at the world's beginning."""
        self._began, self._speed = began, speed

    def now(self) -> dt.datetime:
        """The moment."""
        return START + dt.timedelta(seconds=(real.time() - self._began) * self._speed)

    def seconds(self) -> float:
        """The same in seconds since 1970."""
        return self.now().timestamp()

    def sleep(self, seconds: float) -> None:
        """Wait until so much time has passed."""
        real.sleep(max(0.0, seconds) / self._speed)


@dataclass(slots=True)
class Ledger:
    """What the server gave out, and what it was told."""

    served: set[tuple[int, int]] = field(default_factory=set)
    """Article and version, given out whole."""
    answers: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    """Keys of the calls of the webhook that it took."""
    incidents: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The keys under which it was told of each."""


class World:
    """A newsroom behind a server; `port` is where it listens, `resolve` knows its hosts."""

    def __init__(self, newsroom: Newsroom, time: SimulatedTime | QuickTime, seed: int) -> None:
        """Keep the newsroom; `serve` starts the server."""
        self.newsroom, self.time = newsroom, time
        self.ledger = Ledger()
        self.port = 0
        self._asked: Counter[str] = Counter()
        self._dice = random.Random(seed)  # noqa: S311 - a world can be made again from its seed
        self._lock = threading.Lock()
        self._hosts = {outlet.host: outlet for outlet in newsroom.outlets}
        self._pages = {(piece.outlet.host, piece.path): piece for piece in newsroom.pieces}

    @staticmethod
    def resolve(host: str) -> list[str]:
        """Where a host of the world stands."""
        if not host.endswith(".world.test"):
            msg = f"no host {host} in this world"
            raise OSError(msg)
        return ["127.0.0.1"]

    def feed_of(self, outlet: Outlet) -> str:
        """The address of a feed, as a desk's settings have it."""
        return f"http://{outlet.host}:{self.port}/feed"

    def address(self, piece: Piece) -> str:
        """The address of an article, without what its feed adds."""
        return f"http://{piece.outlet.host}:{self.port}{piece.path}"

    @contextlib.contextmanager
    def serve(self) -> Iterator["World"]:
        """Be served on this machine for a while."""
        world = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(OSError):
                    world._handle(self.request)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads, block_on_close, allow_reuse_address, request_queue_size = True, False, True, 128

        with Server(("127.0.0.1", self.port), Handler) as server:
            self.port = server.server_address[1]
            thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
            thread.start()
            try:
                yield self
            finally:
                server.shutdown()
                thread.join()

    # -- answering

    def _handle(self, connection: socket.socket) -> None:
        """One request."""
        connection.settimeout(10)
        data = b""
        while b"\r\n\r\n" not in data:
            piece = connection.recv(65536)
            if not piece:
                return
            data += piece
        head, _, body = data.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        path = lines[0].split(" ")[1].partition("?")[0]
        told = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        host = told.get("host", "").partition(":")[0]
        if host == HOOK:
            self._hook(connection, told, body)
        else:
            self._answer(connection, host, path, told)
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
            connection.recv(65536)

    def _answer(self, connection: socket.socket, host: str, path: str, told: dict[str, str]) -> None:
        """Answer for an outlet."""
        now, outlet = self.time.now(), self._hosts[host]
        if outlet.is_down(now):
            self._send(connection, "503 Service Unavailable", b"down", "Retry-After: 1800")
        elif path == "/robots.txt":
            self._send(connection, "200 OK", b"User-agent: *\nDisallow: /private/\nCrawl-delay: 1\n")
        elif path in ("/feed", _MOVED):
            self._feed(connection, outlet, path, told, now)
        elif path.endswith("/loop"):
            self._send(connection, "302 Found", b"", f"Location: {path.removesuffix('/loop')}/loop2")
        elif path.endswith("/loop2"):
            self._send(connection, "302 Found", b"", f"Location: {path.removesuffix('/loop2')}/loop")
        elif (piece := self._pages.get((host, path))) and piece.published <= now:
            self._page(connection, piece, told, now)
        else:
            self._send(connection, "404 Not Found", b"no such page")

    def _times_asked(self, what: str) -> int:
        """How often something was asked before."""
        with self._lock:
            self._asked[what] += 1
            return self._asked[what] - 1

    def _page(self, connection: socket.socket, piece: Piece, told: dict[str, str], now: dt.datetime) -> None:
        """Answer with an article, or with what goes wrong."""
        if piece.fate == "gone":
            self._send(connection, "410 Gone", b"gone")
            return
        if piece.fate == "pdf":
            self._send(connection, "200 OK", b"%PDF-1.7 no page", "Content-Type: application/pdf")
            return
        if piece.trouble and self._times_asked(piece.path + piece.outlet.host) < piece.troubled:
            self._trouble(connection, piece.trouble, piece.path)
            return
        version = piece.version(now)
        etag = f'"{piece.number}-{version}"'
        if piece.outlet.validators == "etag" and told.get("if-none-match") == etag:
            self._send(connection, "304 Not Modified", b"", f"ETag: {etag}")
            return
        headers = [f"ETag: {etag}"] if piece.outlet.validators == "etag" else []
        charset = piece.outlet.encoding if piece.outlet.encoding != "utf-16" else "utf-8"
        self._send(
            connection, "200 OK", _page(piece, version, now).encode(charset, "xmlcharrefreplace"),
            f"Content-Type: text/html; charset={charset}", *headers, compressed=piece.outlet.compressed,
        )  # fmt: skip
        with self._lock:
            self.ledger.served.add((piece.number, version))

    def _feed(
        self, connection: socket.socket, outlet: Outlet, path: str, told: dict[str, str], now: dt.datetime
    ) -> None:
        """Answer with a feed, or with what goes wrong."""
        if path == "/feed" and outlet.moves_at and outlet.moves_at <= now:
            self._send(connection, "301 Moved Permanently", b"", f"Location: {_MOVED}")
            return
        with self._lock:
            trouble = self._dice.random() < FEED_TROUBLE
            kind: Trouble = self._dice.choice(("500", "429", "truncated", "reset", "loop"))
        if trouble:
            self._trouble(connection, kind, path)
            return
        listed = outlet.listed(now)
        mark = format_datetime(max([START, *(p.loud(now) or p.published for p in listed)]), usegmt=True)
        etag = f'"{hash(tuple((p.number, p.title(now)) for p in listed))}"'
        headers = {"etag": [f"ETag: {etag}"], "modified": [f"Last-Modified: {mark}"], "none": []}[outlet.validators]
        same = (outlet.validators == "etag" and told.get("if-none-match") == etag) or (
            outlet.validators == "modified" and told.get("if-modified-since") == mark
        )
        if same:
            self._send(connection, "304 Not Modified", b"", *headers)
            return
        tag = f"?utm_source=feed{self._times_asked('tag')}&utm_medium=rss" if outlet.tracking else ""
        body = render(self, outlet, listed, now, tag)
        self._send(connection, "200 OK", body, *headers, compressed=outlet.compressed)

    def _trouble(self, connection: socket.socket, trouble: Trouble, path: str) -> None:
        """Answer wrongly."""
        with self._lock:
            self.ledger.answers[f"trouble: {trouble}"] += 1
        if trouble == "500":
            self._send(connection, "500 Oops", b"oops")
        elif trouble == "429":
            self._send(connection, "429 Too Many Requests", b"", "Retry-After: 120")
        elif trouble == "loop":
            self._send(connection, "302 Found", b"", f"Location: {path}/loop" if path != "/feed" else "Location: /feed")
        elif trouble == "truncated":
            body = gzip.compress(b"<html><body>" + b"a broken page. " * 400)[:-40]
            head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(body) + 40}\r\n\r\n"
            connection.sendall(head.encode() + body)
        elif trouble == "slow":
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            with contextlib.suppress(OSError):
                while True:
                    connection.sendall(b"<p>")
                    threading.Event().wait(0.05)
        # "reset": the connection ends without an answer

    def _send(
        self, connection: socket.socket, status: str, body: bytes, *headers: str, compressed: bool = False
    ) -> None:
        """Write a whole answer."""
        with self._lock:
            self.ledger.answers[status.split(" ", maxsplit=1)[0]] += 1
        lines = [f"HTTP/1.1 {status}", *headers]
        if compressed and body:
            body = gzip.compress(body, 1)
            lines.append("Content-Encoding: gzip")
        lines.append(f"Content-Length: {len(body)}")
        connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + body)

    def _hook(self, connection: socket.socket, told: dict[str, str], body: bytes) -> None:
        """Take a call of the webhook; the first for each incident in three is refused."""
        size = int(told.get("content-length", "0"))
        while len(body) < size:
            body += connection.recv(65536)
        key = told["idempotency-key"]
        if hash(key) % 3 == 0 and self._times_asked(key) == 0:
            self._send(connection, "503 Service Unavailable", b"")
            return
        with self._lock:
            self.ledger.calls[key] += 1
            self.ledger.incidents[json.loads(body)["incident"]].add(key)
        self._send(connection, "204 No Content", b"")


def _page(piece: Piece, version: int, now: dt.datetime) -> str:
    """The page of an article, with a site's furniture around it."""
    body = "".join(f"<p>{html.escape(words)}</p>" for words in piece.words(version))
    site = f"Outlet {piece.outlet.number:02}"
    return (
        f"<!doctype html><html lang='en'><head><title>{html.escape(piece.title(now))} | {site}</title></head><body>"
        f"<nav><a href='/'>Home</a> <a href='/world'>World</a></nav><article><h1>{html.escape(piece.title(now))}</h1>"
        f"{body}</article><footer>© {site}</footer></body></html>"
    )


def render(world: World, outlet: Outlet, listed: list[Piece], now: dt.datetime, tag: str) -> bytes:
    """A feed as its outlet writes it."""
    entries = [_Entry.of(world, outlet, piece, now, tag) for piece in listed]
    if outlet.kind == "json":
        items = [entry.as_json() for entry in entries]
        told = {"version": "https://jsonfeed.org/version/1.1", "title": outlet.host, "items": items}
        return json.dumps(told).encode()
    body = _XML[outlet.kind](outlet, entries, f"http://{outlet.host}:{world.port}/")
    return (f'<?xml version="1.0" encoding="{outlet.encoding}"?>\n' + body).encode(outlet.encoding, "xmlcharrefreplace")


@dataclass(frozen=True, slots=True)
class _Entry:
    """An article as a feed tells of it; what is None it does not tell."""

    title: str
    link: str
    ident: str | None
    published: dt.datetime | None
    updated: dt.datetime | None

    @classmethod
    def of(cls, world: World, outlet: Outlet, piece: Piece, now: dt.datetime, tag: str) -> "_Entry":
        """An entry of an outlet's feed."""
        address = world.address(piece)
        local = outlet.relative and piece.outlet is outlet
        ident = {"opaque": f"tag:{piece.outlet.host},2026:{piece.number}", "permalink": address, "none": None}[
            outlet.ids
        ]
        published: dt.datetime | None = piece.published
        if outlet.dates == "none":
            published = None
        elif outlet.dates == "future" and piece.number % 2:
            published = piece.published.replace(year=2038)
        elif outlet.dates == "absurd" and piece.number % 2:
            published = piece.published.replace(year=1970)
        updated = piece.loud(now) if outlet.dates == "right" else None
        return cls(piece.title(now), (piece.path if local else address) + tag, ident, published, updated)

    def as_json(self) -> dict[str, str]:
        """An item of a JSON Feed."""
        told = {
            "id": self.ident or self.link, "url": self.link, "title": self.title, "content_text": "",
            "date_published": self.published and self.published.isoformat(),
            "date_modified": self.updated and self.updated.isoformat(),
        }  # fmt: skip
        return {name: value for name, value in told.items() if value}


def _rss(outlet: Outlet, entries: list[_Entry], site: str, *, rdf: bool = False) -> str:
    """RSS 2.0, or the items of RSS 1.0."""
    items = []
    for entry in entries:
        parts = [f"<title>{html.escape(entry.title)}</title><link>{html.escape(entry.link)}</link>"]
        if entry.ident and not rdf:
            parts.append(f'<guid isPermaLink="{str(outlet.ids == "permalink").lower()}">{entry.ident}</guid>')
        if entry.published:
            date = entry.updated or entry.published
            parts.append(
                f"<dc:date>{date.isoformat()}</dc:date>" if rdf else f"<pubDate>{format_datetime(date)}</pubDate>"
            )
        about = f' rdf:about="{html.escape(entry.link)}"' if rdf else ""
        items.append(f"<item{about}>{''.join(parts)}</item>")
    channel = f"<title>{outlet.host}: café</title><link>{site}</link><description>news</description>"
    if rdf:
        spaces = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        dates = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
        return f"<rdf:RDF {spaces} {dates}><channel>{channel}</channel>{''.join(items)}</rdf:RDF>"
    return f'<rss version="2.0"><channel>{channel}{"".join(items)}</channel></rss>'


def _rdf(outlet: Outlet, entries: list[_Entry], site: str) -> str:
    """RSS 1.0."""
    return _rss(outlet, entries, site, rdf=True)


def _atom(outlet: Outlet, entries: list[_Entry], site: str) -> str:
    """Atom."""
    items = []
    for entry in entries:
        ident = f"<id>{entry.ident}</id>" if entry.ident else ""
        dates = f"<published>{entry.published.isoformat()}</published>" if entry.published else ""
        dates += f"<updated>{entry.updated.isoformat()}</updated>" if entry.updated else ""
        link = f'<link href="{html.escape(entry.link)}"/>'
        items.append(f"<entry><title>{html.escape(entry.title)}</title>{link}{ident}{dates}</entry>")
    head = f'<title>{outlet.host}</title><link href="{site}"/>'
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{"".join(items)}</feed>'


_XML: Final[dict[str, Callable[[Outlet, list[_Entry], str], str]]] = {"rss": _rss, "rdf": _rdf, "atom": _atom}
