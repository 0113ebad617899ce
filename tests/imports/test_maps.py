"""Maps: the packaged ones are whole, a user's is checked with its line, or laid over a packaged one."""

from pathlib import Path
from typing import get_args

import pytest

from tests.imports.made import ACLED, GDELT, UCDP
from vedette.errors import DataFileError
from vedette.imports.maps import KNOWN, Columns, Map, known_map, map_of
from vedette.lexicon.countries import countries
from vedette.records.vocabulary import SubEvent

OURS = """\
source = "monitor"
title = "Our monitor"
licence = "ours"
citation = "us"

[columns]
day_from = "date"

[countries]
"Nowhere" = "SYR"
"""


@pytest.mark.parametrize("name", KNOWN)
def test_the_packaged_maps_name_columns_that_there_are(name: str) -> None:
    columns = {"acled": [*ACLED, "data_id"], "ucdp": UCDP, "gdelt": GDELT}[name]
    told = known_map(name)
    assert told.source == name
    for ours in Columns.model_fields:
        assert set(getattr(told.columns, ours)) <= set(columns), ours
    assert set(told.countries.values()) <= set(countries().codes) | {""}
    assert set(told.required or ()) <= set(Columns.model_fields)
    assert told.licence
    assert told.citation


def test_the_known_formats_have_as_many_columns_as_their_codebooks_say() -> None:
    assert (len(ACLED), len(UCDP), len(GDELT)) == (31, 49, 61)


def test_all_of_acled_s_sub_events_are_ours() -> None:
    kinds = known_map("acled").kinds
    assert set(kinds) == set(get_args(SubEvent))
    assert all(kind.sub_event == name for name, kind in kinds.items())


def test_a_user_s_map(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(OURS, "utf-8")
    told = map_of("table", path)
    assert (told.source, told.columns.day_from, told.coverage) == ("monitor", ("date",), "country")


def test_what_a_user_says_is_laid_over_a_packaged_map(tmp_path: Path) -> None:
    path = tmp_path / "more.toml"
    path.write_text('dates = "%d.%m.%Y"\n[columns]\nnotes = "remarks"\n[countries]\n"Nowhere" = "SYR"\n', "utf-8")
    told, packaged = map_of("acled", path), known_map("acled")
    assert (told.dates, told.columns.notes) == (("%d.%m.%Y",), ("remarks",))
    assert told.columns.id == packaged.columns.id
    assert told.countries == {**packaged.countries, "Nowhere": "SYR"}


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ('citation = "us"', "", None, "citation is missing"),
        ('source = "monitor"', 'source = "Our Monitor"', 1, "source: a source is named by a short word"),
        ('source = "monitor"', 'source = "ucdp"', None, "is one that Vedette knows"),
        ("day_from", "days_from", 7, r"columns\.days_from is no known key. Did you mean 'day_from'"),
        ('"SYR"', '"Syria"', 9, "countries: Nowhere = 'Syria' is no ISO alpha-3 code"),
        ("[columns]", "coverage = 1\n[columns]", 6, "coverage: Input should be 'world' or 'country'"),
        ("[columns]", "header = false\n[columns]", None, "header = false needs names"),
        ("[columns]", "[columns", 6, "is not TOML"),
    ],
)
def test_a_broken_map_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int | None, problem: str) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(OURS.replace(old, new), "utf-8")
    with pytest.raises(DataFileError, match=problem) as told:
        map_of("table", path)
    assert str(told.value).startswith(f"{path}:{line}: " if line else f"{path}: ")


def test_a_table_needs_a_map() -> None:
    with pytest.raises(DataFileError, match="give --map"):
        map_of("table")


def test_the_documentation_names_every_key() -> None:
    text = (Path(__file__).parents[2] / "docs" / "import.md").read_text("utf-8")
    for key in {*Map.model_fields, *Columns.model_fields}:
        assert f"`{key}`" in text, key
