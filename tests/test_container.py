"""The container file as far as reading goes: there is no engine to build it where it is tested."""

import fnmatch
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = re.sub(r"\\\n\s*", "", (ROOT / "Containerfile").read_text("utf-8"))
LINES = [line for line in TEXT.splitlines() if line and not line.startswith("#")]
IGNORED = [
    line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line and not line.startswith("#")
]


def said(word: str) -> list[str]:
    """What follows an instruction, each time that it is given."""
    return [line.split(None, 1)[1] for line in LINES if line.split(None, 1)[0] == word]


def copied() -> list[str]:
    """What is copied from the repository."""
    lines = [line.split() for line in said("COPY") if not line.startswith("--from")]
    return [name for words in lines for name in words[:-1]]


def test_every_instruction_is_one() -> None:
    known = {"ARG", "FROM", "WORKDIR", "RUN", "COPY", "LABEL", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK"}
    assert {line.split()[0] for line in LINES} <= known | {"ENTRYPOINT", "CMD"}


@pytest.mark.parametrize("name", copied())
def test_what_is_copied_is_there_and_not_ignored(name: str) -> None:
    assert (ROOT / name).exists()
    assert f"!{name}" in IGNORED


def test_nothing_else_is_sent_to_the_engine() -> None:
    assert IGNORED[0] == "*"
    allowed = {line[1:] for line in IGNORED if line.startswith("!")}
    assert allowed == set(copied())
    assert any(fnmatch.fnmatch("src/vedette/__pycache__", f"*{line[2:]}") for line in IGNORED if line.startswith("**"))


def test_it_does_not_run_as_root_and_says_whether_it_is_well() -> None:
    last = TEXT[TEXT.rindex("\nFROM ") :]
    user = re.search(r"^USER (\d+):(\d+)$", last, re.MULTILINE)
    assert user is not None
    assert int(user[1]) > 0
    assert last.index("USER") < last.index("ENTRYPOINT")
    assert f"install -d -o {user[1]} -g {user[2]} /desk" in last
    assert "/login" in said("HEALTHCHECK")[0]


def test_the_pinned_packages_go_in_with_their_hashes() -> None:
    assert any("--require-hashes -r requirements.lock" in line for line in said("RUN"))


def test_the_compose_file_builds_it() -> None:
    compose = (ROOT / "docs" / "compose.yaml").read_text("utf-8")
    assert "dockerfile: Containerfile" in compose
    assert "dockerfile_inline" not in compose
