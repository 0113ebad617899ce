"""Fit the weights by which accounts are compared and dated (data/merge/): `python -m training.merge`.

On tests/merge, first what speaks for a day (training/days.py), then how alike accounts are: logistic regression over
all pairs of the reports' main accounts, copies left out, with a ridge penalty, by Newton's method; no more than numpy
is needed. Prints first how each file does when fitted on the others.
"""

import dataclasses
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from bench import merging
from training import days, fitting
from vedette.lexicon.tables import data_path
from vedette.merge.account import Account, accounts, bare_account
from vedette.merge.cluster import Clusterer
from vedette.merge.likeness import FEATURES, Weighted, features
from vedette.merge.texts import Weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vedette.records import Coded

    Files = Mapping[str, tuple[list[dict[str, Any]], list[Coded]]]
    """The rows of each file, and what the coder makes of them."""

RIDGE, SPREAD = 2.0, 5.0
"""How strongly weights are drawn to their priors; those without one in terms of the spread of what they weigh."""
NEAR, LEAST = -1.0, 0.02
"""Likeness of days from which on a pair tells of the spread of features, and the least that it is taken to be."""
FIRM = 200.0  # the names of towns are at times resolved wrongly, but less often than the set's hard cases make it seem
PRIOR = {
    "days likely": 1.0,
    "other towns": -2.5,
    "text low": -4.0,
    "far": -2.5,
    "other country": -3.0,
    "same place": 0.5,
    "near": 0.5,
}
"""What the weights are drawn to where the set says little: its incidents are weeks apart, those of the news are not."""
APART, EVERY = 21, 50
"""Days from which on reports are far apart in time, and of so many such pairs one is taken as of the same days."""
FILES = ("a", "b", "c", "d", "e")


def examples(
    rows: Sequence[dict[str, Any]], coded: "Sequence[Coded]", dating: days.Held
) -> "tuple[NDArray[Any], NDArray[Any]]":
    """The features of every pair of reports, and whether both are mainly about one incident.

    The incidents of the set are months apart, those of the news are not: of the pairs that are far apart in time every
    few are taken as if both had happened and been published on the same days.
    """
    main = [(row, _main(c, dating)) for row, c in zip(rows, coded, strict=True) if c.report is not None]
    weights = Weights.of(account.words for _, account in main)
    vectors = {account.id: (weights.vector(account.words), weights.vector(account.lead)) for _, account in main}
    found: list[list[float]] = []
    same: list[bool] = []
    for (row, one), (other_row, other) in combinations(main, 2):
        if other_row["duplicate_of"] == row["id"] or row["duplicate_of"] == other_row["id"]:
            continue
        words = vectors[one.id], vectors[other.id]
        if abs((one.day or 0) - (other.day or 0)) > APART and len(found) % EVERY == 0:
            other = _of_the_days_of(other, one)  # noqa: PLW2901
        found.append(_row(features(one, other, words)))
        same.append(bool(row["incident"]) and row["incident"] == other_row["incident"])
    return np.array(found), np.array(same, float)


def _main(coded: "Coded", dating: days.Held) -> Account:
    """What a report is mainly about, or that it tells of nothing."""
    return next(iter(accounts(coded, dating)), None) or bare_account(coded)


def _of_the_days_of(account: Account, one: Account) -> Account:
    """An account as if it told, and was published, on the days of another."""
    return dataclasses.replace(
        account, first=one.first, last=one.last, dated=one.dated, chances=one.chances, day=one.day,
        published=one.published,
    )  # fmt: skip


def _row(pair: "Mapping[str, float]") -> list[float]:
    """The features in their order."""
    return [pair.get(name, 0.0) for name in FEATURES]


def fit(pairs: "NDArray[Any]", same: "NDArray[Any]") -> Weighted:
    """The weights that make the labels likeliest, less the penalty."""
    design = np.c_[np.ones(len(pairs)), pairs]
    prior = np.array([0.0, *(PRIOR.get(name, 0.0) for name in FEATURES)])
    ridge = np.diag([0.0, *_ridge(pairs)])

    def bent(held: "NDArray[Any]") -> "tuple[NDArray[Any], NDArray[Any]]":
        """Slope and bend of the penalised loss."""
        chance = 1 / (1 + np.exp(-design @ held))
        slope = design.T @ (chance - same) + ridge @ (held - prior)
        return slope, (design * (chance * (1 - chance))[:, None]).T @ design + ridge

    held = fitting.newton(prior, bent)
    return Weighted(float(held[0]), dict(zip(FEATURES, map(float, held[1:]), strict=True)))


def _ridge(pairs: "NDArray[Any]") -> "Iterator[float]":
    """The penalty of each weight: a feature of small numbers, as the likeness of texts, is not held down for that."""
    near = pairs[pairs[:, FEATURES.index("days likely")] > NEAR]
    for name, spread in zip(FEATURES, np.maximum(near.std(axis=0), LEAST), strict=True):
        yield FIRM if name == "other towns" else RIDGE if name in PRIOR else SPREAD * float(spread) ** 2


def judged(
    rows: Sequence[dict[str, Any]], coded: "Sequence[Coded]", held: Weighted, dating: days.Held
) -> tuple[float, float]:
    """Pairwise and B-cubed F1 of the clusters that weights make of the reports' main accounts."""
    main = [_main(c, dating) for c in coded if c.report is not None]
    told = [n for n, account in enumerate(main) if account.events]
    bare = [n for n, account in enumerate(main) if not account.events]
    clusters = Clusterer(main, Weights.of(a.words for a in main), held).run(told, bare)
    labels = {row["id"]: f"none:{row['id']}" for row in rows}
    labels |= {main[n].report: str(k) for k, members in enumerate(clusters) for n in members}
    labels |= {row["id"]: labels[row["duplicate_of"]] for row in rows if row["duplicate_of"]}
    gold = {row["id"]: row["incident"] for row in rows if row["incident"]}
    return merging.pairwise(gold, labels)[2], merging.b_cubed(gold, labels)[2]


def _joined(parts: "Iterable[tuple[NDArray[Any], NDArray[Any]]]") -> "tuple[NDArray[Any], NDArray[Any]]":
    """The examples of several files together."""
    pairs, same = zip(*parts, strict=True)
    return np.concatenate(pairs), np.concatenate(same)


def write(held: Weighted) -> None:
    """Write the weights."""
    intent = "How likely two accounts are one happening (src/vedette/merge/likeness.py): log odds."
    fitting.write(data_path("merge", "weights.toml"), intent, fitting.MERGE, held.weights, constant=held.constant)


def fitted(files: "Files", names: Sequence[str]) -> tuple[Weighted, days.Held]:
    """The weights of likeness and of days that some of the files give."""
    dating = days.fit(*_together(files, names))
    return fit(*_joined(examples(*files[name], dating) for name in names)), dating


def _together(files: "Files", names: Sequence[str]) -> "tuple[list[dict[str, Any]], list[Coded]]":
    """The rows and the coded reports of several files, one after the other."""
    return [row for name in names for row in files[name][0]], [c for name in names for c in files[name][1]]


def main() -> int:
    """Fit, say how well, write."""
    files: Files = {name: (rows, merging.code(rows)) for name in FILES for rows in [merging.load(name)]}
    figures = []
    for asked in FILES:
        figures.append(judged(*files[asked], *fitted(files, [name for name in FILES if name != asked])))
        print(
            "fitted on the other files, asked on {}: pairwise F1 {:.3f}, B-cubed F1 {:.3f}".format(asked, *figures[-1])
        )
    print("mean: pairwise F1 {:.3f}, B-cubed F1 {:.3f}".format(*np.mean(figures, axis=0)))
    held, dating = fitted(files, FILES)
    days.write(dating)
    write(held)
    return 0


if __name__ == "__main__":
    sys.exit(main())
