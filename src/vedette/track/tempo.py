"""Tempo: incidents and deaths by week, whether there are more than the unit's own past would have, and what is new.

Weeks are spans of seven days that end with the day asked about, so the newest is whole. An incident is in the week of
its first day. The numbers of incidents are compared as Poisson counts, by the exact ratio of rates (track/rates.py);
deaths are summed and not compared so, since they come in clusters and one attack would pass for a rise.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from vedette.track.constants import tempo_constants
from vedette.track.deeds import Deaths, Deed
from vedette.track.rates import Ratio, rate_ratio

By = Literal["all", "country", "admin1", "place", "actor", "type"]
First = Literal["actor", "place", "weapon", "type"]
WEEK: Final = 7
UNITS: Final[Mapping[By, Callable[[Deed], Iterable[str]]]] = {
    "all": lambda _: ("all",),
    "country": lambda deed: _known(deed.where.country),
    "admin1": lambda deed: _known(_province(deed)),
    "place": lambda deed: _known(_town(deed)),
    "actor": lambda deed: deed.named("actor").values(),
    "type": lambda deed: (deed.type,),
}
"""By what deeds may be told apart; one of several actors counts for each."""


@dataclass(frozen=True, slots=True)
class Week:
    """What fell into a week: how many incidents, and the dead by the lowest, best and highest numbers."""

    incidents: int = 0
    low: int = 0
    best: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True)
class Course:
    """How a unit fared: its weeks, oldest first, the incidents lately and before, and the ratio of their rates.

    `recent` and `before` are numbers of incidents, `span` and `past` the weeks that they were counted over. `ratio` is
    None where the desk's past is shorter than the constants ask.
    """

    unit: str
    weeks: tuple[Week, ...]
    recent: int
    span: int
    before: int
    past: int
    ratio: Ratio | None


@dataclass(frozen=True, slots=True)
class Novelty:
    """That something is told for the first time: `kind` of what, on which day, where, by which incident."""

    day: str
    kind: First
    name: str
    place: str
    incident: str


def counted(deeds: Iterable[Deed], at: str, types: Sequence[str] = ()) -> list[Deed]:
    """The deeds of these types that are dated, up to a day, in the order of their days."""
    kept = [d for d in deeds if d.day is not None and d.day <= at and (not types or d.type in types)]
    return sorted(kept, key=lambda deed: (deed.day or "", deed.incident))


def courses(deeds: Iterable[Deed], at: str, weeks: int, by: By = "all", since: str | None = None) -> list[Course]:
    """How each unit fared in so many weeks up to a day; the one that rose most surely comes first.

    `deeds` are as `counted` gives them. `since` is the first day on which the desk would know (the first of `deeds` by
    default): a unit is compared with all weeks since then, those before its own first incident too, and at most with as
    many as the constants say.
    """
    held = list(deeds)
    begun = since or min((deed.day for deed in held if deed.day), default=at)
    units: dict[str, list[Deed]] = defaultdict(list)
    for deed in held:
        for unit in UNITS[by](deed):
            units[unit].append(deed)
    found = [_course(unit, own, at, weeks, begun) for unit, own in units.items()]
    return sorted(found, key=lambda course: (-_rise(course), -sum(w.incidents for w in course.weeks), course.unit))


def starts(at: str, weeks: int) -> list[str]:
    """The first days of so many weeks that end with a day, oldest first."""
    last = dt.date.fromisoformat(at)
    return [(last - dt.timedelta(days=WEEK * n + WEEK - 1)).isoformat() for n in range(weeks - 1, -1, -1)]


def by_day(deeds: Iterable[Deed]) -> Counter[str]:
    """How many incidents began on each day."""
    return Counter(deed.day for deed in deeds if deed.day)


def novelties(deeds: Sequence[Deed], settled: int | None = None) -> list[Novelty]:
    """What is told for the first time: an actor, a place, a weapon, a type; by day.

    Within the first `settled` weeks (by default the constants') everything is new, so nothing is told as new. `deeds`
    are as `counted` gives them.
    """
    if not deeds:
        return []
    weeks = tempo_constants().settled if settled is None else settled
    begun = dt.date.fromisoformat(deeds[0].day or "") + dt.timedelta(days=WEEK * weeks)
    seen: set[tuple[First, str]] = set()
    found: list[Novelty] = []
    for deed in deeds:
        for kind, key, name in _firsts(deed):
            if (kind, key) not in seen and (deed.day or "") >= begun.isoformat():
                found.append(Novelty(deed.day or "", kind, name, deed.where.name, deed.incident))
            seen.add((kind, key))
    return found


def _firsts(deed: Deed) -> "Iterable[tuple[First, str, str]]":
    """What of a deed may be new: of which kind, by which key, under which name."""
    for key, name in deed.named("actor").items():
        yield "actor", key, name
    if town := _town(deed):
        yield "place", town, town
    for weapon in deed.weapons:
        yield "weapon", weapon, weapon
    yield "type", deed.what, deed.what


def _course(unit: str, deeds: Iterable[Deed], at: str, weeks: int, begun: str) -> Course:
    """How one unit fared."""
    known = tempo_constants()
    told: dict[int, list[Deed]] = defaultdict(list)
    for deed in deeds:
        told[_back(deed.day or at, at)].append(deed)
    past = min(known.history, max(0, (_days_back(begun, at) + 1) // WEEK - known.recent))
    recent = sum(len(told[n]) for n in range(known.recent))
    before = sum(len(told[n]) for n in range(known.recent, known.recent + past))
    ratio = rate_ratio(recent, known.recent, before, past, known.level) if past >= known.least else None
    return Course(
        unit, tuple(_week(told[n]) for n in range(weeks - 1, -1, -1)), recent, known.recent, before, past, ratio
    )


def _week(deeds: Sequence[Deed]) -> Week:
    """What fell into a week."""
    dead: list[Deaths] = [deed.deaths for deed in deeds if deed.deaths]
    low, best, high = (sum(n[i] for n in dead) for i in range(3))
    return Week(len(deeds), low, best, high)


def _days_back(day: str, at: str) -> int:
    """How many days before another a day is."""
    return (dt.date.fromisoformat(at) - dt.date.fromisoformat(day)).days


def _back(day: str, at: str) -> int:
    """How many weeks before the newest a day's is."""
    return _days_back(day, at) // WEEK


def _rise(course: Course) -> float:
    """By what units are ordered: the rise that is sure."""
    return course.ratio.low if course.ratio else 0.0


def _known(name: str) -> tuple[str, ...]:
    """A name as the only unit, none where nothing is known."""
    return (name,) if name else ()


def _province(deed: Deed) -> str:
    """A province with its country."""
    return _within(deed.where.admin1, deed.where.country) if deed.where.admin1 else ""


def _town(deed: Deed) -> str:
    """A place finer than a province, with its country."""
    return _within(deed.where.name, deed.where.country) if deed.where.aims else ""


def _within(name: str, country: str) -> str:
    """A name with its country, since those of several countries bear one name."""
    return f"{name} ({country})" if country else name
