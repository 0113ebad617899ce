"""Read other people's files of places: GeoNames dumps, zipped or not, and tables with a header.

What a file is shows in its first line, not in its name. A row that cannot be used comes back as the error that names
it, so that the rest of the file goes on; a file that cannot be read at all raises one.
"""

import contextlib
import csv
import functools
import io
import itertools
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Final, NamedTuple

from vedette.errors import DataFileError
from vedette.lexicon.placedump import is_dump, read_line
from vedette.lexicon.placegiven import Given, RefusedError
from vedette.lexicon.placetable import Columns, columns_of, read_cells

_TABLES: Final = (".txt", ".csv", ".tsv")
_DELIMITERS: Final = ("\t", ";", ",")
_HEADER_REMEDY: Final = "Name the columns in the first line: name,lat,lon,country (see vedette gazetteer add --help)"
_TEXT_REMEDY: Final = "Save it as CSV in UTF-8, or give a GeoNames dump (.txt or .zip)"


class ReadRow(NamedTuple):
    """One row of a file: a place, or why it is none; neither for a row of a kind that Vedette has no use for."""

    given: Given | None = None
    error: DataFileError | None = None


def read_places(path: Path) -> Iterator[ReadRow]:
    """The rows of a file in order; raises DataFileError where the file as a whole cannot be read."""
    try:
        with contextlib.ExitStack() as stack:
            yield from read_rows(_opened(path, stack), path)
    except UnicodeDecodeError as error:
        raise DataFileError(path, None, "is not text in UTF-8", _TEXT_REMEDY) from error
    except OSError as error:
        problem = f"cannot be read: {error.strerror or error}"
        raise DataFileError(path, None, problem, "Check the path and its permissions") from error
    # the last three: an unknown method of packing, a password, an end before its time
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise DataFileError(path, None, f"cannot be unpacked: {error}", "Unzip it and give the file in it") from error


def _opened(path: Path, stack: contextlib.ExitStack) -> io.TextIOWrapper:
    """The text of a file, or of the one table in a zip file; a mark of byte order is passed over."""
    raw: IO[bytes] = stack.enter_context(path.open("rb"))
    if path.suffix.lower() == ".zip":
        archive = stack.enter_context(zipfile.ZipFile(raw))
        raw = stack.enter_context(archive.open(table_in(path, archive)))
    return stack.enter_context(io.TextIOWrapper(raw, encoding="utf-8-sig", newline=""))


def table_in(path: Path, archive: zipfile.ZipFile) -> str:
    """The name of the table in a zip file; GeoNames puts a readme beside its own. Raises DataFileError."""
    names = [n for n in archive.namelist() if n.lower().endswith(_TABLES) and "readme" not in n.lower()]
    if len(names) != 1:
        raise DataFileError(path, None, f"holds {len(names)} tables", "Unzip it and give the files one by one")
    return names[0]


def read_rows(lines: Iterable[str], path: object) -> Iterator[ReadRow]:
    """The rows of a file by its lines; raises DataFileError where it is neither a dump nor a table with a header."""
    rest = iter(lines)
    for number, first in enumerate(rest, 1):
        if first.strip():
            whole = itertools.chain([first], rest)
            yield from _dump(whole, path, number) if is_dump(first) else _table(whole, path, number, first)
            return
    raise DataFileError(path, None, "is empty", _TEXT_REMEDY)


def _dump(lines: Iterable[str], path: object, begin: int) -> Iterator[ReadRow]:
    """The rows of a GeoNames dump, from line `begin` on."""
    for number, line in enumerate(lines, begin):
        if line.strip():
            yield _one(functools.partial(read_line, line), path, number)


def _table(lines: Iterable[str], path: object, begin: int, first: str) -> Iterator[ReadRow]:
    """The rows of a table, its header on line `begin`; a row that spans lines is named by its last."""
    reader = csv.reader(lines, delimiter=max(_DELIMITERS, key=first.count))
    columns: Columns | None = None
    while True:
        try:
            cells = next(reader)
            number = reader.line_num + begin - 1
            if columns is None:
                columns = _header(cells, path, number)
            elif any(map(str.strip, cells)):
                yield _one(functools.partial(read_cells, cells, columns), path, number)
        except csv.Error as error:
            number = reader.line_num + begin - 1
            yield ReadRow(error=DataFileError(path, number, f"is no row of a table: {error}", "Check its quotes"))
        except StopIteration:
            return


def _header(cells: list[str], path: object, number: int) -> Columns:
    """The columns of a table, those without which no row can be used among them."""
    columns = columns_of(cells)
    if columns is None:
        raise DataFileError(path, number, "no column holds the names of places", _HEADER_REMEDY)
    if columns.level is None and not {"lat", "lon"} <= columns.cells.keys():
        raise DataFileError(path, number, "no columns hold latitude and longitude", _HEADER_REMEDY)
    return columns


def _one(read: Callable[[], Given | None], path: object, number: int) -> ReadRow:
    """One row, or the error that names it."""
    try:
        return ReadRow(read())
    except RefusedError as why:
        return ReadRow(error=DataFileError(path, number, why.problem, why.remedy))
