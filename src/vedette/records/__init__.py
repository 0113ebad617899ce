"""The nouns that every stage speaks; each is imported on first use, pydantic with the first."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vedette.records.actor import Actor
    from vedette.records.base import Record
    from vedette.records.brief import Brief, BriefPoint, BriefScope, BriefSentence, BriefSource, Byline, Finding, Quote
    from vedette.records.coded import Coded
    from vedette.records.event import Attribution, Count, Event, Responsibility
    from vedette.records.incident import Claim, Incident, Participant, Source, Told, Toll, TollTold
    from vedette.records.judgement import Judgement, Signature
    from vedette.records.mention import Mention, Span
    from vedette.records.network import Network, Party, Telling, Tie, Turn
    from vedette.records.place import Place
    from vedette.records.relation import Control, Relation
    from vedette.records.report import Report
    from vedette.records.when import TimeMention, When

__all__ = [
    "Actor",
    "Attribution",
    "Brief",
    "BriefPoint",
    "BriefScope",
    "BriefSentence",
    "BriefSource",
    "Byline",
    "Claim",
    "Coded",
    "Control",
    "Count",
    "Event",
    "Finding",
    "Incident",
    "Judgement",
    "Mention",
    "Network",
    "Participant",
    "Party",
    "Place",
    "Quote",
    "Record",
    "Relation",
    "Report",
    "Responsibility",
    "Signature",
    "Source",
    "Span",
    "Telling",
    "Tie",
    "TimeMention",
    "Told",
    "Toll",
    "TollTold",
    "Turn",
    "When",
]

_MODULES = {
    "Attribution": "event",
    "BriefPoint": "brief",
    "BriefScope": "brief",
    "BriefSentence": "brief",
    "BriefSource": "brief",
    "Byline": "brief",
    "Finding": "brief",
    "Quote": "brief",
    "Claim": "incident",
    "Participant": "incident",
    "Source": "incident",
    "Told": "incident",
    "Toll": "incident",
    "TollTold": "incident",
    "Control": "relation",
    "Party": "network",
    "Count": "event",
    "Record": "base",
    "Responsibility": "event",
    "Signature": "judgement",
    "Span": "mention",
    "Telling": "network",
    "Tie": "network",
    "TimeMention": "when",
    "Turn": "network",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's names have any type
    """Import a record from its module on first use."""
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_MODULES.get(name, name.lower())}"), name)


def __dir__() -> list[str]:
    """Offer the records to completion though they are not imported yet."""
    return sorted(__all__)
