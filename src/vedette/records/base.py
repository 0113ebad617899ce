"""What every record shares: it is frozen, knows no unknown fields and serialises to plain JSON."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A noun of the design: an immutable value that can be written as one JSON object."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def as_json(self) -> dict[str, Any]:
        """The record as JSON-ready plain values."""
        return self.model_dump(mode="json")
