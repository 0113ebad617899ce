"""What was fetched -> a Report: the page read as `vedette code` reads one, its date judged beside the source's.

A page and the source that lists it both date the article, and both are wrong at times: pages print the day of the
visit, feeds that of a later change. See `judged_day` for which is believed.
"""

import datetime as dt
import functools
from typing import Final

from vedette.errors import GatherError
from vedette.gather.dating import AHEAD, EARLIEST, moment_of
from vedette.gather.failures import NotAPageError, check_status
from vedette.gather.fetched import Article, Fetched
from vedette.gather.pages import in_utf8, is_page
from vedette.gather.urls import canonical, page_address
from vedette.lexicon.days import parse_day, url_day
from vedette.read import decode, read_html, read_text
from vedette.records.report import Report
from vedette.records.vocabulary import DateSource

_SURE: Final = frozenset({"given", "metadata", "url"})
_NEAR: Final = dt.timedelta(days=2)
_ONE_DAY: Final = dt.timedelta(days=1)
Dated = tuple[str | None, DateSource]


def read_answer(answer: Fetched, article: Article | None = None, *, publisher: str | None = None) -> Report:
    """The Report of an article's page.

    `article` is what its source told of it, `publisher` the source's. The report's address is the page's own word for
    it within its site, its id the digest of its words. Raises GoneError and StatusError for an answer that is an error,
    NotAPageError for one that is no page, and InputError where the page holds no article that can be read.
    """
    check_status(answer.final, answer.status)
    page = is_page(answer)
    words = decode(in_utf8(answer.headers, answer.body))
    url = page_address(words, answer.final) if page else canonical(answer.final)
    return _report(words, article or Article(url), answer.at, page=page, url=url, publisher=publisher)


def read_article(article: Article, at: str, *, publisher: str | None = None) -> Report:
    """The Report of an article whose source carries its page or its words; `at` is when they were had (ISO 8601).

    Raises NotAPageError where it carries neither, and InputError where there is no article in what it carries.
    """
    if article.page is None and article.text is None:
        msg = f"{article.url} came without a page. Fetch it first"
        raise NotAPageError(msg)
    words = decode(article.page) if article.page is not None else article.text or ""
    url = _web_address(article.url)
    return _report(words, article, at, page=article.page is not None, url=url, publisher=publisher)


def judged_day(own: Dated, told: str | None, url: str | None, at: str) -> Dated:
    """The day of publication, and how it was found, from the page's own and the time that its source told.

    A day that lies ahead of `at` or before there was news on the web is none. Of two sure ones (the page's metadata or
    its address, and the source's) the earlier is that of first publication, but for a single day, which is a matter of
    time zones: then the page's own. A dateline is older than the publication by a day or two: the source's day goes
    before it if it is as near as that. Before a day that was only found somewhere in the page the source's goes.
    """
    day, how = own
    mine = day if _is_sane(day, at) else None
    theirs = parse_day(told or "") if _is_sane(told, at) else None
    if mine is None:
        if theirs is not None:
            return theirs, "feed"
        written = _day_in_address(url, at) if day else None
        return (written, "url") if written else (None, "unknown")
    if theirs is None or how == "given":
        return mine, how
    apart = dt.date.fromisoformat(mine) - dt.date.fromisoformat(theirs)
    if how in _SURE:
        return (theirs, "feed") if apart > _ONE_DAY else (mine, how)
    if how == "dateline":
        return (theirs, "feed") if abs(apart) <= _NEAR else (mine, how)
    return theirs, "feed"


def _report(words: str, article: Article, at: str, *, page: bool, url: str | None, publisher: str | None) -> Report:
    """Read the words, and put what the source told where the page itself tells nothing."""
    name = article.publisher or publisher
    read = read_html if page else functools.partial(read_text, title=article.title)
    report = read(words, url=url, publisher=name)
    day, how = judged_day((report.published, report.published_by), article.published, url, at)
    changes = {"published": day, "published_by": how, "title": report.title or article.title}
    return report.model_copy(update=changes)


def _is_sane(told: str | None, at: str) -> bool:
    """Whether a day or time can be that of news that were had at a time."""
    moment, now = moment_of(told), moment_of(at)
    return moment is not None and (now is None or moment <= now + AHEAD) and moment >= EARLIEST


def _day_in_address(url: str | None, at: str) -> str | None:
    """The day that stands in an address, where it can be."""
    day = url_day(url)
    return day if _is_sane(day, at) else None


def _web_address(url: str) -> str | None:
    """An article's address where it is one of the web; None for a path or a place in a file."""
    try:
        return canonical(url)
    except GatherError:
        return None
