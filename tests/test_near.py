"""Names near to a misspelt one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.near import meant, near

KNOWN = ("Syria", "Serbia", "Sudan", "South Sudan", "Hezbollah", "Armed clash")


@pytest.mark.parametrize(
    ("word", "found"),
    [("Syira", ["Syria"]), ("SYRIAA", ["Syria"]), ("hezbolah", ["Hezbollah"]), ("Armed", ["Armed clash"]),
     ("Sudn", ["Sudan"]), ("Mars", []), ("", []), ("Syria", []), ("x" * 1000, [])],
)  # fmt: skip
def test_the_nearest_come_first(word: str, found: list[str]) -> None:
    assert near(word, KNOWN) == found


def test_it_is_asked_as_a_question() -> None:
    assert meant("Syira", KNOWN) == "Did you mean Syria? "
    assert meant("Hezbolla", ["Hezbollah", "Hezbolla1"]) == "Did you mean Hezbollah or Hezbolla1? "
    assert meant("Mars", KNOWN) == ""


@given(st.text(), st.lists(st.text(), max_size=5))
def test_whatever_is_given_what_is_found_is_known(word: str, known: list[str]) -> None:
    assert set(near(word, known)) <= set(known)
