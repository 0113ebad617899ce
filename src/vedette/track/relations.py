"""Relations over time: what reports tell of two parties, as spells with a beginning, a strength and an end.

A pure function of the facts. A spell begins with a telling and goes on while it is told again before it lapses: every
independent origin is worth a share that halves with the half-life of the kind, and a spell whose strength falls below
the floor has lapsed. A contrary kind ends it once enough origins tell that after the spell was last told; until then
both stand side by side. Since facts are taken in the order of their days, what stood on a day does not depend on what
was told of later days. The numbers are in data/track/relations.toml.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from vedette.lexicon.countries import countries
from vedette.records.network import TieKind
from vedette.track.tie_rules import TieRules, tie_rules

Pair = tuple[str, str]
History = Mapping[Pair, Sequence["Spell"]]

_ORDER: Final[tuple[TieKind, ...]] = ("fights", "negotiates", "truce", "allied_with", "backs", "part_of", "leads")
"""What is taken first of one day: a truce comes after the fighting that it ends."""
_FOREVER: Final = 100_000
"""Days after which nothing stands that is not told again; a bound for the search, beyond every half-life."""


@dataclass(frozen=True, slots=True)
class TieFact:
    """That a report tells a tie: `day` is the proleptic ordinal of the day it speaks of, `weight` what it is worth.

    `origin` is who it comes from, the same for copies and relays; `words` stand at `start` to `end` of the report.
    """

    day: int
    kind: TieKind
    source: str
    target: str
    origin: str
    report: str
    words: str
    start: int = 0
    end: int = 0
    weight: float | None = None

    @property
    def pair(self) -> Pair:
        """The two parties in the order of the alphabet."""
        return (self.source, self.target) if self.source <= self.target else (self.target, self.source)


@dataclass(frozen=True, slots=True)
class Spell:
    """A time during which a tie stood: from day `first`, last told of day `last`, over on day `until`, None: it stands.

    `ended` is the kind of tie that ended it, "lapsed", "takeover", "joining" or "turned".
    """

    kind: TieKind
    source: str
    target: str
    facts: tuple[TieFact, ...]
    until: int | None = None
    ended: str | None = None

    @property
    def first(self) -> int:
        """The first day that is told."""
        return self.facts[0].day

    @property
    def last(self) -> int:
        """The last day that is told."""
        return self.facts[-1].day

    @property
    def ends(self) -> Pair:
        """Source and target."""
        return self.source, self.target

    def stands(self, day: int) -> bool:
        """Whether it stood on a day."""
        return self.first <= day and (self.until is None or day < self.until)

    def told_by(self, day: int) -> tuple[TieFact, ...]:
        """What is told of days up to this one."""
        return tuple(fact for fact in self.facts if fact.day <= day)

    def origins(self, day: int) -> int:
        """How many independent origins tell it of days up to this one."""
        return len({fact.origin for fact in self.told_by(day)})

    def strength(self, day: int, rules: TieRules | None = None) -> float:
        """How sure it is that it stands on a day, 0 to 1: the chance that not every origin is out of date or wrong."""
        table = rules or tie_rules()
        newest: dict[str, tuple[int, float]] = {}
        for fact in self.told_by(day):
            worth = fact.weight or table.counting.origin
            newest[fact.origin] = max(newest.get(fact.origin, (0, 0.0)), (fact.day, worth))
        return strength_of(newest.values(), day, table.kinds[self.kind].half_life)


@dataclass(slots=True)
class _Open:
    """A spell that is being told; `newest` has each origin's last day and worth, `against` who contradicts it since."""

    facts: list[TieFact]
    newest: dict[str, tuple[int, float]] = field(default_factory=dict)
    against: dict[TieKind, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def last(self) -> int:
        """The last day that is told."""
        return self.facts[-1].day

    def closed(self, until: int | None, ended: str | None) -> Spell:
        """The spell as it was."""
        first = self.facts[0]
        return Spell(first.kind, first.source, first.target, tuple(self.facts), until, ended)


def strength_of(newest: Iterable[tuple[int, float]], day: int, half_life: int) -> float:
    """What origins are worth together on a day: 1 less the product of what each leaves open, their worth decayed."""
    left = 1.0
    for told, worth in newest:
        left *= 1.0 - worth * float(0.5 ** (max(0, day - told) / half_life))
    return 1.0 - left


def relation_history(facts: Iterable[TieFact], at: dt.date, rules: TieRules | None = None) -> History:
    """The spells of each pair of parties by what is told of days up to `at`, in the order of their beginnings.

    The order of the facts does not matter, and a fact given twice counts once. Pairs are in the order of the alphabet.
    """
    table, day = rules or tie_rules(), at.toordinal()
    by_pair: dict[Pair, set[TieFact]] = defaultdict(set)
    for fact in facts:
        if fact.day <= day and fact.source != fact.target:
            by_pair[fact.pair].add(fact if table.kinds[fact.kind].directed else _sorted_ends(fact))
    joined, turned = _joined(by_pair, table, day), _turned(by_pair, table, day)
    return {
        pair: _Pairing(pair, table, joined, turned.get(pair, ())).spells(by_pair[pair], day) for pair in sorted(by_pair)
    }


def standing(history: History, at: dt.date) -> Iterator[Spell]:
    """The spells that stood on a day."""
    day = at.toordinal()
    for spells in history.values():
        yield from (spell for spell in spells if spell.stands(day))


def _joined(by_pair: Mapping[Pair, Iterable[TieFact]], rules: TieRules, day: int) -> Mapping[str, Sequence[int]]:
    """The days on which groups became part of a state."""
    joined: dict[str, list[int]] = defaultdict(list)
    for pair, facts in by_pair.items():
        told = [fact for fact in facts if fact.kind == "part_of" and _is_state(fact.target)]
        for spell in _Pairing(pair, rules, {}).spells(told, day) if told else ():
            joined[spell.source].append(spell.first)
    return joined


def _turned(by_pair: Mapping[Pair, Iterable[TieFact]], rules: TieRules, day: int) -> Mapping[Pair, Sequence[int]]:
    """The days by which one of a pair was told to fight the other, and to be with somebody whom that one fights."""
    wars = _wars(by_pair, rules, day)
    turned: dict[Pair, set[int]] = defaultdict(set)
    for party, friend, joined in _friends(by_pair, rules):
        for enemy, war in wars.get(friend, ()):
            pair = (min(party, enemy), max(party, enemy))
            if enemy == party or not war.stands(joined):
                continue
            fought = (fact.day for fact in by_pair.get(pair, ()) if fact.kind == "fights")
            turned[pair].update(max(d, joined) for d in fought if abs(d - joined) <= rules.changes.within)
    return {pair: sorted(days) for pair, days in turned.items() if days}


def _wars(
    by_pair: Mapping[Pair, Iterable[TieFact]], rules: TieRules, day: int
) -> Mapping[str, Sequence[tuple[str, Spell]]]:
    """Whom each party fights, and when."""
    wars: dict[str, list[tuple[str, Spell]]] = defaultdict(list)
    for pair, facts in by_pair.items():
        told = [fact for fact in facts if fact.kind == "fights"]
        for spell in _Pairing(pair, rules, {}).spells(told, day) if told else ():
            wars[pair[0]].append((pair[1], spell))
            wars[pair[1]].append((pair[0], spell))
    return wars


def _friends(by_pair: Mapping[Pair, Iterable[TieFact]], rules: TieRules) -> set[tuple[str, str, int]]:
    """Who is told to be with whom on which day, by the kinds of ties that turning ends."""
    told = {fact for facts in by_pair.values() for fact in facts if fact.kind in rules.turning.ends}
    found = {(fact.source, fact.target, fact.day) for fact in told}
    return found | {(f.target, f.source, f.day) for f in told if not rules.kinds[f.kind].directed}


def _is_state(party: str) -> bool:
    """Whether a party is a state, whose id is its alpha-3 code."""
    return countries().name(party) is not None


def _sorted_ends(fact: TieFact) -> TieFact:
    """A fact of an undirected kind, its ends in the order of the alphabet."""
    if fact.source <= fact.target:
        return fact
    one, other = fact.target, fact.source
    return TieFact(
        fact.day, fact.kind, one, other, fact.origin, fact.report, fact.words, fact.start, fact.end, fact.weight
    )


def _in_order(fact: TieFact) -> tuple[int, int, str, int, str, str, str, int, float]:
    """By day and kind; the rest only that there is one order."""
    place = (fact.report, fact.start, fact.source, fact.origin, fact.words, fact.end)
    return (fact.day, _ORDER.index(fact.kind), *place, fact.weight or 0.0)


def _next(days: Iterable[int], last: int, day: int) -> int | None:
    """The first of some days after the last telling and not after a day."""
    return next((d for d in days if last < d <= day), None)


class _Pairing:
    """Takes what is told of two parties, one day after the other."""

    def __init__(
        self, pair: Pair, rules: TieRules, joined: Mapping[str, Sequence[int]], turned: Sequence[int] = ()
    ) -> None:
        """Begin with nothing told.

        `joined` are the days on which groups became part of a state, `turned` those by which one of the two was told
        to fight the other beside one of that one's enemies.
        """
        self.rules, self.turned = rules, turned
        self.joined = sorted(day for party in pair for day in joined.get(party, ()))
        self.open: dict[tuple[TieKind, str, str], _Open] = {}
        self.done: list[Spell] = []
        self.takeovers = sorted(t.day.toordinal() for t in rules.takeover if t.country in pair)

    def spells(self, facts: Iterable[TieFact], at: int) -> tuple[Spell, ...]:
        """All spells as they stand at a day."""
        for fact in sorted(facts, key=_in_order):
            self._take(fact)
        for key in list(self.open):
            self._let_go(key, at)
        self.done += [told.closed(None, None) for told in self.open.values()]
        return tuple(sorted(self.done, key=lambda s: (s.first, s.kind, s.source, s.last)))

    def _take(self, fact: TieFact) -> None:
        """Let a telling begin or go on, and count against what it contradicts."""
        key = (fact.kind, fact.source, fact.target)
        self._let_go(key, fact.day)
        told = self.open.setdefault(key, _Open([]))
        told.facts.append(fact)
        worth = fact.weight or self.rules.counting.origin
        told.newest[fact.origin] = max(told.newest.get(fact.origin, (0, 0.0)), (fact.day, worth))
        told.against.clear()
        for kind, needed in self.rules.kinds[fact.kind].ends.items():
            for other in [k for k in self.open if k[0] == kind]:
                self._contradict(other, fact, needed)

    def _contradict(self, key: tuple[TieKind, str, str], fact: TieFact, needed: int) -> None:
        """Count a telling against another kind's spell, and end that where it is the last that was needed."""
        if self._let_go(key, fact.day):
            return
        told = self.open[key]
        told.against[fact.kind].add(fact.origin)
        if len(told.against[fact.kind]) >= needed:
            self.done.append(self.open.pop(key).closed(fact.day, fact.kind))

    def _let_go(self, key: tuple[TieKind, str, str], day: int) -> bool:
        """End a spell that a takeover or the lapse of time has ended by a day; whether it did."""
        told = self.open.get(key)
        if told is None:
            return False
        joined = self.joined if key[0] in self.rules.joining.ends else ()
        turned = self.turned if key[0] in self.rules.turning.ends else ()
        ways = [("takeover", _next(self.takeovers, told.last, day)), ("joining", _next(joined, told.last, day))]
        ways.append(("turned", _next(turned, told.last, day)))
        ways.append(("lapsed", self._lapse(told, key[0], day)))
        over = [(until, way) for way, until in ways if until is not None]
        if over:
            self.done.append(self.open.pop(key).closed(*min(over)))
        return bool(over)

    def _lapse(self, told: _Open, kind: TieKind, day: int) -> int | None:
        """The day by which a spell had lapsed, None where its strength still is above the floor."""
        half, floor = self.rules.kinds[kind].half_life, self.rules.counting.floor
        last = told.newest[told.facts[-1].origin]
        if strength_of((last,), day, half) >= floor or strength_of(told.newest.values(), day, half) >= floor:
            return None
        low, high = told.last, min(day, told.last + _FOREVER)
        while low < high:  # strength only falls after the last telling
            middle = (low + high) // 2
            low, high = (low, middle) if strength_of(told.newest.values(), middle, half) < floor else (middle + 1, high)
        return low
