"""What a gazetteer file holds: rows, keys, ranks, and where one's own file is."""

import sqlite3
from pathlib import Path

import pytest

from vedette.lexicon.placefile import (
    ALTERNATE,
    ARTICLELESS,
    CURATED,
    MAIN,
    SCHEMA,
    UNKNOWN_POPULATION_RANK,
    Row,
    distance,
    latin_names,
    own_file,
    rank_by_feature,
    rank_of,
    without_generic,
)
from vedette.lexicon.places import GAZETTEER_FILE


def shape(base: sqlite3.Connection) -> list[tuple[str, str]]:
    """The tables of a database and their columns, comments and blanks aside."""
    tables = ("places", "names", "meta")
    return [(t, f"{c[1]} {c[2]} {c[3]} {c[5]}") for t in tables for c in base.execute(f"PRAGMA table_info({t})")]


def test_the_packaged_file_has_the_schema() -> None:
    fresh = sqlite3.connect(":memory:")
    fresh.executescript(SCHEMA)
    packaged = sqlite3.connect(f"{GAZETTEER_FILE.as_uri()}?mode=ro&immutable=1", uri=True)
    assert shape(fresh) == shape(packaged)
    fresh.close()
    packaged.close()


def test_a_place_is_filed_under_exact_loose_and_bare_keys() -> None:
    row = Row(-1, "Al-Bab", country="SYR")
    row.add(["Al-Bab"], MAIN)
    row.add(["El Bab", "Tadif"], ALTERNATE)
    assert row.keys() == {"al bab": MAIN, "~bab": MAIN, "bab": ARTICLELESS, "tadif": ALTERNATE, "~tadaf": ALTERNATE}


def test_settled_countries_get_no_loose_keys_for_towns() -> None:
    row = Row(7, "Willow Springs", country="USA")
    row.add([row.name], MAIN)
    assert row.keys() == {"willow springs": MAIN}


def test_alternates_that_sound_alike_are_promoted() -> None:
    row = Row(7, "Hama", country="SYR")
    row.add(["Hama"], MAIN)
    row.add(["Hamah", "Epiphania"], ALTERNATE)
    row.promote()
    assert row.names == {"hama": MAIN, "hamah": CURATED, "epiphania": ALTERNATE}


def test_names_for_readers_lose_the_marks_of_scholars() -> None:
    row = Row(7, "Dayr Ḩāfir")
    assert row.display_name(None) == "Dayr Hafir"
    row.add(["Deir Hafer"], CURATED)
    assert row.display_name("Deir Hafer") == "Deir Hafer"
    assert Row(8, "Łódź").display_name(None) == "Łódź"


def test_ranks_follow_people_and_kind() -> None:
    assert rank_of(900) == 300
    assert rank_by_feature("town", 0) == UNKNOWN_POPULATION_RANK
    assert rank_by_feature("admin1", 10**9) < rank_by_feature(None, 10**9)
    assert rank_by_feature("admin2", 0) == 100


def test_alternate_names_are_latin_words() -> None:
    names = ["Alep", "HALP", "حلب", "a lei po", "Халеб", "Haleb"]
    assert list(latin_names(names, "SYR", 10)) == ["Alep", "Haleb"]
    assert list(latin_names(names, "USA", 10)) == []


def test_generic_words_of_units_go_where_something_is_left() -> None:
    assert without_generic("Idlib Governorate") == ["idlib"]
    assert without_generic("Northern State") == []


def test_distance_in_kilometres() -> None:
    assert distance(Row(1, "a", lat=36, lon=37), Row(2, "b", lat=37, lon=37)) == pytest.approx(111.2)
    assert distance(Row(1, "a", lat=36, lon=37), Row(2, "b")) == float("inf")


def test_where_the_own_file_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VEDETTE_GAZETTEER", str(tmp_path / "mine.sqlite"))
    assert own_file() == tmp_path / "mine.sqlite"
    monkeypatch.setenv("VEDETTE_GAZETTEER", "")
    variable = "LOCALAPPDATA" if own_file().drive else "XDG_DATA_HOME"
    monkeypatch.setenv(variable, str(tmp_path))
    assert own_file() == tmp_path / "vedette" / "gazetteer.sqlite"
    monkeypatch.setenv(variable, "not/absolute")
    assert own_file() == Path.home() / ".local" / "share" / "vedette" / "gazetteer.sqlite"
