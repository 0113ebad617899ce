"""The times of a whole text, each read against the report's day or against the day that the text has reached.

News dates itself by the day it is published; an account of past years by the years it names. `is_history` tells them
apart, since "24 October" after "22 September 1980" means 1980 in the one and the last October in the other.
"""

from collections.abc import Callable, Iterable
from datetime import date

from vedette.code.times import TimeExpression, split_ranges
from vedette.resolve.calendar import Reached
from vedette.resolve.when import TimeValue, value_of

_FEW, _MARGIN, _FRESH = 4, 3, 1


def _never(_expr: TimeExpression) -> bool:
    """The default for `future`: no clause is about the future."""
    return False


def is_history(expressions: Iterable[TimeExpression], anchor: date | None) -> bool:
    """Whether a text recounts past years.

    It does where it names four years or more that are older than the one before the report's,
    more often than later ones and three times as often as its signs of news (weekdays, yesterday, last month).
    """
    old = near = news = 0
    for expr in split_ranges(expressions):
        if expr.form == "calendar" and expr.year is not None and expr.unit is None:
            recent = anchor is not None and expr.year >= anchor.year - _FRESH
            old, near = old + (not recent), near + recent
        elif expr.form == "weekday" or (expr.form == "shift" and expr.base == "anchor"):
            news += 1
    return old >= _FEW and old > near and old >= _MARGIN * news


def values_of(
    expressions: list[TimeExpression],
    anchor: date | None,
    text: str,
    future: Callable[[TimeExpression], bool] = _never,
) -> list[TimeValue]:
    """The values of the expressions of one text, in order; one value for each expression, a range is one.

    `future` tells of an expression whether its clause is about the future. See `value_of` for the rules.
    """
    history = is_history(expressions, anchor)
    story: Reached | None = None
    found = []
    for expr in expressions:
        value = value_of(expr, anchor, text, future=future(expr), story=story, history=history)
        found.append(value)
        story = _next(story, expr, value)
    return found


def _next(story: Reached | None, expr: TimeExpression, value: TimeValue) -> Reached | None:
    """The day that the text has reached after an expression."""
    last = expr.ends[1] if expr.ends else expr
    if last.form not in {"calendar", "weekday", "shift"} or last.unit in {"decade", "century", "half", "quarter"}:
        return story
    if last.year is not None and last.form == "calendar":
        same = story is not None and story.year == last.year and last.month is None
        return story if same else Reached(last.year, last.month, last.day)
    if value.start is None:
        return story
    if last.form == "calendar" and last.month is not None:
        return Reached(value.start.year, last.month, last.day)
    if value.precision in {"day", "hour"}:
        return Reached.of(value.start)
    return Reached(value.start.year, value.start.month if value.precision == "month" else None)
