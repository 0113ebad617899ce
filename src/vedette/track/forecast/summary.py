"""What the paths of a unit say: how many deaths, how likely a threshold, how likely a war that grows or begins."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vedette.track.forecast.history import Floats

QUARTER: Final = 3
CONFLICT, WAR = 25.0, 1000.0
"""Deaths in a year from which UCDP speaks of an armed conflict, and of a war."""
TWICE: Final = 2.0


@dataclass(frozen=True)
class Outlook:
    """Of the deaths over all months asked for: median, 50 % and 90 % intervals, and chances.

    `onset` is None for a unit that is not at peace (25 deaths or more in the past year).
    """

    median: float
    half: tuple[float, float]
    most: tuple[float, float]
    any: float
    conflict: float
    war: float
    escalation: float
    onset: float | None


def summed_up(paths: Floats, past: Floats) -> Outlook:
    """Sum up paths [step, draw]; `past` are the numbers known of the last twelve months."""
    sums = paths.sum(axis=0)
    low, lower, median, upper, high = (float(q) for q in np.quantile(sums, (0.05, 0.25, 0.5, 0.75, 0.95)))
    conflict = float((sums >= CONFLICT).mean())
    return Outlook(
        median=median,
        half=(lower, upper),
        most=(low, high),
        any=float((sums >= 1).mean()),
        conflict=conflict,
        war=float((sums >= WAR).mean()),
        escalation=float(escalates(paths, past).any(axis=0).mean()),
        onset=conflict if at_peace(past) else None,
    )


def at_peace(past: Floats) -> bool:
    """Whether the past year's known deaths stay below an armed conflict's."""
    return bool(past.sum() < CONFLICT)


def escalates(paths: Floats, past: Floats) -> NDArray[np.bool_]:
    """Whether each quarter of each path is at least twice the past year's monthly mean and at least 25 a month.

    Paths [step, draw] are cut into quarters from their first step; a rest is left out, unless it is all there is.
    """
    steps = len(paths) // QUARTER * QUARTER
    parts = paths[:steps].reshape(-1, QUARTER, paths.shape[1]).mean(axis=1) if steps else paths.mean(axis=0)[None]
    return np.asarray((parts >= TWICE * past.mean()) & (parts >= CONFLICT))
