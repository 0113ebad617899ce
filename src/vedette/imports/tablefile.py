"""Read another's table row by row: plain, .gz or .zip, in UTF-8, UTF-16, Windows-1252 or what is named.

A file is first looked over once, so that a damaged one is refused before anything of it is kept and its bytes have a
name (a hash) by which an import goes on where it stopped. Memory does not grow with the file.
"""

import codecs
import contextlib
import csv
import gzip
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final, NamedTuple, cast

from vedette.errors import DataFileError
from vedette.lexicon.placereading import table_in

BLOCK: Final = 1 << 20
FALLBACK: Final = "cp1252"
_DELIMITERS: Final = ("\t", ";", ",", "|")
_QUOTED: Final = re.compile(r'"[^"]*"')
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WIDEST: Final = 1 << 24
"""Characters of one cell; csv's own limit of 131,072 is less than some lists of sources."""


class Line(NamedTuple):
    """A row of a table, or why it is none; `number` is the line on which it begins, from 1."""

    number: int
    cells: list[str] | None
    error: DataFileError | None = None


class TableFile:
    """A file with a table; raises DataFileError where it cannot be read to its end.

    `digest` is the hash of its content, `guessed` says that it is not UTF-8 and no encoding was named.
    """

    def __init__(self, path: Path, encoding: str | None = None) -> None:
        """Look the file over."""
        self.path = path
        self.guessed = False
        self._raw: IO[bytes] | None = None
        with self._told():
            self.size = path.stat().st_size
            self.digest, start, is_utf8 = self._look_over()
        if encoding is None:
            encoding = "utf-16" if start.startswith(_UTF16) else "utf-8-sig" if is_utf8 else FALLBACK
            self.guessed = encoding == FALLBACK
        try:
            self.encoding = codecs.lookup(encoding).name
        except LookupError as error:
            problem = f"{encoding!r} is no encoding"
            raise DataFileError(path, None, problem, "Name one that Python knows: utf-8, cp1252, cp1251 ...") from error

    @property
    def position(self) -> int:
        """How many of its `size` bytes have been read by now."""
        return self._raw.tell() if self._raw is not None and not self._raw.closed else 0

    def lines(self, delimiter: str | None = None, *, quotes: bool = True) -> Iterator[Line]:
        """The rows in order, empty lines left out; the delimiter is told from the first line where none is given."""
        with self._told(), contextlib.ExitStack() as stack:
            errors = "replace" if self.guessed else "strict"
            binary = stack.enter_context(self._binary())
            text = stack.enter_context(io.TextIOWrapper(binary, encoding=self.encoding, errors=errors, newline=""))
            first = text.readline()
            chosen = delimiter or _delimiter(first)
            yield from _rows(self.path, _again(first, text), chosen, quotes=quotes)

    @contextlib.contextmanager
    def _binary(self) -> Iterator[IO[bytes]]:
        """The bytes of the table itself."""
        with contextlib.ExitStack() as stack:
            raw: IO[bytes] = stack.enter_context(self.path.open("rb"))
            self._raw = raw
            suffix = self.path.suffix.lower()
            if suffix == ".gz":
                packed: Any = gzip.open(raw, "rb")  # noqa: SIM115 - the stack closes it
                yield cast("IO[bytes]", stack.enter_context(packed))
            elif suffix == ".zip":
                archive = stack.enter_context(zipfile.ZipFile(raw))
                yield stack.enter_context(archive.open(table_in(self.path, archive)))
            else:
                yield raw

    def _look_over(self) -> tuple[str, bytes, bool]:
        """The hash of the content, its first bytes, and whether it is UTF-8."""
        digest, start, is_utf8 = hashlib.sha256(), b"", True
        decoder = codecs.getincrementaldecoder("utf-8")()
        with self._binary() as binary:
            while block := binary.read(BLOCK):
                start = start or block[:4]
                digest.update(block)
                is_utf8 = is_utf8 and _decodes(decoder, block)
        return digest.hexdigest(), start, is_utf8 and _decodes(decoder, b"", final=True)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what goes wrong with a file as a whole into an error with the remedy."""
        try:
            yield
        except UnicodeError as error:
            problem = f"is not text in {self.encoding}: {error}"
            raise DataFileError(self.path, None, problem, "Name its encoding with --encoding") from error
        # the last three: an unknown method of packing, a password, an end before its time
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
            problem = f"cannot be unpacked: {error}"
            raise DataFileError(
                self.path, None, problem, "Fetch it again, or unpack it and give the file in it"
            ) from error
        except OSError as error:
            problem = f"cannot be read: {error.strerror or error}"
            raise DataFileError(self.path, None, problem, "Check the path and its permissions") from error


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    """Whether the next bytes are UTF-8."""
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(first: str) -> str:
    """What parts the cells of a table's first line; quoted names may hold anything."""
    plain = _QUOTED.sub("", first)
    return max(_DELIMITERS, key=plain.count)


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    """The first line, then the others."""
    if first:
        yield first
    yield from rest


def _rows(path: Path, lines: Iterator[str], delimiter: str, *, quotes: bool) -> Iterator[Line]:
    """The rows of a table, each with the line on which it begins."""
    csv.field_size_limit(_WIDEST)
    reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except csv.Error as error:
            yield Line(number, None, DataFileError(path, number, f"is no row of a table: {error}", "Check its quotes"))
        except StopIteration:
            return
        else:
            if any(map(str.strip, cells)):
                yield Line(number, cells)
