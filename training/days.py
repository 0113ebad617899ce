"""Fit the weights of what speaks for a day (data/merge/days.toml), for `python -m training.merge`.

On tests/merge: the day of an incident is the one that most of its reports were read as of; the weights are those that
make it likeliest (softmax regression over the days before each report), with a ridge penalty, by Newton's method.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from training import fitting
from vedette.lexicon.tables import data_path
from vedette.merge.account import Account, accounts, known_days
from vedette.merge.days import SIGNS, WINDOW, signs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vedette.records import Coded

RIDGE = 1.0

Held = Mapping[str, float]
NOTHING: Held = dict.fromkeys(SIGNS, 0.0)
"""Weights before any are known."""


def fit(rows: Sequence[dict[str, Any]], coded: "Sequence[Coded]") -> Held:
    """The weights that make the incidents' days likeliest, less the penalty."""
    design, right = _examples(rows, coded)
    rows_of = np.arange(len(right))

    def bent(held: "NDArray[Any]") -> "tuple[NDArray[Any], NDArray[Any]]":
        """Slope and bend of the penalised loss."""
        score = design @ held
        chance = np.exp(score - score.max(1, keepdims=True))
        chance /= chance.sum(1, keepdims=True)
        mean = np.einsum("nd,nds->ns", chance, design)
        slope = (mean - design[rows_of, right]).sum(0) + RIDGE * held
        bend = np.einsum("nd,nds,ndt->st", chance, design, design) - mean.T @ mean + RIDGE * np.eye(len(SIGNS))
        return slope, bend

    return dict(zip(SIGNS, map(float, fitting.newton(np.zeros(len(SIGNS)), bent)), strict=True))


def _examples(rows: Sequence[dict[str, Any]], coded: "Sequence[Coded]") -> "tuple[NDArray[Any], NDArray[Any]]":
    """What speaks for each day of each report, and which day is right; reports of incidents with a known day only."""
    told = [(row, c, accounts(c, NOTHING)) for row, c in zip(rows, coded, strict=True) if row["incident"]]
    main = [(row, c, own) for row, c, own in told if own]
    days = _days(main)
    found, right = [], []
    for row, c, own in main:
        known = known_days(c)
        if known.published is None or not 0 <= known.published - days.get(row["incident"], 0) < WINDOW:
            continue
        speaks = [signs(known, own[0], own, day) for day in known.signs]
        found.append([[of.get(name, 0.0) for name in SIGNS] for of in speaks])
        right.append(known.published - days[row["incident"]])
    return np.array(found), np.array(right)


def _days(main: "Sequence[tuple[dict[str, Any], Coded, list[Account]]]") -> dict[str, int]:
    """The day of each incident: the one that most of its reports were read as of."""
    seen: dict[str, Counter[int]] = defaultdict(Counter)
    for row, _, own in main:
        if own[0].dated and own[0].first is not None and own[0].first == own[0].last:
            seen[row["incident"]][own[0].first] += 1
    return {incident: days.most_common(1)[0][0] for incident, days in seen.items()}


def write(held: Held) -> None:
    """Write the weights."""
    intent = "What speaks for a day on which something happened (src/vedette/merge/days.py): weights of a softmax."
    fitting.write(data_path("merge", "days.toml"), intent, fitting.MERGE, held)
