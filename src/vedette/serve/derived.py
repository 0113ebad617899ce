"""What is worked out of the whole desk (who holds what, who stands with whom, what rises), kept until it changes."""

import datetime as dt
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from sqlalchemy import select

from vedette.store.tables import meta

if TYPE_CHECKING:
    from vedette.records.network import Network
    from vedette.store.desk import Desk
    from vedette.track.control import History
    from vedette.track.facts import Ground
    from vedette.track.rebuild import Basis
    from vedette.track.told import Told

CALM: Final = 30.0
"""Seconds for which an answer is good in any case: while reports stream in, each would be old at once."""
MOST: Final = 64
"""How many things are kept; the one that was worked out first goes first."""
Thing = TypeVar("Thing")


def mark_of(desk: "Desk") -> str:
    """What tells one state of a desk's record from another: the record time of whatever was written last."""
    with desk.store.read() as connection:
        return str(connection.execute(select(meta.c.value).where(meta.c.key == "clock")).scalar_one())


class Derived:
    """Works each thing out once for all who ask while the desk stays as it is."""

    def __init__(self, desk: "Desk", calm: float = CALM) -> None:
        """Work nothing out yet."""
        self._desk, self._calm = desk, calm
        self._kept: dict[str, tuple[float, str, Any]] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._all = threading.Lock()
        self._before: tuple[str, Basis] | None = None

    def of(self, name: str, work: Callable[[], Thing]) -> Thing:
        """The thing of a name; worked out where it is not kept, or the desk is another than it was."""
        with self._all:
            lock = self._locks.setdefault(name, threading.Lock())
        with lock:
            kept = self._kept.get(name)
            if kept is not None and time.monotonic() - kept[0] < self._calm:
                return cast("Thing", kept[2])
            mark = mark_of(self._desk)
            found = cast("Thing", kept[2]) if kept is not None and kept[1] == mark else work()
            with self._all:
                self._kept.pop(name, None)
                self._kept[name] = (time.monotonic(), mark, found)
                while len(self._kept) > MOST:
                    gone = next(iter(self._kept))
                    del self._kept[gone]
                    self._locks.pop(gone, None)
            return found

    def forget(self) -> None:
        """Let nothing be good in any case any more: somebody judged."""
        with self._all:
            self._kept = {name: (-self._calm, mark, found) for name, (_, mark, found) in self._kept.items()}

    def basis(self) -> "Basis":
        """The incidents as deeds, what was said of deeds to come, what reports tell of the ground and of ties."""
        return self.of("basis", self._basis)

    def _basis(self) -> "Basis":
        """The basis of the desk now; from the last one, of which only what changed is read anew."""
        from vedette.track.rebuild import basis, refreshed  # noqa: PLC0415 - slow to import; few pages need it

        mark, before = mark_of(self._desk), self._before
        found = basis(self._desk) if before is None else refreshed(self._desk, before[1], before[0])
        self._before = mark, found
        return found

    def told(self) -> "Told":
        """What all reports tell of who stands with whom."""
        from vedette.track.told import together  # noqa: PLC0415 - as above

        return self.of("told", lambda: together(self.basis().heard))

    def network(self, at: dt.date, since: dt.date | None = None) -> "Network":
        """Who stands with whom on a day; with `since` also what changed from then on."""
        from vedette.track.network import Asked, network  # noqa: PLC0415 - as above

        def work() -> "Network":
            """Work it out."""
            told = self.told()
            return network(told.ties, told.parties, Asked(at, None, since), told.ground)

        return self.of(f"network {at} {since}", work)

    def ground(self) -> "Ground":
        """What is told of who holds which place."""
        from vedette.track.facts import Ground  # noqa: PLC0415 - as above

        def work() -> Ground:
            """Put together what the reports tell."""
            found = Ground()
            for heard in self.basis().heard.values():
                found.facts += heard.ground
                found.places |= {place: told for place, told in heard.places.items() if place not in found.places}
                found.undated += heard.undated
            return found

        return self.of("ground", work)

    def control(self) -> "History":
        """Who held what when, of every place."""
        from vedette.track.control import control_history  # noqa: PLC0415 - as above

        return self.of("control", lambda: control_history(self.ground().facts))
