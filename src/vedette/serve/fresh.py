"""Keeps the table of incidents up to date while others add to the desk, so that pages need not."""

import datetime as dt
import logging
import threading
from typing import TYPE_CHECKING, Final

from vedette.errors import VedetteError
from vedette.merge.current import refresh, renew

if TYPE_CHECKING:
    from vedette.store.desk import Desk

EVERY: Final = 5.0
"""Seconds between two looks."""
_log = logging.getLogger("vedette.serve")


class Freshness:
    """Looks at the desk again and again; `at` is when its incidents were last known to be up to date."""

    def __init__(self, desk: "Desk", every: float = EVERY) -> None:
        """Do nothing yet."""
        self._desk, self._every = desk, every
        self._end = threading.Event()
        self._one = threading.Lock()
        self._thread: threading.Thread | None = None
        self.at: dt.datetime | None = None
        self.error: str | None = None

    def now(self) -> int:
        """Bring the incidents up to date at once; how many were assembled anew. Raises what the desk raises."""
        with self._one:
            done = refresh(self._desk)
            self.at, self.error = dt.datetime.now(dt.UTC), None
            return done

    def judged(self, number: int) -> None:
        """Bring up to date what a judgement changed; whoever judges need not wait for all else that is new."""
        renew(self._desk, number - 1)

    def begin(self) -> None:
        """Begin to look."""
        self._end.clear()
        self._thread = threading.Thread(target=self._look, name="vedette-fresh", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop, and wait until the last look is over."""
        self._end.set()
        if self._thread is not None:
            self._thread.join()

    def _look(self) -> None:
        """Look until the end; what goes wrong is told on the pages and in the log, and tried again."""
        while not self._end.is_set():
            try:
                self.now()
            except VedetteError as error:
                self.error = str(error)
                _log.warning("the incidents are not up to date: %s", error)
            self._end.wait(self._every)
