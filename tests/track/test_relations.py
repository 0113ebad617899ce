"""Spells of relations: where they begin and end, how strength decays, what contradicts what, and that order is none."""

import random
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.track.ties import FIRST, day, fact
from vedette.errors import DataFileError
from vedette.lexicon.tables import data_path
from vedette.lexicon.tomlfile import read_record
from vedette.records.network import TieKind
from vedette.track.relations import History, Spell, TieFact, relation_history, standing
from vedette.track.tie_rules import GUIDE, TieRules, tie_rules

HALF = {kind: tie_rules().kinds[kind].half_life for kind in get_args(TieKind)}
ORIGIN, FLOOR = tie_rules().counting.origin, tie_rules().counting.floor


def only(history: History) -> list[Spell]:
    """All spells of a history of one pair."""
    assert len(history) == 1
    return list(next(iter(history.values())))


def told_of(history: History, number: int) -> set[tuple[str, str, str]]:
    """What stands on a day."""
    return {(s.kind, s.source, s.target) for s in standing(history, day(number))}


def test_a_telling_begins_a_spell_that_stands_from_its_day() -> None:
    history = relation_history([fact(5, "X", "backs", "Y")], day(30))
    assert told_of(history, 4) == set()
    assert told_of(history, 5) == told_of(history, 30) == {("backs", "X", "Y")}


def test_who_backs_whom_is_kept_and_who_fights_whom_has_no_direction() -> None:
    facts = [fact(1, "Y", "fights", "X"), fact(2, "X", "fights", "Y"), fact(1, "B", "backs", "A")]
    found = relation_history(facts, day(3))
    assert [s.ends for s in found["X", "Y"]] == [("X", "Y")]
    assert [s.ends for s in found["A", "B"]] == [("B", "A")]


def test_strength_halves_with_the_half_life_and_grows_with_independent_origins_alone() -> None:
    (one,) = only(relation_history([fact(0, "X", "fights", "Y")], day(0)))
    start = FIRST.toordinal()
    assert one.strength(start) == pytest.approx(ORIGIN)
    assert one.strength(start + HALF["fights"]) == pytest.approx(ORIGIN / 2)
    again = [
        fact(0, "X", "fights", "Y"),
        fact(0, "X", "fights", "Y", "b"),
        TieFact(start, "fights", "X", "Y", "b", "r", "w"),
    ]
    (two,) = only(relation_history(again, day(0)))
    assert two.origins(start) == 2
    assert two.strength(start) == pytest.approx(1 - (1 - ORIGIN) ** 2)


def test_what_a_person_confirmed_is_worth_more() -> None:
    (spell,) = only(relation_history([fact(0, "X", "fights", "Y", weight=0.9)], day(0)))
    assert spell.strength(FIRST.toordinal()) == pytest.approx(0.9)


def test_a_spell_that_nothing_confirms_lapses_on_the_day_its_strength_falls_below_the_floor() -> None:
    (spell,) = only(relation_history([fact(0, "X", "fights", "Y")], day(1000)))
    assert spell.ended == "lapsed"
    assert spell.until is not None
    assert spell.strength(spell.until) < FLOOR <= spell.strength(spell.until - 1)
    assert spell.until - spell.first == 2 * HALF["fights"] + 1  # 0.6 falls to 0.15 in two half-lives


def test_a_telling_before_the_lapse_goes_on_and_one_after_it_begins_anew() -> None:
    within = only(relation_history([fact(0, "X", "fights", "Y"), fact(80, "X", "fights", "Y")], day(90)))
    assert [(s.first, s.last) for s in within] == [(FIRST.toordinal(), FIRST.toordinal() + 80)]
    after = only(relation_history([fact(0, "X", "fights", "Y"), fact(200, "X", "fights", "Y")], day(210)))
    assert [s.ended for s in after] == ["lapsed", None]


def test_contrary_tellings_stand_side_by_side_until_enough_origins_contradict() -> None:
    truce, clash = fact(0, "X", "truce", "Y"), fact(3, "X", "fights", "Y", "b")
    one = relation_history([truce, clash], day(10))
    assert told_of(one, 10) == {("truce", "X", "Y"), ("fights", "X", "Y")}
    two = relation_history([truce, clash, fact(4, "X", "fights", "Y", "c")], day(10))
    assert told_of(two, 3) == {("truce", "X", "Y"), ("fights", "X", "Y")}
    assert told_of(two, 10) == {("fights", "X", "Y")}
    (ended,) = [s for s in two["X", "Y"] if s.kind == "truce"]
    assert (ended.ended, ended.until) == ("fights", FIRST.toordinal() + 4)


def test_one_origin_contradicting_again_and_again_is_one_and_a_new_telling_starts_the_count_anew() -> None:
    same = [fact(n, "X", "fights", "Y", "b") for n in (1, 2, 3)]
    assert ("truce", "X", "Y") in told_of(relation_history([fact(0, "X", "truce", "Y"), *same], day(5)), 5)
    facts = [fact(0, "X", "truce", "Y"), fact(1, "X", "fights", "Y", "b"), fact(2, "X", "truce", "Y", "d")]
    facts.append(fact(3, "X", "fights", "Y", "c"))
    assert ("truce", "X", "Y") in told_of(relation_history(facts, day(5)), 5)


def test_a_truce_of_the_day_ends_the_fighting_of_that_day() -> None:
    assert told_of(relation_history([fact(0, "X", "truce", "Y"), fact(0, "X", "fights", "Y")], day(1)), 1) == {
        ("truce", "X", "Y")
    }


def test_a_takeover_ends_what_the_old_government_stood_in() -> None:
    before, after = fact(300, "HTS", "fights", "SYR"), fact(345, "TUR", "backs", "SYR")  # it fell on day 342 of 2024
    history = relation_history([before, after], day(350))
    (ended,) = history["HTS", "SYR"]
    assert (ended.ended, ended.until) == ("takeover", day(342).toordinal())
    assert told_of(history, 350) == {("backs", "TUR", "SYR")}


def test_nothing_of_later_days_counts_and_nobody_has_a_tie_to_itself() -> None:
    assert relation_history([fact(5, "X", "backs", "Y"), fact(1, "X", "fights", "X")], day(4)) == {}


KINDS = st.sampled_from(get_args(TieKind))
NAMES = st.sampled_from(["A", "B", "C", "SYR"])
FACTS = st.lists(st.builds(fact, st.integers(0, 900), NAMES, KINDS, NAMES, st.sampled_from("abcd")), max_size=25)


@settings(max_examples=60, deadline=None)
@given(FACTS, st.integers(0, 1000), st.randoms(use_true_random=False))
def test_the_order_of_facts_is_none_and_what_stood_does_not_depend_on_later_days(
    facts: list[TieFact], number: int, rng: random.Random
) -> None:
    whole = relation_history(facts, day(1000))
    mixed = [*facts, *facts[:3]]
    rng.shuffle(mixed)
    assert relation_history(mixed, day(1000)) == whole
    then = {(s.kind, *s.ends, s.first, s.strength(day(number).toordinal())) for s in standing(whole, day(number))}
    cut = relation_history(facts, day(number))
    assert then == {(s.kind, *s.ends, s.first, s.strength(day(number).toordinal())) for s in standing(cut, day(number))}


@settings(max_examples=60, deadline=None)
@given(FACTS)
def test_spells_of_one_tie_never_overlap_and_hold_every_fact_once(facts: list[TieFact]) -> None:
    for spells in relation_history(facts, day(1000)).values():
        for spell in spells:
            assert spell.until is None or spell.until >= spell.last
            beside = [s for s in spells if (s.kind, s.ends) == (spell.kind, spell.ends) and s.first > spell.first]
            assert all(spell.until is not None and s.first >= spell.until for s in beside)
    kept = sum(len(s.facts) for spells in relation_history(facts, day(1000)).values() for s in spells)
    assert kept <= len(facts)


def test_a_hundred_facts_of_one_day_are_one_spell_and_fewer_seconds_than_a_coffee() -> None:
    facts = [fact(n % 300, "X", "fights", "Y", f"o{n % 7}") for n in range(5000)]
    (spell,) = only(relation_history(facts, day(300)))
    assert len(spell.facts) == len(set(facts))


def test_rules_that_break_the_schema_are_refused_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "relations.toml"
    told = data_path("track", "relations.toml").read_text("utf-8")
    path.write_text(told.replace("half_life = 45", "half_life = 0"), "utf-8")
    with pytest.raises(DataFileError, match=r"relations\.toml:\d+: .*half_life"):
        read_record(path, TieRules, GUIDE)


def test_every_kind_has_rules() -> None:
    assert set(tie_rules().kinds) == set(get_args(TieKind))


def test_a_group_that_joins_a_state_ends_its_alliances_that_are_not_told_again() -> None:
    facts = [fact(400, "HTS", "allied_with", "Y"), fact(400, "HTS", "truce", "X"), fact(410, "HTS", "part_of", "SYR")]
    history = relation_history([*facts, fact(420, "HTS", "truce", "X")], day(430))
    assert told_of(history, 409) == {("allied_with", "HTS", "Y"), ("truce", "HTS", "X")}
    assert told_of(history, 430) == {("part_of", "HTS", "SYR"), ("truce", "HTS", "X")}
    assert [s.ended for s in history["HTS", "Y"]] == ["joining"]


def test_who_fights_an_old_friend_beside_that_friends_enemy_is_its_friend_no_more() -> None:
    war = [fact(0, "X", "fights", "Y"), fact(5, "W", "part_of", "X"), fact(20, "X", "fights", "Y")]
    turned = [fact(40, "W", "allied_with", "Y"), fact(45, "W", "fights", "X")]
    both = relation_history([*war, *turned], day(60))
    (spell,) = [s for s in both["W", "X"] if s.kind == "part_of"]
    assert (spell.until, spell.ended) == (day(45).toordinal(), "turned")
    joined = relation_history([*war, turned[0]], day(60))
    assert [s.until for s in joined["W", "X"]] == [None]
    fought = relation_history([*war, turned[1]], day(60))
    assert [s.until for s in fought["W", "X"] if s.kind == "part_of"] == [None]
