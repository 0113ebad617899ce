"""`vedette init`: make a desk."""

import contextlib
from pathlib import Path
from typing import Annotated

import typer

from vedette.cli.console import fail
from vedette.cli.desks import HOME, SETTINGS

TEMPLATE = """\
# Settings of this desk. A line without # is in force; delete this file, and nothing is set.

# The database, where it is not the file desk.sqlite beside this one: another folder, or an address of PostgreSQL
# (needs: pip install 'vedette[postgres]'; make it first: vedette init postgresql://user@host:5432/vedette).
# database = "postgresql://user@host:5432/vedette"

# Another spaCy pipeline for `vedette add`, by name or path; --model goes before it.
# model = "en_core_web_lg"

# What `vedette watch` visits; docs/watch.md describes every setting, and [interest], [mail] beside these.
# [[source]]
# name = "Sahel Wire"
# url = "https://sahel.example/feed"
# country = "Mali"
# ownership = "private"
# reliability = "quotes the army at length"

# [watch]
# contact = "desk@example.org"   # whom a site may ask about the visits

# [[alert]]
# name = "many killed"
# feed = "alerts/many-killed.xml"
# filter = { country = "Mali", min_killed = 10 }
"""


def init(
    path: Annotated[
        str,
        typer.Argument(metavar="PATH", envvar="VEDETTE_DESK", help="The folder of the new desk, or postgresql://..."),
    ] = HOME,
) -> None:
    """Make a desk: a folder with its settings (vedette.toml) and its database.

    \b
    Given the address of a PostgreSQL database, the tables are made there and no
    folder is. A desk that is there already is left alone.

    \b
    Examples:
      vedette init                                       makes ./vedette-desk
      vedette init sahel
      vedette init postgresql://ada@localhost/vedette

    Exit codes: 0 made, 1 there already, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.errors import VedetteError
    from vedette.store import open_desk
    from vedette.store.engine import is_server

    server = is_server(path)
    try:
        _refuse_another(path)
        with open_desk(path) as desk:
            name = desk.name
        if not server:
            _write_settings(Path(path).expanduser() / SETTINGS)
    except VedetteError as error:
        fail(str(error))
    shown = "its address" if server else path  # an address may hold a password
    after = "" if path == HOME else f" --desk {shown}"
    typer.echo(f"made the desk {name}\nnow add reports: vedette add FILES...{after}")


def _refuse_another(path: str) -> None:
    """End the command where a desk is in the place already, or the place is a file."""
    from vedette.errors import StoreError
    from vedette.store import open_desk
    from vedette.store.engine import file_of, is_server

    folder = Path(path).expanduser()
    if is_server(path) or file_of(path).exists():
        with contextlib.suppress(StoreError), open_desk(path, create=False) as desk:
            fail(
                f"there is a desk at {desk.name} already; it was left as it is. Use it with --desk, or name another.", 1
            )
    elif folder.suffix == ".sqlite" or folder.is_file():
        fail(f"{path} names a file, and a desk is made as a folder. Name the folder: vedette init {folder.stem}")


def _write_settings(path: Path) -> None:
    """The settings, all of them commented; those of a folder that had some stay."""
    if path.exists():
        return
    try:
        path.write_text(TEMPLATE, "utf-8")
    except OSError as error:
        fail(f"{path} cannot be written: {error.strerror}. The desk works without it.", 1)
