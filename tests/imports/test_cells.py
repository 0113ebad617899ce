"""Cells: what is understood, and what is refused with a remedy."""

import pytest

from vedette.imports.cells import CountryCells, day_of, stamp, whole
from vedette.lexicon.placegiven import RefusedError

FORMS = ("%Y-%m-%d", "%d %B %Y", "%Y-%m-%d %H:%M:%S.%f")


@pytest.mark.parametrize("cell", ["2024-11-30", "30 November 2024", "2024-11-30 00:00:00.000"])
def test_days(cell: str) -> None:
    assert day_of(cell, FORMS) == "2024-11-30"


@pytest.mark.parametrize("cell", ["", "2024-02-30", "30/11/2024", "yesterday", "2024"])
def test_no_days(cell: str) -> None:
    with pytest.raises(RefusedError) as told:
        day_of(cell, FORMS)
    assert "2024-11-30 or 30 November 2024" in told.value.remedy


@pytest.mark.parametrize(
    ("cell", "number"), [("", None), ("0", 0), ("12", 12), ("12.0", 12), ("1,200", 1200), ("1e3", 1000)]
)
def test_numbers_of_people(cell: str, number: int | None) -> None:
    assert whole("killed best", cell) == number


@pytest.mark.parametrize("cell", ["-1", "1.5", "many", "nan", "inf", "1_000", "1,2", "9" * 30])
def test_no_numbers_of_people(cell: str) -> None:
    with pytest.raises(RefusedError, match=r"killed best .* is no number of people"):
        whole("killed best", cell)


def test_stamps() -> None:
    assert (stamp(""), stamp("1733000000")) == (None, 1733000000)
    for cell in ("-5", "1.5", "9" * 25, "²"):
        with pytest.raises(RefusedError, match="is no whole number"):
            stamp(cell)


def test_countries_by_the_map_then_by_ours() -> None:
    cells = CountryCells({"DR Congo (Zaire)": "COD", "High seas": ""}, only=False)
    assert [cells.code(cell) for cell in ("dr congo (zaire)", "Syria", "SY", "", "High seas")] == [
        "COD", "SYR", "SYR", None, None,
    ]  # fmt: skip
    for _ in range(2):  # what is not known is not remembered as known
        with pytest.raises(RefusedError) as told:
            cells.code("Utopia")
    assert '[countries] "Utopia" = "XYZ"' in told.value.remedy


def test_codes_that_are_another_country_s_elsewhere() -> None:
    cells = CountryCells({"AU": "AUT"}, only=True)
    assert cells.code("AU") == "AUT"
    with pytest.raises(RefusedError):
        cells.code("SY")
