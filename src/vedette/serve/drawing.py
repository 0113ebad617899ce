"""Numbers into the coordinates of small pictures that the pages draw as SVG, without a script."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

WIDE: Final = 900
ROW: Final = 22
LEFT: Final = 200
COLOURS: Final = 8
FAN_WIDE, FAN_HIGH, FAN_LEFT = 360, 130, 40


@dataclass(frozen=True, slots=True)
class Bar:
    """A span of time of somebody: where it begins and how long it is, in units of the picture."""

    x: float
    width: float
    kind: str
    colour: int
    title: str


@dataclass(frozen=True, slots=True)
class Strip:
    """Rows of bars under one scale of years."""

    rows: tuple[tuple[str, tuple[Bar, ...]], ...]
    ticks: tuple[tuple[float, str], ...]

    @property
    def height(self) -> int:
        """Of the whole picture."""
        return ROW * len(self.rows) + 24


def timespan(spells: Iterable[tuple[str, str, str, str | None]], end: dt.date | None = None) -> Strip | None:
    """A strip of (who, kind, first day, day after the last or None): a row each, in the order of their beginning."""
    known = sorted(spells, key=lambda one: (one[2], one[0]))
    if not known:
        return None
    last = end or dt.datetime.now(dt.UTC).date()
    first = dt.date.fromisoformat(known[0][2])
    told = [dt.date.fromisoformat(day) for _, _, a, b in known for day in (a, b) if day]
    newest = max(told)
    stop = min(max(last, first), newest + (newest - first) / 6 + dt.timedelta(days=30))
    days = max(1, (stop - first).days)

    def place(day: dt.date) -> float:
        """Where a day is."""
        return round(LEFT + (WIDE - LEFT) * min(days, max(0, (day - first).days)) / days, 1)

    rows: dict[str, list[Bar]] = {}
    for who, kind, begin, over in known:
        x = place(dt.date.fromisoformat(begin))
        until = place(dt.date.fromisoformat(over)) if over else WIDE
        number = list(rows).index(who) if who in rows else len(rows)
        title = f"{who}: {kind.replace('_', ' ')}, {begin} to {over or 'as far as is known'}"
        rows.setdefault(who, []).append(Bar(x, max(2, until - x), kind, number % COLOURS, title))
    return Strip(tuple((who, tuple(bars)) for who, bars in rows.items()), _ticks(first, stop, place))


def _ticks(first: dt.date, last: dt.date, place: "object") -> tuple[tuple[float, str], ...]:
    """A tick for each year, or each month of a short span."""
    marks = months_between(first, last)[1:]
    years = [mark for mark in marks if mark.month == 1]
    chosen = years if len(years) > 1 else marks[:: max(1, len(marks) // 6)]
    return tuple((place(mark), str(mark.year) if len(years) > 1 else f"{mark:%Y-%m}") for mark in chosen)  # type: ignore[operator]  # the function above


def months_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """The first days of the months from one day to another, and the last day itself."""
    found = [
        dt.date(n // 12, n % 12 + 1, 1) for n in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    ]
    return [*found, last]


@dataclass(frozen=True, slots=True)
class Fan:
    """A forecast: what was, and the bands of what may be, as paths of SVG."""

    past: str
    most: str
    half: str
    middle: str
    ticks: tuple[tuple[float, int], ...]


def fan_of(past: Sequence[float], bands: Sequence[Sequence[float]]) -> Fan:
    """A fan of the past months and the 5, 25, 50, 75 and 95 per cent bands of the months ahead."""
    low, lower, middle, upper, high = bands
    top = max(1.0, *past, *high)
    steps = len(past) + len(middle) - 1

    def spot(month: int, value: float) -> str:
        """A point."""
        x = FAN_LEFT + (FAN_WIDE - FAN_LEFT) * month / max(1, steps)
        return f"{x:.1f} {FAN_HIGH - (FAN_HIGH - 10) * value / top:.1f}"

    def line(values: Sequence[float], start: int) -> list[str]:
        """Points of months from one on."""
        return [spot(start + n, value) for n, value in enumerate(values)]

    begin, now = len(past) - 1, list(past[-1:])
    wide = line([*now, *high], begin) + line([*now, *low], begin)[::-1]
    half = line([*now, *upper], begin) + line([*now, *lower], begin)[::-1]
    ticks = tuple((FAN_HIGH - (FAN_HIGH - 10) * part, round(top * part)) for part in (0.0, 0.5, 1.0))
    return Fan(
        "M" + "L".join(line(past, 0)), f"M{'L'.join(wide)}z", f"M{'L'.join(half)}z",
        "M" + "L".join(line([*now, *middle], begin)), ticks,
    )  # fmt: skip
