"""The network at a date: parties, the ties that stand, their blocs and turns, from facts alone.

Beside what reports tell stands what the registry of actors holds of the same parties (who backs whom, who is part of
whom, with years), marked as background: no report told it to this desk, it has no evidence and weighs half in the
blocs.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from vedette.lexicon.actors import registry
from vedette.records.network import Network, Party, Telling, Tie, Turn
from vedette.track.blocs import Blocs, blocs, signed_graph
from vedette.track.facts import GroundFact
from vedette.track.parties import Parties
from vedette.track.relations import Spell, TieFact, relation_history, standing
from vedette.track.takings import fights_for_ground
from vedette.track.turns import Found, turns

BACKGROUND: Final = 0.5
"""The strength of background: it counts for the blocs, but what is told counts more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: the day, the record time, and from which day on turns are wanted (None: none)."""

    at: dt.date
    as_of: str | None = None
    since: dt.date | None = None


def network(facts: Iterable[TieFact], parties: Parties, asked: Asked, ground: Iterable[GroundFact] = ()) -> Network:
    """The network that facts of ties and of the ground tell for a day. The order of the facts does not matter."""
    told = list(facts)
    told += fights_for_ground(ground, parties, asked.at, {fact.report: fact.origin for fact in told})
    history = relation_history(told, asked.at, parties.rules)
    day = asked.at.toordinal()
    ties = [tie_of(spell, day) for spell in standing(history, asked.at)]
    ends = {end for tie in ties for end in (tie.source, tie.target)}
    ties += _background(ends, {(t.kind, t.source, t.target) for t in ties}, parties, asked.at.year)
    grouped = blocs(signed_graph(ties, parties.rules))
    found = turns(history, asked.since, asked.at, parties.rules) if asked.since else []
    named = {end for tie in ties for end in (tie.source, tie.target)}
    named |= {who for turn in found for who in (turn.who, turn.whom, turn.away_from) if who}
    return Network(
        at=asked.at.isoformat(),
        as_of=asked.as_of,
        parties=tuple(_parties(sorted(named), parties, grouped)),
        ties=tuple(sorted(ties, key=lambda t: (t.background, -t.strength, t.kind, t.source, t.target))),
        blocs=grouped,
        turns=tuple(_turn(turn, day) for turn in found),
    )


def tie_of(spell: Spell, day: int) -> Tie:
    """A spell as a record, as it was on a day."""
    ended = spell.until is not None and spell.until <= day
    return Tie(
        kind=spell.kind,
        source=spell.source,
        target=spell.target,
        since=_iso(spell.first),
        told=_iso(spell.told_by(day)[-1].day),
        until=_iso(spell.until) if ended and spell.until else None,
        ended=spell.ended if ended else None,
        strength=round(spell.strength(day), 3),
        origins=spell.origins(day),
        evidence=_tellings(spell, day),
    )


def only(given: Network, keep: frozenset[str]) -> Network:
    """The part of a network that is about some parties: their ties and turns, and whom these are with."""
    ties = tuple(tie for tie in given.ties if {tie.source, tie.target} & keep)
    found = tuple(turn for turn in given.turns if {turn.who, turn.whom, turn.away_from} & keep)
    named = {end for tie in ties for end in (tie.source, tie.target)}
    named |= {who for turn in found for who in (turn.who, turn.whom, turn.away_from) if who}
    return Network(
        at=given.at,
        as_of=given.as_of,
        parties=tuple(party for party in given.parties if party.id in named),
        ties=ties,
        blocs=tuple(bloc for bloc in given.blocs if keep & set(bloc)),
        turns=found,
    )


def _background(told: set[str], known: set[tuple[str, str, str]], parties: Parties, year: int) -> Iterator[Tie]:
    """What the registry has of the parties that reports tell of, where reports do not tell it themselves."""
    for ident in sorted(told):
        entry = registry().by_id.get(ident)
        if entry is None:
            continue
        backers = [who for who, a, b in entry.backed_by if (a or year) <= year <= (b or year)]
        for who in backers:
            if ("backs", who, ident) not in known and parties.known(who):
                yield Tie(kind="backs", source=who, target=ident, since=None, strength=BACKGROUND, background=True)
        above = entry.part_of if entry.active_in(year) else None
        if above and ("part_of", ident, above) not in known and parties.known(above):
            yield Tie(kind="part_of", source=ident, target=above, since=None, strength=BACKGROUND, background=True)


def _parties(named: Iterable[str], parties: Parties, grouped: Blocs) -> Iterator[Party]:
    """The records of parties, each with the number of its bloc from 1."""
    numbers: Mapping[str, int] = {who: number for number, bloc in enumerate(grouped, 1) for who in bloc}
    for ident in named:
        yield parties.party(ident).model_copy(update={"bloc": numbers.get(ident)})


def _turn(found: Found, day: int) -> Turn:
    """A finding as a record."""
    return Turn(
        kind=found.kind,
        day=_iso(found.day),
        who=found.who,
        whom=found.whom,
        away_from=found.away_from,
        origins=found.spell.origins(day),
        evidence=_tellings(found.spell, day),
    )


def _tellings(spell: Spell, day: int) -> tuple[Telling, ...]:
    """The evidence of a spell up to a day, oldest first."""
    return tuple(
        Telling(report=f.report, origin=f.origin, day=_iso(f.day), words=f.words, start=f.start, end=f.end)
        for f in spell.told_by(day)
    )


def _iso(day: int) -> str:
    """A day as ISO date."""
    return dt.date.fromordinal(day).isoformat()
