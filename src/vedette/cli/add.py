"""`vedette add`: reports onto the desk, coded, kept one by one, and put into incidents."""

import contextlib
import functools
import itertools
import sys
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from vedette.cli import coding, desks, options
from vedette.cli.code import Tick, day_of, make_transport
from vedette.cli.console import fail, progress, say
from vedette.cli.recode import keep_again

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from vedette.cli.items import Item
    from vedette.pipeline import Pipeline
    from vedette.records.coded import Coded
    from vedette.records.report import Report
    from vedette.store.desk import Desk


Files = Annotated[
    list[str],
    typer.Argument(
        help=".html, .txt, .md, .jsonl, .warc, .warc.gz files, folders, http(s) addresses, '-' for standard input.",
        show_default=False,
    ),
]


def add(  # noqa: PLR0913, PLR0917 - one parameter for each option
    files: Files,
    desk: desks.Where = desks.HOME,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Standard input holds JSON lines.")] = False,
    model: options.Model = None,
    published: options.Published = None,
    gate: options.Gate = False,
    coder: options.Coder = options.CoderName.frames,
    recode: Annotated[bool, typer.Option("--recode", help="Code those again that the desk has.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no warnings.")] = False,
) -> None:
    """Code reports, keep them on the desk, and put what they tell into incidents.

    \b
    The inputs are those of `vedette code`. Each report is kept as soon as it is coded:
    if a run is interrupted, run it again; what is kept is not coded a second time.
    A text that the desk has is known, under whatever name it comes; with --recode it
    is coded again, and both codings are kept (see `vedette recode`). A text that holds
    most of an earlier one from the same address is a version of it: a page that was
    edited, a live blog that grew. Versions of a page count as one report.

    \b
    What a person judged stays: new reports join incidents or make new ones, and two
    incidents that turn out to be one are joined unless a person judged one of them.

    \b
    With --gate, reports of general news whose words tell of no conflict are kept too,
    but not parsed: they have no events, and stderr says how many there were.

    \b
    Examples:
      vedette add *.html
      vedette add monday.jsonl crawl.warc.gz --desk sahel
      vedette add https://example.org/feed.xml
      curl -s https://example.org/report | vedette add -

    Exit codes: 0 all added, 1 some inputs failed (each is named on stderr), 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    if files.count("-") > 1:
        fail("standard input ('-') can be read only once.")
    day = day_of(published)
    told = desks.all_settings(desk)
    asking = coding.chosen(model or told.model, coder, told.llm, desks.folder_of(desk), gated=gate)
    with desks.opened(desk) as held, asking as making:
        adding = _Adding(held, making, recode=recode)
        adding.run(_warned(_items(files, jsonl=jsonl, published=day), quiet=quiet), quiet=quiet)
        made = desks.assign(held, quiet=quiet)
        typer.echo(f"{adding.told()}; {made}")
    if adding.tally["failed"]:
        raise typer.Exit(1)


def _items(files: list[str], *, jsonl: bool, published: str | None) -> "Iterator[Item]":
    """The inputs, as `vedette code` reads them."""
    from vedette.cli.sources import Sources

    stdin = cast("Any", sys.stdin.buffer)
    return Sources(files, stdin, jsonl=jsonl, published=published, transport=make_transport()).items()


def _warned(items: "Iterable[Item]", *, quiet: bool) -> "Iterator[Item]":
    """The inputs, what was passed over in each told on stderr."""
    for item in items:
        for warning in () if quiet else item.warnings:
            say(f"{item.where}: warning: {warning}")
        yield item


class _Adding:
    """One run, and what became of its inputs."""

    def __init__(self, desk: "Desk", make: "Callable[[], Pipeline]", *, recode: bool) -> None:
        """Keep the desk and what makes the coder."""
        self.desk, self.make, self.recode = desk, functools.cache(make), recode
        self.tally: Counter[str] = Counter()

    def run(self, items: "Iterable[Item]", *, quiet: bool) -> None:
        """Keep every item, with a progress bar, and tell what the gate passed over."""
        with progress("adding", enabled=not quiet and sys.stderr.isatty()) as tick:
            self.add(items, tick)
        if self.make.cache_info().currsize and not quiet:
            coding.tell_passed_over(self.make())

    def told(self) -> str:
        """What became of the inputs, in words."""
        again = f", {self.tally['again']} coded again" if self.recode else ""
        return f"{self.tally['new']} new, {self.tally['known']} known{again}, {self.tally['failed']} failed"

    def add(self, items: "Iterable[Item]", tick: Tick) -> None:
        """Keep every item, a few coded at a time; those that the desk knows are coded again where that is asked."""
        wanted = (item for item in items if not self._known(item, tick))
        while some := list(itertools.islice(wanted, coding.IN_HAND)):
            for item, coded in coding.code_items(some, self.make):
                self._keep(item, coded)
                tick()

    def _known(self, item: "Item", tick: Tick) -> bool:
        """Whether the desk has an item's text and nothing more is to be done than to note that it was given again."""
        from vedette.records.coded import Coded

        if item.report is None or not self._has(item.report):
            return False
        self.desk.add(Coded(id=item.id, report=item.report))
        if self.recode:
            return False
        self.tally["known"] += 1
        tick()
        return True

    def _has(self, report: "Report") -> bool:
        """Whether the desk has a report's text."""
        from vedette.records.report import content_id

        return bool(self.desk.sightings(content_id(report.text)))

    def _keep(self, item: "Item", coded: "Coded") -> None:
        """Keep one coded report and count what became of it."""
        if problem := coded.error or _unfit(coded):
            say(f"{item.where}: {problem}")
            self.tally["failed"] += 1
        elif self.recode and item.report is not None and self._has(item.report):
            keep_again(self.desk, coded, self.make().name, self.tally)
        else:
            from vedette.store.beside import add_both

            self.tally["new" if add_both(self.desk, coded, coder=self.make().name).new else "known"] += 1


def _unfit(coded: "Coded") -> str | None:
    """Why a coded report cannot be kept, for reasons of its own; an error of the desk itself ends the run instead."""
    from vedette.errors import StoreError
    from vedette.store.flatten import report_of

    with contextlib.suppress(StoreError):
        report_of(coded)
        return None
    return "its coding is unsound, so it cannot be kept. Please report this with the text."
