"""The table readers: good files come back as values, bad ones are refused with the file and the line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.errors import DataFileError
from vedette.lexicon import tables

SCHEMA: tables.Schema = {"id": tables.slug, "words": tables.many(tables.text), "since": tables.optional(tables.year)}


def write(folder: Path, content: str) -> Path:
    """A CSV file of the content."""
    path = folder / "table.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test_rows_carry_values_and_lines(tmp_path: Path) -> None:
    path = write(tmp_path, 'id,words,since\nHTS,a;b c,2017\n\nPKK,"d, e",\n')
    assert tables.read_csv(path, SCHEMA) == [
        {"line": 2, "id": "HTS", "words": ("a", "b c"), "since": 2017},
        {"line": 4, "id": "PKK", "words": ("d, e",), "since": None},
    ]


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("id,since,words\n", 1, "the header is 'id,since,words'"),
        ("", 1, "the header is ''"),
        ("id,words,since\nHTS,a\n", 2, "2 cells where 3 are due"),
        ("id,words,since\nHTS,a,2017\nhts,a,2017\n", 3, "column id: 'hts'"),
        ("id,words,since\nHTS,a; b,2017\n", 2, "column words: ' b'"),
        ("id,words,since\nHTS,a;,2017\n", 2, "column words: ''"),
        ("id,words,since\nHTS,a,20177\n", 2, "column since: '20177'"),
        ("id,words,since\nHTS,a,²017\n", 2, "column since"),
    ],
)
def test_a_bad_table_is_refused_with_its_line(tmp_path: Path, content: str, line: int, words: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(DataFileError) as caught:
        tables.read_csv(path, SCHEMA)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert words in str(caught.value)


def test_a_missing_or_broken_file_is_a_data_file_error(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="cannot be read"):
        tables.read_csv(tmp_path / "none.csv", SCHEMA)
    (tmp_path / "latin.csv").write_bytes(b"id,words,since\nHTS,\xe9,\n")
    with pytest.raises(DataFileError, match="cannot be read"):
        tables.read_csv(tmp_path / "latin.csv", SCHEMA)
    with pytest.raises(DataFileError, match="cannot be read"):
        tables.read_csv(write(tmp_path, 'id,words,since\nHTS,"a,\n'), SCHEMA)


def test_toml_is_read_and_its_errors_name_the_line(tmp_path: Path) -> None:
    path = tmp_path / "frames.toml"
    path.write_text('[frame]\nname = "seize"\n', encoding="utf-8")
    assert tables.read_toml(path) == {"frame": {"name": "seize"}}
    path.write_text("[frame]\nname = \n", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"frames\.toml:2: is not TOML"):
        tables.read_toml(path)
    with pytest.raises(DataFileError, match="cannot be read"):
        tables.read_toml(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("cell", "good", "value", "bad"),
    [
        (tables.text, "a b", "a b", ["", " a", "a\n"]),
        (tables.flag, "1", True, ["yes", "2"]),
        (tables.flag, "", False, ["-"]),
        (tables.year, "1979", 1979, ["", "79", "2101", "-1979", "1 979"]),
        (tables.country, "SYR", "SYR", ["", "syr", "SY", "SYRIA", "SYR\n"]),
        (tables.slug, "AL_QAEDA", "AL_QAEDA", ["", "_A", "A__B", "al", "A-B", "A\n"]),
        (tables.one_of("REB", "MIL"), "REB", "REB", ["", "reb", "GOV"]),
        (tables.optional(tables.year), "", None, ["x"]),
        (tables.many(tables.country), "SYR;IRQ", ("SYR", "IRQ"), ["SYR;", "SYR,IRQ"]),
    ],
)
def test_cells(cell: Callable[[str], Any], good: str, value: object, bad: list[str]) -> None:
    assert cell(good) == value
    for words in bad:
        with pytest.raises(ValueError, match=r"."):
            cell(words)


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters=";\r\n\0"), min_size=1).map(str.strip).filter(bool)
    )
)
def test_many_gives_back_what_was_joined(words: list[str]) -> None:
    assert tables.many(tables.text)(";".join(words)) == tuple(words)


def test_data_path_points_into_the_package() -> None:
    assert tables.data_path("countries", "codes.csv").is_file()
    assert tables.data_path().name == "data"
