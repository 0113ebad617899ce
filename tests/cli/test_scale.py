"""`vedette scale` as a user has it: run, status, merge, load; and `vedette code --workers`."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.scale import made
from vedette.cli.main import app
from vedette.pipeline import Pipeline
from vedette.scale import coders

Vedette = Callable[..., Result]


@pytest.fixture
def vedette(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Vedette:
    """Runs the command in a folder with thirty reports, by the tests' coder."""
    held = {(None, gated): coders._Held(pipeline) for gated in (True, False)}
    monkeypatch.setattr(coders, "_HELD", held)
    monkeypatch.chdir(tmp_path)
    made.write(Path("in.jsonl"), made.lines(30))
    return lambda *arguments, given=None: CliRunner().invoke(app, list(arguments), input=given)


def numbers(done: Result) -> dict[str, int]:
    """The numbers of `status` by name."""
    assert done.exit_code == 0, done.output
    return {name: int(number) for name, number in (line.split("\t") for line in done.stdout.splitlines()[1:])}


def test_an_archive_becomes_incidents_on_a_desk(vedette: Vedette) -> None:
    done = vedette("scale", "run", "in.jsonl", "--out", "job", "--engine", "inline", "--shard-size", "0.001")
    assert done.exit_code == 0, done.output
    assert re.match(
        r"6 shards: 30 reports read \(\S+/s\), \d\d kept with \d+ events; 0 in other languages", done.stdout
    )
    told = numbers(vedette("scale", "status", "job"))
    assert (told["shards"], told["done"], told["failed"], told["reports read"]) == (6, 6, 0, 30)
    assert vedette(
        "scale", "run", "in.jsonl", "-o", "job", "--engine", "inline", "--shard-size", "0.001"
    ).stdout.startswith("0 shards")
    merged = vedette("scale", "merge", "job", "--engine", "inline")
    assert re.match(r"\d\d reports, \d+ of them copies; \d+ events in \d+ incidents\n", merged.stdout)
    assert vedette("init", "desk").exit_code == 0
    loaded = vedette("scale", "load", "job", "--desk", "desk")
    assert loaded.exit_code == 0, loaded.output
    assert loaded.stdout.endswith("new incidents, taken over from the job\n")
    listed = vedette("incidents", "--desk", "desk", "--place", "Kidal")
    assert "Kidal" in listed.stdout


def test_what_fails_is_named_and_told_by_status(vedette: Vedette) -> None:
    made.write(Path("bad.jsonl"), made.lines(1), "no json")
    done = vedette("scale", "run", "in.jsonl", "bad.jsonl", "-o", "job", "--engine", "inline")
    assert done.exit_code == 1
    assert done.stdout.endswith(" 0 in other languages, 1 failed\n")
    letters = vedette("scale", "status", "job", "--dead")
    assert letters.stdout.splitlines()[0] == "where\tkind\twhy"
    assert letters.stdout.splitlines()[1].startswith("bad.jsonl line 2\tunread\tnot JSON: ")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["run", "none.jsonl", "-o", "job"], "none.jsonl: No such file or directory"),
        (["run", "in.jsonl", "-o", "job", "--engine", "spark"], "there is no engine 'spark'"),
        (["run", "in.jsonl", "-o", "job", "--published", "soon"], "is no date"),
        (["status", "nowhere"], "nowhere holds no job"),
        (["merge", "nowhere"], "nowhere has no coded reports"),
        (["load", "nowhere", "--desk", "none"], "there is no desk"),
    ],
)
def test_wrong_usage(vedette: Vedette, arguments: list[str], why: str) -> None:
    done = vedette("scale", *arguments)
    assert done.exit_code == 2
    assert why in done.stderr


def test_every_command_has_examples(vedette: Vedette) -> None:
    for name in ("run", "status", "merge", "load"):
        assert f"vedette scale {name} " in vedette("scale", name, "--help").stdout.partition("Examples:")[2]


def test_processes_side_by_side_write_the_same_lines_in_the_same_order(vedette: Vedette) -> None:
    lines = [json.dumps(line) for line in made.lines(70)]
    lines[20], lines[50] = "no json", '{"id": "r49", "text": "Rebels shelled Hama."}'
    given = "".join(f"{line}\n" for line in lines)
    several = vedette("code", "--jsonl", "--workers", "2", given=given)
    assert several.exit_code == 1
    out = [json.loads(line) for line in several.stdout.splitlines()]
    assert [line["id"] for line in out] == [f"r{n}" if n not in {20, 50} else "line:21" if n == 20 else "r49"
                                            for n in range(70)]  # fmt: skip
    assert [n for n, line in enumerate(out) if line["error"]] == [20, 50]
    alone = vedette("code", "--jsonl", given=lines[0] + "\n")
    assert json.loads(alone.stdout)["events"][0]["type"] == out[0]["events"][0]["type"] == "ASSAULT"
