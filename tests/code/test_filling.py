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


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Gunmen killed nine villagers near Jos on Friday, a police chief told deputies.", ["police chief"]),
        (
            "Troops shot nine villagers near Jos on Friday, an aide to the prime minister told the paper.",
            ["aide", "paper"],
        ),
    ],
)
def test_who_only_hears_or_only_describes_a_source_is_none(whole: Pipeline, text: str, sources: list[str]) -> None:
    (coded,) = whole.code([Report(id="r", text=text)])
    (event,) = coded.events
    assert [next(w for w in sources if w in a.source.text) for a in event.attribution] == sources


def test_a_number_of_parties_that_agree_counts_nobody(whole: Pipeline) -> None:
    (coded,) = whole.code(
        [Report(id="r", text="Nine rebel factions agreed to a ceasefire with the government on Friday.")]
    )
    assert all(c.of != "taking_part" for e in coded.events for c in e.counts)


def test_what_someone_must_do_is_a_demand(whole: Pipeline) -> None:
    text = "Rwandan rebels announced that the government in Kigali must agree to changes before they lay down arms."
    (coded,) = whole.code([Report(id="r", text=text)])
    assert "REQUEST" in {e.type for e in coded.events}


def test_who_does_an_act_by_saying_so_is_no_source_of_it(whole: Pipeline) -> None:
    text = "Iran on Monday threatened to attack Israel, and officials in Cairo said rebels had shelled Goma."
    (coded,) = whole.code([Report(id="r", text=text, published="2024-11-30")])
    told = {e.type: [a.source.text for a in e.attribution] for e in coded.events}
    assert "Iran" not in told["THREATEN"]
    assert told["ASSAULT"] == ["officials"]


def test_nobody_is_no_count(dead: Callable[[str], dict[str, list[int]]]) -> None:
    assert not any(dead("A car bomb in Kabul killed no one on Monday.").values())


def test_who_is_only_shot_at_is_not_dead(dead: Callable[[str], dict[str, list[int]]]) -> None:
    text = "Fishermen, four of whom were shot at by a patrol boat last week, marched to the harbour of Rameswaram."
    assert not any(dead(text).values())


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Contrary to what the radio says, rebels attacked Goma on Monday.", []),
        ("Rebels attacked Goma on Monday, whatever the radio says.", []),
        ("Soldiers killed two rebels in Goma, not three as the radio says.", []),
        ("Rebels attacked Goma on Monday, as the radio says.", ["radio"]),
    ],
)
def test_who_is_contradicted_is_no_source(whole: Pipeline, text: str, sources: list[str]) -> None:
    (coded,) = whole.code([Report(id="r", text=text, published="2024-11-30")])
    assert [[a.source.text for a in e.attribution] for e in coded.events] == [sources]
