"""Map shapes: areas that do not overlap, no farther than their radius, and GeoJSON as RFC 7946 has it."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.records import Place
from vedette.track.areas import areas, cut, feature_collection
from vedette.track.control import control_history
from vedette.track.facts import GroundFact
from vedette.track.rules import control_rules
from vedette.track.sides import Side

HAMA, HOMS = (36.75, 35.13), (36.72, 34.73)
Ring = list[list[float]]


def signed_area(ring: Ring) -> float:
    """Twice the area of a closed ring, positive where it goes counter-clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))


def km(one: tuple[float, float], other: list[float]) -> float:
    """Roughly how far apart two points are."""
    return math.hypot((one[0] - other[0]) * math.cos(math.radians(one[1])), one[1] - other[1]) * 111.195


def test_a_lone_place_has_a_circle_of_the_radius() -> None:
    (ring,) = areas([HAMA])
    assert ring[0] == ring[-1]
    assert all(km(HAMA, corner) == pytest.approx(control_rules().map.radius_km, rel=0.01) for corner in ring)


def test_near_places_share_the_ground_between_them() -> None:
    hama, homs = areas([HAMA, HOMS])
    middle = (HAMA[1] + HOMS[1]) / 2
    assert min(corner[1] for corner in hama) == pytest.approx(middle, abs=0.01)
    assert max(corner[1] for corner in homs) == pytest.approx(middle, abs=0.01)


def test_areas_end_at_the_edges_of_the_map() -> None:
    (ring,) = areas([(179.99, 10.0)])
    assert max(corner[0] for corner in ring) == 180
    (ring,) = areas([(0.0, 89.99)])
    assert max(corner[1] for corner in ring) == 90


def test_cutting_leaves_nothing_of_what_lies_beyond() -> None:
    square = np.array([[2.0, 0.0], [3.0, 0.0], [3.0, 1.0], [2.0, 1.0]])
    assert len(cut(square, np.array([1.0, 0.0]), 1.0)) == 0
    assert cut(square, np.array([1.0, 0.0]), 2.5)[:, 0].max() == 2.5


@given(st.lists(st.tuples(st.floats(30, 31), st.floats(-85, 85)), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_every_ring_is_closed_and_counter_clockwise(points: list[tuple[float, float]]) -> None:
    for ring in areas(points):
        if ring:
            assert ring[0] == ring[-1]
            assert len(ring) >= 4
            assert signed_area(ring) >= 0


def test_a_map_tells_points_from_areas_and_contested_from_claimed() -> None:
    place = Place(id="geonames:1", name="Hama", country="SYR", lat=HAMA[1], lon=HAMA[0], precision="town")
    nowhere = Place(id="name:x", name="X")
    sides = [Side("HTS", "HTS"), Side("state:SYR", "SYR government")]
    facts = [GroundFact(place.id, s, "captured", "2024-12-05", s.id, s.id, source=s.name) for s in sides]
    facts.append(GroundFact(nowhere.id, sides[0], "captured", "2024-12-05", "r", "o"))
    found = feature_collection(control_history(facts), {place.id: place, nowhere.id: nowhere}, "2024-12-06")
    assert found["type"] == "FeatureCollection"
    assert [f["geometry"]["type"] for f in found["features"]] == ["Point", "Polygon"]
    assert found["features"][0]["geometry"]["coordinates"] == list(HAMA)
    told = found["features"][1]["properties"]
    assert (told["status"], told["shape"], told["pattern"]) == ("contested", "area", "striped")
    assert {told["holder"], *(o["holder"] for o in told["others"])} == {"HTS", "SYR government"}
