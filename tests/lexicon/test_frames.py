"""The frame table: the packaged frames hold together; one that breaks the schema is refused by file and line."""

from pathlib import Path
from typing import get_args

import pytest

from vedette.errors import DataFileError
from vedette.lexicon.frames import (
    CAMEO,
    CHOICES,
    CLASSES,
    SUB_EVENTS,
    SUB_EVENTS_OF,
    TYPES,
    Frame,
    FrameTable,
    frame_table,
)
from vedette.records.vocabulary import PloverType

GOOD = '[[frame]]\nid = "test.hit"\ntype = "ASSAULT"\nverbs = ["hit"]\n'


def load(folder: Path, frames: str, lists: str = 'towns = ["town", "city"]\n') -> FrameTable:
    """The table of one file of frames beside its word lists."""
    (folder / "frames.toml").write_text(frames, encoding="utf-8")
    (folder / "lists.toml").write_text(lists, encoding="utf-8")
    return frame_table.__wrapped__(folder)


def test_the_packaged_frames_cover_every_type() -> None:
    table = frame_table()
    assert {f.type for f in table.frames} == set(get_args(PloverType)) == TYPES
    assert set(CAMEO) == TYPES
    ids = [f.id for f in table.frames]
    assert len(ids) == len(set(ids))


def test_packaged_triggers_are_found_by_the_word_they_hang_on() -> None:
    table = frame_table()
    assert "assault.air" in [t.frame.id for t in table.nouns["strike"] if t.more == ("air",)]
    assert all(t.frame.verbs for triggers in table.verbs.values() for t in triggers)


def test_the_packaged_frames_name_no_class_by_mistake() -> None:
    capitals = [w for f in frame_table().frames for w in (*f.verbs, *f.nouns, *f.obj, *f.subj) if w != w.lower()]
    assert capitals == []


def test_a_frame_names_sub_events_of_its_type_alone() -> None:
    assert frozenset[str]().union(*SUB_EVENTS_OF.values()) == SUB_EVENTS
    tables = (frame_table().verbs, frame_table().nouns)
    for frame in {t.frame.id: t.frame for table in tables for ts in table.values() for t in ts}.values():
        named = frame.sub_event.values() if isinstance(frame.sub_event, dict) else [frame.sub_event]
        assert {name for name in named if name} <= SUB_EVENTS_OF[frame.type], frame.id


def test_a_frame_by_its_id() -> None:
    assert frame_table().by_id("assault.attack").type == "ASSAULT"
    with pytest.raises(KeyError):
        frame_table().by_id("assault.none")


def test_a_good_frame_comes_back_with_its_defaults(tmp_path: Path) -> None:
    (frame,) = load(tmp_path, GOOD).frames
    assert frame == Frame(id="test.hit", type="ASSAULT", verbs=("hit",))
    assert (frame.mode, frame.content, frame.strictness) == (None, False, 0)


def test_a_named_list_stands_for_its_words(tmp_path: Path) -> None:
    (frame,) = load(tmp_path, GOOD + 'obj = ["@towns", "place"]\n').frames
    assert frame.obj == {"town", "city", "place"}
    assert frame.strictness == 1


def test_a_table_of_sub_events(tmp_path: Path) -> None:
    (frame,) = load(tmp_path, GOOD + 'sub_event = {civil = "Attack", other = "Armed clash"}\n').frames
    assert frame.sub_event == {"civil": "Attack", "other": "Armed clash"}
    assert "civil" in CHOICES


def test_better_triggers_come_first() -> None:
    loose, longer = Frame("a", "AID", verbs=("take",)), Frame("b", "AID", verbs=("take over",))
    strict = Frame("c", "AID", verbs=("take",), obj=frozenset({"place"}))
    table = FrameTable((loose, longer, strict))
    assert [t.frame.id for t in table.verbs["take"]] == ["b", "c", "a"]
    assert [t.more for t in table.verbs["take"]] == [("over",), (), ()]


def test_nouns_are_indexed_by_their_last_word() -> None:
    table = FrameTable((Frame("a", "ASSAULT", nouns=("air strike",)),))
    assert [t.more for t in table.nouns["strike"]] == [("air",)]
    assert not table.verbs


@pytest.mark.parametrize(
    ("line", "problem", "remedy"),
    [
        ('colour = "red"', "unknown keys colour", "README.md"),
        ('mode = "nuclear"', "mode 'nuclear' is not PLOVER's", "Use one of"),
        ('status = "maybe"', "status 'maybe' is unknown", "Use one of happened"),
        ('needs = "weapon"', "needs 'weapon' is unknown", "Use one of actor, any"),
        ('territory = "won"', "territory 'won' is unknown", "Use one of gain, hold, loss"),
        ('of = "place"', "of 'place' is unknown", "Use actor or target"),
        ('obj = ["@rivers"]', "there is no list '@rivers'", "lists.toml"),
        ('obj = "town"', "obj is not a list of words", 'Write obj = ["word", ...]'),
        ("obj = [12]", "obj is not a list of words", 'Write obj = ["word", ...]'),
        ('mutual = "yes"', "mutual is neither true nor false", "Write mutual = true"),
        ('sub_event = "Battle"', "sub_event other = 'Battle' is unknown", "ACLED's 25 names"),
        ('sub_event = {foe = "Attack"}', "sub_event foe = 'Attack' is unknown", "ACLED's 25 names"),
    ],
)
def test_a_bad_value_is_refused_by_file_line_and_remedy(tmp_path: Path, line: str, problem: str, remedy: str) -> None:
    with pytest.raises(DataFileError) as refusal:
        load(tmp_path, f"# comment\n{GOOD}{line}\n")
    said = str(refusal.value)
    assert f"{tmp_path / 'frames.toml'}:3: frame 'test.hit': {problem}" in said
    assert remedy in said


@pytest.mark.parametrize(
    ("frames", "problem"),
    [
        (
            '[[frame]]\nid = "a"\ntype = "WAR"\nverbs = ["hit"]\n',
            "frames.toml:2: frame 'a': type 'WAR' is not PLOVER's",
        ),
        ('[[frame]]\nid = "a"\nverbs = ["hit"]\n', "frames.toml:2: frame 'a': type None is not PLOVER's"),
        ('[[frame]]\nid = "a"\ntype = "AID"\n', "frames.toml:2: frame 'a': it has neither verbs nor nouns"),
        ('[[frame]]\ntype = "AID"\nverbs = ["hit"]\n', "frames.toml: frame '(without id)': it has no id"),
        (GOOD + GOOD, "frame 'test.hit': the id is used twice"),
        ("", "no frame is defined"),
        ("[[frame]]\nid = test\n", "frames.toml:2: is not TOML"),
    ],
)
def test_a_bad_frame_is_refused(tmp_path: Path, frames: str, problem: str) -> None:
    with pytest.raises(DataFileError) as refusal:
        load(tmp_path, frames)
    assert problem in str(refusal.value)


def test_an_id_that_two_files_use_is_refused(tmp_path: Path) -> None:
    (tmp_path / "another.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"frames\.toml:2: frame 'test\.hit': the id is used twice\. Rename"):
        load(tmp_path, GOOD)


@pytest.mark.parametrize("lists", ['towns = "town"\n', "towns = [1, 2]\n"])
def test_a_list_that_is_none_is_refused(tmp_path: Path, lists: str) -> None:
    with pytest.raises(DataFileError, match=r"lists\.toml.*list 'towns' is not a list of words"):
        load(tmp_path, GOOD, lists)


def test_a_missing_folder_names_itself(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"lists\.toml: cannot be read"):
        frame_table.__wrapped__(tmp_path / "none")


def test_classes_are_no_words_of_a_list(tmp_path: Path) -> None:
    (frame,) = load(tmp_path, GOOD + 'obj = ["armed"]\n').frames
    assert frame.obj <= CLASSES
