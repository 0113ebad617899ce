"""Days, weeks, months and years as pairs of dates, and the TIMEX3 words for them; None where the calendar ends."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

Days = tuple[date, date]
_DAYS_OF = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7}
_YEARS_OF = {"year": 1, "decade": 10, "century": 100}
_LETTERS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "weekend": "WE", "month": "M", "year": "Y",
    "decade": "DE", "century": "CE", "fortnight": "W",
}  # fmt: skip
SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_LAST_YEAR, _MONTHS, _SATURDAY, _WEEK = 9999, 12, 6, 7
_HOURS = 24


@dataclass(frozen=True, slots=True)
class Reached:
    """The day, month or year that a text has reached; a negative year is before the common era."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def of(cls, day: date) -> "Reached":
        """A whole date."""
        return cls(day.year, day.month, day.day)

    def date(self) -> date | None:
        """The date, where day and month are known and the calendar has it."""
        return safe_date(self.year, self.month, self.day) if self.month and self.day else None


def safe_date(year: int, month: int, day: int) -> date | None:
    """A date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def plus_days(day: date, number: int) -> date | None:
    """A day so many days on, or None outside the calendar."""
    try:
        return day + timedelta(days=number)
    except OverflowError:
        return None


def days_of(year: int, month: int | None = None, day: int | None = None) -> Days | None:
    """First and last day of a year, a month or a day."""
    if month is None:
        first, last = safe_date(year, 1, 1), safe_date(year, 12, 31)
    elif day is None:
        first = safe_date(year, month, 1)
        last = safe_date(year, month, calendar.monthrange(year, month)[1]) if first else None
    else:
        first = last = safe_date(year, month, day)
    return (first, last) if first and last else None


def years_of(first: int, number: int) -> Days | None:
    """First and last day of so many years."""
    start, end = safe_date(first, 1, 1), safe_date(first + number - 1, 12, 31)
    return (start, end) if start and end else None


def season_of(year: int, season: str) -> Days | None:
    """The three months of a northern season; winter begins in December of its year."""
    return months_of(year, SEASON_MONTH[season], 3)


def months_of(year: int, month: int, number: int) -> Days | None:
    """So many months from the first of one; months past 12 are those of later years."""
    first = safe_date(year + (month - 1) // _MONTHS, (month - 1) % _MONTHS + 1, 1)
    last = moved(first, number, "month") if first else None
    end = plus_days(last, -1) if last else None
    return (first, end) if first and end else None


def week_of(day: date) -> Days | None:
    """Monday and Sunday of a day's ISO week."""
    monday = plus_days(day, 1 - day.isoweekday())
    sunday = plus_days(monday, _WEEK - 1) if monday else None
    return (monday, sunday) if monday and sunday else None


def moved(day: date, number: int, unit: str) -> date | None:
    """A day so many units on; the last day of a month where the month is shorter."""
    if unit in _DAYS_OF:
        return plus_days(day, number * _DAYS_OF[unit])
    if unit in {"hour", "minute", "second"}:
        return plus_days(day, int(number / {"hour": _HOURS, "minute": 1440, "second": 86400}[unit]))
    months = number * (1 if unit == "month" else _YEARS_OF[unit] * _MONTHS)
    at = day.year * _MONTHS + day.month - 1 + months
    year, month = divmod(at, _MONTHS)
    if not 1 <= year <= _LAST_YEAR:
        return None
    return safe_date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def unit_days(day: date, unit: str) -> Days | None:
    """The calendar day, week, month, year, decade or century that holds a day."""
    if unit in {"week", "fortnight"}:
        return week_of(day)
    if unit == "weekend":
        week = week_of(day)
        saturday = plus_days(week[0], _SATURDAY - 1) if week else None
        return (saturday, week[1]) if week and saturday else None
    if unit == "month":
        return days_of(day.year, day.month)
    if unit in _YEARS_OF:
        size = _YEARS_OF[unit]
        return years_of(max(1, day.year // size * size), size)
    return day, day


def unit_value(day: date, unit: str) -> str:
    """The TIMEX3 value of the unit that holds a day: "2024-W48", "2024-11", "202"."""
    week = day.isocalendar()
    values = {
        "week": f"{week.year:04d}-W{week.week:02d}",
        "fortnight": f"{week.year:04d}-W{week.week:02d}",
        "weekend": f"{week.year:04d}-W{week.week:02d}-WE",
        "month": f"{day.year:04d}-{day.month:02d}",
        "year": f"{day.year:04d}",
        "decade": f"{day.year:04d}"[:3],
        "century": f"{day.year:04d}"[:2],
    }
    return values.get(unit, day.isoformat())


def period_value(amount: float | None, unit: str) -> str:
    """The TIMEX3 value of a length of time: "P3D", "PT24H", "P2.5Y", "PXW" where the number is open."""
    letters = _LETTERS[unit]
    if unit == "fortnight" and amount is not None:
        amount *= 2
    number = "X" if amount is None else f"{amount:g}" if amount < 1e6 else str(int(amount))  # noqa: PLR2004  no 1e+06
    return f"PT{number}{letters[1]}" if letters[0] == "T" else f"P{number}{letters}"


def year_text(year: int | None) -> str:
    """A year as TIMEX3 writes it: "2024", "BC0480", "XXXX" where unknown."""
    if year is None:
        return "XXXX"
    return f"{year:04d}" if year >= 0 else f"BC{-year:04d}"


def narrowed(days: Days, edge: str | None) -> Days:
    """The first, middle or last third of a stretch of days, for "early", "mid" and "late"; whole months of years."""
    if edge not in {"early", "mid", "late"}:
        return days
    (first, last), turn = days, {"early": 0, "mid": 1, "late": 2}[edge]
    months = (last.year - first.year) * _MONTHS + last.month - first.month + 1
    if months >= _MONTHS:
        return months_of(first.year, 1 + turn * months // 3, months // 3) or days
    length = (last - first).days + 1
    third = max(1, length // 3)
    start = first + timedelta(days=min(turn * third, length - 1))
    return start, last if edge == "late" else min(last, start + timedelta(days=third - 1))
