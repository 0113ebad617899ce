"""Places that no table has, put in what stands round them: "Nairobi's Gikomba market", "the prison in Roumieh".

They are as exactly known as the town or district that they lie in, and keep their own name.
"""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vedette.records.place import Place
    from vedette.records.vocabulary import PlacePrecision

PRECISIONS: "Final[tuple[PlacePrecision, ...]]" = ("point", "town", "district", "province", "country", "unknown")
"""From the most exact."""
EXACT: Final = frozenset(PRECISIONS[:3])
"""How exactly a village is known by what is round it: in a province it may be anywhere."""
SITES: Final = frozenset({"base", "street", "road"})
"""Kinds of what stands in a town or near one."""
TOWNS: Final = frozenset({"town", "camp", "neighbourhood"})
"""Features of places where people live."""
_BESIDE: Final = 160  # characters: about a sentence


def sites_in_towns(kinds: "Sequence[str | None]", starts: "Sequence[int]", places: "Sequence[Place]") -> "list[Place]":
    """The places of one report, an unknown site ("Lanark Way") put in the town that is named nearest to it.

    For each place the kind that its words tell and where in the text, in characters, its name starts.
    """
    towns = [(start, p) for start, p in zip(starts, places, strict=True) if p.feature in TOWNS and p.lat is not None]
    found = []
    for kind, start, place in zip(kinds, starts, places, strict=True):
        beside = [(abs(other - start), town) for other, town in towns if abs(other - start) <= _BESIDE]
        unknown = place.lat is None and beside and kind in SITES
        found.append(put_in(place, min(beside, key=lambda b: b[0])[1]) if unknown else place)
    return found


def put_in(place: "Place", outer: "Place") -> "Place":
    """An unknown place at the middle of the one round it; of one in a province only that is known."""
    if outer.precision not in EXACT and place.feature is None:
        return place.model_copy(update={"country": outer.country, "admin1": outer.admin1})
    taken = {name: getattr(outer, name) for name in ("country", "admin1", "lat", "lon")}
    own = {"admin2": place.admin2 or outer.admin2, "feature": place.feature or "point"}
    precision = max(outer.precision, "town", key=PRECISIONS.index)
    return place.model_copy(update={**taken, **own, "precision": precision})
