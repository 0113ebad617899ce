"""Tables as they come: packed, in several encodings, with quoted line ends, damaged."""

import gzip
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.errors import DataFileError
from vedette.imports.tablefile import TableFile, _rows

TEXT = 'id,what\n1,"two\nlines, one cell"\n\n2,Škoda\n'
ROWS = [(1, ["id", "what"]), (2, ["1", "two\nlines, one cell"]), (5, ["2", "Škoda"])]


def read(path: Path, **how: str) -> list[tuple[int, list[str] | None]]:
    """The rows of a file with their lines."""
    return [(line.number, line.cells) for line in TableFile(path, **how).lines()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode(encoding))
    assert read(path) == ROWS
    assert TableFile(path).guessed == (encoding == "cp1252")


def test_a_named_encoding_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("id\nщи\n".encode("cp1251"))
    assert read(path, encoding="cp1251")[1] == (2, ["щи"])
    with pytest.raises(DataFileError, match="Name its encoding with --encoding"):
        read(path, encoding="utf-8")
    with pytest.raises(DataFileError, match="'utf-99' is no encoding"):
        TableFile(path, "utf-99")


def test_packed_files_and_line_ends(tmp_path: Path) -> None:
    packed, zipped, windows = tmp_path / "a.csv.gz", tmp_path / "a.CSV.zip", tmp_path / "w.csv"
    packed.write_bytes(gzip.compress(TEXT.encode()))
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("readme.txt", "no table")
        archive.writestr("20241127.export.CSV", TEXT)
    windows.write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert read(packed) == read(zipped) == ROWS
    assert [number for number, _ in read(windows)] == [1, 2, 5]
    assert TableFile(packed).digest == TableFile(zipped).digest != TableFile(windows).digest


@pytest.mark.parametrize("delimiter", [";", "\t", "|", ","])
def test_the_delimiter_is_told_from_the_header(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(delimiter.join(['"a, b; c, d, e"', "x", "y"]) + "\n" + delimiter.join("123") + "\n", "utf-8")
    assert read(path)[1] == (2, ["1", "2", "3"])


def test_nothing_is_quoted_where_nothing_is(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text('1\t"half\n2\tx\n', "utf-8")
    assert [line.cells for line in TableFile(path).lines("\t", quotes=False)] == [["1", '"half'], ["2", "x"]]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.gz", gzip.compress(TEXT.encode() * 9)[:-9], "cannot be unpacked"),
        ("a.gz", b"plain", "cannot be read|cannot be unpacked"),
        ("a.zip", b"PK\x03\x04 nothing", "cannot be unpacked"),
    ],
)
def test_a_damaged_file_is_refused_before_its_first_row(
    tmp_path: Path, name: str, content: bytes, problem: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataFileError, match=problem):
        TableFile(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"none\.csv: cannot be read: No such file"):
        TableFile(tmp_path / "none.csv")


def test_the_position_grows_to_the_size(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id\n" + "x\n" * 100_000, "utf-8")
    table, seen = TableFile(path), []
    for n, _ in enumerate(table.lines()):
        if n % 10_000 == 0:
            seen.append(table.position)
    assert seen == sorted(seen)
    assert 0 < seen[0] < seen[-1] <= table.size


@given(st.lists(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])), max_size=20))
def test_any_lines_give_rows_or_errors_and_their_numbers_grow(lines: list[str]) -> None:
    found = list(_rows(Path("x.csv"), iter([line + "\n" for line in lines]), ",", quotes=True))
    numbers = [line.number for line in found]
    assert numbers == sorted(set(numbers))
    assert all((line.cells is None) != (line.error is None) for line in found)
