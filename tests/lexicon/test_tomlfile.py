"""TOML into records: lines in errors, tables laid over each other."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from vedette.errors import DataFileError
from vedette.lexicon.tomlfile import laid_over, read_record
from vedette.lexicon.tomllines import line_of
from vedette.records.base import Record


class Part(Record):
    """A part of the whole."""

    size: int


class Whole(Record):
    """What the files of these tests hold."""

    name: str
    part: tuple[Part, ...] = ()
    table: dict[str, Part] = Field(default_factory=dict)


TEXT = """\
# a comment
name = "x"

[[part]]
size = 1

[[part]]
# another comment
size = 2

[table.one]
size = 3

[table."two words"]
size = 4
"""


@pytest.mark.parametrize(
    ("where", "line"),
    [
        (("name",), 2), (("part",), 4), (("part", 0, "size"), 5), (("part", 1), 7), (("part", 1, "size"), 9),
        (("part", 1, "colour"), 7), (("table", "one", "size"), 12), (("table", "two words", "size"), 15),
        (("nothing",), None), (("part", 7, "size"), 4), ((), None),
    ],
)  # fmt: skip
def test_the_line_of_a_key_or_of_the_nearest_table(where: tuple[str | int, ...], line: int | None) -> None:
    assert line_of(TEXT, where) == line


@given(st.text(), st.lists(st.text(max_size=5) | st.integers(0, 3), max_size=4))
def test_any_text_and_path_give_a_line_of_it_or_none(text: str, where: list[str | int]) -> None:
    line = line_of(text, where)
    assert line is None or 1 <= line <= len(text.splitlines())


def test_a_record_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(TEXT, "utf-8")
    found = read_record(path, Whole, "the guide")
    assert [part.size for part in found.part] == [1, 2]
    assert found.table["two words"].size == 4


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "x"', "", "a.toml: name is missing. Write it; the guide says what it is"),
        ('name = "x"', "name = 1", "a.toml:2: name: Input should be a valid string. Correct it; the guide"),
        ("size = 2", "sise = 2", "a.toml:9: part.sise is no known key. Did you mean 'size'?"),
        ("size = 2", "colour = 2", "a.toml:9: part.colour is no known key. Leave it out; the guide lists the keys"),
        ("size = 3", 'size = "big"', "a.toml:12: table.one.size: Input should be a valid integer"),
    ],
)
def test_what_is_wrong_is_told_with_line_and_remedy(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(TEXT.replace(old, new, 1), "utf-8")
    with pytest.raises(DataFileError) as told:
        read_record(path, Whole, "the guide")
    assert said in str(told.value)


def test_tables_are_laid_over_each_other_and_the_rest_is_replaced() -> None:
    below = {"a": {"x": 1, "y": {"z": 1}}, "list": [1], "b": 1}
    assert laid_over(below, {"a": {"y": {"w": 2}}, "list": [2], "c": 3}) == {
        "a": {"x": 1, "y": {"z": 1, "w": 2}}, "list": [2], "b": 1, "c": 3,
    }  # fmt: skip
    assert below["a"] == {"x": 1, "y": {"z": 1}}
