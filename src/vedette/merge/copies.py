"""Reports that repeat another's text: exact copies, wire copies under other headlines, edited versions.

Candidates come from MinHash over shingles of five words (Broder 1997), found by locality-sensitive hashing; each is
then checked by how many of the rarer text's shingles the other holds.
"""

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rensa import RMinHash, RMinHashLSH  # type: ignore[import-untyped]

from vedette.lexicon.shingles import HELD, share, shingles

if TYPE_CHECKING:
    from vedette.records.report import Report

PERMUTATIONS, BANDS, SEED = 64, 32, 2026
LEAST: Final = 0.25
"""Jaccard similarity from which on a pair becomes a candidate; the bands find most of those above."""
_FORM: Final = struct.Struct(f"<{PERMUTATIONS}I")
_BAND: Final = _FORM.size // BANDS
_EMPTY: Final = _FORM.pack(*[2**32 - 1] * PERMUTATIONS)


@dataclass(frozen=True, slots=True)
class Copy:
    """That a report repeats another; `held` is the share of shingles that they share, of the shorter one's."""

    report: str
    of: str
    held: float


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
        best = max(((share(own, held[m]), -m) for m in index.query(sketch) if m in held), default=(0.0, 0))
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


def sketch_of(text: str) -> bytes:
    """The sketch of a text, to be kept: what `maybe_copies` compares."""
    return _FORM.pack(*_sketch(shingles(text)).digest())


def maybe_copies(new: Iterable[bytes], kept: Mapping[str, bytes]) -> list[str]:
    """Which of the kept sketches may be of texts that share much with one of the new: those with a band in common."""
    asked = {band for sketch in new for band in bands(sketch)}
    return [ident for ident, sketch in kept.items() if not asked.isdisjoint(bands(sketch))]


def bands(sketch: bytes) -> list[tuple[int, bytes]]:
    """The bands of a sketch, each with its place, by which texts are compared; a text without a word has none."""
    if sketch == _EMPTY:
        return []
    return [(at, sketch[at : at + _BAND]) for at in range(0, len(sketch), _BAND)]
