"""Commands on pages are understood as a shell would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docsite import shell
from docsite.shell import Fence


def words(text: str) -> list[tuple[str, ...]]:
    """The commands of a block."""
    return [command.words for command in shell.commands(Fence("", "", text, 1))]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("vedette show i12                       each value", [("show", "i12")]),
        ("$ vedette show i12", [("show", "i12")]),
        (".venv/bin/vedette show i12", [("show", "i12")]),
        ("*/15 * * * *  cd /srv && .venv/bin/vedette watch --once", []),
        ("cd /srv && .venv/bin/vedette watch --once", [("watch", "--once")]),
        ("vedette log i12, vedette undo 31       and back", [("log", "i12"), ("undo", "31")]),
        ("curl -s https://example.org | vedette add -", [("add", "-")]),
        ('vedette dispute i12 "one outlet, vedette\'s"', [("dispute", "i12", "one outlet, vedette's")]),
        ("vedette export csv \\\n  --country SYR", [("export", "csv", "--country", "SYR")]),
        ("pip install 'vedette[ray]'", []),
        ("vedette/cli is a folder", []),
    ],
)
def test_what_a_line_runs(line: str, found: list[tuple[str, ...]]) -> None:
    assert words(line) == found


def test_where_input_comes_from_and_output_goes() -> None:
    (command,) = shell.commands(Fence("", "", "VEDETTE_SECOND=0 vedette code --jsonl < in.jsonl >out.jsonl\n", 7))
    assert (command.words, command.source, command.into) == (("code", "--jsonl"), "in.jsonl", "out.jsonl")
    assert command.variables == {"VEDETTE_SECOND": "0"}
    assert command.line == 8


def test_a_line_that_no_shell_would_take_is_told() -> None:
    with pytest.raises(ValueError, match=r"line 2: vedette show i1 who's: .* two blanks"):
        words("vedette show i1 who's")


def test_a_wrong_option_is_refused_by_typer() -> None:
    for line in ("vedette show i12 --nonsense", "vedette nonsense", "vedette gazetteer nonsense", "vedette show"):
        (command,) = shell.commands(Fence("", "", line, 1))
        with pytest.raises(Exception, match=r"(?i)no such|missing"):
            shell.parsed(command)


@given(st.text())
def test_any_text_has_blocks_or_none(text: str) -> None:
    for fence in shell.fences(text):
        assert "```" + fence.language in text


@given(
    st.lists(st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="`\\"), min_size=1), max_size=4)
)
def test_a_block_is_found_again(lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    (fence,) = shell.fences(f'Before.\n\n```text title="a.txt"\n{text}```\n\nBehind.\n')
    assert (fence.language, fence.title, fence.line) == ("text", "a.txt", 3)
    assert fence.text.strip() == text.strip()
