"""Trials: each frame tried at a word, and the reason why it was not taken, found without repeating the matcher."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from vedette.code.events import Readers
from vedette.code.trials import Trial, Trials, Tried, where_is
from vedette.code.triggers import Matcher
from vedette.lexicon.frames import Frame, FrameTable, frame_table
from vedette.lexicon.tables import data_path

Read = Callable[[str], Readers]
FRAME = Frame(id="test.pitch", type="MOBILIZE", verbs=("pitch",))


def tried_at(readers: Read, text: str, word: str) -> Tried:
    """What was tried at a word of a text."""
    read = readers(text)
    found = Trials(read.matcher).between(0, len(read.tree))
    return next(t for t in found if read.tree.word[t.token] == word)


def of(tried: Tried, frame: str, verdict: str) -> Trial:
    """The trial of a frame with a verdict."""
    return next(t for t in tried.trials if t.frame.id == frame and t.verdict == verdict)


def test_the_frame_that_fires_and_those_with_other_words(readers: Read) -> None:
    tried = tried_at(readers, "The militia opened fire on a convoy.", "opened")
    assert tried.taken is not None
    assert (tried.taken.frame.id, tried.taken.trigger) == ("assault.firearms", "open fire")
    assert of(tried, "retreat.access", "refused").why.startswith("more words: no 'corridor', ")


def test_a_word_of_a_longer_trigger_is_no_event_of_its_own(readers: Read) -> None:
    read = readers("The militia opened fire on a convoy.")
    fire = next(t for t in Trials(read.matcher).between(0, len(read.tree)) if read.tree.word[t.token] == "fire")
    assert fire.owner is not None
    assert fire.owner.frame.id == "assault.firearms"


def trial(readers: Read, frame: Frame, text: str, word: str) -> Trial:
    """The one trial of a frame of its own at a word."""
    read = readers(text)
    matcher = Matcher(read.tree, read.roles.grammar, read.matcher.phrases, FrameTable((frame,)))
    (found,) = Trials(matcher).at(read.tree.word.index(word)).trials
    return found


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"obj": {"place"}}, "obj: the object is 'tents', not one of place"),
        ({"not_obj": {"tent"}}, "not_obj: the object is 'tents', one of tent"),
        ({"subj": {"armed", "rebel"}}, "subj: the subject is 'Farmers', not one of armed, rebel"),
        ({"near": {"war"}}, "near: none of war"),
        ({"not_near": {"tent", "sheep"}}, "not_near: the sentence has tent"),
        ({"subj": {"rebel"}, "near": {"war"}}, "subj: the subject is 'Farmers', not one of rebel; near: none of war"),
    ],
)
def test_the_constraint_without_which_it_would_fit_is_the_reason(
    readers: Read, asked: dict[str, set[str]], why: str
) -> None:
    constraints: dict[str, Any] = {name: frozenset(words) for name, words in asked.items()}
    found = trial(readers, replace(FRAME, **constraints), "Farmers pitched tents.", "pitched")
    assert (found.verdict, found.why) == ("refused", why)


def test_a_frame_that_asks_for_nothing_fires(readers: Read) -> None:
    assert trial(readers, FRAME, "Farmers pitched tents.", "pitched").verdict == "taken"


def test_a_verb_that_should_be_negated(readers: Read) -> None:
    found = trial(readers, replace(FRAME, negated=True), "Farmers pitched tents.", "pitched")
    assert found.why == "the verb is not negated"


def test_frames_behind_the_one_that_fires(readers: Read) -> None:
    read = readers("Farmers pitched tents in Gao.")
    strict = replace(FRAME, id="test.strict", obj=frozenset({"tent"}))
    more = replace(FRAME, id="test.more", verbs=("pitch tent",))
    matcher = Matcher(read.tree, read.roles.grammar, read.matcher.phrases, FrameTable((FRAME, strict, more)))
    assert [(t.frame.id, t.verdict, t.why) for t in Trials(matcher).at(1).trials] == [
        ("test.more", "taken", "2 trigger words"),
        ("test.strict", "outranked", "fits, but test.more has more trigger words"),
        ("test.pitch", "outranked", "fits, but test.more has more trigger words"),
    ]


def test_a_word_that_only_describes_tells_of_no_deed(readers: Read) -> None:
    advance = Frame(id="test.advance", type="MOBILIZE", verbs=("advance",))
    found = trial(readers, advance, "Farmers fled from the advancing army.", "advancing")
    assert found.why == "read as VERB (amod), which tells of no deed here"


def test_what_is_taken_is_what_the_matcher_matches(readers: Read) -> None:
    text = (
        "Rebels attacked a base near Goma and killed nine soldiers. Police arrested the leader of the protest. "
        "Turkey deployed troops to the border after talks on a ceasefire failed, and the siege went on."
    )
    read = readers(text)
    taken = {t.token: t.taken.frame for t in Trials(read.matcher).between(0, len(read.tree)) if t.taken and not t.owner}
    assert taken == {m.token: m.frame for m in read.matcher.matches(0, len(read.tree))}


def test_every_frame_has_its_file_and_line() -> None:
    for frame in frame_table().frames:
        name, _, line = where_is(frame.id).partition(":")
        text = data_path("frames", name).read_text("utf-8").splitlines()
        assert text[int(line) - 1].endswith(f'"{frame.id}"')
    assert where_is("nobody.knows") == ""
