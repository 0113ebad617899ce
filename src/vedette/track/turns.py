"""Turns: who changed sides, new enemies, new backers and allies, truces made and broken, each with its day and words.

A tie is new where its pair had none of the kind in the year before, and one of the two was told of for some time: in
the first days of a desk everything is new. A change of sides is a party that was with another and is now with that
other's enemy, or fights it with its enemy, while nothing tells that it is still with the first. Days in between and the
like are in data/track/relations.toml, `changes`.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from vedette.lexicon.actors import registry
from vedette.records.network import TieKind, TurnKind
from vedette.track.relations import History, Spell
from vedette.track.tie_rules import TieRules, tie_rules

FRIENDLY: Final[tuple[TieKind, ...]] = ("backs", "allied_with", "part_of")
_NEWS: Final[dict[TieKind, TurnKind]] = {
    "fights": "new_enemy",
    "backs": "new_backer",
    "allied_with": "new_ally",
    "part_of": "new_ally",
    "truce": "truce",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A finding: the spell that shows it, whom it is about, and the side that was left."""

    kind: TurnKind
    spell: Spell
    who: str
    whom: str
    away_from: str | None = None

    @property
    def day(self) -> int:
        """The day from which it is so."""
        return self.spell.first


def turns(history: History, since: dt.date, at: dt.date, rules: TieRules | None = None) -> list[Found]:
    """The findings of the days from `since` to `at`, both included, in the order of their days."""
    looking = _Looking(history, rules or tie_rules())
    first, last = since.toordinal(), at.toordinal()
    found: dict[tuple[int, str, str, str, str], Found] = {}
    for pair, spells in history.items():
        for spell in spells:
            if first <= spell.first <= last and looking.is_settled(pair, spell.first):
                for turn in looking.at(spell, last):
                    found.setdefault((turn.day, turn.kind, turn.who, turn.whom, turn.away_from or ""), turn)
    return [found[key] for key in sorted(found)]


class _Looking:
    """Looks at new spells in the light of all others."""

    def __init__(self, history: History, rules: TieRules) -> None:
        """Sort the spells by party."""
        self.history, self.rules = history, rules.changes
        self.friends: dict[str, list[tuple[str, Spell]]] = defaultdict(list)
        self.enemies: dict[str, list[tuple[str, Spell]]] = defaultdict(list)
        self.first: dict[str, int] = {}
        for (one, other), spells in history.items():
            for spell in spells:
                self._file(one, other, spell)
                self._file(other, one, spell)

    def _file(self, own: str, other: str, spell: Spell) -> None:
        """Put a spell under one of its parties."""
        self.first[own] = min(self.first.get(own, spell.first), spell.first)
        if spell.kind == "fights":
            self.enemies[own].append((other, spell))
        elif spell.kind in FRIENDLY:
            self.friends[own].append((other, spell))

    def is_settled(self, pair: tuple[str, str], day: int) -> bool:
        """Whether one of two parties has been told of for long enough."""
        return any(day - self.first[party] >= self.rules.settled for party in pair)

    def at(self, spell: Spell, last: int) -> Iterator[Found]:
        """What the beginning of a spell shows, by what is told up to the day `last`."""
        kind = _NEWS.get(spell.kind)
        if kind is None:
            return
        one, other = (spell.target, spell.source) if spell.kind == "backs" else spell.ends
        if spell.kind == "fights" and self._had(spell, ("truce",)):
            yield Found("truce_broken", spell, one, other)
        elif self._is_new(spell) and not _is_known(spell):
            yield Found(kind, spell, one, other)
        for own, whom in (spell.ends, spell.ends[::-1]):
            yield from self._sides(spell, own, whom, last)

    def _had(self, spell: Spell, kinds: tuple[str, ...]) -> bool:
        """Whether a spell of these kinds stood between the two the day before, or on the day."""
        beside = self.history[spell.facts[0].pair]
        return any(s.kind in kinds and (s.stands(spell.first - 1) or s.until == spell.first) for s in beside)

    def _is_new(self, spell: Spell) -> bool:
        """Whether the two had no such tie in the time before."""
        beside = self.history[spell.facts[0].pair]
        before = [s.last for s in beside if s.kind == spell.kind and s.ends == spell.ends and s.first < spell.first]
        return all(spell.first - day >= self.rules.fresh for day in before)

    def _sides(self, spell: Spell, own: str, whom: str, last: int) -> Iterator[Found]:
        """The sides that a party left, when it is first told to be with `whom`, or to fight it."""
        day = spell.first
        if spell.kind in FRIENDLY:
            left = {other for other, s in self.enemies[whom] if s.stands(day)}
            yield from (
                Found("changed_sides", spell, own, whom, x) for x in sorted(left) if self._left(own, x, day, last)
            )
        elif spell.kind == "fights" and self._left(own, whom, day, last):
            against = {other for other, s in self.enemies[whom] if s.stands(day) and other != own}
            new = {other for other, s in self.friends[own] if s.stands(day)} & against
            yield from (Found("changed_sides", spell, own, x, whom) for x in sorted(new))

    def _left(self, own: str, other: str, day: int, last: int) -> bool:
        """Whether a party was with another until not long before a day, and is not told to be any more."""
        spells = [s for x, s in self.friends[own] if x == other]
        told = [f.day for s in spells for f in s.facts if f.day <= last]
        until_then = any(s.stands(day - 1) for s in spells) or any(0 < day - d <= self.rules.within for d in told)
        return until_then and all(d < day for d in told)


def _is_known(spell: Spell) -> bool:
    """Whether the registry of actors has a backer for that year: then reports tell nothing new."""
    entry = registry().by_id.get(spell.target)
    year = dt.date.fromordinal(spell.first).year
    known = entry.backed_by if entry and spell.kind == "backs" else ()
    return any(who == spell.source and (a or year) <= year <= (b or year) for who, a, b in known)
