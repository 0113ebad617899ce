"""Reports that repeat another's text: exact copies, wire copies under other headlines, edited versions.

Candidates come from MinHash over shingles of five words (Broder 1997), found by locality-sensitive hashing; each is
then checked by how many of the rarer text's shingles the other holds.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rensa import RMinHash, RMinHashLSH  # type: ignore[import-untyped]

from vedette.lexicon.placekeys import fold

if TYPE_CHECKING:
    from vedette.records.report import Report

SHINGLE: Final = 5
PERMUTATIONS, BANDS, SEED = 64, 32, 2026
LEAST: Final = 0.25
"""Jaccard similarity from which on a pair becomes a candidate; the bands find most of those above."""
HELD: Final = 0.55
"""Share of the shorter text's shingles that the other must hold."""
_SHORT: Final = 12
"""Texts of fewer words are copies only of the same words."""
_WORD: Final = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Copy:
    """That a report repeats another; `held` is the share of shingles that they share, of the shorter one's."""

    report: str
    of: str
    held: float


def shingles(text: str) -> frozenset[str]:
    """The runs of five words of a text, folded; of a short text all its words as one."""
    words = _WORD.findall(fold(text))
    if len(words) < _SHORT:
        return frozenset({" ".join(words)}) if words else frozenset()
    return frozenset(" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))


def find_copies(reports: "Sequence[Report]") -> list[Copy]:
    """The copies among reports, each with the first report (by day of publication, then order) that it repeats."""
    order = sorted(range(len(reports)), key=lambda n: (reports[n].published or "9999", n))
    index = RMinHashLSH(threshold=LEAST, num_perm=PERMUTATIONS, num_bands=BANDS)
    held: dict[int, frozenset[str]] = {}
    first: dict[int, int] = {}
    found = []
    for n in order:
        own = shingles(reports[n].text)
        if not own:
            continue
        sketch = _sketch(own)
        best = max(((_share(own, held[m]), -m) for m in index.query(sketch) if m in held), default=(0.0, 0))
        if best[0] >= HELD:
            first[n] = first.get(-best[1], -best[1])
            found.append(Copy(reports[n].id, reports[first[n]].id, round(best[0], 3)))
        held[n] = own
        index.insert(n, sketch)
    return found


def _sketch(words: Iterable[str]) -> RMinHash:
    """The MinHash of a set."""
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update(list(words))
    return sketch


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the smaller set the other holds."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0
