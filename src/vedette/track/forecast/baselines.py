"""What a forecast is held against: simple rules that are known to be hard to beat, and two that are not.

Names and rules are those of the ViEWS prediction challenge 2023/24 and of ../shared/bench/forecast/README.md.
"""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from vedette.track.forecast.history import Floats, History

Baseline = Callable[[History, int, int, int, np.random.Generator], Floats]
ELSEWHERE: Final = 0.05
"""Share of the mixture's draws that come from all positive numbers of the history."""


def zero(_history: History, _unit: int, steps: int, draws: int, _rng: np.random.Generator) -> Floats:
    """No deaths anywhere."""
    return np.zeros((steps, draws))


def last_value(history: History, unit: int, steps: int, draws: int, rng: np.random.Generator) -> Floats:
    """Poisson around the newest number known."""
    return rng.poisson(history.past(unit)[-1], (steps, draws)).astype(np.float64)


def conflictology(history: History, unit: int, steps: int, draws: int, rng: np.random.Generator) -> Floats:
    """Each month one of the unit's own last twelve."""
    return rng.choice(history.past(unit), (steps, draws))


def mixture(history: History, unit: int, steps: int, draws: int, rng: np.random.Generator) -> Floats:
    """Conflictology, with some draws from all positive numbers of all units."""
    drawn = conflictology(history, unit, steps, draws, rng)
    positive = history.deaths[history.deaths > 0]
    elsewhere = rng.random(drawn.shape) < ELSEWHERE
    if len(positive):
        drawn[elsewhere] = rng.choice(positive, int(elsewhere.sum()))
    return drawn


BASELINES: Final[Mapping[str, Baseline]] = {
    "zero": zero,
    "last value": last_value,
    "conflictology": conflictology,
    "mixture": mixture,
}
