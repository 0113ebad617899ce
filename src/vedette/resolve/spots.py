"""How candidates for places stand to one another on the globe: in one another, near, the same spot, or far apart."""

import math
from collections.abc import Sequence
from typing import Final

from vedette.lexicon.places import PlaceEntry, PlaceMatch
from vedette.resolve.unlisted import TOWNS

BASES: Final = frozenset({"base", "airport", "port", "dam", "crossing", "prison", "bridge", "plant", "point"})
"""Features that may lie on either side of a unit's border."""
ABROAD_KM: Final = 400.0
"""Places further apart than this are not of one story."""
_SAME_SPOT_KM: Final = 60.0
"""A town, its district and its twin record lie no further apart."""
# How far from its middle a container reaches, where no table says what lies in it; other features 300 km.
_REACH_KM: Final = {"world-region": 3000.0, "admin1": 150.0, **dict.fromkeys(TOWNS, 80.0)}


def close(a: PlaceEntry, b: PlaceEntry) -> bool:
    """Whether two places lie within about 400 km north to south: a cheap test before the distance."""
    return a.lat is not None and b.lat is not None and abs(a.lat - b.lat) < 4  # noqa: PLR2004


def lies_in(inner: PlaceMatch, outer: PlaceMatch) -> bool:
    """Whether a candidate may be said to be in a container: by unit, by country, or by nearness to its middle."""
    place, area = inner.entry, outer.entry
    if place.id == area.id or (area.country and place.country != area.country):
        return False
    if area.feature == "admin1" and place.feature not in BASES:
        return inner.unit == area.id
    if area.feature == "admin2" and place.admin2 is not None:
        return place.admin2 == area.name
    if area.feature == "country":
        return True
    return distance(place, area) < _REACH_KM.get(area.feature, 300.0)


def beside(inner: PlaceMatch, container: Sequence[PlaceMatch]) -> bool:
    """Whether a candidate of no known unit is near enough to a container: tables do not say of all where they lie."""
    near = (outer.entry for outer in container if outer.entry.country == inner.entry.country)
    return inner.unit is None and any(distance(inner.entry, area) < ABROAD_KM for area in near)


def elsewhere(a: PlaceMatch, b: PlaceMatch) -> bool:
    """Whether two candidates are different spots, not a town and its own district or its twin record."""
    if a.entry.country == b.entry.country:
        unplaced = a.entry.lat is None or b.entry.lat is None
        if (unplaced and a.entry.name == b.entry.name) or a.unit == b.entry.id or b.unit == a.entry.id:
            return False
    return distance(a.entry, b.entry) > _SAME_SPOT_KM


def distance(a: PlaceEntry, b: PlaceEntry) -> float:
    """Kilometres between two places on a sphere; infinite where one has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return math.inf
    p, q = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 12742.0 * math.asin(math.sqrt(min(half, 1.0)))
