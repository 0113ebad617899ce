"""The sample desk of `vedette demo`: the sample reports on a desk that everybody on this machine may read."""

import contextlib
import secrets
import sys
from typing import TYPE_CHECKING, Final

import typer

from vedette.cli import desks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vedette.cli.items import Item
    from vedette.records.coded import Coded
    from vedette.store.desk import Desk

SETTINGS: Final = """\
# A desk of sample reports, made by `vedette demo`. Everybody on this machine may read it.
[serve]
title = "Vedette, sample desk"
public = true
"""
NAME: Final = "demo"


class Samples:
    """A sink that keeps reports on a desk."""

    def __init__(self, desk: "Desk") -> None:
        """Keep the desk."""
        self._desk = desk

    def put(self, item: "Item", coded: "Coded") -> None:  # noqa: ARG002 - a sink
        """Keep one report, unless its coding failed: that was told already."""
        if coded.error is None:
            self._desk.add(coded)

    def merge(self) -> None:
        """Put the reports into incidents."""
        from vedette.merge.current import refresh

        desks.assign(self._desk, quiet=True)
        refresh(self._desk)


@contextlib.contextmanager
def samples(where: "Path") -> "Iterator[Samples]":
    """The sample desk to put reports on; made where it is not there."""
    from vedette.store import open_desk

    with open_desk(where) as desk:
        settings = where / desks.SETTINGS
        if not settings.exists():
            settings.write_text(SETTINGS, "utf-8")
        yield Samples(desk)


def looked_on() -> bool:
    """Whether a person looks on, who can end the server."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def show(where: "Path", *, serve: bool) -> None:
    """Serve the sample desk, with an account to review with; or say how to."""
    from vedette.cli.serve import PORT, free_port, run

    if not serve:
        typer.echo(f"The sample desk is {where}. On the web, at http://127.0.0.1:{PORT}/: vedette serve --desk {where}")
        return
    with desks.opened(str(where)) as held:
        password = _account(held)
        typer.echo(f"To review, log in as {NAME} with the password {password}")
        run(held, desks.all_settings(str(where)), "127.0.0.1", free_port(PORT), where=str(where), open_=False)


def _account(held: "Desk") -> str:
    """An account to review with, under a new password each time; the password."""
    from vedette.serve import keys
    from vedette.store.accounts import Accounts

    accounts, password = Accounts(held.store), secrets.token_urlsafe(12)
    known = accounts.find(NAME)
    if known is None:
        accounts.add(NAME, "editor", keys.hashed(password, NAME))
    else:
        accounts.change(known.id, password=keys.hashed(password, NAME))
    return password
