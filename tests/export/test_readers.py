"""What is written is opened by others' readers, which find in it what was put in."""

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import fastkml
import fastkml.validator
import feedparser
import hxl
import networkx as nx
import pyarrow.parquet as pq
import pytest
import stix2
from geojson_pydantic import Feature, FeatureCollection, Point

from tests.export.samples import ALL, BATTLE, LIVE, PROTEST, WHOLE
from tests.export.written import written
from vedette.export.columns import COLUMNS, row
from vedette.imports.importing import import_file
from vedette.imports.maps import known_map
from vedette.imports.tablefile import TableFile
from vedette.records import Incident
from vedette.store import Desk, imported, open_desk

Features = FeatureCollection[Feature[Point, dict[str, Any]]]


def test_json_lines_come_back_whole() -> None:
    clean = [one for one in ALL if one.id != "i6"]
    lines = written("jsonl", clean).splitlines()
    assert [Incident.model_validate_json(line) for line in lines] == clean


def test_csv_comes_back_but_for_what_a_spreadsheet_would_run() -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv").decode("utf-8"), newline="")))
    assert [found["id"] for found in rows] == [one.id for one in ALL]
    whole = dict(zip(COLUMNS, row(WHOLE.model_dump()), strict=True))
    for name, value in whole.items():
        told = (
            "; ".join(value) if isinstance(value, list | tuple) else {None: "", False: "false"}.get(value, str(value))
        )
        assert rows[0][name] == told, name
    odd = rows[5]
    assert odd["title"].startswith("'+1 ")
    assert odd["said_by"] == "'=cmd"
    assert not any(value.startswith(("=", "+", "@")) for found in rows for value in found.values())


def test_parquet_comes_back_with_its_types() -> None:
    table = pq.read_table(io.BytesIO(written("parquet", [one for one in ALL if one.id != "i6"])))
    assert table.schema.field("actors").type.value_type == "string"
    assert table.schema.field("lat").type == "double"
    for found, one in zip(table.to_pylist(), (one for one in ALL if one.id != "i6"), strict=True):
        due = [list(value) if isinstance(value, tuple) else value for value in row(one.model_dump())]
        assert [found[name] for name in COLUMNS] == due


def test_geojson_is_read_by_its_schema_and_has_no_place_where_none_is_known() -> None:
    found = Features.model_validate_json(written("geojson"))
    assert len(found.features) == len(LIVE)
    points = {feature.id: feature.geometry for feature in found.features}
    assert points["i1"] is not None
    assert points["i1"].coordinates == (36.63393, 35.93062)
    assert points["i2"] is None, "a country is no point"
    assert points["i3"] is None
    assert Features.model_validate_json(written("geojson", ())).features == []


def test_stix_is_parsed_without_leave_for_what_it_does_not_know() -> None:
    bundle = stix2.parse(written("stix").decode("utf-8"), allow_custom=False)
    kinds = [thing.type for thing in bundle.objects]
    assert kinds.count("incident") == len(ALL)
    by_id = {thing.id: thing for thing in bundle.objects}
    assert len(by_id) == len(bundle.objects)
    for thing in bundle.objects:
        if thing.type == "relationship":
            assert {thing.source_ref, thing.target_ref} <= set(by_id)
    assert sum(bool(thing.get("revoked")) for thing in bundle.objects) == len(ALL) - len(LIVE)
    (idlib,) = [thing for thing in bundle.objects if thing.type == "location" and thing.name == "Idlib"]
    assert (idlib.latitude, idlib.country) == (35.93062, "SY")
    (syria,) = [thing for thing in bundle.objects if thing.type == "location" and thing.name == "Syria"]
    assert "latitude" not in syria


def test_graphml_is_read_as_a_graph_of_who_did_what_to_whom() -> None:
    graph = nx.read_graphml(io.BytesIO(written("graphml")))
    assert graph.is_directed()
    assert list(graph.predecessors("incident:i1")) == ["actor:RUS_MIL"]
    assert list(graph.successors("incident:i1")) == ["words::civilians"]
    assert graph.nodes["incident:i2"]["killed"] == 30
    assert "lat" not in graph.nodes["incident:i2"]
    assert graph.nodes["actor:HTS"] == {
        "kind": "actor",
        "label": "Hayat Tahrir al-Sham",
        "country": "SYR",
        "sector": "REB",
    }
    assert sum(data["kind"] == "incident" for _, data in graph.nodes(data=True)) == len(LIVE)


@pytest.mark.parametrize(("name", "version"), [("atom", "atom10"), ("rss", "rss20")])
def test_feeds_are_read_without_a_complaint(name: str, version: str) -> None:
    found = feedparser.parse(written(name))
    assert (found.bozo, found.version, found.feed.title) == (False, version, "Incidents in Syria")
    assert len(found.entries) == len(LIVE)
    first = found.entries[0]
    assert first.link == "https://desk.example/incidents/i1"
    assert (
        first.updated_parsed[:4] == (2024, 12, 2, 8)
        if name == "atom"
        else first.published_parsed[:4] == (2024, 12, 2, 8)
    )
    assert first.where["coordinates"] == (36.63393, 35.93062)
    assert "Six people were killed" in first.description if name == "rss" else first.content[0].value
    assert len({entry.id for entry in found.entries}) == len(LIVE)


def test_kml_holds_to_the_schema_of_the_standard(tmp_path: Path) -> None:
    path = tmp_path / "out.kml"
    path.write_bytes(written("kml"))
    assert fastkml.validator.validate(file_to_validate=path)
    (document,) = fastkml.KML.parse(path).features
    marks: dict[Any, Any] = {mark.name: mark for mark in cast("fastkml.Document", document).features}
    assert len(marks) == len(LIVE)
    assert marks[WHOLE.title].geometry.coords == ((36.63393, 35.93062),)
    assert marks[BATTLE.title].geometry is None


def test_hxl_is_read_by_its_tags() -> None:
    with hxl.data(hxl.make_input(io.BytesIO(written("hxl")), hxl.InputOptions(allow_local=True))) as found:
        rows = list(found)
    assert len(rows) == len(LIVE)
    assert rows[0].get("#event+id") == "i1"
    assert rows[0].get("#affected+killed+max") == "6"
    assert rows[0].get("#geo+lat") == "35.93062"
    assert rows[1].get("#geo+lat") is None


def _import(
    desk: Desk, tmp_path: Path, name: str, given: str, incidents: Iterable[Incident] = ALL
) -> tuple[dict[str, int], list[str]]:
    """What our own reader of another coder's tables makes of a file."""
    path = tmp_path / f"{name}.csv"
    path.write_bytes(written(name, incidents))
    refused: list[str] = []
    tally = import_file(desk, TableFile(path), known_map(given), lambda error: refused.append(str(error)))
    return {what: number for what, number in tally.counts.items() if number}, refused


def test_the_acled_like_file_is_imported_as_acleds_and_its_deletions_delete(tmp_path: Path) -> None:
    with open_desk(tmp_path / "desk") as desk:
        assert _import(desk, tmp_path, "acled", "acled") == ({"new": 3}, [])
        assert {row.source_id for row in imported.each(desk)} == {"i1", "i2", "i5"}
        later = {"retracted": True, "changed_at": "2024-12-09T00:00:00.000000Z"}
        assert _import(desk, tmp_path, "acled-deletions", "acled", [WHOLE.model_copy(update=later)])[0] == {
            "deleted": 1
        }
        assert {row.source_id for row in imported.each(desk)} == {"i2", "i5"}


def test_the_ged_like_file_is_imported_as_ucdps(tmp_path: Path) -> None:
    with open_desk(tmp_path / "desk") as desk:
        assert _import(desk, tmp_path, "ged", "ucdp") == ({"new": 2}, [])
        rows = {row.source_id: row for row in imported.each(desk)}
        assert rows["i1"].killed_high == 6
        assert rows["i2"].lat is None


def test_the_json_feed_holds_to_version_1_1() -> None:
    feed = json.loads(written("jsonfeed"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert {"title", "items"} <= set(feed)
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"]) == len(LIVE)
    for item in feed["items"]:
        assert item.get("content_text") or item.get("content_html")
        assert isinstance(item["id"], str)
        assert all(author.get("name") for author in item.get("authors", ()))
        assert set(item) <= {
            "id", "url", "title", "content_text", "content_html", "date_published", "date_modified", "authors", "tags",
            "_vedette",
        }  # fmt: skip
    assert feed["items"][0]["_vedette"]["killed_best"] == WHOLE.tolls[0].best
    assert feed["items"][4]["title"] == PROTEST.title
