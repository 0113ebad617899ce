"""Whole days as they are written, in words and in addresses.

Only a whole day counts: "2024-11", "27/11" or "2 hours ago" stay unknown, and so does 03/04/2024, which is two days.
"""

import re
from datetime import date

MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
"""The months' names and short forms, as one alternative of an expression."""

_ORDER = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_ISO_SLASH = re.compile(r"(?<!\d)(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?:T\d{4,6}Z?)?(?!\d)")
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?({MONTHS})\.?,?[\s-]+(\d{{4}})(?!\d)", re.IGNORECASE
)
_MONTH_FIRST = re.compile(rf"\b({MONTHS})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d)", re.IGNORECASE)
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
_URL = (
    re.compile(r"(?<!\d)((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)"),
    re.compile(rf"/((?:19|20)\d{{2}})/({MONTHS})/(\d{{1,2}})(?!\d)", re.IGNORECASE),
)
_FIRST_YEAR, _LAST_YEAR = 1800, 2100
_LAST_MONTH = 12


def parse_day(words: str) -> str | None:
    """The first whole day that stands in some words, as YYYY-MM-DD; None for partial, relative or ambiguous dates."""
    for pattern in (_ISO, _ISO_SLASH):
        if found := pattern.search(words):
            return _day(found[1], found[2], found[3])
    if found := _DAY_FIRST.search(words):
        return _day(found[3], found[2], found[1])
    if found := _MONTH_FIRST.search(words):
        return _day(found[3], found[1], found[2])
    if found := _COMPACT.search(words):
        return _day(found[1], found[2], found[3])
    return _numeric(words)


def url_day(url: str | None) -> str | None:
    """The day in a page's address ("/2024/11/27/", "-20241127"), or None."""
    for pattern in _URL if url else ():
        for found in pattern.finditer(url or ""):
            if day := _day(found[1], found[2], found[3]):
                return day
    return None


def _numeric(words: str) -> str | None:
    """27/11/2024 or 11/27/2024, where only one reading is a day."""
    found = _NUMERIC.search(words)
    if not found:
        return None
    one, two = int(found[1]), int(found[2])
    if one == two or (one > _LAST_MONTH) != (two > _LAST_MONTH):
        day, month = (one, two) if one > _LAST_MONTH else (two, one)
        return _day(found[3], str(month), str(day))
    return None


def _day(year: str, month: str, day: str) -> str | None:
    """An ISO day from its parts, or None where the calendar has no such day."""
    number = int(month) if month.isdigit() else _ORDER.index(month[:3].lower()) + 1
    try:
        found = date(int(year), number, int(day))
    except ValueError:  # the 31st of February is no day
        return None
    return found.isoformat() if _FIRST_YEAR <= found.year <= _LAST_YEAR else None
