"""What the threads of a watch do: visit a source, fetch an article. They read and write no database.

What they find goes to the one thread that writes, a source's articles in parts: a folder of a hundred thousand files is
never in memory as a whole, and where a visit is broken off, what was noted of it is not listed again.
"""

import copy
import dataclasses
import datetime as dt
import hashlib
import itertools
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from vedette.errors import GatherError
from vedette.gather.failures import check_status
from vedette.gather.fetched import Article, Fetched, Memory
from vedette.read.answers import read_answer, read_article

if TYPE_CHECKING:
    from vedette.gather.fetched import Source, Transport
    from vedette.records.report import Report
    from vedette.store.gathering import PageRow

PART: Final = 50
"""Articles that are handed over together."""

_NOT_MODIFIED = 304
_CARRIED: Final = ("page", "text")


@dataclass(frozen=True, slots=True)
class Part:
    """Some of what a visit found, and the source's memory of it; `last` with the visit's end, or with its error."""

    source: str
    articles: tuple[Article, ...] = ()
    memory: Mapping[str, Any] | None = None
    last: bool = False
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class Come:
    """What fetching an article gave: an answer; None where nothing changed; or an error."""

    page: "PageRow"
    answer: Fetched | None = None
    error: Exception | None = None


def visit(source: "Source", transport: "Transport", memory: Memory, give: Callable[[Part], None]) -> None:
    """Visit a source and give what it lists, part by part; never raises, since the last part tells of an error."""
    try:
        found = iter(source.articles(transport, memory))
        while some := tuple(itertools.islice(found, PART)):
            give(Part(source.name, some, _as_json(memory)))
        give(Part(source.name, (), _as_json(memory), last=True))
    except Exception as error:  # noqa: BLE001 - a bug in one adapter must not end the watch; it is told like any error
        give(Part(source.name, last=True, error=error))


def fetch(page: "PageRow", transport: "Transport") -> Come:
    """Fetch an article; one that is fetched only to see whether it was edited is asked for conditionally."""
    told: dict[str, str] = {}
    if page.fetches and page.digest:
        told = {"If-None-Match": page.etag or "", "If-Modified-Since": page.modified or ""}
    try:
        answer = transport.fetch(page.url, {name: value for name, value in told.items() if value})
        return Come(page, None if answer.status == _NOT_MODIFIED and any(told.values()) else _good(page.url, answer))
    except Exception as error:  # noqa: BLE001 - as above
        return Come(page, error=error)


def _good(url: str, answer: Fetched) -> Fetched:
    """The answer; raises StatusError or GoneError for one that is none."""
    check_status(url, answer.status)
    return answer


def carried(article: Article, now: dt.datetime) -> tuple[str, Fetched] | None:
    """What a source itself gives of an article ("page" or "text"), as if it had been fetched; None where nothing."""
    if article.page is not None:
        what, body, kind = "page", article.page, "text/html"
    elif article.text is not None:
        what, body, kind = "text", article.text.encode("utf-8", "replace"), "text/plain; charset=utf-8"
    else:
        return None
    at = now.astimezone(dt.UTC).isoformat(timespec="seconds")
    return what, Fetched(article.url, article.url, 200, {"content-type": kind}, body, at)


def read_kept(answer: Fetched, article: Article, what: str | None) -> "Report":
    """The report of an answer from the archive; `what` tells that its source carried it, and whether as page or text.

    Raises what `reading` raises.
    """
    if what == "page":
        return read_article(dataclasses.replace(article, page=answer.body), answer.at)
    if what == "text":
        return read_article(dataclasses.replace(article, text=answer.body.decode("utf-8", "replace")), answer.at)
    return read_answer(answer, article)


def said_of(article: Article) -> dict[str, Any]:
    """What a source says of an article, as JSON-ready values; without what it carries."""
    told = {field.name: getattr(article, field.name) for field in fields(article) if field.name not in _CARRIED}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items() if value}


def as_said(url: str, told: Mapping[str, Any]) -> Article:
    """The article of which a source said that."""
    known = {field.name for field in fields(Article)} - {"url", *_CARRIED}
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in told.items() if name in known
    }
    return Article(url=url, **given)


def digest(body: bytes) -> str:
    """What tells two bodies apart: the first 32 hex digits of the SHA-256."""
    return hashlib.sha256(body).hexdigest()[:32]


def memory_of(told: Mapping[str, Any]) -> Memory:
    """A memory from JSON; what it does not know (written by another version) is left aside."""
    known = {field.name for field in fields(Memory)}
    return Memory(**{name: copy.deepcopy(value) for name, value in told.items() if name in known})


def _as_json(memory: Memory) -> dict[str, Any]:
    """A memory as JSON-ready values, apart from what the visit goes on to do with it."""
    return asdict(memory)


def in_words(error: Exception) -> str:
    """An error for people; one that is not ours is a fault of the program, and says so."""
    if isinstance(error, GatherError):
        return str(error)
    return f"{type(error).__name__}: {error}. This is a fault of Vedette's; please report it"
