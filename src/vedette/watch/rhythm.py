"""When a source is visited next: by its own rhythm, slower where it is quiet, ever slower where it fails.

A source that tells something every hour is visited every half hour, so that an article is seen within about half a gap
of its coming out and none leaves the feed unseen. The gap is the median of those between its last articles, which a
burst or one long night does not move much. A pure function of what is given: no clock, no dice of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

KEPT: Final = 40
"""How many of the last times are worth keeping."""

_VISITS_A_GAP: Final = 2
_QUIET_GAPS: Final = 4
"""So many gaps without an article, and the source counts as quiet."""
_QUIET_SHARE: Final = 8
"""A quiet source is visited so many times in as long again as it has been quiet."""
_SPREAD: Final = 0.2
_UNKNOWN: Final = 3_600
"""Seconds; where there are no two times to tell a gap from."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds between two visits at least and at most; `shortest` is not longer than `longest`."""

    shortest: float
    longest: float

    def within(self, seconds: float) -> float:
        """Seconds, kept within the bounds."""
        return min(max(seconds, self.shortest), self.longest)


def next_visit(times: Iterable[float], now: float, bounds: Bounds, failures: int = 0, dice: float = 0.5) -> float:
    """Seconds from `now` to the next visit, always within the bounds.

    `times` are when the source's last articles appeared (seconds, in any order; those after `now` count as now),
    `failures` how many visits failed since the last that did not: each doubles the wait. `dice` from 0 to 1 spreads it
    by a tenth to either side, so that sources taken up together do not stay together.
    """
    wait = bounds.within(_wait(sorted(min(time, now) for time in times)[-KEPT:], now))
    wait *= 1 + _SPREAD * (dice - 0.5)
    return bounds.within(wait * 2 ** min(failures, 30))


def _wait(times: list[float], now: float) -> float:
    """Seconds by the rhythm of the articles alone."""
    gaps = [later - earlier for earlier, later in pairwise(times) if later > earlier]
    if not gaps:
        return max(_UNKNOWN, (now - times[-1]) / _QUIET_SHARE) if times else _UNKNOWN
    gap = median(gaps)
    quiet = now - times[-1]
    wait = gap / _VISITS_A_GAP
    return max(wait, quiet / _QUIET_SHARE) if quiet > _QUIET_GAPS * gap else wait
