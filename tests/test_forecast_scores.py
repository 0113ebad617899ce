"""The scores of forecasts against their definitions and against cases that can be done by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import forecast_scores as scores


@given(st.lists(st.integers(0, 500), min_size=1, max_size=30), st.integers(0, 500))
def test_crps_is_its_definition(draws: list[int], outcome: int) -> None:
    x = np.array(draws, dtype=float)
    wanted = np.abs(x - outcome).mean() - np.abs(x[:, None] - x).mean() / 2
    assert scores.crps(x, np.array(float(outcome))) == pytest.approx(wanted, abs=1e-9)


def test_ignorance_counts_the_bin_of_the_outcome() -> None:
    draws = np.array([0.0] * 750 + [7.0] * 250)
    assert scores.ignorance(draws, np.array(0.0)) == pytest.approx(-np.log2(751 / 1011))
    assert scores.ignorance(draws[::2], np.array(9.0)) == pytest.approx(-np.log2(251 / 1011))
    assert scores.ignorance(draws, np.array(5000.0)) == pytest.approx(-np.log2(1 / 1011))


def test_the_interval_score_punishes_width_and_misses() -> None:
    draws = np.linspace(0, 100, 1001)
    assert scores.interval_score(draws, np.array(50.0)) == pytest.approx(90)
    assert scores.interval_score(draws, np.array(105.0)) == pytest.approx(90 + 20 * 10)


def test_average_precision_and_brier() -> None:
    truth = np.array([True, False, True, False])
    assert scores.average_precision(truth, np.array([0.9, 0.8, 0.7, 0.1])) == pytest.approx((1 + 2 / 3) / 2)
    assert scores.average_precision(truth, np.zeros(4)) == pytest.approx(0.5)
    assert scores.average_precision(truth & False, np.zeros(4)) == 0
    assert scores.brier(truth, np.array([1.0, 0.0, 0.5, 0.5])) == pytest.approx(0.125)


def test_draws_from_the_truth_are_calibrated_and_too_narrow_ones_are_not() -> None:
    rng = np.random.default_rng(2)
    draws, outcome = rng.poisson(9, (4000, 200)).astype(float), rng.poisson(9, 4000).astype(float)
    tenths = np.histogram(scores.pit(draws, outcome, rng), bins=10, range=(0, 1))[0] / 4000
    assert np.abs(tenths - 0.1).max() < 0.02
    assert 0.88 < scores.coverage(draws, outcome, 0.9) < 0.97
    assert scores.coverage(9 + (draws - 9) / 3, outcome, 0.9) < 0.6


def test_reliability_keeps_the_groups_that_occur() -> None:
    truth, chances = np.array([True, False, False, True]), np.array([0.6, 0.02, 0.03, 0.8])
    assert scores.reliability(truth, chances, np.array([0.1, 0.5])) == [(0.025, 0.0, 2), (0.7, 1.0, 2)]
