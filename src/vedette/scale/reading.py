"""A shard's reports, one after another; what cannot be read is a Letter that says where, why, and what to do."""

import contextlib
import datetime as dt
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from vedette.errors import GatherError, InputError, OtherLanguageError
from vedette.gather.fetched import Article, Memory, Problem
from vedette.gather.sources.folder import MAX_FILE, PAGES
from vedette.gather.sources.lines import MAX_LINE, object_of, read_lines
from vedette.gather.sources.warc import Warc
from vedette.read import decode, read_html, read_item, read_text
from vedette.read.answers import read_article
from vedette.records.report import Report
from vedette.scale.places import ScaleError, copied, is_remote, opened
from vedette.scale.shards import Shard

_PIECE: Final = 1 << 20
_SPLIT: Final = f"longer than {MAX_LINE:,} bytes. Split the report or send its text alone"


@dataclass(frozen=True, slots=True)
class Letter:
    """Something that was not coded: its place for people ("in.jsonl line 3"), what was wrong and the remedy.

    `kind` is "unread", "language" (it is in another language than English), "coding", or "shard" (all of it).
    """

    where: str
    why: str
    kind: str = "unread"


def read(shard: Shard, published: str | None = None) -> Iterator[Report | Letter]:
    """The reports of a shard in order, and the letters between them.

    `published` (ISO date) is for reports without a date. Raises ScaleError where a file cannot be had at all.
    """
    if shard.kind == "warc":
        yield from _pages(shard.names[0], published)
    elif shard.kind == "lines":
        with _stream(shard.names[0]) as stream:
            yield from _Lines(shard, published).read(stream)
    else:
        for name in shard.names:
            yield _file(name, published)


@contextlib.contextmanager
def _stream(name: str) -> Iterator[BinaryIO]:
    """A file of JSON lines, decompressed."""
    with opened(name) as file:
        yield cast("BinaryIO", gzip.GzipFile(fileobj=file)) if name.lower().endswith(".gz") else file


class _Lines:
    """The lines of one shard."""

    def __init__(self, shard: Shard, published: str | None) -> None:
        """Keep what is asked."""
        self._shard, self._published = shard, published
        self._name = shard.names[0]

    def read(self, stream: BinaryIO) -> Iterator[Report | Letter]:
        """The reports of the lines that begin within the shard."""
        before, at = self._begin(stream)
        try:
            for number, raw, complete in read_lines(stream):
                if self._shard.end is not None and at >= self._shard.end:
                    return
                where, key = f"{self._name} line {before + number}", f"{self._name}:{at}"
                at = stream.tell()
                if raw.strip():
                    yield self._one(raw, where, key) if complete else Letter(where, _SPLIT)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            yield Letter(self._name, f"the file is damaged: {error}. What came before it was read; get it anew")

    def _begin(self, stream: BinaryIO) -> tuple[int, int]:
        """Go to the first line of the shard; how many lines there are before it, and its offset."""
        start, lines = self._shard.start, 0
        if start == 0:
            return 0, 0
        left = start - 1  # a line that begins at `start` has its neighbour's end right before it
        while left > 0 and (piece := stream.read(min(_PIECE, left))):
            lines, left = lines + piece.count(b"\n"), left - len(piece)
        while (rest := stream.readline(_PIECE)) and not rest.endswith(b"\n"):
            pass
        return lines + 1, stream.tell()

    def _one(self, raw: bytes, where: str, key: str) -> Report | Letter:
        """One line."""
        try:
            given = object_of(raw.removeprefix(b"\xef\xbb\xbf"))
            given["id"] = given.get("id") or key
            if self._published and given.get("published") is None:
                given["published"] = self._published
            return read_item(given)
        except InputError as error:
            return _letter(where, error)


def _pages(name: str, published: str | None) -> Iterator[Report | Letter]:
    """The pages of a WARC file; a remote one is copied first, since broken records are found by going back."""
    with copied(name) if is_remote(name) else contextlib.nullcontext(Path(name)) as path:
        told: list[Problem] = []
        try:
            for article in Warc(str(path), name=name, tell=told.append).articles(None, Memory()):
                yield from _told(told)
                yield _page(article, published)
        except GatherError as error:
            raise ScaleError(str(error)) from error
        yield from _told(told)


def _told(problems: list[Problem]) -> Iterator[Letter]:
    """The problems that were told since the last time."""
    yield from (Letter(problem.where, problem.what) for problem in problems)
    problems.clear()


def _page(article: Article, published: str | None) -> Report | Letter:
    """One page of a WARC file."""
    key = article.where or article.url
    try:
        report = read_article(article, article.at or dt.datetime.now(dt.UTC).isoformat(timespec="seconds"))
    except (GatherError, InputError) as error:
        return _letter(key, error)
    changes: dict[str, Any] = {"id": key}
    if report.published is None and published is not None:
        changes |= {"published": published, "published_by": "given"}
    return report.model_copy(update=changes)


def _file(name: str, published: str | None) -> Report | Letter:
    """A file that holds one report."""
    try:
        with opened(name) as stream:
            data = stream.read(MAX_FILE + 1)
        if len(data) > MAX_FILE:
            return Letter(name, f"larger than {MAX_FILE:,} bytes. A report is one article: split the file")
        is_page = name.lower().partition("?")[0].endswith(PAGES)
        return (read_html if is_page else read_text)(decode(data), id=name, published=published)
    except (InputError, ScaleError) as error:
        return _letter(name, error)


def _letter(where: str, error: Exception) -> Letter:
    """What an error says of a report."""
    return Letter(where, str(error), "language" if isinstance(error, OtherLanguageError) else "unread")
