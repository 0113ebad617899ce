"""Analogues: what came after situations like this one, in any unit, told as growth from where it stood.

A draw is a past situation, taken with a weight that falls with its distance, and the whole course that followed it,
scaled from that situation's level to this one's. Courses are taken whole, so months keep their dependence, zeros stay
zeros and the tails are as heavy as they were. Forecasting by analogues goes back to Lorenz (1969); whole courses as
draws are the Schaake shuffle's idea (Clark et al. 2004).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vedette.track.forecast.history import Floats
from vedette.track.forecast.settings import AnalogueSettings, Settings
from vedette.track.forecast.state import States, carried, levels_of, states


def rounded(values: Floats, rng: np.random.Generator) -> Floats:
    """Whole numbers whose mean is the value: 0.3 becomes 1 three times of ten."""
    whole = np.floor(values)
    return whole + (rng.random(values.shape) < values - whole)


def _situations(
    deaths: Floats, known: Floats, steps: int, rule: AnalogueSettings
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Months and units that can serve; of too many, every second month or fewer, counted back from the newest."""
    months = len(deaths) - steps
    if months < rule.settled:
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    there = ~np.isnan(deaths)
    begun = np.cumsum(there, axis=0) > 0
    fit = (known[:months] >= rule.known) & there[1 : months + 1] & there[steps:]
    fit[: rule.settled - 1] = False
    fit[rule.settled - 1 :] &= begun[: months - rule.settled + 1]
    apart = int(fit.sum()) // rule.most + 1
    back, units = np.nonzero(fit[::-apart])
    return months - 1 - back * apart, units


@dataclass(frozen=True, eq=False)
class Analogues:
    """The situations of a history whose next `steps` months are known."""

    deaths: Floats
    states: States
    months: NDArray[np.intp]
    units: NDArray[np.intp]
    steps: int
    given: Settings

    @classmethod
    def of(cls, deaths: Floats, steps: int, given: Settings) -> "Analogues":
        """Find them. `deaths` [month, unit] without yearly entries; a gap in a course is bridged by the month before.

        A situation needs `settled` months to look back on, `known` of them known, and a course whose first and last
        months are known.
        """
        found = states(deaths, given.state, levels_of(given.analogues))
        months, units = _situations(deaths, found.known, steps, given.analogues)
        return cls(carried(deaths), found, months, units, steps, given)

    @property
    def enough(self) -> bool:
        """Whether there are situations enough to learn from."""
        return len(self.months) >= self.given.analogues.least

    def draw(self, unit: int, draws: int, rng: np.random.Generator) -> Floats:
        """Paths [step, draw] of a unit from the last month on."""
        odds = np.cumsum(self._weights(unit))
        taken = np.minimum(np.searchsorted(odds, rng.random(draws) * odds[-1]), len(odds) - 1)
        months, units = self.months[taken], self.units[taken]
        rule = self.given.analogues
        growth = (self.states.level[-1, unit] + rule.offset) / (self.states.level[months, units] + rule.offset)
        ahead = np.arange(1, self.steps + 1)[:, None]
        # What grew a thousandfold from nothing would, scaled to a war, kill more than there are people.
        most = max(self.deaths.max(), rule.ceiling * self.deaths[:, unit].max())
        return rounded(np.minimum(self.deaths[months + ahead, units] * growth, most), rng)

    def _weights(self, unit: int) -> Floats:
        """The weight of each situation; the kernel is widened a little where few count, not so far that all do."""
        rule = self.given.analogues
        apart = ((self.states.features[self.months, self.units] - self.states.features[-1, unit]) ** 2).sum(axis=1)
        apart -= apart.min()
        width, weights = rule.width, np.zeros(0)
        for _ in range(rule.widenings):
            weights = np.exp(apart / (-2.0 * width * width))
            if weights.sum() ** 2 >= rule.effective * (weights**2).sum():
                break
            width *= rule.widen
        return weights
