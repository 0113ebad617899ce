"""GeoJSON (RFC 7946): a feature per incident, without a geometry where no place smaller than a country is known."""

from collections.abc import Iterable
from typing import Any, BinaryIO, Final

from vedette.export.exporter import Writing, live
from vedette.export.jsonwrite import write_list
from vedette.export.values import best, lead, outlets, pin
from vedette.records.incident import Incident

_DIGITS: Final = 6  # a tenth of a metre, the most that RFC 7946 finds reasonable


class GeoJson(Writing):
    """A FeatureCollection; coordinates are longitude, latitude in WGS 84."""

    name = "geojson"
    title = "GeoJSON, a feature per incident"
    suffix = ".geojson"
    columns = (
        "title", "type", "sub_event", "status", "negated", "first", "last", "day_precision", "place", "country",
        "precision", "actors", "targets", "killed_low", "killed_best", "killed_high", "wounded", "reports", "origins",
        "outlets", "quote", "standing", "confidence", "changed_at", "address",
    )  # fmt: skip

    def write(self, incidents: Iterable[Incident], out: BinaryIO) -> int:
        """Write them all; how many."""
        head: dict[str, Any] = {"type": "FeatureCollection", "title": self.about.title, "made_at": self.about.made_at}
        head |= {"asked": dict(self.about.asked)} if self.about.asked else {}
        return write_list(head, "features", map(self.feature, live(incidents)), out)

    def feature(self, incident: Incident) -> dict[str, Any]:
        """One incident."""
        spot = pin(incident)
        where = None
        if spot is not None:
            where = {"type": "Point", "coordinates": [round(spot.lon, _DIGITS), round(spot.lat, _DIGITS)]}
        return {"type": "Feature", "id": incident.id, "geometry": where, "properties": self._properties(incident)}

    def _properties(self, incident: Incident) -> dict[str, Any]:
        """What is told of it beside where."""
        one, killed, told = incident, incident.toll(), lead(incident)
        return {
            "title": one.title, "type": one.type, "sub_event": one.sub_event, "status": one.status,
            "negated": one.negated, "first": one.first, "last": one.last, "day_precision": one.day_precision,
            "place": one.place and one.place.name, "country": one.country,
            "precision": one.place.precision if one.place else "unknown",
            "actors": list(one.named("actor")), "targets": list(one.named("target")),
            "killed_low": killed and killed.low, "killed_best": killed and killed.best,
            "killed_high": killed and killed.high, "wounded": best(one, "wounded"), "reports": one.reports,
            "origins": one.origins, "outlets": outlets(one), "quote": told.quote if told else None,
            "standing": one.standing, "confidence": one.confidence, "changed_at": one.changed_at,
            "address": self.about.address(one.id),
        }  # fmt: skip
