"""Names that are near to a misspelt one, for messages that say what was probably meant."""

from collections.abc import Iterable, Iterator
from string import ascii_lowercase
from typing import Final

NEAR: Final = 0.75
"""Of 1: one slip in a word of four letters still passes, two in one of seven do not."""
MOST: Final = 3
_STEM: Final = 3
_WIDEST: Final = 80
"""Characters of a name; whoever gives more has not misspelt a name."""


def near(word: str, known: Iterable[str], most: int = MOST) -> list[str]:
    """Of the names that are known those most like `word`, the nearest first; none for a word that is one of them."""
    from rapidfuzz import process  # noqa: PLC0415 - only where something was misspelt
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    folded = word.casefold().strip()
    by_folded: dict[str, str] = {}
    for name in known:
        by_folded.setdefault(name.casefold(), name)
    if not folded or len(folded) > _WIDEST or folded in by_folded:
        return []
    longer = [name for name in by_folded if len(folded) >= _STEM and name.startswith(folded)]
    found = process.extract(folded, list(by_folded), scorer=OSA.normalized_similarity, limit=most, score_cutoff=NEAR)
    likely = [key for key, _, _ in found] + sorted(longer, key=len)
    return [by_folded[key] for key in dict.fromkeys(likely)][:most]


def meant(word: str, known: Iterable[str], most: int = MOST) -> str:
    """The question "Did you mean Syria?" with a blank behind it, to stand before a remedy; "" where nothing is near."""
    found = near(word, known, most)
    if not found:
        return ""
    return f"Did you mean {', '.join(found[:-1])} or {found[-1]}? " if len(found) > 1 else f"Did you mean {found[0]}? "


def one_letter_off(word: str) -> Iterator[str]:
    """The spellings that one slip of a finger makes of a word: a letter less, more, another, or two swapped.

    For tables that can be asked for a name but are too large to be gone through. Letters are those from a to z.
    """
    low = word.casefold()
    for at in range(len(low) + 1):
        head, tail = low[:at], low[at:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in ascii_lowercase:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]
