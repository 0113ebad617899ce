"""Who stands on which side of a word, by grammar and by the frames."""

from collections.abc import Callable

from vedette.code.events import Readers, frame_events
from vedette.code.sides import Sides, framed

Read = Callable[[str], Readers]


def sides(read: Readers, word: str) -> set[tuple[str, str]]:
    """The sides of a word, each with the word at its head."""
    return {(side, read.tree.word[t]) for side, t in Sides(read).tokens(read.tree.word.index(word))}


def test_the_sides_of_a_verb_are_its_subject_and_its_object(readers: Read) -> None:
    assert sides(readers("Soldiers waved off a crowd."), "waved") == {("by", "Soldiers"), ("on", "crowd")}
    assert sides(readers("A crowd was waved off by soldiers."), "waved") == {("by", "soldiers"), ("on", "crowd")}


def test_the_sides_of_a_noun_are_told_by_prepositions(readers: Read) -> None:
    read = readers("The pelting of Goma by rebels went on.")
    assert sides(read, "pelting") == {("by", "rebels"), ("on", "Goma")}
    assert set(Sides(read).clues(read.tree.word.index("pelting"))) == {"by=REB", "on=place"}


def test_a_name_has_no_sides(readers: Read) -> None:
    assert sides(readers("The Party of God left Beirut."), "Party") == set()


def test_a_frame_tells_parties_arms_and_counts(readers: Read) -> None:
    read = readers("Rebels shelled soldiers near Goma, killing 12 people.")
    (event,) = frame_events(read, 0, len(read.tree)).kept
    assert {"by=REB", "on=MIL", "counts=killed"} <= set(framed(event))
