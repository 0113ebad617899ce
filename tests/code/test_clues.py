"""The clues: what the frames found is told word by word, and a clue's row never changes."""

from collections.abc import Callable

from vedette.code.clues import ROLES, ROWS, pair_clues, roles_of, row_of, word_clues
from vedette.code.events import Readers, frame_events

Read = Callable[[str], Readers]
TEXT = "Rebels shelled Idlib on Monday, killing 12 people, officials said."


def test_the_row_of_a_clue_is_the_same_on_every_machine() -> None:
    assert (row_of("pos=NN"), row_of("kept|ASSAULT")) == (851, 229)
    assert all(0 <= row_of(f"x={n}") < ROWS for n in range(100))


def test_what_a_frame_found_is_told_at_its_word(readers: Read) -> None:
    read = readers(TEXT)
    found = frame_events(read, 0, len(read.tree))
    clues = word_clues(read, found, 0, len(read.tree))
    assert len(clues) == len(read.tree)
    told = row_of("kept|ASSAULT|heavy-weapons")
    assert [read.tree.word[n] for n, own in enumerate(clues) if told in own] == ["shelled"]
    joined = row_of("joined|ASSAULT")
    assert [read.tree.word[n] for n, own in enumerate(clues) if joined in own] == ["killing"]


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
    read = readers("Rebels attacked from Hama.")
    pairs = pair_clues(read, None, 1, 0, len(read.tree))
    assert row_of("gap=-1") in pairs[0]
    assert row_of("kid=nsubj") in pairs[0]
    assert row_of("prep=from|True") in pairs[3]


def test_a_sentence_without_frames_has_clues_all_the_same(readers: Read) -> None:
    read = readers("It rained in Cairo.")
    found = frame_events(read, 0, len(read.tree))
    assert (found.kept, found.dropped) == ([], [])
    assert all(row_of("none") in own for own in word_clues(read, found, 0, len(read.tree)))
