"""The commands that pages show: found, understood as a shell would, and run in this process.

python -m docsite.shell docs/tutorial.md     run a page's `$ vedette ...` lines and write what they print below them
"""

import contextlib
import functools
import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import typer.main
from typer.testing import CliRunner

from vedette.cli.main import app

WIDTH: Final = 100
"""Columns of the terminal that the tutorial shows."""
PROMPT: Final = "$ "
_FENCE: Final = re.compile(r"^( *)```([^\n`]*)\n(.*?)^\1```[ \t]*$", re.MULTILINE | re.DOTALL)
_TITLE: Final = re.compile(r'title="([^"]+)"')
_COMMAND: Final = re.compile(r"^(?:.*&& )?((?:[A-Z_]+=\S+ )*)(?:\.venv/bin/)?vedette (?=[a-z-])")
_ESCAPES: Final = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True)
class Fence:
    """A fenced block of a page: its language, the file that it shows (`title`), its text, the line it begins on."""

    language: str
    title: str
    text: str
    line: int


@dataclass(frozen=True)
class Command:
    """One `vedette ...`: its words, where its input comes from and its output goes to, variables set for it alone."""

    words: tuple[str, ...]
    line: int
    source: str | None = None
    into: str | None = None
    variables: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """The words as one would type them."""
        return shlex.join(("vedette", *self.words))


@dataclass(frozen=True)
class Outcome:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


def fences(text: str) -> Iterator[Fence]:
    """The fenced blocks of a page."""
    for found in _FENCE.finditer(text):
        language, _, rest = found[2].strip().partition(" ")
        title = _TITLE.search(rest)
        lines = [line.removeprefix(found[1]) for line in found[3].splitlines()]
        yield Fence(
            language, title[1] if title else "", "\n".join(lines) + "\n", text.count("\n", 0, found.start()) + 1
        )


def commands(fence: Fence) -> Iterator[Command]:
    """The commands of a block.

    A line is a command and, after two blanks or more, what it does. Lines that go on end in a backslash. Of a pipe or
    a chain only our part counts, with what flows into it left out.
    """
    whole = re.sub(r"\s*\\\n\s*", " ", fence.text)
    for number, line in enumerate(whole.splitlines(), fence.line + 1):
        shown = line.strip().removeprefix(PROMPT)
        for part in _parts(shown):
            if (found := _COMMAND.match(part)) is not None:
                yield _understood(part[found.end() :], number, found[1])


def _parts(line: str) -> list[str]:
    """What a line runs: what stands behind two blanks or a tab is what it does, not what it is."""
    said = re.split(r"(?<=\S)(?:\s{2,}|\t)(?![<>|&]|--?\w)", line)[0]
    return [part.strip() for part in re.split(r" [|;] |, (?=vedette )", said)]


def _understood(rest: str, line: int, variables: str) -> Command:
    """A command from its words, as a shell takes them apart."""
    try:
        words = shlex.split(rest, comments=True)
    except ValueError as error:
        msg = f"line {line}: vedette {rest}: {error}. Put two blanks between a command and what it does"
        raise ValueError(msg) from error
    plain: list[str] = []
    ends: dict[str, str] = {}
    waiting = iter(words)
    for word in waiting:
        if word in {"<", ">"}:
            ends[word] = next(waiting)
        elif word[:1] in {"<", ">"}:
            ends[word[0]] = word[1:]
        else:
            plain.append(word)
    named = dict(one.split("=", 1) for one in shlex.split(variables))
    return Command(tuple(plain), line, ends.get("<"), ends.get(">"), named)


@functools.cache
def _whole() -> Any:  # noqa: ANN401 - typer's
    """All commands, as typer makes them of the application once."""
    return typer.main.get_command(app)


def parsed(command: Command) -> str:
    """Have typer take a command's words apart without running it; which command it is ("vedette gazetteer add").

    Raises typer's UsageError for an argument or option that is wrong.
    """
    group = _whole()
    context = group.make_context("vedette", list(command.words), resilient_parsing=False)
    while hasattr(group, "commands"):
        words = [*context._protected_args, *context.args]  # noqa: SLF001 - typer's click gives them no other way
        name, group, rest = group.resolve_command(context, words)
        context = group.make_context(name, list(rest), parent=context)
    return str(context.command_path)


class Terminal(io.TextIOWrapper):
    """A standard output that commands take for a terminal."""

    def __init__(self) -> None:
        """Keep what is written."""
        self.kept = io.BytesIO()
        super().__init__(self.kept, encoding="utf-8", write_through=True)

    def isatty(self) -> bool:
        """It is."""
        return True


def run(command: Command, folder: Path) -> Outcome:
    """Run a command in this process, in a folder, as in a pipe."""
    given = (folder / command.source).read_bytes() if command.source else None
    with contextlib.chdir(folder):
        done = CliRunner().invoke(app, list(command.words), input=given, env=dict(command.variables))
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    if command.into:
        (folder / command.into).write_bytes(done.stdout_bytes)
    return Outcome(done.exit_code, done.stdout, done.stderr)


def seen(command: Command, folder: Path) -> Outcome:
    """Run a command in this process as somebody at a terminal of WIDTH columns sees it, without its colours."""
    out, err, code = Terminal(), io.StringIO(), 0
    told = {"COLUMNS": str(WIDTH), "TERM": "xterm", "NO_COLOR": "1", **command.variables}
    with (
        contextlib.chdir(folder),
        _environment(told),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            app(list(command.words), standalone_mode=True)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    text = _ESCAPES.sub("", out.kept.getvalue().decode("utf-8"))
    return Outcome(code, "\n".join(line.rstrip() for line in text.splitlines()), err.getvalue())


@contextlib.contextmanager
def _environment(told: Mapping[str, str]) -> Iterator[None]:
    """The environment with these, and afterwards without."""
    before = {name: os.environ.get(name) for name in told}
    os.environ.update(told)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name)
            else:
                os.environ[name] = value


def followed(text: str, folder: Path) -> Iterator[tuple[Command, str, str]]:
    """Follow a page: write the files that it shows, run its `$` lines; each with what the page shows and what comes.

    Raises RuntimeError where one ends with another exit code than 0.
    """
    for fence in fences(text):
        if fence.title:
            (folder / fence.title).write_text(fence.text, "utf-8")
        if fence.language == "console":
            for command, said in _shown(fence):
                yield command, said, _printed(command, seen(command, folder))


def _shown(fence: Fence) -> Iterator[tuple[Command, str]]:
    """The `$` lines of a block, each with what stands below it."""
    for block in re.split(rf"^(?={re.escape(PROMPT)})", fence.text, flags=re.MULTILINE):
        for command in commands(Fence("console", "", block.partition("\n")[0], fence.line)):
            yield command, block.partition("\n")[2].strip("\n")


def _printed(command: Command, outcome: Outcome) -> str:
    """What somebody reads after a command: what it says, then what it prints."""
    if outcome.code:
        msg = f"{command} (line {command.line}) ended with {outcome.code}: {outcome.err}"
        raise RuntimeError(msg)
    return "\n".join(part.strip("\n") for part in (outcome.err, outcome.out) if part.strip())


def renewed(text: str, folder: Path) -> str:
    """A page with what its commands print today."""
    results = [(command, now) for command, _, now in followed(text, folder)]

    def anew(found: re.Match[str]) -> str:
        """A block with what its commands print."""
        fence = next(fences(found[0]))
        if fence.language != "console":
            return found[0]
        lines = []
        for line in fence.text.splitlines():
            if line.startswith(PROMPT):
                lines += [line, *results.pop(0)[1].splitlines()]
        return "\n".join([f"{found[1]}```{found[2]}", *lines, f"{found[1]}```"])

    return _FENCE.sub(anew, text)


def main() -> None:
    """Write the pages named anew."""
    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory(prefix="vedette-docs-") as folder:
            page = Path(name)
            page.write_text(renewed(page.read_text("utf-8"), Path(folder)), "utf-8")


if __name__ == "__main__":
    main()
