"""Relation and Control: how actors stand to each other, and who holds what."""

from vedette.records.base import Record
from vedette.records.mention import Mention
from vedette.records.vocabulary import ControlChange, RelationType, Status
from vedette.records.when import When


class Relation(Record):
    """`source` stands in relation `type` to `target`; `start` and `end` are the offsets of the words that say so."""

    type: RelationType
    """What kind of relation."""
    source: Mention
    """Who has it."""
    target: Mention
    """To whom."""
    status: Status = "happened"
    """Whether it is so, or planned, feared, denied ..."""
    start: int
    """Where the words that say so begin."""
    end: int
    """Where they end."""


class Control(Record):
    """A place changes hands or is held; `start` and `end` are the offsets of the words that say so."""

    place: Mention
    """The place."""
    holder: Mention | None = None
    """Who has it, gets it or loses it."""
    change: ControlChange
    """Captured, lost, contested or held."""
    status: Status = "happened"
    """Whether it is so, or planned, feared, denied ..."""
    when: When | None = None
    """On which days."""
    start: int
    """Where the words that say so begin."""
    end: int
    """Where they end."""
