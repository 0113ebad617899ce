"""Which reports of a job repeat another's text, and which are versions of one page; a run of reports at a time.

As a desk does it (merge/copies.py, store/desk.py), but for pairs whose sketches agree in fewer than AGREE values: they
share a band by chance, and of a hundred thousand reports these would be most of the pairs.
"""

import functools
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import numpy as np

from vedette.lexicon.shingles import HELD, share, shingles
from vedette.merge.copies import bands
from vedette.store.desk import SAME_PAGE, VERSIONS

AGREE: Final = 4
"""Of a sketch's 64 values."""
_SHINGLES: Final = 4096
"""Texts whose shingles are kept at hand."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is needed of a report to compare its text: the text is compressed."""

    text: bytes
    sketch: bytes
    url: str | None
    published: str | None


class Repeat(NamedTuple):
    """Of a report the earlier ones (by number) that it copies and whose page it is a version of; None for none."""

    number: int
    copies: int | None
    held: float
    version_of: int | None


@dataclass
class Repeats:
    """Work: runs of reports, from and to in the order of publication, to their repeats."""

    pages: Sequence[Page]
    order: list[int] = field(init=False)
    _rank: dict[int, int] = field(init=False, default_factory=dict)
    _ready: bool = False

    def __post_init__(self) -> None:
        """Put the reports into the order of publication: a copy is later than its original."""
        self.order = sorted(range(len(self.pages)), key=lambda n: (self.pages[n].published or "9999", n))

    def ready(self) -> None:
        """See `Work.ready`: index the sketches and the addresses."""
        if self._ready:
            return
        self._rank = {n: rank for rank, n in enumerate(self.order)}
        self._sketches = np.frombuffer(b"".join(page.sketch for page in self.pages), np.uint32)
        self._sketches = self._sketches.reshape(len(self.pages), -1)
        self._blocks: dict[tuple[int, bytes], list[int]] = defaultdict(list)
        self._at: dict[str, list[int]] = defaultdict(list)
        for n, page in enumerate(self.pages):
            for band in bands(page.sketch):
                self._blocks[band].append(n)
            if page.url:
                self._at[page.url].append(n)
        self._shingles = functools.lru_cache(_SHINGLES)(
            lambda n: shingles(zlib.decompress(self.pages[n].text).decode())
        )
        self._ready = True

    def __getstate__(self) -> dict[str, Any]:
        """Only what the rest can be made of is sent."""
        return {"pages": self.pages, "order": self.order, "_rank": {}, "_ready": False}

    def __call__(self, run: tuple[int, int]) -> list[Repeat]:
        """The repeats among the reports from one place in the order up to another."""
        return list(self._repeats(self.order[slice(*run)]))

    def _repeats(self, numbers: Sequence[int]) -> Iterator[Repeat]:
        """The repeats among some reports."""
        for n in numbers:
            best = max(((share(self._shingles(n), self._shingles(m)), -self._rank[m], m) for m in self._near(n)),
                       default=(0.0, 0, 0))  # fmt: skip
            copies = best[2] if best[0] >= HELD else None
            version = self._version(n)
            if copies is not None or version is not None:
                yield Repeat(n, copies, round(best[0], 3), version)

    def _near(self, n: int) -> list[int]:
        """The earlier reports that may have much of a report's text."""
        rank = self._rank[n]
        near = {m for band in bands(self.pages[n].sketch) for m in self._blocks[band] if self._rank[m] < rank}
        if not near:
            return []
        found = np.fromiter(near, np.int64)
        agree = (self._sketches[found] == self._sketches[n]).sum(axis=1) >= AGREE
        return [int(m) for m in found[agree]]

    def _version(self, n: int) -> int | None:
        """The last report before at the same address of which a report holds much."""
        url = self.pages[n].url
        before = [m for m in self._at[url] if m < n][-VERSIONS:] if url else []
        return next((m for m in reversed(before) if share(self._shingles(n), self._shingles(m)) >= SAME_PAGE), None)
