"""The desk as it was at a record time: its incidents and what follows from them, made from the log and kept.

Making it costs what reading the whole desk costs, so it is done for one time after the other, and for each state of the
record once: all times between two changes have one answer, which never changes afterwards. Who has no account asks for
whole days alone, of which there are few.
"""

import contextlib
import datetime as dt
import math
import shutil
import tempfile
import threading
import weakref
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import Query, Request
from sqlalchemy import func, select

from vedette.errors import StoreError
from vedette.merge.current import incident_table
from vedette.serve.context import web_of
from vedette.serve.derived import Derived
from vedette.serve.memo import Memo
from vedette.store.incident_table import IncidentTable, in_file
from vedette.store.tables import coding, duplicate, judgement, report
from vedette.store.words import as_stamp, stamp_of

if TYPE_CHECKING:
    from vedette.serve.guard import Identity
    from vedette.store.desk import Desk
    from vedette.track.rebuild import Basis

MOST: Final = 6
"""How many times of the record are kept ready; the one that nobody asked for longest goes first."""
DAY_LONG: Final = 10
EVER: Final = "0001-01-01T00:00:00.000000Z"
"""The time of a desk before there was anything on it."""


class DerivedThen(Derived):
    """What is worked out of the desk as it was at a record time; it is worked out once."""

    def __init__(self, desk: "Desk", as_of: str) -> None:
        """Work nothing out yet."""
        super().__init__(desk, calm=math.inf)
        self._as_of = as_of

    def _basis(self) -> "Basis":
        """The basis of the desk as it was."""
        from vedette.track.rebuild import basis  # noqa: PLC0415 - slow to import; few pages need it

        return basis(self._desk, as_of=self._as_of)


@dataclass(frozen=True)
class Then:
    """The desk at a record time."""

    incidents: IncidentTable
    memo: Memo
    derived: DerivedThen


class Snapshots:
    """The desk at the times of the record that were asked for."""

    def __init__(self, desk: "Desk", most: int = MOST) -> None:
        """Make nothing yet."""
        self._desk, self._most = desk, most
        self._kept: OrderedDict[str, Then] = OrderedDict()
        self._gone: list[Then] = []
        self._one, self._all = threading.Lock(), threading.Lock()
        self._folder: Path | None = None
        self._made = 0

    def at(self, stamp: str) -> Then:
        """The desk as it was at a record time."""
        key = self._changed(stamp)
        if (found := self._known(key)) is not None:
            return found
        with self._one:
            return self._known(key) or self._make(key)

    def _changed(self, stamp: str) -> str:
        """The time of the last change up to a record time."""
        columns = (report.c.added_at, judgement.c.at, coding.c.added_at, duplicate.c.added_at)
        with self._desk.store.read() as connection:
            times = [
                connection.execute(select(func.max(column)).where(column <= stamp)).scalar_one() for column in columns
            ]
        return max(filter(None, times), default=EVER)

    def _known(self, key: str) -> Then | None:
        """What is kept."""
        with self._all:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _make(self, key: str) -> Then:
        """Make the desk as it was. Those that go are left for a while, since somebody may be reading."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="vedette-then-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._made += 1
        store = in_file(self._folder / f"{self._made}.sqlite")
        table = incident_table(self._desk, key, store)
        found = Then(table, Memo(table), DerivedThen(self._desk, key))
        with self._all:
            self._kept[key] = found
            self._gone += [self._kept.popitem(last=False)[1] for _ in range(len(self._kept) - self._most)]
        while len(self._gone) > self._most:
            old = self._gone.pop(0).incidents.store
            old.close()
            Path(old.name).unlink(missing_ok=True)
        return found

    def close(self) -> None:
        """Give everything back."""
        with self._all:
            for one in (*self._kept.values(), *self._gone):
                one.incidents.store.close()
            self._kept.clear()
            self._gone.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


AsOf = Annotated[
    str | None,
    Query(max_length=40, description="As the desk knew it at this record time: a day that is over, or a moment"),
]


def as_of(request: Request, as_of: AsOf = None) -> None:
    """A dependency of routes that know the past: has them answer as of a record time, if one is asked for.

    Raises StoreError for what is no time, or has not passed.
    """
    if not as_of:
        return
    web, who = web_of(request), request.state.identity
    stamp = _stamp(as_of, who)
    then = web.snapshots.at(stamp)
    request.state.web = replace(web, incidents=then.incidents, memo=then.memo, derived=then.derived, as_of=stamp)
    request.state.identity = replace(who, scopes=frozenset({"read"}))


def _stamp(given: str, who: "Identity") -> str:
    """The record time that is asked for."""
    stamp, now = as_stamp(given), stamp_of(dt.datetime.now(dt.UTC))
    if who.account is None and len(given.strip()) > DAY_LONG:
        msg = f"as_of {given!r}: without an account a whole day is asked for. Write it as YYYY-MM-DD"
        raise StoreError(msg)
    if stamp > now:
        msg = f"as_of {given!r} is not over yet. Leave it out for the desk as it is now"
        raise StoreError(msg)
    return stamp


@contextlib.contextmanager
def closing(snapshots: Snapshots) -> Iterator[None]:
    """Give what is kept back at the end."""
    try:
        yield
    finally:
        snapshots.close()
