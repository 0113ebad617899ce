"""A WARC file as a source (.warc, .warc.gz): the pages among its response and resource records.

What is no page (images, redirects, errors of servers) is passed over without a word; a record that is broken is told
with its offset. Names that stand in records are never paths here, and where one is no web address, the record's place
in the file stands for it.
"""

from collections.abc import Iterator

from vedette.errors import GatherError, InputError
from vedette.gather.fetched import Article, Memory, Problem, Transport
from vedette.gather.pages import in_utf8, kind_of
from vedette.gather.sources.files import AtPath, state_of, unreadable
from vedette.gather.urls import canonical
from vedette.gather.warcfile import Kept, read_answers
from vedette.lexicon.encoding import decode

ENDINGS = (".warc", ".warc.gz")
_ANY_OK = range(200, 300)


class Warc(AtPath):
    """A WARC file at a path; `name` stands for it in the places that it tells."""

    def articles(self, transport: Transport | None, memory: Memory) -> Iterator[Article]:  # noqa: ARG002 - the protocol's
        """The file's pages in its order, where the file is another than at the last visit; see `Source.articles`.

        Each has its place in the file as its `where`, which is the same at every reading. Raises FileError.
        """
        try:
            state = state_of(self.path)
            if memory.seen.get(str(self.path)) == state:
                return
            with self.path.open("rb") as file:
                for kept in read_answers(file, self._broken):
                    article = self._article(kept)
                    if article is not None:
                        yield article
        except OSError as error:
            raise unreadable(self.path, error) from error
        memory.seen[str(self.path)] = state

    def _broken(self, offset: int, why: str) -> None:
        """Tell of a record that cannot be read."""
        self.tell(Problem(f"{self.name}:{offset}", why))

    def _article(self, kept: Kept) -> Article | None:
        """A record's page; None for what is none."""
        kind = kind_of(kept.headers, kept.body)
        if kept.status not in _ANY_OK or kind not in ("page", "text") or not kept.body.strip():
            return None
        where = place(self.name, kept)
        body = in_utf8(kept.headers, kept.body)
        try:
            text = decode(body) if kind == "text" else None
        except InputError as error:
            self.tell(Problem(where, str(error)))
            return None
        page = body if kind == "page" else None
        url = _address(kept, where)
        return Article(url=url, publisher=self.publisher, page=page, text=text, at=kept.at, where=where)


def place(name: str, kept: Kept) -> str:
    """Where a record stands, for people and stable: the file, the offset, and its number there where it has others."""
    return f"{name}:{kept.offset}" + (f".{kept.part}" if kept.part else "")


def _address(kept: Kept, where: str) -> str:
    """The canonical address of a record's page; its place where what the record names is no web address."""
    try:
        return canonical(kept.url)
    except GatherError:
        return where  # "file:///etc/passwd", "urn:..", "../..": words of a stranger
