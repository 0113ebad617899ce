"""Brief: a cited situation brief."""

from vedette.records.base import Record


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
