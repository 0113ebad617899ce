"""The script that finds where countries meet, on two squares side by side and on the outlines that are packaged."""

import csv
import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from vedette.lexicon.tables import data_path

SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "build_frontiers.py"


@pytest.fixture
def script() -> ModuleType:
    """The script."""
    spec = importlib.util.spec_from_file_location("build_frontiers", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_line_that_two_outlines_share_is_their_frontier(script: ModuleType, tmp_path: Path) -> None:
    lines = [[(1, 0), (1, 1), (1, 2)], [(1, 2), (0, 2), (0, 0), (1, 0)], [(1, 0), (2, 0), (2, 2), (1, 2)]]
    steps = [np.diff(np.array([(0, 0), *line]), axis=0) for line in lines]
    path = tmp_path / "borders.npz"
    np.savez(
        path, deltas=np.concatenate(steps), arc_sizes=[len(line) for line in lines], scale=[1.0, 1.0],
        translate=[0.0, 0.0], ring_arcs=[0, 1, ~0, 2], ring_sizes=[2, 2], codes=["AAA", "BBB"],
    )  # fmt: skip
    assert list(script.frontiers(path)) == [("AAA", "BBB", 1.0, 1.0, 222)]


def test_the_packaged_table_is_what_it_makes_of_the_packaged_outlines(script: ModuleType) -> None:
    with data_path("places", "frontiers.csv").open(encoding="utf8", newline="") as lines:
        packaged = list(csv.reader(lines))
    made = [list(map(str, row)) for row in script.frontiers(data_path("places", "borders.npz"))]
    assert packaged == [["country", "other", "lat", "lon", "km"], *made]
