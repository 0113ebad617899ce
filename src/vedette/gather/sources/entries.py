"""The entries of RSS, Atom and RDF feeds as articles, read by feedparser after `xmlsafe` has looked the feed over."""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import feedparser

from vedette.gather.fetched import Fetched, Problem, Tell
from vedette.gather.pages import in_utf8
from vedette.gather.sources.given import Given, as_listed, not_a_feed, plain, tell_surplus
from vedette.gather.sources.listing import MOST_LISTED, Listed
from vedette.gather.xmlsafe import check_xml

_DECLARES = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=", re.IGNORECASE)


def read_entries(answer: Fetched, tell: Tell, *, publisher: str | None, whole: bool) -> tuple[list[Listed], bool]:
    """The entries of a feed in its order, at most MOST_LISTED, and whether nothing of the feed is missing.

    An entry that has neither an address nor words is told and left out. Raises NotAFeedError for an answer that is no
    feed, and what `check_xml` raises.
    """
    # one encoding for both readers, else one of them could be shown what the other is not: what the document declares,
    # what the server names where it declares nothing
    body = answer.body if _DECLARES.match(answer.body) else in_utf8(answer.headers, answer.body)
    sound = check_xml(body)
    # as a stream: feedparser takes bytes that name a file for that file
    options = {"sanitize_html": False, "resolve_relative_uris": False}
    kind = {"content-type": "application/xml"}
    try:
        feed = feedparser.parse(io.BytesIO(body), response_headers=kind, **options)
    except Exception as error:  # feedparser breaks in many ways on what is no feed
        raise not_a_feed(answer, f"it cannot be parsed ({type(error).__name__})") from error
    if not feed.get("version") and not feed.get("entries"):
        raise not_a_feed(answer, "it is neither RSS, Atom nor JSON Feed")
    if not sound:
        tell(Problem(answer.final, "the feed is not well-formed XML; taken is what can be read of it"))
    base = _base(feed, answer)
    # as bare dicts: feedparser's own answer questions for missing keys with other keys
    given = [_given(dict(entry), base) for entry in feed["entries"][:MOST_LISTED]]
    complete = tell_surplus(len(feed["entries"]), answer, tell) and sound
    return as_listed(given, answer, tell, publisher=publisher, whole=whole), complete


def _base(feed: Mapping[str, Any], answer: Fetched) -> str:
    """What relative links are relative to: in Atom the feed, in RSS (which does not say) the site that it names."""
    site = str(feed["feed"].get("link") or "")
    if not str(feed.get("version")).startswith("atom") and site.lower().startswith(("http://", "https://")):
        return site
    return answer.final


def _given(entry: Mapping[str, Any], base: str) -> Given:
    """What an entry as feedparser read it says."""
    contents = [part.get("value") for part in entry.get("content", ())]
    source = entry.get("source") or {}
    return Given(
        ident=entry.get("id"),
        links=tuple(_links(entry)),
        title=entry.get("title"),
        published=entry.get("published") or entry.get("created"),
        updated=entry.get("updated"),
        read_published=entry.get("published_parsed") or entry.get("created_parsed"),
        read_updated=entry.get("updated_parsed"),
        publisher=plain(source.get("title")),
        markup=max([*contents, entry.get("summary") or ""], key=lambda part: len(part or "")) or None,
        base=base,
    )


def _links(entry: Mapping[str, Any]) -> Iterator[str]:
    """Where an entry's page may be: what FeedBurner says was its link, its link, its id where that is an address."""
    if entry.get("feedburner_origlink"):
        yield entry["feedburner_origlink"]
    links = [link for link in entry.get("links", ()) if link.get("rel", "alternate") == "alternate"]
    links.sort(key=lambda link: "html" not in link.get("type", "text/html"))
    yield from (link["href"] for link in links if link.get("href"))
    ident = str(entry.get("id") or "")
    if ident.startswith(("http://", "https://")) and entry.get("guidislink") is not False:
        yield ident
