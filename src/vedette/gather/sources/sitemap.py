"""A sitemap as a source: Google's news sitemaps, plain ones, and indexes of either (https://www.sitemaps.org).

Of an index only those sitemaps are asked for that changed since the last visit, the latest first and not too many.
Plain sitemaps list all that a site ever had, so entries that say they are old are left aside.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Unpack

from vedette.errors import GatherError
from vedette.gather.dating import moment_of, oddity, told_time
from vedette.gather.failures import NotAFeedError
from vedette.gather.fetched import Article, Fetched, Memory, Problem, Transport
from vedette.gather.inflate import gunzip
from vedette.gather.sources.given import plain
from vedette.gather.sources.listing import MOST_LISTED, Listed, fresh
from vedette.gather.sources.visits import AtAddress, Told, settle, visit
from vedette.gather.urls import canonical
from vedette.gather.xmlsafe import parse_xml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_SITEMAPS = 50
"""Of an index that are asked for in one visit."""

DAYS = 7
"""How old an entry may be that is listed."""

_GZIP = b"\x1f\x8b"
_CHILD = "sitemap "
"""What stands before a sitemap's address in the memory, apart from the articles' own."""


@dataclass(slots=True)
class _Found:
    """What a visit finds: entries, the sitemaps of an index that were read, and whether nothing is missing."""

    entries: list[Listed] = field(default_factory=list)
    children: dict[str, str] = field(default_factory=dict)
    whole: bool = True


class Sitemap(AtAddress):
    """A sitemap at an address; entries older than `days` are left aside, None lists them all."""

    def __init__(self, address: str, *, days: int | None = DAYS, **told: Unpack[Told]) -> None:
        """Check the address; nothing is fetched yet."""
        super().__init__(address, **told)
        self.days = days

    def articles(self, transport: Transport, memory: Memory) -> Iterator[Article]:
        """The new and changed entries; see `Source.articles`.

        Raises GoneError, StatusError, NotAFeedError, and what the transport and `parse_xml` raise. A sitemap of an
        index that cannot be read is told, and asked for again at the next visit.
        """
        answer = visit(transport, self.address, memory)
        if answer is None:
            return
        found = _Found()
        root = _root(answer)
        if _name(root) == "sitemapindex":
            self._read_index(root, answer, transport, memory, found)
        else:
            self._read(root, answer, found)
        if len(found.entries) > MOST_LISTED:
            self._tell(answer, f"{len(found.entries):,} entries, of which the latest {MOST_LISTED:,} are looked at")
            found.whole = False
        yield from fresh(found.entries[:MOST_LISTED], memory)
        memory.seen.update(found.children)
        settle(memory, self.address, answer, whole=found.whole)

    def _read_index(
        self, root: "Element", answer: Fetched, transport: Transport, memory: Memory, found: _Found
    ) -> None:
        """The entries of an index's sitemaps that changed, the latest changed first."""
        listed = [(_said(node, "lastmod"), _said(node, "loc")) for node in root if _name(node) == "sitemap"]
        listed = [(when, place) for when, place in listed if place and not self._is_old(told_time(when), answer.at)]
        due = [(when, place) for when, place in listed if not when or memory.seen.get(_CHILD + place) != when]
        due.sort(key=lambda child: told_time(child[0]) or "", reverse=True)
        if len(due) > MOST_SITEMAPS:
            self._tell(answer, f"{len(due):,} sitemaps that changed, of which the latest {MOST_SITEMAPS} are read")
        # an index may stay as it is while sitemaps in it change that tell no time
        found.whole = len(due) <= MOST_SITEMAPS and all(when for when, _ in listed)
        for when, place in due[:MOST_SITEMAPS]:
            try:
                self._read_child(canonical(place, base=answer.final), transport, found)
            except GatherError as error:
                self._tell(answer, f"the sitemap {place[:200]}: {error}")
                found.whole = False
            else:
                found.children[_CHILD + place] = when

    def _read_child(self, place: str, transport: Transport, found: _Found) -> None:
        """The entries of one sitemap of an index; one that is an index again is refused, as the format does."""
        answer = visit(transport, place, Memory())
        if answer is None:
            return
        root = _root(answer)
        if _name(root) == "sitemapindex":
            msg = f"{place} is an index within an index. Give it as a source of its own"
            raise NotAFeedError(msg)
        self._read(root, answer, found)

    def _read(self, root: "Element", answer: Fetched, found: _Found) -> None:
        """The entries of one sitemap."""
        for number, node in enumerate((node for node in root if _name(node) == "url"), 1):
            try:
                entry = self._entry(node, answer)
            except GatherError as error:
                self._tell(answer, f"entry {number}: {error}")
                continue
            if not self._is_old(entry.published or entry.updated, answer.at):
                found.entries.append(Listed(entry))

    def _entry(self, node: "Element", answer: Fetched) -> Article:
        """One entry; raises GatherError where it has no address."""
        published = told_time(_said(node, "publication_date"))
        updated = told_time(_said(node, "lastmod"))
        odd = oddity(published, answer.at), oddity(updated, answer.at)
        return Article(
            url=canonical(_said(node, "loc"), base=answer.final),
            title=plain(_said(node, "title")),
            published=published,
            updated=updated,
            publisher=self.publisher or plain(_said(node, "name")),
            remarks=tuple(dict.fromkeys(remark for remark in odd if remark)),
        )

    def _is_old(self, told: str | None, at: str) -> bool:
        """Whether a time is longer ago than what is listed."""
        moment, now = moment_of(told), moment_of(at)
        return bool(self.days is not None and moment and now and now - moment > dt.timedelta(days=self.days + 1))

    def _tell(self, answer: Fetched, what: str) -> None:
        """Tell of something that is wrong with a part."""
        self.tell(Problem(answer.final, what))


def _root(answer: Fetched) -> "Element":
    """The root of a sitemap, out of gzip where it is a gzip file; raises NotAFeedError where it is no sitemap."""
    body = gunzip(answer.body) if answer.body.startswith(_GZIP) else answer.body
    root = parse_xml(body)
    if _name(root) not in ("urlset", "sitemapindex"):
        msg = f"{answer.final} gives <{_name(root)[:40]}>, no sitemap. Look at the site's robots.txt, which names them"
        raise NotAFeedError(msg)
    return root


def _name(node: "Element") -> str:
    """An element's name without its namespace, which many sitemaps have wrong."""
    return str(node.tag).rpartition("}")[2]


def _said(node: "Element", name: str) -> str:
    """The words of the first element of a name within another, its images aside; empty where there is none."""
    for child in node:
        own = _name(child)
        if own == name:
            return " ".join((child.text or "").split())
        if own in ("news", "publication") and (words := _said(child, name)):
            return words
    return ""
