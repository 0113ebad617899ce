"""Memory: a unit's own past months as its future, newer ones more often, on a slow random walk.

With a flat window of twelve months and no walk this is the "conflictology" baseline of the ViEWS prediction challenge
2023/24, hard to beat and therefore kept in the pool. A path goes on from month to month of the past and jumps now and
then, which is the stationary bootstrap of Politis and Romano (1994), so that its months hang together.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vedette.track.forecast.analogues import rounded
from vedette.track.forecast.history import Floats


@dataclass(frozen=True)
class Memory:
    """How to remember: months looked back on, the half-life of their weight (None: flat), walk, chance to go on."""

    window: int
    half_life: float | None
    drift: float
    stay: float

    def draw(self, past: Floats, steps: int, draws: int, rng: np.random.Generator) -> Floats:
        """Paths [step, draw] from the months known of a unit, oldest first; all zero where none is known."""
        known = past[~np.isnan(past)][-self.window :]
        if not len(known):
            return np.zeros((steps, draws))
        paths: Floats = known[self._walk(len(known), steps, draws, rng)]
        if not self.drift:
            return paths
        walk = np.cumsum(rng.standard_normal((steps, draws)), axis=0)
        return rounded(paths * np.exp(self.drift * walk), rng)

    def _walk(self, months: int, steps: int, draws: int, rng: np.random.Generator) -> NDArray[np.intp]:
        """Which month of the past stands for each step of each draw."""
        age = np.arange(months)[::-1]
        odds = np.cumsum(np.ones(months) if self.half_life is None else 0.5 ** (age / self.half_life))
        places = np.empty((steps, draws), dtype=np.intp)
        for step in range(steps):
            jumps = np.minimum(np.searchsorted(odds, rng.random(draws) * odds[-1]), months - 1)
            places[step] = jumps
            if step:
                after = places[step - 1] + 1
                on = (rng.random(draws) < self.stay) & (after < months)
                places[step, on] = after[on]
        return places


@dataclass(frozen=True, eq=False)
class Anywhere:
    """Months of any unit's past, for histories too short for analogues: war can come anywhere, how is unknown."""

    deaths: Floats

    def draw(self, steps: int, draws: int, rng: np.random.Generator) -> Floats:
        """Paths [step, draw], each through the known months of one unit, from any of them, and round again."""
        columns = np.asarray(self.deaths, dtype=np.float64).T
        known = ~np.isnan(columns)
        lengths = known.sum(axis=1)
        values, begins = columns[known], np.cumsum(lengths) - lengths
        units = rng.choice(np.nonzero(lengths)[0], draws)
        months = rng.integers(0, lengths[units]) + np.arange(steps)[:, None]
        paths: Floats = values[begins[units] + months % lengths[units]]
        return paths
