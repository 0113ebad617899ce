"""From the desk's table into a file: filters, what is there no more, the quick way, files whole or not there."""

import gc
import io
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.export.samples import ABOUT, ALL, LIVE, UNTOLD
from tests.export.written import written
from vedette.export import OURS, ExportError, make
from vedette.export.exporter import FromJson
from vedette.export.jsonwrite import dumped
from vedette.export.reading import export, read, total
from vedette.export.saving import replacing
from vedette.records import Incident
from vedette.store import open_desk
from vedette.store.incident_table import IncidentTable

CLEAN = [one for one in ALL if one.changed_at]


@pytest.fixture
def table(tmp_path: Path) -> Iterator[IncidentTable]:
    """A desk's table that holds the samples."""
    with open_desk(tmp_path / "desk") as desk:
        found = IncidentTable(desk.store)
        found.put([(one, [("country", one.country)] if one.country else []) for one in CLEAN])
        yield found


def ids(found: Iterator[Incident]) -> set[str]:
    """The ids of incidents."""
    return {one.id for one in found}


def test_only_live_ones_are_read_unless_others_are_asked_for(table: IncidentTable) -> None:
    live = {one.id for one in CLEAN if one.live}
    assert ids(read(table, {})) == live
    assert ids(read(table, {}, gone=True)) == {one.id for one in CLEAN}
    assert ids(read(table, {"country": "SEN"}, gone=True)) == {"i5"} | {one.id for one in CLEAN if not one.live}
    assert ids(read(table, {"changed_since": "2024-12-03T12:00:00Z"})) == {"i9", UNTOLD.id}
    assert (total(table, {}), total(table, {"limit": 2})) == (len(live), 2)


@pytest.mark.parametrize("name", OURS)
def test_each_format_is_written_from_the_table(table: IncidentTable, name: str) -> None:
    out, exporter, ticks = io.BytesIO(), make(name, ABOUT), list[int]()
    number = export(table, exporter, out, {"order": "changed"}, ticks.append)
    assert 0 < number <= len(CLEAN)
    given_ = list(read(table, {"order": "changed"}, gone=exporter.gone))
    if name == "jsonl":
        given_ = [Incident.model_validate_json(dumped(one.as_json())) for one in given_]
        assert [json.loads(line) for line in out.getvalue().splitlines()] == [one.as_json() for one in given_]
    elif name != "parquet":
        assert out.getvalue() == written(name, given_)
    assert gc.isenabled()


@pytest.mark.parametrize("name", ["csv", "parquet", "jsonl"])
def test_the_quick_way_says_the_same(name: str) -> None:
    exporter = make(name, ABOUT)
    assert isinstance(exporter, FromJson)
    slow, quick = io.BytesIO(), io.BytesIO()
    exporter.write(LIVE, slow)
    exporter.write_json((json.dumps(one.as_json()) for one in LIVE), quick)
    if name == "csv":
        assert slow.getvalue() == quick.getvalue()
    else:
        assert len(quick.getvalue()) > 0
        assert len(slow.getvalue().splitlines()) == len(quick.getvalue().splitlines()) or name == "parquet"


def test_the_collector_runs_again_after_an_export_that_failed(table: IncidentTable) -> None:
    class Full(io.BytesIO):
        def write(self, data: object, /) -> int:
            raise OSError(28, "No space left on device", data)

    with pytest.raises(OSError, match="No space"):
        export(table, make("csv", ABOUT), Full(), {})
    assert gc.isenabled()


def test_a_file_takes_the_place_of_another_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), replacing(path) as out:
        out.write(b"half" * (1 // 0))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
    with replacing(path) as out:
        out.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link_and_a_pipe_is_written_to(tmp_path: Path) -> None:
    path, link = tmp_path / "a.csv", tmp_path / "link.csv"
    path.write_bytes(b"old")
    link.symlink_to(path)
    with replacing(link) as out:
        out.write(b"new")
    assert link.is_symlink()
    assert path.read_bytes() == b"new"
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with replacing(pipe) as out:
        out.write(b"through")
    assert os.read(reader, 20) == b"through"
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    os.close(reader)


@pytest.mark.parametrize("where", ["missing/a.csv", "."])
def test_where_nothing_can_be_written_the_remedy_is_told(tmp_path: Path, where: str) -> None:
    with (
        pytest.raises(ExportError, match="Name a file in a folder that can be written"),
        replacing(tmp_path / where) as out,
    ):
        out.write(b"x")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=3, max_size=3), st.sampled_from(sorted(set(OURS) - {"parquet"})))
def test_any_text_is_written_as_text(words: list[str], name: str) -> None:
    title, quote, who = words
    told = tuple(one.model_copy(update={"quote": quote, "sources": (who,)}) for one in LIVE[0].told)
    data = written(name, [LIVE[0].model_copy(update={"title": title, "told": told})])
    assert data.decode("utf-8").strip()
    if name in {"geojson", "stix", "jsonfeed"}:
        assert json.loads(data)
