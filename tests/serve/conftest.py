"""A desk on the web for each test: small, with hostile reports, an account of each role, and browsers to come by."""

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.store.made import coded
from vedette.merge.current import refresh
from vedette.merge.desking import assign_new
from vedette.serve import keys
from vedette.serve.app import create_app
from vedette.settings import ServeSettings, Settings
from vedette.store import Desk, open_desk
from vedette.store.accounts import ROLES

BASE = "http://localhost"
PASSWORD = "four quiet words here"  # noqa: S105 - of tests
CSRF = re.compile(r'name="csrf" value="([^"]+)"')


class NoDeeds:
    """Reads no deeds in a sentence: what the real coder does here is tried in tests/brief."""

    @staticmethod
    def deeds(_: str) -> Iterator[Any]:
        yield from ()


class Clock:
    """A clock that stands until it is set on."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def pass_(self, **span: float) -> None:
        self.now += dt.timedelta(**span)


class Browser(TestClient):
    """A browser: it keeps cookies and sends the word of the last form that it saw."""

    word = ""

    def page(self, address: str) -> str:
        """Look at a page that is there, and remember the word of its forms."""
        answer = self.get(address)
        assert answer.status_code == 200, (address, answer.status_code, answer.text[:500])
        if found := CSRF.search(answer.text):
            self.word = found[1]
        return answer.text

    def fill(self, address: str, **fields: Any) -> Any:
        """Send a form with the word."""
        return self.post(address, data={"csrf": self.word, **fields}, follow_redirects=False)

    def log_in(self, name: str, password: str = PASSWORD) -> Any:
        """Log in by the form."""
        self.page("/login")
        answer = self.fill("/login", name=name, password=password)
        if answer.status_code == 303:
            self.page("/account")
        return answer


@pytest.fixture(scope="session", autouse=True)
def _quick() -> Iterator[None]:
    """Hash passwords quickly: what is slow on purpose elsewhere is only slow here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "_hasher", functools.cache(lambda: PasswordHasher(time_cost=1, memory_cost=64)))
        yield


@pytest.fixture(scope="session")
def hashed() -> str:
    """The hash of everybody's password."""
    return keys.hashed(PASSWORD, "somebody")


@pytest.fixture
def clock() -> Clock:
    """The time for accounts."""
    return Clock()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with two reports that tell of one incident, and one of another."""
    with open_desk(tmp_path / "desk") as opened:
        for n in range(3):
            opened.add(coded(n))
        assign_new(opened)
        refresh(opened)
        yield opened


@pytest.fixture
def serve(desk: Desk, clock: Clock, hashed: str) -> Callable[..., FastAPI]:
    """Makes the application with an account of each role, named by it; settings of [serve] by name."""

    def make(**settings: Any) -> FastAPI:
        app = create_app(desk, Settings(serve=ServeSettings(**settings)), clock=clock, readers=NoDeeds)
        accounts = app.state.web.accounts
        for role in ROLES:
            if accounts.find(role) is None:
                accounts.add(role, role, hashed)
        return app

    return make


@pytest.fixture
def app(serve: Callable[..., FastAPI]) -> FastAPI:
    """The application as it is by default: nobody reads without logging in."""
    return serve()


@pytest.fixture
def browser(app: FastAPI) -> Callable[[str], Browser]:
    """Makes browsers, logged in by a role or as nobody."""

    def come(role: str = "", to: FastAPI = app) -> Browser:
        made = Browser(to, base_url=BASE, follow_redirects=False)
        if role:
            assert made.log_in(role).status_code == 303
        return made

    return come
