"""`vedette control` on a desk: the table, one place's history, the map, another time, and reviewers' judgements."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Vedette, lines, table
from vedette.cli import coding
from vedette.pipeline import Pipeline

REPORTS = (
    ("a", "Reuters", "2024-12-05", "Syrian rebels captured the city of Hama on Thursday after heavy fighting."),
    ("b", "AP", "2024-12-05", "The Syrian army said on Thursday that it had withdrawn from Hama to spare civilians."),
    ("c", "SANA", "2024-12-06", "The Syrian army regained control of Qalaat al-Madiq on Friday, killing three rebels."),
    ("d", "AP", "2024-12-06", "Syrian rebels plan to capture Homs within days, a rebel commander said on Friday."),
)


@pytest.fixture
def vedette(work: Vedette, whole: Pipeline, monkeypatch: pytest.MonkeyPatch) -> Vedette:
    """Runs the command, as ada, in a folder with a desk of the reports above."""
    monkeypatch.setattr(coding, "make_pipeline", lambda _model: whole)
    given = lines(("id", "publisher", "published", "text"), REPORTS)
    assert work("init").exit_code == 0
    assert work("add", "-", "--jsonl", given=given).exit_code == 0
    return work


def test_who_holds_what_now_and_on_a_day_before(vedette: Vedette) -> None:
    found = {row["place"]: row for row in table(vedette("control", "--country", "SYR"))}
    assert len(found) == 2
    hama = found["Hama"]
    assert (hama["status"], hama["since"]) == ("assessed", "2024-12-05")
    assert "losing side" in hama["why"]
    assert float(hama["sure"]) > 0.9
    before = vedette("control", "--at", "2024-12-05")
    assert [row["place"] for row in table(before)] == ["Hama"]
    none = vedette("control", "--at", "2024-12-01")
    assert (none.exit_code, none.stdout) == (1, "")
    assert "nothing is known" in none.stderr


def test_the_history_of_one_place(vedette: Vedette) -> None:
    assert {row["place"] for row in table(vedette("control", "--place", "hama"))} == {"Hama"}
    assert vedette("control", "--place", "Homs").exit_code == 1


def test_the_map(vedette: Vedette, tmp_path: Path) -> None:
    done = vedette("control", "--geojson", "map.geojson")
    assert (done.exit_code, done.stdout) == (0, "")
    drawn: dict[str, Any] = json.loads((tmp_path / "map.geojson").read_text("utf-8"))
    told = [(f["properties"]["name"], f["properties"]["shape"]) for f in drawn["features"]]
    assert ("Hama", "point") in told
    assert ("Hama", "area") in told
    assert json.loads(vedette("control", "--geojson", "-").stdout) == drawn
    assert "cannot be written" in vedette("control", "--geojson", "none/map.geojson").stderr


def test_a_retracted_incident_no_longer_counts_but_did_before(vedette: Vedette) -> None:
    incidents = table(vedette("incidents", "--text", "Qalaat"))
    for row in incidents:
        assert vedette("retract", row["id"], "an old video").exit_code == 0
    assert {row["place"] for row in table(vedette("control"))} == {"Hama"}
    assert vedette("control", "--as-of", "2020-01-01").exit_code == 1


def test_a_confirmed_incident_makes_it_assessed(vedette: Vedette) -> None:
    kinds = [row["kind"] for row in table(vedette("control")) if row["place"] != "Hama"]
    assert kinds == ["claimed"]
    for row in table(vedette("incidents", "--text", "Qalaat")):
        assert vedette("confirm", row["id"]).exit_code == 0
    found = [row for row in table(vedette("control")) if row["place"] != "Hama"]
    assert [row["kind"] for row in found] == ["assessed"]
    assert "confirmed by a reviewer" in found[0]["why"]


def test_wrong_usage_is_told(vedette: Vedette) -> None:
    assert vedette("control", "--at", "yesterday").exit_code == 2
    assert vedette("control", "--country", "Nowhere").exit_code == 2
