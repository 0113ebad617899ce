"""Filling: whose the dead of a sentence are."""

from collections.abc import Callable

import pytest

from vedette.pipeline import Pipeline
from vedette.records import Coded, Report


@pytest.fixture
def dead(whole: Pipeline) -> Callable[[str], dict[str, list[int | None]]]:
    """The dead of each event of a text, by its trigger; the second reader takes part."""

    def run(text: str) -> dict[str, list[int | None]]:
        coded: Coded
        (coded,) = whole.code([Report(id="r", text=text)])
        return {e.trigger.text: [c.best for c in e.counts if c.of == "killed"] for e in coded.events}

    return run


def test_those_who_killed_by_the_same_word_are_no_dead(dead: Callable[[str], dict[str, list[int]]]) -> None:
    assert list(dead("Six gunmen in police sweaters killed 58 tourists at the temple.").values()) == [[58]]
    assert list(dead("Five young men hacked 20 diners to death in a bakery.").values()) == [[20]]


def test_those_of_a_clash_are(dead: Callable[[str], dict[str, list[int]]]) -> None:
    (found,) = dead("Two militants and a policeman were killed in a shootout in Srinagar.").values()
    assert found == [2, 1]


def test_the_dead_are_an_attacks_before_a_robberys(dead: Callable[[str], dict[str, list[int]]]) -> None:
    found = dead("Al-Shabaab fighters raided the police camp, carried off two machine guns and left a reservist dead.")
    assert found == {"raided": [1], "carried off": []}
