"""Which formats there are, and what each promises."""

import tomllib
from pathlib import Path

import pytest

from tests.export.written import written
from vedette.export import GROUP, OURS, About, ExportError, exporter_class, formats, make

ROOT = Path(__file__).parent.parent.parent
SNAPSHOT = {
    "acled": ".csv", "acled-deletions": ".csv", "atom": ".atom", "csv": ".csv", "ftm": ".json", "ged": ".csv",
    "geojson": ".geojson", "graphml": ".graphml", "hxl": ".csv", "jsonfeed": ".json", "jsonl": ".jsonl", "kml": ".kml",
    "parquet": ".parquet", "plover": ".jsonl", "rss": ".rss", "stix": ".json",
}  # fmt: skip


def test_there_are_these_formats_and_no_others() -> None:
    assert {name: exporter_class(name).suffix for name in OURS} == SNAPSHOT
    assert set(formats()) >= set(SNAPSHOT)


def test_the_package_declares_them_as_entry_points() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert told["project"]["entry-points"][GROUP] == dict(OURS)


@pytest.mark.parametrize("name", OURS)
def test_each_knows_itself(name: str) -> None:
    kind = exporter_class(name)
    assert kind.name == name
    assert kind.title
    assert len(set(kind.columns)) == len(kind.columns) > 0
    assert kind.beside is None or kind.beside in OURS
    assert kind.binary == (name == "parquet")


@pytest.mark.parametrize("name", OURS)
def test_nothing_is_a_document_too_and_each_is_the_same_twice(name: str) -> None:
    assert written(name, ()) == written(name, ())
    if name != "parquet":
        assert written(name) == written(name)


def test_a_format_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ExportError, match=r"no format 'xls'\. Formats: acled, acled-deletions, atom"):
        make("xls", About(made_at="2024-12-05T10:00:00Z"))
