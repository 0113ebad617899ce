"""What all commands share on a terminal: messages on stderr, safe text, a quiet end when the reader has gone."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from typing import NoReturn

import typer

from vedette.gather.clean import plain

USAGE = 2

__all__ = ["USAGE", "fail", "forgiving_stdout", "plain", "progress", "quiet_pipe", "say"]


def say(message: str) -> None:
    """One message on stderr, on one line whatever it quotes."""
    typer.echo(f"vedette: {plain(message)}", err=True)


def fail(message: str, code: int = USAGE) -> NoReturn:
    """End the command with a message and an exit code."""
    say(message)
    raise typer.Exit(code)


@contextlib.contextmanager
def quiet_pipe() -> Iterator[None]:
    """Turn a reader that has gone (`vedette code ... | head`) into exit code 1 without a traceback."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        with contextlib.suppress(OSError, ValueError, AttributeError):
            # Python flushes stdout once more at exit; give it somewhere to write
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(1) from None


def forgiving_stdout() -> None:
    """Let a terminal that cannot show a letter show a question mark instead of ending the command."""
    with contextlib.suppress(AttributeError):
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # not there where stdout is replaced


@contextlib.contextmanager
def progress(doing: str, *, enabled: bool) -> Iterator[Callable[[], None]]:
    """A count of what is done and the time it took on stderr; nothing where it is not wanted."""
    if not enabled:
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task(plain(doing), total=None)
        yield lambda: bar.advance(task)


@contextlib.contextmanager
def progress_to(doing: str, total: int, *, enabled: bool) -> Iterator[Callable[..., None]]:
    """A bar that fills up to `total` on stderr, with the time that is left; nothing where it is not wanted.

    What is given takes how much is done, and other words for what is being done where those change.
    """
    if not enabled:
        yield lambda _, __="": None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task(plain(doing), total=total)
        yield lambda done, words=doing: bar.update(task, completed=done, description=plain(words))
