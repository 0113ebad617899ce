"""Report: one article as it was read, free of page furniture."""

import hashlib

from vedette.records.base import Record
from vedette.records.vocabulary import DateSource


class Report(Record):
    """One article. `published` is an ISO date (YYYY-MM-DD) or None where it is unknown.

    `published_by` says how the date was found, `original_source` whom the outlet says it relied on,
    `furniture` what the page carried beside the article (comment forms, biographies, prompts).
    """

    id: str
    """The id that was given, or one made of the text."""
    text: str
    """The article's text; all offsets count in it."""
    title: str | None = None
    """Its headline."""
    summary: str | None = None
    """Its standfirst."""
    byline: str | None = None
    """Who wrote it."""
    dateline: str | None = None
    """Place and day as the text begins with them ("GOMA, Jan 27")."""
    publisher: str | None = None
    """The outlet."""
    original_source: str | None = None
    """Whom the outlet says it relied on."""
    url: str | None = None
    """Its address."""
    published: str | None = None
    """When: an ISO date."""
    published_by: DateSource = "unknown"
    """How that date was found."""
    language: str | None = None
    """ISO 639-1."""
    captions: tuple[str, ...] = ()
    """Captions of pictures."""
    corrections: tuple[str, ...] = ()
    """Corrections that the page carries."""
    furniture: tuple[str, ...] = ()
    """What the page carried beside the article."""


def content_id(text: str) -> str:
    """A report id from its content: the first 16 hex digits of the text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
