"""Where an act is that no word places: the head of the line, the words of a party, where forces leave or go."""

from collections.abc import Callable

import pytest

from vedette.pipeline import Pipeline
from vedette.records import Coded, Report

Read = Callable[[str], Coded]


@pytest.fixture(scope="module")
def read(whole: Pipeline) -> Read:
    """What is read from a text of 1 September 2025."""
    return lambda text: next(iter(whole.code([Report(id="r", text=text, published="2025-09-01")])))


def places(coded: Coded) -> set[tuple[str, str | None]]:
    """The places of events, each with its country."""
    named = {place.id: place for place in coded.places}
    return {(event.place.text, named[event.place.ref or ""].country) for event in coded.events if event.place}


@pytest.mark.parametrize(
    ("text", "place", "country"),
    [
        ("Tibú, 18 Jan: skirmishes between two armed groups for a third day, about 30 dead.", "Tibú", "COL"),
        ("11 Mar, Goma: gunmen abducted two nurses at dawn.", "Goma", "COD"),
        ("Zimbabwe: police arrest 20 striking teachers.", "Zimbabwe", "ZWE"),
        ("El Fasher's last army division surrendered on Sunday.", "El Fasher", "SDN"),
        ("Police found two suicide vests in a Peshawar seminary on Monday.", "Peshawar", "PAK"),
        ("Aleppo bombing kills 12", "Aleppo", "SYR"),
        ("Kyiv bombing kills 12", "Kyiv", "UKR"),
        ("Kabul protests kill two", "Kabul", "AFG"),
        ("Manila police fired tear gas at protesters.", "Manila", "PHL"),
        ("Los Angeles police fired tear gas at protesters.", "Los Angeles", "USA"),
        ("A Bangkok court jailed the former minister for nine years on Monday.", "Bangkok", "THA"),
        ("Villagers drove miners off the Ranchi ring road on Monday, wounding four.", "Ranchi ring road", "IND"),
    ],
)  # fmt: skip
def test_an_act_is_where_its_line_or_its_parties_say(read: Read, text: str, place: str, country: str) -> None:
    assert (place, country) in places(read(text))


@pytest.mark.parametrize("text", ["The Noboa government arrested two mayors.", "Note: gunmen abducted two nurses."])
def test_a_name_that_is_no_place_places_nothing(read: Read, text: str) -> None:
    assert not places(read(text))


def test_forces_that_leave_are_where_they_leave(read: Read) -> None:
    (event,) = (e for e in read("The garrison pulled out of Farabougou on Monday.").events if e.type == "RETREAT")
    assert event.place is not None
    assert event.place.text == "Farabougou"


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Police arrested Jujuy's governor on Tuesday.", "Jujuy's governor", "ARG"),
        ("Gunmen killed two Lahj elders on Tuesday.", "two Lahj elders", "YEM"),
    ],
)
def test_a_party_is_of_the_country_of_the_place_in_its_words(read: Read, text: str, words: str, country: str) -> None:
    coded = read(text)
    known = {actor.id: actor for actor in coded.actors}
    refs = {m.text: m.ref for event in coded.events for m in (*event.actors, *event.targets)}
    assert known[refs[words] or ""].country == country


@pytest.mark.parametrize(
    ("text", "place", "country"),
    [
        ("Gunmen stormed a market in Nigeria's Plateau state on Thursday, killing 12.", "Plateau", "NGA"),
        ("Rebels attacked a village in the Central African Republic's Ouaka prefecture.", "Ouaka", "CAF"),
        ("Guerrillas attacked a police post in Colombia's Cauca department.", "Cauca", "COL"),
    ],
)
def test_a_unit_of_a_country_is_a_place(read: Read, text: str, place: str, country: str) -> None:
    ((found, where),) = places(read(text))
    assert place in found
    assert where == country


@pytest.mark.parametrize("text", ["Kyiv bombing kills 12", "Kabul protests kill two"])
def test_a_capital_before_what_happened_in_it_does_nothing(read: Read, text: str) -> None:
    assert not any((actor.ref or "").endswith("GOV") for event in read(text).events for actor in event.actors)


def test_a_capital_before_those_who_act_for_the_state_is_no_place(read: Read) -> None:
    [event] = read("The Kyiv government arrested two mayors on Monday.").events
    assert event.place is None
    assert [actor.ref for actor in event.actors] == ["UKRGOV"]
