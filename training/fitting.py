"""What the fits of small weights share: Newton's method, and the file that the weights are written to."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Bent = Callable[[NDArray[Any]], tuple[NDArray[Any], NDArray[Any]]]
    """The slope and the bend (gradient and Hessian) of what is to be least, at some weights."""

MERGE = "`python -m training.merge` on tests/merge"
STEPS, ENOUGH = 50, 1e-6
LONGEST = 2.0
"""A step moves no weight by more: far from the least a full step overshoots."""


def newton(start: "NDArray[Any]", bent: "Bent") -> "NDArray[Any]":
    """The weights where a convex function is least, from `start` on (Newton's method with short steps)."""
    held = start.copy()
    for _ in range(STEPS):
        step = np.linalg.solve(*reversed(bent(held)))
        longest = np.abs(step).max()
        held = held - step * min(1.0, LONGEST / longest)
        if longest < ENOUGH:
            break
    return held


def write(path: "Path", intent: str, fit_by: str, weights: Mapping[str, float], **alone: float) -> None:
    """Write weights, and values that stand alone before them, to a file of the package's data."""
    lines = [f"# {intent}", f"# Fitted by {fit_by}; do not edit."]
    lines += [f"{key} = {value:.3f}" for key, value in alone.items()]
    lines += ["", "[weights]", *(f'"{key}" = {value:.3f}' for key, value in weights.items())]
    path.write_text("\n".join(lines) + "\n", "utf-8")
