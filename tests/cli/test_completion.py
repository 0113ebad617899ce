"""What the shell's completion offers, and that bash takes it: commands, options, values."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from vedette.cli.main import app
from vedette.export import formats


def offered(line: str) -> list[str]:
    """What completes a line, of which the last word is begun, by the way that bash asks."""
    words = line.split(" ")
    asked = {"_VEDETTE_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    done = CliRunner().invoke(app, [], prog_name="vedette", env=asked)
    assert done.exit_code == 0
    return done.stdout.split()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("vedette inc", ["incidents"]),
        ("vedette gazetteer f", ["find"]),
        ("vedette code --cod", ["--coder"]),
        ("vedette code --coder h", ["hybrid"]),
        ("vedette export geo", ["geojson"]),
        ("vedette nonsense", []),
    ],
)
def test_what_is_begun_is_completed(line: str, words: list[str]) -> None:
    assert offered(line) == words


def test_all_formats_are_offered() -> None:
    assert set(offered("vedette export ")) >= set(formats())


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_completes_after_reading_what_is_shown(tmp_path: Path) -> None:
    """The script that --show-completion prints, read by a bash of its own, which is then asked as TAB would."""
    command = tmp_path / "vedette"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m vedette "$@"\n', "utf-8")
    command.chmod(0o755)
    script = f"""
        PATH={tmp_path}:$PATH
        shown=$(vedette --show-completion; true)
        eval "$shown"
        COMP_WORDS=(vedette inc) COMP_CWORD=1
        _vedette_completion vedette
        echo "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(["bash", "--norc", "-c", script], capture_output=True, text=True, check=True)  # noqa: S607 - the one on the PATH
    assert done.stdout.split() == ["incidents"]
