"""What a unit's situation is at each month: trailing means, and the features by which situations are compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from vedette.track.forecast.history import Floats
from vedette.track.forecast.settings import AnalogueSettings, StateSettings

MONTH, QUARTER, HALF, YEAR, TWO_YEARS = 1, 3, 6, 12, 24
WINDOWS: Final = (MONTH, QUARTER, HALF, YEAR, TWO_YEARS)
LEVELS: Final = (MONTH, QUARTER, HALF, YEAR)


@dataclass(frozen=True, eq=False)
class States:
    """The situations of all units at all months.

    `features` [month, unit, feature], the `level` that growth is told from, and how many months of the past year are
    `known` [month, unit].
    """

    features: Floats
    level: Floats
    known: Floats


def states(deaths: Floats, state: StateSettings, levels: Sequence[float]) -> States:
    """The states of all units at all months; nothing at a month depends on later ones.

    `deaths` [month, unit], nan unknown. A window in which nothing is known counts as it last did.
    """
    logs = {window: np.log1p(trailing(deaths, window)) for window in WINDOWS}
    active = np.where(np.isnan(deaths), np.nan, deaths > 0)
    year = logs[YEAR]

    def against(one: Floats, other: Floats) -> Floats:
        """The difference of two logs, flattening at the bound."""
        return state.bound * np.tanh((one - other) / state.bound)

    features = (
        state.level * (year - np.log1p(np.expm1(year) / state.flat)),
        state.quarter * against(logs[QUARTER], year),
        state.newest * against(logs[MONTH], year),
        state.active * trailing(active, YEAR),
        state.before * against(year, logs[TWO_YEARS]),
        state.ever * np.sqrt(trailing(active, len(deaths))),
    )
    level = np.expm1(sum((weight * logs[w] for weight, w in zip(levels, LEVELS, strict=True)), np.zeros_like(year)))
    return States(np.stack(features, axis=-1), level, _count(deaths, YEAR))


def trailing(values: Floats, window: int) -> Floats:
    """Mean over the months known of the `window` that ends with each month; the last such mean where none is known."""
    known = _count(values, window)
    means = _sums(np.nan_to_num(values), window) / np.maximum(known, 1.0)
    return carried(np.where(known > 0, means, np.nan))


def carried(values: Floats) -> Floats:
    """Each unknown replaced by the newest known value before it, or 0 where there is none."""
    rows = np.where(np.isnan(values), 0, np.arange(len(values))[:, None])
    return np.nan_to_num(np.take_along_axis(values, np.maximum.accumulate(rows, axis=0), axis=0))


def _count(values: Floats, window: int) -> Floats:
    """How many months are known of the window that ends with each month."""
    return _sums((~np.isnan(values)).astype(float), window)


def _sums(values: Floats, window: int) -> Floats:
    """Sum over the window that ends with each month; the window is cut at the beginning."""
    sums = np.vstack([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    begins = np.maximum(np.arange(1, len(sums)) - window, 0)
    return sums[1:] - sums[begins]


def levels_of(given: AnalogueSettings) -> Sequence[float]:
    """The weights of the levels, made to sum to 1."""
    total = sum(given.levels)
    return [weight / total for weight in given.levels]
