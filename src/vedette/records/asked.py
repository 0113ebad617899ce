"""What was asked of a language model for one report, and what became of its answer."""

from pydantic import Field

from vedette.records.base import Record
from vedette.records.mention import Span


class Gloss(Span):
    """Words of a report in its own language, and the model's translation of them, which is no evidence of anything."""

    gloss: str
    """The translation."""


class Asked(Record):
    """One report put to a language model.

    `kept` counts what was found in the text, by how ("exact", "normalised", "fuzzy") and as "events"; `dropped` counts
    what was not, by why. Tokens are those of this report's own answers, `kept_before` how many of its `pieces` had been
    answered before and cost nothing now. `cost` is in the currency of the prices that are set. `problem` says why there
    is no answer, or not one for every piece.
    """

    model: str
    """The model's name, as the endpoint knows it."""
    prompt: str
    """Name and fingerprint of the instructions that it was given."""
    pieces: int
    """Into how many pieces the report was cut."""
    kept_before: int = 0
    """Pieces whose answer was kept from before."""
    kept: dict[str, int] = Field(default_factory=dict)
    """Values found again in the text, by how."""
    dropped: dict[str, int] = Field(default_factory=dict)
    """Values that were not, by why."""
    tokens_in: int = 0
    """Tokens sent."""
    tokens_out: int = 0
    """Tokens answered."""
    cost: float = 0.0
    """What it cost, in the currency of the prices that are set."""
    seconds: float = 0.0
    """How long the answers took."""
    problem: str | None = None
    """Why there is no answer, or not one for every piece."""
