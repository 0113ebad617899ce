"""Coming in: a name and a password, with fewer and fewer tries for whoever gets them wrong."""

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Final

from vedette.serve import keys
from vedette.store.accounts import name_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from vedette.store.accounts import Account, Accounts

FREE: Final = {"pair": 5, "name": 50, "address": 30}
"""Wrong tries without a wait: at one name from one address, at one name from anywhere, at any name from one address."""
SLOWEST: Final = dt.timedelta(minutes=15)
FORGOTTEN: Final = dt.timedelta(hours=24)
_LOCK: Final = 10
"""Doublings after which the wait grows no more."""


class BarredError(Exception):
    """Too many wrong tries: `until` is when the next is looked at."""

    def __init__(self, until: str) -> None:
        """Keep the time."""
        super().__init__(f"too many wrong tries; the next is looked at from {until}")
        self.until = until


def come_in(accounts: "Accounts", name: str, password: str, address: str) -> "Account | None":
    """The account that a name and a password open; None where they open none. Raises BarredError."""
    counted = _keys(name, address)
    if (until := accounts.barred(counted)) is not None:
        raise BarredError(until)
    found = accounts.find(name)
    kept = accounts.password_of(found.id) if found else None
    if not keys.matches(kept, password) or found is None or found.disabled:
        accounts.failed(counted, FORGOTTEN)
        accounts.note(name, address, "login refused")
        return None
    accounts.forgive(next(iter(counted)))
    if kept is not None and keys.is_old(kept):
        accounts.rehash(found.id, keys.hashed(password, found.name))
    accounts.note(found.name, address, "login")
    return found


def begin(accounts: "Accounts", account: "Account", before: str | None, lasting: dt.timedelta) -> str:
    """Begin a session under a new key, whatever key the browser came with, and end that one; the new key."""
    if before:
        accounts.end(keys.digest(before))
    key = keys.new_key()
    accounts.begin(account.id, keys.digest(key), keys.new_key(), lasting)
    return key


def _keys(name: str, address: str) -> "dict[str, Callable[[int], dt.timedelta]]":
    """What failures are counted by, hashed, each with how long its next try must wait; the pair first."""
    parts = {"pair": f"{name_key(name)}\n{address}", "name": name_key(name), "address": address}
    return {
        hashlib.sha256(f"{kind}\n{text}".encode("utf-8", "replace")).hexdigest(): _waits(FREE[kind])
        for kind, text in parts.items()
    }


def _waits(free: int) -> "Callable[[int], dt.timedelta]":
    """How long to wait after so many failures: nothing at first, then twice as long each time."""

    def wait(failures: int) -> dt.timedelta:
        """The wait after this failure."""
        over = failures - free
        return dt.timedelta(0) if over < 0 else min(SLOWEST, dt.timedelta(seconds=2 ** min(over, _LOCK)))

    return wait
