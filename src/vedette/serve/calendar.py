"""Incidents by day as a calendar: a square for each day, a column for each week, darker where more happened."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vedette.store import incident_map

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vedette.store.incident_map import Day
    from vedette.store.incident_table import IncidentTable
    from vedette.store.rows import IncidentFilters

WEEKS: Final = 53
SIDE: Final = 15
"""Width and height of a day, in units of the picture."""
LEFT: Final = 30
TOP: Final = 16
LEVELS: Final = 4
WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Square:
    """A day: where it is drawn, how dark (0 for nothing, then 1 to LEVELS), what happened."""

    x: int
    y: int
    level: int
    day: str
    number: int
    killed: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days from Monday to Sunday: `rows` those on which something began, the newest first, for the table.

    `ends` are the least numbers of each level, `months` where the months begin; `earlier` incidents are of days before.
    """

    squares: tuple[Square, ...]
    months: tuple[tuple[int, str], ...]
    rows: tuple[Square, ...]
    ends: tuple[int, ...]
    first: str
    last: str
    earlier: int

    @property
    def width(self) -> int:
        """Of the picture."""
        return LEFT + SIDE * (1 + max(square.x for square in self.squares) // SIDE)

    @property
    def height(self) -> int:
        """Of the picture."""
        return TOP + SIDE * WEEK

    @property
    def number(self) -> int:
        """Of incidents that are drawn."""
        return sum(square.number for square in self.rows)


def calendar_of(table: "IncidentTable", filters: "IncidentFilters") -> Calendar | None:
    """The calendar of the incidents that hold to filters; None where none has a day."""
    return drawn(incident_map.days(table, **filters))


def drawn(days: "Iterable[Day]", weeks: int = WEEKS) -> Calendar | None:
    """Days as a calendar that ends with the week of the newest; None where there is none."""
    held = {one.day: one for one in days if one.day and one.number}
    if not held:
        return None
    last = dt.date.fromisoformat(max(held))
    begin = last - dt.timedelta(days=last.weekday() + WEEK * (weeks - 1)) if last.toordinal() > WEEK * weeks else last
    begin = max(begin, _monday(dt.date.fromisoformat(min(held))))
    shown = [begin + dt.timedelta(days=n) for n in range((last - begin).days + 1)]
    ends = _ends([held[day.isoformat()].number for day in shown if day.isoformat() in held])
    squares = tuple(_square(day, begin, held, ends) for day in shown)
    rows = tuple(square for square in reversed(squares) if square.number)
    earlier = sum(one.number for day, one in held.items() if day < begin.isoformat())
    return Calendar(squares, _months(shown, begin), rows, ends, begin.isoformat(), last.isoformat(), earlier)


def _monday(day: dt.date) -> dt.date:
    """The Monday of a day's week; the first day of all where there is none before."""
    return dt.date.fromordinal(max(1, day.toordinal() - day.weekday()))


def _ends(numbers: "list[int]") -> tuple[int, ...]:
    """The least number of each level: quarters of the days on which something happened, each number in one level."""
    ordered = sorted(numbers)
    found = [ordered[len(ordered) * n // LEVELS] for n in range(LEVELS)]
    return tuple(dict.fromkeys([1, *found[1:]]))


def _square(day: dt.date, begin: dt.date, held: "Mapping[str, Day]", ends: tuple[int, ...]) -> Square:
    """A day as it is drawn."""
    found = held.get(day.isoformat())
    number = found.number if found else 0
    level = sum(number >= end for end in ends)
    level += (LEVELS - len(ends)) if level == len(ends) else 0  # the most is the darkest, however few levels there are
    weeks = (day - begin).days // WEEK
    x, y = LEFT + SIDE * weeks, TOP + SIDE * day.weekday()
    return Square(x, y, level, day.isoformat(), number, found.killed if found else 0)


def _months(shown: "list[dt.date]", begin: dt.date) -> tuple[tuple[int, str], ...]:
    """Where the months begin, with the year in January and at the beginning; none that would cover the one before."""
    found: list[tuple[int, str]] = []
    for day in shown:
        if day.day == 1 or day == begin:
            x = LEFT + SIDE * ((day - begin).days // WEEK)
            if not found or x - found[-1][0] >= 3 * SIDE:
                found.append((x, f"{day:%b %Y}" if day.month == 1 or day == begin else f"{day:%b}"))
    return tuple(found)
