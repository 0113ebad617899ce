"""`vedette code`: reports in, sourced conflict events out."""

import contextlib
import datetime as dt
import functools
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import KW_ONLY, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, cast

import typer

from vedette.cli import coding, options
from vedette.cli.console import fail, forgiving_stdout, progress, quiet_pipe, say

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    import httpx

    from vedette.cli.items import Item
    from vedette.cli.sinks import Sink
    from vedette.records.coded import Coded

Tick = Callable[[], None]


Files = Annotated[
    list[str] | None,
    typer.Argument(
        help=".html, .txt, .md, .jsonl, .warc, .warc.gz files, folders, http(s) addresses, '-' for standard input.",
        show_default=False,
    ),
]
Jsonl = Annotated[bool, typer.Option("--jsonl", help="Write JSON lines; with no FILES, read them from standard input.")]
Workers = Annotated[
    int, typer.Option(min=1, metavar="N", help="Processes that code, in order all the same.", show_default="1")
]


def code(  # noqa: PLR0913, PLR0917 - one parameter for each option
    files: Files = None,
    jsonl: Jsonl = False,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write JSON lines to this file.")] = None,
    model: options.Model = None,
    published: options.Published = None,
    gate: options.Gate = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No table, no progress, no warnings.")] = False,
    workers: Workers = 1,
    coder: options.Coder = options.CoderName.frames,
) -> None:
    """Code reports into events, each value tied to its words.

    \b
    On a terminal: a table per report. In a pipe: one tab-separated line per event.
    With --jsonl: one JSON line per report, in the order given; an input that cannot
    be coded has its line too, with the reason under "error", and is named on stderr.
    With --gate, what tells of no conflict by its words is not parsed: its line has no
    events, and stderr says how many there were.

    \b
    A folder stands for its files (folders within it too, hidden ones not), a WARC
    file for its pages, the address of a feed (RSS, Atom, JSON Feed) for the pages it
    lists. Their ids are the path, FILE:OFFSET and the address, the same at every run.

    \b
    A JSON line in: {"id", "text"} and optionally "title", "published", "url",
    "publisher"; or "html" instead of "text". Other fields are named on stderr and
    passed over; they are an error where neither text nor html is there. Blank lines
    are skipped. The second line with the same id is an error.

    \b
    Examples:
      vedette code report.txt --published 2024-11-30
      vedette code pages/ crawl.warc.gz --out events.jsonl
      vedette code https://example.org/feed.xml
      curl -s https://example.org/report | vedette code -
      vedette code --jsonl < in.jsonl > out.jsonl
      VEDETTE_LLM_URL=http://localhost:8080/v1 VEDETTE_LLM_MODEL=qwen3 vedette code --coder llm page.html
      vedette code --jsonl --workers 8 < in.jsonl > out.jsonl
      vedette code --gate crawl.warc.gz --out events.jsonl

    Exit codes: 0 all done, 1 some inputs failed, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    how = _How(model, coder, workers, gated=gate)
    names = _names(files, jsonl=jsonl)
    items = _sources(names, jsonl=jsonl, published=day_of(published)).items()
    with quiet_pipe(), contextlib.ExitStack() as stack:
        sinks = _sinks(stack, names, jsonl=jsonl, out=out, quiet=quiet)
        _code(items, how, sinks, quiet=quiet, lines=jsonl or out is not None)


@dataclass(frozen=True, slots=True)
class _How:
    """How reports are coded; what does not go together ends the command."""

    model: str | None
    coder: options.CoderName
    workers: int
    _: KW_ONLY
    gated: bool

    def __post_init__(self) -> None:
        """Refuse workers with what has its own way to do much at once."""
        if self.workers > 1 and self.coder is not options.CoderName.frames:
            fail(f"--workers is for the frames; with --coder {self.coder.value} set concurrency in [llm] instead.")
        if self.gated and self.workers > 1:
            fail("--gate and --workers do not go together; `vedette scale run` has the gate on many cores.")


def _code(items: "Iterator[Item]", how: _How, sinks: "Sequence[Sink]", *, quiet: bool, lines: bool) -> None:
    """Code the items into the sinks, of which `lines` says whether one takes JSON; ends with 1 where some failed."""
    shown = not quiet and sys.stderr.isatty() and (lines or not sys.stdout.isatty())
    with progress("coding", enabled=shown) as tick, _coder(how.model, how.coder, gate=how.gated) as making:
        make = functools.cache(making)
        side_by_side = coding.code_side_by_side(items, how.model, how.workers) if how.workers > 1 else None
        failures = run(side_by_side or coding.code_items(items, make), sinks, tick, quiet=quiet)
        if make.cache_info().currsize and not quiet:
            coding.tell_passed_over(make())
    if failures:
        raise typer.Exit(1)


def run(done: "Iterable[tuple[Item, Coded]]", sinks: "Sequence[Sink]", tick: Tick, *, quiet: bool) -> int:
    """Put every coded item into every sink; the number of items that failed, each named on stderr."""
    from vedette.errors import VedetteError

    failures = 0
    try:
        for item, coded in done:
            for warning in () if quiet else item.warnings:
                say(f"{item.where}: warning: {warning}")
            if coded.error:
                failures += 1
                say(f"{item.where}: {coded.error}")
            for sink in sinks:
                sink.put(item, coded)
            tick()
    except VedetteError as error:
        fail(str(error))
    return failures


def _coder(
    model: str | None, coder: options.CoderName, *, gate: bool
) -> "AbstractContextManager[Callable[[], Any]]":  # fmt: skip
    """What makes the coder; a language model is set by the environment, or by the desk's vedette.toml."""
    from vedette.cli import desks

    if coder is options.CoderName.frames:
        return coding.chosen(model, coder, gated=gate)
    home = os.environ.get("VEDETTE_DESK", desks.HOME)
    return coding.chosen(model, coder, desks.all_settings(home).llm, desks.folder_of(home), gated=gate)


def make_transport() -> "httpx.BaseTransport | None":
    """How pages are fetched: None is httpx's own way; tests put theirs here."""
    return None


def _names(files: list[str] | None, *, jsonl: bool) -> list[str]:
    """The inputs; none means standard input, unless that is a terminal where nobody knows they should type."""
    if files:
        if files.count("-") > 1:
            fail("standard input ('-') can be read only once.")
        return files
    if not jsonl and sys.stdin.isatty():
        fail("nothing to code. Name files or addresses, or pipe a report in: vedette code --help")
    return ["-"]


def _sources(names: list[str], **how: Any) -> Any:  # noqa: ANN401 - Sources, imported late
    """The inputs of this run."""
    from vedette.cli.sources import Sources

    stdin = sys.stdin.buffer
    return Sources(names, cast("Any", stdin), transport=make_transport(), **how)


def day_of(published: str | None) -> str | None:
    """The date given, checked."""
    if published is None:
        return None
    try:
        return dt.date.fromisoformat(published).isoformat()
    except ValueError:
        fail(f"--published {published!r} is no date. Write it as YYYY-MM-DD: 2024-11-30")


def _sinks(
    stack: contextlib.ExitStack, names: Sequence[str], *, jsonl: bool, out: Path | None, quiet: bool
) -> "list[Sink]":
    """Where the results of this run go."""
    from vedette.cli.sinks import JsonSink, PlainSink, TableSink

    sinks: list[Sink] = []
    if out is not None:
        sinks.append(JsonSink(open_out(stack, out, names)))
    if jsonl and out is None:
        sinks.append(JsonSink(sys.stdout.buffer))
    if jsonl or quiet:
        return sinks
    forgiving_stdout()
    if not sys.stdout.isatty():
        return [*sinks, PlainSink(sys.stdout)]
    from rich.console import Console

    return [*sinks, TableSink(Console(highlight=False, emoji=False))]


def open_out(stack: contextlib.ExitStack, out: Path, names: Sequence[str] = ()) -> BinaryIO:
    """The file for the JSON lines, closed with `stack`; never one of the inputs."""
    if any(out.exists() and Path(name).exists() and out.samefile(name) for name in names):
        fail(f"--out {out} is one of the inputs. Name another file.")
    try:
        return stack.enter_context(out.open("wb"))
    except OSError as error:
        why = f"there is no folder {out.parent}" if isinstance(error, FileNotFoundError) else error.strerror
        fail(f"{out} cannot be written: {why}. Name another file with --out.")
