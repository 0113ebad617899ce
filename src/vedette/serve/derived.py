"""What is worked out of the whole desk (who holds what, who stands with whom, what rises), kept until it changes."""

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from vedette.store.tables import coding, duplicate, judgement, report

if TYPE_CHECKING:
    from vedette.store.desk import Desk
    from vedette.track.facts import Ground
    from vedette.track.rebuild import Basis
    from vedette.track.told import Told

CALM: Final = 30.0
"""Seconds for which an answer is good in any case: while reports stream in, each would be old at once."""
Mark = tuple[Any, ...]


def mark_of(desk: "Desk") -> Mark:
    """What tells one state of a desk's record from another."""
    newest = [
        select(func.max(judgement.c.id)),
        select(func.max(report.c.seq)),
        select(func.max(coding.c.added_at)),
        select(func.count()).select_from(duplicate),
    ]
    with desk.store.read() as connection:
        return tuple(connection.execute(one).scalar() for one in newest)


class Derived:
    """Works each thing out once for all who ask while the desk stays as it is."""

    def __init__(self, desk: "Desk", calm: float = CALM) -> None:
        """Work nothing out yet."""
        self._desk, self._calm = desk, calm
        self._kept: dict[str, tuple[float, Mark, Any]] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._all = threading.Lock()

    def of(self, name: str, work: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever is worked out
        """The thing of a name; worked out where it is not kept, or the desk is another than it was."""
        with self._all:
            lock = self._locks.setdefault(name, threading.Lock())
        with lock:
            kept = self._kept.get(name)
            if kept is not None and time.monotonic() - kept[0] < self._calm:
                return kept[2]
            mark = mark_of(self._desk)
            found = kept[2] if kept is not None and kept[1] == mark else work()
            self._kept[name] = (time.monotonic(), mark, found)
            return found

    def forget(self) -> None:
        """Let nothing be good in any case any more: somebody judged."""
        with self._all:
            self._kept = {name: (0.0, mark, found) for name, (_, mark, found) in self._kept.items()}

    def ground(self) -> "Ground":
        """What is told of who holds which place."""
        from vedette.track.facts import facts_of  # noqa: PLC0415 - slow to import, and not every page needs it

        found: Ground = self.of("ground", lambda: facts_of(self._desk))
        return found

    def told(self) -> "Told":
        """What is told of who stands with whom."""
        from vedette.track.told import told_on  # noqa: PLC0415 - as above

        found: Told = self.of("ties", lambda: told_on(self._desk))
        return found

    def basis(self) -> "Basis":
        """The incidents as deeds, and what was said of deeds to come."""
        from vedette.track.rebuild import basis  # noqa: PLC0415 - as above

        found: Basis = self.of("basis", lambda: basis(self._desk))
        return found
