"""`vedette recode`: the reports of a desk coded again, by a newer coder."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from vedette.cli import coding, desks, options
from vedette.cli.console import fail, progress, say

if TYPE_CHECKING:
    from vedette.pipeline import Pipeline
    from vedette.records.coded import Coded
    from vedette.records.report import Report
    from vedette.store.desk import Desk


def recode(
    reports: Annotated[
        list[str] | None,
        typer.Argument(metavar="REPORT", help="Only these: ids or names under which they were added."),
    ] = None,
    desk: desks.Where = desks.HOME,
    model: options.Model = None,
    coder: options.Coder = options.CoderName.frames,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    """Code the reports of a desk again, from the texts that it keeps.

    \b
    Without names: those that another coder, or another version of it, coded last.
    The new coding is believed; the one before is kept, and --as-of still shows it.
    An event that is told again keeps its id, and what a person judged of it holds.
    If a run is interrupted, run it again; what is done is not done a second time.

    \b
    Examples:
      vedette recode                      after installing a newer Vedette
      vedette recode page.html 0a1b2c3d4e5f6071

    Exit codes: 0 done, 1 some reports failed (each is named on stderr), 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    told = desks.all_settings(desk)
    asking = coding.chosen(model or told.model, coder, told.llm, desks.folder_of(desk))
    with desks.opened(desk) as held, asking as make:
        pipeline = make()
        chosen = [_known(held, name) for name in reports] if reports else _outdated(held, pipeline.name)
        tally: Counter[str] = Counter()
        with progress("coding again", enabled=not quiet and sys.stderr.isatty()) as tick:
            for coded in _coded(held, pipeline, chosen):
                keep_again(held, coded, pipeline.name, tally)
                tick()
        made = desks.assign(held, quiet=quiet)
        done = f"{tally['again']} coded again, {tally['otherwise']} of them read otherwise, {tally['failed']} failed"
        typer.echo(f"{done}; {made}")
    if tally["failed"]:
        raise typer.Exit(1)


def keep_again(desk: "Desk", coded: "Coded", coder: str, tally: Counter[str]) -> None:
    """Keep a new coding and count what became of it."""
    if coded.error:
        say(f"{coded.id}: {coded.error}")
        tally["failed"] += 1
        return
    from vedette.store.beside import other_coding

    other = other_coding(coded)
    if other is not None:
        desk.recode(other, coder=coded.also[0].coder)
    done = desk.recode(coded, coder=coder)
    tally["again"] += 1
    tally["otherwise"] += done.differs


def _known(desk: "Desk", name: str) -> str:
    """The id of a report that the desk has; else the command ends."""
    kept = desk.report(name)
    if kept is None:
        fail(f"there is no report {name!r}. Its name is what it was added under; `vedette show` tells them", desks.TOLD)
    return kept.row.id


def _outdated(desk: "Desk", coder: str) -> list[str]:
    """The reports that another coder coded last."""
    return [ident for ident, last in desk.coders().items() if last != coder]


def _coded(desk: "Desk", pipeline: "Pipeline", ids: Sequence[str]) -> "Iterator[Coded]":
    """The reports coded again, a few at a time."""
    for start in range(0, len(ids), coding.IN_HAND):
        yield from pipeline.code(list(_reports(desk, ids[start : start + coding.IN_HAND])))


def _reports(desk: "Desk", ids: Sequence[str]) -> "Iterator[Report]":
    """The reports as they were read."""
    for ident in ids:
        kept = desk.report(ident)
        if kept is not None and kept.coded.report is not None:
            yield kept.coded.report
