"""A history: deaths by unit (country, province) and month, read from a CSV up to the last month known.

A month without a row, or with an empty cell, is unknown, which is not zero. Rows later than the last month known are
passed over without looking at anything but their month.
"""

import csv
import hashlib
import io
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vedette.errors import InputError

Floats = NDArray[np.float64]
MONTHS: Final = 12
MOST_MONTHS: Final = 3_600
"""Three hundred years: a longer history has a mistyped year in it."""
MOST_DEATHS: Final = 1e10
MONTH, DEATHS, UNIT = "month", "fatalities", "country"
_FORM = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def month_number(text: str) -> int | None:
    """Months since year 0 of "YYYY-MM"; None where it is not such a month."""
    found = _FORM.fullmatch(text)
    return int(found[1]) * MONTHS + int(found[2]) - 1 if found else None


def month_text(number: int) -> str:
    """The month as YYYY-MM."""
    return f"{number // MONTHS:04d}-{number % MONTHS + 1:02d}"


def calendar(number: int) -> int:
    """The month of the year, 1 to 12."""
    return number % MONTHS + 1


@dataclass(frozen=True, eq=False)
class History:
    """Deaths by month and unit.

    `deaths` has a row per month from `first` to the last month known and a column per unit of `units` (sorted); nan is
    unknown. `column` is the name of the units' column.
    """

    units: tuple[str, ...]
    first: int
    deaths: Floats
    column: str = UNIT

    @property
    def last(self) -> int:
        """The last month known."""
        return self.first + len(self.deaths) - 1

    def until(self, last: int) -> "History":
        """The same as it was known at an earlier month; units that had not begun are left out."""
        deaths = self.deaths[: last - self.first + 1]
        begun = np.atleast_1d(~np.isnan(deaths).all(axis=0))
        units = tuple(unit for unit, there in zip(self.units, begun.tolist(), strict=True) if there)
        return History(units, self.first, deaths[:, begun], self.column)

    def past(self, column: int, months: int = MONTHS) -> Floats:
        """The numbers known of a unit's last so many months; where there are none, its newest ones of any age."""
        recent = self.deaths[-months:, column]
        known = recent[~np.isnan(recent)]
        whole = self.deaths[:, column]
        return known if len(known) else whole[~np.isnan(whole)][-months:]

    def digest(self) -> bytes:
        """What the history holds, as 16 bytes: equal for equal content whatever the order of the rows."""
        told = hashlib.blake2b(digest_size=16)
        told.update("\0".join([month_text(self.first), *self.units]).encode())
        told.update(np.ascontiguousarray(np.nan_to_num(self.deaths, nan=-1.0)).astype("<f8").tobytes())
        return told.digest()


def read_history(path: Path, last: int, unit: str | None = None) -> History:
    """The history in a CSV up to month `last` (a month number).

    Columns: `month` (YYYY-MM), `fatalities` (a number, 0 or more; empty: unknown), and the units' column: `unit`, else
    `country`, else the only other one. More columns are passed over. UTF-8, with or without a byte order mark.
    Raises InputError with file, line and remedy.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}. Name a CSV file with the columns country, month, fatalities"
        raise InputError(msg) from None
    except UnicodeDecodeError:
        raise _refused(path, None, "is not UTF-8", "Save it as UTF-8") from None
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        column = _unit_column(path, reader.fieldnames or [], unit)
        cells = dict(_cells(path, reader, column, last))
    except csv.Error as error:
        raise _refused(path, reader.line_num, f"is not CSV ({error})", "Quote cells that hold commas") from None
    return _table(path, cells, column, last)


def _refused(path: Path, line: int | None, problem: str, remedy: str) -> InputError:
    """The error for one place of the file."""
    place = f"{path}:{line}" if line else str(path)
    return InputError(f"{place}: {problem}. {remedy}")


def _unit_column(path: Path, names: "list[str] | tuple[str, ...] | object", unit: str | None) -> str:
    """Which column names the units."""
    header = [str(name) for name in names] if isinstance(names, list | tuple) else []
    for needed in (MONTH, DEATHS, *([unit] if unit else [])):
        if header.count(needed) != 1:
            how = "has no column" if needed not in header else "has more than one column"
            remedy = f"Its first line must name {UNIT},{MONTH},{DEATHS}; it is {','.join(header) or 'empty'}"
            raise _refused(path, 1, f"{how} {needed!r}", remedy)
    others = [name for name in header if name not in {MONTH, DEATHS}]
    if unit or UNIT in others:
        return unit or UNIT
    if len(others) == 1:
        return others[0]
    raise _refused(path, 1, f"has no column {UNIT!r}", "Name the column of the units with --unit")


def _cells(
    path: Path, reader: "csv.DictReader[str]", column: str, last: int
) -> Iterator[tuple[tuple[str, int], float]]:
    """Each known (unit, month) with its deaths; a second row for one is refused."""
    seen: dict[tuple[str, int], int] = {}
    for row in reader:
        line = reader.line_num
        month = month_number((row[MONTH] or "").strip())
        if month is None:
            raise _refused(path, line, f"{row[MONTH]!r} is no month", "Write months as YYYY-MM: 2016-10")
        if month > last:
            continue
        unit = (row[column] or "").strip()
        if not unit:
            raise _refused(path, line, f"the column {column!r} is empty", "Name the unit, or take the row out")
        if (unit, month) in seen:
            problem = f"{unit} {month_text(month)} is there already, in line {seen[unit, month]}"
            raise _refused(path, line, problem, "Keep one row, or name a column that tells the rows apart with --unit")
        seen[unit, month] = line
        yield (unit, month), _deaths(path, line, row)


def _deaths(path: Path, line: int, row: Mapping[str, str | None]) -> float:
    """The number of a row; nan where the cell is empty."""
    given = (row[DEATHS] or "").strip()
    if not given:
        return math.nan
    try:
        value = float(given)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise _refused(path, line, f"{given!r} is no number of deaths", "Write a number, or leave the cell empty")
    if value > MOST_DEATHS:
        raise _refused(path, line, f"{given} deaths are more than there are people", "Mend the number")
    if value < 0:
        raise _refused(path, line, f"{given} deaths are fewer than none", "Write 0 or more, or leave the cell empty")
    return value


def _table(path: Path, cells: Mapping[tuple[str, int], float], column: str, last: int) -> History:
    """The cells as a matrix; units without a single known month are left out."""
    known = {key: value for key, value in cells.items() if not math.isnan(value)}
    if not known:
        remedy = "Give a later --from, or a history that begins earlier"
        raise _refused(path, None, f"holds no number of deaths up to {month_text(last)}", remedy)
    first = min(month for _, month in known)
    if last - first >= MOST_MONTHS:
        raise _refused(path, None, f"reaches from {month_text(first)} to {month_text(last)}", "Mend the mistyped year")
    units = tuple(sorted({unit for unit, _ in known}))
    places = {unit: n for n, unit in enumerate(units)}
    deaths = np.full((last - first + 1, len(units)), np.nan)
    for (unit, month), value in known.items():
        deaths[month - first, places[unit]] = value
    return History(units, first, deaths, column)
