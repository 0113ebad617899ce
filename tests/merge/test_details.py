"""Details that tell two happenings of one town and day apart."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.merge.account import accounts
from vedette.merge.details import FEATURES, Details, compare
from vedette.pipeline import Pipeline
from vedette.read import read_item

MARKET = "Shells hit the livestock market in El Fasher on Tuesday morning, killing 13 traders."
WARD = "A drone struck a hospital in El Fasher on Tuesday evening, killing nine patients."


@pytest.fixture(scope="module")
def told(pipeline: Pipeline) -> Callable[[str, str], Details]:
    """The details of the account that a report is mainly about."""

    def of(text: str, title: str) -> Details:
        coded = next(iter(pipeline.code([read_item({"text": text, "title": title, "published": "2024-09-04"})])))
        return accounts(coded)[0].details

    return of


def test_what_was_hit_with_what_and_when_is_told(told: Callable[[str, str], Details]) -> None:
    found = told(MARKET, "Dead in Darfur")
    assert "market" in found.things
    assert found.hours is not None
    assert found.hours[1] <= 12
    assert found.kind == "Shelling/artillery/missile attack"


def test_two_strikes_on_a_town_differ_in_all(told: Callable[[str, str], Details]) -> None:
    found = compare(told(MARKET, "Dead in Darfur"), told(WARD, "Dead in Darfur"))
    assert {"other hours", "other thing", "other weapons"} <= found.keys()
    assert not {"same thing", "main kind"} & found.keys()


def test_outlets_call_one_thing_by_words_of_one_kind(told: Callable[[str, str], Details]) -> None:
    one, other = (
        told(MARKET, "Traders shelled"),
        told("Artillery killed shoppers in El Fasher on Tuesday.", "El Fasher"),
    )
    assert compare(one, other)["same thing"] == 1.0


def test_what_is_not_told_speaks_neither_way() -> None:
    full = Details("Attack", frozenset({"bus"}), frozenset({"rifle"}), frozenset({"tapi"}), (4, 12))
    assert compare(full, Details()) == {}
    assert compare(Details(), Details()) == {}


def test_a_night_goes_on_after_midnight_and_meets_the_evening() -> None:
    evening, night, noon = Details(hours=(17, 22)), Details(hours=(18, 30)), Details(hours=(11, 14))
    assert compare(evening, night) == {}
    assert compare(evening, noon) == {"other hours": 1.0}


sets = st.frozensets(st.sampled_from("abc"))


@given(st.builds(Details, st.none() | st.sampled_from("ab"), sets, sets, sets), st.builds(Details, things=sets))
def test_features_are_known_and_the_same_both_ways(one: Details, other: Details) -> None:
    found = compare(one, other)
    assert found.keys() <= set(FEATURES)
    assert found == compare(other, one)
    assert not {"same thing", "other thing"} <= found.keys()
