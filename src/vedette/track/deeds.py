"""What tracking reads of an incident: its deed, where something came about.

It is drawn from a View and depends on nothing else, so what tracking derives from it can be derived anew at any time.
What a person corrected counts in place of what the reports say.
"""

import datetime as dt
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vedette.merge.views import View
from vedette.store.words import fold
from vedette.track.constants import ahead_constants, tempo_constants
from vedette.track.parts import Party, Where, iso_day, most, parties_of, where_of

if TYPE_CHECKING:
    from vedette.store.rows import EventRow, ReportRow

Deaths = tuple[int, int, int]
"""Low, best, high."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What an incident came to, where something came about.

    `day` and `last` are ISO days, those of the first publication where nothing dates it; both are None where it is told
    no closer than the constants ask. `type` is that of most of its events, `what` as finely as it is told; `types` are
    those of all events that were not only tried. `dated` is False where the day is that of publication.
    """

    incident: str
    day: str | None
    last: str | None
    type: str
    what: str
    types: frozenset[str]
    where: Where
    parties: tuple[Party, ...]
    weapons: tuple[str, ...]
    deaths: Deaths | None
    dated: bool = True

    def named(self, role: str) -> dict[str, str]:
        """The names of those of a role, by their keys."""
        return {party.key: party.name for party in self.parties if party.role == role}


def newest_day(reports: "Iterable[ReportRow]") -> str | None:
    """The day of the newest report, None where none bears a date: what "today" is to a desk of old reports."""
    return max((day for row in reports if (day := iso_day(row.published))), default=None)


def deed_of(view: View) -> Deed | None:
    """The deed of an incident, None where it is absorbed, retracted, or talk of what did not come about."""
    given = view.corrections.get("status")
    known = tempo_constants().happened
    if not view.belief.live or (given is not None and given not in known):
        return None
    negated = view.corrections.get("negated")
    done = tuple(
        e
        for e in view.told
        if (given is not None or e.status in known) and not (e.negated if negated is None else negated)
    )
    return _deed(view, done) if done else None


def _deed(view: View, done: "tuple[EventRow, ...]") -> Deed:
    """The deed that these events of an incident tell."""
    (day, last), dated = _days(view, done)
    type_ = str(view.corrections.get("type") or most((e.type, e.event.salience) for e in done))
    return Deed(
        view.belief.id, day, last, type_, view.what or type_, _types(view, done, type_), _where(view, done),
        _parties(view, done), _weapons(view, done), _deaths(view), dated,
    )  # fmt: skip


def _types(view: View, done: "tuple[EventRow, ...]", type_: str) -> frozenset[str]:
    """The types of what was not only tried; the deed's one where a person set it."""
    status = view.corrections.get("status")
    succeeded = [e for e in done if (status or e.status) in ahead_constants().happened]
    if succeeded and view.corrections.get("type"):
        return frozenset({type_})
    return frozenset(e.type for e in succeeded)


def _days(view: View, done: "tuple[EventRow, ...]") -> tuple[tuple[str | None, str | None], bool]:
    """The first and last day of a deed, and whether it is dated by more than its publication."""
    if "when" in view.corrections:
        first, last = map(iso_day, view.days)
    else:
        days = [day for e in done for given in (e.day_from, e.day_to) if (day := iso_day(given))]
        first, last = min(days, default=None), max(days, default=None)
    dated = first is not None and last is not None
    if first is None or last is None:
        first = last = _published(view.reports)
    if first is None or last is None or _span(first, last) > tempo_constants().wide:
        return (None, None), dated
    return (first, last), dated


def _span(first: str, last: str) -> int:
    """Days from one to another, both included."""
    return (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days + 1


def _published(reports: "Iterable[ReportRow]") -> str | None:
    """The first day of publication."""
    return min((day for row in reports if (day := iso_day(row.published))), default=None)


def _where(view: View, done: "tuple[EventRow, ...]") -> Where:
    """Where a deed is told to be, or where a person put it."""
    told = where_of(done)
    if "place" not in view.corrections:
        return told
    name = str(view.corrections["place"] or "")
    return Where(name, frozenset({fold(name)} if name else ()), country=told.country)


def _parties(view: View, done: "tuple[EventRow, ...]") -> tuple[Party, ...]:
    """Who takes part; whom a person named stands in place of the reports' actors."""
    found = parties_of(done)
    for field, role in (("actors", "actor"), ("targets", "target")):
        if field in view.corrections:
            found = (*(p for p in found if p.role != role), *_corrected(view.corrections[field], role))
    return found


def _corrected(value: object, role: str) -> list[Party]:
    """Whom a person named: a name, or several."""
    names = value if isinstance(value, list) else [value]
    return [Party(fold(str(name)), str(name), str(name), "", role) for name in names if name]


def _weapons(view: View, events: "tuple[EventRow, ...]") -> tuple[str, ...]:
    """The weapons, as folded words, each once."""
    if "weapons" in view.corrections:
        return tuple(sorted(party.key for party in _corrected(view.corrections["weapons"], "")))
    return tuple(sorted({weapon.ref or fold(weapon.text) for e in events for weapon in e.event.weapons}))


def _deaths(view: View) -> Deaths | None:
    """The lowest and highest number of dead that is told; best is the median of what each report takes for best."""
    told = view.people()
    if told is None:
        return None
    low, high = told
    best = _corrected_best(view.corrections)
    if best is None:
        of: dict[str, int] = defaultdict(int)
        for row in view.told:
            of[row.report_id] = max(of[row.report_id], _best(row))
        best = statistics.median_low([n for n in of.values() if n] or [low])
    return low, min(max(best, low), high), high


def _corrected_best(corrections: "Mapping[str, Any]") -> int | None:
    """The number that a person holds for best, None where there is none."""
    given = corrections.get("counts.killed")
    return given.get("best") if isinstance(given, Mapping) else given


def _best(row: "EventRow") -> int:
    """What an event's largest count of the dead says at best."""
    return next((n for n in (row.killed_best, row.killed_low, row.killed_high) if n is not None), 0)
