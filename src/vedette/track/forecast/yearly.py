"""Deaths that are known to the year only, and so stand under its first month.

UCDP lets an event without a month begin on the first day of its year (GED codebook, date precision 5), and the series
count deaths by the month an event began. Every January of Mexico holds thousands of deaths that belong to the twelve
months from there on. Such entries are taken out before anything is learned about growth and level, and foreseen by
themselves: with what chance does a unit that had one last January have one again, and how large will it be.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from vedette.track.forecast.history import Floats, History, calendar
from vedette.track.forecast.settings import YearlySettings

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Entries:
    """The entries of one unit: the chance of one in the next such month, and the sizes so far, oldest first."""

    chance: float
    sizes: Floats


@dataclass(frozen=True, eq=False)
class Parted:
    """A history parted into its months as they would be without entries, and the entries by the unit's column."""

    base: Floats
    entries: Mapping[int, Entries]


def parted(history: History, given: YearlySettings) -> Parted:
    """Part a history.

    An entry is a January of at least `least` deaths that reaches `factor` times the median of the months around it.
    Only those of units that had two in a row, or whose chance of another is not below `floor`, are taken out: others
    may be a war's outbreak.
    """
    deaths = history.deaths
    rows = np.array([n for n in range(len(deaths)) if calendar(history.first + n) == given.month], dtype=np.intp)
    usual = np.array([_around(deaths, row, given.span) for row in rows]).reshape(len(rows), deaths.shape[1])
    entry = _entries(deaths, rows, usual, given)
    base, found, shared = deaths.copy(), dict[int, Entries](), _shared(entry, given)
    for column in map(int, np.nonzero(entry.any(axis=0))[0]):
        own = entry[:, column]
        chance = _chance(own, shared, given)
        if chance >= given.floor or (own[1:] & own[:-1]).any():
            found[column] = Entries(chance, deaths[rows[own], column])
            base[rows[own], column] = np.round(usual[own, column])
    return Parted(base, found)


def _entries(deaths: Floats, rows: "NDArray[np.intp]", usual: Floats, given: YearlySettings) -> "NDArray[np.bool_]":
    """Which Januaries are entries [January, unit].

    One that few known months follow may as well be an outbreak, so it needs an entry in the January before.
    """
    found = np.zeros(usual.shape, dtype=bool)
    for n, row in enumerate(rows):
        high = deaths[row] >= np.maximum(given.factor * np.maximum(usual[n], 1.0), given.least)
        judged = (~np.isnan(deaths[row + 1 : row + 1 + given.span])).sum(axis=0) >= given.after
        found[n] = high & (judged | (found[n - 1] if n else False))
    return found


def _around(deaths: Floats, row: int, span: int) -> Floats:
    """Each unit's median over the months known around a row, itself left out; nan where none is known."""
    near = np.delete(deaths[max(0, row - span) : row + span + 1], min(row, span), axis=0)
    some = ~np.isnan(near).all(axis=0) if len(near) else np.zeros(deaths.shape[1], dtype=bool)
    found = np.full(deaths.shape[1], np.nan)
    if some.any():
        found[some] = np.nanmedian(near[:, some], axis=0)
    return found


def _shared(entry: "NDArray[np.bool_]", given: YearlySettings) -> float:
    """Over all units, how often an entry was followed by another a year later; drawn towards what is believed."""
    followed = float((entry[1:] & entry[:-1]).sum())
    return (followed + given.strength * given.recurs) / (float(entry[:-1].sum()) + given.strength)


def _chance(entry: "NDArray[np.bool_]", shared: float, given: YearlySettings) -> float:
    """How likely a unit's next January holds an entry: its own record, newer years more, drawn towards the share."""
    again = tried = 0.0
    for before, after in pairwise(entry):
        if before:
            again, tried = given.fade * again + float(after), given.fade * tried + 1.0
    without = len(entry) - 1 - int(np.nonzero(entry)[0][-1])
    return float((again + given.own * shared) / (tried + given.own) * given.gap**without)


def foreseen(
    entries: Entries, months: range, draws: int, rng: np.random.Generator, given: YearlySettings
) -> Iterator[tuple[int, Floats]]:
    """For each step of `months` (month numbers) that may hold an entry: its place and an entry by draw, 0 for none.

    An entry that failed to come makes the next year's less likely, as `gap` says.
    """
    ages = np.arange(len(entries.sizes))[::-1]
    weights = given.recent**ages
    chance = np.full(draws, entries.chance)
    for step, month in enumerate(months):
        if calendar(month) != given.month:
            continue
        comes = rng.random(draws) < chance
        sizes = rng.choice(entries.sizes, draws, p=weights / weights.sum())
        yield step, np.where(comes, np.round(sizes * np.exp(given.spread * rng.standard_normal(draws))), 0.0)
        chance = np.where(comes, entries.chance, chance * given.gap)
