"""The members of a gzip file one by one, each with its place: a broken one is told, and the next one is found.

A compressed WARC file is a row of gzip members, a record each, so that a record can be read from its offset alone, and
so that what a broken record takes with it ends where the next member begins.
"""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

MAGIC = b"\x1f\x8b\x08"
MOST_MEMBER = 64_000_000
"""Bytes of a member, decompressed; a larger one holds more than one record, or is made to fill a memory."""

_PIECE = 1 << 16
_GZIP = 31
_START = b"WARC/"
_TELLING = 64
"""Compressed bytes that are enough to see how a member begins."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member: where it stands in the file, and what it holds; `data` is None for one above MOST_MEMBER."""

    offset: int
    length: int
    """Bytes in the file; 0 where `data` is None."""
    data: bytes | None


Broken = Callable[[int, str], None]
"""Takes the offset of a member that cannot be read, and why."""


def members(file: BinaryIO, broken: Broken) -> Iterator[Member]:
    """The members of a file from where it stands, in order.

    A member that breaks off or does not decompress is given to `broken`; the search goes on for the next that begins a
    WARC record. After a member above MOST_MEMBER nothing more comes: how it is to be read is the caller's to say.
    """
    window = _Window(file)
    while window.fill():
        start = window.offset
        try:
            data = _inflate(window)
        except (zlib.error, EOFError) as error:
            broken(start, str(error))
            file.seek(start + 1)
            window = _Window(file)
            if not _seek_next(window):
                return
            continue
        yield Member(start, window.offset - start if data is not None else 0, data)
        if data is None:
            return


class _Window:
    """A file that is read in pieces, and the offset of the first byte not yet used."""

    def __init__(self, file: BinaryIO) -> None:
        """Begin where the file stands."""
        self.file = file
        self.offset = file.tell()
        self.bytes = b""

    def fill(self) -> bool:
        """Have some bytes; whether there are any left."""
        if not self.bytes:
            self.bytes = self.file.read(_PIECE)
        return bool(self.bytes)

    def use(self, number: int) -> None:
        """Go on by some of the bytes that are there."""
        self.bytes = self.bytes[number:]
        self.offset += number


def _inflate(window: _Window) -> bytes | None:
    """The member at the window's beginning, and the window after it; None where it is larger than MOST_MEMBER.

    Raises zlib.error and EOFError for one that is broken.
    """
    stream, out = zlib.decompressobj(_GZIP), bytearray()
    while not stream.eof:
        if not window.fill():
            msg = f"the file breaks off within a record, after {len(out):,} bytes of it"
            raise EOFError(msg)
        given = len(window.bytes)
        out += stream.decompress(window.bytes, MOST_MEMBER + 1 - len(out))
        if len(out) > MOST_MEMBER:
            return None
        window.use(given - len(stream.unused_data))
    return bytes(out)


def _seek_next(window: _Window) -> bool:
    """Bring the window to the next member that begins a WARC record; whether there is one."""
    while window.fill():
        at = window.bytes.find(MAGIC)
        if at < 0:
            window.use(max(1, len(window.bytes) - len(MAGIC) + 1))
            continue
        window.use(at)
        if len(window.bytes) < _TELLING:
            window.bytes += window.file.read(_PIECE)
        if _begins_record(window.bytes[: 8 * _TELLING]):
            return True
        window.use(1)
    return False


def _begins_record(some: bytes) -> bool:
    """Whether bytes are the beginning of a compressed WARC record."""
    try:
        return zlib.decompressobj(_GZIP).decompress(some, len(_START)) == _START
    except zlib.error:
        return False
