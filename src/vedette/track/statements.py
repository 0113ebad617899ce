"""Statements of what could happen: intents, orders, threats, warnings, mobilisations, as reports tell them.

They are drawn from events and not from incidents, since merging puts only what came about into incidents. What many
reports tell, or several versions of a page, is gathered into one statement with all its sources.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from vedette.track.constants import ahead_constants
from vedette.track.parts import Party, Where, iso_day, parties_of, where_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vedette.records.event import Event
    from vedette.records.vocabulary import PloverType
    from vedette.store.rows import EventRow, ReportRow
    from vedette.track.constants import KindName

UNDATED: Final = "9999"
"""What sorts after every day."""


@dataclass(frozen=True, slots=True)
class Statement:
    """That something is meant, ordered, threatened, feared or made ready: by whom, told by whom, in which words.

    `day` is that of the first report that tells it (None where none bears a date), `until` the last day that the
    statement itself names. `words` is the sentence, `cue` what in it speaks of the deed, `sources` the chain of
    attribution with the publisher, one for each telling; `events` are the ids of the events that tell it.
    """

    kind: "KindName"
    type: "PloverType"
    day: str | None
    until: str | None
    where: Where
    parties: tuple[Party, ...]
    words: str
    cue: str
    sources: tuple[str, ...]
    events: tuple[str, ...]

    @property
    def subject(self) -> tuple[object, ...]:
        """What two tellings of one statement share: kind, type, who, against whom, and where, as finely as told."""
        who = frozenset((party.role, party.key) for party in self.parties)
        return self.kind, self.type, who, self.where.aims or (self.where.admin1, self.where.country)


def statement_of(row: "EventRow", report: "ReportRow") -> Statement | None:
    """The statement that an event of a report makes, None where it makes none."""
    kind = None if row.negated else ahead_constants().kind_of(row.status, row.type, row.event.trigger.text)
    if kind is None:
        return None
    day, named = iso_day(report.published), iso_day(row.day_to)
    until = named if named and day and named > day else None
    return Statement(
        kind.name, row.event.type, day, until, where_of([row]), parties_of([row]), _sentence(row.event),
        row.event.trigger.text, (_source(row.event, report),), (row.id,),
    )  # fmt: skip


def gathered(statements: "Iterable[Statement]") -> list[Statement]:
    """The statements with those that are alike and were said within a few days as one, in the words of the earliest."""
    alike: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for said in sorted(statements, key=_order):
        alike[said.subject].append(said)
    return sorted((one for group in alike.values() for one in _joined(group)), key=_order)


def _order(said: Statement) -> tuple[str, tuple[str, ...]]:
    """By day, those without one last, then by event."""
    return said.day or UNDATED, said.events


def _joined(group: "Sequence[Statement]") -> list[Statement]:
    """Statements alike, in order of day: each later one joins the one before if that was first said shortly before."""
    found: list[Statement] = []
    for said in group:
        if found and _near(found[-1].day, said.day):
            first = found[-1]
            sources = tuple(dict.fromkeys((*first.sources, *said.sources)))
            until = max(filter(None, (first.until, said.until)), default=None)
            found[-1] = replace(first, until=until, sources=sources, events=(*first.events, *said.events))
        else:
            found.append(said)
    return found


def _near(one: str | None, other: str | None) -> bool:
    """Whether two days are within those that one statement is told in."""
    if one is None or other is None:
        return one is other
    apart = dt.date.fromisoformat(other) - dt.date.fromisoformat(one)
    return apart.days <= ahead_constants().told_within


def _sentence(event: "Event") -> str:
    """The words of an event."""
    return " ".join(span.text for span in event.evidence) or event.trigger.text


def _source(event: "Event", report: "ReportRow") -> str:
    """Who says so: the chain of attribution, nearest first, and who published it."""
    chain = [link.source.text for link in event.attribution]
    return " < ".join([*chain, report.publisher or report.key])
