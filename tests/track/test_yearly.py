"""Entries for a whole year: known, taken out, foreseen; a war's outbreak in January is none."""

from collections.abc import Callable

import numpy as np

from vedette.track.forecast.history import History
from vedette.track.forecast.settings import settings
from vedette.track.forecast.yearly import Entries, foreseen, parted

RULE = settings().yearly
Made = Callable[..., History]
JANUARY = 2014 * 12


def test_januaries_that_stand_out_each_year_are_taken_out(made: Made) -> None:
    series = [50.0] * 48
    series[::12] = [2000.0, 2500.0, 1500.0, 3000.0]
    done = parted(made(MEX=series, AFG=[300.0] * 48), RULE)
    assert set(done.entries) == {1}
    assert done.entries[1].sizes.tolist() == [2000.0, 2500.0, 1500.0, 3000.0]
    assert done.entries[1].chance > 0.7
    assert (done.base[:, 1] == 50).all()
    assert (done.base[:, 0] == 300).all()


def test_an_outbreak_in_the_last_january_is_left_in(made: Made) -> None:
    series = [0.0] * 36 + [900.0, 800.0]
    done = parted(made(SYR=series), RULE)
    assert not done.entries
    np.testing.assert_equal(done.base[:, 0], series)


def test_entries_that_stopped_are_still_taken_out_but_hardly_expected(made: Made) -> None:
    series = [50.0] * 60
    series[::12] = [2000.0, 2500.0, 1500.0, 50.0, 50.0]
    done = parted(made(MEX=series), RULE)
    assert done.entries[0].chance < 0.1
    assert done.base.max() == 50


def test_other_months_and_small_numbers_are_no_entries(made: Made) -> None:
    june = [10.0] * 48
    june[5::12] = [900.0] * 4
    small = [1.0] * 48
    small[::12] = [20.0] * 4
    assert not parted(made(AAA=june, BBB=small), RULE).entries


def test_units_teach_each_other_how_often_an_entry_comes_again(made: Made) -> None:
    once = [50.0] * 24
    once[12] = 900.0
    never_again = [50.0] * 24
    never_again[0] = 900.0
    alone = parted(made(AAA=once), RULE).entries[0].chance
    among = {f"B{n}": never_again for n in range(20)}
    history = made(AAA=once, **among)
    taught = parted(history, RULE).entries
    assert 0 not in taught or taught[0].chance < alone


def test_a_history_without_a_january_and_unknown_months(made: Made) -> None:
    assert not parted(made(first=2010 * 12 + 3, AAA=[5.0, 6.0, 7.0]), RULE).entries
    assert not parted(made(AAA=[900.0]), RULE).entries
    unknown = [np.nan] * 12 + [900.0] + [np.nan] * 12
    assert not parted(made(AAA=unknown), RULE).entries


def test_what_is_foreseen_falls_on_januaries_and_fades_when_it_fails() -> None:
    held, rng = Entries(0.5, np.array([1000.0, 2000.0])), np.random.default_rng(1)
    told = list(foreseen(held, range(JANUARY - 2, JANUARY + 26), 4000, rng, RULE))
    assert [step for step, _ in told] == [2, 14, 26]
    shares = [float((sizes > 0).mean()) for _, sizes in told]
    assert abs(shares[0] - 0.5) < 0.05
    assert shares[2] < shares[1] < shares[0]
    assert 1000 < np.median(told[0][1][told[0][1] > 0]) < 2500
