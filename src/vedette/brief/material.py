"""All that a brief is made of, gathered from a desk once; what follows from it is pure."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from vedette.brief.forecasting import Chance, chance_of
from vedette.merge.current import incidents
from vedette.records.brief import BriefScope
from vedette.track.ahead import prospects
from vedette.track.constants import tempo_constants
from vedette.track.control import control_history
from vedette.track.facts import facts_of
from vedette.track.network import Asked, network
from vedette.track.rebuild import basis
from vedette.track.tempo import counted, novelties
from vedette.track.told import told_on

if TYPE_CHECKING:
    from vedette.records.incident import Incident
    from vedette.records.network import Network
    from vedette.records.place import Place
    from vedette.store.desk import Desk
    from vedette.track.ahead import Prospect
    from vedette.track.control import History
    from vedette.track.scope import Scope
    from vedette.track.tempo import Novelty

HISTORY_DAYS: Final = 365
"""So many days before the first does a brief look back."""


@dataclass(frozen=True, slots=True)
class Material:
    """What a brief is made of.

    `incidents` are those asked about, `before` those of the same scope in the year before; `history` and `places` who
    held what; `prospects` statements of what is to come; `firsts` what was told for the first time.
    """

    scope: BriefScope
    incidents: "tuple[Incident, ...]"
    before: "tuple[Incident, ...]" = ()
    history: "History" = field(default_factory=dict)
    places: "dict[str, Place]" = field(default_factory=dict)
    prospects: "tuple[Prospect, ...]" = ()
    firsts: "tuple[Novelty, ...]" = ()
    network: "Network | None" = None
    chance: Chance | None = None
    report_day: "Callable[[str], tuple[str, str | None, str | None]] | None" = None
    """For the id of a report: its outlet, the day it was published, its address."""


def gather(
    desk: "Desk", scope: BriefScope, asked: dict[str, Any], tracked: "Scope", tick: Callable[[], None] = lambda: None
) -> Material:
    """The material of a brief about a scope; `asked` are the filters of incidents, `tracked` the same for tracking.

    Raises StoreError or JudgementError where the desk cannot be read.
    """
    chosen = tuple(_ticked(incidents(desk, as_of=scope.as_of, **asked, day_from=scope.first, day_to=scope.last), tick))
    earlier = _days_before(scope.first, HISTORY_DAYS), _days_before(scope.first, 1)
    before = incidents(desk, as_of=scope.as_of, **asked, day_from=earlier[0], day_to=earlier[1])
    known = {incident.id for incident in chosen}
    ground = facts_of(desk, scope.as_of)
    said, firsts = _ahead(desk, scope, tracked)
    return Material(
        scope=scope,
        incidents=chosen,
        before=tuple(i for i in _ticked(before, tick) if i.id not in known and not scope.incidents),
        history=_held(ground, scope, chosen),
        places=ground.places,
        prospects=said,
        firsts=tuple(first for first in firsts if first.incident in known),
        network=_network(desk, scope),
        chance=chance_of(desk, scope),
        report_day=_reports(desk, scope.as_of),
    )


def _ticked(found: "Iterable[Incident]", tick: Callable[[], None]) -> "Iterable[Incident]":
    """Incidents, each noted as read."""
    for incident in found:
        tick()
        yield incident


def _days_before(day: str, days: int) -> str:
    """The day so many days before another."""
    return (dt.date.fromisoformat(day) - dt.timedelta(days=days)).isoformat()


def _held(ground: Any, scope: BriefScope, chosen: "tuple[Incident, ...]") -> "History":  # noqa: ANN401 - track's Ground
    """Who held the places of the scope: those of its country, or those where its incidents were."""
    there = {incident.place.id for incident in chosen if incident.place}
    return {
        ident: [spell for spell in spells if spell.start <= scope.last]
        for ident, spells in control_history(ground.facts).items()
        if (scope.country and not scope.place and ground.places[ident].country == scope.country) or ident in there
    }


def _ahead(desk: "Desk", scope: BriefScope, tracked: "Scope") -> "tuple[tuple[Prospect, ...], list[Novelty]]":
    """The statements of what is to come that were made by the last day, and all that was told for the first time."""
    held = basis(desk, scope.last, scope.as_of)
    said = tracked.statements(held.statements) if not scope.incidents else []
    found = [
        p for p in prospects(said, held.deeds, scope.last) if p.fate == "open" and (p.statement.day or "") <= scope.last
    ]
    return tuple(found), novelties(counted(held.deeds, scope.last, tempo_constants().material))


def _network(desk: "Desk", scope: BriefScope) -> "Network":
    """Who stands with whom on the last day."""
    told = told_on(desk, scope.as_of)
    return network(told.ties, told.parties, Asked(dt.date.fromisoformat(scope.last), scope.as_of))


def _reports(desk: "Desk", as_of: str | None) -> "Callable[[str], tuple[str, str | None, str | None]]":
    """Where a report comes from, looked up when it is asked for."""

    def of(ident: str) -> tuple[str, str | None, str | None]:
        """Its outlet, day and address."""
        kept = desk.report(ident, as_of=as_of)
        if kept is None:
            return ident, None, None
        return kept.row.publisher or kept.row.key, kept.row.published, kept.row.url

    return of
