"""Ties: what the words of a sentence are to each other."""

from collections.abc import Callable

import numpy as np
import pytest

from vedette.code.events import Readers, frame_events
from vedette.code.ties import TIES, ties

Read = Callable[[str], Readers]


def tied(read: Readers) -> Callable[[str, str], str]:
    """The tie of one word to another, by name."""
    made, word = ties(read, frame_events(read, 0, len(read.tree)), 0, len(read.tree)), read.tree.word
    return lambda one, other: TIES[made[word.index(one), word.index(other)]]


@pytest.mark.parametrize(
    ("one", "other", "there", "back"),
    [
        ("shelled", "Rebels", "by", "does"),
        ("shelled", "Idlib", "on", "bears"),
        ("Monday", "on", "head", "child"),
        ("Rebels", "Monday", "clause", "clause"),
        ("while", "shelled", "far", "far"),
        ("Rebels", "Rebels", "self", "self"),
    ],
)
def test_each_tie_has_its_other_way(readers: Read, one: str, other: str, there: str, back: str) -> None:
    tie = tied(readers("Rebels shelled Idlib on Monday, officials said, while talks went on in Geneva."))
    assert (tie(one, other), tie(other, one)) == (there, back)


def test_parties_that_a_frame_found_are_tied(readers: Read) -> None:
    tie = tied(readers("The capture of Idlib by rebels was announced."))
    assert (tie("capture", "rebels"), tie("capture", "Idlib")) == ("by", "on")


def test_a_later_sentence_is_by_itself(readers: Read) -> None:
    read = readers("Rebels fled. Troops shelled Idlib.")
    first, end = read.tree.sents[1]
    made = ties(read, frame_events(read, first, end), first, end)
    assert made.shape == (end - first, end - first)
    assert made.dtype == np.uint8
    assert TIES[made[1, 0]] == "by"
