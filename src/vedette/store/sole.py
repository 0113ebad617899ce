"""That only one program gathers for a desk: a lock that ends with the program, however it ends."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from vedette.errors import StoreError
from vedette.store.engine import LOCK, told

if TYPE_CHECKING:
    from vedette.store.desk import Desk

FILE: Final = "watch.lock"
_LOCK: Final = LOCK + 1


@contextlib.contextmanager
def sole(desk: "Desk", folder: Path) -> Iterator[None]:
    """Be the only program that gathers for a desk and in its folder; raises StoreError where another is.

    The lock is an open transaction on a small SQLite file in the folder, which every system frees with the program, and
    with a desk on a server an advisory lock there beside it, since two folders may name one database.
    """
    with contextlib.ExitStack() as held:
        held.enter_context(_file(folder / FILE))
        if desk.store.dialect == "postgresql":
            held.enter_context(_server(desk))
        yield


@contextlib.contextmanager
def _file(path: Path) -> Iterator[None]:
    """Hold the lock of a folder."""
    with told(str(path)), contextlib.closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise _another(str(path.parent)) from error
            msg = f"{path} cannot be made: {error}. See that the folder can be written"
            raise StoreError(msg) from error
        yield


@contextlib.contextmanager
def _server(desk: "Desk") -> Iterator[None]:
    """Hold the lock of a database."""
    with told(desk.name), desk.store.engine.connect() as connection:
        if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _LOCK}).scalar():
            raise _another(desk.name)
        connection.commit()  # the lock is the connection's; an open transaction would keep old rows from being cleared
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})


def _another(where: str) -> StoreError:
    """The error for a desk that is watched already."""
    return StoreError(f"another `vedette watch` is at work on {where}. Let it go on, or stop it first")
