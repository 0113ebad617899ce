"""Item: one thing to be coded, or the reason why it cannot be; and the ids that have been seen."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vedette.records.report import Report


@dataclass(frozen=True, slots=True)
class Item:
    """One input: `where` names it for people ("in.jsonl line 3"), `id` is that of its output line.

    `warnings` tell what of it was passed over.
    """

    where: str
    id: str
    report: "Report | None" = None
    error: str | None = None
    warnings: tuple[str, ...] = ()


class Seen:
    """The ids of a run, each with where it stood first."""

    def __init__(self) -> None:
        """Begin with none."""
        self._first: dict[str, str] = {}

    def check(self, item: Item) -> Item:
        """The item itself, or in its place an error that names the earlier input with the same id."""
        first = self._first.get(item.id)
        if first is None:
            self._first[item.id] = item.where
            return item
        problem = f"id {item.id!r} was used before by {first}. Give each input its own id."
        return Item(item.where, item.id, error=problem)
