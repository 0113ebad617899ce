"""Clusters: no chaining by a round-up, two of one report are two, and the same accounts give the same clusters."""

import dataclasses
import datetime as dt

import pytest

from vedette.merge.account import Account
from vedette.merge.cluster import JOIN, SURE, Clusterer, enough
from vedette.merge.days import evenly
from vedette.merge.details import NOTHING, Details
from vedette.merge.likeness import FEATURES, contributions, features, model, score
from vedette.merge.texts import Weights

DAY = dt.date(2024, 3, 12).toordinal()


def account(report: str, words: str, day: int = DAY, place: str = "geonames:1", **changes: object) -> Account:
    """An account of violence in one town."""
    base = Account(
        id=f"{report}#1", report=report, events=("e1",), family="violence", kinds=frozenset({"Attack"}), place=place,
        lat=13.5, lon=2.1, reach=12.0, country="NER", units=frozenset({place}), first=day, last=day, dated=True,
        actors=frozenset({"JNIM"}), sides=frozenset({"NERREB"}), counts={}, words=tuple(words.split()),
        published="2024-03-13", publisher=report,
    )  # fmt: skip
    changed = dataclasses.replace(base, **changes)  # type: ignore[arg-type]
    return dataclasses.replace(changed, chances=evenly(changed))


MARKET = "market traders stalls burned cattle motorbikes nine shot"
POST = "volunteers post pickup overrun machine dawn barracks pursuit"


@pytest.fixture
def told() -> list[Account]:
    """Two happenings in a town, two days apart, four reports each."""
    first = [account(f"m{n}", f"{MARKET} extra{n}") for n in range(4)]
    second = [account(f"p{n}", f"{POST} extra{n}", DAY + 2) for n in range(4)]
    return first + second


def labels(clusters: list[list[int]], told: list[Account]) -> set[frozenset[str]]:
    """The clusters as sets of reports."""
    return {frozenset(told[n].report for n in members) for members in clusters}


def test_two_happenings_are_two(told: list[Account]) -> None:
    assert labels(Clusterer(told).run(), told) == {
        frozenset({"m0", "m1", "m2", "m3"}), frozenset({"p0", "p1", "p2", "p3"})
    }  # fmt: skip


def test_a_round_up_of_both_does_not_make_them_one(told: list[Account]) -> None:
    told = [*told, account("week", f"{MARKET} {POST}", DAY, published="2024-03-15")]
    found = labels(Clusterer(told).run(), told)
    assert not any({"m0", "p0"} <= group for group in found)


def test_the_order_of_reports_of_a_day_does_not_matter(told: list[Account]) -> None:
    shuffled = told[1::2] + told[::2]
    assert labels(Clusterer(told).run(), told) == labels(Clusterer(shuffled).run(), shuffled)


def test_what_is_told_beside_joins_but_does_not_bind(told: list[Account]) -> None:
    beside = dataclasses.replace(told[0], id="p0#2", report="p0")
    told = [*told, beside]
    found = Clusterer(told).run(range(8), [8])
    assert any({0, 8} <= set(members) for members in found)
    assert not any({0, 4} <= set(members) for members in found)


def test_the_sum_of_the_contributions_is_the_score(told: list[Account]) -> None:
    weights = Weights.of(a.words for a in told)
    first, second = ((weights.vector(a.words), weights.vector(a.lead)) for a in told[:2])
    pair = features(told[0], told[1], (first, second))
    assert set(pair) <= set(FEATURES)
    assert sum(part for _, part in contributions(pair)) == pytest.approx(score(pair, model()))


def test_the_more_accounts_are_compared_the_more_alike_they_must_be() -> None:
    asked = [enough(n) for n in (1, 2, 4, 16, 100_000)]
    assert asked == sorted(set(asked))
    assert asked[0] == JOIN
    assert asked[-1] == pytest.approx(SURE, abs=0.1)


def test_two_strikes_of_a_day_are_told_apart_by_what_was_hit_and_with_what() -> None:
    market = Details(things=frozenset({"market"}), weapons=frozenset({"shell"}))
    ward = Details(things=frozenset({"hospital"}), weapons=frozenset({"drone"}))
    stalls, nurses = "stalls cattle sheep pens burned dawn shells", "ward nurses roof theatre surgery dusk drone"
    told = [account(f"m{n}", f"town army traders {stalls} m{n}", details=market) for n in range(4)]
    told += [account(f"w{n}", f"town army patients {nurses} w{n}", details=ward) for n in range(4)]
    found = labels(Clusterer(told).run(), told)
    assert found == {frozenset({"m0", "m1", "m2", "m3"}), frozenset({"w0", "w1", "w2", "w3"})}
    assert len(Clusterer([dataclasses.replace(one, details=NOTHING) for one in told]).run()) == 1


def test_no_accounts_no_clusters() -> None:
    assert Clusterer([]).run() == []
