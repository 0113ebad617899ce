"""How much of one text another holds: runs of five words, folded, and the share of the shorter's that both have."""

import re
from typing import Final

from vedette.lexicon.placekeys import fold

SHINGLE: Final = 5
HELD: Final = 0.55
"""Share of the shorter text's shingles that the other must hold to be a copy of it."""
_SHORT: Final = 12
"""Texts of fewer words are copies only of the same words."""
_WORD: Final = re.compile(r"[a-z0-9]+")


def shingles(text: str) -> frozenset[str]:
    """The runs of five words of a text, folded; of a short text all its words as one."""
    words = _WORD.findall(fold(text))
    if len(words) < _SHORT:
        return frozenset({" ".join(words)}) if words else frozenset()
    return frozenset(" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))


def share(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the smaller set the other holds."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0
