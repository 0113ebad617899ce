"""The command as a whole: it starts quickly, knows its commands, and `python -m vedette` is it."""

import subprocess
import sys
import time

from typer.testing import CliRunner

from vedette import __version__
from vedette.cli.main import app

HEAVY = {"spacy", "pydantic", "rich", "httpx", "trafilatura", "numpy", "ahocorasick", "lxml"}


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a process of its own."""
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True)


def test_help_names_the_commands_and_exit_codes() -> None:
    done = CliRunner().invoke(app, ["--help"])
    assert done.exit_code == 0
    for word in ("code", "demo", "explain", "gazetteer", "incidents", "schema", "version", "--jsonl", "Exit codes"):
        assert word in done.stdout


def test_every_command_has_help_with_an_example() -> None:
    for command in ("code", "demo", "explain", "gazetteer", "gazetteer add", "gazetteer find", "schema"):
        told = CliRunner().invoke(app, [*command.split(), "--help"]).stdout
        assert f"vedette {command}" in told.split("Example", 1)[1]


def test_help_imports_nothing_heavy() -> None:
    done = python("-c", "import sys, vedette.cli.main; print(*sys.modules)")
    assert HEAVY.isdisjoint(done.stdout.split())


def test_help_is_quick() -> None:
    def once() -> float:
        begin = time.perf_counter()
        python("-m", "vedette", "--help")
        return time.perf_counter() - begin

    assert min(once() for _ in range(5)) < 0.5


def test_version() -> None:
    assert CliRunner().invoke(app, ["--version"]).stdout.startswith(f"vedette {__version__}\n")
    assert "spacy 3.8" in CliRunner().invoke(app, ["version"]).stdout


def test_wrong_usage_is_exit_code_2() -> None:
    assert CliRunner().invoke(app, ["cod"]).exit_code == 2
    assert CliRunner().invoke(app, ["code", "--nonsense"]).exit_code == 2
