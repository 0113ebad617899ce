"""`vedette log`: every judgement, whose it is and why."""

from typing import TYPE_CHECKING, Annotated

import typer

from vedette.cli import desks

if TYPE_CHECKING:
    from vedette.store.rows import JudgementRow

COLUMNS = ("number", "at", "who", "by", "kind", "what", "why", "undone by")


def log(
    incident: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Only of this incident.", show_default=False)
    ] = None,
    desk: desks.Where = desks.HOME,
) -> None:
    """List the judgements in the order in which they were made: by the program and by people.

    \b
    The number is what `vedette undo` takes. Nothing is ever taken from the log: what
    is undone stays in it, with the number of the judgement that undid it.
    On a terminal: a table. In a pipe: tab-separated lines.

    \b
    Examples:
      vedette log
      vedette log i12

    Exit codes: 0 shown, 1 there is no such incident, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.merge.desking import state_of

    with desks.opened(desk) as held:
        state = state_of(held)
        if incident is not None and incident not in state.named:
            desks.known(state, incident)
        every = held.judgements()
        chosen = {row.id for row in every if incident is None or about(row, incident)}
        rows = [row for row in every if row.id in chosen or row.undoes in chosen]
        desks.print_rows(COLUMNS, [row_of(row, state.undone.get(row.id)) for row in rows], ("number",))


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
