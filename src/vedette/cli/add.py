"""`vedette add`: reports onto the desk, coded, kept one by one, and put into incidents."""

import contextlib
import functools
import itertools
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from vedette.cli import coding, desks, options
from vedette.cli.code import Tick, day_of, make_transport
from vedette.cli.console import fail, progress, say

if TYPE_CHECKING:
    from vedette.cli.items import Item
    from vedette.records.coded import Coded
    from vedette.store.desk import Desk

IN_HAND = 8
"""Reports coded together: the least for which spaCy is quick, and the most that an interrupted run codes again."""


def add(
    files: Annotated[
        list[str],
        typer.Argument(
            help=".html, .txt, .md, .jsonl, .warc, .warc.gz files, folders, http(s) addresses, '-' for standard input.",
            show_default=False,
        ),
    ],
    desk: desks.Where = desks.HOME,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Standard input holds JSON lines.")] = False,
    model: options.Model = None,
    published: options.Published = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no warnings.")] = False,
) -> None:
    """Code reports, keep them on the desk, and put what they tell into incidents.

    \b
    The inputs are those of `vedette code`. Each report is kept as soon as it is coded:
    if a run is interrupted, run it again; what is kept is not coded a second time.
    A text that the desk has is known, under whatever name it comes.

    \b
    What a person judged stays: new reports join incidents or make new ones, and
    neither move an event nor join two incidents.

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
    with desks.opened(desk) as held:
        tally: Counter[str] = Counter()
        with progress("adding", enabled=not quiet and sys.stderr.isatty()) as tick:
            items = _warned(_items(files, jsonl=jsonl, published=day), quiet=quiet)
            make = functools.partial(coding.make_pipeline, model or desks.settings(desk).get("model"))
            _add(held, items, make, tally, tick)
        from vedette.merge.desking import assign_new

        made = assign_new(held)
        typer.echo(f"{tally['new']} new, {tally['known']} known, {tally['failed']} failed; {_incidents(made)}")
    if tally["failed"]:
        raise typer.Exit(1)


def _incidents(made: int) -> str:
    """How many incidents are new, in words."""
    return f"{made} new incident" + "s" * (made != 1)


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


def _add(
    desk: "Desk", items: "Iterable[Item]", make: Callable[[], coding.Coder], tally: Counter[str], tick: Tick
) -> None:
    """Keep every item, a few coded at a time; those that the desk knows are not coded again."""
    make_once = functools.cache(make)
    unknown = (item for item in items if not _known(desk, item, tally, tick))
    while some := list(itertools.islice(unknown, IN_HAND)):
        for item, coded in coding.code_items(some, make_once):
            tally[_keep(desk, item, coded)] += 1
            tick()


def _known(desk: "Desk", item: "Item", tally: Counter[str], tick: Tick) -> bool:
    """Whether the desk has an item's text; then it notes that it was given once more."""
    from vedette.records.coded import Coded
    from vedette.records.report import content_id

    if item.report is None or not desk.sightings(content_id(item.report.text)):
        return False
    desk.add(Coded(id=item.id, report=item.report))
    tally["known"] += 1
    tick()
    return True


def _keep(desk: "Desk", item: "Item", coded: "Coded") -> str:
    """Keep one coded report; what became of it: new, known or failed."""
    problem = coded.error
    if problem is None:
        problem = _unfit(coded)
    if problem:
        say(f"{item.where}: {problem}")
        return "failed"
    return "new" if desk.add(coded).new else "known"


def _unfit(coded: "Coded") -> str | None:
    """Why a coded report cannot be kept, for reasons of its own; an error of the desk itself ends the run instead."""
    from vedette.errors import StoreError
    from vedette.store.flatten import report_of

    with contextlib.suppress(StoreError):
        report_of(coded)
        return None
    return "its coding is unsound, so it cannot be kept. Please report this with the text."
