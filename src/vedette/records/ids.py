"""The ids by which a desk knows what it keeps, made of texts that every database takes."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vedette.records.event import Event


def storable(text: str) -> str:
    """A text that both databases take: they know no NUL and no half of a surrogate pair. The JSON keeps these."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def event_id(report_id: str, event: "Event", coding: int = 1) -> str:
    """The id of an event on the desk: "<report>:<its id there>", of a later coding "<report>:<coding>:<its id there>".

    `coding` counts the codings of the report from 1.
    """
    own = storable(event.id)
    return f"{report_id}:{own}" if coding == 1 else f"{report_id}:{coding}:{own}"
