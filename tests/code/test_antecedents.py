"""Antecedents: what a pronoun stands for where that is plain, and nothing where it is not."""

from collections.abc import Callable

import pytest

from vedette.code.events import Readers

Read = Callable[[str], Readers]


def antecedent(readers: Readers, pronoun: str) -> str | None:
    """The words that a pronoun stands for."""
    phrase = readers.matcher.phrases.at(readers.tree.lower.index(pronoun))
    assert phrase is not None
    found = readers.roles.antecedents.of(phrase)
    return found.text if found else None


@pytest.mark.parametrize(
    ("text", "pronoun", "stands_for"),
    [
        ("The rebels fled after they attacked the base.", "they", "rebels"),
        ("The rebels attacked the base. They then fled.", "they", "rebels"),
        ("The minister said he would resign.", "he", "minister"),
        ("Hamas said it had freed the hostages.", "it", "Hamas"),
        ("Turkey said its troops had left.", "its", "Turkey"),
        ("The rebels said their commander had left.", "their", "rebels"),
    ],
)
def test_the_nearest_that_fits(readers: Read, text: str, pronoun: str, stands_for: str) -> None:
    assert antecedent(readers(text), pronoun) == stands_for


def test_the_subject_goes_before_the_object(readers: Read) -> None:
    assert antecedent(readers("The soldiers met the villagers before they left."), "they") == "soldiers"


def test_a_person_is_he_and_a_group_is_not(readers: Read) -> None:
    assert antecedent(readers("The rebels told the minister that he must leave."), "he") == "minister"
    assert antecedent(readers("The rebels attacked before he left."), "he") is None


def test_one_person_is_not_they(readers: Read) -> None:
    assert antecedent(readers("The minister fled before they attacked."), "they") is None


@pytest.mark.parametrize("text", ["The rebels know that we attacked.", "The minister knows that I attacked."])
def test_speakers_are_left_open(readers: Read, text: str) -> None:
    assert antecedent(readers(text), "we" if " we " in text else "i") is None


def test_nothing_before_it(readers: Read) -> None:
    assert antecedent(readers("They attacked the rebels."), "they") is None


def test_it_reaches_back_one_sentence_only(readers: Read) -> None:
    text = "The rebels attacked the base. Rain fell. They then fled."
    assert antecedent(readers(text), "they") is None
