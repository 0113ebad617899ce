"""What an entry of any kind of feed says, judged into an article: its address, its times, its words, what is odd."""

import hashlib
import html
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from vedette.errors import GatherError
from vedette.gather import clean
from vedette.gather.dating import oddity, told_time
from vedette.gather.failures import NotAFeedError
from vedette.gather.fetched import Article, Fetched, Problem, Tell
from vedette.gather.sources.listing import MOST_LISTED, Listed
from vedette.gather.urls import canonical

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_FEED_LINK = re.compile(
    r"<link\s[^>]{0,500}?type\s*=\s*[\"']application/(?:rss|atom|feed)\+(?:xml|json)[\"'][^>]{0,500}>", re.IGNORECASE
)
_HREF = re.compile(r"href\s*=\s*[\"']([^\"']{1,500})[\"']", re.IGNORECASE)
_WHERE_FROM = 60
_HEAD = 200_000


@dataclass(frozen=True, slots=True)
class Given:
    """What an entry of any kind of feed says, before it is judged; all of it may be missing."""

    ident: str | None = None
    links: tuple[str, ...] = ()
    """Where its page may be, the surest first; relative ones too."""
    title: str | None = None
    published: str | None = None
    """As the feed writes it."""
    updated: str | None = None
    read_published: Any = None
    """What the parser made of it (struct_time, UTC)."""
    read_updated: Any = None
    publisher: str | None = None
    markup: str | None = None
    """Its content or summary as HTML."""
    base: str = ""
    """What relative links are relative to."""


def as_listed(given: list[Given], answer: Fetched, tell: Tell, *, publisher: str | None, whole: bool) -> list[Listed]:
    """Entries judged: with canonical address, ISO times and what is odd about them; others are told."""
    found = []
    for number, entry in enumerate(given, 1):
        listed = _listed(entry, answer, publisher, whole=whole)
        if listed is None:
            name = (entry.title or entry.ident or "without title")[:_WHERE_FROM]
            told = "it has neither the address of a page nor words of its own. Nothing can be read of it"
            tell(Problem(f"{answer.final} entry {number} ({name})", told))
        else:
            found.append(listed)
    return found


def tell_surplus(number: int, answer: Fetched, tell: Tell) -> bool:
    """Whether a feed has no more entries than are looked at; told where it has."""
    if number > MOST_LISTED:
        tell(Problem(answer.final, f"{number:,} entries, of which the first {MOST_LISTED:,} are looked at"))
    return number <= MOST_LISTED


def not_a_feed(answer: Fetched, why: str) -> NotAFeedError:
    """The error for an answer that is no feed; names the feed that a page links to."""
    page = answer.body[:_HEAD].decode("utf-8", "replace")
    link = _FEED_LINK.search(page)
    href = _HREF.search(link[0]) if link else None
    remedy = "Look at the address in a browser"
    if href:
        try:
            remedy = f"It is a page that names this feed: {canonical(html.unescape(href[1]), base=answer.final)}"
        except GatherError:
            remedy = "It is a page; look in it for the address of its feed"
    return NotAFeedError(f"{answer.final} gives no feed: {why}. {remedy}")


def plain(markup: str | None) -> str | None:
    """Words on one line without markup, None where there are none; titles are HTML in most feeds, and text in some."""
    return clean.plain(html.unescape(_TAG.sub(" ", markup or ""))) or None


def _listed(entry: Given, answer: Fetched, publisher: str | None, *, whole: bool) -> Listed | None:
    """One entry judged; None for one that has neither an address nor words."""
    url = _address(entry)
    title, words = plain(entry.title), plain(entry.markup) or ""
    if url is None and not words:
        return None
    published = told_time(entry.published, entry.read_published)
    updated = told_time(entry.updated, entry.read_updated)
    article = Article(
        url=url or _own_place(answer.final, entry.ident or f"{title} {words}"),
        id=" ".join((entry.ident or "").split()) or None,
        title=title,
        published=published or updated,
        updated=updated,
        publisher=entry.publisher or publisher,
        page=_page(entry.markup or "", title) if words and (whole or url is None) else None,
        remarks=tuple(_remarks(entry, published, updated, answer.at)),
    )
    return Listed(article, words)


def _own_place(feed: str, what: str) -> str:
    """An address for an entry without a page: a place in its feed that no other entry has."""
    return f"{feed.partition('#')[0]}#/entry/{hashlib.sha256(what.encode('utf-8', 'replace')).hexdigest()[:16]}"


def _address(entry: Given) -> str | None:
    """The canonical address of an entry's page; of several links the first that is one; None where there is none."""
    for link in entry.links:
        try:
            found = canonical(link, base=entry.base)
        except GatherError:
            continue  # the next link may be an address
        if found != entry.base or urlsplit(link).scheme:
            return found
    return None


def _remarks(entry: Given, published: str | None, updated: str | None, at: str) -> list[str]:
    """What is odd about an entry's times."""
    odd: list[str | None] = list(dict.fromkeys((oddity(published or updated, at), oddity(updated, at))))
    if entry.published and not published:
        odd.append(f"its date cannot be read: {plain(entry.published[:_WHERE_FROM])!r}")
    if not entry.published and not updated:
        odd.append("no date")
    return [remark for remark in odd if remark]


def _page(markup: str, title: str | None) -> bytes:
    """A page around the words that an entry carries itself."""
    body = markup if "<p" in markup.lower() else f"<p>{markup}</p>"
    head = f"<title>{html.escape(title or '')}</title>"
    whole = (
        f'<!doctype html><html><head><meta charset="utf-8">{head}</head><body><article>{body}</article></body></html>'
    )
    return whole.encode("utf-8", "replace")
