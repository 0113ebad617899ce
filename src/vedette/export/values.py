"""What several formats say alike of an incident: whether it took place, where a pin may be, its words and addresses."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from vedette.records.incident import Incident, Participant, Source, Told
from vedette.records.vocabulary import CountOf

PINNED: Final = frozenset({"point", "town", "district", "province"})
"""Precisions at which coordinates stand for something smaller than a country."""

TOOK_PLACE: Final = frozenset({"happened", "ongoing"})
_MONTH, _YEAR = 7, 4


class Point(NamedTuple):
    """Coordinates in degrees, WGS 84."""

    lat: float
    lon: float


def pin(incident: Incident) -> Point | None:
    """Where to put it on a map; None where only the country is known, or not even that."""
    place = incident.place
    if place is None or place.lat is None or place.lon is None or place.precision not in PINNED:
        return None
    return Point(place.lat, place.lon)


def took_place(incident: Incident) -> bool:
    """Whether it is told as something that came about: not planned, feared, denied or negated."""
    return incident.status in TOOK_PLACE and not incident.negated


def standing(incident: Incident) -> str:
    """What became of it: new, confirmed, disputed, retracted, merged, untold (no report tells of it any more)."""
    if incident.merged_into is not None:
        return "merged"
    if incident.retracted:
        return "retracted"
    return incident.standing if incident.live else "untold"


def best(incident: Incident, of: CountOf = "killed") -> int | None:
    """The number of people that most origins tell."""
    found = incident.toll(of)
    return None if found is None else found.best


def lead(incident: Incident) -> Told | None:
    """The event that speaks most for it: of those that count, the most salient."""
    told = incident.told
    if len(told) == 1:  # most are
        return told[0]
    counted = [one for one in told if one.counted]
    return max(counted or told, key=lambda one: one.salience, default=None)


def those(incident: Incident, *roles: str) -> list[Participant]:
    """Who is in one of these roles, in the incident's order."""
    return [party for party in incident.parties if party.role in roles]


def newest(incident: Incident) -> Iterator[Source]:
    """The reports that tell of it, without earlier versions of their pages."""
    return (source for source in incident.sources if source.newest)


def outlets(incident: Incident) -> list[str]:
    """The outlets of its reports, each once."""
    return distinct(source.publisher for source in newest(incident))


def origins_told(incident: Incident) -> str:
    """How many independent origins it has, in words."""
    return f"{incident.origins} independent origin" + "s" * (incident.origins != 1)


def said_by(incident: Incident) -> list[str]:
    """Who says so in the reports: the nearest speaker of each event, each once."""
    return distinct(one.sources[0] for one in incident.told if one.counted and one.sources)


def distinct(names: Iterable[str | None]) -> list[str]:
    """Those that are there, each once, in their order."""
    return list(dict.fromkeys(name for name in names if name))


def moment(stamp: str) -> dt.datetime:
    """A record time as a moment in UTC; the beginning of the epoch where there is none."""
    if not stamp:
        return dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    found = dt.datetime.fromisoformat(stamp)
    return found.astimezone(dt.UTC) if found.tzinfo else found.replace(tzinfo=dt.UTC)


def seconds(stamp: str) -> str:
    """A record time to the second, as RFC 3339 has it: "2026-11-30T14:05:00Z"."""
    return moment(stamp).strftime("%Y-%m-%dT%H:%M:%SZ")


def partial_date(day: str | None, precision: str) -> str | None:
    """A day no finer than it is known: "2024-11" for a month, "2024" for a year."""
    if day is None:
        return None
    return day[:_YEAR] if precision == "year" else day[:_MONTH] if precision == "month" else day


def days(incident: Incident) -> str:
    """Its days in words: "2024-11-27 to 2024-11-30", "" where nobody dates it."""
    return " to ".join(distinct((incident.first, incident.last)))


def one_line(text: str) -> str:
    """A text without its line breaks and double blanks."""
    return " ".join(text.split())
