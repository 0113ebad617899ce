"""English as briefs write it: numbers in words, plurals, articles, lists, days. docs/brief.md has the rules."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

from vedette.brief.phrases import words

ONES: Final = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS: Final = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_SPOKEN: Final = 9
"""Up to this a number is written in words within a sentence."""
_SPELT: Final = 99
"""Up to this one can be written in words where a sentence begins with it."""
_HUNDRED: Final = 100
_ALIKE: Final = 20


def number(value: int, *, spelt: bool = False) -> str:
    """A number within a sentence: in words to nine, in digits from 10 on, with commas; `spelt` keeps to words to 99."""
    if 0 < value <= _SPOKEN or (spelt and 0 < value <= _SPELT):
        return spelt_out(value)
    return f"{value:,}"


def ends(low: int, high: int) -> tuple[str, str]:
    """The two ends of a span, both in words or both in digits: "two", "eight"; "6", "31"."""
    if high <= _SPOKEN and low > 0:
        return spelt_out(low), spelt_out(high)
    return f"{low:,}", f"{high:,}"


def spelt_out(value: int) -> str:
    """A number up to 99 in words; digits above."""
    if value >= _HUNDRED or value < 0:
        return f"{value:,}"
    if value < _ALIKE:
        return ONES[value]
    tens, ones = divmod(value, 10)
    return TENS[tens] + (f"-{ONES[ones]}" if ones else "")


def counted(value: int, noun: str, *, spelt: bool = False) -> str:
    """A number of things: "one report", "12 reports"; `noun` is singular."""
    return f"{number(value, spelt=spelt)} {noun if value == 1 else plural(noun)}"


def plural(noun: str) -> str:
    """The plural of a noun or of a phrase that ends with it: "police officer", "man", "country"."""
    head, _, last = noun.rpartition(" ")
    before = f"{head} " if head else ""
    if (known := words().plurals.get(last)) is not None:
        return before + known
    if last.endswith(("man", "woman")):
        return before + last.removesuffix("an") + "en"
    if re.search(r"[^aeiou]y$", last):
        return before + last[:-1] + "ies"
    return before + last + ("es" if re.search(r"(?:s|x|z|ch|sh)$", last) else "s")


def singular(noun: str) -> str:
    """The singular of a plural; itself where it is none."""
    for one, many in words().plurals.items():
        if noun == many:
            return one
    if noun.endswith("men"):
        return noun.removesuffix("en") + "an"
    if noun.endswith("ies"):
        return noun.removesuffix("ies") + "y"
    if noun.endswith(("ches", "shes", "xes", "sses")):
        return noun.removesuffix("es")
    return noun.removesuffix("s") if noun.endswith("s") and not noun.endswith("ss") else noun


def with_article(phrase: str) -> str:
    """A phrase with its indefinite article: "an air strike", "a UN base", "an IED"."""
    return f"{_article(phrase)} {phrase}"


def _article(phrase: str) -> str:
    """The article by the sound that a phrase begins with."""
    first = re.split(r"[\s-]", phrase, maxsplit=1)[0]
    if first.isupper() and first not in words().said_as_words:
        return "an" if first[0] in "AEFHILMNORSX" else "a"
    low = phrase.casefold()
    if low.startswith(tuple(words().vowel_sounds)):
        return "an"
    if low.startswith(tuple(words().consonant_sounds)):
        return "a"
    return "an" if low[:1] in "aeiou" or re.match(r"(?:8|11|18)\b|8\d", low) else "a"


def listed(parts: Sequence[str], last: str = "and") -> str:
    """A list: "A", "A and B", "A, B and C"."""
    if len(parts) < 2:  # noqa: PLR2004 - one or none
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def begun(sentence: str) -> str:
    """A sentence with its first letter in capitals; a number of digits that it begins with in words up to 99."""
    digits = re.match(r"\d{1,2}(?![\d,.%-])", sentence)
    if digits:
        sentence = spelt_out(int(digits[0])) + sentence[digits.end() :]
    return sentence[:1].upper() + sentence[1:]


def day(given: str, year: int | None = None) -> str:
    """An ISO day in words: "3 December 2024"; without its year where that is the one given."""
    date = dt.date.fromisoformat(given[:10])
    told = f"{date.day} {MONTHS[date.month - 1]}"
    return told if date.year == year else f"{told} {date.year}"


def days(first: str, last: str, year: int | None = None) -> str:
    """A span of days after its preposition: "on 3 December", "between 3 and 5 December 2024", "in March 2018"."""
    one, other = dt.date.fromisoformat(first[:10]), dt.date.fromisoformat(last[:10])
    if one == other:
        return f"on {day(first, year)}"
    if one.day == 1 and (other + dt.timedelta(days=1)).day == 1:
        return _whole(one, other, year)
    if (one.year, one.month) == (other.year, other.month):
        apart = "\u2013" if (other - one).days == 1 else None
        return f"on {one.day}{apart}{day(last, year)}" if apart else f"between {one.day} and {day(last, year)}"
    short = day(first, other.year)
    return f"between {short} and {day(last, year)}"


def _whole(one: dt.date, other: dt.date, year: int | None) -> str:
    """A span of whole months."""
    last = f"{MONTHS[other.month - 1]}" + ("" if other.year == year else f" {other.year}")
    if (one.year, one.month) == (other.year, other.month):
        return f"in {last}"
    if one.year == other.year and one.month == 1 and other.month == len(MONTHS):
        return f"in {one.year}"
    return f"between {MONTHS[one.month - 1]}{'' if one.year == other.year else f' {one.year}'} and {last}"


def clipped(told: str, most: int = 32) -> str:
    """Words of a report, at most so many of them, cut at a word with an ellipsis."""
    parts = told.split()
    return " ".join(parts) if len(parts) <= most else " ".join(parts[:most]).rstrip(",;:") + " ..."


def month(given: str) -> str:
    """A month (YYYY-MM) in words: "March 2024"."""
    return f"{MONTHS[int(given[5:7]) - 1]} {given[:4]}"
