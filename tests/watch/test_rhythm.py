"""The rhythm of visits: within bounds whatever is given, quicker for busy sources, slower for quiet and failing."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.watch.rhythm import KEPT, Bounds, next_visit

BOUNDS = Bounds(300, 21_600)
NOW = 1_800_000_000.0
HOUR = 3600.0
seconds = st.floats(0, 2 * NOW, allow_nan=False)
dices = st.floats(0, 1)


def every(gap: float, number: int = 20, last: float = NOW) -> list[float]:
    """Times of articles with one gap between all, the last one given."""
    return [last - gap * n for n in range(number)]


@given(st.lists(seconds, max_size=60), seconds, st.integers(0, 10**6), dices)
def test_the_wait_is_within_the_bounds_whatever_is_given(
    times: list[float], now: float, failures: int, dice: float
) -> None:  # fmt: skip
    assert 300 <= next_visit(times, now, BOUNDS, failures, dice) <= 21_600


@given(st.lists(seconds, max_size=60), st.integers(0, 20), dices, st.randoms())
def test_each_failure_waits_no_shorter_and_the_order_of_times_is_nothing(
    times: list[float], failures: int, dice: float, order: random.Random
) -> None:  # fmt: skip
    wait = next_visit(times, NOW, BOUNDS, failures, dice)
    assert next_visit(times, NOW, BOUNDS, failures + 1, dice) >= wait
    order.shuffle(times)
    assert next_visit(times, NOW, BOUNDS, failures, dice) == wait


@given(st.floats(1, 10**6), st.floats(1, 10**6), dices)
def test_a_busier_source_is_visited_no_less_often(one: float, other: float, dice: float) -> None:
    quick, slow = sorted((one, other))
    assert next_visit(every(quick), NOW, BOUNDS, dice=dice) <= next_visit(every(slow), NOW, BOUNDS, dice=dice)


@given(st.floats(HOUR, 10 * HOUR), st.floats(0, 10**6), st.floats(0, 10**6), dices)
def test_the_longer_a_source_is_quiet_the_longer_the_wait(gap: float, one: float, other: float, dice: float) -> None:
    short, long = sorted((one, other))
    waits = [next_visit(every(gap, last=NOW - quiet), NOW, BOUNDS, dice=dice) for quiet in (short, long)]
    assert waits[0] <= waits[1]


def test_an_hourly_source_is_visited_twice_an_hour_give_or_take_a_tenth() -> None:
    waits = [next_visit(every(HOUR), NOW, BOUNDS, dice=dice) for dice in (0, 0.5, 1)]
    assert waits == pytest.approx([1620, 1800, 1980])


def test_a_burst_or_a_night_does_not_move_the_rhythm() -> None:
    burst = [NOW - n for n in range(6)]
    assert next_visit(every(HOUR) + burst, NOW, BOUNDS) == 1800
    night = [*every(HOUR, 10), *every(HOUR, 10, last=NOW - 20 * HOUR)]
    assert next_visit(night, NOW, BOUNDS) == 1800


def test_dates_in_the_future_are_no_reason_to_come_later() -> None:
    assert next_visit([*every(HOUR), NOW + 10**9], NOW, BOUNDS) == 1800


def test_only_the_last_times_count() -> None:
    assert next_visit([*every(HOUR, KEPT), *every(60, 500, last=NOW - 100 * HOUR)], NOW, BOUNDS) == 1800


def test_a_source_that_never_told_anything_is_visited_each_hour() -> None:
    assert next_visit([], NOW, BOUNDS) == 3600
    assert next_visit([NOW - 5], NOW, BOUNDS) == 3600
