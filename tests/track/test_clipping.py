"""Cells cut to outlines: nothing outside, nothing lost, with bays, islands and holes, and the packaged outlines."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.errors import DataFileError
from vedette.records import Place
from vedette.track.areas import feature_collection
from vedette.track.borders import inside, load_outlines, outlines
from vedette.track.clipping import clipped
from vedette.track.control import control_history
from vedette.track.facts import GroundFact
from vedette.track.sides import Side

SQUARE = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0]])


def ring(*corners: tuple[float, float]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """A closed ring."""
    return np.array([*corners, corners[0]], dtype=float)


def area(corners: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> float:
    """The area of an open ring, positive counter-clockwise."""
    x, y = corners[:, 0], corners[:, 1]
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)


def left(*rings: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> float:
    """The area of what the square and an outline share."""
    return sum(area(r) for r in clipped(SQUARE, rings))


def test_a_cell_in_a_country_is_whole_and_one_beyond_it_is_gone() -> None:
    assert left(ring((-9, -9), (9, -9), (9, 9), (-9, 9))) == 16
    assert clipped(SQUARE, [ring((5, 5), (9, 5), (9, 9))]) == []


def test_an_island_in_a_cell_is_kept_and_a_lake_is_a_hole() -> None:
    assert left(ring((1, 1), (2, 1), (2, 2), (1, 2))) == 1
    country, lake = ring((-9, -9), (9, -9), (9, 9), (-9, 9)), ring((1, 1), (1, 3), (3, 3), (3, 1))
    assert left(country, lake) == 12


def test_a_border_across_a_cell_leaves_one_side_of_it() -> None:
    assert left(ring((-9, -9), (1, -9), (1, 9), (-9, 9))) == pytest.approx(4)


def test_a_bay_leaves_two_pieces() -> None:
    comb = ring((-9, -9), (9, -9), (9, 9), (3, 9), (3, -5), (1, -5), (1, 9), (-9, 9))
    found = clipped(SQUARE, [comb])
    assert len(found) == 2
    assert sum(map(area, found)) == pytest.approx(8)


def _star(numbers: list[float]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """A ring round the middle of the square with a corner at each of these distances."""
    turns = np.linspace(0, 2 * math.pi, len(numbers), endpoint=False) + 0.1
    return ring(*((2 + d * math.cos(a), 2 + d * math.sin(a)) for d, a in zip(numbers, turns, strict=True)))


@given(st.lists(st.floats(0.3, 5.0), min_size=3, max_size=14))
@settings(max_examples=80, deadline=None)
def test_what_is_left_is_what_both_hold(numbers: list[float]) -> None:
    outline = _star(numbers)
    grid = np.arange(0.05, 4, 0.1)
    share = np.mean([inside([outline], x, y) for x in grid for y in grid])
    found = clipped(SQUARE, [outline])
    assert sum(map(area, found)) == pytest.approx(16 * share, abs=0.8)
    for corners in found:
        assert (corners >= -1e-9).all()
        assert (corners <= 4 + 1e-9).all()


def mapped(place: Place) -> list[dict[str, object]]:
    """The areas of one place that is held."""
    fact = GroundFact(place.id, Side("x", "x"), "captured", "2024-12-05", "r", "o")
    features = feature_collection(control_history([fact]), {place.id: place}, None)["features"]
    return [f for f in features if f["properties"]["shape"] == "area"]


def test_an_area_ends_at_the_border_of_its_country() -> None:
    bukamal = Place(id="geonames:1", name="Al-Bukamal", country="SYR", lat=34.45, lon=40.92, precision="town")
    (found,) = mapped(bukamal)
    corners = np.array(found["geometry"]["coordinates"][0])  # type: ignore[index]
    middle = corners.mean(axis=0)
    syria, iraq = outlines().of("SYR"), outlines().of("IRQ")
    assert syria is not None
    assert iraq is not None
    assert syria.holds(*middle)
    shrunk = middle + 0.98 * (corners - middle)
    assert sum(iraq.holds(x, y) for x, y in shrunk) <= 2
    assert found["properties"]["within"] == ["SYR"]  # type: ignore[index]


def test_a_place_in_the_outline_of_another_than_its_country_keeps_both() -> None:
    simferopol = Place(id="geonames:1", name="Simferopol", country="UKR", lat=44.95, lon=34.1, precision="town")
    (found,) = mapped(simferopol)
    assert found["properties"]["within"] == ["UKR", "RUS"]  # type: ignore[index]
    nowhere = Place(id="geonames:2", name="Platform", lat=0.0, lon=-30.0, precision="town")
    (whole,) = mapped(nowhere)
    assert whole["properties"]["within"] == []  # type: ignore[index]


def test_outlines_that_cannot_be_read_say_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"build_borders\.py"):
        load_outlines(tmp_path / "none.npz")
    (tmp_path / "bad.npz").write_bytes(b"no archive")
    with pytest.raises(DataFileError, match="is no file of outlines"):
        load_outlines(tmp_path / "bad.npz")
