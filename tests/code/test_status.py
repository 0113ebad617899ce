"""Status: the ten of them, negation and promises, from the words around and above a trigger."""

from collections.abc import Callable

import pytest

from vedette.code.events import Readers
from vedette.code.status import Standing
from vedette.records import Event

Read = Callable[[str], Readers]


def standing(readers: Readers, word: str) -> Standing:
    """The standing of the trigger at a word."""
    return readers.status.standing(readers.tree.word.index(word))


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("The rebels attacked Goma.", "attacked", "happened"),
        ("The rebels have attacked Goma.", "attacked", "happened"),
        ("Goma was attacked by the rebels.", "attacked", "happened"),
        ("The rebels carried out an attack on Goma.", "attack", "happened"),
        ("France condemned Russia for bombing Goma.", "bombing", "happened"),
        ("The rebels fled after bombing Goma.", "bombing", "happened"),
        ("The rebels are attacking Goma.", "attacking", "ongoing"),
        ("The rebels were attacking Goma.", "attacking", "ongoing"),
        ("The rebels continue to shell Goma.", "shell", "ongoing"),
        ("The rebels kept shelling Goma.", "shelling", "ongoing"),
        ("The rebels plan to attack Goma.", "attack", "planned"),
        ("The rebels intend to attack Goma.", "attack", "planned"),
        ("The rebels will attack Goma.", "attack", "planned"),
        ("The rebels are ready to attack Goma.", "attack", "planned"),
        ("The rebels' plan to attack Goma was leaked.", "attack", "planned"),
        ("The army said it would attack Goma.", "attack", "planned"),
        ("The general ordered the army to attack Goma.", "attack", "ordered"),
        ("The army was ordered to attack Goma.", "attack", "ordered"),
        ("The rebels threatened to attack Goma.", "attack", "threatened"),
        ("The rebels repeated their threat to attack Goma.", "attack", "threatened"),
        ("The rebels may attack Goma.", "attack", "possible"),
        ("The rebels could attack Goma.", "attack", "possible"),
        ("A possible attack on Goma worries the UN.", "attack", "possible"),
        ("There is a risk of an attack on Goma.", "attack", "possible"),
        ("Residents fear that the rebels will attack Goma.", "attack", "feared"),
        ("There are fears of an attack on Goma.", "attack", "feared"),
        ("The rebels tried to attack Goma.", "attack", "attempted"),
        ("The rebels failed to capture Goma.", "capture", "attempted"),
        ("Police foiled an attack on the embassy.", "attack", "attempted"),
        ("The rebels have planned an attack on Goma.", "attack", "planned"),
        ("The general ordered an attack on Goma.", "attack", "ordered"),
        ("Rebels made an attempt to capture Goma.", "capture", "attempted"),
        ("The attack on Goma failed.", "attack", "attempted"),
        ("The army denied shelling Goma.", "shelling", "denied"),
        ("The army denied that it had shelled Goma.", "shelled", "denied"),
        ("The army denied reports that soldiers had shelled Goma.", "shelled", "denied"),
        ("If the rebels attack Goma, the army will respond.", "attack", "hypothetical"),
        ("The army will respond if the rebels attack Goma.", "attack", "hypothetical"),
        ("Should the rebels attack Goma, the army will respond.", "attack", "hypothetical"),
    ],
)
def test_status(readers: Read, text: str, word: str, status: str) -> None:
    found = standing(readers(text), word)
    assert (found.status, found.negated) == (status, False)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The rebels did not attack Goma.", "attack"),
        ("The rebels never attacked Goma.", "attacked"),
        ("No rebels attacked Goma.", "attacked"),
        ("No clashes were reported in Goma.", "clashes"),
        ("The rebels left without attacking Goma.", "attacking"),
        ("The rebels carried out no attack on Goma.", "attack"),
    ],
)
def test_what_did_not_happen_is_negated(readers: Read, text: str, word: str) -> None:
    found = standing(readers(text), word)
    assert (found.status, found.negated) == ("happened", True)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The rebels who plan to leave attacked Goma.", "attacked"),
        ("The rebels attacked Goma and plan to leave.", "attacked"),
        ("The rebels attacked Goma, fearing that rain would fall.", "attacked"),
        ("The army, which denied the report, attacked Goma.", "attacked"),
    ],
)
def test_words_that_stand_beside_it_say_nothing_of_it(readers: Read, text: str, word: str) -> None:
    assert standing(readers(text), word).status == "happened"


def test_a_modal_is_shared_by_coordinated_verbs(readers: Read) -> None:
    read = readers("The rebels may attack and seize Goma.")
    assert [standing(read, w).status for w in ("attack", "seize")] == ["possible", "possible"]


def test_fear_and_denial_outrank_the_modal_below_them(readers: Read) -> None:
    assert standing(readers("Residents fear that rebels could attack Goma."), "attack").status == "feared"


@pytest.mark.parametrize(
    ("text", "word", "promised"),
    [
        ("The rebels plan to attack Goma.", "attack", True),
        ("The rebels will attack Goma.", "attack", True),
        ("The rebels threatened to attack Goma.", "attack", True),
        ("The general ordered the army to attack Goma.", "attack", False),
        ("The rebels may attack Goma.", "attack", False),
        ("The rebels attacked Goma.", "attacked", False),
    ],
)
def test_promises_are_the_actors_own(readers: Read, text: str, word: str, *, promised: bool) -> None:
    assert standing(readers(text), word).promised is promised


def test_the_word_that_says_so(readers: Read) -> None:
    read = readers("The rebels tried to attack Goma.")
    by = standing(read, "attack").by
    assert by is not None
    assert read.tree.word[by] == "tried"
    assert standing(readers("The rebels attacked Goma."), "attacked").by is None


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Rebels fired no shots at the convoy near Goma on Monday.", True),
        ("Japan lifted none of its sanctions on Friday.", True),
        ("The Kenyan force has yet to deploy in Haiti.", True),
        ("Rebels fired shots at the convoy near Goma on Monday.", False),
        ("A bomb in Goma wounded nobody on Monday.", False),
    ],
)
def test_what_is_done_to_nothing_or_not_yet_is_negated(only: Callable[..., Event], text: str, *, negated: bool) -> None:
    assert only(text).negated is negated
