"""What was asked of a language model for one report, and what became of its answer."""

from pydantic import Field

from vedette.records.base import Record
from vedette.records.mention import Span


class Gloss(Span):
    """Words of a report in its own language, and the model's translation of them, which is no evidence of anything."""

    gloss: str


class Asked(Record):
    """One report put to a language model.

    `kept` counts what was found in the text, by how ("exact", "normalised", "fuzzy") and as "events"; `dropped` counts
    what was not, by why. Tokens are those of this report's own answers, `kept_before` how many of its `pieces` had been
    answered before and cost nothing now. `cost` is in the currency of the prices that are set. `problem` says why there
    is no answer, or not one for every piece.
    """

    model: str
    prompt: str
    pieces: int
    kept_before: int = 0
    kept: dict[str, int] = Field(default_factory=dict)
    dropped: dict[str, int] = Field(default_factory=dict)
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0
    seconds: float = 0.0
    problem: str | None = None
