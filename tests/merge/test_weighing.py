"""What matters more goes first, and what a person stands behind is not unsure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.merge.weighing import Weighing, importance, uncertainty, weighing
from vedette.records import Place, Toll

TOWN = Place(id="geonames:1", name="Idlib", country="SYR", lat=35.9, lon=36.6, precision="town")


def killed(number: int) -> list[Toll]:
    """That many were killed."""
    return [Toll(of="killed", low=number, best=number, high=number)]


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 50))
def test_more_dead_and_more_origins_never_matter_less(few: int, more: int, origins: int) -> None:
    low, high = sorted((few, more))
    kinds = ("Attack", "ASSAULT")
    small = importance(kinds, "happened", killed(low), origins)
    assert 0 <= small <= importance(kinds, "happened", killed(high), origins) <= 1
    assert small <= importance(kinds, "happened", killed(low), origins + 1)


def test_what_is_only_planned_matters_less_and_a_change_of_control_more() -> None:
    happened = importance(("Armed clash", "ASSAULT"), "happened", killed(5), 2)
    assert importance(("Armed clash", "ASSAULT"), "planned", killed(5), 2) < happened
    assert importance(("Government regains territory", "COERCE"), "happened", killed(5), 2) > happened
    assert importance((None, None), None, [], 0) < happened


def test_what_a_person_confirmed_is_sure_and_what_one_disputes_is_not() -> None:
    told = {"told": [], "differing": 1, "origins": 1, "place": TOWN, "dated": True}
    assert uncertainty(**told, standing="confirmed") == 0  # type: ignore[arg-type]
    assert uncertainty(**told, standing="disputed") >= weighing().uncertainty.disputed  # type: ignore[arg-type]
    vague = {**told, "place": None, "dated": False}
    assert uncertainty(**vague, standing="new") > uncertainty(**told, standing="new")  # type: ignore[arg-type]


def test_shares_that_are_no_whole_are_refused() -> None:
    given_ = weighing().model_dump()
    for table, key in (("importance", "killed"), ("uncertainty", "alone")):
        broken = {**given_, table: {**given_[table], key: 0.9}}
        with pytest.raises(ValueError, match="sum to 1"):
            Weighing.model_validate(broken)
    with pytest.raises(ValueError, match="other"):
        Weighing.model_validate({**given_, "kinds": {"Attack": 0.5}})
