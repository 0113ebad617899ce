"""Turns: sides changed, new enemies and backers, truces; and what is no news."""

import pytest

from tests.track.ties import day, fact
from vedette.track.relations import TieFact, relation_history
from vedette.track.turns import turns

Told = tuple[str, int, str, str, str | None]


def found(facts: list[TieFact], since: int = 20, at: int = 60) -> list[Told]:
    """The turns of a time: kind, day, who, whom, away from."""
    history = relation_history(facts, day(at))
    start = day(0).toordinal()
    return [(t.kind, t.day - start, t.who, t.whom, t.away_from) for t in turns(history, day(since), day(at))]


KNOWN = [fact(0, "X", "backs", "Z")]


def test_a_new_enemy_and_a_new_backer_have_their_day() -> None:
    assert found([*KNOWN, fact(30, "X", "fights", "Y")]) == [("new_enemy", 30, "X", "Y", None)]
    assert found([*KNOWN, fact(30, "W", "backs", "X")]) == [("new_backer", 30, "X", "W", None)]
    assert found([*KNOWN, fact(30, "X", "allied_with", "W")]) == [("new_ally", 30, "W", "X", None)]


def test_in_the_first_days_of_a_party_nothing_is_news() -> None:
    assert found([fact(25, "X", "fights", "Y")]) == []
    assert found([*KNOWN, fact(5, "X", "fights", "Y")], since=0) == []


def test_fighting_that_had_only_lapsed_is_no_new_enemy() -> None:
    facts = [*KNOWN, fact(0, "X", "fights", "Y"), fact(200, "X", "fights", "Y")]
    assert found(facts, 100, 210) == []
    assert found([*facts, fact(800, "X", "fights", "Y")], 700, 810) == [("new_enemy", 800, "X", "Y", None)]


def test_a_truce_is_told_and_so_is_its_end() -> None:
    made = [*KNOWN, fact(1, "X", "fights", "Y"), fact(30, "X", "truce", "Y")]
    assert found(made) == [("truce", 30, "X", "Y", None)]
    assert ("truce_broken", 40, "X", "Y", None) in found([*made, fact(40, "X", "fights", "Y", "b")])


def test_who_joins_the_enemy_of_a_friend_changed_sides() -> None:
    war = [fact(0, "X", "fights", "Y"), fact(10, "W", "allied_with", "X"), fact(25, "X", "fights", "Y")]
    joined = [*war, fact(30, "W", "allied_with", "Y")]
    assert ("changed_sides", 30, "W", "Y", "X") in found(joined)
    still = [*joined, fact(35, "W", "allied_with", "X", "b")]
    assert not [turn for turn in found(still) if turn[0] == "changed_sides"]


def test_who_turns_on_a_friend_beside_that_friends_enemy_changed_sides() -> None:
    war = [fact(0, "X", "fights", "Y"), fact(10, "W", "part_of", "X"), fact(25, "W", "allied_with", "Y", "b")]
    assert ("changed_sides", 25, "W", "Y", "X") in found(war)
    turned = [fact(0, "X", "fights", "Y"), fact(20, "W", "allied_with", "Y"), fact(10, "W", "part_of", "X")]
    assert ("changed_sides", 30, "W", "Y", "X") in found([*turned, fact(30, "W", "fights", "X")])


def test_a_backer_that_the_registry_knows_is_no_news() -> None:
    facts = [fact(0, "SDF", "fights", "IS"), fact(30, "USA", "backs", "SDF"), fact(30, "RUS", "backs", "SDF")]
    assert found(facts) == [("new_backer", 30, "SDF", "RUS", None)]


@pytest.mark.parametrize("kind", ["leads", "negotiates"])
def test_talks_and_leaders_are_no_turns(kind: str) -> None:
    assert found([*KNOWN, fact(30, "X", kind, "Y")]) == []  # type: ignore[arg-type]
