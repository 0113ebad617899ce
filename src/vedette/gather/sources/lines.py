"""JSON lines as a source (.jsonl, .ndjson): the input lines of `vedette code --jsonl`, an article each."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Final

from vedette.errors import GatherError, InputError
from vedette.gather.dating import told_time
from vedette.gather.fetched import Article, Memory, Problem, Transport
from vedette.gather.sources.files import AtPath, state_of, unreadable
from vedette.gather.urls import canonical

ENDINGS: Final = (".jsonl", ".ndjson")
MAX_LINE: Final = 16_000_000
"""Bytes; an article is some ten thousand, a page with all its scripts some million."""

HEAD: Final = 2_000
"""Bytes that are kept of a line above the limit."""

_REMEDY: Final = "Each line must be one JSON object in UTF-8."


def read_lines(stream: BinaryIO, limit: int = MAX_LINE) -> Iterator[tuple[int, bytes, bool]]:
    """(number, bytes, whether it is all of it) of each line; of a line above the limit only the head is kept."""
    number = 0
    while raw := stream.readline(limit + 1):
        number += 1
        complete = len(raw) <= limit or raw.endswith(b"\n")
        if not complete:
            head, raw = raw[:HEAD], b"-"
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(1_000_000)
            raw = head
        yield number, raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw, complete


def object_of(raw: bytes) -> dict[str, Any]:
    """The JSON object on a line; raises InputError with the column and the remedy."""
    try:
        value = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        msg = f"byte {error.start + 1} is not UTF-8. {_REMEDY}"
        raise InputError(msg) from error
    except json.JSONDecodeError as error:
        msg = f"not JSON: {error.msg} at column {error.colno}. {_REMEDY}"
        raise InputError(msg) from error
    except (RecursionError, ValueError) as error:
        msg = f"not JSON that can be read: {str(error)[:100]}. {_REMEDY}"
        raise InputError(msg) from error
    if not isinstance(value, dict):
        msg = f"a JSON {type(value).__name__}, not an object. {_REMEDY}"
        raise InputError(msg)
    return value


class Lines(AtPath):
    """A file of JSON lines at a path; `name` stands for it in the places that it tells."""

    def articles(self, transport: Transport | None, memory: Memory) -> Iterator[Article]:  # noqa: ARG002 - the protocol's
        """The articles of all lines, where the file is another than at the last visit; see `Source.articles`.

        Lines that hold none are told. Raises FileError where the file cannot be read.
        """
        try:
            state = state_of(self.path)
            if memory.seen.get(str(self.path)) == state:
                return
            with self.path.open("rb") as stream:
                yield from self._articles(stream)
        except OSError as error:
            raise unreadable(self.path, error) from error
        memory.seen[str(self.path)] = state

    def _articles(self, stream: BinaryIO) -> Iterator[Article]:
        """The articles of a stream of lines; blank ones hold none."""
        for number, raw, complete in read_lines(stream):
            where = f"{self.name} line {number}"
            if not raw.strip():
                continue
            if not complete:
                self.tell(Problem(where, f"longer than {MAX_LINE:,} bytes. Split the report or send its text alone"))
                continue
            try:
                article = self._article(object_of(raw), where)
            except InputError as error:
                self.tell(Problem(where, str(error)))
            else:
                yield article

    def _article(self, given: Mapping[str, Any], where: str) -> Article:
        """The article of one line; raises InputError where it holds none."""
        text, page = _words(given, "text"), _words(given, "html")
        if text is None and page is None:
            msg = "neither text nor html. Give the article's words in `text`, or the page in `html`"
            raise InputError(msg)
        ident = given.get("id")
        return Article(
            url=_address(_words(given, "url"), where),
            id=str(ident) if isinstance(ident, str | int) and not isinstance(ident, bool) and ident != "" else None,
            title=_words(given, "title"),
            published=told_time(_words(given, "published")),
            publisher=_words(given, "publisher") or self.publisher,
            page=page.encode("utf-8", "replace") if page is not None and text is None else None,
            text=text,
            where=where,
        )


def _words(given: Mapping[str, Any], name: str) -> str | None:
    """A field that holds words; None where it is missing or blank. Raises InputError for anything else."""
    value = given.get(name)
    if value is None or isinstance(value, str):
        return value if value and not value.isspace() else None
    msg = f"field {name!r} must be a string. Correct the line"
    raise InputError(msg)


def _address(url: str | None, where: str) -> str:
    """The canonical address that a line tells; its place where it tells none of the web."""
    try:
        return canonical(url or "")
    except GatherError:
        return where
