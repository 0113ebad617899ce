"""Numbers in a sentence, and what each counts: the verifier's own reading, apart from the coder's.

A number counts what the harm word nearest to it says: the verb that has it for its object ("killed 12 people"), else
the next one after it ("12 people were killed"), else the last one before it. Days, times of day, ages and distances
count nobody.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from vedette.brief.english import MONTHS
from vedette.brief.phrases import signs
from vedette.code.numberwords import number_of, number_words

if TYPE_CHECKING:
    from collections.abc import Sequence

_YEARS: Final = range(1900, 2101)
_REACH: Final = 110
"""Characters within which a harm word may stand from its number."""
_DAYS: Final = re.compile(rf"(?:{'|'.join(MONTHS)})", re.IGNORECASE)
_NEAREST: Final = re.compile(r"[.;!?]\s")
_ONE_OF: Final = re.compile(
    r"\s+(?:person|people|man|woman|child|civilian|(?:or|and|to) \w+|"
    r"(?:\w+ ){0,2}\w+ (?:was|were|killed|dead|wounded|other)\b|\w+(?:er|ier|ant|ent|man)\b|of\b|"
    r"dead|killed|wounded|incident)"
)
"""What follows "one" where it counts, and is no pronoun."""
_TOLD_ONE: Final = re.compile(
    r"\b(?:says?|said|reports?|reported|gives?|gave|counts?|puts?|[A-Z][\w')]*|killed|killing|between)\s+$"
)
_FULL_STOP: Final = re.compile(r"[.!?]\s")
_LEAST: Final = re.compile(r"\b(?:at least|more than|over|no fewer than|upwards of|not less than)\s*$", re.IGNORECASE)
_MOST: Final = re.compile(r"\b(?:at most|up to|as many as|fewer than|no more than|less than)\s*$", re.IGNORECASE)
_RANGE: Final = re.compile(r"^\s*(?:to|and|or|-|\u2013)\s*$")
_PASSIVE: Final = re.compile(r"\b(?:was|were|been|are|is|be|being)\s+(?:\w+\s+)?$")
_TAKEN: Final = re.compile(r"\W*(?:(?!and\b)[\w'-]+\W+){0,3}")
"""What stands between a number and the harm word that it is the subject of: "12 civilians (killed)"."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text: `low` and `high` are alike where it is exact; `of` what it counts, None where it is not told.

    `noun` is the word after it, `start` and `end` are where it stands; `open` is "least", "most" or "".
    """

    words: str
    low: int
    best: int
    high: int
    of: str | None
    noun: str
    start: int
    end: int
    open: str = ""


@functools.lru_cache(maxsize=4096)
def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of a text in their order; those that belong to days, times of day and names are left out."""
    found = [(m, value) for m in number_words().core.finditer(text) if (value := _value(m, text))]
    return tuple(_shared(text, [_number(text, n, found) for n in range(len(found))]))


def _shared(text: str, told: "list[Number]") -> "list[Number]":
    """The numbers with what they count by their neighbours.

    The first of a range counts what the last does; one without a harm word of its own counts what the one before does
    ("says 12 were killed, Y says 30").
    """
    for n in range(len(told) - 2, -1, -1):
        if _RANGE.match(text[told[n].end : told[n + 1].start]):
            of = told[n].of or told[n + 1].of
            told[n : n + 2] = replace(told[n], of=of, noun=told[n + 1].noun), replace(told[n + 1], of=of)
    for n in range(1, len(told)):
        between = text[told[n - 1].end : told[n].start]
        apart = _FULL_STOP.search(between) or len(between) > _REACH
        if told[n].of is None and told[n].noun not in signs().measures and not apart:
            told[n] = replace(told[n], of=told[n - 1].of)
    return told


def _value(match: re.Match[str], text: str) -> tuple[int, int, int] | None:
    """The value of a number, None where it is none that counts."""
    before, after = text[max(0, match.start() - 14) : match.start()], text[match.end() : match.end() + 16]
    value = number_of(match[0])
    if (
        value is None
        or _is_of_day(match[0], before, after)
        or re.match(r"[\w]|:\d|[./]\d|%|st\b|nd\b|rd\b|th\b", after)
    ):
        return None
    if re.search(r"[\w/]$|\d[:.]$|-$", before) or _is_age(before, after):
        return None
    return None if match[0].lower() == "one" and not _counts_one(text, match) else value


def _counts_one(text: str, match: re.Match[str]) -> bool:
    """Whether "one" is a number and not a pronoun: "one soldier was killed", "A says one", "one or two"."""
    before, after = text[: match.start()], text[match.end() : match.end() + 40]
    if _ONE_OF.match(after):
        return True
    return bool(_TOLD_ONE.search(before) and re.match(r"\s*(?:[,.;]|and\b|but\b|$)", after))


def _is_of_day(words: str, before: str, after: str) -> bool:
    """Whether a number is that of a day, a year or an hour."""
    if words.isdigit() and int(words) in _YEARS and not re.match(r"\s+(?:people|civilians|families|were)\b", after):
        return True
    if re.match(rf"(?:\s*\u2013\s*\d+|\s+(?:and|to|or)\s+\d+)?\s+{_DAYS.pattern}\b", after) or re.search(
        rf"{_DAYS.pattern}\s+$", before
    ):
        return words.isdigit()
    return bool(re.match(r"\s*(?:a\.?m|p\.?m)\b|:\d\d", after))


def _is_age(before: str, after: str) -> bool:
    """Whether a number is somebody's age: "Ali, 19, was", "aged 19", "a 19-year-old"."""
    if re.match(r"-(?:year|month|day|km|kilomet|hour|man|member|strong|storey|calib)", after):
        return True
    if re.match(r"\s*,", after) and re.search(r"[a-z],\s*$", before):
        return True
    return bool(re.search(r"\b(?:aged?|age of)\s+$", before, re.IGNORECASE))


def _number(text: str, place: int, found: "Sequence[tuple[re.Match[str], tuple[int, int, int]]]") -> Number:
    """One number with what it counts by the words around it; `place` is which of those found it is."""
    match, (low, best, high) = found[place]
    left = found[place - 1][0].end() if place else 0
    right = found[place + 1][0].start() if place + 1 < len(found) else len(text)
    noun, before = _noun(text[match.end() : right]), text[left : match.start()]
    told = "least" if _LEAST.search(before) else "most" if _MOST.search(before) else ""
    of = None if noun in signs().measures else _counts(text, match, left, right)
    return Number(match[0], low, best, high, of, noun, match.start(), match.end(), told)


def _noun(after: str) -> str:
    """The first words after a number that may be what it counts, the last of up to three in small letters."""
    match = re.match(
        r"[\s-]*(?:of (?:the |its |his |their )?|more |other |further |independent |armed )*([A-Za-z'-]+)", after
    )
    return match[1].lower() if match else ""


def _counts(text: str, match: re.Match[str], left: int, right: int) -> str | None:
    """What a number counts, by the harm words between its neighbours."""
    before, after = text[left : match.start()], text[match.end() : right]
    before = _NEAREST.split(before)[-1]
    after = _NEAREST.split(after, maxsplit=1)[0]
    back = list(_harm(before[-_REACH:]))
    if back and _has_object(before[-_REACH:], back[-1], first=left == 0):
        return back[-1][0]
    ahead = next(_harm(after[:_REACH]), None)
    return ahead[0] if ahead is not None else None


def _harm(text: str) -> Iterator[tuple[str, int, int]]:
    """The harm words of a text: which harm, where."""
    for match in _harm_words().finditer(text):
        for of, listed in signs().harm.items():
            if match[0].lower() in listed:
                yield of, match.start(), match.end()
                break


def _has_object(before: str, word: tuple[str, int, int], *, first: bool) -> bool:
    """Whether a harm word has the number after it for its object: "killed 12", "the toll is 12"; not "were killed"."""
    _, start, end = word
    lead, gap = before[:start], before[end:]
    if _PASSIVE.search(lead) or re.search(r"[,;]|\band\b", gap):
        return False
    return first or not _TAKEN.fullmatch(lead)


@functools.cache
def _harm_words() -> re.Pattern[str]:
    """The expression for any harm word."""
    listed = sorted({word for some in signs().harm.values() for word in some}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, listed))})\b", re.IGNORECASE)
