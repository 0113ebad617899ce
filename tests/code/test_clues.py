"""The clues: what the frames found is told word by word, and a clue's row never changes."""

from collections.abc import Callable

from vedette.code.clues import ROWS, Found, row_of, word_clues
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


def test_of_what_sector_the_parties_are_is_told_at_the_word_of_the_event(readers: Read) -> None:
    read = readers(TEXT)
    found = frame_events(read, 0, len(read.tree))
    own = dict(zip(read.tree.word, word_clues(read, found, 0, len(read.tree)), strict=True))
    assert {row_of("by=REB"), row_of("on=place"), row_of("counts=killed")} <= set(own["shelled"])
    assert row_of("by=REB") not in own["Monday"]


def test_of_what_sector_those_are_who_stand_round_a_word_that_no_frame_knows(readers: Read) -> None:
    read = readers("Soldiers and policemen waved off a crowd.")
    found = frame_events(read, 0, len(read.tree))
    assert found.at() == {}
    own = dict(zip(read.tree.word, word_clues(read, found, 0, len(read.tree)), strict=True))
    assert {row_of("by=MIL"), row_of("by=COP"), row_of("on=CVL")} <= set(own["waved"])


def test_a_word_is_told_of_the_events_near_it(readers: Read) -> None:
    read = readers("Rebels shelled Idlib on Monday, killing 12 people who had fled a raid.")
    found = frame_events(read, 0, len(read.tree))
    own = dict(zip(read.tree.word, word_clues(read, found, 0, len(read.tree)), strict=True))
    assert [e.type for e in found.kept] == ["ASSAULT"]
    assert row_of("under=ASSAULT") in own["killing"]
    assert row_of("under=ASSAULT") not in own["shelled"]


def test_words_and_numbers_of_a_count_are_told(readers: Read) -> None:
    read = readers(TEXT)
    own = dict(zip(read.tree.word, word_clues(read, Found([], []), 0, len(read.tree)), strict=True))
    assert row_of("tells=killed") in own["killing"]
    assert row_of("number=killed") in own["12"]


def test_a_sentence_without_frames_has_clues_all_the_same(readers: Read) -> None:
    read = readers("It rained in Cairo.")
    found = frame_events(read, 0, len(read.tree))
    assert (found.kept, found.dropped) == ([], [])
    assert all(row_of("none") in own for own in word_clues(read, found, 0, len(read.tree)))
