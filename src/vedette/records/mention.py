"""Span and Mention: where in a report's text a value stands."""

from typing import Self

from pydantic import Field, model_validator

from vedette.records.base import Record
from vedette.records.vocabulary import MentionKind


class Span(Record):
    """Words of a report: `text` is `report.text[start:end]`, in Unicode code points."""

    start: int = Field(ge=0)
    """Where the words begin, in Unicode code points."""
    end: int
    """Where they end, exclusive."""
    text: str
    """The words."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Refuse a span whose length is not that of its words."""
        if self.end - self.start != len(self.text) or not self.text:
            msg = f"span {self.start}:{self.end} cannot hold {self.text!r}"
            raise ValueError(msg)
        return self

    def holds_in(self, text: str) -> bool:
        """Whether the words stand at the offsets in `text`."""
        return text[self.start : self.end] == self.text


class Mention(Span):
    """A named or described thing: `ref` is the id of an Actor or Place of the same report."""

    kind: MentionKind
    """What it is."""
    ref: str | None = None
    """Id of the actor or place that it refers to."""
