"""`vedette tempo`: how many incidents and deaths a week, whether it is getting worse, and what is new."""

import csv
import datetime as dt
import math
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from vedette.cli import asking, desks, filters
from vedette.cli.console import fail, progress, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vedette.track.deeds import Deed
    from vedette.track.rates import Ratio
    from vedette.track.tempo import By, Course, Week

COLUMNS = ("unit", "weeks", "recent", "before", "ratio", "interval", "way", "deaths")
NEW = ("day", "new", "name", "place", "incident")
CSV = ("unit", "from", "to", "incidents", "deaths_low", "deaths_best", "deaths_high")
_NUMBERS = ("recent", "before", "ratio", "deaths")
BARS, SHADES = "▁▂▃▄▅▆▇█", "·░▒▓█"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WIDEST = 1000.0


Kind = Annotated[
    str | None, typer.Option("--type", metavar="ASSAULT", help="PLOVER type; else all of material conflict.")
]
At = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="The last day; else that of the newest report.")]
Out = Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Also write each unit's weeks to a CSV file.")]


def tempo(  # noqa: PLR0913, PLR0917 - one parameter for each filter
    desk: desks.Where = desks.HOME,
    country: filters.Country = None,
    place: Annotated[str | None, typer.Option(metavar="NAME", help="Where: any of its names, or an id.")] = None,
    actor: Annotated[str | None, typer.Option(metavar="NAME", help="Who takes part, in any role.")] = None,
    kind: Kind = None,
    by: Annotated[str, typer.Option(metavar="UNIT", help="country, admin1, place, actor, type or all.")] = "all",
    weeks: Annotated[int, typer.Option(min=1, max=520, help="How many weeks to show.")] = 26,
    at: At = None,
    as_of: desks.AsOf = None,
    calendar: Annotated[bool, typer.Option("--calendar", help="Incidents by day, as a calendar.")] = False,
    new: Annotated[bool, typer.Option("--new", help="Only what is told for the first time.")] = False,
    out: Out = None,
    limit: Annotated[int, typer.Option(min=1, help="How many rows at most.")] = 30,
) -> None:
    """Count incidents and deaths by week, and tell what rises, what falls and what is new.

    \b
    Counted is what happened: incidents of PLOVER's material conflict, or of --type, in the
    week of their first day. "recent" are those of the last four weeks, "before" those of
    up to 52 weeks before them, "ratio" how many times the earlier rate the later one is,
    with its exact 95 % interval; "way" is "more" or "less" where all of the interval is
    above or below 1. "deaths" are those of the last four weeks, lowest-best-highest.
    New is an actor, place, weapon or kind of event that no earlier incident told of.
    On a terminal: sparklines, and what is new. In a pipe: numbers, tab-separated.

    \b
    Examples:
      vedette tempo --country SDN --by place
      vedette tempo --actor RSF --weeks 52 --calendar
      vedette tempo --by actor --at 2024-11-30 --csv weeks.csv
      vedette tempo --country SYR --new

    Exit codes: 0 told, 1 nothing to tell, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.track.rebuild import basis
    from vedette.track.tempo import counted, courses

    unit, scope, day = _unit(by), asking.scope(country, place, actor), asking.day("--at", at)
    types = _types(asking.plover_type(kind), unit)
    with desks.opened(desk) as held, progress("reading incidents", enabled=sys.stderr.isatty()):
        known = basis(held, day, as_of)
    every = counted(known.deeds, known.at, types)
    deeds = _some(scope.deeds(every), known.deeds)
    found = courses(deeds, known.at, weeks, unit, every[0].day)
    _write(out, found, known.at, weeks)
    if calendar and not new:
        _print_calendar(deeds, known.at, weeks)
    else:
        _tell(() if new else found, deeds, known.at, weeks, limit)


def _some(deeds: "Sequence[Deed]", every: "Sequence[Deed]") -> "Sequence[Deed]":
    """The deeds that are asked for; ends the command where there is none. Undated ones are told of."""
    _tell_undated(every)
    if not deeds:
        fail("no dated incident holds to this. Ask for less, or for a later day with --at", desks.TOLD)
    return deeds


def _tell(found: "Sequence[Course]", deeds: "Sequence[Deed]", at: str, weeks: int, limit: int) -> None:
    """The courses of units, or only what is new where none are given."""
    if found:
        _print(found, deeds, at, weeks, limit)
    else:
        _print_new(deeds, at, weeks, limit)


def _unit(given: str) -> "By":
    """By what to tell incidents apart, checked."""
    from vedette.track.tempo import By

    if given not in get_args(By):
        asking.none_of(f"--by {given!r} is none", given, get_args(By))
    return cast("By", given)


def _types(given: str | None, by: "By") -> tuple[str, ...]:
    """Which types are counted: all where they are told apart."""
    from vedette.track.constants import tempo_constants

    if given is not None:
        return (given,)
    return () if by == "type" else tempo_constants().material


def _tell_undated(deeds: "Iterable[Deed]") -> None:
    """Say how many incidents are in no week."""
    from vedette.track.constants import tempo_constants

    if undated := sum(deed.day is None for deed in deeds):
        say(f"{undated} incidents of the desk are told no closer than {tempo_constants().wide} days: in no week")


def _print(found: "Sequence[Course]", deeds: "Sequence[Deed]", at: str, weeks: int, limit: int) -> None:
    """The courses; on a terminal with their heading, and what is new after them."""
    if sys.stdout.isatty():
        past = found[0].past
        against = f"the last {found[0].span} against the {past} before" if past else "nothing before to compare with"
        desks.print_line(f"{weeks} weeks up to {at}; {against}")
    desks.print_rows(COLUMNS, [_row(course) for course in found[:limit]], _NUMBERS)
    if len(found) > limit:
        say(f"{len(found) - limit} more. Show them with --limit {len(found)}.")
    if sys.stdout.isatty() and _novelties(deeds, at, weeks):
        desks.print_line("")
        _print_new(deeds, at, weeks, limit)


def _row(course: "Course") -> list[str]:
    """The cells of a course."""
    weeks = [week.incidents for week in course.weeks]
    shown = sparkline(weeks) if sys.stdout.isatty() else " ".join(map(str, weeks))
    ratio = course.ratio
    told = [_times(ratio.value), _interval(ratio), ratio.way] if ratio else ["-", "-", "too short a past"]
    return [course.unit, shown, str(course.recent), str(course.before), *told, _deaths(course.weeks[-course.span :])]


def sparkline(numbers: Sequence[int]) -> str:
    """Numbers as bars, the highest as high as the line; a blank for none."""
    top = max(numbers, default=0)
    return "".join(BARS[math.ceil(n * len(BARS) / top) - 1] if n else " " for n in numbers)


def _times(value: float | None) -> str:
    """A ratio of rates, to two digits that mean something."""
    if value is None:
        return "-"
    if value > _WIDEST:
        return "new" if math.isinf(value) else f">{_WIDEST:.0f}"
    return f"{value:.2f}"


def _interval(ratio: "Ratio") -> str:
    """The interval of a ratio."""
    return f"{ratio.low:.2f}-{'inf' if math.isinf(ratio.high) else format(ratio.high, '.2f')}"


def _deaths(weeks: "Sequence[Week]") -> str:
    """The dead of some weeks: lowest-best-highest, one number where all are alike."""
    numbers = [sum(n) for n in zip(*((w.low, w.best, w.high) for w in weeks), strict=True)]
    return "-".join(map(str, numbers)) if len(set(numbers)) > 1 else str(numbers[0])


def _novelties(deeds: "Sequence[Deed]", at: str, weeks: int) -> list[list[str]]:
    """What is new in the weeks shown, the newest first."""
    from vedette.track.tempo import novelties, starts

    first = starts(at, weeks)[0]
    found = [new for new in novelties(deeds) if new.day >= first]
    return [[new.day, new.kind, new.name, new.place, new.incident] for new in reversed(found)]


def _print_new(deeds: "Sequence[Deed]", at: str, weeks: int, limit: int) -> None:
    """What is told for the first time."""
    rows = _novelties(deeds, at, weeks)
    if not rows:
        fail("nothing is told for the first time in these weeks. Ask for more of them with --weeks", desks.TOLD)
    desks.print_rows(NEW, rows[:limit])
    if len(rows) > limit:
        say(f"{len(rows) - limit} more new. Show them with --limit {len(rows)}.")


def _print_calendar(deeds: "Sequence[Deed]", at: str, weeks: int) -> None:
    """Incidents by day: on a terminal a column for each week from Monday to Sunday, in a pipe a line for each day."""
    from vedette.track.tempo import by_day, starts

    told, end = by_day(deeds), dt.date.fromisoformat(at)
    first = dt.date.fromisoformat(starts(at, weeks)[0])
    days = [first + dt.timedelta(days=n) for n in range((end - first).days + 1)]
    if not sys.stdout.isatty():
        desks.print_rows(("day", "incidents"), [[day.isoformat(), str(told[day.isoformat()])] for day in days])
        return
    for line in calendar_lines(told, days):
        desks.print_line(line)


def calendar_lines(told: Counter[str], days: "Sequence[dt.date]") -> list[str]:
    """The days as lines from Monday to Sunday, darker for more incidents, below the months and above the shades."""
    top = max((told[day.isoformat()] for day in days), default=0)
    monday = days[0] - dt.timedelta(days=days[0].weekday())
    columns = [monday + dt.timedelta(days=7 * n) for n in range((days[-1] - monday).days // 7 + 1)]
    shown = set(days)
    lines = [f"    {_months(columns)}"]
    for n, name in enumerate(WEEKDAYS):
        cells = [column + dt.timedelta(days=n) for column in columns]
        lines.append(f"{name} " + "".join(_shade(told[d.isoformat()], top) if d in shown else " " for d in cells))
    steps = [f"{SHADES[0]} 0", *(f"{SHADES[n]} up to {math.ceil(top * n / 4)}" for n in range(1, 5) if top >= n)]
    return [*(line.rstrip() for line in lines), f"{days[0]} to {days[-1]}: {', '.join(steps)}"]


def _shade(number: int, top: int) -> str:
    """A day's shade: one of four by its share of the worst day."""
    return SHADES[math.ceil(number * (len(SHADES) - 1) / top)] if number else SHADES[0]


def _months(columns: "Sequence[dt.date]") -> str:
    """The first letters of months above the weeks in which they begin, where there is room."""
    line = ""
    for n, column in enumerate(columns):
        new = n == 0 or column.month != columns[n - 1].month
        if new and len(line) <= n:
            line = line.ljust(n) + column.strftime("%b ")
    return line


def _write(out: Path | None, found: "Iterable[Course]", at: str, weeks: int) -> None:
    """Every unit's weeks as CSV, where a file is named."""
    from vedette.track.tempo import WEEK, starts

    if out is None:
        return
    first = starts(at, weeks)
    last = [(dt.date.fromisoformat(day) + dt.timedelta(days=WEEK - 1)).isoformat() for day in first]
    try:
        with out.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(CSV)
            for course in found:
                told = zip(first, last, course.weeks, strict=True)
                writer.writerows([course.unit, a, b, w.incidents, w.low, w.best, w.high] for a, b, w in told)
    except OSError as error:
        fail(f"{out} cannot be written: {error.strerror}. Name a file in a folder that can be written.")
