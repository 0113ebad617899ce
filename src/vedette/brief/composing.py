"""A brief from its material: each section in turn, every sentence with what it rests on, none of it checked yet."""

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Final

from vedette.brief import english
from vedette.brief.background import background
from vedette.brief.backing import actors
from vedette.brief.choosing import by_theme, chosen
from vedette.brief.differing import disagreements
from vedette.brief.drafting import sentence
from vedette.brief.outlook import outlook
from vedette.brief.phrases import kinds
from vedette.brief.sourcing import method, sources
from vedette.brief.summing import headline, summary
from vedette.brief.wording import Voice, told
from vedette.records.brief import Brief, BriefPoint, BriefSentence, Byline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vedette.brief.facts import Fact
    from vedette.brief.material import Material

MOST: Final = 30
"""Incidents that are told one by one."""


def compose(material: "Material", byline: Byline | None = None) -> Brief:
    """The brief of some material, its sentences unchecked."""
    facts = chosen(material)
    happened = _happened(facts, material)
    texts = {ident for said in happened for ident in said.cites}
    brief = Brief(
        id="",
        made_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        scope=material.scope,
        headline=headline(facts, material),
        summary=tuple(summary(facts, material)),
        happened=tuple(happened),
        disagreements=tuple(disagreements([f for f in facts if f.id in texts], material)),
        actors=tuple(actors(facts, material)),
        background=tuple(background(facts, material)),
        outlook=tuple(outlook(material)),
        points=tuple(_points([f for f in facts if f.id in texts])),
        method=tuple(method(material, len(texts))),
        byline=byline or Byline(),
    )
    quoted = [quote for said in brief.sentences for quote in said.quotes]
    brief = brief.model_copy(update={"sources": tuple(sources(material, texts, quoted))})
    return brief.model_copy(update={"id": identity(brief)})


def identity(brief: Brief) -> str:
    """An id from what a brief says, not from when it was made."""
    said = brief.model_dump_json(exclude={"id", "made_at", "byline", "since_brief"})
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def voice_of(material: "Material") -> Voice:
    """The voice of a section: the brief's state and year are not said again."""
    first, last = material.scope.first[:4], material.scope.last[:4]
    return Voice(material.scope.country, int(last) if first == last else None)


def _happened(facts: "Sequence[Fact]", material: "Material") -> list[BriefSentence]:
    """What happened, heading by heading: the most important first, then by days; who holds what by days alone."""
    voice, found = voice_of(material), list[BriefSentence]()
    for theme, under in by_theme(facts[:MOST]).items():
        voice.begin()
        lead = [] if under[0].kind.form == "control" else under[:1]
        for fact in [*lead, *sorted(under[len(lead) :], key=lambda f: (f.first or "", f.id))]:
            text = told(fact, voice)
            if text is not None:
                found.append(sentence(text, [fact], theme))
    return found


def _points(facts: "Sequence[Fact]") -> list[BriefPoint]:
    """The incidents told, for the map and the timeline."""
    return [
        BriefPoint(
            incident=fact.id,
            label=english.begun(fact.noun[0]),
            where=fact.incident.place.name if fact.incident.place else "",
            lat=fact.incident.place.lat if fact.incident.place else None,
            lon=fact.incident.place.lon if fact.incident.place else None,
            precision=fact.incident.place.precision if fact.incident.place else "unknown",
            day=fact.first,
            killed=fact.killed,
            theme=kinds().themes[fact.kind.theme],
        )
        for fact in facts
    ]
