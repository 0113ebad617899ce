"""OGC API Features as GDAL reads it: its OAPIF driver, from the server as it runs, with nothing of ours between."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
from pyogrio import raw

from tests.store.made import ACTOR, TEXT, count, mention, shelling
from vedette.merge.current import refresh
from vedette.merge.desking import signature, state_of
from vedette.merge.judgements import assign
from vedette.records import Coded, Place, Report, When
from vedette.store import open_desk

MANY = 23
FIRST = dt.date(2024, 11, 1)
PLACES = (
    Place(id="geonames:169389", name="Idlib", country="SYR", admin1="Idlib", lat=35.93, lon=36.63, precision="town"),
    Place(id="geonames:703448", name="Kyiv", country="UKR", admin1="Kyiv", lat=50.45, lon=30.52, precision="town"),
    Place(id="geonames:170062", name="Aleppo", country="SYR", lat=36.0, lon=37.5, precision="province"),
    Place(id="geonames:163843", name="Syria", country="SYR", lat=35.0, lon=38.0, precision="country"),
)
POINT = np.dtype([("order", "u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")])
"""A point as WKB has it, the smaller end first."""


def told(number: int) -> Coded:
    """The report of a shelling on a day of its own."""
    place, day = PLACES[number % len(PLACES)], FIRST + dt.timedelta(days=number)
    text = f"{TEXT} Report {number} of {day}."
    span = (text.index("25"), text.index("25") + 11)
    when = When(start=str(day), end=str(day), precision="day", text="25 November", span=span)
    where, killed = mention(text, "Idlib", "place", place.id), (count("killed", 2 + number),)
    report = Report(id=f"g{number}", text=text, title=f"Shelling, day {number}", published=str(day))
    event = shelling(text, when=when, counts=killed, place=where)
    return Coded(id=f"g{number}", report=report, places=(place,), actors=(ACTOR,), events=(event,))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What GDAL is to open: the server is a process of its own, since GDAL would keep this one from answering."""
    folder = tmp_path_factory.mktemp("gdal")
    with open_desk(folder) as desk:
        state, signed = state_of(desk), signature("for GDAL")
        for number in range(MANY):  # each an incident of its own
            report = desk.add(told(number)).id
            desk.judge_all([assign(state, f"{report}:e1", f"i{number + 1}", signed)])
        refresh(desk)
    (folder / "vedette.toml").write_text("[serve]\npublic = true\n", "utf-8")
    command = [sys.executable, "-m", "vedette", "serve", "--desk", str(folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert "desk is at http://" in said, said
        yield f"OAPIF:{said.split('desk is at ')[1].split(' ')[0]}ogc"
        process.terminate()


def read(source: str, **asked: Any) -> tuple[dict[str, Any], np.ndarray]:
    """The columns by name, and the points; a feature without geometry has NaN for both coordinates."""
    meta, _, shapes, columns = raw.read(source, **asked)
    rows = [(1, 1, np.nan, np.nan) if one is None else np.frombuffer(one, POINT)[0] for one in shapes]
    points = np.array([(row[2], row[3]) for row in rows]).reshape(-1, 2)
    assert {row[1] for row in rows} <= {1}, "something is no point"
    return dict(zip(meta["fields"], columns, strict=True)), points


def test_there_is_one_layer_of_points_on_the_earth(source: str) -> None:
    assert [tuple(one) for one in pyogrio.list_layers(source)] == [("incidents", "Point")]
    layer = pyogrio.read_info(source, layer="incidents")
    assert layer["driver"] == "OAPIF"
    assert layer["features"] == MANY
    assert layer["crs"] in ("EPSG:4326", "OGC:CRS84")
    types = dict(zip(layer["fields"], layer["ogr_types"], strict=True))
    assert types["killed_best"] == "OFTInteger"
    assert types["first"] == "OFTDate"
    assert types["title"] == "OFTString"


def test_it_is_read_to_the_end_page_by_page(source: str) -> None:
    columns, points = read(source, PAGE_SIZE=5)
    assert sorted(columns["id"]) == sorted(f"i{n + 1}" for n in range(MANY))
    undrawn = columns["precision"] == "country"
    assert 0 < undrawn.sum() < MANY
    assert (np.isnan(points[:, 0]) == undrawn).all()
    by_id = {ident: tuple(point) for ident, point in zip(columns["id"], points, strict=True)}
    assert by_id["i1"] == (36.63, 35.93)  # longitude first
    assert by_id["i2"] == (30.52, 50.45)
    numbers = np.array([int(ident[1:]) for ident in columns["id"]])
    assert (columns["killed_best"] == numbers + 1).all()
    assert (columns["first"] == np.datetime64(FIRST) + numbers - 1).all()


def test_a_box_is_asked_for(source: str) -> None:
    columns, points = read(source, bbox=(30.0, 50.0, 31.0, 51.0), PAGE_SIZE=2)
    assert len(points) == len([n for n in range(MANY) if n % len(PLACES) == 1])
    assert set(columns["country"]) == {"UKR"}
    assert not len(read(source, bbox=(-10.0, -10.0, -9.0, -9.0))[1])


@pytest.mark.parametrize(
    ("where", "days"),
    [
        ("first >= '2024-11-05' AND first <= '2024-11-10'", range(4, 10)),
        ("first >= '2024-11-20'", range(19, MANY)),
        ("last <= '2024-11-03'", range(3)),
        ("first = '2024-11-07'", [6]),
        ("killed_best > 20 AND country = 'UKR'", [21]),
    ],
)
def test_days_and_columns_are_asked_for(source: str, where: str, days: "range | list[int]") -> None:
    columns, _ = read(source, where=where)
    assert sorted(columns["id"], key=lambda one: int(one[1:])) == [f"i{day + 1}" for day in days]


def test_one_is_asked_for_by_its_id(source: str) -> None:
    columns, points = read(source, where="id = 'i2'")
    assert list(columns["title"]) == ["Shelling/artillery/missile attack in Kyiv, 3 killed"]
    assert points.tolist() == [[30.52, 50.45]]


def test_it_can_be_written_as_another_format(source: str, tmp_path: Path) -> None:
    meta, _, shapes, columns = raw.read(source, columns=["title", "killed_best"])
    written = tmp_path / "incidents.gpkg"
    raw.write(written, shapes, columns, meta["fields"], geometry_type="Point", crs=meta["crs"], driver="GPKG")
    assert pyogrio.read_info(written)["features"] == MANY
