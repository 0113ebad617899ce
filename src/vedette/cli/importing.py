"""`vedette import`: another coder's events onto the desk, beside ours."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vedette.cli import desks
from vedette.cli.console import USAGE, fail, progress_to, say

if TYPE_CHECKING:
    from vedette.imports.importing import Tally
    from vedette.imports.maps import Map
    from vedette.store.desk import Desk

FORMATS = ("acled", "ucdp", "gdelt", "table")

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE", help="Tables: .csv, .tsv, also .gz or .zip.", show_default=False)
]
Kind = Annotated[
    str, typer.Option("--as", metavar="FORMAT", help="What they are: acled, ucdp, gdelt, table.", show_default=False)
]
MapFile = Annotated[
    Path | None, typer.Option("--map", metavar="MAP.toml", help="Which column holds what (docs/import.md).")
]
Encoding = Annotated[str | None, typer.Option(metavar="NAME", help="Their encoding, where it is not UTF-8: cp1251 ...")]


def import_(
    files: Files,
    kind: Kind,
    map_file: MapFile = None,
    encoding: Encoding = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar, no licence.")] = False,
    desk: desks.Where = desks.HOME,
) -> None:
    """Bring events of another coder onto the desk: beside ours, never among them.

    \b
    acled   ACLED's CSV; its list of deleted events (event_id_cnty, deleted_timestamp) too
    ucdp    UCDP GED, yearly or candidate, CSV
    gdelt   GDELT 2.0 events (...export.CSV, zipped or not)
    table   any table with a header, by the column map that --map names
    With the first three, what --map says is laid over the packaged map.

    \b
    A row that the desk has is passed over, a newer one of the same id is a new version,
    and the older stays. A row that cannot be used is named with its line, and the rest
    goes on. After an interruption run it again: it goes on where it stopped. They are
    for comparing, for history and for forecasts; licence and citation are kept with them.

    \b
    Examples:
      vedette import GEDEvent_v25_1.csv --as ucdp
      vedette import acled.csv deleted.csv --as acled
      vedette import 20241127120000.export.CSV.zip --as gdelt
      vedette import ours.csv --as table --map ours.toml

    Exit codes: 0 all imported, 1 some rows or files refused (each is named on stderr), 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    given, refused = _map(kind, map_file), 0
    with desks.opened(desk) as held:
        for path in files:
            refused += _import_one(held, path, given, encoding, quiet=quiet)
        if not quiet:
            say(f"{given.source}: {given.licence}. Cite: {given.citation}")
    if refused:
        raise typer.Exit(1)


def _map(kind: str, map_file: Path | None) -> "Map":
    """Which column holds what; a format that is none, and a map that is wrong, end the command."""
    from vedette.errors import DataFileError
    from vedette.imports.maps import map_of

    if kind not in FORMATS:
        fail(f"--as {kind!r} is no format. Use one of {', '.join(FORMATS)}.")
    if kind == "table" and map_file is None:
        fail("--as table needs --map, a file that says which column holds what. See docs/import.md.")
    try:
        return map_of(kind, map_file)
    except DataFileError as error:
        fail(str(error), USAGE)


def _import_one(desk: "Desk", path: Path, given: "Map", encoding: str | None, *, quiet: bool) -> int:
    """Import one file and tell what became of it; how many rows (or the whole file) were refused."""
    from vedette.errors import DataFileError
    from vedette.imports.importing import import_file
    from vedette.imports.tablefile import TableFile

    try:
        table = TableFile(path, encoding)
        if table.guessed:
            say(f"{path} is not UTF-8; it is read as Windows-1252. Name another encoding with --encoding.")
        with progress_to(f"importing {path.name}", table.size, enabled=not quiet and sys.stderr.isatty()) as tick:
            tally = import_file(desk, table, given, lambda error: say(str(error)), tick)
    except DataFileError as error:
        say(str(error))
        return 1
    desks.print_line(f"{path}: {_told(tally)}")
    return tally.counts["refused"]


def _told(tally: "Tally") -> str:
    """What became of the rows, for people."""
    if tally.before is not None:
        return f"imported before, on {tally.before}; nothing to do"
    after = f" (went on after line {tally.resumed})" if tally.resumed else ""
    return ", ".join(f"{n} {name}" for name, n in tally.counts.items()) + after
