"""Facts for the tests of relations: days counted from one day, outlets by letters, parties by short names."""

import datetime as dt

from vedette.records.network import TieKind
from vedette.track.parties import Parties
from vedette.track.relations import TieFact
from vedette.track.tie_rules import tie_rules

FIRST = dt.date(2024, 1, 1)


def day(number: int) -> dt.date:
    """The day so many days after the first."""
    return FIRST + dt.timedelta(days=number)


def fact(
    number: int, source: str, kind: TieKind, target: str, origin: str = "a", weight: float | None = None
) -> TieFact:
    """A fact of a day, told by an outlet in a report of its own."""
    report = f"{origin}{number}{source}{target}"
    return TieFact(FIRST.toordinal() + number, kind, source, target, origin, report, kind, 0, len(kind), weight)


def parties_of(*facts: TieFact) -> Parties:
    """The parties of facts, all of them armed groups."""
    found = Parties(tie_rules())
    for end in {end for told in facts for end in told.pair}:
        found.facts[end] = (None, "REB")
        found.names[end][f"The {end}"] += 1
    return found
