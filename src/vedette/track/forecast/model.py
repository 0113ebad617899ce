"""The model: paths of deaths for each unit of a history, from its last month on."""

from collections.abc import Iterator

import numpy as np

from vedette.track.forecast.history import Floats, History
from vedette.track.forecast.pool import Members, classes, learned, prior, seeded, shares
from vedette.track.forecast.settings import Settings, settings
from vedette.track.forecast.yearly import Parted, foreseen, parted

DRAWS = 1000


class Model:
    """Forecasts of a history for `steps` months after its last one.

    Deterministic: the same history (whatever the order of its rows), steps and constants give the same draws, and a
    unit's draws do not depend on which others are asked for. `learn=False` keeps to the packaged weights.
    """

    def __init__(self, history: History, steps: int, given: Settings | None = None, *, learn: bool = True) -> None:
        self.history, self.steps = history, steps
        self._given = given or settings()
        self._seed = history.digest()
        self._parted: Parted = parted(history, self._given.yearly)
        base = self._parted.base
        self._members = Members.of(base, steps, self._given)
        self._classes = classes(base, self._given.pool)
        if learn:
            self.weights = learned(base, steps, self._given, self._seed)
        else:
            start = prior(self._given.pool, analogues=self._members.analogues.enough)
            self.weights = np.tile(start, (len(self._given.pool.classes) + 2, 1))

    def paths(self, unit: int, draws: int = DRAWS) -> Floats:
        """Draws [step, draw] of one unit (its column in the history); one column is one path through the months."""
        rng = seeded(self._seed, "paths", self.history.units[unit])
        parts = self._members.draw(unit, shares(self.weights[self._classes[unit]], draws), rng)
        paths = np.concatenate(parts, axis=1)[:, rng.permutation(draws)]
        entries = self._parted.entries.get(unit)
        if entries is not None:
            months = range(self.history.last + 1, self.history.last + 1 + self.steps)
            for step, sizes in foreseen(entries, months, draws, rng, self._given.yearly):
                paths[step] = np.maximum(paths[step], sizes)
        return paths

    def all_paths(self, draws: int = DRAWS) -> Iterator[tuple[str, Floats]]:
        """Each unit with its paths, in the order of the units."""
        for column, unit in enumerate(self.history.units):
            yield unit, self.paths(column, draws)
