"""Takings that name nobody who could hold ground: whose they are by the words around, and when they are nobody's."""

from typing import TYPE_CHECKING

import pytest

from vedette import read_text
from vedette.track.facts import Ground, GroundFact
from vedette.track.names import bare_name, short_name

if TYPE_CHECKING:
    from vedette.pipeline import Pipeline

DAY = "2025-09-12"


def facts(whole: "Pipeline", text: str) -> list[GroundFact]:
    """The facts of a text as a report of one Friday."""
    (coded,) = whole.code([read_text(text, id="r", published=DAY, publisher="Nile Wire")])
    return Ground().add(coded, "Nile Wire")


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("The Rapid Support Forces said that it had captured El Fasher.", "RSF"),
        ("The Rapid Support Forces announced that its men had captured El Fasher.", "RSF"),
        ("Bara was retaken on Thursday. Units of the Sudanese army swept in from the south.", "state:SDN"),
        ("Nyala fell on Thursday. Fighters of the Rapid Support Forces broke into the base.", "RSF"),
        ("The town of Dinder was liberated on Wednesday, the Sudanese Armed Forces said.", "state:SDN"),
    ],
)
def test_the_taker_is_whoever_the_words_around_tell_of(whole: "Pipeline", text: str, side: str) -> None:
    assert [f.side.id for f in facts(whole, text) if f.change == "captured"] == [side]


@pytest.mark.parametrize(
    "text",
    [
        "Bara was retaken on Thursday. The Rapid Support Forces fled to the north.",
        "Bara was retaken on Thursday. Residents stood at the roadside.",
        "Bara was retaken on Thursday. The Rapid Support Forces had held it since June.",
    ],
)
def test_who_gives_way_or_only_held_the_place_took_nothing(whole: "Pipeline", text: str) -> None:
    assert [f for f in facts(whole, text) if f.change == "captured"] == []


def test_residents_who_leave_a_town_lose_none(whole: "Pipeline") -> None:
    found = facts(whole, "Residents have left El Fula, and shopkeepers withdrew from the town on Thursday.")
    assert [f for f in found if f.change == "lost"] == []


def test_a_site_of_a_town_is_a_place_of_its_own_however_it_is_named(whole: "Pipeline") -> None:
    named = ("the airport of Merowe", "the airport at Merowe", "Merowe airport")
    found = [facts(whole, f"The Rapid Support Forces captured {name} on Thursday.") for name in named]
    places = {fact.place for told in found for fact in told if fact.change == "captured"}
    assert len(places) == 1
    (town,) = facts(whole, "The Rapid Support Forces captured Merowe on Thursday.")
    assert town.place not in places


def test_fighting_inside_a_place_contests_it_and_before_it_does_not(whole: "Pipeline") -> None:
    inside = facts(whole, "The army and the Rapid Support Forces clashed in the streets of El Fasher on Thursday.")
    assert [f.change for f in inside] == ["contested"]
    assert facts(whole, "The army and the Rapid Support Forces clashed 40 kilometres from El Fasher on Thursday.") == []


def test_nothing_is_told_as_done_after_the_day_of_its_report(whole: "Pipeline") -> None:
    for day in ("Thursday", "Friday", "Saturday", "Sunday"):
        found = facts(whole, f"The Sudanese army captured Bara on {day}.")
        assert all(f.day <= DAY for f in found)


def test_a_short_name_is_the_one_actor_of_the_country_whose_name_begins_so() -> None:
    entry = short_name("the Joint Force", "SDN")
    assert entry is not None
    assert entry.id == "DARFUR_JOINT"
    assert short_name("Joint Force", "SYR") is None
    assert short_name("Joint Force", None) is None
    assert short_name("JOINT FORCE", "SDN") is None
    assert short_name("the force", "SDN") is None
    assert bare_name("Darfur's Joint Force") == "Joint Force"
