"""A multinomial logistic regression on sparse features, in plain numpy, so that training needs no further package.

Labels of one type share weights: the weight of a label is the sum of a weight of its type and one of its own, both
drawn towards zero (L2), so that rare modes of a frequent type are learnt from little. An instance may have several
right labels; then the probability of them together is made large. Minimised by L-BFGS from zero: no chance is
involved, the same data give the same weights.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

CHUNK = 1500
MEMORY = 8
TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Sparse:
    """Rows of column numbers, every value 1: row i has `columns[starts[i]:starts[i + 1]]`; none may be empty."""

    columns: "Ints"
    starts: "Ints"

    def times(self, matrix: "Floats") -> "Floats":
        """The product with a dense matrix (columns x labels)."""
        size = len(self.starts) - 1
        out = np.empty((size, matrix.shape[1]), np.float32)
        for low in range(0, size, CHUNK):
            high = min(low + CHUNK, size)
            block = matrix[self.columns[self.starts[low] : self.starts[high]]]
            out[low:high] = np.add.reduceat(block, self.starts[low:high] - self.starts[low], axis=0)
        return out

    def turned(self, width: int) -> "Sparse":
        """The transpose; every column must occur."""
        rows = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        order = np.argsort(self.columns, kind="stable")
        counts = np.bincount(self.columns, minlength=width)
        return Sparse(rows[order], np.concatenate([[0], np.cumsum(counts)]))


def sparse(rows: Sequence["Ints"]) -> Sparse:
    """Rows of column numbers as one Sparse."""
    starts = np.concatenate([[0], np.cumsum([len(r) for r in rows])]).astype(np.int64)
    return Sparse(np.concatenate(rows), starts)


def fit(rows: Sequence["Ints"], right: Sequence[Sequence[int]], groups: Sequence[int], l2: float) -> "Floats":
    """Weights (columns x labels) for instances with these columns and right labels; `groups` is each label's type.

    Columns are 0 .. max; each must occur in some row.
    """
    data = sparse(rows)
    width, labels = int(data.columns.max()) + 1, len(groups)
    turned = data.turned(width)
    good = np.zeros((len(rows), labels), np.float32)
    for n, those in enumerate(right):
        good[n, list(those)] = 1
    share = np.zeros((max(groups) + 1, labels), np.float32)
    share[list(groups), range(labels)] = 1

    def loss(flat: "Floats") -> tuple[float, "Floats"]:
        """The negative log-likelihood with its penalty, and its gradient."""
        both = flat.reshape(width, -1)
        chances = softmax(data.times(both[:, : len(share)] @ share + both[:, len(share) :]))
        hits = chances * good
        total = hits.sum(axis=1, keepdims=True) + TINY
        slope = turned.times(chances - hits / total)
        gradient = np.concatenate([slope @ share.T, slope], axis=1) + l2 * both
        return float(0.5 * l2 * (both * both).sum() - np.log(total).sum()), gradient.ravel()

    best = minimise(loss, np.zeros(width * (len(share) + labels), np.float32)).reshape(width, -1)
    return best[:, : len(share)] @ share + best[:, len(share) :]


def softmax(scores: "Floats") -> "Floats":
    """Each row as probabilities."""
    raised: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def minimise(
    loss: Callable[["Floats"], tuple[float, "Floats"]], at: "Floats", steps: int = 80, enough: float = 1e-4
) -> "Floats":
    """The minimum of a convex function by L-BFGS (Liu and Nocedal 1989) with halved steps.

    Stops after `steps`, or when a step gains less than the share `enough` of the value.
    """
    past: list[tuple[Floats, Floats]] = []
    value, slope = loss(at)
    for _ in range(steps):
        way = _direction(slope, past)
        gain, step = float(slope @ way), 1.0
        new = at - way
        new_value, new_slope = loss(new)
        while new_value > value - 1e-4 * step * gain and step > TINY:
            step /= 2
            new = at - np.float32(step) * way
            new_value, new_slope = loss(new)
        change, turn = new - at, new_slope - slope
        if float(change @ turn) > TINY:
            past = [*past[1 - MEMORY :], (change, turn)]
        done = value - new_value < enough * abs(value)
        at, value, slope = new, new_value, new_slope
        if done:
            break
    return at


def _direction(slope: "Floats", past: list[tuple["Floats", "Floats"]]) -> "Floats":
    """The slope turned by what the last steps say of the curvature (two-loop recursion)."""
    if not past:
        return slope / np.linalg.norm(slope)
    way, shares = slope.copy(), []
    for change, turn in reversed(past):
        share = (change @ way) / (turn @ change)
        shares.append(share)
        way -= share * turn
    change, turn = past[-1]
    way *= (change @ turn) / (turn @ turn)
    for (change, turn), share in zip(past, reversed(shares), strict=True):
        way += change * (share - (turn @ way) / (turn @ change))
    return way
