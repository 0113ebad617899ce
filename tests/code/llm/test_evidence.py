"""Quotes are found where they stand, in whatever form, and never where they do not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.code.llm.evidence import LONGEST, Finder, forgiving

TEXT = (
    "At least 12 people were  killed in \u201cAl-B\u0101b\u201d on Friday, SANA said. This is IS. "
    "Сирийские войска взяли Дамаск. 北京发生爆炸 قتل ٤ مدنيين في دِمَشق"
)


def words(quote: str) -> tuple[str, str] | None:
    found = Finder(TEXT).find(quote)
    return (TEXT[found.start : found.end], found.how) if found else None


@pytest.mark.parametrize(
    ("quote", "told"),
    [
        ("12 people", ("12 people", "exact")),
        ("at least 12 people were killed", ("At least 12 people were  killed", "normalised")),
        ('"Al-Bab"', ("\u201cAl-B\u0101b\u201d", "normalised")),
        ("IS", ("IS", "exact")),
        ("дамаск", ("Дамаск", "normalised")),
        ("爆炸", ("爆炸", "exact")),
        ("دمشق", ("دِمَشق", "normalised")),
        ("12 peeple were killed in", ("12 people were  killed in", "fuzzy")),
    ],
)
def test_a_quote_is_found_in_its_form_or_another(quote: str, told: tuple[str, str]) -> None:
    assert words(quote) == told


@pytest.mark.parametrize(
    "quote",
    ["", "  ", "...", "peopl", "ойска", "15 people were killed in", "rebels", "x" * (LONGEST + 1), "12 peeple"],
)
def test_what_is_not_there_is_not_found(quote: str) -> None:
    assert words(quote) is None


def test_of_several_places_the_nearest_is_taken_and_none_outside_the_range() -> None:
    finder = Finder("the army; the rebels; the army; the army")
    near = finder.find("the army", near=30)
    inside = finder.find("the army", (12, 31))
    assert near is not None
    assert near.start == 32
    assert inside is not None
    assert inside.start == 22
    assert finder.find("the army", (10, 20)) is None


def test_the_forgiving_form_knows_where_each_letter_is_from() -> None:
    form, origin = forgiving("A\u00a0\u00a0\ufb01t\u200b")
    assert form == "a fit"
    assert origin == [0, 1, 3, 3, 4]


@settings(max_examples=1000, deadline=None)
@given(st.text(max_size=120), st.text(max_size=40), st.integers(0, 120), st.integers(0, 120))
def test_whatever_is_asked_the_answer_lies_in_the_range_and_says_the_same(
    text: str, quote: str, one: int, other: int
) -> None:
    low, high = sorted((min(one, len(text)), min(other, len(text))))
    found = Finder(text).find(quote, (low, high))
    if found is not None:
        assert 0 <= found.start < found.end <= len(text)
        assert low <= found.start
        told = text[found.start : found.end]
        if found.how == "exact":
            assert found.end <= high
            assert told == quote.strip()
        elif found.how == "normalised":
            assert forgiving(told)[0].strip() == forgiving(quote)[0].strip()


@pytest.mark.parametrize(("text", "quote"), [("\u00bc", "4"), ("at \u00bd past", "1"), ("\u33a1", "m")])
def test_a_quote_is_no_piece_of_a_character(text: str, quote: str) -> None:
    assert Finder(text).find(quote) is None


@settings(max_examples=300, deadline=None)
@given(st.text(min_size=1, max_size=80), st.data())
def test_any_words_of_a_text_are_found_in_it(text: str, data: st.DataObject) -> None:
    parts = [part for part in text.split() if any(c.isalnum() for c in part)]
    if parts:
        assert Finder(text).find(data.draw(st.sampled_from(parts))) is not None
