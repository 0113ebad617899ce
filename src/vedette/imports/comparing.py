"""Our incidents beside another coder's events: which are the same happening, and who has what the other lacks.

Pairs are found by days, distance, kind and deaths (data/imports/compare.toml); greedily, the best first, each side
in one pair at most. Coders cut happenings differently, so an event left alone may be a part of a pair: look at it.
"""

import datetime as dt
import functools
import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from vedette.lexicon.tables import data_path, read_toml
from vedette.store.words import fold

if TYPE_CHECKING:
    from vedette.merge.views import View
    from vedette.store.imported import Imported
    from vedette.store.rows import EventRow

Verdict = Literal["both", "ours", "theirs", "beyond"]
"""`beyond`: ours alone, but with fewer deaths than those from which the other counts."""

OPEN: Final = 0.5
"""What a feature counts that one side leaves open."""

WIDER: Final = 32
"""Days about a span in which the other half of a pair may lie: twice the slack of a month."""

REAL: Final = frozenset({"happened", "ongoing"})
_EARTH_KM: Final = 6371.0


@dataclass(frozen=True, slots=True)
class Happening:
    """One side of a comparison: `slack` days by which its dates may be off, `radius` km about its point, or None."""

    id: str
    first: dt.date
    last: dt.date
    slack: int
    place: str
    point: tuple[float, float] | None
    radius: float | None
    what: str
    type: str | None
    sub_event: str | None
    killed: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two happenings judged to be one, or one alone; `km` and `score` are None where there is nothing to measure."""

    verdict: Verdict
    ours: Happening | None
    theirs: Happening | None
    km: float | None = None
    score: float | None = None


@functools.cache
def settings() -> dict[str, Any]:
    """The numbers of compare.toml."""
    return read_toml(data_path("imports", "compare.toml"))


def of_view(view: "View") -> Happening | None:
    """An incident of ours; None where nothing dates it, or nothing of it is said to have happened."""
    real = [row for row in view.events if not row.negated]
    if view.days[0] is None or not real or not (view.statuses & REAL):
        return None
    at = _located(real, view)
    exact = [row.event.when.precision for row in real if row.event.when and row.event.when.start]
    slack = min((settings()["slack"][name] for name in exact), default=settings()["slack"]["unknown"])
    # a correction of what happened may name any field; the events tell the finer ones
    fitting = [row for row in real if view.what in (row.sub_event, row.type, f"{row.type} / {row.mode}")] or real
    return Happening(
        id=view.belief.id,
        first=dt.date.fromisoformat(view.days[0]),
        last=dt.date.fromisoformat(view.days[1] or view.days[0]),
        slack=slack,
        place=view.place,
        point=(at.lat, at.lon) if at and at.lat is not None and at.lon is not None else None,
        radius=settings()["radius"].get(at.precision) if at else None,
        what=view.what,
        type=fitting[0].type,
        sub_event=fitting[0].sub_event,
        killed=view.people(),
    )


def _located(rows: "Sequence[EventRow]", view: "View") -> "EventRow | None":
    """The event whose place is the incident's, the most exact of them; none where a person wrote another place."""
    there = [row for row in rows if row.lat is not None and row.place == view.place]
    radius = settings()["radius"]
    return min(there, key=lambda row: radius.get(row.precision, math.inf), default=None)


def of_row(row: "Imported") -> Happening | None:
    """An event of another coder; None for one without a day."""
    if row.day_from is None:
        return None
    known = [n for n in (row.killed_low, row.killed_best, row.killed_high) if n is not None]
    return Happening(
        id=row.source_id,
        first=dt.date.fromisoformat(row.day_from),
        last=dt.date.fromisoformat(row.day_to or row.day_from),
        slack=settings()["slack"][row.day_precision or "unknown"],
        place=row.place or "",
        point=(row.lat, row.lon) if row.lat is not None and row.lon is not None else None,
        radius=settings()["radius"].get(row.precision),
        what=row.kind or "",
        type=row.type,
        sub_event=row.sub_event,
        killed=(min(known), max(known)) if known else None,
    )


def compare(ours: Iterable[Happening], theirs: Iterable[Happening], min_killed: int = 0) -> list[Pair]:
    """All happenings of both sides, in pairs or alone, by day; `min_killed` are the deaths from which they count."""
    left, right = list(ours), list(theirs)
    taken: set[int] = set()
    matched: set[int] = set()
    found: list[Pair] = []
    for score, n, m in sorted(_candidates(left, right), key=lambda c: (-c[0], left[c[1]].id, right[c[2]].id)):
        if n not in taken and m not in matched:
            taken.add(n)
            matched.add(m)
            found.append(Pair("both", left[n], right[m], distance(left[n], right[m]), round(score, 2)))
    for n, one in enumerate(left):
        if n not in taken:
            counted = one.killed is not None and one.killed[1] >= min_killed
            found.append(Pair("ours" if counted or not min_killed else "beyond", one, None))
    found += [Pair("theirs", None, one) for m, one in enumerate(right) if m not in matched]
    return sorted(found, key=_order)


def _order(pair: Pair) -> tuple[dt.date, bool, str]:
    """By day, ours before theirs, then by the id."""
    sides = [side for side in (pair.ours, pair.theirs) if side]
    return min(side.first for side in sides), pair.ours is None, sides[0].id


def _candidates(left: Sequence[Happening], right: Sequence[Happening]) -> Iterator[tuple[float, int, int]]:
    """The pairs that may be one happening with their scores; only days that are near are looked at."""
    by_day = sorted(range(len(right)), key=lambda m: right[m].first)
    days = [right[m].first for m in by_day]
    longest = max(((one.last - one.first).days + one.slack for one in right), default=0)
    for n, one in enumerate(left):
        start = one.first - dt.timedelta(days=one.slack + longest)
        end = one.last + dt.timedelta(days=one.slack + longest)
        for place in range(bisect_left(days, start), len(days)):
            if days[place] > end:
                break
            score = score_of(one, right[by_day[place]])
            if score >= settings()["least"]:
                yield score, n, by_day[place]


def score_of(one: Happening, other: Happening) -> float:
    """How well two happenings agree, from 0 (cannot be one) to 1."""
    days, place = _days(one, other), _place(one, other)
    if days is None or place is None:
        return 0.0
    told = {"days": days, "place": place, "kind": _kind(one, other), "killed": _killed(one, other)}
    weights = settings()["weights"]
    return float(sum(weights[name] * value for name, value in told.items()) / sum(weights.values()))


def _days(one: Happening, other: Happening) -> float | None:
    """How near their days are, None where too far apart."""
    gap = max((one.first - other.last).days, (other.first - one.last).days, 0)
    slack = one.slack + other.slack
    return None if gap > slack else 1 - gap / (slack + 1)


def _place(one: Happening, other: Happening) -> float | None:
    """How near their places are, None where too far apart; a name alone speaks for a pair and never against it."""
    km = distance(one, other)
    if km is None or one.radius is None or other.radius is None:
        return 1.0 if one.place and fold(one.place) == fold(other.place) else OPEN
    reach = one.radius + other.radius
    return None if km > 2 * reach else 1 - km / (2 * reach)


def distance(one: Happening, other: Happening) -> float | None:
    """Kilometres between two points on the sphere (haversine), None where one is unknown."""
    if one.point is None or other.point is None:
        return None
    (lat, lon), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (one.point, other.point))
    half = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def _kind(one: Happening, other: Happening) -> float:
    """How far their kinds agree."""
    if one.sub_event and one.sub_event == other.sub_event:
        return 1.0
    if one.type is None or other.type is None:
        return OPEN
    kind = settings()["kind"]
    return float(kind["same_type"] if one.type == other.type else kind["other_type"])


def _killed(one: Happening, other: Happening) -> float:
    """How far their deaths agree: wholly where the ranges meet, else by how many times one is the other."""
    if one.killed is None or other.killed is None:
        return OPEN
    (low, high), (low2, high2) = one.killed, other.killed
    if low <= high2 and low2 <= high:
        return 1.0
    less, more = (high, low2) if high < low2 else (high2, low)
    return (less + 1) / (more + 1)
