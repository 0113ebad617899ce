"""The whole name of a place of which a tagger saw a part."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.pipeline import Pipeline
from vedette.records import Report
from vedette.resolve.wholenames import whole_name

KNOWN = {"Stari Most", "Ras al-Hilal", "Ta Muen Thom", "Gare du Nord", "Khan Younis", "Nord"}


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("Militiamen shelled Stari Most again.", "Stari", "Stari Most"),
        ("Sailors held off Ras al-Hilal were freed.", "Hilal", "Ras al-Hilal"),
        ("Fire was exchanged near Ta Muen Thom's temple.", "Muen", "Ta Muen Thom"),
        ("outside the Gare du Nord, police said", "Nord", "Gare du Nord"),
        ("at Stari, Most said", "Stari", "Stari"),
        ("Khan's Younis", "Younis", "Younis"),
        ("the khan Younis", "Younis", "Younis"),
        ("Khan Younis", "Khan Younis", "Khan Younis"),
    ],
)
def test_the_longest_known_name_is_taken(text: str, part: str, whole: str) -> None:
    start = text.index(part)
    assert whole_name(text, start, start + len(part), KNOWN.__contains__) == whole


@given(st.text(max_size=80), st.data())
def test_it_is_always_of_the_text_and_holds_the_part(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = whole_name(text, start, end, lambda name: len(name) % 2 == 0)
    assert text[start:end] in found
    assert found in text


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Santiago court jails 11 over metro arson", "Santiago"),
        ("Karachi police foiled a plan to wheel a bomb into the Empress Market in a fruit barrow.", "Empress Market"),
        ("Masked men beat passengers with canes at Yuen Long station on Sunday.", "Yuen Long Station"),
        ("A bomber blew himself up outside a Kirkuk recruiting office on Sunday.", "Kirkuk"),
        ("Croat militiamen shelled Stari Most for the second straight day.", "Stari Most"),
    ],
)
def test_the_whole_name_places_an_event_and_a_common_noun_does_not(text: str, place: str) -> None:
    (coded,) = Pipeline().code([Report(id="r", text=text, published="2024-12-06")])
    placed = {e.place.ref for e in coded.events if e.place}
    assert {p.name for p in coded.places if p.id in placed} == {place}
