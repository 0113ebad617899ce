"""Every test of the store that asks for `where` or `desk` runs twice: on SQLite and on a real PostgreSQL."""

import datetime as dt
from collections.abc import Iterator

import pytest

from vedette.store import Desk, open_desk

START = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)


class Clock:
    """A clock that goes on one hour with each look, so that tests can tell the times of the record."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(hours=1)
        return self.now


@pytest.fixture
def desk(where: str) -> Iterator[Desk]:
    """An empty desk whose first row is of 2026-01-01T13:00Z, the next of 14:00Z and so on."""
    with open_desk(where, clock=Clock()) as opened:
        yield opened
