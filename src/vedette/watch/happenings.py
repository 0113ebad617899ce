"""What a watch tells of itself while it runs: to a table on a terminal, to lines in a pipe, to tests."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "visited", "visit failed", "fetched", "unchanged", "fetch failed", "given up", "kept", "known", "aside", "unread",
    "problem", "merged", "alerts", "sent", "not sent", "pruned",
]  # fmt: skip
"""`known` is a text that the desk had already; `given up` an article that is not fetched again,
`problem` what is wrong with one entry of a source."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened: where, and what about it a person should read; `number` of what is counted."""

    kind: Kind
    source: str = ""
    words: str = ""
    number: int = 0
    at: str = ""


Tell = Callable[[Happening], None]
