"""Find the words that a model quotes in the text itself: as they stand, then forgiving form, then a few letters.

Nothing that a model says is believed for its own sake. A quote is looked for exactly; then with case, accents, widths,
spaces and kinds of quotation marks forgiven; then, if it is long enough, by the best partial alignment (rapidfuzz), of
which digits must agree to the last. Offsets are always those of the text, and so are the words that are kept.
"""

import bisect
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from rapidfuzz import fuzz

How = Literal["exact", "normalised", "fuzzy"]
Range = tuple[int, int]

LONGEST: Final = 600
"""Characters of a quote; a longer one is no quote but a copy of the report."""
FUZZY_FROM: Final = 10
"""Characters of a quote from which on some may be wrong: in shorter ones a letter makes another name."""
LIKENESS: Final = 92.0
"""Least partial ratio (0 to 100) of a quote and what is taken for it."""
LEAST_LENGTH: Final = 0.85
"""Of the quote's length, what is taken for it must have at least so much."""
_MARKS: Final = 10
"""Combining classes from here on are accents and vowel points, below are letters' own parts (nukta, virama)."""
_SAME: Final = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4\u0060\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u300c\u300d", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u2039\u3008", "<"),
        **dict.fromkeys("\u203a\u3009", ">"),
        "\u0640": "",
    }
)
_DIGITS: Final = re.compile(r"\d")
_SPACED: Final = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", "DIGIT")


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quote stands: `text[start:end]`, and how it was found."""

    start: int
    end: int
    how: How


class Finder:
    """Finds quotes in one text."""

    def __init__(self, text: str) -> None:
        """Keep the text; its forgiving form is made when first needed."""
        self.text = text

    def find(self, quote: str, within: Range | None = None, near: int | None = None) -> Found | None:
        """Where a quote stands in `within` (all of the text where None), nearest to `near`; else None.

        Raises nothing: any string may be asked for, an empty one or one of blanks stands nowhere.
        """
        low, high = within or (0, len(self.text))
        quote = quote.strip()
        if not quote or len(quote) > LONGEST or not any(c.isalnum() for c in quote):
            return None
        spans = list(self._exact(quote, low, high))
        if spans:
            return Found(*_nearest(spans, near), "exact")
        spans = list(self._forgiving(quote, low, high))
        if spans:
            return Found(*_nearest(spans, near), "normalised")
        span = self._fuzzy(quote, low, high)
        return Found(*span, "fuzzy") if span else None

    def _exact(self, quote: str, low: int, high: int) -> Iterator[Range]:
        """Every place where the quote stands as it is, between whole words."""
        at = self.text.find(quote, low, high)
        while at >= 0:
            if _whole(self.text, at, at + len(quote)):
                yield at, at + len(quote)
            at = self.text.find(quote, at + 1, high)

    @cached_property
    def _form(self) -> tuple[str, list[int]]:
        """The forgiving form of the text, and for each of its characters the offset that it comes from."""
        return forgiving(self.text)

    def _forgiving(self, quote: str, low: int, high: int) -> Iterator[Range]:
        """Every place where the quote stands but for its form."""
        form, origin = self._form
        wanted = forgiving(quote)[0].strip()
        if not wanted:
            return
        first, last = bisect.bisect_left(origin, low), bisect.bisect_left(origin, high)
        at = form.find(wanted, first, last)
        while at >= 0:
            start, end = self._span(at, at + len(wanted))
            cut = self._cuts(at) or self._cuts(at + len(wanted))
            if start < end and not cut and _whole(self.text, start, end):
                yield start, end
            at = form.find(wanted, at + 1, last)

    def _cuts(self, at: int) -> bool:
        """Whether a place in the forgiving form is inside one character of the text: the 1 of a quarter's sign."""
        _, origin = self._form
        return 0 < at < len(origin) and origin[at - 1] == origin[at]

    def _span(self, first: int, last: int) -> Range:
        """The offsets in the text of a range of its forgiving form, with the accents that follow its last letter."""
        _, origin = self._form
        start, end = origin[first], origin[last - 1] + 1
        while end < len(self.text) and unicodedata.combining(self.text[end]) >= _MARKS:
            end += 1
        return start, end

    def _fuzzy(self, quote: str, low: int, high: int) -> Range | None:
        """The place that is like the quote in all but a few letters; no digit may differ."""
        form, origin = self._form
        wanted = forgiving(quote)[0].strip()
        if len(wanted) < FUZZY_FROM:
            return None
        first, last = bisect.bisect_left(origin, low), bisect.bisect_left(origin, high)
        if last - first < len(wanted) * LEAST_LENGTH:
            return None
        best = fuzz.partial_ratio_alignment(wanted, form[first:last], score_cutoff=LIKENESS)
        if best is None or best.dest_end - best.dest_start < len(wanted) * LEAST_LENGTH:
            return None
        start, end = self._widened(*self._span(first + best.dest_start, first + best.dest_end), low, high)
        told = forgiving(self.text[start:end])[0]
        same = _DIGITS.findall(told) == _DIGITS.findall(wanted)
        return (start, end) if same and fuzz.ratio(wanted, told) >= LIKENESS else None

    def _widened(self, start: int, end: int, low: int, high: int) -> Range:
        """A range grown to whole words, without blanks at its ends."""
        while start > low and _joined(self.text, start):
            start -= 1
        while end < high and _joined(self.text, end):
            end += 1
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return start, end


def forgiving(text: str) -> tuple[str, list[int]]:
    """A text in lower case without accents and invisible characters, blanks single; and where each letter is from."""
    made: list[str] = []
    origin: list[int] = []
    for at, char in enumerate(text):
        for piece in _folded(char):
            if piece == " " and (not made or made[-1] == " "):
                continue
            made.append(piece)
            origin.append(at)
    return "".join(made), origin


def _folded(char: str) -> str:
    """What remains of one character."""
    if char.isascii():
        return " " if char.isspace() else char.lower() if char.isprintable() else ""
    kept = []
    for piece in unicodedata.normalize("NFKD", char.translate(_SAME)).casefold():
        if piece.isspace():
            kept.append(" ")
        elif unicodedata.combining(piece) < _MARKS and unicodedata.category(piece) not in ("Cf", "Cc", "Cs"):
            kept.append(str(unicodedata.decimal(piece, piece)))
    return "".join(kept)


def _nearest(spans: list[Range], near: int | None) -> Range:
    """The range nearest to an offset, the first where none is given."""
    return spans[0] if near is None else min(spans, key=lambda span: (abs(span[0] - near), span[0]))


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a range cuts no word."""
    return not _joined(text, start) and not _joined(text, end)


def _joined(text: str, at: int) -> bool:
    """Whether the characters before and at an offset belong to one word of a script that parts its words by spaces."""
    if not 0 < at < len(text):
        return False
    if unicodedata.combining(text[at]) >= _MARKS:
        return True
    return _spaced(text[at - 1]) and _spaced(text[at])


def _spaced(char: str) -> bool:
    """Whether a character is a letter or digit of a script that parts its words by spaces."""
    return char.isalnum() and unicodedata.name(char, "").startswith(_SPACED)
