"""The calendar of days: every day in its place, levels by what is usual, a table of the same, links to the day."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.serve.conftest import Browser
from vedette.serve.calendar import LEFT, LEVELS, SIDE, TOP, WEEKS, drawn
from vedette.store import Desk
from vedette.store.incident_map import Day

Come = Callable[..., Browser]


def test_days_stand_from_monday_to_sunday_and_week_by_week() -> None:
    made = drawn([Day("2024-11-25", 3, 12), Day("2024-12-03", 1, 0), Day(None, 9, 9)])
    assert made is not None
    by_day = {one.day: one for one in made.squares}
    monday, tuesday = by_day["2024-11-25"], by_day["2024-12-03"]
    assert (monday.x, monday.y, monday.number, monday.killed) == (LEFT, TOP, 3, 12)
    assert (tuesday.x, tuesday.y) == (LEFT + SIDE, TOP + SIDE)
    assert by_day["2024-11-30"].level == 0
    assert [one.day for one in made.rows] == ["2024-12-03", "2024-11-25"]
    assert (made.first, made.last, made.number, made.earlier) == ("2024-11-25", "2024-12-03", 4, 0)


def test_without_a_day_there_is_none() -> None:
    assert drawn([]) is None
    assert drawn([Day(None, 4, 1)]) is None


@given(
    st.dictionaries(st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)), st.integers(1, 10**6), min_size=1, max_size=40)
)
def test_whatever_days_there_are_each_is_drawn_or_counted_as_earlier(numbers: dict[dt.date, int]) -> None:
    made = drawn([Day(day.isoformat(), number, 0) for day, number in numbers.items()])
    assert made is not None
    assert made.number + made.earlier == sum(numbers.values())
    assert len(made.squares) <= WEEKS * 7
    for one in made.squares:
        assert one.number == numbers.get(dt.date.fromisoformat(one.day), 0)
        assert (one.level == 0) == (one.number == 0)
        assert one.level <= LEVELS
    places = [(one.x, one.y) for one in made.squares]
    assert len(set(places)) == len(places)
    ordered = sorted(made.rows, key=lambda one: one.number)
    assert [one.level for one in ordered] == sorted(one.level for one in ordered), "more is never lighter"
    assert ordered[-1].level == LEVELS


@pytest.mark.parametrize("address", ["/calendar?country=SYR", "/places/geonames:169389", "/actors/Syrian%20Army"])
def test_the_table_holds_what_is_drawn_and_leads_to_the_day(browser: Come, desk: Desk, address: str) -> None:
    come = browser("reader")
    if come.get(address).status_code == 404:  # nobody of that name in the incidents of this desk
        assert "actors" in address
        return
    assert desk.incidents()
    page = come.page(address)
    rows = re.findall(r'<th scope="row"><a href="([^"]*)">(\d{4}-\d\d-\d\d)</a></th><td class="number">(\d+)', page)
    assert rows
    for link, day, number in rows:
        assert f"{day}: {number} incident" in page
        listed = come.page(link.replace("&amp;", "&"))
        assert f"{number} incident" in listed


def test_the_overview_leads_to_the_calendar_of_its_filters(browser: Come) -> None:
    assert "/calendar?country=SYR&amp;min_killed=3" in browser("reader").page("/?country=SYR&min_killed=3")
    assert browser("reader").get("/calendar?country=Narnia").status_code == 422
