"""The whole name of a place of which a tagger saw but a part: "Stari" of "Stari Most", "Hilal" of "Ras al-Hilal".

Names that stand together are tried from the longest, and one that the gazetteer has is taken.
"""

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST: Final = 3  # words that a name may have more on either side
_LINKS: Final = frozenset(
    {"al", "el", "ul", "de", "del", "des", "di", "do", "da", "du", "la", "las", "le", "los", "of"}
)
"""Small words inside of names; none begins or ends one."""
_BEFORE: Final = re.compile(r"([^\W\d_][\w'\u2019-]*) $|([^\W\d_][\w'\u2019-]*-)$")
_BEHIND: Final = re.compile(r" ([^\W\d_][\w\u2019'-]*)")
_OWNER: Final = re.compile(r"['\u2019]s?$")


def whole_name(text: str, start: int, end: int, known: "Callable[[str], bool]") -> str:
    """The longest known name round text[start:end], or that itself; `known` asks the gazetteer."""
    lows, highs = _lows(text, start), _highs(text, end)
    spans = sorted(((low, high) for low in lows for high in highs), key=lambda s: s[0] - s[1])
    return next((text[a:b] for a, b in spans if (a, b) == (start, end) or known(text[a:b])), text[start:end])


def _lows(text: str, start: int) -> list[int]:
    """Where the name may begin: at its own beginning or that of a name before it."""
    found, here = [start], start
    for _ in range(_MOST):
        match = _BEFORE.search(text, max(0, here - 40), here)
        word = (match[1] or match[2]) if match else ""
        if not word or _OWNER.search(word) or not (word[0].isupper() or word.strip("-").lower() in _LINKS):
            break
        here -= len(match[0]) if match else 0
        found += [here] if word[0].isupper() else []
    return found


def _highs(text: str, end: int) -> list[int]:
    """Where the name may end: at its own end or that of a name behind it."""
    found, here = [end], end
    for _ in range(_MOST):
        match = _BEHIND.match(text, here)
        if match is None or not (match[1][0].isupper() or match[1].lower() in _LINKS):
            break
        owner = _OWNER.search(match[1])
        here = match.start(1) + (owner.start() if owner else len(match[1]))
        found += [here] if match[1][0].isupper() else []
        if owner:
            break
    return found
