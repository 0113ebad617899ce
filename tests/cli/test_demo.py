"""`vedette demo` codes every sample, shows it and says where the lines are."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from vedette.cli import coding
from vedette.cli.main import app
from vedette.read.samples import sample_paths


@pytest.fixture(autouse=True)
def _fake(monkeypatch: pytest.MonkeyPatch, fake_coder: coding.Coder) -> None:
    """Code with the fake."""
    monkeypatch.setattr(coding, "make_pipeline", lambda _model: fake_coder)


def test_every_sample_is_shown_and_written(tmp_path: Path) -> None:
    out = tmp_path / "demo.jsonl"
    done = CliRunner().invoke(app, ["demo", "--out", str(out)])
    assert done.exit_code == 0, done.stderr
    written = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    names = [Path(str(path)).name for path in sample_paths()]
    assert len(written) >= len(names) >= 12
    assert {line["id"] for line in written} >= {name for name in names if not name.endswith(".jsonl")}
    assert all(not line["error"] for line in written)
    for name in names:
        assert name in done.stdout
    assert f"{len(written)} reports" in done.stdout
    assert str(out) in done.stdout.replace("\n", "")


def test_a_place_that_cannot_be_written_is_wrong_usage(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["demo", "--out", str(tmp_path / "no" / "demo.jsonl")])
    assert done.exit_code == 2
    assert "--out" in done.stderr
