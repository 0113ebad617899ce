"""What a map shows: a mark where a place is known, a tint where only a country is, and a count of what is neither.

No mark is finer than what is known: a province's or district's has the reach of one around it, and what is known by its
country alone is never drawn as if it were in its middle.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from vedette.export.exporter import About, live
from vedette.export.kinds import Kind, kind_of, kinds
from vedette.export.values import best, days, distinct, lead, newest, one_line, origins_told, outlets, pin, took_place
from vedette.records.incident import Incident

REACH: Final = {"district": 20.0, "province": 60.0}
"""Kilometres around the middle of a place of such a precision that are drawn as its reach; roughly half its width."""

STEP: Final = 7.0
"""Pixels between marks of one spot, which are set out in a spiral around it."""

_TURN: Final = math.pi * (3 - math.sqrt(5))  # the golden angle: no two marks of a spiral are in line
_LEAST: Final = 0.62
_MOST: Final = 2.3
_PER_TEN: Final = 0.52
_WIDEST: Final = 60.0


class Mark(NamedTuple):
    """An incident on the map: `dx` and `dy` in pixels set it apart from others at its spot, `size` tells its deaths."""

    id: str
    lat: float
    lon: float
    dx: float
    dy: float
    kind: Kind
    size: float
    reach: float
    title: str
    place: str
    country: str
    killed: int
    told: dict[str, str]


@dataclass(frozen=True, slots=True)
class MapView:
    """A map's content: marks, how many incidents are known by each country alone, and how many by no place at all."""

    about: About
    marks: list[Mark]
    countries: Counter[str]
    nowhere: int
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def shown(self) -> int:
        """How many incidents it tells of in any way."""
        return len(self.marks) + self.countries.total() + self.nowhere


def view(incidents: Iterable[Incident], about: About) -> MapView:
    """What is to be shown of incidents; large marks come first, so that they lie beneath small ones."""
    marks: list[Mark] = []
    only_country: Counter[str] = Counter()
    nowhere = 0
    at_spot: dict[tuple[float, float], int] = defaultdict(int)
    counts: Counter[str] = Counter()
    for one in live(incidents):
        spot = pin(one)
        counts[kind_of(one, took_place=took_place(one)).name] += 1
        if spot is not None:
            marks.append(_mark(one, spot.lat, spot.lon, at_spot[spot], about))
            at_spot[spot] += 1
        elif one.country:
            only_country[one.country] += 1
        else:
            nowhere += 1
    return MapView(about, sorted(marks, key=lambda mark: -mark.size), only_country, nowhere, counts)


def size(deaths: int) -> float:
    """How large a mark is drawn: it grows with the number of digits of its deaths."""
    return round(min(_MOST, _LEAST + _PER_TEN * math.log10(1 + deaths)), 3)


def _mark(one: Incident, lat: float, lon: float, before: int, about: About) -> Mark:
    """One incident's mark; `before` is how many others are at its spot."""
    away = min(_WIDEST, STEP * math.sqrt(before))
    killed = best(one) or 0
    place = one.place
    return Mark(
        id=one.id, lat=round(lat, 5), lon=round(lon, 5), dx=round(away * math.cos(before * _TURN), 1),
        dy=round(away * math.sin(before * _TURN), 1), kind=kind_of(one, took_place=took_place(one)), size=size(killed),
        reach=REACH.get(place.precision, 0.0) if place else 0.0, title=one.title, place=place.name if place else "",
        country=one.country or "", killed=killed, told=_told(one, about),
    )  # fmt: skip


def _told(one: Incident, about: About) -> dict[str, str]:
    """What is said of it when it is pointed at."""
    told, place, killed = lead(one), one.place, one.toll()
    span = "" if killed is None else f"{killed.low} to {killed.high} killed" if killed.low < killed.high else ""
    known = f"{place.name} (known to the {place.precision})" if place and place.precision in REACH else ""
    urls = [source.url for source in newest(one) if source.url and source.url.startswith(("http://", "https://"))]
    return {
        "when": days(one) or "no day is told",
        "where": known or (place.name if place else ""),
        "status": ", ".join(distinct((one.status, "not so" if one.negated else None, one.standing, origins_told(one)))),
        "killed": span or (f"{killed.best} killed" if killed else ""),
        "quote": one_line(told.quote) if told else "",
        "outlets": ", ".join(outlets(one)),
        "url": about.address(one.id) or (urls[0] if urls else ""),
    }


def legend(shown: MapView) -> list[tuple[Kind, int]]:
    """Each kind that there is something of, with how many; those count too that have no mark."""
    return [(kind, shown.counts[kind.name]) for kind in kinds().all() if shown.counts[kind.name]]


def beside(shown: MapView) -> list[str]:
    """What has no mark, in words: known by its country alone, or by no place."""
    from vedette.export.crosswalk import country_name  # noqa: PLC0415 - reads the table of countries

    told = []
    if shown.countries:
        each = [f"{country_name(code) or code} {number}" for code, number in shown.countries.most_common()]
        number = shown.countries.total()
        told.append(f"{number} known by the country alone (shaded): {', '.join(each)}")
    if shown.nowhere:
        told.append(f"{shown.nowhere} of which no place is known")
    return told
