"""`vedette backup` and `vedette upgrade`: copy a desk, bring it up to date."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from vedette.cli import desks
from vedette.cli.console import fail


def backup(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The new file; it must not be there.", show_default=False)
    ],
    desk: desks.Where = desks.HOME,
) -> None:
    """Copy a desk, as it is at one moment, into a new SQLite file.

    \b
    It may be read and written meanwhile. The file is itself a desk: name it with
    --desk, or put it in the place of a broken one.

    \b
    Examples:
      vedette backup monday.sqlite
      vedette incidents --desk monday.sqlite

    Exit codes: 0 copied, 2 not possible.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.store import backup as copy

    with desks.opened(desk) as held:
        path = copy(held, file)
        desks.print_line(f"{held.name} is copied to {path}")


def upgrade(
    desk: desks.Where = desks.HOME,
    backup: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where the copy goes; else beside the desk.", show_default=False)
    ] = None,
) -> None:
    """Bring a desk that an older Vedette made up to date, after copying it.

    \b
    The copy is a new SQLite file that the older Vedette can open. The change itself is
    done whole or not at all. A desk that is up to date is left alone, and not copied.

    \b
    Examples:
      vedette upgrade
      vedette upgrade --desk sahel --backup sahel-before.sqlite

    Exit codes: 0 up to date, 2 not possible.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.errors import VedetteError
    from vedette.store import Desk

    made: list[Path] = []

    def copy_to(revision: str) -> Path:
        """The file into which the desk goes first."""
        made.append(backup or _beside(desk, revision))
        return made[0]

    try:
        with Desk.upgrade(desks.place_of(desk), backup=copy_to) as held:
            name = held.name
    except VedetteError as error:
        fail(str(error))
    if made:
        desks.print_line(f"{name} is copied to {made[0]}")
    desks.print_line(f"{name} is up to date" + ("" if made else " already; nothing was done"))


def _beside(desk: str, revision: str) -> Path:
    """A new file's name: in the folder of the desk, of a server in the folder in which we are."""
    from vedette.store.engine import file_of, is_server

    place = desks.place_of(desk)
    folder = Path() if is_server(place) else file_of(place).parent
    return folder / f"schema-{revision}-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S}.sqlite"
