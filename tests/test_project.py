"""What the project promises beside its code: pinned dependencies, commands that are there and documented."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer.main

from bench import readme
from vedette.cli.main import app

if TYPE_CHECKING:
    from vedette.pipeline import Pipeline

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_dependency_is_pinned_with_its_hash_and_no_host_is_named(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    blocks = re.split(r"\n(?=[a-z0-9])", text)
    assert len(blocks) > 40
    for block in blocks:
        assert re.match(r"[a-z0-9-]+==\S+", block), block[:60]
        assert "--hash=sha256:" in block, block[:60]
    assert "://" not in text
    assert "index" not in text


def test_what_runs_is_pinned_alike_for_running_and_for_working_on_it() -> None:
    pins = [
        set(re.findall(r"^[a-z0-9-]+==\S+", (ROOT / name).read_text("utf-8"), re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    ]
    assert pins[0] <= pins[1]


def test_nothing_that_is_kept_leads_out_of_the_project() -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a clone: an unpacked archive holds what was packed")
    kept = subprocess.run([git, "ls-files", "--stage"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert [line for line in kept.stdout.splitlines() if line.startswith("120000")] == []


def test_ci_runs_the_commands_of_the_desk() -> None:
    run = ROOT / ".ci" / "run"
    assert os.access(run, os.X_OK)
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in ("demo", "test", "lint", "types", "gate", "package", "bench", "lock", "help"):
        assert re.search(rf"^{target}: .*## ", makefile, re.MULTILINE), target
    for target in ("test", "lint", "types", "gate", "package"):
        assert re.search(rf"\b{target}\b", run.read_text("utf-8"))


def test_the_readme_shows_what_the_coder_gives(whole: "Pipeline") -> None:
    shown = readme.shown(whole).splitlines()
    kept = readme.BLOCK.search((ROOT / "README.md").read_text("utf-8"))
    assert kept is not None
    alike = sum(line in shown for line in kept[0].splitlines())
    # processors round the second reader's numbers otherwise, so a line may differ; more is a README out of date
    assert alike > 0.8 * len(shown), "run: python -m bench.readme"


def test_every_command_and_option_is_documented() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    commands = dict(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    desk = {
        "init",
        "add",
        "incidents",
        "show",
        "log",
        "undo",
        "join",
        "split",
        "correct",
        "confirm",
        "dispute",
        "retract",
    }
    desk |= {"doctor", "backup", "recode", "upgrade", "watch", "import", "imported", "compare", "history", "outlets"}
    desk |= {"control", "network", "tempo", "ahead", "rebuild"}
    desk |= {"serve", "user", "corpus", "export", "map", "brief"}
    ours = {"code", "demo", "explain", "forecast", "gazetteer", "merge", "scale", "schema", "version"}
    assert set(commands) == ours | desk
    commands |= {f"gazetteer {name}": command for name, command in commands["gazetteer"].commands.items()}
    commands |= {f"scale {name}": command for name, command in commands["scale"].commands.items()}
    assert {"scale run", "scale merge"} <= set(commands)
    assert {"gazetteer add", "gazetteer find"} <= set(commands)
    for group in ("user", "corpus"):
        commands |= {f"{group} {name}": command for name, command in commands[group].commands.items()}
    assert {"user add", "user token", "corpus export"} <= set(commands)
    for name, command in commands.items():
        assert f"vedette {name}" in text, name
        for option in command.params:
            if option.param_type_name == "option" and "--help" not in option.opts:
                assert option.opts[0] in text, (name, option.opts)
                assert option.help, (name, option.opts)


def test_no_test_is_named_by_packed_bytes(request: pytest.FixtureRequest) -> None:
    """Packed bytes hold the second they were packed in, and workers that do not see the same names refuse to run."""
    assert not [item.nodeid for item in request.session.items if "\\x1f\\x8b" in item.nodeid]
    name = request.config.hook.pytest_make_parametrize_id(config=request.config, val=b"\x1f\x8b", argname="a")
    assert name == "bytes"
