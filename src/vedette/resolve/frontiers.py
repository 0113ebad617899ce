"""Where two countries meet: "the Belarus frontier" in a report from Poland, "the Thai-Cambodian border".

The table data/places/frontiers.csv has the middle of each frontier and its length. A short one is known as well as a
province, a long one only by its countries.
"""

import functools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from vedette.lexicon.countries import countries
from vedette.lexicon.tables import data_path, read_csv, text
from vedette.lexicon.words import word_class
from vedette.records.place import Place

if TYPE_CHECKING:
    from pathlib import Path

FRONTIERS: Final = data_path("places", "frontiers.csv")
LONG_KM: Final = 1200
"""The middle of a longer frontier says little of where on it something happened."""


class Frontier(NamedTuple):
    """The middle of the line between two countries, in degrees, and its kilometres."""

    lat: float
    lon: float
    km: int


@functools.cache
def frontiers(path: "Path" = FRONTIERS) -> dict[frozenset[str], Frontier]:
    """The frontier of each pair of neighbours; raises DataFileError where the table breaks its schema."""
    rows = read_csv(path, {"country": text, "other": text, "lat": float, "lon": float, "km": int})
    return {frozenset((r["country"], r["other"])): Frontier(r["lat"], r["lon"], r["km"]) for r in rows}


def is_frontier(words: str) -> bool:
    """Whether the words for a place name a border."""
    return not word_class("frontiers").isdisjoint(words.casefold().replace("-", " ").split())


def frontier_of(said: Sequence[str], report: Mapping[str, float]) -> Place | None:
    """The border of a country that is named first in `said` with the next, else with its neighbour in the report.

    `report` weighs the report's countries. None where no neighbour is told, or two are told alike.
    """
    known, here = frontiers(), said[0] if said else ""
    others = {c: 2.0 + max(report.values(), default=0.0) for c in said[1:]} | {
        c: weight for c, weight in report.items() if c not in said
    }
    near = sorted(((w, c) for c, w in others.items() if frozenset((here, c)) in known), reverse=True)
    if not near or (len(near) > 1 and near[0][0] == near[1][0]):
        return None
    other = near[0][1]
    line = known[frozenset((here, other))]
    one, two = sorted((here, other))
    name = f"border of {countries().name(one)} and {countries().name(two)}"
    side = here if other in said else other
    return Place(
        id=f"frontier:{one}-{two}", name=name, feature="frontier", country=side, lat=line.lat, lon=line.lon,
        precision="province" if line.km <= LONG_KM else "country",
    )  # fmt: skip
