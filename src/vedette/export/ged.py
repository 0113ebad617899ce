"""UCDP-GED-like CSV: the 49 columns of UCDP's georeferenced events from our record.

It is not UCDP data, nor to be called so. Only what took place, with a day and at least one death, is in it.
"""

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple, cast

from vedette.export import crosswalk
from vedette.export.cells import SEPARATOR, write_rows
from vedette.export.exporter import Writing, live
from vedette.export.parties import side
from vedette.export.values import Point, distinct, newest, outlets, pin, said_by, those
from vedette.records.incident import Incident, Participant, Toll

if TYPE_CHECKING:
    from vedette.records.vocabulary import TimePrecision

STATE, GROUPS, ONE_SIDED = 1, 2, 3
CIVILIANS: Final = "Civilians"
_CELL: Final = 0.5  # degrees, PRIO-GRID's cells
_ACROSS: Final = 720
LONGEST: Final = 5
"""GED's date_prec for more than a month."""


class Sided(NamedTuple):
    """A side: its name, its sectors' kind ("state", "group", "civilians" or "") and the country it is of."""

    name: str
    kind: str
    country: str | None


class GedLike(Writing):
    """One row per incident with deaths, in GED's columns."""

    name = "ged"
    title = "UCDP-GED-like CSV, 49 columns (this is not UCDP data)"
    suffix = ".csv"
    columns = (
        "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
        "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
        "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office",
        "source_date", "source_headline", "source_original", "where_prec", "where_coordinates", "where_description",
        "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
        "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
        "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
    )  # fmt: skip

    def write(self, incidents: Iterable[Incident], out: BinaryIO) -> int:
        """Write them all; how many had a row."""
        return write_rows(self.rows(live(incidents)), [self.columns], out)

    def rows(self, incidents: Iterable[Incident]) -> Iterator[list[Any]]:
        """The rows of those that took place, have a day and cost a life."""
        table = crosswalk.ged()
        for one in incidents:
            dead = one.toll()
            real = one.status in table.took_place and not one.negated and one.type in table.types
            if real and one.first and dead and dead.high >= table.least_deaths:
                yield self._row(one, one.first, dead)

    def _row(self, incident: Incident, day: str, dead: Toll) -> list[Any]:
        """The 49 values."""
        a, b = sides(incident)
        violence = _violence(a, b)
        names = [one.name for one in (a, b)]
        civil = _civilians(incident, dead, violence)
        gw = [_number(one.country) if one.kind == "state" else None for one in (a, b)]
        return [
            incident.id, f"{self.about.desk}/{incident.id}", day[:4], None, _clear(incident), violence, None, None,
            None, None, None, "-".join(names) if violence else None, None, None, names[0], None, None, names[1],
            incident.reports, *_sources(incident), *_where(incident), _clarity(incident), _date_prec(incident),
            day, incident.last or day, 0, 0, civil, dead.best - civil, dead.best, dead.high, dead.low, *gw,
        ]  # fmt: skip


def sides(incident: Incident) -> tuple[Sided, Sided]:
    """Side a (the government where there is one, else the actor) and side b; civilians are always b."""
    actors, targets = those(incident, "actor"), those(incident, "target")
    first = _led(actors[:1])
    others = targets or actors[1:]
    against = [party for party in others if not (first.kind == "state" and _of(party) == first.country)]
    second = _led((against or others)[:1])
    order = {"state": 0, "group": 1, "": 2, "civilians": 3}
    return (second, first) if order[second.kind] < order[first.kind] else (first, second)


def _of(party: Participant) -> str | None:
    """The country for which a party acts as its state, None where it does not."""
    return party.country if side(party) == "state" else None


def _led(parties: list[Participant]) -> Sided:
    """A side from the party that leads it; nobody is told of where there is none."""
    if not parties:
        return Sided("", "", None)
    party, kind = parties[0], side(parties[0])
    return Sided(CIVILIANS if kind == "civilians" else party.name, kind, party.country)


def _violence(a: Sided, b: Sided) -> int | None:
    """1 where a state fights an armed side, 2 where groups do, 3 where civilians are the target, None where unclear."""
    if "civilians" in {a.kind, b.kind}:
        return ONE_SIDED if {a.kind, b.kind} & {"state", "group"} else None
    if a.kind == "state":
        return STATE if b.kind == "group" or (b.kind == "state" and b.country != a.country) else None
    return GROUPS if a.kind == b.kind == "group" else None


def _clear(incident: Incident) -> str:
    """Whether a person of the desk stands behind it."""
    return "Clear" if incident.standing == "confirmed" else "Check"


def _clarity(incident: Incident) -> int:
    """1 where it is told as an event of its own, 2 where a span of days sums up several."""
    return 1 if incident.first == incident.last and incident.day_precision in {"hour", "day"} else 2


def _civilians(incident: Incident, dead: Toll, violence: int | None) -> int:
    """Deaths of civilians: all of them in one-sided violence, else the highest number that a report gives for such."""
    if violence == ONE_SIDED:
        return dead.best
    words = crosswalk.ged().dead.civilians
    told = [
        toll.best or toll.low or 0
        for one in incident.told
        if one.counted
        for toll in one.tolls
        if toll.of == "killed" and (toll.whom or "").lower() in words
    ]
    return min(max(told, default=0), dead.best)


def _number(iso3: str | None) -> int | None:
    """A country's number in Gleditsch and Ward's list."""
    found = crosswalk.region(iso3)
    return found.gw if found else None


def _sources(incident: Incident) -> list[str]:
    """Articles, outlets, their dates, their headlines, and whom they rely on or who says so."""
    told = list(newest(incident))
    return [
        SEPARATOR.join(distinct(source.url or source.key for source in told)),
        SEPARATOR.join(outlets(incident)),
        SEPARATOR.join(distinct((source.published or "")[:10] for source in told)),
        SEPARATOR.join(distinct(source.title for source in told)),
        SEPARATOR.join(distinct([*(source.original_source for source in told), *said_by(incident)])),
    ]


def _where(incident: Incident) -> list[Any]:
    """From where_prec to region; GED always has coordinates, we have none where they would be made up."""
    table, place, spot = crosswalk.ged(), incident.place, pin(incident)
    country = crosswalk.region(incident.country)
    precision = place.precision if place else "country" if country else "unknown"
    name = place.name if place else None
    return [
        table.where_prec[precision], name, name, place and place.admin1, place and place.admin2, spot and spot.lat,
        spot and spot.lon, f"POINT ({spot.lon} {spot.lat})" if spot else None, grid_cell(spot),
        crosswalk.country_name(incident.country), country and country.gw, country and country.ucdp_region,
    ]  # fmt: skip


def grid_cell(spot: Point | None) -> int | None:
    """The number of PRIO-GRID's cell: half degrees, counted eastward from 180 W and northward from 90 S, from 1."""
    if spot is None:
        return None
    row = min(math.floor((spot.lat + 90) / _CELL), 359)
    column = min(math.floor((spot.lon + 180) / _CELL), _ACROSS - 1)
    return row * _ACROSS + column + 1


def _date_prec(incident: Incident) -> int:
    """How well it is dated: a span of days decides, else the record's precision."""
    table = crosswalk.ged()
    if incident.first is None or incident.last in {None, incident.first}:
        return table.date_prec[cast("TimePrecision", incident.day_precision)]
    length = (_day(incident.last) - _day(incident.first)).days + 1
    return next((number for number, most in table.date_spans.items() if length <= most), LONGEST)


def _day(iso: str | None) -> dt.date:
    """An ISO date that is there."""
    return dt.date.fromisoformat(str(iso))
