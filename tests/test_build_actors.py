"""The script that builds the registry from a UCDP file, on a file of a few rows."""

import csv
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from vedette.lexicon.actors import registry

SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "build_actors.py"
COLUMNS = [
    *("ActorId", "NameData", "NameOrig", "NameOrigFull", "NameOrigFullEng", "NewName", "NewNameFullMotherTongue"),
    *("NewNameFullEng", "Org", "Splinter", "ActorIdPrev", "Alliance", "ActorIdAlliance", "JoinGroup", "ActorIdGroup"),
    *("Location", "Version"),
]


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, writing to a folder of the test."""
    spec = importlib.util.spec_from_file_location("build_actors", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(__import__("sys").modules, "build_actors", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ACTORS", tmp_path)
    return module


def ucdp(path: Path, *rows: dict[str, str]) -> Path:
    """A UCDP file with some rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows({"Version": "99.1", "Org": "1", **row} for row in rows)
    return path


def built(folder: Path, table: str) -> list[dict[str, str]]:
    """The rows of a table that was built."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_newer_file_brings_its_actors(script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = {"ActorId": "99001", "NameData": "NFX ", "NameOrigFullEng": "New Front of X", "Location": "Mali, Niger"}
    split = {
        "ActorId": "99002",
        "NameData": "NFX - Renewed",
        "Location": "Mali",
        "Splinter": "1",
        "ActorIdPrev": "99001",
    }
    state = {"ActorId": "3", "NameData": "Government of Mali", "Org": "4"}
    clan = {"ActorId": "99003", "NameData": "Dogon", "NameOrigFullEng": "Dogon", "Org": "3", "Location": "Mali"}
    script.main(ucdp(tmp_path / "new.csv", new, split, state, clan))
    rows = {row["id"]: row for row in built(tmp_path, "ucdp")}
    assert set(rows) == {"NFX_MLI", "NFX_RENEWED_MLI", "DOGON_MLI"}
    assert (rows["NFX_MLI"]["code"], rows["NFX_MLI"]["aliases"]) == ("MLIREB", "NFX")
    assert rows["NFX_MLI"]["source"] == "UCDP Actor Dataset 99.1"
    assert "Dogon" not in [rows["DOGON_MLI"]["name"], *rows["DOGON_MLI"]["aliases"].split(";")]
    assert [(r["actor"], r["kind"], r["other"]) for r in built(tmp_path, "lineage")] == [
        ("NFX_RENEWED_MLI", "splinter_of", "NFX_MLI")
    ]
    assert "99001 NFX is not in knowledge.csv" in capsys.readouterr().err


def test_what_is_packaged_is_what_the_script_makes_of_the_same_knowledge() -> None:
    with (SCRIPT.parent / "actors" / "knowledge.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    known = registry().by_id
    assert len(rows) > 1000
    for row in rows:
        if row["same_as"]:
            assert row["same_as"] in known
        else:
            assert (known[row["id"]].kind, known[row["id"]].country or "") == (row["kind"], row["country"])
