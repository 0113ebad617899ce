"""A circuit breaker: a host that fails again and again is left alone for a while, then tried once."""

import threading
from collections.abc import Callable

from vedette.gather.refusals import PausedError


class Breaker:
    """Opens after `failures` in a row, for `rest` seconds, twice as long each time it stays broken, at most `longest`.

    When that time is over, one fetch is let through to see (half open): the breaker closes if it succeeds and opens
    again if it fails. Thread-safe.
    """

    def __init__(self, failures: int, rest: float, longest: float, clock: Callable[[], float]) -> None:
        self._most, self._rest, self._longest, self._clock = failures, rest, longest, clock
        self._lock = threading.Lock()
        self._failed = self._opened = 0
        self._until: float | None = None
        self._probing = False

    def enter(self) -> bool:
        """Let a fetch begin; whether it is the one that probes. Raises PausedError while the breaker is open.

        Each that began must end in exactly one of `succeeded`, `failed` and `left`.
        """
        with self._lock:
            if self._until is None:
                return False
            wait = self._until - self._clock()
            if wait > 0 or self._probing:
                msg = f"failed {self._failed} times in a row and is left alone. It is tried again later by itself"
                raise PausedError(msg, max(wait, 1.0))
            self._probing = True
            return True

    def succeeded(self) -> None:
        """The host answered."""
        with self._lock:
            self._failed = self._opened = 0
            self._until, self._probing = None, False

    def failed(self) -> None:
        """The host did not answer, or only with an error of its own."""
        with self._lock:
            self._failed += 1
            if self._probing or (self._until is None and self._failed >= self._most):
                self._until = self._clock() + min(self._rest * 2**self._opened, self._longest)
                self._opened = min(self._opened + 1, 32)
            self._probing = False

    def left(self) -> None:
        """The fetch ended in a way that says nothing about the host."""
        with self._lock:
            self._probing = False
