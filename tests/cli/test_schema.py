"""`vedette schema` prints what the records are, and the records agree with it."""

import json

import pytest
from typer.testing import CliRunner

from vedette.cli.main import app
from vedette.records.schema import record_names


def test_all_records_are_there() -> None:
    done = CliRunner().invoke(app, ["schema"])
    assert done.exit_code == 0
    assert set(record_names()) <= json.loads(done.stdout)["$defs"].keys()


@pytest.mark.parametrize("name", ["event", "Event", "EVENT"])
def test_one_record_in_any_case(name: str) -> None:
    read = json.loads(CliRunner().invoke(app, ["schema", name]).stdout)
    assert read["title"] == "Event"
    assert "trigger" in read["properties"]


def test_a_line_is_a_coded_report() -> None:
    read = json.loads(CliRunner().invoke(app, ["schema", "line"]).stdout)
    assert {"id", "report", "events", "error"} <= read["properties"].keys()


def test_an_unknown_record_is_wrong_usage() -> None:
    done = CliRunner().invoke(app, ["schema", "evnt"])
    assert done.exit_code == 2
    assert "no record 'evnt'" in done.stderr
    assert "TimeMention" in done.stderr
