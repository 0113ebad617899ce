"""The clues of pairs: what a word is to an event, by the frames, by grammar and by itself."""

from collections.abc import Callable

from vedette.code.clues import ROLES, row_of
from vedette.code.events import Readers, frame_events
from vedette.code.pairclues import PairClues, roles_of

Read = Callable[[str], Readers]
TEXT = "Rebels shelled Idlib on Monday, killing 12 people, officials said."


def clues(read: Readers, token: int) -> dict[str, list[int]]:
    """The clues of every word for an event at a token that no frame found."""
    return dict(zip(read.tree.word, PairClues(read, 0, len(read.tree))(None, token), strict=True))


def test_the_roles_that_the_frames_gave(readers: Read) -> None:
    read = readers(TEXT)
    (event,) = frame_events(read, 0, len(read.tree)).kept
    told = {read.tree.word[token]: roles for token, roles in roles_of(event).items()}
    assert told == {
        "Rebels": ["actor"],
        "Idlib": ["target", "place"],
        "officials": ["source"],
        "killing": ["word of killed"],
    }
    assert {r for roles in told.values() for r in roles if not r.startswith("word")} <= set(ROLES)


def test_pairs_tell_direction_and_preposition(readers: Read) -> None:
    own = clues(readers("Rebels attacked from Hama."), 1)
    assert row_of("gap=-1") in own["Rebels"]
    assert row_of("kid=nsubj") in own["Rebels"]
    assert row_of("prep=from|True") in own["Hama"]


def test_what_grammar_and_the_tellers_say_of_a_word_that_no_frame_knows(readers: Read) -> None:
    read = readers("The policemen stood up and waved off the crowd, officials said.")
    own = clues(read, read.tree.word.index("waved"))
    assert row_of("by") in own["policemen"]
    assert row_of("on") in own["crowd"]
    assert row_of("source") in own["officials"]
    assert all(row_of("has=source") in rows for rows in own.values())


def test_what_a_word_names_by_itself(readers: Read) -> None:
    own = clues(readers(TEXT), 1)
    assert row_of("is=REB") in own["Rebels"]
    assert row_of("number=killed") in own["12"]
    assert row_of("is=REB") not in own["officials"]
