"""Put a report that two coders read on the desk: both codings, each under its coder's name, one of them believed."""

from typing import TYPE_CHECKING

from vedette.records.coded import ALSO

if TYPE_CHECKING:
    from vedette.records.coded import Coded
    from vedette.store.desk import Desk
    from vedette.store.rows import Added


def add_both(desk: "Desk", coded: "Coded", *, key: str | None = None, coder: str | None = None) -> "Added":
    """Keep a coded report as `Desk.add` does; where another coder's events stand beside, that coding first.

    The believed one is then the newest coding, so an event that both tell has one id. Raises StoreError as `add` does.
    """
    first = other_coding(coded)
    if first is None:
        return desk.add(coded, key=key, coder=coder)
    added = desk.add(first, key=key, coder=coded.also[0].coder)
    if added.new:
        desk.recode(coded, coder=coder)
    return added


def other_coding(coded: "Coded") -> "Coded | None":
    """The coding that stands beside a believed one, as a coding of its own; None where there is none."""
    if not coded.also or coded.error:
        return None
    events = tuple(event.model_copy(update={"id": event.id.removeprefix(ALSO)}) for event in coded.also)
    return coded.model_copy(update={"events": events, "also": ()})
