"""Fights that changes of control tell: between whoever took a place by force and whoever held it until then."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from vedette.track.facts import GroundFact
from vedette.track.parties import Parties
from vedette.track.sides import Side
from vedette.track.takings import fights_for_ground
from vedette.track.tie_rules import tie_rules

RSF, ARMY = Side("RSF", "Rapid Support Forces", "SDN:armed"), Side("state:SDN", "government of Sudan", "SDN:state")
LATE = dt.date(2025, 12, 31)


def taking(side: Side, day: str, told: str = "captured", place: str = "geonames:1") -> GroundFact:
    """That a side took a place."""
    return GroundFact(place, side, "captured", day, f"r-{day}", f"outlet {day}", told=told, words="words", end=5)


def fights(*facts: GroundFact, at: dt.date = LATE) -> list[tuple[str, str, str]]:
    """Who fights whom since when."""
    found = fights_for_ground(facts, Parties(tie_rules()), at)
    return [(dt.date.fromordinal(f.day).isoformat(), f.source, f.target) for f in found]


def test_who_takes_by_force_fights_whoever_held_the_place() -> None:
    first, second = taking(RSF, "2024-06-29"), taking(ARMY, "2024-11-23", "retook")
    assert fights(first, second) == [("2024-11-23", "SDN", "RSF")]
    assert fights(first) == []


def test_who_is_handed_a_place_or_only_enters_it_fights_nobody() -> None:
    assert fights(taking(RSF, "2024-06-29"), taking(ARMY, "2024-11-23", "handed over")) == []
    assert fights(taking(RSF, "2024-06-29"), taking(ARMY, "2024-11-23", "entered")) == []


def test_general_words_are_nobodys_fight() -> None:
    rebels = Side("SDNREB", "Sudan: rebels", "SDN:armed", general=True)
    assert fights(taking(rebels, "2024-06-29"), taking(ARMY, "2024-11-23")) == []


def test_what_is_told_of_later_days_is_not_known() -> None:
    both = taking(RSF, "2024-06-29"), taking(ARMY, "2024-11-23")
    assert fights(*both, at=dt.date(2024, 11, 22)) == []


@given(st.permutations([taking(RSF, "2023-12-18"), taking(ARMY, "2025-01-11"), taking(RSF, "2025-03-01")]))
def test_the_order_of_the_facts_is_none(facts: list[GroundFact]) -> None:
    assert fights(*facts) == [("2025-01-11", "SDN", "RSF"), ("2025-03-01", "RSF", "SDN")]
