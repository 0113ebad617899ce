"""`vedette doctor`: what is installed, what is missing, and how the desk is; it changes nothing and needs no desk."""

from pathlib import Path
from typing import Annotated, Final

import typer

from vedette.cli import desks
from vedette.cli.console import say
from vedette.cli.start import here

COLUMNS: Final = ("part", "state", "what")
PROBLEMS: Final = ("kind", "where", "what", "remedy")

Where = Annotated[
    str | None,
    typer.Option(
        "--desk",
        metavar="PATH_OR_URL",
        envvar="VEDETTE_DESK",
        help="The desk: its folder, or postgresql://... (default: vedette-desk, where there is one)",
        show_default=False,
    ),
]


def doctor(desk: Where = None) -> None:
    """Look over what is installed, and a desk: its file, its references, its search index, every record.

    \b
    Without a desk it tells of the machine alone: Python, the language model, the data
    that ship with Vedette, the extras, settings from the environment, rights, room on
    the disk, and whether the port of `vedette serve` is free. It reads all of a desk
    and changes nothing. Each line says ok, note (nothing is broken) or wrong, with the
    remedy: on a terminal as a table, in a pipe as tab-separated lines.

    \b
    Examples:
      vedette doctor
      vedette doctor --desk sahel

    Exit codes: 0 all sound, 1 something is wrong, 2 wrong usage: no such desk.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.cli import ailments
    from vedette.store.engine import file_of

    asked = desk is not None or file_of(desks.HOME).is_file()
    where = desk or desks.HOME
    found = list(ailments.machine(_folder(where)))
    desks.print_rows(COLUMNS, found)
    sound = not any(state == ailments.WRONG for _, state, _ in found)
    if not asked:
        say(f"no desk was looked at. {here()}")
    if (asked and not _desk(where)) or not sound:
        raise typer.Exit(1)


def _folder(where: str) -> Path:
    """The folder in which something would be written: that of the desk where it is there, else this one."""
    folder = desks.folder_of(where)
    return folder if folder is not None and folder.is_dir() else Path()


def _desk(where: str) -> bool:
    """Tell how a desk is; whether it is sound."""
    from vedette.merge.desking import state_of
    from vedette.store import doctor as look_over

    with desks.opened(where) as held:
        found = look_over(held)
        if found:
            desks.print_rows(PROBLEMS, [[p.kind, p.where, p.what, p.remedy] for p in found])
            return False
        told, idle = held.counts(), state_of(held).idle
        desks.print_line(f"{held.name} is sound: " + ", ".join(f"{n} {name}" for name, n in told.items()))
    if idle:
        say(f"judgements that no longer apply to anything: {', '.join(map(str, idle))}. See: vedette log")
    return True
