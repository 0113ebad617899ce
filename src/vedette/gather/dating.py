"""Times as sources tell them: read into ISO 8601 with the source's own offset, and what is odd about them."""

import calendar
import datetime as dt
import time
from email.utils import parsedate_to_datetime

from vedette.lexicon.days import parse_day

EARLIEST = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)
"""No news on the web is older; sources that say so have lost the date."""

AHEAD = dt.timedelta(hours=36)
"""How far a time may be ahead of the clock: it is tomorrow already in Kiribati, and some leave the offset out."""

_DAY_LENGTH = len("2024-11-27")


def told_time(words: str | None, parsed: time.struct_time | None = None) -> str | None:
    """A time in ISO 8601 from a source's words for it; a day where only that is told; None where nothing can be read.

    Its offset stays as told, since the day of a report is that of its place. `parsed` (UTC) is what another reader made
    of the words; it serves where they are of neither common form (RFC 3339, RFC 5322).
    """
    bare = " ".join((words or "").split())
    if len(bare) == _DAY_LENGTH and parse_day(bare) == bare:
        return bare
    found = _iso(bare) or _mail(bare)
    if found:
        return found.isoformat()
    if parsed:
        return _of_struct(parsed)
    return parse_day(bare)


def oddity(told: str | None, at: str) -> str | None:
    """What is odd about a time that a source told, asked at the time `at` (both ISO 8601): in the future, long ago."""
    moment, now = moment_of(told), moment_of(at)
    if moment is None or now is None:
        return None
    if moment > now + AHEAD:
        return f"dated {told}, in the future"
    return f"dated {told}, before there was news on the web" if moment < EARLIEST else None


def moment_of(told: str | None) -> dt.datetime | None:
    """The moment of an ISO 8601 time, UTC where it tells no offset; None where it is none."""
    found = _iso(told or "")
    return found.replace(tzinfo=dt.UTC) if found and found.tzinfo is None else found


def _iso(words: str) -> dt.datetime | None:
    """A time in ISO 8601."""
    try:
        return dt.datetime.fromisoformat(words)
    except ValueError:  # it is written another way
        return None


def _mail(words: str) -> dt.datetime | None:
    """A time as in mail and RSS: "Wed, 27 Nov 2024 01:00:00 +0300"."""
    try:
        return parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):  # it is written another way
        return None


def _of_struct(parsed: time.struct_time) -> str | None:
    """A time that another reader parsed, in UTC."""
    try:
        return dt.datetime.fromtimestamp(calendar.timegm(parsed), tz=dt.UTC).isoformat()
    except (ValueError, OverflowError, OSError):  # a year or month that no calendar has
        return None
