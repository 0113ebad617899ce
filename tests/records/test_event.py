"""Counts of an event: its own before running totals."""

import pytest

from vedette.records.event import Count, own
from vedette.records.incident import TollTold


def count(of: str, best: int, *, cumulative: bool = False) -> Count:
    """A count of so many."""
    return Count.model_validate({"of": of, "best": best, "start": 0, "end": 1, "cumulative": cumulative})


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ([("killed", 4, False), ("killed", 61, True)], [4]),
        ([("killed", 61, True)], [61]),
        ([("wounded", 3, False), ("killed", 61, True)], [3, 61]),
    ],
)
def test_a_running_total_stands_only_alone(given: list[tuple[str, int, bool]], kept: list[int]) -> None:
    assert [c.best for c in own(count(of, n, cumulative=total) for of, n, total in given)] == kept


def test_a_toll_is_told_as_its_count_is() -> None:
    toll = TollTold.of_count(count("killed", 61, cumulative=True))
    assert (toll.of, toll.best, toll.cumulative) == ("killed", 61, True)
