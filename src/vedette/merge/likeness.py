"""How alike two accounts are: features, their weights, and what each adds; positive means the same happening.

A logistic model (weights in data/merge/weights.toml, fitted by `python -m training.merge` on tests/merge), so that
every judgement can be shown as a sum.
"""

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vedette.errors import DataFileError
from vedette.lexicon.tables import data_path, read_toml
from vedette.merge import details
from vedette.merge.account import REACH_KM
from vedette.merge.days import overlap
from vedette.merge.texts import cosine

if TYPE_CHECKING:
    from vedette.merge.account import Account
    from vedette.merge.texts import Vector

    Words = tuple[Vector, Vector]
    """The vectors of a report's whole text and of its lead."""

FEATURES: Final = (
    "text", "text high", "text low", "lead",
    "same place", "near", "far", "other towns", "no place", "same unit", "other country", "places in common",
    "days likely", "undated",
    "same kind", "same family", "other family", "same actors", "same sides", "other sides",
    "counts agree", "counts differ", "same toll", "published apart", "same outlet", *details.FEATURES,
)  # fmt: skip
DEGREE_KM: Final = 111.2
NEVER: Final = 1e-4
SCALE: Final = 0.5
"""Chance that days are read so wrongly that none is common, and by how much the logarithm counts."""
CLOSE: Final = 0.3
LOW: Final = 0.12
"""Likeness of two texts above which they tell much the same, and below which hardly the same."""
WORD_FOR_WORD: Final = 0.5
"""Likeness from which on more says nothing: day for day the same words are told of other happenings too."""


@dataclass(frozen=True, slots=True)
class Weighted:
    """The model: a constant and a weight for each feature."""

    constant: float
    weights: Mapping[str, float]


@functools.cache
def model() -> Weighted:
    """The packaged weights; raises DataFileError where a feature is missing or unknown."""
    path = data_path("merge", "weights.toml")
    table = read_toml(path)
    held = table.get("weights", {})
    if set(held) != set(FEATURES) or not isinstance(table.get("constant"), float):
        wrong = sorted(set(held) ^ set(FEATURES)) or ["constant"]
        raise DataFileError(path, None, f"these are missing or unknown: {', '.join(wrong)}", "Run training.merge again")
    return Weighted(table["constant"], {name: float(held[name]) for name in FEATURES})


def features(one: "Account", other: "Account", words: "tuple[Words, Words]") -> dict[str, float]:
    """The features of a pair; those that do not hold are left out (0)."""
    (text, lead), (other_text, other_lead) = words
    alike = cosine(text, other_text)
    found = {
        "text": alike,
        "text high": max(0.0, min(alike, WORD_FOR_WORD) - CLOSE),
        "text low": max(0.0, 1.0 - alike / LOW),
    }
    found["lead"] = cosine(lead, other_lead)
    if one.published == other.published and one.publisher and one.publisher == other.publisher:
        found["same outlet"] = 1.0
    found |= _where(one, other) | _when(one, other) | _what(one, other) | _who(one, other) | _how_many(one, other)
    return found | details.compare(one.details, other.details)


def score(found: Mapping[str, float], held: Weighted | None = None) -> float:
    """The log odds that a pair with these features is one happening."""
    held = held or model()
    return held.constant + sum(held.weights[name] * value for name, value in found.items())


def contributions(found: Mapping[str, float], held: Weighted | None = None) -> list[tuple[str, float]]:
    """What each feature adds to the score, the weightiest first, the constant among them."""
    held = held or model()
    parts = [("constant", held.constant), *((n, held.weights[n] * v) for n, v in found.items() if v)]
    return sorted(parts, key=lambda part: -abs(part[1]))


def _where(one: "Account", other: "Account") -> dict[str, float]:
    """Distance against how exactly both places are told."""
    found: dict[str, float] = {}
    if one.country and other.country and one.country != other.country:
        found["other country"] = 1.0
    if shared := len(one.units & other.units):
        found |= {"same unit": 1.0, "places in common": shared / len(one.units | other.units)}
    if one.place is not None and (one.place == other.place or one.place in other.units or other.place in one.units):
        return found | {"same place": 1.0 if one.place == other.place else 0.5}
    if one.lat is None or other.lat is None or one.lon is None or other.lon is None:
        return found | {"no place": 1.0}
    apart, reach = kilometres(one.lat, one.lon, other.lat, other.lon), one.reach + other.reach
    if apart <= reach:
        return found | {"near": 1.0 - 0.5 * apart / reach}
    exact = reach <= 2 * REACH_KM["town"] and not one.units & other.units
    return found | {"far": min(1.0, (apart - reach) / reach), "other towns": float(exact)}


def kilometres(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """Distance on the ground, flat-earth: enough to tell near from far."""
    east = (lon - to_lon) * math.cos(math.radians((lat + to_lat) / 2))
    return math.hypot(lat - to_lat, east) * DEGREE_KM


def _when(one: "Account", other: "Account") -> dict[str, float]:
    """How likely both are of one day, as log odds that are 1 where both are sure of the same; else that none tells."""
    if not one.chances or not other.chances:
        return {"undated": 1.0}
    return {"days likely": 1.0 + SCALE * math.log(overlap(one.chances, other.chances) + NEVER)}


def _what(one: "Account", other: "Account") -> dict[str, float]:
    """Kind of act: sub-event or mode in common, else the family."""
    if one.kinds & other.kinds:
        return {"same kind": 1.0, "same family": float(one.family == other.family)}
    return {"same family": 1.0} if one.family == other.family else {"other family": 1.0}


def _who(one: "Account", other: "Account") -> dict[str, float]:
    """Actors in common by id, sides by code."""
    found: dict[str, float] = {}
    if one.actors and other.actors:
        found["same actors"] = len(one.actors & other.actors) / min(len(one.actors), len(other.actors))
    if one.sides and other.sides:
        shared = len(one.sides & other.sides) / min(len(one.sides), len(other.sides))
        found |= {"same sides": shared} if shared else {"other sides": 1.0}
    return found


def _how_many(one: "Account", other: "Account") -> dict[str, float]:
    """Counts of one kind that agree, or differ by more than early tolls do."""
    found: dict[str, float] = {}
    for what in one.counts.keys() & other.counts.keys():
        (low, high), (to_low, to_high) = one.counts[what], other.counts[what]
        if low <= to_high and to_low <= high:
            found["counts agree"] = 1.0
        elif max(low, to_low) > 2 * min(high, to_high) + 2:
            found["counts differ"] = 1.0
    if one.counts.get("killed", ()) == other.counts.get("killed"):
        found["same toll"] = 1.0
    if one.published and other.published and one.published[:10] != other.published[:10]:
        found["published apart"] = 1.0
    return found
