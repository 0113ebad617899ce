"""--coder llm and --coder hybrid from the command line: code, add, recode; any language; what was dropped is told."""

import json
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from tests.code.llm.endpoint import Endpoint, event
from vedette.cli import coding
from vedette.cli.main import app

RUSSIAN = "Повстанцы обстреляли город Алеппо в пятницу вечером, сообщила ООН. Погибли 12 человек, ещё 30 ранены."
TOLD = {"events": [event("обстреляли", actors=["Повстанцы"], place="Алеппо", weapons=["танки"])]}


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Endpoint:
    """An endpoint that the command line reaches."""
    scripted = Endpoint(TOLD)
    monkeypatch.setenv("VEDETTE_LLM_URL", "http://model.test/v1")
    monkeypatch.setenv("VEDETTE_LLM_MODEL", "m")
    monkeypatch.setenv("VEDETTE_LLM_CACHE", str(tmp_path / "answers.sqlite"))
    monkeypatch.setattr(coding, "make_model_transport", lambda: httpx.MockTransport(scripted))
    monkeypatch.chdir(tmp_path)
    return scripted


def test_code_reads_another_language_with_a_model_and_not_without(endpoint: Endpoint, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(RUSSIAN, "utf-8")
    refused = CliRunner().invoke(app, ["code", "a.txt", "--jsonl"])
    assert refused.exit_code == 1
    assert "only English can be coded without a language model" in refused.stdout
    done = CliRunner().invoke(app, ["code", "a.txt", "--jsonl", "--coder", "llm"])
    assert done.exit_code == 0, done.output
    line = json.loads(done.stdout)
    assert [e["trigger"]["text"] for e in line["events"]] == ["обстреляли"]
    assert line["asked"]["dropped"] == {"not in the text": 1}
    assert "1 reports asked; 1 events kept" in done.stderr
    assert "1 dropped (1 not in the text)" in done.stderr
    again = CliRunner().invoke(app, ["code", "a.txt", "--jsonl", "--coder", "hybrid"])
    assert again.exit_code == 0
    assert len(endpoint.bodies) == 1


def test_a_desk_adds_and_recodes_with_a_model(endpoint: Endpoint, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(RUSSIAN, "utf-8")
    (tmp_path / "b.txt").write_text("Rebels shelled Aleppo on Friday, officials said.", "utf-8")
    runner = CliRunner()
    assert runner.invoke(app, ["init", "desk"]).exit_code == 0
    done = runner.invoke(app, ["add", "a.txt", "--desk", "desk", "--coder", "hybrid", "-q"])
    assert done.exit_code == 0, done.output
    assert "1 new" in done.stdout
    assert runner.invoke(app, ["add", "b.txt", "--desk", "desk", "-q"]).exit_code == 0
    endpoint.script = {"events": [event("shelled", actors=["Rebels"])]}
    again = runner.invoke(app, ["recode", "b.txt", "--desk", "desk", "--coder", "llm", "-q"])
    assert again.exit_code == 0, again.output
    assert "1 coded again" in again.stdout


def test_without_an_endpoint_the_remedy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VEDETTE_LLM_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(RUSSIAN, "utf-8")
    done = CliRunner().invoke(app, ["code", "a.txt", "--coder", "llm"])
    assert done.exit_code == 2
    assert "Set VEDETTE_LLM_URL, or url in [llm] of vedette.toml" in done.stderr
