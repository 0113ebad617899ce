"""The threads that visit, fetch and send. They end with the program: none of what they have in hand would be lost.

Those of concurrent.futures would have a program that is told to stop wait for its slowest server.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import Final

log = logging.getLogger(__name__)
PATIENCE: Final = 2.0
"""Seconds for which the end waits for threads that are still at work."""


class Crew:
    """So many threads that do what they are given, in the order in which it is given."""

    def __init__(self, size: int) -> None:
        """Start the threads."""
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._threads = [threading.Thread(target=self._run, daemon=True, name=f"vedette-{n}") for n in range(size)]
        for thread in self._threads:
            thread.start()

    def do(self, work: Callable[[], None]) -> None:
        """Have some work done; what it raises goes to the log, so it should see to that itself."""
        self._work.put(work)

    def end(self, patience: float = PATIENCE) -> None:
        """Have the threads end when they have done what they have in hand; does not wait for the slow ones."""
        for _ in self._threads:
            self._work.put(None)
        until = time.monotonic() + patience
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def _run(self) -> None:
        """Do what comes until the end."""
        while (work := self._work.get()) is not None:
            try:
                work()
            except Exception:
                log.exception("work of the watch broke off; please report this")
