"""Numbers, plurals, articles, lists and days as briefs write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.brief import english
from vedette.brief.numbers import numbers


@pytest.mark.parametrize(
    ("value", "words"),
    [(1, "one"), (9, "nine"), (10, "10"), (21, "21"), (1200, "1,200"), (30_000, "30,000")],
)
def test_numbers_are_words_to_nine(value: int, words: str) -> None:
    assert english.number(value) == words


@given(st.integers(1, 99))
def test_a_number_that_begins_a_sentence_is_in_words_and_can_be_read_back(value: int) -> None:
    sentence = english.begun(f"{value} people were killed")
    assert sentence[0].isupper()
    read = [n.best for n in numbers(sentence) if n.of == "killed"]
    assert read == [value] or value == 1  # "One people" is no English


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("person", "people"), ("child", "children"), ("police officer", "police officers"), ("fisherman", "fishermen"),
        ("country", "countries"), ("clash", "clashes"), ("day", "days"), ("young person", "young people"),
    ],
)  # fmt: skip
def test_plurals(one: str, many: str) -> None:
    assert english.plural(one) == many
    assert english.counted(1, one) == f"one {one}"
    assert english.counted(2, one) == f"two {many}"


@pytest.mark.parametrize("many", ["soldiers", "women", "countries", "clashes", "children", "people"])
def test_singulars_are_undone_plurals(many: str) -> None:
    assert english.plural(english.singular(many)) == many


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("air strike", "an air strike"), ("UN base", "a UN base"), ("IED", "an IED"), ("NATO strike", "a NATO strike"),
        ("hour", "an hour"), ("Ukrainian strike", "a Ukrainian strike"), ("Israeli raid", "an Israeli raid"),
        ("uniform", "a uniform"), ("explosion", "an explosion"), ("mortar attack", "a mortar attack"),
    ],
)  # fmt: skip
def test_articles_follow_the_sound(phrase: str, told: str) -> None:
    assert english.with_article(phrase) == told


def test_lists() -> None:
    assert [english.listed(list("ABC"[:n])) for n in range(4)] == ["", "A", "A and B", "A, B and C"]


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2024-12-03", "2024-12-03", "on 3 December"),
        ("2024-12-03", "2024-12-04", "on 3\u20134 December"),
        ("2024-12-03", "2024-12-09", "between 3 and 9 December"),
        ("2024-11-28", "2024-12-02", "between 28 November and 2 December"),
        ("2023-12-30", "2024-01-02", "between 30 December 2023 and 2 January"),
        ("2024-03-01", "2024-03-31", "in March"),
        ("2018-01-01", "2018-12-31", "in 2018"),
    ],
)
def test_days(first: str, last: str, told: str) -> None:
    assert english.days(first, last, 2024) == told


def test_ends_of_a_span_are_alike() -> None:
    assert english.ends(2, 8) == ("two", "eight")
    assert english.ends(6, 31) == ("6", "31")


def test_long_words_are_clipped_at_a_word() -> None:
    assert english.clipped("one two, three four", 2) == "one two ..."
    assert english.clipped("one two", 2) == "one two"
