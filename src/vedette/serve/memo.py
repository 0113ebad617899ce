"""What is summed up of the incidents, kept until they change: who asks what another asked waits for it no more."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

if TYPE_CHECKING:
    from vedette.store.incident_table import IncidentTable

MOST: Final = 512
"""How many things are kept; the one that nobody asked for longest goes first."""
Thing = TypeVar("Thing")


@dataclass(slots=True)
class Kept:
    """A thing and the turn of the table that it was made of; None before it was made."""

    lock: threading.Lock
    turn: int | None = None
    thing: Any = None


class Memo:
    """Keeps things that are made of the table of incidents alone.

    While one thread makes a thing anew, others who ask for it are given what it was before, at most as long as that
    takes; but nobody is given what was before somebody judged here (`forget`).
    """

    def __init__(self, table: "IncidentTable", most: int = MOST) -> None:
        """Keep nothing yet."""
        self._table, self._most = table, most
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._all = threading.Lock()
        self._least = 0

    def of(self, name: str, asked: "Mapping[str, Any]", work: Callable[[], Thing]) -> Thing:
        """What `work` makes of the table; `name` and `asked` must tell all that it depends on beside that."""
        turn, kept = self._table.turn(), self._slot(f"{name} {sorted(asked.items())!r}")
        if kept.turn is not None and kept.turn >= turn:
            return cast("Thing", kept.thing)
        good = kept.turn is not None and kept.turn >= self._least
        if not kept.lock.acquire(blocking=not good):
            return cast("Thing", kept.thing)
        try:
            if kept.turn is None or kept.turn < turn:
                kept.thing, kept.turn = work(), turn
            return cast("Thing", kept.thing)
        finally:
            kept.lock.release()

    def forget(self) -> None:
        """Give nobody what was before now: somebody judged."""
        self._least = self._table.turn()

    def _slot(self, key: str) -> Kept:
        """Where a thing is kept."""
        with self._all:
            kept = self._kept.setdefault(key, Kept(threading.Lock()))
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return kept
