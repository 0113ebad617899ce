"""`vedette demo`: what Vedette does, on the sample reports that ship with it."""

import contextlib
import dataclasses
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vedette.cli import coding, options
from vedette.cli.code import open_out, run
from vedette.cli.console import fail, forgiving_stdout, quiet_pipe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from vedette.cli.items import Item
    from vedette.cli.sinks import Sink
    from vedette.records.coded import Coded

WIDTH_OF_A_FILE = 120

Web = Annotated[
    str | None,
    typer.Option(metavar="1|0|auto", help="Also make a sample desk: 1 serves it, 0 says where; auto: on a terminal."),
]


def demo(
    out: Annotated[Path, typer.Option("--out", "-o", help="Where the JSON lines go.")] = Path("vedette-demo.jsonl"),
    web: Web = None,
    desk: Annotated[Path, typer.Option(metavar="PATH", help="Where the sample desk goes.")] = Path("vedette-demo-desk"),
    model: options.Model = None,
) -> None:
    """Code the sample reports that ship with Vedette and show what was found.

    \b
    With --web the reports also go onto a desk of samples, which everybody on this
    machine may read; it is served until Ctrl-C where that is asked.

    \b
    Examples:
      vedette demo --out /tmp/demo.jsonl
      vedette demo --web 1
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.cli import demo_desk
    from vedette.cli.sinks import JsonSink, TableSink

    if web not in (None, "1", "0", "auto"):
        fail(f"--web {web!r} is none of 1, 0 and auto.")

    tally = _Tally()
    with contextlib.ExitStack() as stack:
        stack.enter_context(quiet_pipe())
        forgiving_stdout()
        sinks: list[Sink] = [JsonSink(open_out(stack, out)), TableSink(_console()), tally]
        if web is not None:
            sinks.append(kept := stack.enter_context(demo_desk.samples(desk)))
        done = coding.code_items(sample_items(), partial(coding.make_pipeline, model))
        failures = run(done, sinks, lambda: None, quiet=True)
        typer.echo(f"{tally.reports} reports, {tally.events} events. JSON lines: {out.resolve()}")
        typer.echo("Next: vedette code FILE... (.html .txt .jsonl), or a web address. More: vedette code --help")
        if web is not None:
            kept.merge()
    if web is not None:
        demo_desk.show(desk, serve=web == "1" or (web == "auto" and demo_desk.looked_on()))
    if failures:
        raise typer.Exit(1)


def sample_items() -> "Iterator[Item]":
    """The sample reports, in order, named without the folder that they are installed in."""
    from vedette.cli.sources import Sources
    from vedette.read.samples import sample_paths

    paths = [str(path) for path in sample_paths()]
    sources = Sources(paths, stdin=sys.stdin.buffer)  # type: ignore[arg-type]
    for item in sources.items():
        name, key = Path(item.where).name, Path(item.id).name
        report = item.report and item.report.model_copy(update={"id": key})
        yield dataclasses.replace(item, where=name, id=key, report=report)


class _Tally:
    """A sink that counts."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.reports = self.events = 0

    def put(self, item: "Item", coded: "Coded") -> None:  # noqa: ARG002 - a sink
        """Count one report and its events."""
        self.reports += 1
        self.events += len(coded.events)


def _console() -> "Console":
    """The terminal, or a page of a fixed width where the output goes to a file."""
    from rich.console import Console

    return Console(highlight=False, emoji=False, width=None if sys.stdout.isatty() else WIDTH_OF_A_FILE)
