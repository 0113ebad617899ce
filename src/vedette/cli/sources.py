"""What `vedette code` is given, by name: files, folders, web pages, feeds, standard input; each one item or many."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from vedette.cli import fetch, gathered
from vedette.cli.items import Item, Seen
from vedette.cli.stream import json_items
from vedette.errors import GatherError, InputError
from vedette.gather.sources.folder import MAX_FILE, PAGES, TEXTS
from vedette.gather.sources.lines import ENDINGS as LINES
from vedette.gather.sources.warc import ENDINGS as WARCS

if TYPE_CHECKING:
    import httpx

    from vedette.records.report import Report

STDIN = "-"
_SNIFF = 4096


@dataclass(frozen=True, slots=True)
class Sources:
    """The inputs of a run and how to read them."""

    names: Sequence[str]
    stdin: io.BufferedIOBase
    jsonl: bool = False
    published: str | None = None
    transport: "httpx.BaseTransport | None" = None

    def items(self) -> Iterator[Item]:
        """Every item of every input, in order; a second use of an id is an error item."""
        seen = Seen()
        for name in self.names:
            yield from map(seen.check, self._of(name))

    def _of(self, name: str) -> Iterator[Item]:
        """The items of one input; what goes wrong with it is its only item."""
        try:
            yield from self._read(name)
        except (InputError, GatherError) as error:
            yield Item("standard input" if name == STDIN else name, name, error=str(error))
        except OSError as error:
            near = _neighbours(Path(name)) if isinstance(error, FileNotFoundError) else ""
            told = f"cannot be read: {error.strerror or error}. {near}Check the path and its permissions."
            yield Item(name, name, error=told)

    def _read(self, name: str) -> Iterator[Item]:
        """Read one input by what its name says it is."""
        if name == STDIN:
            yield from self._standard_input()
        elif fetch.is_url(name):
            yield from self._address(name)
        elif Path(name).is_dir():
            for path in gathered.paths_in(name):
                yield from self._of(path)
        elif name.lower().endswith(WARCS):
            yield from gathered.warc_items(name, self.published)
        elif name.lower().endswith(LINES):
            with Path(name).open("rb") as stream:
                yield from self._json(stream, name)
        else:
            yield Item(name, name, report=self._file(Path(name), name))

    def _address(self, name: str) -> Iterator[Item]:
        """The page at an address, or the articles that the feed there lists."""
        from vedette.gather.pages import in_utf8, kind_of

        answer = fetch.fetch(name, self.transport)
        if kind_of(answer.headers, answer.body) == "feed":
            yield from gathered.feed_items(answer, fetch.polite(self.transport), self.published)
            return
        yield Item(name, name, report=self._page(in_utf8(answer.headers, answer.body), name, url=name))

    def _file(self, path: Path, name: str) -> "Report":
        """The report in a file that holds one."""
        suffix = path.suffix.lower()
        if suffix not in PAGES + TEXTS:
            raise InputError(_unknown(name, suffix))
        with path.open("rb") as stream:
            data = _bounded(stream)
        return self._page(data, name) if suffix in PAGES else self._text(data, name)

    def _standard_input(self) -> Iterator[Item]:
        """Standard input: JSON lines if said so or if it begins like an object, a page if like one, else plain text."""
        head = b"" if self.jsonl else _first_words(self.stdin)
        stream = io.BufferedReader(_Rejoined(head, self.stdin))
        start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
        if self.jsonl or start.startswith(b"{"):
            yield from self._json(stream, "standard input")
            return
        data = _bounded(stream)
        if not data.strip():
            msg = "nothing came in. Pipe a report in, or name files: vedette code report.txt"
            raise InputError(msg)
        is_page = start[:200].lower().startswith((b"<!doctype html", b"<html"))
        yield Item("standard input", STDIN, report=self._page(data, STDIN) if is_page else self._text(data, STDIN))

    def _json(self, stream: BinaryIO, name: str) -> Iterator[Item]:
        """The items of JSON lines."""
        return json_items(stream, name, published=self.published)

    def _page(self, data: bytes, key: str, url: str | None = None) -> "Report":
        """The report of a web page."""
        from vedette.read import decode, read_html

        return read_html(decode(data), id=key, url=url, published=self.published)

    def _text(self, data: bytes, key: str) -> "Report":
        """The report of a plain text."""
        from vedette.read import decode, read_text

        return read_text(decode(data), id=key, published=self.published)


_REMEDIES = (
    ((".pdf", ".doc", ".docx", ".odt", ".rtf", ".pages"), "Save it as text (.txt) or as a page (.html) first"),
    ((".json",), "Put one JSON object on a line, in a file that ends in .jsonl"),
    ((".csv", ".tsv", ".xls", ".xlsx"), "`vedette import` reads tables of events; reports go into .jsonl, one a line"),
    ((".zip", ".gz", ".tar", ".7z"), "Unpack it first"),
)
"""What to do with files of a kind that people often have and that is not read."""


def _unknown(name: str, suffix: str) -> str:
    """Why a name is no report, and what to do about it."""
    if "://" in name:
        return f"{name.split('://', maxsplit=1)[0]}:// is no address that is fetched. Addresses begin with https:// or http://."
    known = ", ".join(PAGES + TEXTS + LINES + WARCS)
    if not Path(name).exists():
        return (
            f"cannot be read: No such file or directory. {_neighbours(Path(name))}Check the path and its permissions."
        )
    remedy = next((told for suffixes, told in _REMEDIES if suffix in suffixes), "Or pipe it in as '-'")
    return f"unknown kind of file {suffix or '(no ending)'!r}. Known: {known}. {remedy}."


def _neighbours(path: Path) -> str:
    """Which file of its folder may be meant by a path at which there is none."""
    from vedette.near import meant

    try:
        return meant(path.name, [other.name for other in path.parent.iterdir()])
    except OSError:
        return f"There is no folder {path.parent}. "


class _Rejoined(io.RawIOBase):
    """A stream some of which has been read already: its head, then the rest."""

    def __init__(self, head: bytes, rest: io.BufferedIOBase) -> None:
        """Put the head before the rest."""
        super().__init__()
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - any writable buffer, as io says
        """Fill `buffer` with what comes next; at most one read of the rest, so that nothing waits for more."""
        piece = self._head[: len(buffer)] or self._rest.read1(len(buffer))
        self._head = self._head[len(piece) :]
        buffer[: len(piece)] = piece
        return len(piece)


def _first_words(stream: io.BufferedIOBase) -> bytes:
    """The beginning of a stream up to its first line that is not blank."""
    head = b""
    while piece := stream.readline(_SNIFF):
        head += piece
        if piece.strip(b" \t\r\n\xef\xbb\xbf"):
            break
    return head


def _bounded(stream: BinaryIO) -> bytes:
    """All of a stream, or InputError where that is too much for one report."""
    data = stream.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        msg = f"larger than {MAX_FILE:,} bytes. A report is one article: split the file, or give JSON lines."
        raise InputError(msg)
    return data
