"""Clustering in pieces comes to what a new desk's clustering comes to, to the last account."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from bench.merge_speed import made
from vedette.merge.account import Account
from vedette.merge.cluster import HOPELESS
from vedette.merge.grouped import Grouped, components
from vedette.merge.growing import Growing
from vedette.merge.texts import Weights


def crowd(size: int, seed: int, towns: int) -> list[Account]:
    """Made-up accounts of few towns and weeks, so that they are much in each other's way; reports tell up to three."""
    drawn = random.Random(seed)  # noqa: S311 - made-up data, the same each time
    found = []
    for n, account in enumerate(made(size)):
        day = 735_000 + drawn.randrange(40)
        town = drawn.randrange(towns)
        place = None if drawn.random() < 0.2 else f"geonames:{town}"
        found.append(
            replace(
                account, id=f"{n // 3}#{n % 3}", report=f"r{n // 3}", place=place, first=day, last=day, day=day,
                lat=None if place is None else 30 + town / 10, lon=None if place is None else 40 + town / 7,
                published=None if drawn.random() < 0.1 else f"2013-05-{1 + drawn.randrange(28):02}",
            )
        )  # fmt: skip
    return found


def in_pieces(accounts: Sequence[Account], main: Sequence[int], weights: Weights, step: int) -> list[list[int]]:
    """The clusters by way of edges, components and joining."""
    grouped = Grouped(accounts, weights, main, {})
    edges = [edge for at in range(0, len(main), step) for edge in grouped.edges(at, at + step)]
    joined = []
    for members in components(grouped.order, edges):
        inside = set(members)
        joined.append(grouped.join(members, [edge for edge in edges if edge[0] in inside and edge[1] in inside]))
    return grouped.settle(joined)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("towns", [3, 40])
def test_it_comes_to_the_same_as_one_run(seed: int, towns: int) -> None:
    accounts = crowd(300, seed, towns)
    main = [n for n in range(300) if n % 3 == 0]
    rest = [n for n in range(300) if n % 3]
    weights = Weights.of(a.words for a in accounts)
    whole = sorted(Growing(accounts, weights).grow({}, main, rest, {}, lambda *_: True).values())
    assert in_pieces(accounts, main, weights, 17) == whole
    assert len(whole) < 300


def test_components_are_held_together_by_links_that_are_not_hopeless() -> None:
    edges = [(1, 2, HOPELESS + 0.1), (2, 3, HOPELESS), (4, 3, 5.0), (5, 6, -8.0)]
    assert components([6, 5, 4, 3, 2, 1], edges) == [[4, 3], [2, 1]]
