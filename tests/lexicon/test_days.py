"""Whole days as they are written, and the dates that stay unknown."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.lexicon.days import parse_day, url_day


@pytest.mark.parametrize(
    "words",
    [
        "2024-11-27",
        "2024-11-27T23:30:00Z",
        "2024/11/27",
        "27 November 2024",
        "27 Nov. 2024",
        "27th of November, 2024",
        "November 27, 2024",
        "Nov 27th 2024",
        "Wed, 27 Nov 2024 10:00:00 GMT",
        "27/11/2024",
        "11/27/2024",
        "20241127",
        "27-Nov-2024",
        "Published: Wednesday 27 November 2024, 10:30",
        "20241127T101500Z",
    ],
)
def test_whole_days(words: str) -> None:
    assert parse_day(words) == "2024-11-27"


@pytest.mark.parametrize(
    "words",
    [
        "",
        "2024",
        "2024-11",
        "November 2024",
        "27 November",
        "2 hours ago",
        "yesterday",
        "03/04/2024",
        "2024-02-31",
        "31 February 2024",
        "0001-01-01",
        "12345678901",
        "soon",
    ],
)
def test_partial_relative_ambiguous_and_impossible_dates_stay_unknown(words: str) -> None:
    assert parse_day(words) is None


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2099, 12, 31)))
def test_written_days_are_read_back(day: dt.date) -> None:
    for form in ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y"):
        assert parse_day(day.strftime(form)) == day.isoformat()


@given(st.text(max_size=60))
def test_any_words_are_survived(words: str) -> None:
    found = parse_day(words)
    assert found is None or dt.date.fromisoformat(found)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2024/11/27/rebels", "2024-11-27"),
        ("https://a.example/2024-11-27-rebels", "2024-11-27"),
        ("https://a.example/rebels-20241127.html", "2024-11-27"),
        ("https://a.example/2024/nov/27/rebels", "2024-11-27"),
        ("https://a.example/2024/11/rebels", None),
        ("https://a.example/article/99999999", None),
        ("https://a.example/2024/13/45/rebels", None),
        (None, None),
    ],
)
def test_days_in_addresses(url: str | None, day: str | None) -> None:
    assert url_day(url) == day
