"""Time expressions: the documented examples of each family, the words that are no time, and what holds of any text."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.code.times import TimeExpression, find_times, split_ranges
from vedette.code.timewords import compile_table
from vedette.code.wordtable import read_table
from vedette.errors import DataFileError

DATES = [
    ("27 November 2024", "27 November 2024"),
    ("on Nov. 27 they", "Nov. 27"),
    ("on November 27, 2024, they", "November 27, 2024"),
    ("on 27/11/2024", "27/11/2024"),
    ("on 2024-11-27", "2024-11-27"),
    ("on the 27th of November", "the 27th of November"),
    ("on Wednesday, November 27", "Wednesday, November 27"),
    ("in late November", "late November"),
    ("by mid-January", "mid-January"),
    ("in early 2025", "early 2025"),
    ("since 2011", "2011"),
    ("in May", "May"),
    ("in the 1990s", "the 1990s"),
    ("in the nineteenth century", "the nineteenth century"),
    ("in the summer of 2014", "the summer of 2014"),
    ("at the end of the month", "the end of the month"),
    ("in the first quarter of 2023", "the first quarter of 2023"),
    ("on Christmas Eve", "Christmas Eve"),
    ("in 480 BC", "480 BC"),
]
RELATIVE = [
    ("on Monday", "Monday"),
    ("last Friday", "last Friday"),
    ("on Monday night", "Monday night"),
    ("late Tuesday", "late Tuesday"),
    ("early on Sunday", "early on Sunday"),
    ("Tuesday evening", "Tuesday evening"),
    ("next Thursday", "next Thursday"),
    ("Friday's talks", "Friday"),
    ("today", "today"),
    ("yesterday evening", "yesterday evening"),
    ("it rained overnight", "overnight"),
    ("overnight into Friday", "overnight into Friday"),
    ("tonight", "tonight"),
    ("earlier this week", "earlier this week"),
    ("over the weekend", "the weekend"),
    ("next year", "next year"),
    ("two days ago", "two days ago"),
    ("a week earlier", "a week earlier"),
    ("the next day", "the next day"),
    ("later that month", "later that month"),
    ("now", "now"),
    ("recently", "recently"),
]
OTHERS = [
    ("in recent days", "recent days", "DURATION"),
    ("over the past 20 months", "the past 20 months", "DURATION"),
    ("in the past 24 hours", "the past 24 hours", "DURATION"),
    ("in the coming days", "the coming days", "DURATION"),
    ("for three days", "three days", "DURATION"),
    ("for nearly a year", "nearly a year", "DURATION"),
    ("for years", "years", "DURATION"),
    ("two and a half years", "two and a half years", "DURATION"),
    ("the 20-month war", "20-month", "DURATION"),
    ("at midnight", "midnight", "TIME"),
    ("at 10:30 GMT", "10:30 GMT", "TIME"),
    ("at 5 p.m. on Monday", "5 p.m. on Monday", "TIME"),
    ("at dawn on Friday", "dawn on Friday", "TIME"),
    ("on the night of 27 November", "the night of 27 November", "TIME"),
    ("daily", "daily", "SET"),
    ("every Friday", "every Friday", "SET"),
    ("on Fridays", "Fridays", "SET"),
    ("twice a week", "a week", "SET"),
]
RANGES = [
    ("between 27 and 30 November", "27 and 30 November", ["27", "30 November"]),
    ("from 27 to 30 November 2024", "27 to 30 November 2024", ["27", "30 November 2024"]),
    ("on November 27-30, 2024", "November 27-30, 2024", ["November 27", "30, 2024"]),
    ("from March to May 2023", "March to May 2023", ["March", "May 2023"]),
    ("from Monday to Wednesday", "Monday to Wednesday", ["Monday", "Wednesday"]),
    ("the war of 1936-39", "1936-39", ["1936", "39"]),
]
NO_TIMES = [
    "Theresa May said she may go", "they march on the city", "March on, brothers", "The Sun said so", "he sat down",
    "the fall of Aleppo", "a spring of water", "the minutes of the meeting", "a second attack", "the newspaper Dawn",
    "the Sunday Times wrote", "a 30-year-old man", "Resolution 2118", "2000 soldiers", "at 60 km", "the Arab Spring",
    "I am here", "in his 30s", "an F-105s wing", "12 people",
]  # fmt: skip


def words(text: str) -> list[str]:
    """The words of every time of a text."""
    return [text[t.start : t.end] for t in find_times(text)]


def only(text: str) -> TimeExpression:
    """The one time of a text."""
    (found,) = find_times(text)
    return found


@pytest.mark.parametrize(("text", "time"), DATES + RELATIVE)
def test_a_time_is_found_without_its_preposition(text: str, time: str) -> None:
    assert words(text) == [time]


@pytest.mark.parametrize(("text", "time", "kind"), OTHERS)
def test_durations_clock_times_and_sets_have_their_type(text: str, time: str, kind: str) -> None:
    found = only(text)
    assert (text[found.start : found.end], found.type) == (time, kind)


@pytest.mark.parametrize(("text", "time", "ends"), RANGES)
def test_a_range_is_one_time_with_two_ends(text: str, time: str, ends: list[str]) -> None:
    assert words(text) == [time]
    assert [text[t.start : t.end] for t in split_ranges(find_times(text))] == ends


@pytest.mark.parametrize("text", NO_TIMES)
def test_words_that_only_look_like_times(text: str) -> None:
    assert words(text) == []


def test_parts_of_a_date() -> None:
    found = only("at 5 p.m. on Wednesday, 27 November 2024")
    assert (found.year, found.month, found.day, found.hour, found.minute) == (2024, 11, 27, 17, 0)


def test_the_day_comes_first_unless_it_cannot() -> None:
    assert (only("05/11/2024").month, only("11/27/2024").month) == (11, 11)


@pytest.mark.parametrize(("text", "cue"), [("since 2011", "since"), ("until Monday", "until"), ("Monday", None)])
def test_the_preposition_is_kept_as_cue(text: str, cue: str | None) -> None:
    assert only(text).cue == cue


def test_days_of_a_range_share_month_and_year() -> None:
    first, last = split_ranges(find_times("from December 28 to January 3, 2024"))
    assert ((first.year, first.month, first.day), (last.year, last.month)) == ((2023, 12, 28), (2024, 1))


def test_a_list_of_days_is_two_times() -> None:
    found = find_times("on 27 and 28 November")
    assert [(t.month, t.day) for t in found] == [(11, 27), (11, 28)]


def test_months_in_a_list_share_the_year() -> None:
    assert [t.year for t in find_times("in April and June 2023")] == [2023, 2023]


def test_a_month_before_a_count_takes_no_day() -> None:
    assert words("In November 27 people died") == ["November"]


_PIECES = st.sampled_from(
    ["November", "May", "27", "2024", "Monday", "night", "the", "of", "early", "-", ",", "and", "to", "between",
     "last", "week", "weeks", "ago", "10:30", "p.m.", "5", "BC", "480", "1990s", "'90s", "days", "a", "half", "later",
     "overnight", "into", "every", "since", "Christmas", "Eve", "32/13/2024", "2024-02-31", "century", "19th", "\n\n"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(_PIECES, max_size=14).map(" ".join)))
def test_times_of_any_text_hold_their_place(text: str) -> None:
    found = find_times(text)
    flat = split_ranges(found)
    for times in (found, flat):
        assert all(0 <= t.start < t.end <= len(text) for t in times)
        assert all(a.end <= b.start for a, b in pairwise(times))
    assert all(text[t.start : t.end].strip() == text[t.start : t.end] for t in flat)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('pattern = "REF |', 'pattern = "REEF |', "REEF"),
        ('form = "reference"', 'form = "hearsay"', "no known form"),
        ('ANYMONTH = ["MONTH"', 'ANYMONTH = ["NOMONTH"', "NOMONTH"),
        ("february = 2", "january2 = 1\nmay = 2", "two tags"),
        ('pattern = "OVERNIGHT"', 'pattern = "overnight"', "unknown macro"),
        ('pattern = "OVERNIGHT"', 'pattern = "(OVERNIGHT"', "rule"),
        ("[words.MONTH]", "[words.MONTH", "at line"),
    ],
)
def test_a_broken_table_is_refused_with_its_line(tmp_path: Path, old: str, new: str, problem: str) -> None:
    source = read_table("times").source
    (tmp_path / "times.toml").write_text(source.replace(old, new), encoding="utf-8")
    with pytest.raises(DataFileError, match=problem) as caught:
        compile_table(read_table("times", tmp_path))
    assert "times.toml:" in str(caught.value)
