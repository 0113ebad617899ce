"""Gives memory that is not in use back to the system.

The C library keeps what was freed, in pieces, for each thread that asked for some. A watch that fetches, parses and
merges for weeks in a dozen threads would seem to grow by tens of megabytes an hour though it holds nothing more.
"""

import ctypes
import functools
from collections.abc import Callable


@functools.cache
def _trim() -> Callable[[int], int] | None:
    """Glibc's malloc_trim; None where the C library is another, which has nothing of the kind."""
    found = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if found is not None:
        found.argtypes, found.restype = [ctypes.c_size_t], ctypes.c_int
    return found


def give_back() -> bool:
    """Give it back; whether there was any. Takes some hundredths of a second."""
    trim = _trim()
    return trim is not None and bool(trim(0))
