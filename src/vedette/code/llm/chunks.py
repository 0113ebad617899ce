"""Cut a long report into pieces that a model can read, at ends of paragraphs or sentences, with some overlap."""

import re
from typing import Final

Range = tuple[int, int]
_STOPS: Final = r"[\u3002\uff01\uff1f\u061f\u06d4\u0964]"
_ENDS: Final = (
    re.compile(r"\n\s*\n|\n"),
    re.compile(rf"[.!?\u2026]['\"\u201d\u00bb)]*\s+|{_STOPS}\s*"),
    re.compile(r"\s+"),
)
_SENTENCE: Final = re.compile(
    r"(?:[.!?\u2026]['\"\u201d\u2019\u00bb)]*(?=\s)|[\u3002\uff01\uff1f\u061f\u06d4\u0964][\u300d\u201d\u00bb]*)\s*|\n+\s*"
)


def pieces(text: str, most: int, overlap: int, body: tuple[Range, ...] | None = None) -> list[Range]:
    """Ranges of at most `most` characters that together cover `body` (all of the text where None).

    Neighbours within one stretch share up to `overlap` characters. Ends are those of a paragraph where there is one in
    the piece's second half, else of a sentence, else of a word, else wherever it must be.
    """
    found: list[Range] = []
    for low, high in _stretches(body or ((0, len(text)),), most):
        start = low
        while high - start > most:
            end = _end(text, start + most // 2, start + most)
            found.append((start, end))
            start = max(_end(text, end - min(overlap, (end - start) // 2), end, first=True), start + 1)
        found.append((start, high))
    return [(a, b) for a, b in found if text[a:b].strip()]


def _stretches(body: tuple[Range, ...], most: int) -> list[Range]:
    """The body's ranges, those put together that fit into one piece with what lies between them."""
    found: list[Range] = []
    for low, high in body:
        if found and high - found[-1][0] <= most:
            found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    return found


def _end(text: str, low: int, high: int, *, first: bool = False) -> int:
    """The last (or first) good place to cut between two offsets."""
    for ends in _ENDS:
        places = [match.end() for match in ends.finditer(text, low, high)]
        if places:
            return places[0] if first else places[-1]
    return low if first else high


def sentences(text: str) -> list[Range]:
    """The sentences of a text in any script, as ranges without blanks at their ends, in order and apart."""
    found, start = [], 0
    for match in [*_SENTENCE.finditer(text), None]:
        end = match.end() if match else len(text)
        words = text[start:end]
        if words.strip():
            begin = start + len(words) - len(words.lstrip())
            found.append((begin, begin + len(words.strip())))
        start = end
    return found
