"""Place: where, with a stated precision and never a made-up pin."""

from vedette.records.base import Record
from vedette.records.vocabulary import PlacePrecision


class Place(Record):
    """A place of the gazetteer, or a name that is in none (then no coordinates, precision unknown).

    `id` is "geonames:<number>" for towns, "country:<alpha-3>", "admin1:<alpha-2>.<code>", "feature:<name>" for typed
    ones, "frontier:<alpha-3>-<alpha-3>", "near:<key>" for a point worked out from others, or "name:<key>".
    """

    id: str
    """Its id in the gazetteer."""
    name: str
    """Its name."""
    feature: str | None = None
    """GeoNames feature code ("PPL")."""
    country: str | None = None
    """ISO 3166 alpha-3."""
    admin1: str | None = None
    """Province."""
    admin2: str | None = None
    """District."""
    lat: float | None = None
    """Degrees north, WGS 84."""
    lon: float | None = None
    """Degrees east, WGS 84."""
    precision: PlacePrecision = "unknown"
    """How exactly the words say where."""
