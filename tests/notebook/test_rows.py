"""Results as dicts, as GeoJSON and as DataFrames."""

import builtins
import json
from pathlib import Path
from typing import Any

import geojson_pydantic
import pandas as pd
import pytest

from tests.notebook.made import COUNTRY, coded, incident
from vedette.errors import ExtraError
from vedette.export.columns import COLUMNS
from vedette.notebook.coded import CodedReport, CodedReports
from vedette.notebook.desk import Incidents
from vedette.notebook.rows import EVENT_COLUMNS


def test_an_event_is_one_flat_row() -> None:
    row = CodedReport.of(coded()).to_dicts()[0]
    assert list(row) == list(EVENT_COLUMNS)
    assert (row["place"], row["country"], row["lat"], row["first"]) == ("Idlib", "SYR", 35.93, "2024-11-25")
    assert (row["killed_best"], row["wounded_best"], row["said_by"]) == (12, None, ["residents"])
    assert json.loads(json.dumps(row)) == row


def test_every_column_is_documented() -> None:
    told = (Path(__file__).parents[2] / "docs" / "notebooks.md").read_text("utf-8")
    for column in EVENT_COLUMNS:
        assert f"`{column}`" in told, column


def test_no_point_is_finer_than_what_is_known() -> None:
    told = CodedReport.of(coded(place=COUNTRY))
    assert told.to_dicts()[0]["lat"] is None
    assert told.to_geojson()["features"][0]["geometry"] is None
    whole = CodedReports([coded(), coded(place=COUNTRY)]).to_geojson()
    assert len(geojson_pydantic.FeatureCollection.model_validate(whole).features) == 2
    assert whole["features"][0]["geometry"] == {"type": "Point", "coordinates": [36.63, 35.93]}
    assert "lat" not in whole["features"][0]["properties"]


def test_a_data_frame_has_days_numbers_and_lists() -> None:
    frame = CodedReports([coded(), coded(place=COUNTRY)]).to_pandas()
    assert list(frame.columns) == list(EVENT_COLUMNS)
    assert frame["first"].dt.year.tolist() == [2024, 2024]
    assert str(frame["killed_best"].dtype) == "Int64"
    assert frame["wounded_best"].isna().all()
    assert frame["actors"].tolist() == [["Rebels"], ["Rebels"]]
    assert frame.groupby("country")["killed_best"].sum()["SYR"] == 24


def test_nothing_gives_a_frame_with_its_columns() -> None:
    assert list(CodedReports([]).to_pandas().columns) == list(EVENT_COLUMNS)
    assert list(Incidents([]).to_pandas().columns) == list(COLUMNS)
    assert CodedReports([]).to_geojson()["features"] == []


def test_a_day_that_no_calendar_has_is_missing() -> None:
    odd = incident().model_copy(update={"first": "0001-01-01", "last": "2024-13-45"})
    frame = Incidents([odd]).to_pandas()
    assert frame["last"].isna().all()


def test_incidents_have_the_columns_of_the_export() -> None:
    found = Incidents([incident()], "desk")
    frame = found.to_pandas()
    assert list(frame.columns) == list(COLUMNS) == list(found.to_dicts()[0])
    assert frame["killed_high"].tolist() == [12]
    assert frame["first"].tolist() == [pd.Timestamp("2024-11-25")]
    assert len(geojson_pydantic.FeatureCollection.model_validate(found.to_geojson()).features) == 1


def test_without_pandas_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "pandas":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ExtraError, match=r"to_pandas\(\) needs pandas.*pip install 'vedette\[pandas\]'"):
        CodedReport.of(coded()).to_pandas()
