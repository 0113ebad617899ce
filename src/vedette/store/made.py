"""What merging works out of a report, in the form in which a desk keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

ALL: Final = ""
"""The word under which the number of all accounts is counted."""


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as it is kept: its rank in its report, its weeks (None where nothing dates it), its JSON."""

    id: str
    rank: int
    weeks: tuple[int, int] | None
    json: str


@dataclass(frozen=True, slots=True)
class Made:
    """What was worked out of one coding of a report: the sketch of its text, and its accounts by rank.

    `words` says by how much the counts of words change against what was worked out of the report before, ALL included.
    """

    report: str
    coding: int
    sketch: bytes
    accounts: tuple[AccountRow, ...]
    words: Mapping[str, int] = field(default_factory=dict)
