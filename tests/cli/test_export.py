"""`vedette export` and `vedette map` on a desk: files and pipes, filters, what is refused."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.export.samples import ALL
from vedette.cli.main import app
from vedette.merge import current
from vedette.store import Desk, open_desk
from vedette.store.incident_table import IncidentTable

runner = CliRunner()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A desk whose table holds the samples, as if they had been told."""
    home = tmp_path / "desk"
    with open_desk(home) as opened:
        kept = [one for one in ALL if one.id != "i6" and one.changed_at]
        IncidentTable(opened.store).put([(one, [("country", one.country)] if one.country else []) for one in kept])

    def table(held: Desk, as_of: str | None = None) -> IncidentTable:
        assert as_of in {None, "2024-12-01"}
        return IncidentTable(held.store)

    monkeypatch.setattr(current, "incident_table", table)
    return str(home)


def run(desk: str, *words: str) -> Result:
    """A command on the desk."""
    return runner.invoke(app, [*words, "--desk", desk])


def test_formats_are_listed(desk: str) -> None:
    found = runner.invoke(app, ["export", "--list"])
    assert found.exit_code == 0
    assert "geojson\tGeoJSON, a feature per incident" in found.stdout
    refused = run(desk, "export")
    assert refused.exit_code == 2
    assert "name a format: acled" in refused.stderr


def test_standard_output_is_the_default(desk: str) -> None:
    found = run(desk, "export", "csv", "--country", "Senegal")
    assert found.exit_code == 0
    assert [row["id"] for row in csv.DictReader(io.StringIO(found.stdout))] == ["i5"]
    assert "1 incident as csv" in found.stderr


def test_a_file_is_written_with_what_belongs_beside_it(desk: str, tmp_path: Path) -> None:
    out = tmp_path / "events.csv"
    found = run(desk, "export", "acled", "-o", str(out))
    assert found.exit_code == 0
    assert "2 left out" in found.stderr
    rows, gone = (
        [row["event_id_cnty"] for row in csv.DictReader(io.StringIO(path.read_text("utf-8")))]
        for path in (out, tmp_path / "events.deletions.csv")
    )
    assert rows == ["i1", "i2", "i5"]
    assert set(gone) == {"i3", "i4", "i8", "i9", "i10"}


def test_the_same_desk_gives_the_same_ids_and_tells_what_was_asked(desk: str) -> None:
    first, second = (json.loads(run(desk, "export", "jsonfeed", "--country", "SYR").stdout) for _ in range(2))
    assert [item["id"] for item in first["items"]] == [item["id"] for item in second["items"]]
    assert first["_vedette"]["asked"] == {"country": "SYR"}
    linked = json.loads(run(desk, "export", "jsonfeed", "--home", "https://desk.example/").stdout)
    assert linked["items"][0]["url"].startswith("https://desk.example/incidents/i")


def test_what_changed_since_tells_of_what_is_there_no_more(desk: str) -> None:
    found = run(desk, "export", "csv", "--changed-since", "2024-12-02")
    told = {row["id"]: row["standing"] for row in csv.DictReader(io.StringIO(found.stdout))}
    assert told == {"i8": "merged", "i9": "retracted", "i10": "untold"}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["export", "xls"], 2, "there is no format 'xls'"),
        (["export", "csv", "--status", "odd"], 2, "--status 'odd' is no status"),
        (["export", "csv", "--country", "Nowhere"], 2, "is no country"),
        (["export", "csv", "--country", "MLI"], 1, "no incident went into the csv"),
        (["export", "csv", "-o", "/nonexistent/a.csv"], 2, "cannot be written"),
        (["map", "-o", "a.pdf"], 2, "is none of .html, .svg, .png"),
        (["map", "--country", "MLI", "-o", "a.svg"], 1, "no incident holds to this"),
    ],
)
def test_what_is_refused_says_why(desk: str, words: list[str], code: int, said: str) -> None:
    found = run(desk, *words)
    assert (found.exit_code, said in found.stderr) == (code, True), found.stderr


@pytest.mark.parametrize(("suffix", "begins"), [(".html", b"<!doctype html>"), (".svg", b"<svg"), (".png", b"\x89PNG")])
def test_maps_are_drawn(desk: str, tmp_path: Path, suffix: str, begins: bytes) -> None:
    out = tmp_path / f"map{suffix}"
    found = run(desk, "map", "-o", str(out), "--title", "Ours & theirs", "--as-of", "2024-12-01")
    assert found.exit_code == 0, found.stderr
    assert "3 marks for" in found.stderr
    data = out.read_bytes()
    assert data.startswith(begins)
    assert suffix == ".png" or b"Ours &amp; theirs" in data
