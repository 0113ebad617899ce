"""The tutorial, followed word by word: its files are written, its commands run, what they print stands there."""

from pathlib import Path

import pytest

from docsite import shell
from tests.docs.conftest import ROOT

PAGE = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
REMEDY = "run: python -m docsite.shell docs/tutorial.md, and read what changed"


@pytest.mark.usefixtures("patched")
def test_the_tutorial_is_what_happens(tmp_path: Path) -> None:
    followed = list(shell.followed(PAGE, tmp_path))
    assert [command.words[0] for command, _, _ in followed] == [
        "code", "init", "add", "incidents", "show", "add", "control", "correct", "incidents", "brief", "brief",
    ]  # fmt: skip
    for command, said, now in followed:
        shown, lines = (["".join(line.split()) for line in text.splitlines()] for text in (said, now))
        # processors round the second reader's numbers otherwise, so a line may differ; more is a page out of date
        alike = sum(line in lines for line in shown) + sum(line in shown for line in lines)
        assert alike >= 0.8 * (len(shown) + len(lines)), f"{command}: {REMEDY}\n{now}"
    brief = (tmp_path / "burkina.html").read_text("utf-8")
    assert "Ada Lovelace" in brief
    assert "<svg" in brief


@pytest.mark.usefixtures("patched")
def test_a_page_that_is_out_of_date_is_written_anew(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    page = "Text.\n\n```console\n$ vedette schema nothing-else\n```\n"
    with pytest.raises(RuntimeError, match=r"line 4\) ended with 2: .*no record 'nothing-else'"):
        shell.renewed(page, tmp_path / "one")
    page = "Text.\n\n```console\n$ vedette init here\nstale\n```\n\n```\n$ vedette init there\n```\n"
    now = shell.renewed(page, tmp_path / "one")
    assert "made the desk here/desk.sqlite" in now
    assert "stale" not in now
    assert now.endswith("```\n\n```\n$ vedette init there\n```\n"), "only blocks of a console are run"
