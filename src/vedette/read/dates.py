"""Find the day a report was published, and say how it was found; only a whole day counts (see `lexicon.days`)."""

import re
from collections.abc import Iterable

from vedette.lexicon.days import parse_day, url_day
from vedette.read.patterns import layout
from vedette.records.vocabulary import DateSource


def find_published(
    *,
    given: str | None = None,
    metadata: str | None = None,
    url: str | None = None,
    dateline: str | None = None,
    stamps: Iterable[str] = (),
) -> tuple[str | None, DateSource]:
    """The publication day and how it was found: given, metadata, url, dateline, visible text, in this order."""
    ways: tuple[tuple[str | None, DateSource], ...] = (
        (parse_day(given or ""), "given"),
        (parse_day(metadata or ""), "metadata"),
        (url_day(url), "url"),
        (parse_day(dateline or ""), "dateline"),
        (_stamped(list(stamps)), "text"),
    )
    return next(((day, how) for day, how in ways if day), (None, "unknown"))


def _stamped(stamps: list[str]) -> str | None:
    """The day of the page's time stamps; one of first publication before one of a later change."""
    later = layout().later
    first = [stamp for stamp in stamps if not later & set(re.findall(r"[a-z]+", stamp.lower()))]
    days = (parse_day(stamp) for stamp in (*first, *stamps))
    return next((day for day in days if day), None)
