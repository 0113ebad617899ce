"""The judgements of an incident as people read them: whose they are, what they say, what undid them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vedette.serve.context import Web
    from vedette.store.rows import JudgementRow


@dataclass(frozen=True, slots=True)
class Line:
    """A judgement, and the number of the one that undid it."""

    row: "JudgementRow"
    undone_by: int | None

    @property
    def what(self) -> str:
        """What it says, in words."""
        told = self.row.payload
        if self.row.undoes:
            return f"takes back judgement {self.row.undoes}"
        if self.row.kind == "correct":
            return f"{told.get('field')} is {'unknown' if told.get('value') is None else told.get('value')}"
        parts = {name: value for name, value in told.items() if name not in ("incident", "reason")}
        return "; ".join(f"{name}: {_shown(value)}" for name, value in parts.items())

    @property
    def why(self) -> str:
        """Its reason."""
        return str(self.row.payload.get("reason") or self.row.why or "")


def _shown(value: object) -> str:
    """A list as its items."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def lines_of(web: "Web", incident: str) -> list[Line]:
    """The judgements that name an incident, and those that undo them, in their order."""
    log = [row for row in web.teamwork.judgements_about(incident) if row.undoes or incident in named(row)]
    log = [row for row in log if web.as_of is None or row.at <= web.as_of]
    undone = undone_in(log)
    return [Line(row, undone.get(row.id)) for row in log]


def undone_in(log: "Sequence[JudgementRow]") -> dict[int, int]:
    """What of a log is undone by what; an undo that is undone undoes nothing."""
    undone: dict[int, int] = {}
    for row in reversed(log):
        if row.undoes is not None and row.id not in undone:
            undone.setdefault(row.undoes, row.id)
    return undone


def named(row: "JudgementRow") -> set[str]:
    """The incidents that a judgement names."""
    told = row.payload
    return {told.get("incident", ""), told.get("into", ""), *told.get("incidents", ())} - {""}
