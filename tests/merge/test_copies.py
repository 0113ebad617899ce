"""Copies: the same text under another headline, edited or cut, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.lexicon.shingles import shingles
from vedette.merge.copies import find_copies, maybe_copies, sketch_of
from vedette.records import Report

TEXT = (
    "Gunmen on motorbikes attacked the weekly market of Solle on Tuesday morning and killed at least nine traders, "
    "residents said. They set several stalls alight and drove off northwards with about fifty head of cattle. "
    "Soldiers from Titao reached the village in the evening and found the market square empty."
)
OTHER = (
    "Nine people died when armed men fell upon traders in a village of Loroum province, a health worker told the "
    "station by telephone; the attackers burned shops before leaving with a herd. The army has not commented so far "
    "on what happened, and families are walking to the provincial capital tonight with what they can carry."
)


def report(key: str, text: str, published: str = "2024-03-12") -> Report:
    """A report."""
    return Report(id=key, text=text, published=published)


@pytest.mark.parametrize(
    "copy",
    [
        TEXT,
        TEXT.upper(),
        TEXT.replace("several stalls", "many stalls"),
        TEXT[: TEXT.index("Soldiers")],
        "From our correspondent. " + TEXT,
    ],
)
def test_a_copy_names_the_first(copy: str) -> None:
    found = find_copies([report("late", copy, "2024-03-13"), report("first", TEXT), report("other", OTHER)])
    assert [(c.report, c.of) for c in found] == [("late", "first")]


def test_a_copy_of_a_copy_names_the_first_too() -> None:
    texts = [TEXT, TEXT.replace("nine", "ten"), TEXT.replace("nine", "ten").replace("fifty", "sixty")]
    found = find_copies([report(f"r{n}", text, f"2024-03-1{n}") for n, text in enumerate(texts)])
    assert [(c.report, c.of) for c in found] == [("r1", "r0"), ("r2", "r0")]


def test_other_words_on_the_same_event_are_no_copy() -> None:
    assert find_copies([report("a", TEXT), report("b", OTHER)]) == []


@given(st.lists(st.text(max_size=40), max_size=6))
def test_any_texts_are_taken(texts: list[str]) -> None:
    found = find_copies([report(str(n), text) for n, text in enumerate(texts)])
    assert all(c.report != c.of for c in found)
    assert all(isinstance(s, str) for text in texts for s in shingles(text))


def test_kept_sketches_tell_which_texts_may_be_copies() -> None:
    kept = {"same": sketch_of(TEXT), "cut": sketch_of(TEXT[: TEXT.index("Soldiers")]), "other": sketch_of(OTHER)}
    assert maybe_copies([sketch_of(TEXT.upper())], kept) == ["same", "cut"]
    assert maybe_copies([sketch_of("")], kept | {"none": sketch_of("...")}) == []
