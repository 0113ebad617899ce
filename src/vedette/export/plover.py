"""PLOVER JSON: an event a line with lists of actors and recipients, and auxiliary modes that say if it came about."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from vedette.export import crosswalk
from vedette.export.exporter import Writing, live
from vedette.export.jsonwrite import write_lines
from vedette.export.parties import sector
from vedette.export.values import best, distinct, lead, newest, outlets, pin, those
from vedette.records.incident import Incident, Participant


class Plover(Writing):
    """One event of the PLOVER codebook (2021) a line; incidents without a type are left out."""

    name = "plover"
    title = "PLOVER JSON lines, with historical, future, hypothetical and negation modes"
    suffix = ".jsonl"
    columns = (
        "event_id", "event_date", "event_end", "date_precision", "event_type", "event_mode", "auxiliary_modes",
        "quad_class", "contexts", "actors", "recipients", "location", "magnitude", "sources", "text",
    )  # fmt: skip

    def write(self, incidents: Iterable[Incident], out: BinaryIO) -> int:
        """Write them all; how many had a type."""
        return write_lines(self._events(live(incidents)), out)

    def _events(self, incidents: Iterable[Incident]) -> Iterator[dict[str, Any]]:
        """Those that have a type."""
        table = crosswalk.plover()
        for one in incidents:
            if one.type is None:
                continue
            told = lead(one)
            yield {
                "event_id": f"{self.about.desk}/{one.id}", "event_date": one.first, "event_end": one.last,
                "date_precision": one.day_precision, "event_type": one.type, "event_mode": one.mode,
                "auxiliary_modes": auxiliary(one), "quad_class": table.quad[one.type], "contexts": [],
                "actors": [_party(party) for party in those(one, "actor")],
                "recipients": [_party(party) for party in those(one, "target")],
                "location": _location(one),
                "magnitude": {"killed": best(one), "injured": best(one, "wounded"), "size": best(one, "taking_part")},
                "sources": {"outlets": outlets(one), "urls": distinct(source.url for source in newest(one))},
                "text": told.quote if told else None,
            }  # fmt: skip


def auxiliary(incident: Incident) -> list[str]:
    """PLOVER's auxiliary modes: whether it lies far back, ahead, is only thought of, or did not come about."""
    table = crosswalk.plover()
    found = [table.auxiliary[incident.status]] if incident.status in table.auxiliary else []
    found += ["negation"] if incident.negated else []
    found += ["historical"] if _long_ago(incident, table.historical_days) else []
    return list(dict.fromkeys(found))


def _long_ago(incident: Incident, days: int) -> bool:
    """Whether it was over so many days before anyone here reported it."""
    if not incident.last or not incident.first_reported:
        return False
    told = dt.date.fromisoformat(incident.first_reported[:10])
    return (told - dt.date.fromisoformat(incident.last)).days > days


def _party(party: Participant) -> dict[str, Any]:
    """An actor or recipient: country and sector as PLOVER has them."""
    return {"name": party.name, "id": party.id, "country": party.country, "sector": sector(party), "code": party.code}


def _location(incident: Incident) -> dict[str, Any] | None:
    """Where it was, with coordinates only where they stand for something smaller than a country."""
    place, spot = incident.place, pin(incident)
    if place is None:
        return {"country": incident.country} if incident.country else None
    return {
        "name": place.name, "geonames": place.id.removeprefix("geonames:") if "geonames:" in place.id else None,
        "country": place.country, "province": place.admin1, "district": place.admin2, "latitude": spot and spot.lat,
        "longitude": spot and spot.lon, "precision": place.precision,
    }  # fmt: skip
