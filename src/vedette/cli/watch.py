"""`vedette watch`: the sources of a desk, visited as long as it runs."""

import contextlib
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vedette.cli import coding, desks, options
from vedette.cli.board import Board, print_line, summary
from vedette.cli.console import fail, say

if TYPE_CHECKING:
    from collections import Counter

    from vedette.settings import Settings
    from vedette.store.desk import Desk
    from vedette.watch.happenings import Happening
    from vedette.watch.watching import Watch

_REFRESH = 2
"""Times a second that the table is drawn."""


def watch(
    desk: desks.Where = desks.HOME,
    once: Annotated[bool, typer.Option("--once", help="Do what is due, then end: for cron.")] = False,
    model: options.Model = None,
    coder: options.Coder = options.CoderName.frames,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No table, no lines: the last one alone.")] = False,
) -> None:
    """Visit the sources of a desk, keep and code what is new, send alerts; until it is stopped.

    \b
    What to watch stands in the vedette.toml of the desk's folder: [[source]], [watch],
    [interest], [[alert]], [mail]. docs/watch.md describes every setting, and how to run
    this as a service.
    A source is visited by its own rhythm. A copy of every answer goes to the desk's
    archive; reports that tell of an event come onto the desk and into incidents; new
    incidents that hold to an alert go out, once each.
    Ctrl-C or SIGTERM end it after the reports in hand. It may be killed at any moment:
    the next run goes on where it was.
    On a terminal: a table that follows. In a pipe: a line for each thing that happens.

    \b
    Examples:
      vedette watch
      vedette watch --desk sahel --once        from cron: */15 * * * *
      vedette watch | tee watch.log

    Exit codes: 0 stopped or done, 1 with --once: a source could not be visited, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.store.engine import file_of

    folder = Path(desk).expanduser()
    if "://" in desk:
        fail("a watch needs a folder with vedette.toml. Make one, and name the database there: database = ...")
    settings = desks.all_settings(desk)
    if not settings.database and not file_of(desk).is_file():
        fail(desks.no_desk(desk))
    if not settings.source:
        fail(f"{folder / desks.SETTINGS} names no [[source]]. Add what to watch; docs/watch.md shows how.")
    gated = settings.watch.keep == "events"
    asking = coding.chosen(model or settings.model, coder, settings.llm, folder, gated=gated)
    with desks.opened(desk) as held, asking as make_coder:
        tally = _run(held, folder, settings, make_coder, once=once, quiet=quiet)
    desks.print_line(summary(tally))
    if once and tally["visit failed"]:
        raise typer.Exit(1)


def _run(
    desk: "Desk", folder: Path, settings: "Settings", make_coder: "Callable[[], Any]", *, once: bool, quiet: bool
) -> "Counter[str]":
    """Watch; what happened how often."""
    from vedette.merge.changes import Lookout
    from vedette.merge.desking import assign_new
    from vedette.store.gathering import Gathering
    from vedette.store.sole import sole
    from vedette.watch.making import make_watch

    with sole(desk, folder):
        board = Board([one.name for one in settings.source], Gathering(desk).sources())
        on_terminal = sys.stdout.isatty() and not quiet
        tell: Callable[[Happening], None] = board.take if on_terminal else print_line
        watch = make_watch(
            desk, folder, settings, coder=make_coder, merge=assign_new, look=Lookout(desk).changes,
            tell=_silent if quiet else tell,
        )  # fmt: skip
        with _stopped_by_signals(watch), _shown(board) if on_terminal else contextlib.nullcontext():
            return watch.run(once=once)


def _silent(_: "Happening") -> None:
    """Tell nobody."""


@contextlib.contextmanager
def _stopped_by_signals(watch: "Watch") -> Iterator[None]:
    """Have SIGINT and SIGTERM stop the watch; a second one ends the program at once."""

    def stop(number: int, _: object) -> None:
        """Stop from another thread: this one may hold the very lock that stopping needs."""
        signal.signal(number, signal.SIG_DFL)
        threading.Thread(target=watch.stop).start()
        say("stopping after the reports in hand")

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _shown(board: Board) -> Iterator[None]:
    """Show the board on the terminal while the watch runs."""
    from rich.console import Console
    from rich.live import Live

    console = Console(highlight=False, emoji=False)
    with Live(get_renderable=board.table, console=console, refresh_per_second=_REFRESH):
        yield
