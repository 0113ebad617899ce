"""Files of places as others make them: dumps, zip files, tables; bad rows are named and the rest goes on."""

import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.errors import DataFileError
from vedette.lexicon.placegiven import Given
from vedette.lexicon.placereading import ReadRow, read_places, read_rows

HEADERS = st.sampled_from(["name,lat,lon,country", "ADM1_EN,ADM0_EN,ADM1_PCODE", "site_name;y;x;country;population;id"])
# Cells as tables have them, and signs that break them.
CELLS = st.text(st.sampled_from('Idlb 0123456789.,;|"#-\t\n\r\0eé\u200fadmSYR:'), max_size=60)
CODES = st.sampled_from(["PPL", "ADM1", "PPLC", "FRM", ""])


def places(rows: list[ReadRow]) -> list[Given]:
    """The places among the rows."""
    return [row.given for row in rows if row.given]


def problems(rows: list[ReadRow]) -> list[str]:
    """What was said of the others."""
    return [str(row.error) for row in rows if row.error]


def try_all(rows: Iterable[ReadRow], where: str) -> None:
    """Read to the end: each row is a place that can be filed or an error that names the file, the whole too."""
    found, refused = list[ReadRow](), where
    try:
        found.extend(rows)
    except DataFileError as error:
        refused = str(error)
    assert refused.startswith(where)
    for row in found:
        assert row.given is None or (row.given.row.names and row.error is None)
        assert row.error is None or str(row.error).startswith(f"{where}:")


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try_all(read_rows(text.splitlines(keepends=True), "in.csv"), "in.csv")


@given(HEADERS, st.lists(CELLS, max_size=5))
def test_any_row_below_a_header_is_read_or_refused(header: str, lines: list[str]) -> None:
    try_all(read_rows([header + "\n", *(line + "\n" for line in lines)], "in.csv"), "in.csv")


@given(st.lists(st.text(max_size=12), min_size=19, max_size=19), CODES)
def test_any_cells_of_a_dump_are_read_or_refused(cells: list[str], code: str) -> None:
    cells = [cell.replace("\t", " ") for cell in cells]
    try_all(read_rows(["\t".join(["1", *cells[1:6], "P", code, *cells[8:]])], "in.csv"), "in.csv")


@given(st.binary(max_size=300), st.sampled_from(["in.txt", "in.zip", "in.csv"]))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str) -> None:
    path = tmp_path_factory.mktemp("bytes") / name
    path.write_bytes(content)
    try_all(read_places(path), str(path))


def test_a_dump_from_a_zip_file_with_its_readme(tmp_path: Path, geonames_line: Callable[..., str]) -> None:
    path = tmp_path / "SY.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "about the columns")
        archive.writestr("SY.txt", geonames_line(99000001, "Tall Qarnabah"))
    assert [g.row.name for g in places(list(read_places(path)))] == ["Tall Qarnabah"]


def test_a_dump_gives_kinds_names_and_units(geonames_line: Callable[..., str]) -> None:
    lines = [
        geonames_line(99000001, "Tall Qarnabah", names="Tell Qarnaba,Тал Карнаба", admin2="169326", people=840),
        geonames_line(99000002, "Qarnabah Governorate", "ADM1", admin1="77"),
        geonames_line(99000003, "Qarnabah Farm", "FRM"),
        geonames_line(99000004, "Qarnabah Camp", "CMPRF", admin1="00"),
        geonames_line(99000005, "Qarnabah City", "PPLC", people=1_000_000),
    ]
    rows = list(read_rows(lines, "SY.txt"))
    village, unit, camp, capital = places(rows)
    assert rows[2] == ReadRow()
    assert (village.row.id, village.row.country, village.row.population) == (99000001, "SYR", 840)
    assert set(village.row.names) == {"tall qarnabah", "tell qarnaba"}
    assert [u.ref for u in village.units] == ["admin1:SY.09", "admin2:SY.09.169326"]
    assert (unit.level, unit.code, unit.units) == (1, "admin1:SY.77", ())
    assert "qarnabah" in unit.row.names
    assert (camp.row.feature, camp.units) == ("camp", ())
    assert capital.row.rank == 660


def test_bad_rows_of_a_dump_are_named(geonames_line: Callable[..., str]) -> None:
    lines = [
        geonames_line(99000001, "Good"),
        geonames_line(99000002, "Far", lat=136),
        geonames_line(99000003, "Nowhere", country="ZZ"),
        "99000004\tshort\n",
        geonames_line(99000005, "  "),
        geonames_line(99000006, "Crowded", people="many"),
        "\n",
        geonames_line(99000007, "Good too"),
    ]
    rows = list(read_rows(lines, "SY.txt"))
    assert [g.row.name for g in places(rows)] == ["Good", "Good too"]
    told = problems(rows)
    assert [t.split(":")[1] for t in told] == ["2", "3", "4", "5", "6"]
    assert told[0] == (
        "SY.txt:2: latitude '136' is no number from -90 to 90. Write it in decimal degrees, such as 35.93"
    )
    assert "2 cells where a GeoNames dump has 19" in told[2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("town,x,y\nGao,1,2\n", "no column holds the names"),
        ("name,country\nGao,MLI\n", "no columns hold latitude"),
        ("ADM0_EN\nMali\n", "no column holds the names"),
    ],
)
def test_a_file_without_use_is_refused_as_a_whole(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "in.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(DataFileError, match=said):
        list(read_places(path))


def test_files_that_cannot_be_read_name_the_remedy(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a.txt", "")
        archive.writestr("b.txt", "")
    (tmp_path / "latin.csv").write_bytes("name,lat,lon,country\nS\xe3o,1,2,BRA\n".encode("latin-1"))
    (tmp_path / "no.zip").write_bytes(b"no zip file")
    for name, said in (
        ("none.csv", "Check the path"), ("two.zip", "holds 2 tables"), ("latin.csv", "UTF-8"), ("no.zip", "Unzip it"),
    ):  # fmt: skip
        with pytest.raises(DataFileError, match=said):
            list(read_places(tmp_path / name))


def test_line_numbers_count_lines_within_quotes_and_before_the_header() -> None:
    lines = ["\n", "name,lat,lon,country\n", '"Kafr\n', 'Qarn",36,37,SY\n', "Bad,99,37,SY\n"]
    rows = list(read_rows(lines, "in.csv"))
    assert [g.row.name for g in places(rows)] == ["Kafr Qarn"]
    assert problems(rows)[0].startswith("in.csv:5: latitude")
