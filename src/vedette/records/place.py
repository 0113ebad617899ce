"""Place: where, with a stated precision and never a made-up pin."""

from vedette.records.base import Record
from vedette.records.vocabulary import PlacePrecision


class Place(Record):
    """A place of the gazetteer, or a name that is in none (then no coordinates, precision unknown).

    `id` is "geonames:<number>" for towns, "country:<alpha-3>", "admin1:<alpha-2>.<code>" or "name:<key>".
    """

    id: str
    name: str
    feature: str | None = None
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: PlacePrecision = "unknown"
