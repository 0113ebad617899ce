"""What a desk tells of relations: the facts of its reports, in the light of what people judged of their incidents.

Of the versions of a page the newest speaks. A copy has the origin of what it copies. What is told by an event of a
retracted or disputed incident does not count, nor where a person corrected its status to one that says nothing yet or
said that it did not happen; what a confirmed incident tells counts for more.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vedette.track.facts import GroundFact, Origins, ground_of
from vedette.track.parties import Parties
from vedette.track.relations import TieFact
from vedette.track.telling import Judged, facts_in, origin_of
from vedette.track.tie_rules import TieRules, tie_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from vedette.merge.state import Belief, State
    from vedette.store.desk import Desk
    from vedette.store.rows import Kept


@dataclass(frozen=True, slots=True)
class Told:
    """What a desk's reports tell: of ties, of the ground, and the parties to both."""

    ties: list[TieFact]
    ground: list[GroundFact]
    parties: Parties


def told_on(desk: "Desk", as_of: str | None = None, tick: "Callable[[], None]" = lambda: None) -> Told:
    """What a desk tells, as of a record time (None for now). Raises StoreError, JudgementError."""
    told, origins = Told([], [], Parties(tie_rules())), Origins.of(desk, as_of)
    for row in desk.reports(as_of=as_of, latest=True):
        kept = desk.report(row.id, as_of=as_of)
        if kept is not None:
            copied = origins.copies.get(row.id)
            first = desk.report(copied, as_of=as_of) if copied else None
            told.ties.extend(ties_of(kept, first or kept, origins, told.parties))
            told.ground.extend(ground_of(kept, origins).facts)
        tick()
    return told


def ties_of(kept: "Kept", first: "Kept", origins: Origins, parties: Parties) -> list[TieFact]:
    """What a kept report tells of ties; `first` is the one that it repeats, else itself."""
    return facts_in(kept.coded, parties, _judged(kept, first, origins.state, parties.rules))


def _judged(kept: "Kept", first: "Kept", state: "State", rules: TieRules) -> Judged:
    """What is known of a report: whom it comes from, and which of its events a person took out or stands behind."""
    left, sure = set[str](), set[str]()
    for name, event in zip(kept.events, kept.coded.events, strict=True):
        holder = state.holders.get(name)
        belief = state.incidents.get(holder) if holder else None
        if belief is not None and _is_out(belief, rules):
            left.add(event.id)
        elif belief is not None and belief.standing == "confirmed":
            sure.add(event.id)
    return Judged(kept.row.id, origin_of(first.coded), frozenset(left), frozenset(sure))


def _is_out(belief: "Belief", rules: TieRules) -> bool:
    """Whether what an incident tells does not count."""
    status = belief.corrections.get("status")
    unsaid = status is not None and status not in rules.counting.statuses
    return belief.retracted or belief.standing == "disputed" or unsaid or belief.corrections.get("negated") is True
