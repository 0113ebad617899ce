"""Reading one number: the digits or words of an expression such as "1.2 million" or "several hundred" to its value.

The words live in data/words/numbers.toml. A number that its words leave open is a triple (low, best, high).
"""

import re
from dataclasses import dataclass
from functools import cache

from vedette.code.wordtable import WordTable, alternation, read_table

Triple = tuple[int, int, int]

DIGITS = r"\d{1,3}(?:[,\u00a0\u2009\u202f ]\d{3})+(?!\d)|\d+(?:\.\d+)?"
_GAP = r"(?:\s+|-)"
_LARGEST_FEW = 9
_THOUSAND = 1000
_LONGEST = 18  # digits; more is a serial number, and slow to read


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The tables of number words with the expression that finds a number and the one that splits it."""

    exact: dict[str, int]
    scales: dict[str, int]
    few: dict[str, Triple]
    plurals: dict[str, Triple]
    core: re.Pattern[str]
    parts: re.Pattern[str]
    few_start: re.Pattern[str]


@cache
def number_table() -> WordTable:
    """The file data/words/numbers.toml."""
    return read_table("numbers")


@cache
def number_words() -> NumberWords:
    """The number words, read and compiled once."""
    table = number_table()
    exact = {name: value for part in ("ones", "teens", "tens") for name, value in table.integers(part).items()}
    scales = table.integers("scales")
    few = table.ranges("few") | table.ranges("few_of")
    plurals = table.ranges("plurals") | table.ranges("ambiguous_plurals")
    core = re.compile(_core_source(table), re.IGNORECASE)
    parts = re.compile(rf"{DIGITS}|[a-z]+", re.IGNORECASE)
    few_start = re.compile(alternation(few) + r"\b", re.IGNORECASE)
    return NumberWords(exact, scales, few, plurals, core, parts, few_start)


def small_number_source(table: WordTable) -> str:
    """The expression for the words from one to ninety-nine."""
    ones, teens, tens = (alternation(table.integers(part)) for part in ("ones", "teens", "tens"))
    return rf"(?:{tens}(?:{_GAP}{ones})?|{teens}|{ones})"


def _core_source(table: WordTable) -> str:
    """The expression for a whole number without the words around it, the longer readings first."""
    small = small_number_source(table)
    scale = alternation(x for x in table.integers("scales") if len(x) > 1) + r"s?"
    short = alternation(x for x in table.integers("scales") if len(x) == 1)
    cues = alternation(table.words("context", "plural_cues"))
    more = rf"(?:(?<!dozen)(?:,?\s+and)?\s+{small}(?:{_GAP}{scale}){{0,3}})"
    scaled = rf"(?:\s+and\s+a\s+half)?(?:{_GAP}{scale}){{1,3}}{more}{{0,6}}"
    words = "|".join(
        (
            rf"half{_GAP}an?{_GAP}{scale}",
            rf"{alternation(table.section('few'))}(?:\s+{scale}){{0,3}}",
            rf"{alternation(table.section('few_of'))}(?:(?:\s+of)?(?:\s+{scale}){{1,3}}|(?=\s+(?:of|more)\b))",
            rf"an?{scaled}",
            rf"{small}(?:{scaled})?",
            rf"{alternation(table.section('plurals'))}",
            rf"{alternation(table.section('ambiguous_plurals'))}(?=\s+{cues}\b)",
        ),
    )
    first = "".join(sorted({word[0] for word in _all_words(table)}))
    return rf"(?:{DIGITS})(?:{short}\b|(?:{_GAP}{scale}\b){{1,3}})?|\b(?=[{first}])(?:{words})\b"


def _all_words(table: WordTable) -> list[str]:
    """Every word that a number may begin with."""
    sections = ("ones", "teens", "tens", "plurals", "ambiguous_plurals", "few", "few_of")
    return ["half", "a", *(word for name in sections for word in table.section(name))]


def number_of(words: str) -> Triple | None:
    """The (low, best, high) of a number found by `core`; None where it is no whole number.

    Exact numbers have three equal values; "several hundred" is several times a hundred.
    """
    table, phrase = number_words(), " ".join(words.lower().split())
    if phrase in table.plurals:
        return table.plurals[phrase]
    few = table.few_start.match(phrase)
    if few:
        factor = exact_number(phrase[few.end() :]) or 1
        low, best, high = table.few[few[0]]
        below = factor - 1 if high == _LARGEST_FEW else 0  # "several hundred" reaches up to a thousand
        return int(low * factor), int(best * factor), int(high * factor + below)
    value = exact_number(phrase)
    return (int(value), int(value), int(value)) if value is not None and value == int(value) else None


def exact_number(words: str) -> float | None:
    """The value of digits and number words, fractions too ("two and a half"); None where there is no number."""
    table, total, current = number_words(), 0.0, 0.0
    seen = False
    for word in table.parts.findall(words.lower()):
        if word[0].isdecimal():
            current += _digits(word)
        elif word in table.exact:
            current += table.exact[word]
        elif word == "half":
            current += 0.5
        else:
            scale = table.scales.get(word) or table.scales.get(word.removesuffix("s"))
            if scale is None:
                continue
            total, current = _scaled(total, current if seen else 1.0, scale)
        seen = True
    return total + current if seen else None


def _scaled(total: float, current: float, scale: int) -> tuple[float, float]:
    """The sums after a scale word: hundreds stay open for more ("two hundred thousand"), thousands are done."""
    if scale < _THOUSAND:
        return total, (current or 1.0) * scale
    return (total + current * scale, 0.0) if current else (total * scale, 0.0)


def _digits(token: str) -> float:
    """The value of digits with separators; an absurdly long row counts as nothing."""
    bare = re.sub(r"[^\d.]", "", token)
    return float(bare) if len(bare) <= _LONGEST else 0.0
