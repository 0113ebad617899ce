"""Whose turn it is at a host: so many at once, so long between two, and none while the host asks for quiet."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from vedette.gather.refusals import PausedError


@dataclass(frozen=True, slots=True)
class Time:
    """The clocks and the sleep; tests pass their own."""

    clock: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    """Seconds since 1970, to read dates against."""
    sleep: Callable[[float], None] = time.sleep


class Turns:
    """The turns at one host; thread-safe. A fetch waits for its turn `longest` seconds at most."""

    def __init__(self, at_once: int, longest: float, times: Time) -> None:
        self._places = threading.BoundedSemaphore(at_once)
        self._longest, self._times = longest, times
        self._lock = threading.Lock()
        self._next = self._quiet = float("-inf")

    @contextlib.contextmanager
    def turn(self, interval: float) -> Iterator[None]:
        """Wait for a turn and have it; the next one comes `interval` seconds after its beginning.

        Raises PausedError where the wait would be too long.
        """
        if not self._places.acquire(timeout=self._longest):
            msg = "is busy with others of our fetches. It is tried again later by itself"
            raise PausedError(msg, self._longest)
        try:
            while (wait := self._reserve(interval)) > 0:
                self._times.sleep(wait)
                if not self._is_quiet():
                    break
            yield
        finally:
            self._places.release()

    def pause(self, seconds: float) -> None:
        """Let nobody begin for a while: the host asked for it."""
        with self._lock:
            self._quiet = max(self._quiet, self._times.clock() + seconds)

    def _reserve(self, interval: float) -> float:
        """Take the next turn; the seconds until it comes."""
        with self._lock:
            now = self._times.clock()
            at = max(now, self._next, self._quiet)
            if at - now > self._longest:
                msg = f"is not to be asked for another {at - now:.0f} seconds. It is tried again later by itself"
                raise PausedError(msg, at - now)
            self._next = at + interval
            return at - now

    def _is_quiet(self) -> bool:
        """Whether the host has asked for quiet while a fetch waited for its turn."""
        with self._lock:
            return self._quiet > self._times.clock()


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """The seconds that an answer asks to wait (Retry-After as seconds or as an HTTP date), None where it does not.

    `now` is in seconds since 1970, what dates are read against. A date that is past means 0.
    """
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - now)
    except (ValueError, OverflowError, TypeError):
        return None
