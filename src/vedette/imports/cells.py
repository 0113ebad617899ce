"""What a cell of another's table means; each refusal says what was wrong and the remedy.

Cells of a column repeat (days, countries), so what they mean is looked up once.
"""

import datetime as dt
import functools
import math
import re
from typing import Final

from vedette.lexicon.placegiven import RefusedError, country_of
from vedette.store.flatten import MOST

_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
_NOT_PLAIN: Final = re.compile(r"[^\d.eE+-]")
_WHOLE: Final = 2**62
"""Larger stamps fit no column."""


@functools.lru_cache(maxsize=50_000)
def day_of(cell: str, formats: tuple[str, ...]) -> str:
    """A day as ISO date."""
    for form in formats:
        try:
            return dt.datetime.strptime(cell, form).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    problem = f"{cell!r} is no day" if cell else "no day is given"
    shown = " or ".join(dt.date(2024, 11, 30).strftime(form) for form in formats[:2])
    raise RefusedError(problem, f"Write it as {shown}, or give the form under dates in a map")


@functools.lru_cache(maxsize=10_000)
def whole(what: str, cell: str) -> int | None:
    """A whole number of people, None for an empty cell; "1,200" and "12.0" are as good as 1200 and 12."""
    if not cell:
        return None
    digits = _THOUSANDS.sub("", cell)
    try:
        number = math.nan if _NOT_PLAIN.search(digits) else float(digits)
    except ValueError:
        number = math.nan
    if not 0 <= number <= MOST or number != int(number):
        problem = f"{what} {cell!r} is no number of people"
        raise RefusedError(problem, "Write a whole number from 0 on, or leave the cell empty")
    return int(number)


def stamp(cell: str) -> int | None:
    """The source's own number for when a row was written, None for an empty cell."""
    if not cell:
        return None
    if not (cell.isascii() and cell.isdigit()) or int(cell) > _WHOLE:
        problem = f"the stamp {cell!r} is no whole number"
        raise RefusedError(problem, "Write the source's own number (seconds, or YYYYMMDDhhmmss), or leave it empty")
    return int(cell)


class CountryCells:
    """Countries as a source writes them: by its map, else by ISO code or English name."""

    def __init__(self, given: dict[str, str], *, only: bool) -> None:
        """Keep the map; with `only` nothing else counts."""
        self._given = {name.casefold(): code for name, code in given.items()}
        self._only = only
        self._known: dict[str, str | None] = {}

    def code(self, cell: str) -> str | None:
        """The alpha-3 code, None for no country."""
        if cell not in self._known:
            self._known[cell] = self._look_up(cell)
        return self._known[cell]

    def _look_up(self, cell: str) -> str | None:
        """The same, looked up."""
        if not cell:
            return None
        found = self._given.get(cell.casefold())
        if found is None and not self._only:
            found = country_of(cell)
        if found is None:
            problem = f"unknown country {cell!r}"
            raise RefusedError(problem, f'Give its ISO code in a map (--map): [countries] "{cell}" = "XYZ", or ""')
        return found or None
