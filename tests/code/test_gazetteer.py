"""Names known before reading: what each stands for, that whole words in their case match, and that the longest wins."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.code.gazetteer import Hit, find_names

NAMES = ["Syria", "Syrian", "Hamas", "United Nations", "UN", "Israel", "Kurdish", "South Sudan", "Sudan", "Putin"]


def one(text: str) -> Hit:
    """The one known name of a text."""
    (hit,) = find_names(text)
    return hit


@pytest.mark.parametrize(
    ("name", "kind", "iso3", "form"),
    [
        ("Mali", "country", "MLI", "name"),
        ("Malian", "country", "MLI", "adjective"),
        ("Israelis", "country", "ISR", "people"),
        ("Damascus", "country", "SYR", "capital"),
        ("Kremlin", "country", "RUS", "metonym"),
        ("Boko Haram", "actor", None, None),
        ("Hezbollah", "actor", "LBN", None),
        ("Kurdish", "people", None, "ethnic"),
    ],
)
def test_what_a_name_stands_for(name: str, kind: str, iso3: str | None, form: str | None) -> None:
    hit = one(f"It was {name} again.")
    assert (hit.text, hit.kind, hit.form) == (name, kind, form)
    assert iso3 is None or hit.iso3 == iso3


def test_actors_and_leaders_bring_their_entry() -> None:
    actor, leader = one("the PKK"), one("with Vladimir Putin")
    assert actor.entry is not None
    assert actor.entry.id == "PKK"
    assert leader.kind == "leader"
    assert leader.entry is not None
    assert leader.entry.country == "RUS"


@pytest.mark.parametrize(
    "text", ["Malians' malice", "a normali sation", "the maliN", "mali", "xMali", "Mali_x", "MALICE"]
)
def test_only_whole_words_in_their_case(text: str) -> None:
    assert "Mali" not in [hit.text for hit in find_names(text)]


@pytest.mark.parametrize("text", ["Mali", "(Mali)", "Mali's", "“Mali”", "Mali-based", "pro-Mali", "\nMali\n"])
def test_punctuation_bounds_a_name(text: str) -> None:
    assert one(text).text == "Mali"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("South Sudan and Sudan", ["South Sudan", "Sudan"]),
        ("Democratic Republic of the Congo", ["Democratic Republic of the Congo"]),
        ("the Syrian Democratic Forces", ["Syrian Democratic Forces"]),
        ("the African Union and the European Union", ["African Union", "European Union"]),
    ],
)
def test_the_longest_name_stands(text: str, names: list[str]) -> None:
    assert [hit.text for hit in find_names(text)] == names


@given(st.lists(st.one_of(st.sampled_from(NAMES), st.text(max_size=8)), max_size=12), st.sampled_from([" ", "", "-"]))
def test_names_are_at_their_offsets_in_order_and_apart(parts: list[str], glue: str) -> None:
    text = glue.join(parts)
    hits = find_names(text)
    assert all(text[hit.start : hit.end] == hit.text for hit in hits)
    assert all(one.end <= other.start for one, other in pairwise(hits))


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=8))
def test_names_apart_from_each_other_are_all_found(names: list[str]) -> None:
    assert [hit.text for hit in find_names(" | ".join(names))] == names
