"""What is kept between runs: answers by the digest of what was asked, and what each day has spent.

One SQLite file beside the desk. So a run that was interrupted asks nothing twice, and a budget holds over restarts and
for several processes at once. It holds texts of answers, never a key. Remove the file to have everything asked anew.
"""

import contextlib
import datetime as dt
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from vedette.code.llm.failures import BudgetError
from vedette.errors import StoreError

Clock = Callable[[], dt.datetime]
_TABLES: Final = (
    (
        "CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, text TEXT NOT NULL, finish TEXT NOT NULL, "
        "sent INTEGER NOT NULL, answered INTEGER NOT NULL, at TEXT NOT NULL) WITHOUT ROWID"
    ),
    (
        "CREATE TABLE IF NOT EXISTS spent (day TEXT PRIMARY KEY, requests INTEGER NOT NULL, tokens INTEGER NOT NULL, "
        "cost REAL NOT NULL) WITHOUT ROWID"
    ),
)
_ADD: Final = (
    "INSERT INTO spent VALUES (?, ?, ?, ?) ON CONFLICT (day) DO UPDATE SET requests = requests + excluded.requests, "
    "tokens = tokens + excluded.tokens, cost = cost + excluded.cost"
)
_PATIENCE: Final = 30.0
"""Seconds to wait for another process that writes."""


class Answer(NamedTuple):
    """What a model answered: its words, why it ended, tokens sent and answered, and whether it was kept from before."""

    text: str
    finish: str
    sent: int
    answered: int
    kept: bool = False


class Spent(NamedTuple):
    """What a day has spent."""

    requests: int
    tokens: int
    cost: float


class Limits(NamedTuple):
    """What a day may spend; 0 is without bound."""

    tokens: int = 0
    cost: float = 0.0


def _now() -> dt.datetime:
    """The time of the machine."""
    return dt.datetime.now(dt.UTC)


class Keep:
    """Answers and spending in one file, or in memory where no path is given. Safe to share between threads."""

    def __init__(self, path: Path | None = None, *, limits: Limits = Limits(), clock: Clock = _now) -> None:  # noqa: B008 - immutable
        """Open or make the file; raises StoreError where that cannot be done."""
        self.path, self.limits, self._clock = path, limits, clock
        self._lock = threading.Lock()
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            where = ":memory:" if path is None else str(path)
            self._base = sqlite3.connect(where, check_same_thread=False, timeout=_PATIENCE, isolation_level=None)
            for statement in ("PRAGMA journal_mode = WAL", *_TABLES):
                self._base.execute(statement)
        except (OSError, sqlite3.Error) as error:
            raise self._error(error) from error

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def get(self, key: str) -> Answer | None:
        """The answer that was kept under a digest."""
        with self._held():
            row = self._base.execute("SELECT text, finish, sent, answered FROM answer WHERE key = ?", (key,)).fetchone()
        return Answer._make((*row, True)) if row else None

    def put(self, key: str, answer: Answer) -> None:
        """Keep an answer."""
        row = (key, answer.text, answer.finish, answer.sent, answer.answered, self._clock().isoformat())
        with self._held():
            self._base.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?)", row)

    def spent(self) -> Spent:
        """What today (UTC) has spent so far."""
        with self._held():
            return self._spent()

    def reserve(self, tokens: int, cost: float) -> None:
        """Set aside what a request may take; raises BudgetError where the day's bounds would be passed."""
        with self._held():
            self._base.execute("BEGIN IMMEDIATE")
            try:
                self._refuse(self._spent(), tokens, cost)
                self._base.execute(_ADD, (self._day(), 1, tokens, cost))
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    def settle(self, tokens: int, cost: float) -> None:
        """Correct what was set aside by the difference to what was taken."""
        with self._held():
            self._base.execute(_ADD, (self._day(), 0, tokens, cost))

    def _refuse(self, spent: Spent, tokens: int, cost: float) -> None:
        """Raise BudgetError where so much more would be too much."""
        if self.limits.cost and spent.cost + cost > self.limits.cost:
            told = f"{spent.cost:.4f} of {self.limits.cost:.4f}"
        elif self.limits.tokens and spent.tokens + tokens > self.limits.tokens:
            told = f"{spent.tokens:,} of {self.limits.tokens:,} tokens"
        else:
            return
        msg = f"the day's budget for the language model is used ({told}). Raise it in [llm], or go on after 00:00 UTC."
        raise BudgetError(msg)

    def _spent(self) -> Spent:
        """What today has spent, with the lock held."""
        row = self._base.execute("SELECT requests, tokens, cost FROM spent WHERE day = ?", (self._day(),)).fetchone()
        return Spent(*row) if row else Spent(0, 0, 0.0)

    def _day(self) -> str:
        """The day in UTC."""
        return self._clock().astimezone(dt.UTC).date().isoformat()

    @contextlib.contextmanager
    def _held(self) -> Iterator[None]:
        """The file for this thread alone; raises StoreError where it cannot be read or written."""
        with self._lock:
            try:
                yield
            except sqlite3.Error as error:
                raise self._error(error) from error

    def _error(self, error: Exception) -> StoreError:
        """An error of the file."""
        msg = f"the file of the language model's answers {self.path} cannot be used: {error}. Move it away, or free it."
        return StoreError(msg)
