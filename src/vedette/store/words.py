"""Words and times as the store compares them: folded alike here, in SQLite's full-text index and in PostgreSQL's."""

import datetime as dt
import re
import unicodedata
from typing import Final

from vedette.errors import StoreError
from vedette.records.ids import storable

_WORD: Final = re.compile(r"[^\W_]+")
_DAY_LONG: Final = 10
KEY_LONG: Final = 200
MARKS: Final = range(0x300, 0x332)
"""The combining marks that FTS5's unicode61 drops."""


def base(char: str) -> str:
    """A letter without its accents where that leaves a letter of English ("é" is "e"), as FTS5's unicode61 has it."""
    first = unicodedata.normalize("NFD", char)[0]
    return first if first.isascii() and first.isalpha() else char


def words_of(text: str) -> list[str]:
    """The words of a text: lower case, without accents and punctuation; "Al-Shabaab" is two."""
    plain = "".join(base(char) for char in text if ord(char) not in MARKS)
    return _WORD.findall(plain.lower())


def fold(text: str) -> str:
    """A name as it is compared; one without a single letter stays as it is."""
    return (" ".join(words_of(text)) or storable(text).strip())[:KEY_LONG]


def stamp_of(moment: dt.datetime) -> str:
    """A moment as the record has it: "2026-11-26T15:04:05.000123Z"."""
    utc = moment.astimezone(dt.UTC)
    return utc.strftime("%Y-%m-%dT%H:%M:%S.%f") + "Z"


def moment_of(stamp: str) -> dt.datetime:
    """The moment of a stamp."""
    return dt.datetime.fromisoformat(stamp)


def as_stamp(given: str) -> str:
    """A record time as a user writes it: an ISO date means its end, a time without a zone is UTC.

    Raises StoreError where it is neither.
    """
    try:
        moment = dt.datetime.fromisoformat(given.strip())
    except ValueError:
        msg = f"{given!r} is no time. Write 2026-11-30 (to the end of that day) or 2026-11-30T14:05:00Z"
        raise StoreError(msg) from None
    if len(given.strip()) <= _DAY_LONG:
        moment = moment.replace(hour=23, minute=59, second=59, microsecond=999_999)
    return stamp_of(moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC))


def as_day(given: str) -> str:
    """A day as a user writes it; raises StoreError where it is none."""
    try:
        return dt.date.fromisoformat(given.strip()).isoformat()
    except ValueError:
        msg = f"{given!r} is no day. Write it as YYYY-MM-DD: 2024-11-30"
        raise StoreError(msg) from None
