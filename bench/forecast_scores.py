"""Scores of forecasts that are draws: CRPS, ignorance, interval score, average precision, Brier, calibration.

Measures and bins are those of the ViEWS prediction challenge 2023/24, as ../shared/bench/forecast/README.md tells them.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Truth = NDArray[np.bool_]
BINS: Final = np.array([0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5])
SIZE: Final = 1000
ALPHA: Final = 0.1


def crps(draws: Floats, outcome: Floats) -> Floats:
    """Continuous ranked probability score of draws [..., draw], by the sorted form of E|X-y| - E|X-X'|/2."""
    ordered = np.sort(draws, axis=-1)
    size = ordered.shape[-1]
    spread = ordered @ (2.0 * np.arange(1, size + 1) - size - 1) / size**2
    return np.asarray(np.abs(ordered - outcome[..., None]).mean(axis=-1) - spread, dtype=np.float64)


def ignorance(draws: Floats, outcome: Floats) -> Floats:
    """-log2 of the share of draws in the outcome's bin, draws brought to 1000 and one more put into each bin."""
    size = draws.shape[-1]
    even = np.sort(draws, axis=-1)[..., ((np.arange(SIZE) + 0.5) / SIZE * size).astype(int)]
    hits = (np.digitize(even, BINS) == np.digitize(outcome, BINS)[..., None]).sum(axis=-1) + 1
    return np.asarray(-np.log2(hits / (SIZE + len(BINS) + 1)), dtype=np.float64)


def interval_score(draws: Floats, outcome: Floats) -> Floats:
    """Score of the 90 % interval: its width, and twenty times what the outcome lies outside."""
    low, high = np.quantile(draws, (ALPHA / 2, 1 - ALPHA / 2), axis=-1)
    outside = np.maximum(low - outcome, 0) + np.maximum(outcome - high, 0)
    return np.asarray(high - low + 2 / ALPHA * outside, dtype=np.float64)


def average_precision(truth: Truth, chances: Floats) -> float:
    """Precision at each level of chance, weighted by the recall that it adds; equal chances count together."""
    if not truth.any():
        return 0.0
    order = np.argsort(-chances, kind="stable")
    ends = np.append(np.nonzero(np.diff(chances[order]))[0], len(order) - 1)
    found = np.cumsum(truth[order])[ends]
    return float((np.diff(found, prepend=0) / truth.sum() * found / (ends + 1)).sum())


def brier(truth: Truth, chances: Floats) -> float:
    """Mean squared distance of chances and what came."""
    return float(((chances - truth) ** 2).mean())


def coverage(draws: Floats, outcome: Floats, level: float) -> float:
    """How often the central interval of that level holds the outcome."""
    low, high = np.quantile(draws, ((1 - level) / 2, (1 + level) / 2), axis=-1)
    return float(((low <= outcome) & (outcome <= high)).mean())


def pit(draws: Floats, outcome: Floats, rng: np.random.Generator) -> Floats:
    """Where among its draws each outcome fell, 0 to 1; by chance within equal ones (Czado et al. 2009)."""
    below = (draws < outcome[..., None]).mean(axis=-1)
    equal = (draws == outcome[..., None]).mean(axis=-1)
    return np.asarray(below + rng.random(below.shape) * equal, dtype=np.float64)


def reliability(truth: Truth, chances: Floats, edges: Floats) -> list[tuple[float, float, int]]:
    """For each interval of chances that occurs: mean chance, share that came, how many."""
    group = np.digitize(chances, edges)
    held = [group == g for g in range(len(edges) + 1)]
    return [(float(chances[g].mean()), float(truth[g].mean()), int(g.sum())) for g in held if g.any()]
