"""What comes first in a brief: people affected, changes of control, novelty, and how many origins tell it."""

import math
from typing import TYPE_CHECKING, Final

from vedette.brief.facts import Fact, fact_of
from vedette.brief.phrases import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vedette.brief.material import Material

CONTROL: Final = 3.0
"""What a change of control weighs: as much as some twenty people killed."""
NOVEL: Final = 1.0
ORIGIN: Final = 0.6
ECHO_KM: Final = 30.0


def chosen(material: "Material") -> list[Fact]:
    """What may be told of the incidents asked about, the most important first; echoes of others are left out."""
    found = [fact for incident in material.incidents if (fact := fact_of(incident)) is not None]
    novel = {first.incident for first in material.firsts}
    ranked = sorted(found, key=lambda fact: (-rank(fact, novel), fact.first or "", fact.id))
    kept: list[Fact] = []
    for fact in ranked:
        if not any(_is_echo(fact, other) for other in kept):
            kept.append(fact)
    return kept


def rank(fact: Fact, novel: "Iterable[str]" = ()) -> float:
    """By what incidents are ordered; the larger comes first."""
    affected = math.log2(1 + fact.affected)
    control = CONTROL if fact.kind.form == "control" and fact.actors else 0.0
    heard = ORIGIN * math.log2(1 + fact.incident.origins)
    return affected + control + (NOVEL if fact.id in set(novel) else 0.0) + heard


def _is_echo(fact: Fact, other: Fact) -> bool:
    """Whether a fact of one origin adds nothing to another of the same days and place: most likely it is part of it."""
    if fact.kind.form == "control":
        return other.kind.form == "control" and not fact.actors and not fact.counts and _is_same(fact, other)
    alike = fact.kind.theme == other.kind.theme or not fact.counts
    near = fact.first == other.first and fact.incident.place and other.incident.place
    if fact.incident.origins > 1 or not alike or not near:
        return False
    return _close(fact, other) and all(
        (seen := other.count(c.of)) is not None and c.best <= seen.high for c in fact.counts
    )


def _is_same(one: Fact, other: Fact) -> bool:
    """Whether two facts are of one place and day."""
    return one.first == other.first and _close(one, other)


def _close(one: Fact, other: Fact) -> bool:
    """Whether two places are one, or near each other."""
    here, there = one.incident.place, other.incident.place
    if here is None or there is None:
        return False
    if here.id == there.id:
        return True
    if None in {here.lat, here.lon, there.lat, there.lon}:
        return here.name == there.name
    return _kilometres((here.lat or 0, here.lon or 0), (there.lat or 0, there.lon or 0)) < ECHO_KM


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """How far two points (latitude, longitude) are apart on the sphere."""
    (lat, lon), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (one, other))
    half = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 12742 * math.asin(math.sqrt(half))


def by_theme(facts: "Sequence[Fact]") -> dict[str, list[Fact]]:
    """Facts under their headings, those first whose most important fact is; within one as they come."""
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        found.setdefault(kinds().themes[fact.kind.theme], []).append(fact)
    return found
