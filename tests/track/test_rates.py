"""The exact ratio of Poisson rates, held against known values and identities."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.track.rates import beta_quantile, clopper_pearson, incomplete_beta, rate_ratio


def at_least(hits: int, tries: int, p: Fraction) -> float:
    """The chance of so many hits or more, by exact fractions."""
    return float(sum(math.comb(tries, k) * p**k * (1 - p) ** (tries - k) for k in range(hits, tries + 1)))


@pytest.mark.parametrize(
    ("x", "a", "b", "known"),
    [(0.5, 2, 3, 11 / 16), (0.3, 4, 1, 0.3**4), (0.3, 1, 4, 1 - 0.7**4), (0, 2, 2, 0), (1, 2, 2, 1)],
)
def test_the_incomplete_beta_function_where_it_has_a_closed_form(x: float, a: float, b: float, known: float) -> None:
    assert incomplete_beta(x, a, b) == pytest.approx(known, abs=1e-13)


@given(st.integers(1, 40), st.integers(0, 40), st.integers(1, 99))
@settings(max_examples=60, deadline=None)
def test_it_is_the_upper_tail_of_a_binomial(hits: int, more: int, percent: int) -> None:
    tries = hits + more
    known = at_least(hits, tries, Fraction(percent, 100))
    assert incomplete_beta(percent / 100, hits, tries - hits + 1) == pytest.approx(known, abs=1e-11)


@given(st.floats(0.001, 0.999), st.integers(1, 3000), st.integers(1, 3000))
@settings(max_examples=40, deadline=None)
def test_the_quantile_is_its_inverse(share: float, a: int, b: int) -> None:
    assert incomplete_beta(beta_quantile(share, a, b), a, b) == pytest.approx(share, abs=1e-9)


def test_the_binomial_interval_of_clopper_and_pearson() -> None:
    assert clopper_pearson(4, 10) == pytest.approx((0.12155226, 0.73762192), abs=1e-7)
    assert clopper_pearson(0, 10) == pytest.approx((0, 1 - 0.025**0.1), abs=1e-12)
    assert clopper_pearson(10, 10) == pytest.approx((0.025**0.1, 1), abs=1e-12)
    assert clopper_pearson(0, 0) == (0, 1)


def test_the_ratio_of_rates_against_the_example_of_r() -> None:
    """`poisson.test(c(11, 6+8+7), c(800, 1083+1050+878))` of R's manual."""
    ratio = rate_ratio(11, 800, 21, 3011)
    assert (ratio.value, ratio.low, ratio.high) == pytest.approx((1.971488, 0.8584264, 4.2772659), rel=1e-6)
    assert ratio.way == "as before"


def test_a_rise_and_a_fall_are_told_only_where_the_interval_is_clear_of_one() -> None:
    assert rate_ratio(20, 4, 48, 48).way == "more"
    assert rate_ratio(1, 4, 150, 48).way == "less"
    assert rate_ratio(2, 4, 12, 48).way == "as before"


def test_nothing_before_is_no_rise_by_itself() -> None:
    one, many, none = (rate_ratio(n, 4, 0, 48) for n in (1, 4, 0))
    assert (one.value, one.high, one.way) == (math.inf, math.inf, "as before")
    assert many.way == "more"
    assert (none.value, none.low, none.high) == (None, 0, math.inf)


@given(st.integers(0, 60), st.integers(0, 60))
@settings(max_examples=40, deadline=None)
def test_turned_round_it_is_its_own_inverse(later: int, earlier: int) -> None:
    one, other = rate_ratio(later, 4, earlier, 30), rate_ratio(earlier, 30, later, 4)
    assert one.low == pytest.approx(1 / other.high if other.high else math.inf, rel=1e-8)
    assert one.low <= (one.value or 0) <= one.high or one.value is None


@pytest.mark.parametrize("given", [(-1, 4, 0, 4), (1, 0, 0, 4), (1, 4, 1, -2), (1, 4, 1, 4, 1.0)])
def test_what_is_no_rate_is_refused(given: tuple[int, float, int, float]) -> None:
    with pytest.raises(ValueError, match="no rates"):
        rate_ratio(*given)
