"""Relation and Control: how actors stand to each other, and who holds what."""

from vedette.records.base import Record
from vedette.records.mention import Mention
from vedette.records.vocabulary import ControlChange, RelationType, Status
from vedette.records.when import When


class Relation(Record):
    """`source` stands in relation `type` to `target`; `start` and `end` are the offsets of the words that say so."""

    type: RelationType
    source: Mention
    target: Mention
    status: Status = "happened"
    start: int
    end: int


class Control(Record):
    """A place changes hands or is held; `start` and `end` are the offsets of the words that say so."""

    place: Mention
    holder: Mention | None = None
    change: ControlChange
    status: Status = "happened"
    when: When | None = None
    start: int
    end: int
