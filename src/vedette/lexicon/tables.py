"""Read the CSV and TOML tables under `vedette/data`, checking every cell, with the file and line in each error.

A schema maps each column to a small callable that turns the cell's text into its value, or raises ValueError saying
what is wrong with it. Cells that hold several values separate them by ';'.
"""

import csv
import functools
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from vedette.errors import DataFileError

Cell = Callable[[str], Any]
Schema = Mapping[str, Cell]
Row = dict[str, Any]

LINE = "line"
FIRST_YEAR, LAST_YEAR = 1000, 2100
_COUNTRY = re.compile(r"[A-Z]{3}\Z")
_SLUG = re.compile(r"[A-Z0-9]+(?:_[A-Z0-9]+)*\Z")


def data_path(*parts: str) -> Path:
    """The path of a packaged data file: `data_path("countries", "codes.csv")`."""
    return Path(str(files("vedette.lexicon"))).parent.joinpath("data", *parts)


def read_csv(path: Path, schema: Schema) -> list[Row]:
    """The rows of a UTF-8 CSV file, each a dict of the schema's columns and `line`, the number of the row's last line.

    Raises DataFileError where the file cannot be read, its header is not the schema's columns in their order, a row
    has too few or too many cells, or a cell is refused by its callable.
    """
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            _check_header(path, next(reader, []), schema)
            # Columns repeat their cells (countries, kinds, sources), so each text is checked once a column.
            checks = [(column, functools.cache(cell)) for column, cell in schema.items()]
            return [_row(path, reader.line_num, cells, checks) for cells in reader if cells]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataFileError(path, None, f"cannot be read: {error}", "Restore the file as UTF-8 CSV") from error


def _check_header(path: Path, header: list[str], schema: Schema) -> None:
    """Refuse a header that is not the schema's columns in their order."""
    if header != list(schema):
        raise DataFileError(path, 1, f"the header is {','.join(header)!r}", f"Make it {','.join(schema)!r}")


def _row(path: Path, line: int, cells: list[str], checks: Sequence[tuple[str, Cell]]) -> Row:
    """One row's values by column."""
    if len(cells) != len(checks):
        problem = f"{len(cells)} cells where {len(checks)} are due"
        raise DataFileError(path, line, problem, "Give one cell a column and quote cells that hold commas")
    row: Row = {LINE: line}
    column = ""
    try:
        for (column, cell), words in zip(checks, cells, strict=True):
            row[column] = cell(words)
    except ValueError as error:
        raise DataFileError(path, line, f"column {column}: {error}", "Correct the cell") from error
    return row


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file; raises DataFileError where it cannot be read or parsed."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found.group(1)) if found else None
        raise DataFileError(path, line, f"is not TOML: {error}", "Correct the syntax") from error
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(path, None, f"cannot be read: {error}", "Restore the file as UTF-8 TOML") from error


def text(cell: str) -> str:
    """A cell that must hold words, without blanks at its ends."""
    if not cell or cell != cell.strip():
        msg = f"{cell!r} is empty or has blanks at its ends"
        raise ValueError(msg)
    return cell


def optional(kind: Cell) -> Cell:
    """A cell that may be empty, which is None, and is else read by `kind`."""
    return lambda cell: kind(cell) if cell else None


def many(kind: Cell) -> Cell:
    """A cell of values separated by ';', which is a tuple; an empty cell is the empty tuple."""
    return lambda cell: tuple(map(kind, cell.split(";"))) if cell else ()


def one_of(*allowed: str) -> Cell:
    """A cell that holds one of the allowed words."""
    words = frozenset(allowed)

    def check(cell: str) -> str:
        """Refuse any other word."""
        if cell not in words:
            msg = f"{cell!r} is none of {', '.join(sorted(words))}"
            raise ValueError(msg)
        return cell

    return check


def flag(cell: str) -> bool:
    """A cell that holds 1 or 0 or nothing (which is no)."""
    if cell not in ("", "0", "1"):
        msg = f"{cell!r} is neither 1 nor 0 nor empty"
        raise ValueError(msg)
    return cell == "1"


def year(cell: str) -> int:
    """A cell that holds a calendar year."""
    if not (cell.isascii() and cell.isdigit()) or not FIRST_YEAR <= int(cell) <= LAST_YEAR:
        msg = f"{cell!r} is no year from {FIRST_YEAR} to {LAST_YEAR}"
        raise ValueError(msg)
    return int(cell)


def country(cell: str) -> str:
    """A cell that holds a country as ISO 3166 alpha-3 in form (whether it exists is the loader's to check)."""
    if not _COUNTRY.match(cell):
        msg = f"{cell!r} is no ISO 3166 alpha-3 code"
        raise ValueError(msg)
    return cell


def slug(cell: str) -> str:
    """A cell that holds an id: upper-case letters, digits and single underscores."""
    if not _SLUG.match(cell):
        msg = f"{cell!r} is no id of A-Z, 0-9 and single '_'"
        raise ValueError(msg)
    return cell
