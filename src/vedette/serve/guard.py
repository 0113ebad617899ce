"""Who is asking, and whether they may: roles, scopes of tokens, and forms that other sites cannot send.

Every route names the least role that it needs by `Need`; create_app refuses to start with one that does not.
"""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from vedette.serve import keys
from vedette.serve.context import web_of
from vedette.store.accounts import ROLES
from vedette.store.words import moment_of, stamp_of

if TYPE_CHECKING:
    from vedette.serve.context import Web
    from vedette.store.accounts import Account, Session

Level = Literal["anyone", "reader", "analyst", "editor", "admin"]
LEVELS: Final[tuple[Level, ...]] = ("anyone", *ROLES)
SCOPES: Final = ("read", "judge", "admin")
"""What a token may be for: reading, reviewing, managing accounts."""
SESSION: Final = b"vedette="
"""How the cookie of a session begins in a header, over TLS (where more stands before it) and without."""
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
SEEN: Final = dt.timedelta(minutes=5)
"""How often it is noted that a session or token is in use: each note is a write."""
LONGEST: Final = dt.timedelta(days=30)
"""After so long a session ends, however often it is used."""


class NotLoggedInError(Exception):
    """Nobody is logged in, and the page is not for everybody."""


class RefusedError(Exception):
    """Somebody asks for what is not theirs to do, or a form comes from elsewhere; the text says why."""


@dataclass(frozen=True)
class Identity:
    """Who is asking. `account` is None for a reader of a public desk and before logging in."""

    account: "Account | None" = None
    session: "Session | None" = None
    scopes: frozenset[str] | None = None
    level: Level = "anyone"

    def may(self, level: Level) -> bool:
        """Whether this one may do what needs a level."""
        allowed = self.scopes is None or level == "anyone" or scope_of(level) in self.scopes
        return allowed and LEVELS.index(self.level) >= LEVELS.index(level)

    @property
    def name(self) -> str:
        """What to sign with."""
        return self.account.name if self.account else ""


def scope_of(level: Level) -> str:
    """Which scope a token needs for a level."""
    return {"reader": "read", "admin": "admin"}.get(level, "judge")


@dataclass(frozen=True)
class Need:
    """A dependency of a route: gives the Identity, or ends the request. `by_token` False keeps tokens out."""

    level: Level
    by_token: bool = True

    async def __call__(self, request: Request) -> Identity:
        """Who asks, if they may; raises NotLoggedInError or RefusedError."""
        found = await run_in_threadpool(identify, request)
        request.state.identity = found
        if request.method not in SAFE and request.query_params.get("as_of"):
            msg = "the desk as it was cannot be changed; go to the page without as_of"
            raise RefusedError(msg)
        if request.method not in SAFE and found.scopes is None:
            await self._own_form(request, found)
        if found.may(self.level) and (self.by_token or found.scopes is None):
            return found
        if found.account is None:
            raise NotLoggedInError
        msg = f"this needs the role {self.level}" + ("" if self.by_token else ", and no token")
        raise RefusedError(msg)

    @staticmethod
    async def _own_form(request: Request, who: Identity) -> None:
        """Refuse what another site made the browser send."""
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            msg = "this form was sent by another site"
            raise RefusedError(msg)
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
            msg = "this form was sent by another site"
            raise RefusedError(msg)
        word = who.session.csrf if who.session else request.cookies.get(before_cookie(web_of(request)), "")
        given = request.headers.get("x-csrf-token")
        if given is None:
            sent = (await request.form()).get("csrf", "")
            given = sent if isinstance(sent, str) else ""
        if not word or not keys.unmasks(given, word):
            msg = "this form is too old, or was not ours. Load the page again and send it once more"
            raise RefusedError(msg)


def identify(request: Request) -> Identity:
    """Who is asking: by a token, by a session, or as anybody."""
    web = web_of(request)
    given = request.headers.get("authorization")
    if given is not None:
        return _by_token(web, given)
    key = request.cookies.get(session_cookie(web))
    if key and (session := web.accounts.session(keys.digest(key))) is not None:
        if moment_of(session.made_at) + LONGEST > web.accounts.clock():
            if session.seen_at < stamp_of(web.accounts.clock() - SEEN):
                web.accounts.seen(session.id, dt.timedelta(seconds=web.settings.session))
            return Identity(session.account, session, None, session.account.role)
        web.accounts.end(session.id)
    return Identity(level="reader" if web.settings.public else "anyone")


def _by_token(web: "Web", given: str) -> Identity:
    """Who asks by a token; raises NotLoggedInError for one that is none."""
    kind, _, value = given.partition(" ")
    found = web.accounts.token(keys.digest(value.strip())) if kind.lower() == "bearer" else None
    if found is None:
        raise NotLoggedInError
    token, account = found
    if token.used_at is None or token.used_at < stamp_of(web.accounts.clock() - SEEN):
        web.accounts.used(token.id)
    return Identity(account, None, frozenset(token.scopes), account.role)


def session_cookie(web: "Web") -> str:
    """The name of the cookie that holds a session's key; a browser takes one of "__Host-" over TLS alone."""
    return "__Host-vedette" if web.settings.secure else "vedette"


def before_cookie(web: "Web") -> str:
    """The name of the cookie that holds the word for forms of those who are not logged in."""
    return "__Host-vedette-form" if web.settings.secure else "vedette-form"


def address_of(request: Request) -> str:
    """Where a request comes from; behind a proxy that the settings name, what that says."""
    return request.client.host if request.client else ""
