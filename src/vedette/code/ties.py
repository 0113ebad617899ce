"""Ties: how each word of a sentence hangs together with each other word, for the second reader.

Its layer of attention (second.py) looks from word to word by what it has made of both and by the tie between them:
what a word tells rests on whom it is done by and to, on the word it hangs on, and on what else the clause tells.
"""

from typing import TYPE_CHECKING, Final

import numpy as np

from vedette.code.sides import Sides

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from vedette.code.clues import Found
    from vedette.code.events import Readers

TIES: Final = ("far", "clause", "near", "head", "child", "by", "on", "does", "bears", "self")
"""What the second word is to the first; `does` and `bears`: the first acts in it, or has it done to it."""
NEAR: Final = 2
"""Words that stand so close together are near each other."""
_OTHER_WAY: Final = {"by": "does", "on": "bears", "head": "child"}


def ties(readers: "Readers", found: "Found", first: int, end: int) -> "NDArray[np.uint8]":
    """The tie of each word (row) from `first` up to `end` to each other (column), as a number of TIES."""
    tree, at = readers.tree, np.arange(first, end)
    clause = np.array([tree.clause(t) for t in range(first, end)])
    made = np.where(clause[:, None] == clause, np.uint8(TIES.index("clause")), np.uint8(0))
    made[abs(at[:, None] - at) <= NEAR] = TIES.index("near")
    for kind, token, word in _named(readers, found, first, end):
        if first <= word < end and word != token:
            made[token - first, word - first] = TIES.index(kind)
            made[word - first, token - first] = TIES.index(_OTHER_WAY[kind])
    np.fill_diagonal(made, TIES.index("self"))
    return made


def _named(readers: "Readers", found: "Found", first: int, end: int) -> "Iterator[tuple[str, int, int]]":
    """The ties that grammar and frames tell, the closer ones last: kind, word, other word."""
    tree, sides = readers.tree, Sides(readers)
    yield from (("head", t, tree.head[t]) for t in range(first, end))
    for token in range(first, end):
        yield from ((side, token, word) for side, word in sides.tokens(token))
    for event in found.kept:
        yield from (("by", event.token, p.head) for p in event.actors)
        yield from (("on", event.token, p.head) for p in event.targets)
