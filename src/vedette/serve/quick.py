"""Answers for readers without an account, given again from memory as long as the desk's incidents stay as they are.

Most of what a public desk is asked is asked by many: the overview, the map, the first page of the API. Only what is the
same for all of them is kept: no answer to anybody who sends a session or a token, and none that sets a cookie. While an
answer is made anew, others who ask for it are given the one before.
"""

import asyncio
import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool

from vedette.errors import StoreError
from vedette.serve.api.answers import is_known
from vedette.serve.guard import SESSION

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from vedette.serve.context import Web

SAME: Final = frozenset({"/", "/api/v1/map", "/api/v1/timeline", "/api/v1/spots", "/api/v1/incidents"})
"""Addresses whose answers follow from the query and the incidents alone; those of /ogc/collections are so too."""
ROOM: Final = 64_000_000
"""Bytes of answers that are kept."""
LARGEST: Final = 4_000_000
PASSED_ON: Final = frozenset({b"content-type", b"etag", b"cache-control", b"vary", b"content-encoding", b"link"})
Key = tuple[object, ...]
Token = tuple[int, str]


@dataclass(slots=True)
class Answer:
    """An answer, and what it was made of."""

    token: Token
    headers: list[tuple[bytes, bytes]]
    body: bytes

    @property
    def tag(self) -> str:
        """Its ETag, "" where it has none."""
        return next((value.decode() for name, value in self.headers if name == b"etag"), "")


@dataclass(slots=True)
class Taking:
    """Takes an answer in."""

    messages: list["Message"] = field(default_factory=list)

    async def __call__(self, message: "Message") -> None:
        """One part of it."""
        self.messages.append(message)

    def answer(self, token: Token) -> Answer | None:
        """The whole, if it may be given to others."""
        begun, parts = self.messages[0], self.messages[1:]
        headers = list(begun["headers"])
        body = b"".join(part.get("body", b"") for part in parts)
        if begun["status"] != 200 or b"set-cookie" in dict(headers) or len(body) > LARGEST:  # noqa: PLR2004 - of HTTP
            return None
        return Answer(token, [one for one in headers if one[0] in PASSED_ON], body)


class Quick:
    """ASGI middleware around the application of a desk; outside of what packs answers, so that none is packed twice."""

    def __init__(self, app: "ASGIApp", web: "Web") -> None:
        """Keep nothing yet."""
        self.app, self.web = app, web
        self._kept: OrderedDict[Key, Answer] = OrderedDict()
        self._size = 0
        self._made: dict[Key, asyncio.Event] = {}
        self._look: asyncio.Future[Token] | None = None

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer from memory where that is possible."""
        headers = dict(scope.get("headers", ()))
        if not self._is_same(scope, headers):
            await self.app(scope, receive, send)
            return
        key = _key(scope, headers)
        try:
            token = await self._now()
        except StoreError:  # the application says what is the matter
            await self.app(scope, receive, send)
            return
        kept = self._kept.get(key)
        if (kept is None or kept.token != token) and key in self._made:
            if kept is None:
                await self._made[key].wait()
                kept = self._kept.get(key)
        elif kept is not None and kept.token != token:
            kept = None
        if kept is None:
            await self._make(key, token, scope, receive, send)
        else:
            self._kept.move_to_end(key)
            await _give(kept, headers.get(b"if-none-match", b"").decode("latin-1"), send)

    def _is_same(self, scope: "Scope", headers: dict[bytes, bytes]) -> bool:
        """Whether an answer is the same for all who ask without an account."""
        if scope["type"] != "http" or scope["method"] != "GET" or not self.web.settings.public:
            return False
        if b"authorization" in headers or SESSION in headers.get(b"cookie", b""):
            return False
        path = scope["path"]
        return path in SAME or path.startswith("/ogc/collections/")

    async def _now(self) -> Token:
        """The token of a moment after it was asked for: whoever asks during a look shares the next one.

        Fifty readers at once would otherwise be fifty threads that wait for each other.
        """
        before = self._look
        if before is not None and not before.done():
            await asyncio.wait([before])
        look = self._look
        if look is None or look is before:
            look = self._look = asyncio.ensure_future(run_in_threadpool(self._token))
        return await asyncio.shield(look)

    def _token(self) -> Token:
        """What tells one state of the incidents, and of what pages say of it, from another."""
        fresh, today = self.web.fresh, dt.datetime.now(dt.UTC).date()
        minute = fresh.at.strftime("%H:%M") if fresh.at else ""
        return self.web.incidents.turn(), f"{today} {minute} {fresh.error or ''}"

    async def _make(self, key: Key, token: Token, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Have it answered, and keep the answer."""
        mine = key not in self._made
        event = self._made.setdefault(key, asyncio.Event())
        taking, known = Taking(), dict(scope["headers"]).get(b"if-none-match", b"")
        # a copy that the reader has may be good, but others need the whole
        asked = [one for one in scope["headers"] if one[0] != b"if-none-match"]
        try:
            await self.app({**scope, "headers": asked}, receive, taking)
            answer = taking.answer(token)
            if answer is not None:
                self._keep(key, answer)
        finally:
            if mine:
                del self._made[key]
                event.set()
        if answer is not None:
            await _give(answer, known.decode("latin-1"), send)
            return
        for message in taking.messages:
            await send(message)

    def _keep(self, key: Key, answer: Answer) -> None:
        """Keep an answer; those that nobody asked for longest go."""
        before = self._kept.pop(key, None)
        self._size += len(answer.body) - (len(before.body) if before else 0)
        self._kept[key] = answer
        while self._size > ROOM:
            _, gone = self._kept.popitem(last=False)
            self._size -= len(gone.body)


def _key(scope: "Scope", headers: dict[bytes, bytes]) -> Key:
    """What an answer depends on beside the incidents."""
    packed = b"gzip" in headers.get(b"accept-encoding", b"")
    host = headers.get(b"host", b"")
    return scope["path"], scope["query_string"], packed, host, scope["scheme"], scope.get("root_path", "")


async def _give(kept: Answer, known: str, send: "Send") -> None:
    """Send a kept answer; 304 without a body where the reader has it."""
    same = bool(known and kept.tag and is_known(known, kept.tag))
    body = b"" if same else kept.body
    length = [] if same else [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 304 if same else 200, "headers": [*kept.headers, *length]})
    await send({"type": "http.response.body", "body": body})
