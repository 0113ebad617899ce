"""Cut a text into its paragraphs, with their offsets, and test what kind of line a paragraph is."""

import re
from dataclasses import dataclass

_BREAK_MARKS = "\n\r\x0b\x0c\x85\u2028\u2029"
_LINE = re.compile(f"[^{_BREAK_MARKS}]+")
_BULLET = re.compile(r"(?:[-\u2013—*•·●▪►◦‣■]|\d{1,2}[.)]|\([a-z0-9]\))\s+")
_TERMINAL = re.compile(r"[.!?…][\"')\]]*$")
_SENTENCE_END = re.compile(r"[.!?…][\"')\]]*\s+(?=[\"'(\[]?[^\Wa-z_])")
_PLAIN = (("\u2018", "'"), ("\u2019", "'"), ("\u201c", '"'), ("\u201d", '"'), ("\xa0", " "), ("\u202f", " "))
_WRAP_WIDTHS = range(45, 111)
_WRAP_SPREAD = 0.7
_WRAP_SLACK = 15
_PROSE_WORDS = 6
_LONG_WORDS = 35
_QUESTION_WORDS = 16


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph or line of a text, without the white space around it; offsets are code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cut:
    """Characters that are not body, what they are, and the value read from them (a source's name, say)."""

    start: int
    end: int
    kind: str
    value: str | None = None


def plain(text: str) -> str:
    """The text with straight quotes and ordinary spaces; every offset stays."""
    if not text.isascii():
        for fancy, simple in _PLAIN:  # much faster than str.translate
            text = text.replace(fancy, simple)
    return text


def folded(text: str) -> str:
    """A plain text in lower case with single-character line breaks as spaces; every offset stays."""
    lower = text.lower()
    if len(lower) != len(text):  # some capitals have two characters in lower case
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lower.replace("\n", " ")


def split_units(text: str) -> list[Unit]:
    """The paragraphs of a text: its lines, but for lines that only wrap a paragraph, which are joined."""
    if not any(mark in text for mark in _BREAK_MARKS):  # much faster than the expression
        unit = _trimmed(text, 0, len(text))
        return [unit] if unit else []
    lines = [unit for found in _LINE.finditer(text) if (unit := _trimmed(text, *found.span()))]
    return [unit for block in _blocks(text, lines) for unit in _join_block(text, block)]


def _trimmed(text: str, start: int, end: int) -> Unit | None:
    """The range without white space at its ends, or None where nothing is left."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    size = len(piece.strip())
    return Unit(start + left, start + left + size) if size else None


def _blocks(text: str, lines: list[Unit]) -> list[list[Unit]]:
    """Lines in groups between blank lines."""
    groups: list[list[Unit]] = []
    for line in lines:
        gap = text[groups[-1][-1].end : line.start].strip(" \t") if groups else ""
        if groups and (len(gap) == 1 or gap == "\r\n"):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _join_block(text: str, block: list[Unit]) -> list[Unit]:
    """One paragraph where the block is wrapped to a width; else its lines, each with what plainly goes on with it."""
    if len(block) > 1 and _is_wrapped(text, block):
        return [Unit(block[0].start, block[-1].end)]
    joined = [block[0]]
    for line in block[1:]:
        if _goes_on(text, joined[-1], line):
            joined[-1] = Unit(joined[-1].start, line.end)
        else:
            joined.append(line)
    return joined


def _is_wrapped(text: str, block: list[Unit]) -> bool:
    """Whether all lines but the last have nearly one width, and most of them end inside a sentence."""
    widths = [line.end - line.start for line in block]
    inner = widths[:-1]
    if not all(width in _WRAP_WIDTHS for width in inner) or min(inner) < _WRAP_SPREAD * max(inner):
        return False
    if widths[-1] > max(inner) + _WRAP_SLACK or any(is_bullet(text, line) for line in block[1:]):
        return False
    open_ends = sum(not is_terminal(text, line) for line in block[:-1])
    lower_starts = sum(text[line.start].islower() for line in block[1:])
    return open_ends * 2 >= len(inner) and lower_starts * 2 >= len(inner)


def _goes_on(text: str, before: Unit, line: Unit) -> bool:
    """Whether a line continues the one before it: that one stops mid-sentence and this one starts in lower case."""
    return text[line.start].islower() and not is_terminal(text, before) and text[before.end - 1] not in ":;|"


def is_terminal(text: str, unit: Unit) -> bool:
    """Whether a unit ends as a sentence does."""
    return bool(_TERMINAL.search(text, max(unit.start, unit.end - 8), unit.end))


def is_bullet(text: str, unit: Unit) -> bool:
    """Whether a unit begins with a list mark."""
    return bool(_BULLET.match(text, unit.start, unit.end))


def content_start(text: str, unit: Unit) -> int:
    """Where a unit's words begin, after its list mark."""
    found = _BULLET.match(text, unit.start, unit.end)
    return found.end() if found else unit.start


def word_count(text: str, unit: Unit) -> int:
    """How many words a unit has, split at white space."""
    return len(text[unit.start : unit.end].split())


def is_prose(text: str, unit: Unit) -> bool:
    """Whether a unit reads as sentences and not as a heading or label."""
    words = word_count(text, unit)
    if words >= _LONG_WORDS:
        return True
    if not is_terminal(text, unit) or words < _PROSE_WORDS:
        return False
    return words > _QUESTION_WORDS or not text[unit.start : unit.end].rstrip("\"')]").endswith("?")


def sentence_end(text: str, start: int, end: int) -> int:
    """Where the sentence that holds `start` ends (before the white space), at most at `end`."""
    found = _SENTENCE_END.search(text, start, end)
    return found.start() + len(found[0].rstrip()) if found else end


def sentence_start(text: str, floor: int, offset: int, reach: int = 250) -> int:
    """Where the sentence that holds `offset` begins, looking back at most `reach` characters, not before `floor`."""
    low = max(floor, offset - reach)
    ends = [found.end() for found in _SENTENCE_END.finditer(text, low, offset) if found.end() <= offset]
    return ends[-1] if ends else low


def ends_sentence(text: str, floor: int, offset: int) -> bool:
    """Whether a new sentence may begin at `offset`: at the floor, after a full stop, a mark or a wide gap."""
    before = text[max(floor, offset - 12) : offset]
    if offset <= floor or not before.strip():
        return True
    stripped = before.rstrip("([* \t\n\"'")
    gap = len(before) - len(before.rstrip())
    return gap > 1 or not stripped or stripped[-1] in ".!?…|*•·)]\"'>»"
