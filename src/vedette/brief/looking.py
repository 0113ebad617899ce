"""Where citations are looked up: on a desk, as of a time; what is derived is derived anew."""

import functools
from typing import TYPE_CHECKING, Final

from vedette.brief.evidence import Derived
from vedette.brief.forecasting import chance_of
from vedette.brief.naming import registered
from vedette.lexicon.actors import registry
from vedette.lexicon.countries import countries
from vedette.merge.current import incident as incident_of
from vedette.records.brief import BriefScope
from vedette.records.incident import Claim, Told, TollTold
from vedette.track.control import control_history
from vedette.track.facts import facts_of

if TYPE_CHECKING:
    from vedette.records.incident import Incident
    from vedette.store.desk import Desk
    from vedette.store.rows import EventRow, Kept
    from vedette.track.facts import Ground

ODDS: Final = (9, 10)
"""The odds that the wider interval of the forecast is told with: nine times in ten."""


class DeskKnown:
    """A desk as the verifier sees it; what was looked up is kept, so one serves one check of one brief."""

    def __init__(self, desk: "Desk", scope: BriefScope | None = None) -> None:
        """Keep the desk; `scope` says as of when, and of which days a forecast is."""
        self._desk, self._scope = desk, scope
        self._as_of = scope.as_of if scope else None
        self.incident = functools.cache(self._incident)
        self._kept = functools.cache(self._report)

    def _incident(self, ident: str) -> "Incident | None":
        """An incident that stands."""
        found = incident_of(self._desk, ident, as_of=self._as_of)
        return found if found is not None and found.live else None

    def _report(self, ident: str) -> "Kept | None":
        """A report with what was read from it."""
        return self._desk.report(ident, as_of=self._as_of)

    def event(self, ident: str) -> Told | None:
        """An event as its report tells it."""
        rows = self._desk.events_of(ident.partition(":")[0], as_of=self._as_of)
        return next((_told(row) for row in rows if row.id == ident), None)

    def text(self, report: str) -> str | None:
        """The text of a report."""
        kept = self._kept(report)
        return kept.coded.report.text if kept is not None and kept.coded.report is not None else None

    def source(self, report: str) -> tuple[str, str | None]:
        """The outlet of a report, and the day that it was published."""
        kept = self._kept(report)
        return (report, None) if kept is None else (kept.row.publisher or kept.row.key, kept.row.published)

    def derived(self, cite: str) -> Derived | None:
        """A place's history of control, a tie between parties, or the forecast."""
        kind, _, rest = cite.partition(":")
        return {"control": self._control, "tie": _tie, "forecast": self._forecast}[kind](rest)

    @functools.cached_property
    def _ground(self) -> "Ground":
        """The facts of control."""
        return facts_of(self._desk, self._as_of)

    def _control(self, place: str) -> Derived | None:
        """Who held a place, and from which days."""
        facts = [fact for fact in self._ground.facts if fact.place == place]
        spells = control_history(facts).get(place, [])
        if not spells:
            return None
        days = tuple(day for spell in spells for day in (spell.start, spell.end) if day)
        found = self._ground.places[place]
        return Derived((found.name, *(spell.holder for spell in spells)), days)

    def _forecast(self, rest: str) -> Derived | None:
        """The numbers of the forecast, made anew."""
        chance = chance_of(self._desk, self._scope) if self._scope else None
        if chance is None or not rest.startswith(f"{chance.source}:"):
            return None
        told = (chance.median, *chance.half, *chance.most)
        numbers = (chance.months, *(round(n) for n in told), *ODDS)
        return Derived((chance.source.upper(),), (f"{chance.last}-01",), numbers)


def _tie(rest: str) -> Derived | None:
    """The two ends of a tie; whether it is told, its quotations say."""
    _, one, other = rest.split(":", 2)
    known = [_known(one), _known(other)]
    return Derived(tuple(filter(None, known)), pairs=((one, other),)) if all(known) else None


def _known(ident: str) -> str | None:
    """The name of a party by its id."""
    return registered(ident).full if ident in registry().by_id else countries().name(ident)


def _told(row: "EventRow") -> Told:
    """An event of the desk as an incident has it."""
    event = row.event
    named = {role: tuple(a.name for a in row.actors if a.role == role) for role in ("actor", "target")}
    span = event.evidence[0] if event.evidence else event.trigger
    return Told(
        event=row.id, report=row.report_id, type=event.type, mode=event.mode, sub_event=event.sub_event,
        status=event.status, negated=event.negated, first=row.day_from, last=row.day_to, place=row.place,
        actors=named["actor"], targets=named["target"],
        tolls=tuple(map(TollTold.of_count, event.counts)),
        sources=tuple(link.source.text for link in event.attribution),
        claims=tuple(Claim(kind=r.kind, who=r.who.text, by=r.by.text if r.by else None) for r in event.responsibility),
        weapons=tuple(w.text for w in event.weapons),
        quote=" ".join(s.text for s in event.evidence) or event.trigger.text,
        start=span.start, end=span.end, salience=event.salience, confidence=event.confidence,
    )  # fmt: skip
