"""The days that times mean: the documented examples against a Saturday, 30 November 2024, and what always holds."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.code.times import find_times
from vedette.resolve.story import is_history, values_of
from vedette.resolve.when import TimeValue, anchor_of, value_of

ANCHOR = date(2024, 11, 30)
Case = tuple[str, str | None, str | None, str | None, str]

DATES: list[Case] = [
    ("27 November 2024", "2024-11-27", "2024-11-27", "2024-11-27", "day"),
    ("November 27", "2024-11-27", "2024-11-27", "2024-11-27", "day"),
    ("December 28", "2024-12-28", "2024-12-28", "2024-12-28", "day"),
    ("12 January", "2024-01-12", "2024-01-12", "2024-01-12", "day"),
    ("in November", "2024-11", "2024-11-01", "2024-11-30", "month"),
    ("in December", "2023-12", "2023-12-01", "2023-12-31", "month"),
    ("late November", "2024-11", "2024-11-21", "2024-11-30", "month"),
    ("by mid-January", "2025-01", "2025-01-11", "2025-01-20", "month"),
    ("last November", "2023-11", "2023-11-01", "2023-11-30", "month"),
    ("early 2025", "2025", "2025-01-01", "2025-04-30", "year"),
    ("the 1990s", "199", "1990-01-01", "1999-12-31", "year"),
    ("the nineteenth century", "18", "1800-01-01", "1899-12-31", "year"),
    ("the summer of 2014", "2014-SU", "2014-06-01", "2014-08-31", "month"),
    ("the second half of 2024", "2024-H2", "2024-07-01", "2024-12-31", "month"),
    ("in 480 BC", "BC0480", None, None, "unknown"),
    ("2024-02-31", None, None, None, "unknown"),
    ("31 November", None, None, None, "unknown"),
]
WEEKDAYS: list[Case] = [
    ("on Monday", "2024-11-25", "2024-11-25", "2024-11-25", "day"),
    ("on Saturday", "2024-11-30", "2024-11-30", "2024-11-30", "day"),
    ("Saturday the 16th", "2024-11-16", "2024-11-16", "2024-11-16", "day"),
    ("on Wednesday, the 30th", "2024-10-30", "2024-10-30", "2024-10-30", "day"),
    ("last Friday", "2024-11-29", "2024-11-29", "2024-11-29", "day"),
    ("last Saturday", "2024-11-23", "2024-11-23", "2024-11-23", "day"),
    ("next Thursday", "2024-12-05", "2024-12-05", "2024-12-05", "day"),
    ("Monday night", "2024-11-25TNI", "2024-11-25", "2024-11-25", "day"),
    ("5 p.m. on Monday", "2024-11-25T17:00", "2024-11-25", "2024-11-25", "hour"),
    ("overnight into Friday", "2024-11-28TNI", "2024-11-28", "2024-11-29", "day"),
    ("since Monday", "2024-11-25", "2024-11-25", "2024-11-30", "day"),
    ("until Thursday", "2024-11-28", None, "2024-11-28", "day"),
]
DEICTIC: list[Case] = [
    ("today", "2024-11-30", "2024-11-30", "2024-11-30", "day"),
    ("yesterday", "2024-11-29", "2024-11-29", "2024-11-29", "day"),
    ("the day before yesterday", "2024-11-28", "2024-11-28", "2024-11-28", "day"),
    ("overnight", "2024-11-29TNI", "2024-11-29", "2024-11-30", "day"),
    ("tonight", "2024-11-30TNI", "2024-11-30", "2024-11-30", "day"),
    ("at dawn", "2024-11-30TMO", "2024-11-30", "2024-11-30", "day"),
    ("this week", "2024-W48", "2024-11-25", "2024-12-01", "week"),
    ("earlier this week", "2024-W48", "2024-11-25", "2024-11-30", "week"),
    ("last week", "2024-W47", "2024-11-18", "2024-11-24", "week"),
    ("last month", "2024-10", "2024-10-01", "2024-10-31", "month"),
    ("next year", "2025", "2025-01-01", "2025-12-31", "year"),
    ("two days ago", "2024-11-28", "2024-11-28", "2024-11-28", "day"),
    ("over the weekend", "2024-W48-WE", "2024-11-30", "2024-12-01", "week"),
    ("the end of the month", "2024-11", "2024-11-21", "2024-11-30", "month"),
    ("now", "PRESENT_REF", "2024-11-30", "2024-11-30", "day"),
    ("recently", "PAST_REF", None, None, "unknown"),
    ("a few days ago", "PAST_REF", None, None, "unknown"),
    ("a week earlier", "XXXX-WXX", None, None, "unknown"),
]
LENGTHS: list[Case] = [
    ("for three days", "P3D", None, None, "unknown"),
    ("for years", "PXY", None, None, "unknown"),
    ("in recent days", "PXD", None, None, "unknown"),
    ("the past 24 hours", "PT24H", "2024-11-29", "2024-11-30", "hour"),
    ("the past 20 months", "P20M", "2023-03-30", "2024-11-30", "month"),
    ("the next two weeks", "P2W", "2024-11-30", "2024-12-14", "week"),
    ("daily", "P1D", None, None, "unknown"),
    ("every Friday", "XXXX-WXX-5", None, None, "unknown"),
]
RANGES: list[Case] = [
    ("between 27 and 30 November", "2024-11-27/2024-11-30", "2024-11-27", "2024-11-30", "day"),
    ("from March to May 2023", "2023-03/2023-05", "2023-03-01", "2023-05-31", "month"),
    ("from Friday to Tuesday", "2024-11-22/2024-11-26", "2024-11-22", "2024-11-26", "day"),
    ("from December 28 to January 3", "2023-12-28/2024-01-03", "2023-12-28", "2024-01-03", "day"),
    ("since 2011", "2011", "2011-01-01", "2024-11-30", "year"),
    ("the war of 1936-39", "1936/1939", "1936-01-01", "1939-12-31", "year"),
]
STORIES = [
    ("Troops said on Friday that the clash the day before has ended.", "2024-11-28"),
    ("It fell on Friday. The raid took place the day before at dawn.", "2024-11-28"),
    ("On Friday he spoke of the fire of the night before in Qom.", "2024-11-28TNI"),
    ("It was told on Friday, the day before the vote.", None),
    ("He fled on Friday, following Thursday's clash.", "2024-11-28"),
    ("Shot on Friday, he died the following Saturday.", "2024-11-30"),
]  # fmt: skip
NO_ANCHOR = [
    ("on Monday", "XXXX-WXX-1"), ("November 27", "XXXX-11-27"), ("yesterday", "XXXX-XX-XX"), ("last week", "XXXX-WXX"),
    ("last month", "XXXX-XX"), ("next year", "XXXX"), ("overnight", "XXXX-XX-XXTNI"),
    ("at 10:30 GMT", "XXXX-XX-XXT10:30"),
    ("now", "PRESENT_REF"), ("the past 24 hours", "PT24H"), ("since Monday", "XXXX-WXX-1"), ("last winter", "XXXX-WI"),
]  # fmt: skip
FUTURE = [
    ("on Monday", "2024-12-02"), ("on Saturday", "2024-11-30"), ("November 27", "2025-11-27"), ("in March", "2025-03"),
    ("over the weekend", "2024-W48-WE"),
]  # fmt: skip


def one(text: str, anchor: date | None = ANCHOR, *, future: bool = False) -> TimeValue:
    """The value of the one time of a text."""
    (found,) = find_times(text)
    return value_of(found, anchor, text, future=future)


def iso(day: date | None) -> str | None:
    """A day as text."""
    return day.isoformat() if day else None


@pytest.mark.parametrize("case", DATES + WEEKDAYS + DEICTIC + LENGTHS + RANGES)
def test_a_time_means_these_days(case: Case) -> None:
    found = one(case[0])
    assert (case[0], found.value, iso(found.start), iso(found.end), found.precision) == case


@pytest.mark.parametrize(("text", "value"), STORIES)
def test_the_second_time_counts_from_the_first(text: str, value: str | None) -> None:
    first, *others = values_of(find_times(text), ANCHOR, text)
    assert first.value == "2024-11-29"
    assert others[0].value == value if value else not others


@pytest.mark.parametrize(("text", "value"), NO_ANCHOR)
def test_without_an_anchor_nothing_is_guessed(text: str, value: str) -> None:
    found = one(text, None)
    assert (found.value, found.start, found.end, found.precision) == (value, None, None, "unknown")


@pytest.mark.parametrize(("text", "value"), FUTURE)
def test_a_future_clause_turns_ahead(text: str, value: str) -> None:
    assert one(text, future=True).value == value


def test_a_weekday_published_on_that_day_is_that_day() -> None:
    assert one("on Monday", date(2024, 11, 25)).value == "2024-11-25"


def test_a_named_weekday_picks_the_year() -> None:
    assert one("Tuesday, November 27").value == "2018-11-27"


def test_this_winter_began_last_december() -> None:
    assert one("this winter", date(2025, 1, 14)).value == "2024-WI"


@pytest.mark.parametrize(
    ("published", "day"),
    [("2024-11-30", ANCHOR), ("2024-11-30T23:59:00+03:00", ANCHOR), ("30 Nov", None), ("", None), (None, None)],
)
def test_the_anchor_is_the_day_of_publication(published: str | None, day: date | None) -> None:
    assert anchor_of(published) == day


def test_records_hold_words_and_days() -> None:
    text = "They left on Monday."
    value = value_of(find_times(text)[0], ANCHOR, text)
    when, mention = value.when(), value.mention()
    assert (when.start, when.end, when.precision, when.text) == ("2024-11-25", "2024-11-25", "day", "Monday")
    assert (when.span, when.anchor) == ((13, 19), "2024-11-30")
    assert mention.holds_in(text)
    assert (mention.value, mention.type) == ("2024-11-25", "DATE")


def values(text: str, anchor: date | None = ANCHOR) -> list[str | None]:
    """The values of all times of a text, read together."""
    return [value.value for value in values_of(find_times(text), anchor, text)]


def test_the_next_day_follows_the_day_before_it_in_the_text() -> None:
    assert values("It began on November 27. The next day the town fell; a week later, so did the city.") == [
        "2024-11-27", "2024-11-28", "2024-W49",
    ]  # fmt: skip


def test_a_history_takes_its_years_from_its_own_text() -> None:
    text = (
        "In 1980 war came. On 22 September 1980 jets struck. On 24 October the port fell, and the next day the bridge. "
        "It lasted until 1988. In 1981 and 1982 the front froze."
    )
    assert is_history(find_times(text), ANCHOR)
    assert values(text)[:4] == ["1980", "1980-09-22", "1980-10-24", "1980-10-25"]


def test_news_with_some_background_is_no_history() -> None:
    text = "On Monday rebels who rose in 2011 and split in 2013 and 2016 took the town; on October 24 they had lost it."
    assert not is_history(find_times(text), ANCHOR)
    assert values(text)[-1] == "2024-10-24"


_PIECES = st.sampled_from(
    ["November", "in May", "27", "2024", "on Monday", "night", "the", "of", "early", "-", "and", "to", "between",
     "from", "last", "week", "weeks", "ago", "10:30", "p.m.", "5", "BC", "480", "1990s", "days", "half", "later",
     "overnight into", "every", "since", "until", "Christmas Eve", "32/13/2024", "2024-02-31", "century", "19th",
     "the past", "9999999 years", "next", "winter", "the weekend", "1936-39", "\u00b2A", "0001-01-01", "9999-12-31"]
)  # fmt: skip


@given(
    st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=12).map(" ".join)),
    st.one_of(st.none(), st.dates()),
    st.booleans(),
)
def test_values_of_any_text_keep_their_order(text: str, anchor: date | None, future: bool) -> None:  # noqa: FBT001
    expressions = find_times(text)
    alone = [value_of(e, anchor, text, future=future) for e in expressions]
    for value in alone + values_of(expressions, anchor, text, lambda _: future):
        assert value.start is None or value.end is None or value.start <= value.end
        assert (value.precision == "unknown") == (value.start is None and value.end is None)
        assert value.when().text == text[slice(*value.span)] == value.mention().text
