"""How often an article that cannot be had is asked for again, and when: an error that passes for half a day."""

from typing import Final

from vedette.errors import GatherError
from vedette.gather.failures import GoneError, StatusError
from vedette.gather.refusals import (
    PASSING,
    AddressError,
    PausedError,
    RedirectCountError,
    RedirectLoopError,
    RobotsError,
    RobotsMissingError,
)

FIRST_WAIT: Final = 300.0
LONGEST_WAIT: Final = 21_600.0
"""Seconds between two tries at first, and at most; each is twice the one before."""

ONCE: Final = 1
SOME: Final = 3
"""Of what is probably so for good, but may be a mistake that somebody mends: a page that is not there yet."""
MANY: Final = 9
"""Of what passes: the last try comes half a day after the first."""

_PASSING: Final = (*PASSING, RobotsMissingError, RedirectLoopError, RedirectCountError)
"""Redirects in a circle are those of a site that is being rebuilt."""
_FINAL: Final = (AddressError, RobotsError, GoneError)
_SERVER_ERRORS: Final = 500
_BUSY: Final = (408, 425, 429)


def tries_for(error: Exception) -> int:
    """How many times in all an address is tried that fails so."""
    if isinstance(error, _PASSING):
        return MANY
    if isinstance(error, StatusError):
        return MANY if error.status >= _SERVER_ERRORS or error.status in _BUSY else SOME
    if isinstance(error, _FINAL):
        return ONCE
    return SOME if isinstance(error, GatherError) else MANY


def wait_for(error: Exception, tries: int) -> float | None:
    """Seconds until the next try after this error, which `tries` failed ones came before; None for giving up.

    Where a host asks for quiet, that is no failure of the address: it is tried when the host may be asked again.
    """
    if isinstance(error, PausedError):
        return max(error.after, 1.0)
    if tries + 1 >= tries_for(error):
        return None
    return min(FIRST_WAIT * 2.0 ** min(tries, 30), LONGEST_WAIT)
