"""What the tests of tracking share: a made panel of forty countries, and histories from a few numbers."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from vedette.track.forecast.history import History

FIRST = 2010 * 12
Made = Callable[..., History]


def _made(first: int = FIRST, **units: Sequence[float]) -> History:
    """A history of the given series, which all begin with the same month; nan is unknown."""
    names = sorted(units)
    return History(tuple(names), first, np.array([units[name] for name in names], dtype=float).T)


@pytest.fixture(scope="session")
def made() -> Made:
    """Makes a history of what is given by name, AAA=[1, 2, 3] and so on."""
    return _made


@pytest.fixture(scope="session")
def panel() -> History:
    """Sixty months of forty countries.

    Ten are always quiet, ten have a death now and then, twenty have wars that come and go at levels a hundredfold
    apart; the last has an entry for the year each January.
    """
    rng, months, units = np.random.default_rng(7), 60, 40
    deaths = np.zeros((months, units))
    deaths[:, 10:20] = rng.random((months, 10)) < 0.1
    level, war = np.exp(rng.normal(4, 1.2, 20)), rng.random(20) < 0.5
    for month in range(months):
        war ^= rng.random(20) < 0.04
        level *= np.exp(rng.normal(0, 0.15, 20))
        deaths[month, 20:] = np.where(war, rng.poisson(level * np.exp(rng.normal(0, 0.4, 20))), 0)
    deaths[:, 39] = rng.poisson(40, months)
    deaths[::12, 39] = [3000, 3400, 2800, 3100, 3300]
    return History(tuple(f"C{n:02d}" for n in range(units)), FIRST, deaths)
