"""A feed as a source: RSS 0.9 to 2.0, RDF and Atom by feedparser, JSON Feed by ourselves.

Asked only for what changed (ETag, Last-Modified); a permanent redirect is remembered once what it leads to has proved
to be a feed; entries are listed when they are new, and again when their title or date changed.
"""

from collections.abc import Iterator

from vedette.gather.fetched import Article, Memory, Tell, Transport, log_problem
from vedette.gather.sources.entries import read_entries
from vedette.gather.sources.jsonfeed import looks_like_json, read_items
from vedette.gather.sources.listing import fresh
from vedette.gather.sources.visits import settle, visit
from vedette.gather.urls import canonical


class Feed:
    """A feed at an address.

    `whole` says that its entries carry the whole of their articles, so that their pages need not be fetched; else only
    entries without a page of their own carry their words. Raises GatherError for what is no address.
    """

    def __init__(
        self,
        address: str,
        *,
        name: str | None = None,
        publisher: str | None = None,
        whole: bool = False,
        tell: Tell = log_problem,
    ) -> None:
        """Check the address; nothing is fetched yet. The address itself stays as given: feeds may need parameters."""
        canonical(address)
        self.address = address
        self.name = name or address
        self.publisher = publisher
        self.whole = whole
        self.tell = tell

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
