"""A folder as a source: its files that are new or changed, folders within it too.

Pages (.html, .htm, .xhtml), texts (.txt, .text, .md), JSON lines and WARC files. Hidden files and folders are passed
over, and links that lead out of the folder; what has another ending is none of ours.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from vedette.errors import GatherError, InputError
from vedette.gather.fetched import Article, Memory, Problem, Transport
from vedette.gather.sources import lines, warc
from vedette.gather.sources.files import AtPath, state_of, unreadable
from vedette.lexicon.encoding import decode

PAGES: Final = (".html", ".htm", ".xhtml")
TEXTS: Final = (".txt", ".text", ".md")
MAX_FILE: Final = 20_000_000
"""Bytes, for a file that holds one report."""


def files_of(folder: Path) -> Iterator[Path]:
    """The files of a folder that hold reports, by their endings, in the order of their names.

    Raises OSError where the folder cannot be read.
    """
    endings = (*PAGES, *TEXTS, *lines.ENDINGS, *warc.ENDINGS)
    top = folder.resolve(strict=True)

    def fail(error: OSError) -> None:
        """A folder that cannot be listed is an error and no empty folder."""
        raise error

    for place, inner, names in os.walk(folder, onerror=fail):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(names):
            path = Path(place) / name
            if name.startswith(".") or not name.lower().endswith(endings):
                continue
            if path.is_file() and path.resolve().is_relative_to(top):
                yield path


class Folder(AtPath):
    """A folder at a path."""

    def articles(self, transport: Transport | None, memory: Memory) -> Iterator[Article]:
        """The articles of the files that are new or changed; see `Source.articles`.

        A file that cannot be read is told, and tried again at the next visit. Raises FileError where the folder cannot
        be read, and for a path that is none.
        """
        found: dict[str, str] = {}
        try:
            for path in files_of(self.path):
                yield from self._of(path, transport, memory, found)
        except OSError as error:
            raise unreadable(self.path, error) from error
        memory.seen = found

    def _of(self, path: Path, transport: Transport | None, memory: Memory, found: dict[str, str]) -> Iterator[Article]:
        """The articles of one file, where it is another than at the last visit; `found` gets its state."""
        key = str(path)
        try:
            if path.name.lower().endswith((*lines.ENDINGS, *warc.ENDINGS)):
                kind = warc.Warc if path.name.lower().endswith(warc.ENDINGS) else lines.Lines
                yield from kind(key, publisher=self.publisher, tell=self.tell).articles(transport, memory)
                found[key] = memory.seen[key]
                return
            state = state_of(path)
            if memory.seen.get(key) != state:
                yield self._article(path)
            found[key] = memory.seen[key] = state
        except (GatherError, InputError) as error:
            self.tell(Problem(key, str(error)))
        except OSError as error:
            self.tell(Problem(key, str(unreadable(path, error))))

    def _article(self, path: Path) -> Article:
        """The article of a file that holds one."""
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE + 1)
        if len(data) > MAX_FILE:
            msg = f"larger than {MAX_FILE:,} bytes. A report is one article: split the file, or give JSON lines"
            raise InputError(msg)
        is_page = path.suffix.lower() in PAGES
        page, text = (data, None) if is_page else (None, decode(data))
        return Article(url=str(path), publisher=self.publisher, page=page, text=text, where=str(path))
