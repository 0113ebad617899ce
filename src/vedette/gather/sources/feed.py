"""A feed as a source: RSS 0.9 to 2.0, RDF and Atom by feedparser, JSON Feed by ourselves.

Asked only for what changed (ETag, Last-Modified); a permanent redirect is remembered once what it leads to has proved
to be a feed; entries are listed when they are new, and again when their title or date changed.
"""

from collections.abc import Iterator
from typing import Unpack

from vedette.gather.fetched import Article, Memory, Transport
from vedette.gather.sources.entries import read_entries
from vedette.gather.sources.jsonfeed import looks_like_json, read_items
from vedette.gather.sources.listing import fresh
from vedette.gather.sources.visits import AtAddress, Told, settle, visit


class Feed(AtAddress):
    """A feed at an address.

    `whole` says that its entries carry the whole of their articles, so that their pages need not be fetched; else only
    entries without a page of their own carry their words. Raises GatherError for what is no address.
    """

    def __init__(self, address: str, *, whole: bool = False, **told: Unpack[Told]) -> None:
        """Check the address; nothing is fetched yet."""
        super().__init__(address, **told)
        self.whole = whole

    def articles(self, transport: Transport, memory: Memory) -> Iterator[Article]:
        """The new and changed entries, in the feed's order, each once; see `Source.articles`.

        Raises GoneError (410), StatusError, NotAFeedError, and what the transport and `check_xml` raise.
        """
        answer = visit(transport, self.address, memory)
        if answer is None:
            return
        read = read_items if looks_like_json(answer.body) else read_entries
        listing, complete = read(answer, self.tell, publisher=self.publisher, whole=self.whole)
        yield from fresh(listing, memory)
        settle(memory, self.address, answer, whole=complete)
