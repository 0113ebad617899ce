"""A chance for each day on which something may have happened."""

import datetime as dt
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.merge.days import SIGNS, WINDOW, Chances, Named, chances, evenly, named, overlap, signs, told_days, weights
from vedette.merge.likeness import NEVER

if TYPE_CHECKING:
    from vedette.records.coded import Coded

DAY = dt.date(2024, 3, 13).toordinal()


def told(first: int | None, last: int | None, *, dated: bool = True) -> SimpleNamespace:
    """An account as far as its days go."""
    return SimpleNamespace(first=first, last=last, dated=dated, weight=1.0)


def names(*days: int, published: int | None = DAY, title: str = "", part: str = "") -> Named:
    """What a report says that names days, with a part of the day ("TNI")."""
    values = [f"{dt.date.fromordinal(day).isoformat()}{part}" for day in days]
    times = tuple(SimpleNamespace(type="DATE", value=value) for value in values)
    report = SimpleNamespace(title=title, published=published and dt.date.fromordinal(published).isoformat())
    return named(cast("Coded", SimpleNamespace(report=report, times=times, events=())), published, [])


def likeliest(found: Chances) -> int:
    """The day that has most."""
    return max(found, key=lambda pair: pair[1])[0]


def test_a_day_that_was_read_and_named_is_likeliest() -> None:
    one = told(DAY - 2, DAY - 2)
    assert likeliest(chances(names(DAY - 2), one, [one])) == DAY - 2


def test_a_record_without_times_names_the_days_of_its_events() -> None:
    when = SimpleNamespace(span=(0, 5), start=dt.date.fromordinal(DAY - 2).isoformat(), precision="day")
    event, undated = SimpleNamespace(when=when), SimpleNamespace(when=None)
    report = SimpleNamespace(title="", published=dt.date.fromordinal(DAY).isoformat())
    record = cast("Coded", SimpleNamespace(report=report, times=(), events=(undated, event)))
    assert told_days(record) == [(DAY - 2, when.start)]
    one = told(DAY - 2, DAY - 2)
    assert dict(chances(named(record, DAY, []), one, [one])).get(DAY - 2, 0.0) > 0.8


def test_a_report_without_a_day_tells_mostly_of_the_day_before() -> None:
    one = told(DAY - 4, DAY, dated=False)
    assert likeliest(chances(names(), one, [one])) == DAY - 1


def test_the_headline_outweighs_the_day_that_was_read() -> None:
    one = told(DAY, DAY)
    plain, headed = (
        dict(chances(names(DAY, title=f"Attack on a clinic{day}"), one, [one])) for day in ("", ", 9 March")
    )
    assert headed[DAY - 4] > 5 * plain.get(DAY - 4, 0.01)


def test_a_night_reaches_into_the_next_day() -> None:
    one = told(DAY - 1, DAY - 1)
    day, night = (dict(chances(names(DAY - 1, part=part), one, [one])) for part in ("", "TNI"))
    assert night.get(DAY, 0.0) > day.get(DAY, 0.0)


def test_what_is_told_of_long_ago_has_its_own_days() -> None:
    one = told(DAY - 100, DAY - 99)
    assert chances(names(DAY), one, [one]) == ((DAY - 100, 0.5), (DAY - 99, 0.5))


def test_what_has_no_day_or_too_many_has_no_chances() -> None:
    assert evenly(told(None, None)) == ()
    assert evenly(told(DAY - 365, DAY)) == ()
    undated = told(None, None, dated=False)
    assert chances(names(published=None), undated, [undated]) == ()


def test_two_reports_are_of_one_day_as_far_as_both_may_mean_it() -> None:
    assert overlap(((1, 0.5), (2, 0.5)), ((2, 1.0),)) == pytest.approx(0.5)
    assert overlap(((1, 1.0),), ((2, 1.0),)) == 0 < NEVER


def test_every_sign_has_a_weight_and_every_weight_a_sign() -> None:
    assert set(weights()) == set(SIGNS)


@given(
    st.lists(st.integers(DAY - 40, DAY + 5), max_size=6),
    st.integers(DAY - 60, DAY), st.integers(0, 20), st.booleans(),
)  # fmt: skip
def test_chances_of_any_days_are_chances(days: list[int], first: int, length: int, dated: bool) -> None:  # noqa: FBT001
    one, known = told(first, first + length, dated=dated), names(*days)
    found = chances(known, one, [one])
    assert 0.5 < sum(chance for _, chance in found) <= 1.001
    assert all(day <= DAY + length for day, _ in found)
    assert set(known.signs) == set(range(DAY - WINDOW + 1, DAY + 1))
    assert all(set(signs(known, one, [one], day)) <= set(SIGNS) for day in known.signs)
