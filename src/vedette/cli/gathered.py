"""What `vedette code` and `add` are given that holds many reports: folders, WARC files, feeds; each report an item."""

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from vedette.cli.items import Item
from vedette.errors import GatherError, InputError

if TYPE_CHECKING:
    from vedette.gather.fetched import Article, Fetched, Problem, Transport
    from vedette.records.report import Report


def paths_in(name: str) -> list[str]:
    """The files of a folder that hold reports, each named as the folder was. Raises InputError where there are none."""
    from vedette.gather.sources.folder import PAGES, TEXTS, files_of
    from vedette.gather.sources.lines import ENDINGS as LINES
    from vedette.gather.sources.warc import ENDINGS as WARCS

    folder = Path(name)
    found = [os.path.join(name, path.relative_to(folder)) for path in files_of(folder)]  # noqa: PTH118 - "./" stays
    if not found:
        msg = f"the folder holds no reports. Known endings: {', '.join((*PAGES, *TEXTS, *LINES, *WARCS))}"
        raise InputError(msg)
    return found


def warc_items(name: str, published: str | None) -> Iterator[Item]:
    """The items of a WARC file: a page each, its id the file's name and its offset; broken records are items too."""
    from vedette.gather.fetched import Memory
    from vedette.gather.sources.warc import Warc

    told: list[Problem] = []
    for article in _listed(Warc(name, tell=told.append).articles(None, Memory()), told):
        if isinstance(article, Item):
            yield article
        else:
            yield _item(article, article.where or article.url, published, article.at or _now())


def feed_items(answer: "Fetched", transport: "Transport", published: str | None) -> Iterator[Item]:
    """The items of a feed that was fetched: its articles, fetched one by one with `transport`; their ids addresses."""
    from vedette.gather.fetched import Memory
    from vedette.gather.sources.feed import Feed
    from vedette.read.answers import read_answer

    told: list[Problem] = []
    done: set[str] = set()
    listed = Feed(answer.url, tell=told.append).articles(_Had(answer, transport), Memory())
    for article in _listed(listed, told):
        if isinstance(article, Item):
            yield article
        elif article.url not in done:
            done.add(article.url)
            if article.page is not None:
                yield _item(article, article.url, published, answer.at)
                continue
            try:
                report = read_answer(transport.fetch(article.url), article)
                yield Item(article.url, article.url, report=_named(report, article.url, published))
            except (GatherError, InputError) as error:
                yield Item(article.url, article.url, error=str(error))


class _Had:
    """A transport that has one answer already."""

    def __init__(self, answer: "Fetched", inner: "Transport") -> None:
        """Keep the answer, and what fetches the others."""
        self._answer, self._inner = answer, inner

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> "Fetched":
        """The answer that is there, or that of the inner transport."""
        return self._answer if url == self._answer.url else self._inner.fetch(url, headers)


def _listed(articles: "Iterable[Article]", told: "list[Problem]") -> "Iterator[Article | Item]":
    """The articles of a source, and what is wrong with others as items, in their order."""
    for article in articles:
        yield from _problems(told)
        yield article
    yield from _problems(told)


def _problems(told: "list[Problem]") -> Iterator[Item]:
    """The problems that were told since the last time, as items."""
    for problem in told:
        yield Item(problem.where, problem.where, error=problem.what)
    told.clear()


def _item(article: "Article", key: str, published: str | None, at: str) -> Item:
    """An article that is at hand, as an item."""
    from vedette.read.answers import read_article

    try:
        return Item(key, key, report=_named(read_article(article, at), key, published))
    except (GatherError, InputError) as error:
        return Item(key, key, error=str(error))


def _named(report: "Report", key: str, published: str | None) -> "Report":
    """A report under its item's id, and with the date that is given for those that come without one."""
    changes: dict[str, str] = {"id": key}
    if report.published is None and published is not None:
        changes |= {"published": published, "published_by": "given"}
    return report.model_copy(update=changes)


def _now() -> str:
    """The time, where a record does not say when it was made."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
