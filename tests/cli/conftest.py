"""What the tests of commands on a desk share: an empty folder, and somebody who works in it."""

from pathlib import Path

import pytest

from tests.cli.running import Vedette, run


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Vedette:
    """Runs the command in an empty folder, as ada, without a desk that the environment names."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("USER", "ada")
    monkeypatch.delenv("VEDETTE_DESK", raising=False)
    return run
