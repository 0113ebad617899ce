"""Comparing: which happenings are a pair, and which stand alone."""

import datetime as dt
import math
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.imports.comparing import Happening, compare, distance, of_row, score_of, settings
from vedette.records.vocabulary import PlacePrecision, TimePrecision
from vedette.store.imported import Imported

DAY = dt.date(2024, 11, 27)


def happening(ident: str = "a", day: int = 0, **changes: Any) -> Happening:
    """An invented clash."""
    told: dict[str, Any] = {
        "id": ident, "first": DAY + dt.timedelta(day), "last": DAY + dt.timedelta(day), "slack": 1,
        "place": "Tall Qarn", "point": (36.1, 37.0), "radius": 15, "what": "Armed clash", "type": "ASSAULT",
        "sub_event": "Armed clash", "killed": (5, 9),
    }  # fmt: skip
    return Happening(**(told | changes))


def test_the_same_on_both_sides_is_a_pair() -> None:
    assert score_of(happening(), happening("b")) == pytest.approx(1)
    (pair,) = compare([happening()], [happening("b")])
    assert (pair.verdict, pair.km, pair.score) == ("both", 0, 1)


@pytest.mark.parametrize(
    "change",
    [{"day": 3}, {"point": (37.1, 37.0)}, {"day": 2, "killed": (300, 300), "type": "PROTEST", "sub_event": None}],
)
def test_what_is_too_far_apart_is_none(change: dict[str, Any]) -> None:
    other = happening("b", **change)
    assert sorted(pair.verdict for pair in compare([happening()], [other])) == ["ours", "theirs"]


@pytest.mark.parametrize(
    "change",
    [
        {"day": 4, "slack": 4},
        {"point": (36.5, 37.2), "radius": 120},
        {"killed": (2, 4), "type": None, "sub_event": None},
        {"point": None, "radius": None},
        {"killed": None, "place": "Elsewhere", "point": (36.15, 37.05)},
    ],
)
def test_what_is_told_less_exactly_may_still_be_a_pair(change: dict[str, Any]) -> None:
    assert [pair.verdict for pair in compare([happening()], [happening("b", **change)])] == ["both"]


def test_each_is_in_one_pair_and_the_best_come_first() -> None:
    ours = [happening("a", killed=(5, 9)), happening("b", killed=(40, 40))]
    theirs = [happening("x", killed=(38, 41)), happening("y", killed=(6, 6)), happening("z", day=1, killed=(6, 6))]
    pairs = compare(ours, theirs)
    matched = {(p.ours.id, p.theirs.id) for p in pairs if p.ours and p.theirs}
    assert matched == {("a", "y"), ("b", "x")}
    assert [p.theirs.id for p in pairs if p.verdict == "theirs" and p.theirs] == ["z"]


def test_ours_below_what_the_other_counts_are_beyond_it() -> None:
    alone = [happening("a", killed=None), happening("b", killed=(0, 0)), happening("c", killed=(0, 1))]
    assert [pair.verdict for pair in compare(alone, [], min_killed=1)] == ["beyond", "beyond", "ours"]
    assert [pair.verdict for pair in compare(alone, [])] == ["ours", "ours", "ours"]


def test_distance() -> None:
    degree = distance(happening(), happening("b", point=(37.1, 37.0)))
    assert degree == pytest.approx(2 * math.pi * 6371 / 360)
    assert distance(happening(), happening("b", point=None)) is None
    assert distance(happening(point=(0, 179.5)), happening("b", point=(0, -179.5))) == pytest.approx(degree)


def test_a_row_of_another_coder() -> None:
    told: dict[str, Any] = {
        **dict.fromkeys(Imported.model_fields), "seq": 1, "source": "ucdp", "source_id": "7", "licence": "l",
        "added_at": "x", "actors": {}, "day_from": "2024-11-27", "day_precision": "week", "killed_low": 3,
        "killed_high": 8, "lat": 36.1, "lon": 37.0, "precision": "district",
    }  # fmt: skip
    found = of_row(Imported(**told))
    assert found is not None
    assert (found.last, found.slack, found.radius, found.killed) == (DAY, 4, 40, (3, 8))
    assert of_row(Imported(**told | {"day_from": None})) is None


def test_the_settings_know_every_precision() -> None:
    assert set(settings()["slack"]) == set(get_args(TimePrecision))
    assert set(settings()["radius"]) == set(get_args(PlacePrecision)) - {"country", "unknown"}


HAPPENINGS = st.lists(
    st.builds(
        happening,
        day=st.integers(-4, 4),
        slack=st.integers(1, 5),
        point=st.none() | st.tuples(st.floats(35, 37), st.floats(36, 38)),
        killed=st.none() | st.integers(0, 9).map(lambda n: (n, n + 3)),
        type=st.sampled_from([None, "ASSAULT", "PROTEST"]),
    ),
    max_size=6,
)


@given(HAPPENINGS, HAPPENINGS)
def test_nobody_is_lost_and_nobody_is_there_twice(left: list[Happening], right: list[Happening]) -> None:
    pairs = compare(left, right)
    assert sorted(map(id, left)) == sorted(id(pair.ours) for pair in pairs if pair.ours)
    assert sorted(map(id, right)) == sorted(id(pair.theirs) for pair in pairs if pair.theirs)
    assert all(0 <= (pair.score or 0) <= 1 for pair in pairs)


@given(HAPPENINGS)
def test_the_score_does_not_depend_on_the_side(some: list[Happening]) -> None:
    for one in some:
        for other in some:
            assert score_of(one, other) == pytest.approx(score_of(other, one))
