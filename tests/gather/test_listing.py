"""What is listed over many visits: every version of every entry exactly once, whatever order, breaks and repeats."""

from itertools import islice

from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.gather.fetched import Article, Memory
from vedette.gather.sources.listing import LEAST_REMEMBERED, Listed, fresh


def entry(number: int, version: int, *, with_id: bool = True, repeat: str = "") -> Listed:
    """A version of an entry; the address of a repeated one is spelt another way."""
    url = f"https://example.org/{number}{repeat}"
    ident = f"urn:{number}" if with_id else None
    return Listed(Article(url, id=ident, title=f"Title {number}.{version}", published=f"2026-11-{version % 28 + 1:02}"))


VISITS = st.lists(
    st.tuples(
        st.lists(st.integers(0, 7), max_size=4),  # entries that are edited before the visit
        st.integers(0, 8),  # entries that are new
        st.integers(0, 12),  # articles that are taken before the visit is broken off; 12 is all of them
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=150, deadline=None)
@given(VISITS, st.booleans(), st.randoms(use_true_random=False))
def test_every_version_is_listed_once_and_none_is_lost(
    visits: list[tuple[list[int], int, int]],
    with_id: bool,  # noqa: FBT001 - drawn
    chance: "object",
) -> None:
    versions: dict[int, int] = {}
    memory, got = Memory(), list[str]()
    seen_versions: set[str] = set()
    for edited, new, taken in visits:
        for number in edited:
            if number in versions:
                versions[number] += 1
        versions |= {len(versions) + n: 0 for n in range(new)}
        listing = [entry(n, v, with_id=with_id) for n, v in versions.items()]
        listing += [entry(n, v, with_id=with_id, repeat="?utm_source=again") for n, v in list(versions.items())[:2]]
        chance.shuffle(listing)  # type: ignore[attr-defined]
        some = list(islice(fresh(listing, memory), taken)) if taken < 12 else list(fresh(listing, memory))
        got += [article.title or "" for article in some]
        if taken >= 12:
            seen_versions |= {f"Title {n}.{v}" for n, v in versions.items()}
            assert seen_versions <= set(got)
    list(fresh([entry(n, v, with_id=with_id) for n, v in versions.items()], memory))
    # the one article that was handed over when a visit was broken off may come again, and only that one
    breaks = sum(taken < 12 for _, _, taken in visits)
    assert len(got) - len(set(got)) <= breaks
    assert list(fresh([entry(n, v, with_id=with_id) for n, v in versions.items()], memory)) == []


@settings(deadline=None)
@given(st.integers(0, 3000))
def test_what_is_remembered_stays_in_proportion(number: int) -> None:
    memory = Memory(seen={f"old {n}": "x" for n in range(number)})
    listing = [entry(n, 0) for n in range(5)]
    assert len(list(fresh(listing, memory))) == 5
    assert len(memory.seen) <= max(LEAST_REMEMBERED, 10)
    assert {f"urn:{n}" for n in range(5)} <= set(memory.seen)


def test_entries_that_leave_and_come_back_are_not_listed_again() -> None:
    memory = Memory()
    assert len(list(fresh([entry(n, 0) for n in range(50)], memory))) == 50
    for _ in range(20):
        assert list(fresh([entry(n, 0) for n in range(3)], memory)) == []
    assert list(fresh([entry(n, 0) for n in range(50)], memory)) == []
