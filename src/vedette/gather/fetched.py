"""What gathering speaks of: an answer that was fetched, an article that was found, and who provides them.

A `Source` lists what there is, a `Transport` fetches it. The transport is passed in, so that a source can be tried
without a network, and so that the rules of safety and of manners stand in one place (`transport.py`, `manners.py`).
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answer of a server, after redirects; the body is decompressed and within the limits."""

    url: str
    """The address that was asked for."""
    final: str
    """The address that answered, after redirects."""
    status: int
    headers: Mapping[str, str]
    """Names in lower case; without those that speak of the body as it was sent (content-encoding, content-length)."""
    body: bytes
    at: str
    """When it was fetched: ISO 8601, UTC."""
    moved: str | None = None
    """Where the address has moved for good: what 301 and 308 answers alone, from the first on, led to."""
    remarks: tuple[str, ...] = ()
    """What is odd about the way there, though no reason to refuse it: a redirect from https to http."""


class Transport(Protocol):
    """Fetches addresses."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """The answer of a server, an error status included (304, 404, 429 ...).

        `headers` are sent beside the transport's own (If-None-Match, If-Modified-Since). Raises GatherError where
        there is no answer that may be used: refused address, no connection, too large, too slow.
        """
        ...


@dataclass(frozen=True, slots=True)
class Article:
    """An article that a source lists; `page` or `text` is there where the source carries the whole of it."""

    url: str
    """Canonical: without tracking parameters and fragment; of a file, its path."""
    id: str | None = None
    """What the source itself calls it (a feed's guid), None where it does not say."""
    title: str | None = None
    published: str | None = None
    """ISO 8601 as the source says; not yet judged."""
    updated: str | None = None
    publisher: str | None = None
    page: bytes | None = None
    """Its HTML."""
    text: str | None = None
    """Its words, where the source gives them without a page."""
    at: str | None = None
    """When its page was had (ISO 8601, UTC), where the source kept it since then."""
    where: str | None = None
    """Where in the source it stands, for people and stable: "news.warc.gz:1024", "in.jsonl line 3"."""
    remarks: tuple[str, ...] = ()
    """What is odd about what the source says of it: a date in the future, one that cannot be read."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one article, record or file of a source; the others are listed all the same."""

    where: str
    what: str
    """What is wrong and the remedy."""


Tell = Callable[[Problem], None]
"""Takes a source's problems as they are found."""


def log_problem(problem: Problem) -> None:
    """Take a problem to the log: what a source does where nobody asks for them."""
    log.warning("%s: %s", problem.where, problem.what)


@dataclass(slots=True)
class Memory:
    """What is kept of a source between two visits: its validators, what it listed, when it changes."""

    etag: str | None = None
    modified: str | None = None
    seen: dict[str, str] = field(default_factory=dict)
    """Article id or address -> a fingerprint of what was listed of it (title, updated); the latest seen come last."""
    moved: dict[str, str] = field(default_factory=dict)
    """Address of the source as set -> the one that it has moved to for good."""


class Source(Protocol):
    """A place that articles come from."""

    name: str

    def articles(self, transport: Transport, memory: Memory) -> Iterable[Article]:
        """The articles it lists that are new or changed since `memory`, which is brought up to date.

        An article is remembered when the next one is asked for, the validators when all were taken: a visit that is
        broken off is taken up again with nothing lost. Raises GatherError where the source as a whole cannot be read;
        what is wrong with one article is no reason to leave the others.
        """
        ...
