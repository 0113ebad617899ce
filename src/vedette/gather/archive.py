"""The copy that is kept: every answer as a record of a compressed WARC file in the desk, found again by its place.

`<desk>/archive/2026-11-26-0001.warc.gz`: a new file each day and at each size, a gzip member for each record, written
whole or not at all. What a killed writer left half written at the end of a file is found and cut before more is added.
Two writers never share a file. Any WARC tool can read what stands there.
"""

import contextlib
import datetime as dt
import io
import os
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from vedette.gather.failures import ArchiveError
from vedette.gather.fetched import Fetched
from vedette.gather.members import members
from vedette.gather.warcfile import ASKED, read_answers
from vedette.version import __version__

MOST_BYTES = 100_000_000
"""Of one file; then the next is begun."""

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-(\d{4,9})\.warc\.gz\Z")
_BREAKS = re.compile(r"[\x00-\x1f\x7f]+")
_LEVEL = 6
_BINARY = getattr(os, "O_BINARY", 0)
"""Windows would write each line feed as two bytes without it; the other systems have no such flag."""
_WIRE_ONLY = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers that are not true of a body that was decoded."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: its file's name in the archive, its offset and length in bytes."""

    file: str
    offset: int
    length: int


def utc_now() -> dt.datetime:
    """The time."""
    return dt.datetime.now(dt.UTC)


class Archive:
    """The archive of a desk, for writing and reading; safe to be used by several threads, and by several processes.

    `durable` waits at each record until it is on the disk, so that not even a power cut takes back what `keep` gave.
    Raises ArchiveError where the folder cannot be made.
    """

    def __init__(
        self,
        folder: Path,
        *,
        most_bytes: int = MOST_BYTES,
        durable: bool = True,
        now: Callable[[], dt.datetime] = utc_now,
    ) -> None:
        """Make the folder where it is not there; a file is opened with the first record."""
        self.folder = folder
        self._most = most_bytes
        self._durable = durable
        self._now = now
        self._lock = threading.Lock()
        self._current: _Writing | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _failed(folder, "cannot be made", error) from error

    def __enter__(self) -> Self:
        """Be used for a block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close at the block's end."""
        self.close()

    def close(self) -> None:
        """Let go of the file that is being written; the next record opens one again."""
        with self._lock:
            if self._current:
                self._current.close()
                self._current = None

    def keep(self, answer: Fetched) -> Place:
        """Add an answer and say where it stands; raises ArchiveError where it cannot be written: then nothing is."""
        record = _record(answer)
        with self._lock:
            writing = self._writing()
            offset = writing.add(record, durable=self._durable)
            return Place(writing.path.name, offset, len(record))

    def read(self, place: Place) -> Fetched:
        """The answer that stands at a place.

        Raises ArchiveError where its file is gone (see `prune`), or what stands there is no longer that record.
        """
        if not _NAME.match(place.file):
            msg = f"{place.file[:80]!r} is no file of an archive. Give a place as `keep` gave it"
            raise ArchiveError(msg)
        path = self.folder / place.file
        try:
            with path.open("rb") as file:
                file.seek(place.offset)
                data = file.read(place.length)
        except FileNotFoundError as error:
            msg = f"the copy in {path} is no longer kept. Fetch the page anew, or keep copies for longer"
            raise ArchiveError(msg) from error
        except OSError as error:
            raise _failed(path, "cannot be read", error) from error
        return _answer(data, f"{path}:{place.offset}")

    def files(self) -> list[Path]:
        """The archive's files, oldest first; raises ArchiveError where the folder cannot be read."""
        try:
            paths = list(self.folder.iterdir())
        except OSError as error:
            raise _failed(self.folder, "cannot be read", error) from error
        found = [(match[1], int(match[2]), path) for path in paths if (match := _NAME.match(path.name))]
        return [path for _, _, path in sorted(found)]

    def prune(self, *, days: int | None = None, total: int | None = None) -> list[str]:
        """Remove the oldest files as wholes: those of more than `days` ago, then as many as are above `total` bytes.

        A file that is being written stays, by whomever. Gives the names of what was removed; raises ArchiveError where
        one cannot be.
        """
        with self._lock:
            files = [(path, _size(path)) for path in self.files()]
            size = sum(length for _, length in files)
            first = self._now().date() - dt.timedelta(days=days) if days is not None else dt.date.min
            removed = []
            for path, length in files:
                old = dt.date.fromisoformat(path.name[:10]) < first
                if (old or (total is not None and size > total)) and self._remove(path):
                    removed.append(path.name)
                    size -= length
            return removed

    def _remove(self, path: Path) -> bool:
        """Remove a file unless it is being written; whether it is gone."""
        if self._current and self._current.path == path:
            return False
        try:
            number = os.open(path, os.O_WRONLY)
        except FileNotFoundError:  # another process was quicker
            return False
        except OSError as error:
            raise _failed(path, "cannot be removed", error) from error
        try:
            if _locked(number) is False:
                return False
            path.unlink(missing_ok=True)
        except OSError as error:
            raise _failed(path, "cannot be removed", error) from error
        finally:
            os.close(number)
        return True

    def _writing(self) -> "_Writing":
        """The file for the next record: the one at hand, or another where the day has changed or it is full."""
        day = self._now().date().isoformat()
        if self._current and (self._current.size >= self._most or not self._current.path.name.startswith(day)):
            self._current.close()
            self._current = None
        if self._current is None:
            self._current = self._open(day)
        return self._current

    def _open(self, day: str) -> "_Writing":
        """The last file of the day if it may be gone on with, else a new one."""
        today = [path for path in self.files() if path.name.startswith(day)]
        try:
            if today and (writing := _Writing.go_on(today[-1], self._most)):
                return writing
            number = int(today[-1].name.partition(".")[0].rpartition("-")[2]) if today else 0
            while True:
                number += 1
                with contextlib.suppress(FileExistsError):
                    return _Writing.begin(self.folder / f"{day}-{number:04}.warc.gz", day)
        except OSError as error:
            raise _failed(self.folder, "cannot be written", error) from error


class _Writing:
    """A file that records are added to; locked against other processes while it is open."""

    def __init__(self, path: Path, number: int, size: int) -> None:
        """Keep the open file."""
        self.path = path
        self.size = size
        self._number = number

    @classmethod
    def begin(cls, path: Path, day: str) -> "_Writing":
        """A new file with its first record, which says what it is; raises FileExistsError where another has it."""
        writing = cls(path, os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND | _BINARY, 0o644), 0)
        if _locked(writing._number) is False:
            writing.close()
            raise FileExistsError(path)
        writing.add(_about(path.name, day), durable=False)
        return writing

    @classmethod
    def go_on(cls, path: Path, most: int) -> "_Writing | None":
        """A file of before, cut to its last whole record; None where it is full, in use, or broken in the middle."""
        if path.stat().st_size >= most:
            return None
        number = os.open(path, os.O_WRONLY | os.O_APPEND | _BINARY)
        end = whole_end(path) if _locked(number) else None
        if end is None:
            os.close(number)
            return None
        os.ftruncate(number, end)
        return cls(path, number, end)

    def add(self, record: bytes, *, durable: bool) -> int:
        """Write a record at the end, whole or not at all; its offset."""
        offset, left = self.size, memoryview(record)
        try:
            while left:
                left = left[os.write(self._number, left) :]
            if durable:
                os.fsync(self._number)
        except OSError as error:
            with contextlib.suppress(OSError):  # the half record is cut when the file is opened again
                os.ftruncate(self._number, offset)
            raise _failed(self.path, "cannot be written", error) from error
        self.size += len(record)
        return offset

    def close(self) -> None:
        """Close the file, which gives its lock back."""
        os.close(self._number)


def whole_end(path: Path) -> int | None:
    """Where the last whole record of a file ends; None where a broken one has others after it."""
    end, broken = 0, []
    with path.open("rb") as file:
        for member in members(file, lambda offset, _: broken.append(offset)):
            if broken or member.data is None:
                return None
            end = member.offset + member.length
    return end


def _size(path: Path) -> int:
    """A file's size; nothing where it is gone."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _locked(number: int) -> bool | None:
    """Whether the open file could be locked for this process; None where the system has no such locks."""
    try:
        import fcntl  # noqa: PLC0415 - not on every system
    except ImportError:
        return None
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _record(answer: Fetched) -> bytes:
    """An answer as a compressed response record; its headers as they came, but for those of the way it was sent."""
    record = WarcRecord()
    record.init_headers(WarcRecordType.response)
    record.record_date = dt.datetime.fromisoformat(answer.at)
    record.headers["WARC-Target-URI"] = _line(answer.final)
    if answer.url != answer.final:
        record.headers[ASKED] = _line(answer.url)
    record.headers["Content-Type"] = "application/http; msgtype=response"
    record.set_bytes_content(_head(answer.status, answer.headers, len(answer.body)) + answer.body)
    return _compressed(record)


def _about(name: str, day: str) -> bytes:
    """The record at the beginning of a file that says who wrote it."""
    record = WarcRecord()
    record.init_headers(WarcRecordType.warcinfo)
    record.headers["WARC-Filename"] = name
    record.headers["Content-Type"] = "application/warc-fields"
    about = f"software: vedette/{__version__}\r\nformat: WARC File Format 1.1\r\ndescription: answers of {day}\r\n"
    record.set_bytes_content(about.encode())
    return _compressed(record)


def _compressed(record: WarcRecord) -> bytes:
    """A record as one gzip member."""
    out = io.BytesIO()
    writer = GzipWriter(out, compression_level=_LEVEL)
    record.write(writer, checksum_data=True)
    writer.finish()
    return out.getvalue()


def _head(status: int, headers: Mapping[str, str], length: int) -> bytes:
    """Status line and headers of an answer."""
    kept = (f"{_line(name)}: {_line(value)}" for name, value in headers.items() if name not in _WIRE_ONLY)
    lines = [f"HTTP/1.1 {status:03}", *kept, f"content-length: {length}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "replace")


def _line(words: str) -> str:
    """Words that stay on one line of a header."""
    return _BREAKS.sub(" ", words).strip()


def _answer(data: bytes, where: str) -> Fetched:
    """The answer in the bytes of one record."""
    problems: list[str] = []
    found = list(read_answers(io.BytesIO(data), lambda _, why: problems.append(why)))
    if len(found) != 1 or problems:
        why = problems[0] if problems else f"{len(found)} records stand there"
        msg = f"{where}: what stands there is not the record that was kept ({why}). Fetch the page anew"
        raise ArchiveError(msg)
    kept = found[0]
    headers = {name: value for name, value in kept.headers.items() if name != "content-length"}
    return Fetched(kept.asked or kept.url, kept.url, kept.status, headers, kept.body, kept.at or "")


def _failed(path: Path, what: str, error: OSError) -> ArchiveError:
    """The error for something that the system refuses."""
    return ArchiveError(f"{path} {what}: {error.strerror or error}. Check the folder, its permissions and the disk")
