"""`vedette gazetteer`: add places of one's own, and see which places bear a name."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vedette.cli.console import fail, forgiving_stdout, plain, progress, quiet_pipe, say

if TYPE_CHECKING:
    from vedette.lexicon.ownplaces import OwnPlaces
    from vedette.lexicon.placereading import ReadRow
    from vedette.lexicon.places import PlaceMatch

COLUMNS = (
    "name", "feature", "country", "admin1", "lat", "lon", "population", "precision", "score", "id", "file",
)  # fmt: skip

WIDE = 110
"""Columns of a terminal from which each answer gets a column of its own."""

_NARROW = (
    ("name", "id"),
    ("feature", "precision"),
    ("country", "file"),
    ("admin1",),
    ("lat", "lon"),
    ("population", "score"),
)
_NUMBERS = frozenset({"lat", "lon", "population", "score"})

Cell = str | int | float | None

Files = Annotated[
    list[Path],
    typer.Argument(help="GeoNames dumps (.txt, .zip), or tables with a header (.csv, .tsv).", show_default=False),
]

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def gazetteer() -> None:
    """Add places of your own to the gazetteer, or see which places bear a name.

    \b
    Examples:
      vedette gazetteer add SY.zip             a GeoNames dump: every village of Syria
      vedette gazetteer find Kafr Nabl         the places that may be meant, best first
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"


@app.command()
def add(files: Files) -> None:
    """Add places from GeoNames dumps and tables to your own gazetteer.

    \b
    A GeoNames dump is allCountries, cities500 or a country's file, as .txt or .zip
    (https://download.geonames.org/export/dump/). Kinds of no use here, such as
    farms and hotels, are passed over.

    \b
    A table has a header and these columns, in any case and order:
      name           or place, site_name, ADM2_EN, admin2Name_en ...
      lat, lon       or latitude and longitude, y and x; decimal degrees
      country        ISO code or English name
      feature        or kind, type: town (where none is given), camp, base ...
      aliases        or alternatenames: other spellings, split by ; or |
      population     a number of people
      pcode          or id, ADM2_PCODE: the place's OCHA p-code
    OCHA's common operational datasets are such tables: the finest ADM level is the
    place, the others say what it lies in. Without lat and lon it is kept as a name.

    \b
    A place of the same id (GeoNames number, p-code, or name and country within 10 km)
    takes the stead of the older one: adding a file again does no harm. Places go to
    the file that VEDETTE_GAZETTEER names, else to vedette/gazetteer.sqlite among
    your data (~/.local/share). The next `vedette code` knows them.

    \b
    Examples:
      vedette gazetteer add SY.zip
      vedette gazetteer add syr_adm3.csv sites.csv
      VEDETTE_GAZETTEER=sudan.sqlite vedette gazetteer add SD.txt

    Exit codes: 0 all added, 1 some rows or files refused (each is named on stderr), 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.errors import DataFileError
    from vedette.lexicon.ownplaces import OwnPlaces
    from vedette.lexicon.placefile import own_file

    tally = dict.fromkeys(("added", "renewed", "refused", "passed over"), 0)
    try:
        with OwnPlaces(own_file()) as places:
            for path in files:
                _add_file(places, path, tally)
    except DataFileError as error:
        fail(str(error), 1)
    passed = f", {tally['passed over']} of other kinds passed over" if tally["passed over"] else ""
    told = f"{tally['added']} places added, {tally['renewed']} renewed, {tally['refused']} refused{passed}"
    typer.echo(f"{told}: {own_file()}")
    if tally["refused"]:
        raise typer.Exit(1)


def _add_file(places: "OwnPlaces", path: Path, tally: dict[str, int]) -> None:
    """Add one file's places; what cannot be used is named on stderr and counted."""
    with progress(f"adding {path.name}", enabled=sys.stderr.isatty()) as tick:
        for given, error in _rows(path):
            if error:
                say(str(error))
            outcome = "refused" if error else places.add(given) if given else "passed over"
            tally[outcome] += 1
            tick()


def _rows(path: Path) -> "Iterator[ReadRow]":
    """The rows of a file; one that cannot be read on is one refused row more."""
    from vedette.errors import DataFileError
    from vedette.lexicon.placereading import ReadRow, read_places

    try:
        yield from read_places(path)
    except DataFileError as error:
        yield ReadRow(error=error)


@app.command()
def find(
    name: Annotated[list[str], typer.Argument(help="The name, as the news has it.", show_default=False)],
    country: Annotated[
        str | None, typer.Option(metavar="SYR", help="Only in this country: ISO code or English name.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many places at most.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Find the places that bear a name, best first, in the packaged gazetteer and your own.

    \b
    The score is how well the place is known, in powers of ten of people, less for a
    spelling that only sounds alike. Coding weighs the report's countries and other
    places as well. On a terminal: a table. In a pipe: tab-separated lines.

    \b
    Examples:
      vedette gazetteer find Tripoli
      vedette gazetteer find "Deir ez-Zor" --country SYR --limit 3
      vedette gazetteer find Goma --json

    Exit codes: 0 found, 1 nothing bears the name, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    words = " ".join(name)
    found = _found(words, country)[:limit]
    if as_json:
        _print_json(found)
    if not found:
        within = f" in {country}" if country else ""
        fail(f"no place{within} bears the name {words!r}. Add more with `vedette gazetteer add FILE`: "
             "a GeoNames dump, or a CSV with name, lat, lon and country.", 1)  # fmt: skip
    if not as_json:
        with quiet_pipe():
            _print(found)


def _found(name: str, country: str | None) -> "list[PlaceMatch]":
    """The candidates for a name, in one country where one is given; those that only sound alike come last."""
    from vedette.errors import DataFileError
    from vedette.lexicon import places
    from vedette.lexicon.placegiven import country_of

    code = country_of(country) if country else None
    if country and code is None:
        fail(f"--country {country!r} is no country. Write its ISO code (SYR, SY) or its English name.")
    try:
        matches = places.gazetteer().matches(name, loose=True)
    except DataFileError as error:
        fail(str(error), 1)
    kept = [match for match in matches if code is None or match.entry.country == code]
    return sorted(kept, key=lambda match: match.loose)


def _cells(match: "PlaceMatch") -> dict[str, Cell]:
    """What is told of a candidate, by column."""
    entry = match.entry
    told = {column: getattr(entry, column) for column in COLUMNS if hasattr(entry, column)}
    told |= {"score": round(match.score, 2), "file": "own" if match.own else "packaged"}
    return {column: told[column] for column in COLUMNS}


def _words(match: "PlaceMatch") -> Sequence[str]:
    """The same for people: nothing where nothing is known."""
    return ["" if cell is None else plain(str(cell)) for cell in _cells(match).values()]


def _print_json(found: "list[PlaceMatch]") -> None:
    """The candidates as a JSON array, an empty one for none."""
    import json

    typer.echo(json.dumps([_cells(match) for match in found], indent=2, ensure_ascii=False))


def _print(found: "list[PlaceMatch]") -> None:
    """The candidates: a table on a terminal, tab-separated lines below the names of the columns in a pipe."""
    forgiving_stdout()
    if not sys.stdout.isatty():
        sys.stdout.writelines("\t".join(line) + "\n" for line in (COLUMNS, *map(_words, found)))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, emoji=False)
    groups = tuple((column,) for column in COLUMNS) if console.width >= WIDE else _NARROW
    table = Table(box=None, padding=(0, 1, 0, 0), show_edge=False, header_style="dim")
    for group in groups:
        table.add_column("\n".join(group), justify="right" if group[0] in _NUMBERS else "left", overflow="fold")
    for match in found:
        told = dict(zip(COLUMNS, _words(match), strict=True))
        table.add_row(*(Text("\n".join(told[column] for column in group)) for group in groups))
    console.print(table)
