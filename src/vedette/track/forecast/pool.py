"""The pool: analogues and three memories side by side, each with a share of the draws.

Shares are learned per class of units by the log score (ignorance) of what each member said at earlier months about
outcomes that are known by now: the linear opinion pool of Geweke and Amisano (2011), fitted by expectation
maximisation with a Dirichlet prior at the packaged weights. Nothing later than the last month known takes part, since
the earlier forecasts are made from the history cut at their own month.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vedette.track.forecast.analogues import Analogues
from vedette.track.forecast.history import MONTHS, Floats
from vedette.track.forecast.memory import Anywhere, Memory
from vedette.track.forecast.settings import PoolSettings, Settings
from vedette.track.forecast.state import trailing

Numbers = NDArray[np.intp]
MEMBERS: Final = ("analogues", "fast", "slow", "flat")
PSEUDO: Final = 0.5
"""Draws put into each bin, so that a member that left one empty is not ruled out for good."""


def seeded(*parts: bytes | str | int) -> np.random.Generator:
    """A generator that is the same for the same parts, on every machine."""
    told = hashlib.blake2b(digest_size=16)
    for part in parts:
        told.update((part if isinstance(part, bytes) else str(part).encode()) + b"\0")
    return np.random.default_rng(int.from_bytes(told.digest(), "big"))


@dataclass(frozen=True, eq=False)
class Members:
    """What can forecast a unit from one month on; `deaths` [month, unit] are without yearly entries."""

    deaths: Floats
    analogues: Analogues
    anywhere: Anywhere
    memories: tuple[Memory, ...]
    steps: int

    @classmethod
    def of(cls, deaths: Floats, steps: int, given: Settings) -> "Members":
        """Make them from all that is known."""
        rule = given.memory
        memories = (
            Memory(rule.window, rule.fast, rule.drift, rule.stay),
            Memory(rule.window, rule.slow, rule.drift, rule.stay),
            Memory(rule.flat, None, 0.0, rule.stay),
        )
        return cls(deaths, Analogues.of(deaths, steps, given), Anywhere(deaths), memories, steps)

    def draw(self, unit: int, counts: Sequence[int], rng: np.random.Generator) -> list[Floats]:
        """So many paths [step, draw] of each member."""
        if self.analogues.enough:
            first = self.analogues.draw(unit, counts[0], rng)
        else:
            first = self.anywhere.draw(self.steps, counts[0], rng)
        own = self.deaths[:, unit]
        rest = [m.draw(own, self.steps, n, rng) for m, n in zip(self.memories, counts[1:], strict=True)]
        return [first, *rest]


def prior(given: PoolSettings, *, analogues: bool) -> Floats:
    """The shares to begin with, in the order of MEMBERS."""
    held = np.array([given.weights.analogues, given.weights.fast, given.weights.slow, given.weights.flat])
    if not analogues:
        held[1:] *= (1.0 - given.anywhere) / held[1:].sum()
        held[0] = given.anywhere
    return np.asarray(held / held.sum(), dtype=np.float64)


def classes(deaths: Floats, given: PoolSettings) -> Numbers:
    """Each unit's class at the last month: 0 for never a death, then by the deaths a month in the past year."""
    year = trailing(deaths, MONTHS)[-1]
    ever = (np.nan_to_num(deaths) > 0).any(axis=0)
    return np.where(ever, 1 + np.searchsorted(np.array(given.classes), year, side="left"), 0)


def learned(deaths: Floats, steps: int, given: Settings, seed: bytes) -> Floats:
    """Shares [class, member], learned on forecasts from up to `origins` earlier months whose outcomes are known."""
    rule = given.pool
    whole = prior(rule, analogues=Analogues.of(deaths, steps, given).enough)
    held = np.tile(whole, (len(rule.classes) + 2, 1))
    said: list[tuple[int, Floats]] = []
    for past in range(rule.origins):
        months = len(deaths) - steps - rule.apart * past
        if months < given.analogues.settled:
            break
        said += _tried(deaths, months, steps, given, seed)
    for group in range(len(held)):
        chances = [chance for of, chance in said if of == group]
        if chances:
            held[group] = _fitted(np.array(chances), held[group], rule)
    return held


def _tried(deaths: Floats, months: int, steps: int, given: Settings, seed: bytes) -> list[tuple[int, Floats]]:
    """For the first, middle and last step from an earlier month and each unit: its class, what each member gave."""
    rule, known = given.pool, deaths[:months]
    members = Members.of(known, steps, given)
    if not members.analogues.enough:
        return []
    groups, told = classes(known, rule), list[tuple[int, Floats]]()
    for unit in _asked(known, groups, rule.units):
        drawn = members.draw(unit, [rule.draws] * len(MEMBERS), seeded(seed, "pool", months, unit))
        for step in sorted({0, steps // 2, steps - 1}):
            outcome = deaths[months + step, unit]
            if not np.isnan(outcome):
                told.append((int(groups[unit]), _chances(np.array([d[step] for d in drawn]), outcome, rule)))
    return told


def _asked(known: Floats, groups: Numbers, most: int) -> Iterator[int]:
    """The units that had begun; of a class with more than `most` units, evenly spread ones."""
    begun = np.atleast_1d(~np.isnan(known).all(axis=0))
    for group in np.unique(groups[begun]):
        units = np.nonzero(begun & (groups == group))[0]
        yield from map(int, units[:: len(units) // (most + 1) + 1])


def _chances(drawn: Floats, outcome: float, given: PoolSettings) -> Floats:
    """The chance that each member [member, draw] gave to the bin of what came."""
    bins = np.array(given.bins)
    hits = (np.digitize(drawn, bins) == np.digitize(outcome, bins)).sum(axis=1)
    return np.asarray((hits + PSEUDO) / (drawn.shape[1] + PSEUDO * (len(bins) + 1)), dtype=np.float64)


def _fitted(chances: Floats, weights: Floats, given: PoolSettings) -> Floats:
    """Shares that give what came [outcome, member] the highest chance, from the prior `weights`."""
    start = weights
    for _ in range(given.rounds):
        parts = weights * chances
        parts /= parts.sum(axis=1, keepdims=True)
        weights = parts.sum(axis=0) + given.strength * start
        weights /= weights.sum()
    return weights


def shares(weights: Floats, draws: int) -> list[int]:
    """How many of the draws each member gives; they sum to `draws`."""
    ends = np.round(np.cumsum(weights) / weights.sum() * draws).astype(int)
    return [int(n) for n in np.diff(ends, prepend=0)]
