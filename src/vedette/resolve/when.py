"""What day a time expression means, read against the day of the report; never a guess where that day is unknown."""

from dataclasses import dataclass, replace
from datetime import date

from vedette.code.times import TimeExpression
from vedette.records.vocabulary import TimePrecision, TimeType
from vedette.records.when import TimeMention, When
from vedette.resolve.calendar import (
    SEASON_MONTH,
    Days,
    Reached,
    days_of,
    months_of,
    moved,
    narrowed,
    period_value,
    plus_days,
    safe_date,
    season_of,
    unit_days,
    unit_value,
    week_of,
    year_text,
    years_of,
)

_PRECISION: dict[str, TimePrecision] = {
    "second": "hour", "minute": "hour", "hour": "hour", "day": "day", "week": "week", "weekend": "week",
    "fortnight": "week", "month": "month", "year": "year", "decade": "year", "century": "year",
}  # fmt: skip
_ORDER: tuple[TimePrecision, ...] = ("hour", "day", "week", "month", "year", "unknown")
_LEAP = 2000  # a year that has every day
_MONTHS_NEAR = (-6, -5, -4, -3, -2, -1, 0, 1, 2)  # "Saturday the 20th" is a day of one of the months about the report
_AHEAD = 31  # a date without a year up to so many days after the report is the coming one, as newsrooms write it
_SATURDAY, _WEEK, _MONTHS, _WEEKDAY_YEARS, _HALF = 6, 7, 12, 6, 6
_WRAP = 9  # a history that was in December and says January has reached the next year


@dataclass(frozen=True, slots=True)
class TimeValue:
    """What a time expression means: TIMEX3 `value` (None where it has none), and the days it covers, both included.

    `start` and `end` are None where the words or the missing anchor leave them open; `anchor` is the day of the report
    that they were read against.
    """

    text: str
    span: tuple[int, int]
    type: TimeType
    value: str | None
    start: date | None = None
    end: date | None = None
    precision: TimePrecision = "unknown"
    anchor: date | None = None

    def mention(self) -> TimeMention:
        """The record of the expression for `times`."""
        return TimeMention(start=self.span[0], end=self.span[1], text=self.text, value=self.value, type=self.type)

    def when(self) -> When:
        """The record of the days for an event."""
        start, end, anchor = (day.isoformat() if day else None for day in (self.start, self.end, self.anchor))
        known = self.precision if start or end else "unknown"
        return When(start=start, end=end, precision=known, text=self.text, span=self.span, anchor=anchor)


@dataclass(frozen=True, slots=True)
class _Base:
    """What an expression is read against: the report's day, the day the text has reached, tense and kind of text."""

    anchor: date | None
    story: Reached | None
    future: bool
    history: bool

    def day(self, base: str) -> date | None:
        """The day to count from; a history counts from its own days always."""
        if base == "story" or self.history:
            return self.story.date() if self.story else None
        return self.anchor

    def point(self, base: str) -> Reached | None:
        """The day, month or year to count from."""
        if base == "story" or self.history:
            return self.story
        return Reached.of(self.anchor) if self.anchor else None


@dataclass(frozen=True, slots=True)
class _Found:
    """A value with its days and precision, before it is put together with the expression."""

    value: str | None
    days: Days | None = None
    precision: TimePrecision = "unknown"


def anchor_of(published: str | None) -> date | None:
    """The day of an ISO date or date and time, in its own time zone; None where there is none or it is no such day."""
    try:
        return date.fromisoformat((published or "").strip()[:10])
    except ValueError:
        return None


def value_of(
    expr: TimeExpression,
    anchor: date | None,
    text: str,
    *,
    future: bool = False,
    story: Reached | None = None,
    history: bool = False,
) -> TimeValue:
    """The value and days of an expression of `text`, read against the report's day `anchor`.

    A bare weekday is the last one up to and including the anchor, a date without a year the nearest one, in the past;
    `future` (a clause about what will be) turns both ahead. `story` is the day that the text has reached, for "the
    next day"; `history` tells that the text recounts another time, whose years and days the story gives.
    "since X" runs from X to the anchor, "until X" ends with X. Without an anchor relative words give no days.
    Seasons are northern. The value of a range is an ISO interval, "2024-11-27/2024-11-30".
    """
    base = _Base(anchor, story, future, history)
    found = _range_value(expr, base) if expr.ends else _RESOLVERS[expr.form](expr, base)
    start, end = _bounded(expr, found.days, anchor)
    return TimeValue(
        text=text[expr.start : expr.end], span=(expr.start, expr.end), type=expr.type, value=found.value,
        start=start, end=end, precision=found.precision if start or end else "unknown", anchor=anchor,
    )  # fmt: skip


def _bounded(expr: TimeExpression, days: Days | None, anchor: date | None) -> tuple[date | None, date | None]:
    """First and last day under the preposition: "since" runs on to the anchor, "until" has an open start."""
    if days is None:
        return None, None
    if expr.cue == "since" and expr.type in {"DATE", "TIME"}:
        return days[0], anchor if anchor and anchor >= days[0] else None
    return (None, days[1]) if expr.cue in {"until", "till"} else days


def _calendar_found(expr: TimeExpression, base: _Base) -> _Found:
    """A date or clock time written out."""
    if expr.unit in {"decade", "century"}:
        return _decade(expr)
    if expr.month is None and expr.season is None and expr.year is None and expr.unit in {None, "feast"}:
        return _loose_found(expr, base)
    year = expr.year if expr.year is not None else _year(expr, base)
    if expr.season:
        days = season_of(year, expr.season) if year else None
        return _Found(f"{year_text(year)}-{expr.season}", _narrowed(days, expr.edge), "month")
    return _share_of_year(expr, year) if expr.unit in {"half", "quarter"} else _date_found(expr, year)


def _loose_found(expr: TimeExpression, base: _Base) -> _Found:
    """A feast that moves, a day without its month, or a time of day without its day."""
    if expr.unit == "feast":
        return _Found(None)
    return _day_of_month(expr, base) if expr.day is not None else _time_of_day(expr, base)


def _date_found(expr: TimeExpression, year: int | None) -> _Found:
    """A year, month or day."""
    if expr.month and expr.day and safe_date(_LEAP, expr.month, expr.day) is None:
        return _Found(None)
    value = year_text(year)
    if expr.month or expr.day:
        value += f"-{expr.month:02d}" if expr.month else "-XX"
    if expr.day:
        value += f"-{expr.day:02d}"
    known = year is not None and not (expr.day and not expr.month)
    days = days_of(year, expr.month, expr.day) if known and year else None
    if year is not None and year > 0 and days is None and expr.month:
        return _Found(None)
    precision = _precise(expr, "day" if expr.day else "month" if expr.month else "year")
    return _Found(value + _clock(expr), _narrowed(days, expr.edge), precision)


def _day_of_month(expr: TimeExpression, base: _Base) -> _Found:
    """A day without its month: in the month that the text has reached, else, with its weekday, in the nearest month."""
    reached = base.story
    if expr.weekday and base.anchor and not base.history:
        near = (moved(base.anchor.replace(day=1), n, "month") for n in _MONTHS_NEAR)
        days = [d for m in near if m and (d := safe_date(m.year, m.month, expr.day or 0))]
        fitting = [d for d in days if d.isoweekday() == expr.weekday and (base.future or d <= base.anchor)]
        if fitting:
            reached = Reached.of(min(fitting, key=lambda d: abs((d - base.anchor).days if base.anchor else 0)))
    if reached is None or reached.month is None:
        return _date_found(expr, None)
    return _date_found(replace(expr, month=reached.month), reached.year)


def _precise(expr: TimeExpression, otherwise: TimePrecision) -> TimePrecision:
    """Hour where the words name one."""
    return "hour" if expr.hour is not None else otherwise


def _narrowed(days: Days | None, edge: str | None) -> Days | None:
    """The part of the days that "early", "mid" or "late" means; a single day stays whole."""
    return narrowed(days, edge) if days and days[0] != days[1] else days


def _clock(expr: TimeExpression) -> str:
    """The time of day behind a value: "T10:30", "TNI", or nothing."""
    if expr.hour is not None:
        return f"T{expr.hour:02d}:{expr.minute or 0:02d}"
    return f"T{expr.part}" if expr.part else ""


def _time_of_day(expr: TimeExpression, base: _Base) -> _Found:
    """A clock time or part of a day alone: on the day that the text has reached, else on the report's."""
    day = base.day("story") or base.day("anchor")
    if day is None:
        return _Found(f"XXXX-XX-XX{_clock(expr)}")
    return _Found(day.isoformat() + _clock(expr), (day, day), _precise(expr, "day"))


def _decade(expr: TimeExpression) -> _Found:
    """A decade ("199") or century ("18"), before the common era with BC in front."""
    if expr.year is None:
        return _Found(None)
    size, digits = (10, 3) if expr.unit == "decade" else (100, 2)
    number = abs(expr.year) // size
    if expr.year < 0:
        return _Found(f"BC{number:0{digits}d}")
    return _Found(f"{number:0{digits}d}", _narrowed(years_of(expr.year, size), expr.edge), "year")


def _share_of_year(expr: TimeExpression, year: int | None) -> _Found:
    """A half or quarter of a year: "2008-H2", "2023-Q1"."""
    number = int(expr.amount or 1)
    length, letter = (_HALF, "H") if expr.unit == "half" else (_HALF // 2, "Q")
    month = (number - 1) * length + 1
    days = months_of(year, month, length) if year and month + length <= _MONTHS + 1 else None
    return _Found(f"{year_text(year)}-{letter}{number}", days, "month")


def _year(expr: TimeExpression, base: _Base) -> int | None:
    """The year of a date that names none; None where nothing tells it."""
    if expr.unit == "year" and expr.shift is not None:
        point = base.point(expr.base)
        return point.year + expr.shift if point else None
    if expr.shift is not None:
        return _shifted_year(expr, base)
    if base.history:
        return _story_year(expr, base.story)
    return _nearest_year(expr, base) if base.anchor else None


def _shifted_year(expr: TimeExpression, base: _Base) -> int | None:
    """The year of "last November", "next spring", "this March": the nearest one before or after the base month."""
    point = base.point(expr.base)
    if point is None:
        return None
    at, here = _month(expr), point.month or 1
    if not expr.shift:
        return point.year - (expr.season == "WI" and here < SEASON_MONTH["SP"])
    return point.year + ((at <= here) if expr.shift > 0 else -(at >= here))


def _month(expr: TimeExpression) -> int:
    """The month of an expression; of a season the one it begins in."""
    return expr.month or SEASON_MONTH.get(expr.season or "", 1)


def _story_year(expr: TimeExpression, story: Reached | None) -> int | None:
    """The year of a date in a history: the story's, or the next one where its month lies far behind."""
    if story is None:
        return None
    behind = (story.month or 1) - _month(expr)
    return story.year + 1 if behind > _WRAP and story.month else story.year


def _nearest_year(expr: TimeExpression, base: _Base) -> int | None:
    """The year that puts a date nearest to the anchor: in the past, ahead where the clause is about the future."""
    if base.anchor is None:
        return None
    years = range(base.anchor.year - 1, base.anchor.year + 2)
    if expr.weekday and expr.day:
        years = range(base.anchor.year - _WEEKDAY_YEARS, base.anchor.year + _WEEKDAY_YEARS + 1)
    first = {y: days for y in years if (days := days_of(y, _month(expr), expr.day))}
    if expr.weekday and expr.day:
        first = {y: days for y, days in first.items() if days[0].isoweekday() == expr.weekday} or first
    return _pick(first, base, expr) if first else None


def _pick(first: dict[int, Days], base: _Base, expr: TimeExpression) -> int:
    """Of the years a date could lie in, the one that tense and preposition ask for."""
    anchor = base.anchor or date.min
    away = {year: (days[0] - anchor).days for year, days in first.items()}
    if base.future:
        ahead = {y: d for y, d in away.items() if (first[y][1] - anchor).days >= 0}
        return min(ahead or away, key=lambda y: abs(away[y]))
    if expr.cue in {"by", "until", "till"}:
        return min(away, key=lambda y: abs(away[y]))
    past = {y: d for y, d in away.items() if d <= (_AHEAD if expr.day else 0)}
    return min(past or away, key=lambda y: abs(away[y]))


def _weekday_found(expr: TimeExpression, base: _Base) -> _Found:
    """A day of the week: the last one, the next one in a future clause, or as "last", "next", "this" say."""
    weekday = expr.weekday or 1
    origin = base.day(expr.base)
    if origin is None:
        return _Found(f"XXXX-WXX-{weekday}{_clock(expr)}")
    day = _weekday_near(weekday, origin, expr.shift, future=base.future)
    if day and expr.edge == "into":
        night = plus_days(day, -1)
        return _Found(f"{night}T{expr.part}", (night, day), "day") if night else _Found(None)
    if day is None:
        return _Found(None)
    return _Found(day.isoformat() + _clock(expr), (day, day), _precise(expr, "day"))


def _weekday_near(weekday: int, origin: date, shift: int | None, *, future: bool) -> date | None:
    """The weekday before, after or in the week of a day; the day itself counts where no "last" or "next" is said."""
    back, ahead = (origin.isoweekday() - weekday) % _WEEK, (weekday - origin.isoweekday()) % _WEEK
    if shift == 0:
        week = week_of(origin)
        return plus_days(week[0], weekday - 1) if week else None
    if shift is None:
        return plus_days(origin, ahead if future else -back)
    return plus_days(origin, (ahead or _WEEK) if shift > 0 else -(back or _WEEK))


def _shift_found(expr: TimeExpression, base: _Base) -> _Found:
    """So many units from the base day."""
    unit = expr.unit or "day"
    if expr.shift is None:
        return _Found(expr.ref)
    if unit in {"year", "decade", "century", "month"}:
        return _far_shift(expr, unit, base)
    origin = base.day(expr.base)
    if origin is None:
        return _Found("XXXX-WXX" if unit in {"week", "fortnight", "weekend"} else f"XXXX-XX-XX{_clock(expr)}")
    day = moved(origin, expr.shift + _weekend_turn(expr, origin, future=base.future), unit)
    days = unit_days(day, unit) if day else None
    if day is None or days is None:
        return _Found(None)
    if expr.edge == "overnight":
        return _Found(f"{day}T{expr.part}", (day, plus_days(day, 1) or day), "day")
    known: TimePrecision = _precise(expr, _PRECISION[unit])
    return _Found(unit_value(day, unit) + _clock(expr), _edged(expr, days, origin), known)


def _weekend_turn(expr: TimeExpression, origin: date, *, future: bool) -> int:
    """How many weeks off "the weekend" lies: on a weekday it is the one before, but in a future clause."""
    bare = expr.unit == "weekend" and expr.base == "context"
    return -1 if bare and origin.isoweekday() < _SATURDAY and not future else 0


def _far_shift(expr: TimeExpression, unit: str, base: _Base) -> _Found:
    """So many months or years from the base, which may be known to the month or year only."""
    point, shift = base.point(expr.base), expr.shift or 0
    if point is None or (unit == "month" and point.month is None):
        return _Found("XXXX-XX" if unit == "month" else "XXXX")
    if point.year < 0:
        return _Found(year_text(point.year + shift)) if unit == "year" else _Found(None)
    origin = safe_date(point.year, point.month or 1, 1)
    first = moved(origin, shift, unit) if origin else None
    days = unit_days(first, unit) if first else None
    if first is None or days is None:
        return _Found(None)
    return _Found(unit_value(first, unit), _edged(expr, days, base.day(expr.base)), _PRECISION[unit])


def _edged(expr: TimeExpression, days: Days, origin: date | None) -> Days:
    """The days under "early", "late", or "earlier this week" (up to the base day) and "later this week" (from it)."""
    first, last = days
    if expr.edge in {"earlier", "later", "rest"} and origin and first < origin < last and not expr.shift:
        return (first, origin) if expr.edge == "earlier" else (origin, last)
    return _narrowed(days, expr.edge) or days


def _duration_found(expr: TimeExpression, base: _Base) -> _Found:
    """A length of time; "the past 20 months" ends and "the next two weeks" begin on the base day."""
    unit = expr.unit or "day"
    value = period_value(expr.amount, unit)
    origin = base.day(expr.base) if expr.shift else None
    if origin is None or expr.amount is None or expr.shift is None or expr.amount != int(expr.amount):
        return _Found(value)
    other = moved(origin, expr.shift * int(expr.amount), unit)
    if other is None:
        return _Found(value)
    return _Found(value, (min(other, origin), max(other, origin)), _PRECISION[unit])


def _set_found(expr: TimeExpression, _base: _Base) -> _Found:
    """Something that repeats: "P1D", "XXXX-WXX-5"."""
    if expr.weekday:
        return _Found(f"XXXX-WXX-{expr.weekday}")
    if expr.part:
        return _Found(f"XXXX-XX-XXT{expr.part}")
    if expr.season:
        return _Found(f"XXXX-{expr.season}")
    return _Found(expr.ref or period_value(expr.amount or 1, expr.unit or "day"))


def _reference_found(expr: TimeExpression, base: _Base) -> _Found:
    """Now, recently, former; now is the day of the report."""
    now = expr.ref == "PRESENT_REF" and base.anchor and not base.history
    return _Found(expr.ref, (base.anchor, base.anchor), "day") if now and base.anchor else _Found(expr.ref)


def _range_value(expr: TimeExpression, base: _Base) -> _Found:
    """From the start of one end to the end of the other; the first is read as lying before the second."""
    if expr.ends is None:
        return _Found(None)
    left, right = (replace(end, cue=None) for end in expr.ends)
    last = _RESOLVERS[right.form](right, base)
    first_base = base
    if last.days and not base.history and left.form in {"weekday", "calendar"}:
        first_base = replace(base, anchor=last.days[0], future=False)
    first = _RESOLVERS[left.form](left, first_base)
    value = f"{first.value}/{last.value}" if first.value and last.value else None
    if not first.days or not last.days or first.days[0] > last.days[1]:
        return _Found(value)
    return _Found(value, (first.days[0], last.days[1]), max(first.precision, last.precision, key=_ORDER.index))


_RESOLVERS = {
    "calendar": _calendar_found, "weekday": _weekday_found, "shift": _shift_found, "duration": _duration_found,
    "set": _set_found, "reference": _reference_found,
}  # fmt: skip
