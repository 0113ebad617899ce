"""Towns that taggers take for other words are names; English words that are towns' names too stay what they are."""

from collections.abc import Callable

import pytest

from vedette.code.towns import is_town, ordinary
from vedette.code.tree import Tree


@pytest.mark.parametrize("word", ["Aleppo", "Pune", "Peshawar", "Multan", "Kyiv", "Kunming", "Bunia"])
def test_towns_are_known(word: str) -> None:
    assert is_town(word)


@pytest.mark.parametrize(
    "word", ["Reading", "Split", "Nice", "Police", "Most", "aleppo", "ALEPPO", "Syrian", "Masked", "Angry", "Of", ""]
)
def test_words_peoples_and_other_spellings_are_no_towns(word: str) -> None:
    assert not is_town(word)


def test_the_table_holds_small_words_in_order() -> None:
    words = list(ordinary())
    assert all(word.isalpha() and word == word.lower() for word in words)
    assert {"reading", "split", "nice", "mobile"} <= ordinary()


@pytest.mark.parametrize("head", ["Aleppo bombing kills 12", "Peshawar police fired tear gas at protesters."])
def test_a_town_at_the_head_of_a_line_is_tagged_as_a_name(tree: Callable[[str], Tree], head: str) -> None:
    found = tree(head)
    assert (found.pos[0], found.tag[0]) == ("PROPN", "NNP")


@pytest.mark.parametrize("head", ["Masked gunmen fired at a bus.", "Reading the verdict, the judge jailed two rebels."])
def test_other_words_keep_their_tag(tree: Callable[[str], Tree], head: str) -> None:
    assert tree(head).pos[0] != "PROPN"
