"""What a desk's reports tell of the ground and of ties, each in the light of what people judged, from nothing or anew.

Of the versions of a page the newest speaks. A copy has the origin of what it copies. What is told by an event of a
retracted incident does not count, for ties nor of a disputed one, nor where a person corrected its status to one that
says nothing yet or said that it did not happen; what a confirmed incident tells counts for more.

What a report tells depends on its coding, on what it copies, and on the incidents that hold its events. All but the
coding is in a `key`: where that is as it was, and neither the report nor what it copies was added or coded again, what
it told before still holds. So a desk that grew costs what grew.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vedette.track.facts import GroundFact, Origins, ground_of, judged_ground
from vedette.track.parties import Parties
from vedette.track.relations import TieFact
from vedette.track.telling import Judged, facts_in, origin_of
from vedette.track.tie_rules import TieRules, tie_rules

if TYPE_CHECKING:
    from vedette.merge.state import Belief, State
    from vedette.records.place import Place
    from vedette.store.desk import Desk
    from vedette.store.rows import Kept

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """What one report tells: of the ground (with the places), of ties, and the parties to these.

    `undated` counts the changes that nothing dates; `key` has what it depends on beside its coding and what it copies.
    """

    key: Key
    ground: tuple[GroundFact, ...]
    ties: tuple[TieFact, ...]
    places: "Mapping[str, Place]"
    parties: Parties
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What all reports tell together."""

    ties: list[TieFact]
    ground: list[GroundFact]
    parties: Parties


def told_on(desk: "Desk", as_of: str | None = None, tick: Callable[[], None] = lambda: None) -> Told:
    """What a desk tells, as of a record time (None for now). Raises StoreError, JudgementError."""
    return together(heard_on(desk, as_of, tick))


def together(heard: Mapping[str, Heard]) -> Told:
    """What reports tell, in the order of their ids, so that it does not matter when each was read."""
    told = Told([], [], Parties(tie_rules()))
    for name in sorted(heard):
        told.ties.extend(heard[name].ties)
        told.ground.extend(heard[name].ground)
        told.parties.take(heard[name].parties)
    return told


def heard_on(desk: "Desk", as_of: str | None = None, tick: Callable[[], None] = lambda: None) -> dict[str, Heard]:
    """What each newest report of a desk tells, read from nothing."""
    return heard_again(desk, {}, (), Origins.of(desk, as_of), as_of, tick)


def heard_again(
    desk: "Desk", old: Mapping[str, Heard], touched: Container[str], origins: Origins, as_of: str | None = None,
    tick: Callable[[], None] = lambda: None,
) -> dict[str, Heard]:  # fmt: skip
    """What each newest report tells now, from what it told before.

    `touched` are the reports that were added or coded again since then, `origins` what the desk goes by now.
    """
    keys = _keys(desk, origins, as_of)
    stale = [name for name, key in keys.items() if _is_stale(name, key, old, touched, origins)]
    anew = dict(_hear(desk, stale, keys, origins, as_of, tick))
    return {name: anew[name] if name in anew else old[name] for name in sorted(keys) if name in anew or name in old}


def _is_stale(name: str, key: Key, old: Mapping[str, Heard], touched: Container[str], origins: Origins) -> bool:
    """Whether what a report told before need not hold any more."""
    copied = origins.copies.get(name)
    return name in touched or name not in old or old[name].key != key or (copied is not None and copied in touched)


def _hear(
    desk: "Desk", names: Sequence[str], keys: Mapping[str, Key], origins: Origins, as_of: str | None,
    tick: Callable[[], None],
) -> Iterator[tuple[str, Heard]]:  # fmt: skip
    """Read reports, each with what it copies at hand."""
    rules = tie_rules()
    firsts = sorted({origins.copies[name] for name in names if name in origins.copies})
    copied = {kept.row.id: origin_of(kept.coded) for kept in desk.kept(firsts, as_of=as_of)}
    for kept in desk.kept(names, as_of=as_of):
        name = kept.row.id
        parties, raw = Parties(rules), ground_of(kept, origins)
        own = judged_ground(raw, kept, origins.state)
        origin = copied.get(origins.copies.get(name, "")) or origin_of(kept.coded)
        ties = facts_in(kept.coded, parties, _judged(kept, origin, origins.state, rules), raw.facts)
        yield name, Heard(keys[name], tuple(own.facts), tuple(ties), own.places, parties, own.undated)
        tick()


def _keys(desk: "Desk", origins: Origins, as_of: str | None) -> dict[str, Key]:
    """What each newest report's telling depends on beside codings, by the report."""
    held: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for event, incident in origins.state.holders.items():
        held[event.partition(":")[0]].append((event, incident))
    beliefs = {name: _belief_key(belief) for name, belief in origins.state.incidents.items()}
    return {
        row.id: (
            origins.copies.get(row.id),
            *origins.source_of(row.id),
            tuple(sorted((event, name, *beliefs.get(name, ())) for event, name in held.get(row.id, ()))),
        )
        for row in desk.reports(as_of=as_of, latest=True)
    }


def _belief_key(belief: "Belief") -> Key:
    """What is believed of an incident, as far as tellings go by it."""
    return belief.standing, belief.retracted, repr(sorted(belief.corrections.items()))


def _judged(kept: "Kept", origin: str, state: "State", rules: TieRules) -> Judged:
    """What is known of a report: whom it comes from, and which of its events a person took out or stands behind."""
    left, sure = set[str](), set[str]()
    for name, event in zip(kept.events, kept.coded.events, strict=True):
        holder = state.holders.get(name)
        belief = state.incidents.get(holder) if holder else None
        if belief is not None and _is_out(belief, rules):
            left.add(event.id)
        elif belief is not None and belief.standing == "confirmed":
            sure.add(event.id)
    return Judged(kept.row.id, origin, frozenset(left), frozenset(sure))


def _is_out(belief: "Belief", rules: TieRules) -> bool:
    """Whether what an incident tells does not count."""
    status = belief.corrections.get("status")
    unsaid = status is not None and status not in rules.counting.statuses
    return belief.retracted or belief.standing == "disputed" or unsaid or belief.corrections.get("negated") is True
