"""training.together: what labelled events have together is counted from the train part of the corpus."""

import json
from pathlib import Path

import pytest

from bench import corpus
from training import together


def test_the_shipped_table_is_that_of_the_corpus() -> None:
    """After a change of labels: `python -m training.together`."""
    shipped = json.loads(together.TABLE.read_text("utf-8"))
    assert shipped == together.counted(corpus.load())


def test_only_the_train_part_is_counted() -> None:
    lines = corpus.load()
    held = [line for line in lines if line.part != "train" and line.events]
    assert held
    assert together.counted(held) == {}


def test_a_mistake_in_the_corpus_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sentences_a.jsonl").write_text("{\n", "utf-8")
    load = corpus.load
    monkeypatch.setattr(corpus, "load", lambda: load(tmp_path))
    assert together.main(["--out", str(tmp_path / "table.json")]) == 1
    assert "sentences_a.jsonl" in capsys.readouterr().err
    assert not (tmp_path / "table.json").exists()
