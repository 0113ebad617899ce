"""`vedette log`: every judgement, whose it is and why."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from vedette.cli import desks
from vedette.cli.console import fail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vedette.merge.state import State
    from vedette.store.rows import JudgementRow

COLUMNS = ("number", "at", "who", "by", "kind", "what", "why", "undone by")
READ = ("number", "at", "who", "kind", "what", "why", "undone by")
"""The columns on a terminal: the program signs with its name, so whether it was one need not be said."""
MINUTE = len("2026-11-26T15:04")


def log(
    incident: Annotated[
        str | None, typer.Argument(metavar="ID", help="Only of this incident.", show_default=False)
    ] = None,
    desk: desks.Where = desks.HOME,
    by: Annotated[
        str | None, typer.Option(metavar="person|machine", help="Only those of people, or the program's.")
    ] = None,
    as_of: desks.AsOf = None,
) -> None:
    """List the judgements in the order in which they were made: by the program and by people.

    \b
    The number is what `vedette undo` takes. Nothing is ever taken from the log: what
    is undone stays in it, with the number of the judgement that undid it.
    On a terminal: a table. In a pipe: tab-separated lines.

    \b
    Examples:
      vedette log --by person
      vedette log i12 --as-of 2026-11-30

    Exit codes: 0 shown, 1 there is no such incident, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.merge.desking import state_of

    if by not in (None, "person", "machine"):
        fail(f"--by {by!r} is neither. Write person or machine.")
    with desks.opened(desk) as held:
        state = state_of(held, as_of)
        if incident is not None and incident not in state.named:
            desks.known(state, incident)
        every = held.judgements(as_of)
        chosen = {row.id for row in every if incident is None or about(row, incident)}
        rows = [row for row in every if (row.id in chosen or row.undoes in chosen) and by in (None, row.by)]
        print_log(rows, state)


def print_log(rows: "Sequence[JudgementRow]", state: "State") -> None:
    """Judgements as a table on a terminal, as tab-separated lines in a pipe."""
    told = [row_of(row, state.undone.get(row.id)) for row in rows]
    if not sys.stdout.isatty():
        desks.print_rows(COLUMNS, told)
        return
    short = [[number, at[:MINUTE].replace("T", " "), who, kind, *more] for number, at, who, _, kind, *more in told]
    desks.print_rows(READ, short, ("number",), {"at": 10, "what": 22, "why": 18})


def about(row: "JudgementRow", incident: str) -> bool:
    """Whether a judgement names an incident."""
    told = row.payload
    return incident in (told.get("incident"), told.get("into"), *told.get("incidents", ()))


def row_of(row: "JudgementRow", undone: int | None) -> list[str]:
    """A judgement for people."""
    what = f"undoes {row.undoes}" if row.undoes else ", ".join(f"{k} {_value(v)}" for k, v in row.payload.items())
    return [str(row.id), row.at, row.who, row.by, row.kind, what, row.why or "", str(undone or "")]


def _value(value: object) -> str:
    """A part of a payload: a list as its items."""
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
