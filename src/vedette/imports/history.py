"""Deaths by country and month from a source on the desk: the history that `vedette forecast` reads.

Months without an event are written as zeros where the source can be taken to have looked: everywhere from its first
month on ("world"), or from a country's own first row on ("country"). An event counts in the month in which it began.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from vedette.errors import InputError
from vedette.lexicon.countries import countries
from vedette.store import imported

if TYPE_CHECKING:
    from vedette.store.desk import Desk
    from vedette.store.imported import MonthDeaths

COLUMNS = ("country", "month", "fatalities")


class CountryMonth(NamedTuple):
    """Deaths of a country (ISO alpha-3) in a month (YYYY-MM)."""

    country: str
    month: str
    fatalities: int


def country_months(
    desk: "Desk",
    source: str,
    *,
    first: str | None = None,
    last: str | None = None,
    every: bool = False,
    as_of: str | None = None,
) -> list[CountryMonth]:
    """The history of a source, by country and then by month, zeros filled in.

    `first` and `last` (YYYY-MM) default to the months of its first and last row; `every` adds the countries of which it
    has no row, as zeros. Raises InputError where it has no rows or tells no deaths.
    """
    told = imported.months(desk, source, as_of=as_of)
    _refuse_none(told, source, imported.files(desk, as_of=as_of))
    span = months_between(first or min(row.month for row in told), last or max(row.month for row in told))
    deaths = {(row.country, row.month): row.deaths for row in told}
    begins = _begins(told, world=_coverage(desk, source) == "world")
    names = sorted({*begins, *(countries().codes if every else ())})
    return [
        CountryMonth(country, month, deaths.get((country, month), 0))
        for country in names
        for month in span
        if month >= begins.get(country, "")
    ]


def _refuse_none(told: "list[MonthDeaths]", source: str, files: Iterable[imported.ImportedFile]) -> None:
    """Raise InputError where there is no history to be made."""
    if not told:
        there = sorted({file.source for file in files if file.source != source})
        remedy = f"There are: {', '.join(there)}" if there else "Import some: vedette import FILE --as ucdp"
        msg = f"the desk has no rows of {source!r} with a country. {remedy}"
        raise InputError(msg)
    if not any(row.rows for row in told):
        msg = f"{source!r} tells no deaths, so there is no history of them. Use ucdp, acled or a table that does"
        raise InputError(msg)


def _coverage(desk: "Desk", source: str) -> str:
    """How far a missing row means a month without an event: what the source's last file said."""
    said = [str(file.about["coverage"]) for file in imported.files(desk) if file.source == source]
    return said[-1] if said else "country"


def _begins(told: "list[MonthDeaths]", *, world: bool) -> dict[str, str]:
    """From which month on each country's zeros are known to be zeros."""
    start = min(row.month for row in told)
    found: dict[str, str] = {}
    for row in told:
        found[row.country] = start if world else min(found.get(row.country, row.month), row.month)
    return found


def months_between(first: str, last: str) -> list[str]:
    """The months from one to another, both included, as YYYY-MM."""
    return list(_months(first, last))


def _months(first: str, last: str) -> Iterator[str]:
    """The same one by one."""
    year, month = int(first[:4]), int(first[5:7])
    while (name := f"{year:04}-{month:02}") <= last:
        yield name
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)  # noqa: PLR2004 - a year has twelve
