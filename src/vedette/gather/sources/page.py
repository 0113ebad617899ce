"""One page as a source: an address whose words change, such as a monitor's daily report."""

import hashlib
from collections.abc import Iterator

from vedette.errors import InputError
from vedette.gather.failures import NotAPageError
from vedette.gather.fetched import Article, Memory, Transport
from vedette.gather.pages import in_utf8, is_page
from vedette.gather.sources.visits import AtAddress, settle, visit
from vedette.gather.urls import canonical, page_address
from vedette.lexicon.encoding import decode


class Page(AtAddress):
    """A page at an address. Raises GatherError for what is no address."""

    def articles(self, transport: Transport, memory: Memory) -> Iterator[Article]:
        """The page, where it is another than at the last visit; see `Source.articles`.

        Raises GoneError, StatusError, NotAPageError (also for a page that cannot be decoded), and what the transport
        raises.
        """
        answer = visit(transport, self.address, memory)
        if answer is None:
            return
        is_html = is_page(answer)
        body = in_utf8(answer.headers, answer.body)
        words = _words(body, answer.final)
        url = page_address(words, answer.final) if is_html else canonical(answer.final)
        mark = hashlib.sha256(body).hexdigest()[:16]
        if memory.seen.get(url) != mark:
            page, text = (body, None) if is_html else (None, words)
            yield Article(url=url, publisher=self.publisher, page=page, text=text, where=self.address)
        memory.seen = {url: mark}
        settle(memory, self.address, answer)


def _words(body: bytes, url: str) -> str:
    """The page as text."""
    try:
        return decode(body)
    except InputError as error:
        msg = f"{url}: {error}"
        raise NotAPageError(msg) from error
