"""Words of harm: whom each is said of."""

from collections.abc import Callable

import pytest

from vedette.code.events import Readers
from vedette.code.harm import Harm

Read = Callable[[str], Readers]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Rebels killed farmers and herders.", [("killed", "killed", ["farmers", "herders"])]),
        ("Farmers were led to the shore and beheaded.", [("beheaded", "killed", ["Farmers"])]),
        ("Farmers died and herders were hurt.", [("died", "killed", ["Farmers"]), ("hurt", "wounded", ["herders"])]),
        ("Gunmen fatally wounded a guard.", [("wounded", "killed", ["guard"])]),
        ("A court sentenced officers to death.", [("death", "killed", [])]),
        ("Farmers lost their lives.", [("lost", "killed", ["Farmers"])]),
        ("The killing of farmers went on.", [("killing", "killed", ["farmers"])]),
        ("The blast left guards dead.", [("left", "killed", ["guards"]), ("dead", "killed", ["guards"])]),
    ],
)  # fmt: skip
def test_whom_a_word_of_harm_is_said_of(readers: Read, text: str, told: list[tuple[str, str, list[str]]]) -> None:
    read = readers(text)
    harm, word = Harm(read.tree, read.roles.grammar, {}), read.tree.word
    found = list(harm.words(0, len(read.tree)))
    assert [(word[t], of, [word[o] for o in harm.objects(t, key)]) for t, of, key in found] == told


def test_one_person_is_believed_of_some_words_only(readers: Read) -> None:
    read = readers("A guard died, and a rebel lost a foot.")
    harm = Harm(read.tree, read.roles.grammar, {})
    assert [harm.takes_one(t, key) for t, _, key in harm.words(0, len(read.tree))] == [True, False]
