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
    text: str
    title: str | None = None
    summary: str | None = None
    byline: str | None = None
    dateline: str | None = None
    publisher: str | None = None
    original_source: str | None = None
    url: str | None = None
    published: str | None = None
    published_by: DateSource = "unknown"
    language: str | None = None
    captions: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()


def content_id(text: str) -> str:
    """A report id from its content: the first 16 hex digits of the text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
