"""`vedette merge --jsonl`: a line out for each line in, in order, whatever the lines hold."""

import json

import pytest
from typer.testing import CliRunner

from vedette.cli import coding
from vedette.cli.main import app
from vedette.pipeline import Pipeline

FIRST = (
    "Gunmen on motorbikes attacked the market of Djibo in Burkina Faso on Tuesday and killed at least nine traders, "
    "residents said. They burned stalls and drove off with about fifty head of cattle."
)
SECOND = (
    "At least eleven people were shot dead on Tuesday when jihadists stormed the market in Djibo, Burkina Faso, a "
    "security source said. Stalls were torched and cattle stolen by the attackers on motorbikes."
)
KEYS = ["id", "incident", "incidents", "duplicate_of", "independent", "error"]


@pytest.fixture
def run(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A runner whose coder is the tests' one."""
    monkeypatch.setattr(coding, "make_pipeline", lambda _model: pipeline)
    return CliRunner()


def line(**values: str) -> str:
    """An input line."""
    return json.dumps(values) + "\n"


def test_lines_in_lines_out(run: CliRunner) -> None:
    given = line(id="a", text=FIRST, published="2024-03-13") + line(id="b", text=SECOND, published="2024-03-13")
    done = run.invoke(app, ["merge", "--jsonl"], input=given)
    told = [json.loads(x) for x in done.stdout.splitlines()]
    assert done.exit_code == 0
    assert [list(t) for t in told] == [KEYS, KEYS]
    assert told[0]["incident"] == told[1]["incident"] is not None


def test_a_broken_line_is_named_and_the_rest_goes_on(run: CliRunner) -> None:
    given = "{broken\n" + line(id="a", text=FIRST) + line(id="a", text=SECOND)
    done = run.invoke(app, ["merge"], input=given)
    told = [json.loads(x) for x in done.stdout.splitlines()]
    assert done.exit_code == 1
    assert [t["error"] is None for t in told] == [False, True, False]
    assert "standard input line 1" in done.stderr


def test_a_file_that_is_not_there_is_named(run: CliRunner) -> None:
    done = run.invoke(app, ["merge", "nowhere.jsonl"])
    assert done.exit_code != 0
    assert "nowhere.jsonl cannot be read" in done.stderr
