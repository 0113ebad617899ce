"""What the commands of the desk share: opening it, what it believes, signatures, and rows for people and for pipes."""

import contextlib
import datetime as dt
import getpass
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from vedette.cli.console import fail, forgiving_stdout, plain, progress, quiet_pipe
from vedette.cli.start import other_desks

if TYPE_CHECKING:
    from vedette.merge.state import State
    from vedette.records.judgement import Signature
    from vedette.settings import Settings
    from vedette.store.desk import Desk

SETTINGS = "vedette.toml"
HOME = "vedette-desk"
WIDE = 96
"""Columns of a terminal from which a table may ask for widths."""
_LIST = "List them with: vedette incidents"
TOLD = 1
"""Exit code of what was understood but not found, or refused."""

Where = Annotated[
    str,
    typer.Option(
        "--desk", metavar="PATH_OR_URL", envvar="VEDETTE_DESK", help="The desk: its folder, or postgresql://..."
    ),
]


def time_of(option: str) -> Callable[[str | None], str | None]:
    """What checks a record time that an option gives; one that is none ends the command, and names the option."""

    def check(given: str | None) -> str | None:
        """The time as it was given."""
        from vedette.errors import StoreError
        from vedette.store.words import as_stamp

        try:
            return given and as_stamp(given) and given
        except StoreError as error:
            fail(f"{option} {error}")

    return check


AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="TIME",
        help="As the desk was then: 2026-11-30 (its end) or 2026-11-30T14:05:00Z.",
        callback=time_of("--as-of"),
    ),
]
Who = Annotated[str, typer.Option(metavar="NAME", envvar="USER", help="Who judges.")]
Why = Annotated[str, typer.Option(metavar="TEXT", help="Why, for whoever reads the log.")]


def all_settings(where: str) -> "Settings":
    """What the vedette.toml of a desk's folder sets; the defaults where there is none. A mistake ends the command."""
    from vedette.errors import DataFileError
    from vedette.settings import Settings, load

    path = Path(where).expanduser() / SETTINGS
    if "://" in where or not path.is_file():
        return Settings()
    try:
        return load(path)
    except DataFileError as error:
        fail(str(error))


def settings(where: str) -> dict[str, str]:
    """Where the desk's database is and which model it uses, as far as its vedette.toml says."""
    told = all_settings(where)
    return {name: value for name in ("database", "model") if (value := getattr(told, name)) is not None}


def folder_of(where: str) -> Path | None:
    """The folder of a desk; None for one that is a database's address."""
    return None if "://" in where else Path(where).expanduser()


def place_of(where: str) -> str | Path:
    """Where a desk's database is: there, or where the settings in its folder say."""
    told = settings(where).get("database")
    if told is None:
        return where
    return told if "://" in told else Path(where).expanduser() / told


@contextlib.contextmanager
def opened(where: str) -> "Iterator[Desk]":
    """The desk, closed at the end; what its store or its log refuses ends the command with the remedy."""
    from vedette.errors import JudgementError, VedetteError
    from vedette.store import open_desk

    try:
        desk = open_desk(place_of(where), create=False)
    except VedetteError as error:
        fail(no_desk(where, str(error)) if "no desk" in str(error) else str(error))
    try:
        with quiet_pipe(), desk:
            yield desk
    except JudgementError as error:
        fail(f"{error}. {_LIST}" if str(error).endswith("Check the id") else str(error), TOLD)
    except VedetteError as error:
        fail(str(error))


def no_desk(where: str, problem: str = "") -> str:
    """That there is no desk, how one is made, and which there are close by."""
    shown = "its address" if "://" in where else where  # which may hold a password
    problem = problem or f"there is no desk at {where}. Make one first, or name the folder that holds yours"
    near = [] if "://" in where else [name for name in other_desks() if name != where]
    others = f". In this folder there is: {', '.join(f'--desk {name}' for name in near)}" if near else ""
    return f"{problem}. To make it: vedette init {shown}{others}"


def known(state: "State", incident: str) -> str:
    """The id itself, if the desk has such an incident; else the command ends."""
    if incident not in state.incidents:
        fail(f"{state.unknown(incident)}. {_LIST}", TOLD)
    return incident


def signed(who: str, why: str) -> "Signature":
    """A person's signature; the desk itself says when."""
    from vedette.records.judgement import Signature

    name = who.strip() or getpass.getuser()
    return Signature(at=dt.datetime.now(dt.UTC).isoformat(), who=name, by="person", why=why)


def assign(desk: "Desk", *, quiet: bool = False) -> str:
    """Put new events into incidents and bring these up to date; how many incidents are new, in words."""
    from vedette.merge.current import refresh
    from vedette.merge.desking import assign_new

    with progress("merging", enabled=not quiet and sys.stderr.isatty()) as tick:
        made = assign_new(desk, tick)
    with progress("incidents", enabled=not quiet and sys.stderr.isatty()) as tick:
        refresh(desk, tick)
    return f"{made} new incident" + "s" * (made != 1)


def print_rows(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    numbers: Sequence[str] = (),
    least: Mapping[str, int] = MappingProxyType({}),
) -> None:
    """Rows as a table on a terminal, as tab-separated lines below the names of the columns in a pipe.

    On a terminal the columns of `numbers` are set to the right, and those of `least` get at least so much width.
    """
    forgiving_stdout()
    lines = [[plain(cell) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        sys.stdout.writelines("\t".join(line) + "\n" for line in (columns, *lines))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, emoji=False)
    table = Table(box=None, padding=(0, 1, 0, 0), show_edge=False, header_style="dim")
    for column in columns:
        justify: Literal["left", "right"] = "right" if column in numbers else "left"
        width = least.get(column) if console.width >= WIDE else None  # else the last columns would be cut off
        table.add_column(column, justify=justify, overflow="fold", min_width=width)
    for line in lines:
        table.add_row(*map(Text, line))
    console.print(table)


def print_line(text: str) -> None:
    """One line for people on stdout."""
    forgiving_stdout()
    typer.echo(plain(text))
