"""The answers that stand in a WARC file (ISO 28500), compressed or not: fastwarc reads the records.

What is wrong with a record is told with its offset, and the records after it are read. Names in records (target
address, file name) are words and never paths.
"""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from fastwarc.stream_io import GzipReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from vedette.errors import GatherError
from vedette.gather.members import MAGIC, members
from vedette.gather.warcbody import MOST_BODY, decode_body

if TYPE_CHECKING:
    from datetime import datetime

ASKED = "Vedette-Asked-URI"
"""A field of our own records: the address that was asked for, where redirects led on."""

MOST_RECORD = 2_000_000_000
"""Bytes of a record that are passed over where it is too large to be read; beyond that the file is left."""

_KINDS = WarcRecordType.response | WarcRecordType.resource
_NONE = (WarcRecordType.unknown, WarcRecordType.no_type)
_NEXT = re.compile(rb"WARC/[01]\.\d\r?\n")
_PIECE = 1 << 20
_OVERLAP = 10
"""Bytes: one less than a record's first line."""

Broken = Callable[[int, str], None]
"""Takes the offset of what cannot be read, and why."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer as it stands in a WARC file."""

    offset: int
    part: int
    """Its number among the records at this offset: 0 but in files that are one gzip member as a whole."""
    length: int
    """Bytes of its member in the file; 0 where it has none of its own."""
    url: str
    """As the record says; not judged."""
    at: str | None
    status: int
    headers: dict[str, str]
    """Of the answer, names in lower case; a resource has its content type alone."""
    body: bytes
    asked: str | None = None


def read_answers(file: BinaryIO, broken: Broken) -> Iterator[Kept]:
    """The response and resource records of a WARC file from where it stands, in order.

    Redirects and errors are among them, as they are in the file; records of other kinds are passed over. `broken` gets
    what cannot be read.
    """
    start = file.tell()
    head = file.read(_PIECE)
    file.seek(start)
    # not by the first bytes alone: they may be what is broken
    if not head.startswith(MAGIC) and _NEXT.search(head):
        yield from _Records(broken).of(file, start)
    elif head:
        yield from _compressed(file, broken)


def _compressed(file: BinaryIO, broken: Broken) -> Iterator[Kept]:
    """The answers of a file of gzip members."""
    for member in members(file, lambda offset, why: broken(offset, f"{why}. It was passed over")):
        records = _Records(broken, member.offset, member.length)
        if member.data is not None:
            yield from records.of(io.BytesIO(member.data))
        else:
            file.seek(member.offset)
            yield from records.each(ArchiveIterator(GzipReader(file)))


class _Records:
    """The records of a stream one after another, and what is wrong with them.

    `offset` is the place of all of them where the stream is a gzip member; else each has its own.
    """

    def __init__(self, broken: Broken, offset: int | None = None, length: int = 0) -> None:
        """Begin before the first record."""
        self._broken = broken
        self._offset = offset
        self._length = length
        self._last = self._part = -1
        self._failed = False

    def of(self, file: BinaryIO, start: int = 0) -> Iterator[Kept]:
        """The answers of a file that is not compressed; after a broken record the next is looked for."""
        while start >= 0:
            self._last, self._failed = start - 1, False
            file.seek(start)
            yield from self.each(ArchiveIterator(file))
            if not self._failed:
                return
            start = _next_record(file, max(start, self._last) + 1)

    def each(self, stream: ArchiveIterator) -> Iterator[Kept]:
        """The answers of a stream of records, up to what cannot be read as a record at all."""
        records = iter(stream)
        while True:
            try:
                record = next(records)
            except StopIteration:
                return
            except OSError as error:
                self._fail(f"no WARC record: {error}. It was passed over")
                return
            self._last = record.stream_pos
            self._part += 1
            if record.content_length > MOST_RECORD:
                self._fail(f"a record of {record.content_length:,} bytes, which no page has. It was left")
                return
            if record.record_type in _NONE:
                self._fail("a record of a kind that there is not. It was passed over")
            elif record.record_type & _KINDS:
                yield from self._answer(record)

    def _answer(self, record: WarcRecord) -> Iterator[Kept]:
        """A record's answer, or none where it cannot be had."""
        place = self._last if self._offset is None else self._offset
        try:
            yield _answer(record, place, self._part if self._offset is not None else 0, self._length)
        except (GatherError, OSError, ValueError) as error:
            self._fail(str(error))

    def _fail(self, why: str) -> None:
        """Tell of something that cannot be read."""
        self._failed = True
        self._broken(max(self._last, 0) if self._offset is None else self._offset, why)


def _answer(record: WarcRecord, offset: int, part: int, length: int) -> Kept:
    """One record's answer. Raises GatherError or OSError for a body that cannot be had, ValueError for no answer."""
    due = record.content_length
    http = record.http_headers if record.is_http else None
    if http is not None and http.status_code is None:
        msg = "the record holds no HTTP answer. It was passed over"
        raise ValueError(msg)
    kind = record.headers.get("Content-Type") or ""
    headers = _joined(http.to_tuples() if http is not None else (("Content-Type", kind),))
    raw = record.reader.read(MOST_BODY + 1)
    if len(raw) < min(due, MOST_BODY) and "WARC-Truncated" not in record.headers:
        msg = f"the record breaks off: {len(raw):,} of {due:,} bytes are there. It was passed over"
        raise ValueError(msg)
    return Kept(
        offset=offset,
        part=part,
        length=length,
        url=(record.headers.get("WARC-Target-URI") or "").strip("<> \t"),
        at=_date(record),
        status=http.status_code if http is not None and http.status_code else 200,
        headers=headers,
        body=decode_body(headers, raw),
        asked=record.headers.get(ASKED),
    )


def _date(record: WarcRecord) -> str | None:
    """When a record says that it was made; None where it does not, or not as a date."""
    found: datetime | None = record.record_date
    return found.isoformat() if found is not None else None


def _joined(pairs: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Headers by name in lower case, those of one name joined."""
    found: dict[str, str] = {}
    for name, raw in pairs:
        key, value = name.lower(), _in_utf8(raw)
        found[key] = f"{found[key]}, {value}" if key in found else value
    return found


def _in_utf8(words: str) -> str:
    """A header's value, which was read as Latin-1, as UTF-8 where it is that."""
    try:
        return words if words.isascii() else words.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return words


def _next_record(file: BinaryIO, start: int) -> int:
    """The offset at or after `start` of the next thing that looks like a record's first line; -1 for none."""
    file.seek(start)
    base, window = start, b""
    while piece := file.read(_PIECE):
        window += piece
        if found := _NEXT.search(window):
            return base + found.start()
        kept = window[-_OVERLAP:]
        base, window = base + len(window) - len(kept), kept
    return -1
