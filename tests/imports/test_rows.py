"""Rows: each known format as it comes, and what of a row is refused."""

import contextlib
import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.imports import made
from vedette.errors import DataFileError
from vedette.imports.maps import Map, known_map
from vedette.imports.rows import RowReader
from vedette.lexicon.placegiven import RefusedError
from vedette.store.tables import imported

COLUMNS = {c.name for c in imported.c} - {"seq", "source", "file_id", "licence", "added_at"}


def first(name: str, text: str) -> dict[str, Any]:
    """The first row of a known format's text."""
    told = known_map(name)
    delimiter = told.delimiter or ","
    lines = list(csv.reader(text.splitlines(), delimiter=delimiter))
    header = lines.pop(0) if told.header else list(told.names)
    return RowReader(told, header, Path("x.csv"), 1).read(lines[0])


def test_acled() -> None:
    row = first("acled", made.acled({}))
    assert set(row) == COLUMNS
    assert {name: row[name] for name in ("source_id", "day_from", "day_to", "day_precision", "country", "place")} == {
        "source_id": "SYR900001", "day_from": "2024-11-27", "day_to": "2024-11-27", "day_precision": "day",
        "country": "SYR", "place": "Tall Qarn",
    }  # fmt: skip
    assert (row["kind"], row["type"], row["sub_event"]) == ("Armed clash", "ASSAULT", "Armed clash")
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == (None, 7, None)
    assert json.loads(row["actors"]) == {"a": ["Blue Front", "Blue Youth", "Blue Guard"], "b": ["Green Army"]}
    assert row["actors_key"] == "blue front | blue youth | blue guard | green army"
    assert (row["precision"], row["lat"], row["lon"], row["revised"]) == ("town", 36.1, 37.0, 1733000000)
    assert json.loads(row["json"])["event_type"] == "Battles"
    assert "tags" not in json.loads(row["json"])


def test_ucdp() -> None:
    row = first("ucdp", made.ucdp({}))
    assert (row["source_id"], row["country"], row["kind"]) == ("700001", "COD", "state-based")
    assert (row["day_from"], row["day_to"], row["day_precision"]) == ("2024-11-27", "2024-11-29", "week")
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == (3, 5, 12)
    assert first("ucdp", made.ucdp({"type_of_violence": 3, "where_prec": 7, "country": ""}))["sub_event"] == "Attack"


@pytest.mark.parametrize(
    ("code", "type_", "sub_event"),
    [
        ("010", None, None), ("057", "SUPPORT", "Agreement"), ("0871", "RETREAT", None), ("141", "PROTEST", None),
        ("163", "COERCE", None), ("164", "SANCTION", None), ("1712", "ASSAULT", "Looting/property destruction"),
        ("173", "COERCE", "Arrests"), ("1823", "ASSAULT", None), ("190", "ASSAULT", None), ("192", "COERCE", None),
        ("1951", "ASSAULT", "Air/drone strike"), ("2042", "ASSAULT", None),
    ],
)  # fmt: skip
def test_gdelt_s_codes(code: str, type_: str | None, sub_event: str | None) -> None:
    row = first("gdelt", made.gdelt({"EventCode": code}))
    assert (row["kind"], row["type"], row["sub_event"]) == (code, type_, sub_event)


def test_gdelt() -> None:
    row = first("gdelt", made.gdelt({"ActionGeo_CountryCode": "AU"}))
    assert (row["country"], row["place"], row["admin1"], row["precision"]) == ("AUT", "Tall Qarn", "SY09", "town")
    assert (row["day_from"], row["killed_best"], row["notes"]) == ("2024-11-27", None, "https://example.org/a")
    assert first("gdelt", made.gdelt({"ActionGeo_CountryCode": "OS"}))["country"] is None


def test_acled_s_list_of_deleted_rows() -> None:
    row = first("acled", "event_id_cnty,deleted_timestamp\nSYR900001,1734000000\n")
    assert set(row) == COLUMNS
    assert (row["source_id"], row["deleted"], row["revised"], row["day_from"]) == ("SYR900001", True, 1734000000, None)


@pytest.mark.parametrize(
    ("change", "problem", "remedy"),
    [
        ({"event_date": "27/11/2024"}, "'27/11/2024' is no day", "2024-11-30 or 30 November 2024"),
        ({"event_id_cnty": ""}, "the row has no id", "source's own id"),
        ({"event_id_cnty": "x" * 201}, "its id has 201 characters", "source's own id"),
        ({"country": "Utopia"}, "unknown country 'Utopia'", "[countries]"),
        ({"latitude": "96"}, "latitude '96' is no number from -90 to 90", "decimal degrees"),
        ({"latitude": ""}, "latitude '' is no number", "decimal degrees"),
        ({"fatalities": "some"}, "killed best 'some' is no number of people", "whole number"),
        ({"time_precision": "9"}, "precision of days '9' is none of 1, 2, 3", "in a map"),
        ({"geo_precision": "9"}, "precision of places '9' is none of 1, 2, 3", "in a map"),
        ({"timestamp": "lately"}, "the stamp 'lately' is no whole number", "leave it empty"),
    ],
)
def test_what_is_wrong_with_a_row_is_told_with_the_remedy(change: dict[str, Any], problem: str, remedy: str) -> None:
    with pytest.raises(RefusedError) as told:
        first("acled", made.acled(change))
    assert problem in told.value.problem
    assert remedy in told.value.remedy


def test_numbers_and_days_out_of_order_are_refused() -> None:
    with pytest.raises(RefusedError, match="killed low 13 is more than killed best 5"):
        first("ucdp", made.ucdp({"low": 13}))
    with pytest.raises(RefusedError, match="killed best 5 is more than killed high 4"):
        first("ucdp", made.ucdp({"high": 4}))
    with pytest.raises(RefusedError, match="ends on 2024-11-01, before it begins"):
        first("ucdp", made.ucdp({"date_end": "2024-11-01"}))


def test_a_row_with_too_few_cells_is_refused() -> None:
    told = known_map("acled")
    with pytest.raises(RefusedError, match="2 cells where 31 are due"):
        RowReader(told, made.ACLED, Path("x.csv"), 1).read(["a", "b"])


def test_a_table_of_another_format_is_refused_whole() -> None:
    with pytest.raises(
        DataFileError, match=r"x\.csv:3: no column 'event_id_cnty' or 'data_id', which holds id in Armed"
    ):
        RowReader(known_map("acled"), made.UCDP, Path("x.csv"), 3)


def test_a_column_that_a_format_can_do_without() -> None:
    header = [name for name in made.ACLED if name != "assoc_actor_2"]
    RowReader(known_map("acled"), header, Path("x.csv"), 1)
    told = Map.model_validate(
        {"source": "s", "title": "t", "licence": "l", "citation": "c", "columns": {"day_from": "day", "notes": "note"}}
    )
    with pytest.raises(DataFileError, match="no column 'note', which holds notes"):
        RowReader(told, ["day"], Path("x.csv"), 1)


def test_a_row_without_an_id_is_known_by_its_content() -> None:
    told = Map.model_validate(
        {"source": "s", "title": "t", "licence": "l", "citation": "c", "columns": {"day_from": "day", "kind": "what"}}
    )
    reader = RowReader(told, ["Day", " WHAT "], Path("x.csv"), 1)
    one, again, other = (reader.read(["2024-11-27", what]) for what in ("raid", "raid", "clash"))
    assert one == again
    assert one["source_id"] == f"row:{one['digest']}" != other["source_id"]
    assert one["day_precision"] == "day"


@given(st.dictionaries(st.sampled_from(made.ACLED), st.text(max_size=12)))
def test_any_cells_give_a_row_or_are_refused(change: dict[str, str]) -> None:
    told = {name: str(value) for name, value in {**made.CLASH, **change}.items()}
    reader = RowReader(known_map("acled"), made.ACLED, Path("x.csv"), 1)
    with contextlib.suppress(RefusedError):
        row = reader.read([told.get(name, "") for name in made.ACLED])
        assert set(row) == COLUMNS
        json.dumps(row).encode("ascii")
