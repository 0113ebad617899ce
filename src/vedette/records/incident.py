"""Incident and Brief: what later stages make of many reports' events."""

from vedette.records.base import Record
from vedette.records.event import Count


class Incident(Record):
    """Events of many reports judged to be one happening; `disagreements` name the fields on which they differ."""

    id: str
    events: tuple[str, ...]
    reports: tuple[str, ...]
    independent_origins: int = 1
    counts: tuple[Count, ...] = ()
    disagreements: tuple[str, ...] = ()


class BriefSentence(Record):
    """A sentence of a brief and the ids of the events it rests on; one without citations may not stand."""

    text: str
    cites: tuple[str, ...]


class Brief(Record):
    """A cited situation brief."""

    id: str
    headline: str
    summary: tuple[BriefSentence, ...] = ()
    happened: tuple[BriefSentence, ...] = ()
    background: tuple[BriefSentence, ...] = ()
    outlook: tuple[BriefSentence, ...] = ()
    sources: tuple[str, ...] = ()
