"""What can forecast: states, analogues, memories, and how they are pooled."""

from collections.abc import Callable

import numpy as np
import pytest

from vedette.errors import DataFileError
from vedette.lexicon import tables
from vedette.track.forecast import settings as held
from vedette.track.forecast.analogues import Analogues, rounded
from vedette.track.forecast.history import History
from vedette.track.forecast.memory import Anywhere, Memory
from vedette.track.forecast.pool import classes, learned, prior, seeded, shares
from vedette.track.forecast.state import carried, levels_of, states, trailing

GIVEN = held.settings()
Made = Callable[..., History]


def test_means_over_what_is_known_and_the_last_where_nothing_is() -> None:
    values = np.array([[np.nan], [2.0], [np.nan], [4.0], [np.nan], [np.nan], [np.nan]])
    assert trailing(values, 3)[:, 0].tolist() == [0.0, 2.0, 2.0, 3.0, 4.0, 4.0, 4.0]
    assert carried(values)[:, 0].tolist() == [0.0, 2.0, 2.0, 4.0, 4.0, 4.0, 4.0]


def test_a_state_does_not_depend_on_later_months(panel: History) -> None:
    levels = levels_of(GIVEN.analogues)
    whole, part = (states(deaths, GIVEN.state, levels) for deaths in (panel.deaths, panel.deaths[:30]))
    # the share of all months is the only feature whose window is the history itself
    np.testing.assert_allclose(whole.features[:30], part.features)
    np.testing.assert_allclose(whole.level[:30], part.level)


def test_rounding_keeps_the_mean_and_zero() -> None:
    rng = np.random.default_rng(3)
    assert abs(rounded(np.full(20_000, 0.3), rng).mean() - 0.3) < 0.02
    assert not rounded(np.zeros(10), rng).any()


def test_analogues_are_courses_that_really_followed(made: Made) -> None:
    growing = [100.0 * 1.1**n for n in range(60)]
    paths = Analogues.of(made(AAA=growing, BBB=[g / 7 for g in growing]).deaths, 6, GIVEN).draw(0, 200, seeded("a"))
    assert paths.shape == (6, 200)
    truth = [100.0 * 1.1 ** (59 + step) for step in range(1, 7)]
    np.testing.assert_allclose(paths, np.array(truth)[:, None] * np.ones(200), rtol=0.02)


def test_the_quiet_stay_quiet_and_no_course_is_cut(panel: History) -> None:
    found = Analogues.of(panel.deaths, 14, GIVEN)
    assert found.enough
    assert found.months.max() == 60 - 14 - 1
    assert found.months.min() == GIVEN.analogues.settled - 1
    assert (found.draw(0, 300, seeded("q")).sum(axis=0) == 0).mean() > 0.8


def test_young_units_and_gaps_serve_only_where_enough_is_known(made: Made) -> None:
    young = [np.nan] * 30 + [5.0] * 30
    gappy = [float("nan") if n % 3 else 5.0 for n in range(60)]
    found = Analogues.of(made(AAA=young, BBB=gappy).deaths, 6, GIVEN)
    assert set(found.units.tolist()) == {0}
    assert found.months.min() == 30 + GIVEN.analogues.settled - 1


def test_too_many_situations_are_thinned_by_month_from_the_newest(panel: History) -> None:
    few = GIVEN.model_copy(update={"analogues": GIVEN.analogues.model_copy(update={"most": 500})})
    found = Analogues.of(panel.deaths, 6, few)
    assert len(found.months) <= 500
    assert found.months.max() == 60 - 6 - 1
    assert set(found.units.tolist()) == set(range(40))


def test_memory_prefers_the_newest_and_goes_on_from_month_to_month() -> None:
    past = np.arange(1.0, 41.0)
    newest = Memory(36, 3.0, 0.0, 0.0).draw(past, 6, 2000, seeded("m"))
    flat = Memory(12, None, 0.0, 0.0).draw(past, 6, 2000, seeded("m"))
    assert newest.mean() > 35
    assert flat.min() == 29
    assert abs(flat.mean() - 34.5) < 0.2
    steady = Memory(40, None, 0.0, 1.0).draw(past, 6, 500, seeded("m"))
    assert (np.diff(steady, axis=0) == 1).mean() > 0.8


def test_memory_skips_what_is_unknown_and_has_nothing_to_say_of_nothing() -> None:
    past = np.array([np.nan, 3.0, np.nan, np.nan])
    assert (Memory(36, 3.0, 0.0, 0.7).draw(past, 4, 10, seeded("u")) == 3).all()
    assert not Memory(36, 3.0, 0.1, 0.7).draw(past[:1], 4, 10, seeded("u")).any()


def test_the_walk_widens_with_the_months_ahead() -> None:
    paths = Memory(36, None, 0.2, 0.7).draw(np.full(24, 1000.0), 14, 2000, seeded("w"))
    spread = np.log(paths).std(axis=1)
    assert 0.15 < spread[0] < 0.25
    assert spread[-1] > 0.6


def test_anywhere_draws_known_months_only(made: Made) -> None:
    paths = Anywhere(made(AAA=[np.nan, 4.0, 9.0], BBB=[7.0, 7.0, 7.0]).deaths).draw(5, 400, seeded("x"))
    assert set(np.unique(paths)) == {4.0, 7.0, 9.0}
    assert all(set(path) in ({7.0}, {4.0, 9.0}) for path in paths.T)


def test_shares_of_draws_sum_to_all_of_them() -> None:
    assert shares(np.array([0.5, 0.25, 0.15, 0.1]), 1000) == [500, 250, 150, 100]
    assert sum(shares(np.array([1 / 3, 1 / 3, 1 / 3]), 20)) == 20
    assert prior(GIVEN.pool, analogues=False)[0] == pytest.approx(GIVEN.pool.anywhere)


def test_classes_part_the_never_the_quiet_and_the_wars(made: Made) -> None:
    history = made(A=[0.0] * 30, B=[9.0] + [0.0] * 29, C=[0.5] * 30, D=[5.0] * 30, E=[50.0] * 30, F=[500.0] * 30)
    assert classes(history.deaths, GIVEN.pool).tolist() == [0, 1, 2, 3, 4, 5]


def test_weights_are_learned_from_what_earlier_forecasts_would_have_said(made: Made) -> None:
    rng = np.random.default_rng(5)
    # the level jumps every few months: what was a year ago is no guide, so the flat memory must lose weight
    jumps = {f"J{n}": np.repeat(rng.choice([20.0, 2000.0], 20), 4) + rng.poisson(3, 80) for n in range(30)}
    history = made(**jumps)
    found = learned(history.deaths, 2, GIVEN, b"seed")
    start = prior(GIVEN.pool, analogues=True)
    group = int(np.bincount(classes(history.deaths, GIVEN.pool)).argmax())
    assert found[group][3] < start[3]
    np.testing.assert_allclose(found.sum(axis=1), 1)
    np.testing.assert_allclose(found[0], start)  # a class without outcomes keeps the packaged weights


def test_a_broken_constant_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tables.read_toml(tables.data_path("track", "forecast.toml")) | {"memory": {"window": 0}}
    monkeypatch.setattr(held, "read_toml", lambda _path: broken)
    with pytest.raises(DataFileError, match=r"forecast\.toml: memory\.window: Input should be greater than 0"):
        held.settings.__wrapped__()
