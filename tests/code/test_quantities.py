"""Counting numbers: the documented examples of each family, what is no count, and what holds of any text."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.code.numberwords import exact_number, number_of
from vedette.code.quantities import Quantity, read_money, read_quantities
from vedette.code.wordtable import read_table
from vedette.errors import DataFileError

Reading = tuple[str, int | None, int | None, int | None]

EXACT: list[tuple[str, Reading]] = [
    ("12 civilians died", ("12", 12, 12, 12)),
    ("some blamed twenty-one men", ("twenty-one", 21, 21, 21)),
    ("1,200 people fled", ("1,200", 1200, 1200, 1200)),
    ("1 200 people fled", ("1 200", 1200, 1200, 1200)),
    ("1.2 million people fled", ("1.2 million", 1200000, 1200000, 1200000)),
    ("20k people fled", ("20k", 20000, 20000, 20000)),
    ("a dozen men", ("a dozen", 12, 12, 12)),
    ("half a dozen men", ("half a dozen", 6, 6, 6)),
    ("half a million people", ("half a million", 500000, 500000, 500000)),
    ("two and a half thousand people", ("two and a half thousand", 2500, 2500, 2500)),
    ("two hundred and fifty people", ("two hundred and fifty", 250, 250, 250)),
    ("one person was hurt", ("one", 1, 1, 1)),
    ("a 200-strong crowd", ("200", 200, 200, 200)),
    ("2000 soldiers crossed", ("2000", 2000, 2000, 2000)),
    ("In November 27 people died", ("27", 27, 27, 27)),
    ("another 12 people", ("another 12", 12, 12, 12)),
]
MODIFIED: list[tuple[str, Reading]] = [
    ("upwards of 60 people", ("upwards of 60", 60, 60, None)),
    ("At least 12 people", ("At least 12", 12, 12, None)),
    ("no fewer than 12 people", ("no fewer than 12", 12, 12, None)),
    ("at least another 12 people", ("at least another 12", 12, 12, None)),
    ("200 or more people", ("200 or more", 200, 200, None)),
    ("200+ people", ("200+", 200, 200, None)),
    ("up to 30 fighters", ("up to 30", None, 30, 30)),
    ("as many as 30 fighters", ("as many as 30", None, 30, 30)),
    ("no more than 30 fighters", ("no more than 30", None, 30, 30)),
    ("about 200 men", ("about 200", None, 200, None)),
    ("some 200 men", ("some 200", None, 200, None)),
    ("an estimated 200 men", ("an estimated 200", None, 200, None)),
    ("nearly 200 men", ("nearly 200", None, 200, 200)),
    ("close to 200 men", ("close to 200", None, 200, 200)),
    ("more than 100 men", ("more than 100", 101, 101, None)),
    ("over 100 men", ("over 100", 101, 101, None)),
    ("more than a dozen men", ("more than a dozen", 13, 13, None)),
    ("fewer than 10 men", ("fewer than 10", None, 9, 9)),
    ("less than 10 men", ("less than 10", None, 9, 9)),
    ("more than 2000 houses", ("more than 2000", 2001, 2001, None)),
]
RANGES: list[tuple[str, Reading]] = [
    ("between 20 and 30 soldiers", ("between 20 and 30", 20, 25, 30)),
    ("Between 20 and 30 soldiers", ("Between 20 and 30", 20, 25, 30)),
    ("20 to 30 soldiers", ("20 to 30", 20, 25, 30)),
    ("20-30 soldiers", ("20-30", 20, 25, 30)),
    ("20\u201330 soldiers", ("20\u201330", 20, 25, 30)),
    ("two or three soldiers", ("two or three", 2, 2, 3)),
    ("5 to 10 million people", ("5 to 10 million", 5000000, 7500000, 10000000)),
    ("10-15,000 fighters", ("10-15,000", 10000, 12500, 15000)),
    ("about 20 to 30 people", ("about 20 to 30", 20, 25, 30)),
]
VAGUE: list[tuple[str, Reading]] = [
    ("dozens were hurt", ("dozens", 24, 36, 99)),
    ("dozens more were hurt", ("dozens more", 24, 36, 99)),
    ("scores of people", ("scores", 40, 60, 120)),
    ("hundreds fled", ("hundreds", 200, 300, 999)),
    ("thousands fled", ("thousands", 2000, 3000, 9999)),
    ("tens of thousands fled", ("tens of thousands", 20000, 30000, 99999)),
    ("hundreds of thousands fled", ("hundreds of thousands", 200000, 300000, 999999)),
    ("several soldiers", ("several", 3, 5, 9)),
    ("several hundred soldiers", ("several hundred", 300, 500, 999)),
    ("several thousand people", ("several thousand", 3000, 5000, 9999)),
    ("a few hundred people", ("a few hundred", 300, 400, 600)),
    ("a few soldiers", ("a few", 3, 4, 6)),
    ("a handful of soldiers", ("a handful", 3, 4, 6)),
    ("a couple of soldiers", ("a couple", 2, 2, 3)),
    ("at least dozens", ("at least dozens", 24, 36, None)),
]
NO_COUNTS = [
    "on November 27", "27 November", "on Nov. 27 and 28", "in 2024", "in around 2016", "from 2011-2016", "at 5 p.m.",
    "at 10:30", "they won 3-0", "the 9/11 attacks", "a T-72 tank", "an F-16 jet", "Resolution 2249", "Highway 6",
    "12% of it", "12 per cent of it", "a 30-year-old man", "aged 30", "Ahmad, 45, was there", "30 km away",
    "aged nine and 13",
    "three days", "the 12-member council", "the 12th brigade", "call +44 20 7946 0958", "agent 007", "3,5 of them",
    "no one came", "they saw one another", "two-thirds of it", "he scores twice", "a couple was married", "1. First",
    "$5 million", "5 million euros", "300,000 Syrian pounds",
]  # fmt: skip
MONEY = [
    ("it cost $50,000 then", ["$50,000"]),
    ("it cost 5 million euros then", ["5 million euros"]),
    ("it cost US$3 bn then", ["US$3 bn"]),
    ("it cost USD 3 million then", ["USD 3 million"]),
    ("it cost $5-10 million then", ["$5-10 million"]),
    ("millions of dollars in aid", ["millions of dollars"]),
    ("300,000 Syrian pounds and \u20ac20", ["300,000 Syrian pounds", "\u20ac20"]),
    ("500 pounds of bombs, 12 men", []),
]


def readings(text: str) -> list[Reading]:
    """The words and numbers of every quantity."""
    return [(text[q.start : q.end], q.low, q.best, q.high) for q in read_quantities(text)]


@pytest.mark.parametrize(("text", "reading"), EXACT + MODIFIED + RANGES + VAGUE)
def test_a_count_is_read_with_its_modifier(text: str, reading: Reading) -> None:
    assert readings(text) == [reading]


@pytest.mark.parametrize(("text", "_"), VAGUE)
def test_words_without_a_number_are_vague(text: str, _: Reading) -> None:
    assert [q.vague for q in read_quantities(text)] == [True]


@pytest.mark.parametrize("text", NO_COUNTS)
def test_dates_measures_names_and_money_are_no_counts(text: str) -> None:
    assert readings(text) == []


def test_every_count_of_a_sentence_is_read() -> None:
    text = "At least 12 people were killed and dozens wounded on 27 November 2024 when 3 shells hit 2 schools."
    assert [words for words, *_ in readings(text)] == ["At least 12", "dozens", "3", "2"]


def test_a_rise_from_one_number_to_another_is_no_range() -> None:
    assert readings("the toll rose from 20 to 30") == [("20", 20, 20, 20), ("30", 30, 30, 30)]


def test_articles_are_left_to_the_coder() -> None:
    assert read_quantities("a soldier and an officer") == []
    assert not any(q.article for q in read_quantities("a dozen soldiers"))


@pytest.mark.parametrize(("text", "sums"), MONEY)
def test_sums_of_money(text: str, sums: list[str]) -> None:
    assert [text[start:end] for start, end in read_money(text)] == sums


@pytest.mark.parametrize(
    ("words", "value"),
    [("two and a half", 2.5), ("half a million", 500000), ("one hundred and two thousand", 102000), ("soldiers", None)],
)
def test_exact_numbers(words: str, value: float | None) -> None:
    assert exact_number(words) == value


def test_a_fraction_is_no_count() -> None:
    assert number_of("2.5") is None


@pytest.mark.parametrize("value", ["[24, 36]", "[99, 36, 24]", '["a", "b", "c"]', "24"])
def test_a_vague_number_must_be_three_rising_numbers(tmp_path: Path, value: str) -> None:
    source = f'# vague\n[plurals]\n"dozens" = {value}\n'
    (tmp_path / "numbers.toml").write_text(source, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"numbers\.toml:3: 'dozens'"):
        read_table("numbers", tmp_path).ranges("plurals")


def test_a_missing_table_names_its_file(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"numbers\.toml: cannot be read"):
        read_table("numbers", tmp_path)


_PIECES = st.sampled_from(
    ["12", "1,200", "twenty", "-", "one", "at least ", "between ", " and ", " to ", "$", "%", "million", "dozens of",
     " people", ", ", ".", "(", "a few ", "November", "km", "\n", "several hundred ", "half a ", "+", "k", "2024"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(_PIECES, max_size=12).map(" ".join), st.lists(_PIECES, max_size=12).map("".join)))
def test_quantities_of_any_text_hold_their_place(text: str) -> None:
    found = read_quantities(text)
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(_rising(q) for q in found)
    assert not [1 for q in found for a, b in read_money(text) if q.start < b and a < q.end and not _reaches(text, q)]


def _reaches(text: str, quantity: Quantity) -> bool:
    """Whether only a modifier of the quantity touches the money beside it."""
    return not text[quantity.start : quantity.end].strip()[:1].isdigit()


def _rising(quantity: Quantity) -> bool:
    """Whether low, best and high do not fall."""
    known = [x for x in (quantity.low, quantity.best, quantity.high) if x is not None]
    return known == sorted(known) and all(x >= 0 for x in known)
