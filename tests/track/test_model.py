"""The model as a whole: no knowledge of the future, the same draws each time, and better than what is simple."""

from collections.abc import Callable

import numpy as np
import pytest

from bench.forecast_scores import crps, ignorance
from vedette.track.forecast import Model, summed_up
from vedette.track.forecast.baselines import BASELINES, mixture
from vedette.track.forecast.history import History
from vedette.track.forecast.pool import seeded
from vedette.track.forecast.summary import escalates

Made = Callable[..., History]


def drawn(model: Model, draws: int = 200) -> dict[str, np.ndarray[tuple[int, int], np.dtype[np.float64]]]:
    """All paths by unit."""
    return dict(model.all_paths(draws))


def test_paths_of_every_unit_whole_and_not_negative(panel: History) -> None:
    paths = drawn(Model(panel, 14))
    assert tuple(paths) == panel.units
    for path in paths.values():
        assert path.shape == (14, 200)
        assert (path >= 0).all()
        assert (path == np.round(path)).all()


def test_the_same_history_gives_the_same_draws_whatever_comes_later(panel: History) -> None:
    known = panel.until(panel.last - 14)
    changed = panel.deaths.copy()
    changed[-14:] = 1e6
    other = History(panel.units, panel.first, changed).until(panel.last - 14)
    one, two = (Model(history, 6) for history in (known, other))
    np.testing.assert_array_equal(one.weights, two.weights)
    for column in (0, 15, 30, 39):
        np.testing.assert_array_equal(one.paths(column, 100), two.paths(column, 100))


def test_another_history_gives_other_draws(panel: History) -> None:
    changed = panel.deaths.copy()
    changed[0, 30] += 1
    other = Model(History(panel.units, panel.first, changed), 6, learn=False)
    assert (Model(panel, 6, learn=False).paths(25) != other.paths(25)).any()


def test_better_than_the_mixture_on_a_made_panel(panel: History) -> None:
    origin = panel.last - 12
    known, outcome = panel.until(origin), panel.deaths[-12:].T
    ours = np.array([paths for _, paths in Model(known, 12).all_paths(400)])
    theirs = np.array([mixture(known, n, 12, 400, seeded("mix", n)) for n in range(40)])
    assert crps(ours, outcome).mean() < 0.95 * crps(theirs, outcome).mean()
    assert ignorance(ours, outcome).mean() < ignorance(theirs, outcome).mean()


def test_the_year_s_entry_is_foreseen_in_january_alone(panel: History) -> None:
    paths = Model(panel, 12, learn=False).paths(39)
    assert (paths[0] > 1000).mean() > 0.6  # the panel ends with a December
    assert (paths[1:] > 1000).mean() < 0.02


def test_months_of_a_path_hang_together(panel: History) -> None:
    paths = Model(panel, 14).paths(int(np.argmax(panel.deaths[-12:, :39].sum(axis=0))), 1000)
    alone = np.array([np.random.default_rng(n).permutation(row) for n, row in enumerate(paths)])
    assert paths.sum(axis=0).std() > 1.3 * alone.sum(axis=0).std()


@pytest.mark.parametrize(
    "series",
    [
        {"AAA": [3.0]},
        {"AAA": [0.0] * 5},
        {"AAA": [0.0] * 90},
        {"AAA": [float(n % 7) for n in range(90)]},
        {"AAA": [0.0] * 40, "BBB": [np.nan] * 39 + [4.0]},
        {"AAA": [float("nan") if n % 2 else 5.0 for n in range(60)], "BBB": [1.0] * 60},
        {"AAA": [5.0] * 20 + [np.nan] * 30, "BBB": [1.0] * 50},
        {"AAA": [1e7] * 50, "BBB": [0.0] * 50},
    ],
)
def test_short_quiet_young_and_gappy_histories_have_forecasts(made: Made, series: dict[str, list[float]]) -> None:
    model = Model(made(**series), 14)
    for path in drawn(model, 100).values():
        assert path.shape == (14, 100)
        assert np.isfinite(path).all()


def test_what_the_paths_say() -> None:
    paths = np.zeros((12, 100))
    paths[:3, :30] = 40.0
    paths[:, 90:] = 100.0
    told = summed_up(paths, np.full(12, 10.0))
    assert told.onset is None
    assert (told.median, told.most[1]) == (0.0, 1200.0)
    assert told.any == told.conflict == told.escalation == pytest.approx(0.4)
    assert told.war == pytest.approx(0.1)
    quiet = summed_up(paths, np.zeros(12))
    assert quiet.onset == pytest.approx(0.4)


def test_escalation_is_twice_the_past_and_twenty_five_a_month() -> None:
    paths = np.array([[24.0, 25.0, 100.0]] * 3 + [[0.0, 0.0, 300.0]] * 3 + [[999.0, 999.0, 999.0]])
    told = escalates(paths, np.array([75.0, 75.0]))
    assert told.tolist() == [[False, False, False], [False, False, True]]
    assert escalates(paths, np.zeros(12)).tolist() == [[False, True, True], [False, False, True]]
    assert escalates(paths[6:], np.zeros(12)).tolist() == [[True, True, True]]


def test_the_baselines_are_what_their_names_say(made: Made) -> None:
    history = made(AAA=[99.0] * 5 + [float(n) for n in range(12)], BBB=[0.0] * 17)
    told = {name: source(history, 0, 3, 500, seeded(name)) for name, source in BASELINES.items()}
    assert {path.shape for path in told.values()} == {(3, 500)}
    assert not told["zero"].any()
    assert abs(told["last value"].mean() - 11) < 0.5
    assert set(np.unique(told["conflictology"])) == set(map(float, range(12)))
    quiet = BASELINES["mixture"](history, 1, 3, 4000, seeded("m"))
    assert 0.03 < (quiet > 0).mean() < 0.07
