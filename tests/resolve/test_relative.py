"""Places told by another place: so far off and which way, or between two."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.pipeline import Pipeline
from vedette.records import Report
from vedette.records.place import Place
from vedette.resolve.relative import around, between, displaced, middle

ALEPPO = Place(id="geonames:1", name="Aleppo", feature="town", country="SYR", lat=36.2, lon=37.16, precision="town")
HAMA = Place(id="geonames:2", name="Hama", feature="town", country="SYR", lat=35.13, lon=36.76, precision="town")


def km(place: Place) -> float:
    """How far a place lies from Aleppo, in flat kilometres."""
    assert place.lat is not None
    assert place.lon is not None
    return math.hypot(place.lat - 36.2, (place.lon - 37.16) * math.cos(math.radians(36.2))) * 111.2


@pytest.mark.parametrize(
    ("before", "far", "north", "east"),
    [
        ("a village 20 km north of ", 20, 1, 0),
        ("about 35 miles (56 km) south-east of ", 56.3, -1, 1),
        ("12 kilometres to the west of the town of ", 12, 0, -1),
        ("1,000 metres from ", 0, 0, 0),
    ],
)
def test_the_point_is_as_far_and_that_way(before: str, far: float, north: int, east: int) -> None:
    place = displaced(before, len(before), ALEPPO)
    assert km(place) == pytest.approx(far, abs=0.5)
    assert place.lat is not None
    assert place.lon is not None
    assert (place.lat - 36.2) * north >= 0
    assert (place.lon - 37.16) * east >= 0
    assert (place.precision == "district") is bool(far)


def test_a_side_without_a_distance_only_blurs_the_place() -> None:
    place = displaced("a base north of ", 16, ALEPPO)
    assert (place.id, place.lat, place.precision) == ("geonames:1", 36.2, "district")


def test_the_middle_of_two_places() -> None:
    text = "clashes between Aleppo and Hama"
    ends = ((16, 22), (27, 31))
    middle = between(text, ends, (ALEPPO, HAMA))
    assert middle is not None
    assert middle.lat == pytest.approx(35.665)
    assert (middle.precision, middle.country) == ("district", "SYR")
    assert between("talks in Aleppo and Hama", ((9, 15), (20, 24)), (ALEPPO, HAMA)) is None


@given(st.text(max_size=60))
def test_any_words_before_a_place_leave_it_sound(before: str) -> None:
    place = displaced(before, len(before), ALEPPO)
    assert place.lat is not None
    assert -90 <= place.lat <= 90


def test_an_event_lies_there(pipeline: Pipeline) -> None:
    text = "Rebels attacked a village 20 km north of Aleppo on Monday."
    (coded,) = pipeline.code([Report(id="r", text=text, published="2024-11-30")])
    place = next(p for p in coded.places if coded.events[0].place and p.id == coded.events[0].place.ref)
    assert (place.name, place.precision) == ("20 km north of Aleppo", "district")


@pytest.mark.parametrize(
    ("text", "names", "inside"),
    [
        ("at Nairobi's Gikomba market", ["Gikomba"], [("Nairobi",)]),
        ("at Safoora, on the edge of Karachi", ["Safoora", "Karachi"], [("Karachi",), ()]),
        ("the Lanark prison in Belfast", ["Lanark", "Belfast"], [("Belfast",), ()]),
        ("held Azaz but fled in Aleppo", ["Azaz", "Aleppo"], [(), ()]),
        ("from Kabul in Qatar's aircraft", ["Kabul", "Qatar"], [(), ()]),
        ("Azaz, a suburb of Aleppo", ["Azaz", "Aleppo"], [("Aleppo",), ()]),
    ],
)
def test_what_the_text_says_lies_round_a_place(text: str, names: list[str], inside: list[tuple[str, ...]]) -> None:
    spans = [(text.index(name), text.index(name) + len(name)) for name in names]
    assert list(around(text, spans)) == inside


@given(st.text(max_size=60), st.data())
def test_any_text_tells_something_of_each_place(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    assert len(list(around(text, spans))) == len(spans)


def test_only_ends_that_a_road_may_join_have_a_middle() -> None:
    far = HAMA.model_copy(update={"lat": 55.0})
    assert middle(ALEPPO, HAMA) is not None
    assert middle(ALEPPO, far) is None
    assert middle(ALEPPO, Place(id="name:x", name="x")) is None
