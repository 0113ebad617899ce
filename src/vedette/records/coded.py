"""Coded: everything read from one report, which is one output line of `vedette code --jsonl`."""

from typing import Self

from pydantic import Field, model_validator

from vedette.records.actor import Actor
from vedette.records.asked import Asked, Gloss
from vedette.records.base import Record
from vedette.records.event import Event
from vedette.records.mention import Mention, Span
from vedette.records.place import Place
from vedette.records.relation import Control, Relation
from vedette.records.report import Report
from vedette.records.when import TimeMention, When

ALSO = "also-"
"""Before the ids of the events in `Coded.also`, so that no two of a report are alike."""


def _nothing(value: object) -> bool:
    """Whether a part that most reports do not have is not there."""
    return not value


class Coded(Record):
    """One report and all that was read from it; refuses a span that is not in the text and a dangling ref.

    The last three stand there only where a language model was asked: `also` are the events as another coder tells them,
    kept to be compared and not believed, `glosses` translations of quoted words, `asked` what became of the answer.
    """

    id: str
    """The id that was given with the report."""
    report: Report | None = None
    """The report as it was read; None with an error."""
    mentions: tuple[Mention, ...] = ()
    """Everything named or described that was recognised."""
    actors: tuple[Actor, ...] = ()
    """Whom the mentions refer to."""
    places: tuple[Place, ...] = ()
    """Where the mentions lie."""
    events: tuple[Event, ...] = ()
    """What happened, was planned, feared, denied ..."""
    relations: tuple[Relation, ...] = ()
    """How parties stand to each other."""
    control: tuple[Control, ...] = ()
    """Who took, lost, holds or contests a place."""
    times: tuple[TimeMention, ...] = ()
    """Expressions of time."""
    error: str | None = None
    """Why it could not be coded, and the remedy; None where it was."""
    also: tuple[Event, ...] = Field(default=(), exclude_if=_nothing)
    """Events as another coder tells them."""
    glosses: tuple[Gloss, ...] = Field(default=(), exclude_if=_nothing)
    """Translations of quoted words."""
    asked: Asked | None = Field(default=None, exclude_if=_nothing)
    """What was asked of a language model."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        """Check every span against the text and every ref against actors and places."""
        text = self.report.text if self.report else ""
        refs = {actor.id for actor in self.actors} | {place.id for place in self.places}
        for span in self.spans():
            if not span.holds_in(text):
                held = text[span.start : span.end]
                msg = f"report {self.id}: {span.start}:{span.end} holds {held!r}, not {span.text!r}"
                raise ValueError(msg)
            if isinstance(span, Mention) and span.ref is not None and span.ref not in refs:
                msg = f"report {self.id}: ref {span.ref!r} of {span.text!r} is no actor or place of this report"
                raise ValueError(msg)
        return self

    def spans(self) -> list[Span]:
        """Every span of the record, wherever it stands."""
        found: list[Span] = [*self.mentions, *self.times, *self.glosses]
        for event in (*self.events, *self.also):
            found += event_spans(event)
        for relation in self.relations:
            found += [relation.source, relation.target]
        for change in self.control:
            found += [x for x in (change.place, change.holder) if x]
            found += _when_spans(change.when)
        return found


def event_spans(event: Event) -> list[Span]:
    """Every span of one event."""
    found: list[Span] = [event.trigger, *event.actors, *event.targets, *event.beneficiaries, *event.weapons]
    found += [x for x in (event.place, event.origin, event.destination) if x]
    for link in event.attribution:
        found += [link.source, link.cue]
    for claim in event.responsibility:
        found += [claim.who, claim.cue, *([claim.by] if claim.by else [])]
    return found + list(event.evidence) + _when_spans(event.when)


def _when_spans(when: When | None) -> list[Span]:
    """The words of a When as a span."""
    return [Span(start=when.span[0], end=when.span[1], text=when.text)] if when else []
