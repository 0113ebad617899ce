"""What the forecast says of the country of a brief, where the desk has an imported history of deaths."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from vedette.errors import InputError
from vedette.imports.history import country_months
from vedette.records.brief import BriefScope
from vedette.store import imported
from vedette.track.forecast import History, Model, summed_up
from vedette.track.forecast.history import month_number, month_text

if TYPE_CHECKING:
    from vedette.store.desk import Desk

MONTHS: Final = 3
"""Months that a brief looks ahead."""
SOURCES: Final = ("ucdp", "acled")
"""Whose history is used, the first that the desk has."""
_AT_LEAST: Final = 24
"""Months of history below which a brief says nothing of those ahead."""
_OLD: Final = 6
"""Months by which a history may end before the brief does."""


@dataclass(frozen=True, slots=True)
class Chance:
    """What the forecast says of the country of a brief: deaths in the months after `last` (YYYY-MM).

    `half` and `most` are the ends of the intervals that hold half and nine tenths of the paths.
    """

    source: str
    last: str
    months: int
    median: float
    half: tuple[float, float]
    most: tuple[float, float]


def chance_of(desk: "Desk", scope: BriefScope) -> Chance | None:
    """Deaths in the months after the last day of a scope; None for no country, or where no recent history is there."""
    if scope.country is None or scope.place or scope.actor or scope.incidents:
        return None
    there = {file.source for file in imported.files(desk, as_of=scope.as_of)}
    source = next((name for name in SOURCES if name in there), None)
    if source is None:
        return None
    try:
        rows = country_months(desk, source, last=scope.last[:7], as_of=scope.as_of)
    except InputError:  # rows of it, but none that tells deaths: there is no history then
        return None
    return _chance(source, {(row.country, row.month): float(row.fatalities) for row in rows}, scope)


def _chance(source: str, deaths: dict[tuple[str, str], float], scope: BriefScope) -> Chance | None:
    """The chance from deaths by country and month."""
    months = sorted({month_number(month) or 0 for _, month in deaths})
    units = tuple(sorted({country for country, _ in deaths}))
    last = month_number(scope.last[:7]) or 0
    if scope.country not in units or len(months) < _AT_LEAST or last - months[-1] > _OLD:
        return None
    table = np.full((months[-1] - months[0] + 1, len(units)), np.nan)
    for (country, month), number in deaths.items():
        table[(month_number(month) or 0) - months[0], units.index(country)] = number
    return _summed(source, History(units, months[0], table), str(scope.country))


def _summed(source: str, history: History, country: str) -> Chance:
    """What the model says of one country."""
    unit = history.units.index(country)
    said = summed_up(Model(history, MONTHS).paths(unit), history.past(unit))
    return Chance(source, month_text(history.last), MONTHS, said.median, said.half, said.most)
