"""The encoder: tokens find their pieces whatever the text, and a sentence's vectors are its own."""

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.code.encoder import LONGEST, Encoder, first_pieces, sentence_of
from vedette.code.second import second_reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from vedette.code.tree import Tree


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """The packaged encoder."""
    return second_reader().encoder


def test_the_first_piece_of_each_token() -> None:
    pieces = [(0, 0), (0, 3), (4, 8), (8, 11), (11, 12), (0, 0)]
    assert first_pieces(pieces, [(0, 3), (4, 11), (11, 12)]) == [1, 2, 4]


def test_a_token_without_a_piece_has_the_start_mark() -> None:
    assert first_pieces([(0, 0), (0, 3), (0, 0)], [(0, 3), (3, 4), (4, 9)]) == [1, 0, 0]


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 2)), max_size=20))
def test_where_pieces_are_the_tokens_each_has_its_own(steps: list[tuple[int, int]]) -> None:
    tokens, at = [], 0
    for length, gap in steps:
        tokens.append((at, at + length))
        at += length + gap
    assert first_pieces([(0, 0), *tokens, (0, 0)], tokens) == list(range(1, len(tokens) + 1))


def test_a_vector_for_every_token_and_one_for_the_whole(encoder: Encoder, tree: "Callable[[str], Tree]") -> None:
    parsed = tree("Rebels shelled Idlib. Twelve people died.")
    sentences = [sentence_of(parsed, *s) for s in parsed.sents]
    assert sentences[1] == ("Twelve people died.", [(0, 6), (7, 13), (14, 18), (18, 19)])
    first, second = encoder.encode(sentences)
    assert first is not None
    assert second is not None
    assert first.shape == (5, 384)
    assert second.shape == (5, 384)


def test_a_sentence_is_read_alike_whatever_stands_beside_it(encoder: Encoder) -> None:
    short, long = ("Rebels shelled Idlib.", [(0, 6)]), ("A bomb " * 60, [(0, 1)])
    ((alone,), (_, beside)) = (encoder.encode(some) for some in ([short], [long, short]))
    assert alone is not None
    assert beside is not None
    assert np.array_equal(alone, beside)


def test_a_sentence_that_is_too_long_is_not_read(encoder: Encoder) -> None:
    fits, long = "a " * (LONGEST - 2), "a " * (LONGEST - 1)
    read, unread = encoder.encode([(fits, [(0, 1)]), (long, [(0, 1)])])
    assert read is not None
    assert unread is None


def test_nothing_to_encode(encoder: Encoder) -> None:
    assert encoder.encode([]) == []
