"""New accounts among incidents that are there: what joins what, and that nobody's word is gone against."""

from collections.abc import Callable

import pytest

from tests.merge.test_cluster import DAY, MARKET, POST, account
from vedette.merge.account import Account
from vedette.merge.cluster import Clusterer
from vedette.merge.growing import Growing
from vedette.merge.keeping import of_json, to_json, weeks_of

Joinable = Callable[[str, str], bool]
ALWAYS: Joinable = lambda _one, _other: True  # noqa: E731 - the plainest way to say so


@pytest.fixture
def told() -> list[Account]:
    """Two happenings in a town, two days apart, four reports each."""
    first = [account(f"m{n}", f"{MARKET} extra{n}") for n in range(4)]
    return first + [account(f"p{n}", f"{POST} extra{n}", DAY + 2) for n in range(4)]


def groups(found: dict[int, list[int]]) -> list[list[int]]:
    """The members of the clusters, in order."""
    return sorted(found.values())


def test_without_incidents_it_gives_what_the_clusterer_gives(told: list[Account]) -> None:
    assert groups(Growing(told).grow({}, range(8), [], {}, ALWAYS)) == Clusterer(told).run()


def test_new_accounts_join_the_incident_that_they_tell_of(told: list[Account]) -> None:
    growing = Growing(told)
    found = growing.grow({"i1": ([0, 1], []), "i2": ([4], [])}, [2, 3, 5, 6, 7], [], {}, ALWAYS)
    assert {name: found[number] for name, number in growing.named.items()} == {"i1": [0, 1, 2, 3], "i2": [4, 5, 6, 7]}
    assert growing.absorbed == {}


def test_an_account_that_was_told_apart_from_an_incident_stays_out_of_it(told: list[Account]) -> None:
    growing = Growing(told)
    found = growing.grow({"i1": ([0, 1], [])}, [2], [3], {2: {"i1"}, 3: {"i1"}}, ALWAYS)
    assert found[growing.named["i1"]] == [0, 1]
    assert groups(found) == [[0, 1], [2, 3]]


def test_incidents_of_one_happening_are_joined_when_more_is_told_of_it(told: list[Account]) -> None:
    growing = Growing(told)
    split: dict[str, tuple[list[int], list[int]]] = {"i1": ([0], []), "i2": ([1, 2], []), "i3": ([4, 5], [])}
    found = growing.grow(split, [3], [], {}, ALWAYS)
    assert growing.absorbed.keys() == {"i2"}
    assert growing.absorbed["i2"][0] == "i1"
    assert groups(found) == [[0, 1, 2, 3], [4, 5]]


def test_but_not_where_that_is_not_allowed(told: list[Account]) -> None:
    growing = Growing(told)
    asked: list[set[str]] = []

    def never(one: str, other: str) -> bool:
        asked.append({one, other})
        return False

    found = growing.grow({"i1": ([0], []), "i2": ([1, 2], [])}, [3], [], {}, never)
    assert asked == [{"i1", "i2"}]
    assert growing.absorbed == {}
    assert len(found) == 2


def test_incidents_to_which_nothing_came_are_left_alone(told: list[Account]) -> None:
    growing = Growing(told)
    found = growing.grow({"i1": ([0], []), "i2": ([1, 2], [])}, [4], [], {}, ALWAYS)
    assert growing.absorbed == {}
    assert groups(found) == [[0], [1, 2], [4]]


def test_an_account_comes_back_from_its_json_as_it_was(told: list[Account]) -> None:
    kept = account("r\x00", "w", counts={"killed": (3, 4)}, first=None, last=None, publisher="a\ud800")
    assert of_json(to_json(kept)) == kept
    assert to_json(kept).isascii()
    assert weeks_of(kept) is None
    weeks = weeks_of(told[0])
    assert weeks is not None
    assert weeks[0] <= DAY // 7 <= weeks[1]
