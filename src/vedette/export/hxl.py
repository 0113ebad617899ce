"""HXL (Humanitarian Exchange Language 1.1): CSV with a row of hashtags below the header, as OCHA's tools read it."""

from collections.abc import Iterable
from typing import Any, BinaryIO, Final

from vedette.export.cells import write_rows
from vedette.export.crosswalk import country_name
from vedette.export.exporter import Writing, live
from vedette.export.values import best, newest, outlets, pin
from vedette.records.incident import Incident

TAGS: Final = {
    "ID": "#event+id+code", "Title": "#event+name", "Type": "#event+type", "Sub-event": "#event+type+sub",
    "Status": "#status+event", "Negated": "#status+negated", "Standing": "#status+review", "From": "#date+start",
    "To": "#date+end", "Reported": "#date+reported", "Changed": "#date+updated", "Country code": "#country+code+iso3",
    "Country": "#country+name", "Province": "#adm1+name", "District": "#adm2+name", "Place": "#loc+name",
    "Precision": "#loc+type", "Latitude": "#geo+lat", "Longitude": "#geo+lon", "Actors": "#org+actor+list",
    "Targets": "#org+target+list", "Weapons": "#cause+weapon+list", "Killed, low": "#affected+killed+min",
    "Killed": "#affected+killed", "Killed, high": "#affected+killed+max", "Wounded": "#affected+injured",
    "Abducted": "#affected+abducted", "Missing": "#affected+missing", "Displaced": "#affected+displaced",
    "Outlets": "#meta+source+list", "Addresses": "#meta+url+list", "Origins": "#meta+origins+num",
    "Importance": "#severity+importance",
}  # fmt: skip
"""Each column's header and its tag."""


class Hxl(Writing):
    """A header, the hashtags, and a row per incident."""

    name = "hxl"
    title = "HXL, CSV with a row of hashtags"
    suffix = ".csv"
    columns = tuple(TAGS)

    def write(self, incidents: Iterable[Incident], out: BinaryIO) -> int:
        """Write them all; how many."""
        return write_rows(map(_row, live(incidents)), [self.columns, tuple(TAGS.values())], out)


def _row(incident: Incident) -> list[Any]:
    """One incident in the order of TAGS."""
    one, place, spot, killed = incident, incident.place, pin(incident), incident.toll()
    reported = one.first_reported[:10] if one.first_reported else None
    return [
        one.id, one.title, one.type, one.sub_event, one.status, one.negated, one.standing, one.first, one.last,
        reported, one.changed_at[:10], one.country, country_name(one.country), place and place.admin1,
        place and place.admin2, place and place.name, place and place.precision, spot and spot.lat, spot and spot.lon,
        one.named("actor"), one.named("target"), one.weapons, killed and killed.low, killed and killed.best,
        killed and killed.high, best(one, "wounded"), best(one, "abducted"), best(one, "missing"),
        best(one, "displaced"), outlets(one), [source.url for source in newest(one) if source.url], one.origins,
        one.importance,
    ]  # fmt: skip
