"""Sharing: which event the dead of a sentence belong to."""

from collections.abc import Callable

from vedette.pipeline import Pipeline
from vedette.records import Report


def test_those_who_killed_by_the_same_word_are_no_dead(dead: Callable[[str], dict[str, list[int]]]) -> None:
    assert list(dead("Six gunmen in police sweaters killed 58 tourists at the temple.").values()) == [[58]]
    assert list(dead("Five young men hacked 20 diners to death in a bakery.").values()) == [[20]]


def test_those_of_a_clash_are(dead: Callable[[str], dict[str, list[int]]]) -> None:
    (found,) = dead("Two militants and a policeman were killed in a shootout in Srinagar.").values()
    assert found == [2, 1]


def test_the_dead_are_an_attacks_before_a_robberys(dead: Callable[[str], dict[str, list[int]]]) -> None:
    found = dead("Al-Shabaab fighters raided the police camp, carried off two machine guns and left a reservist dead.")
    assert found == {"raided": [1], "carried off": []}


def test_nobody_is_no_count(dead: Callable[[str], dict[str, list[int]]]) -> None:
    assert not any(dead("A car bomb in Kabul killed no one on Monday.").values())


def test_a_killing_that_ends_an_attack_is_the_attacks(dead: Callable[[str], dict[str, list[int]]]) -> None:
    found = dead("Gunmen opened fire on a teacher in Pattani, killing her instantly.")
    assert list(found.values()) == [[1]]


def test_of_those_hit_only_a_part_died(whole: Pipeline) -> None:
    (coded,) = whole.code(
        [Report(id="r", text="A gunman hit four soldiers in Ciudad Hidalgo, of whom one died later.")]
    )
    (event,) = coded.events
    assert {(c.of, c.best) for c in event.counts} == {("wounded", 4), ("killed", 1)}
