"""Who held each place since when: a history that is a pure function of the facts, whatever their order.

The facts of a place are read by day. A capture opens a spell of the side that gains and ends those of the others; a
loss ends a spell; "held by" confirms one, or opens one beside the others. Where two sides are said to hold a place
within a few days, or a loser denies its loss, their spells stand side by side until later evidence, a second origin or
a reviewer settles it. The rule in full is in docs/methodology.md, "Control"; its numbers in data/track/control.toml.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from vedette.track.facts import GroundFact
from vedette.track.rules import Kind, control_rules
from vedette.track.sides import Side


@dataclass(frozen=True, slots=True)
class Spell:
    """One side's hold of a place, from `start` to before `end` (None: as far as is known, still).

    `kind` is assessed (two independent origins, the losing side itself, or a reviewer), claimed (one origin), contested
    (`holder` besieges or fights for it) or lost (`holder` lost it, to whom is not told). `gained` is False where nobody
    tells how it came by the place: then `start` is only when it is first said to hold it. `sure` is 0..1, `why`
    explains it and the end; `asserted` names who says so, `denied` who denies it. `last` is the last evidence's day.
    """

    place: str
    side: str
    holder: str
    kind: Kind
    start: str
    end: str | None
    last: str
    gained: bool
    sure: float
    why: str
    asserted: tuple[str, ...]
    denied: tuple[str, ...]
    evidence: tuple[GroundFact, ...]


History = dict[str, list[Spell]]


def control_history(facts: Iterable[GroundFact]) -> History:
    """The spells of each place by its id, in order of their start; the same for the same facts in any order."""
    by_place: dict[str, list[GroundFact]] = defaultdict(list)
    for fact in facts:
        by_place[fact.place].append(fact)
    return {place: _Reading().all(sorted(by_place[place], key=lambda f: f.order)) for place in sorted(by_place)}


def standing_at(history: Mapping[str, Sequence[Spell]], day: str | None = None) -> History:
    """The spells that stand on a day (ISO; None for the end of what is known), by place; those without are left out."""
    found = {}
    for place, spells in history.items():
        last = [s for s in spells if (day is None and s.end is None) or (day is not None and _covers(s, day))]
        if last:
            found[place] = last
    return found


def status_of(spells: Sequence[Spell]) -> Kind:
    """The kind of a place on a day by the spells that stand then: contested where more than one side holds it."""
    holders = {s.side for s in spells if s.kind in {"assessed", "claimed"}}
    if len(holders) > 1 or any(s.kind == "contested" for s in spells):
        return "contested"
    return max(spells, key=lambda s: s.kind != "lost").kind


def _covers(spell: Spell, day: str) -> bool:
    """Whether a spell stands on a day."""
    return spell.start <= day and (spell.end is None or day < spell.end)


@dataclass(slots=True, eq=False)
class _Draft:
    """A spell while the facts are read; days are ordinals."""

    side: Side
    form: str  # hold, contest or lost
    begun: int
    gained: bool = False
    ended: int | None = None
    ending: str = ""
    facts: list[GroundFact] = field(default_factory=list)
    against: list[GroundFact] = field(default_factory=list)
    losers: list[Side] = field(default_factory=list)
    last: int = 0

    def add(self, fact: GroundFact, day: int) -> None:
        """Take evidence; words that name a group say more than general ones."""
        self.facts.append(fact)
        self.last = max(self.last, day)
        if self.side.general and fact.change in {"captured", "held"} and not fact.side.general:
            self.side = fact.side

    def close(self, day: int, ending: str) -> None:
        """End it, on no day before its own."""
        self.ended, self.ending = max(day, self.begun), ending

    def origins(self, since: int = 0) -> set[str]:
        """Who says so independently of each other, from a day on."""
        return {f.origin for f in self.facts if not since or _ordinal(f.day) >= since}

    def admitted(self) -> bool:
        """Whether the losing side says so itself."""
        return any(_is_loser(self, f) for f in self.facts)

    def confirmed(self) -> bool:
        """Whether a reviewer confirmed an incident that it rests on."""
        return any(f.standing == "confirmed" for f in self.facts)

    def assessed(self, since: int = 0) -> bool:
        """Whether more than one side's or one origin's word stands behind it."""
        return len(self.origins(since)) > 1 or self.confirmed() or self.admitted()


class _Reading:
    """Reads the facts of one place, by day."""

    def __init__(self) -> None:
        """Nothing is known."""
        self.drafts: list[_Draft] = []
        self.open: list[_Draft] = []
        self.denials: list[GroundFact] = []
        self.days = control_rules().days

    def all(self, facts: Sequence[GroundFact]) -> list[Spell]:
        """The spells of these facts, which are in order."""
        ways = {"captured": self._gain, "held": self._hold, "lost": self._lose, "contested": self._contest}
        for fact in facts:
            day = _ordinal(fact.day)
            self._fade(day)
            ways.get(fact.change, self._deny)(fact, day)
        if facts:
            self._fade_at_end()
        kept = [d for d in self.drafts if d.ended is None or d.ended > d.begun or d.form == "hold"]
        return [_spell(d) for d in sorted(kept, key=lambda d: (d.begun, d.form, d.side.id))]

    # -- one fact

    def _gain(self, fact: GroundFact, day: int) -> None:
        """A side takes the place."""
        own = self._own(fact) or self._told_again(fact, day)
        if own is not None and self._taken_anew(own, fact, day):
            own.close(day, "it was taken anew, so it had been lost")
            self._shut()
            own = None
        if own is not None:
            own.add(fact, day)
            own.losers += [fact.loser] if fact.loser else []
            self._settle(own, day)
            return
        new = self._begin(fact, day, "hold")
        new.gained = True
        new.losers += [fact.loser] if fact.loser else []
        for other in self._others(new):
            self._give_way(other, new, day)
        for denial in self.denials:
            if denial.side.is_like(new.side) and day - _ordinal(denial.day) <= self.days.near:
                self._speak_against(new, denial)

    def _taken_anew(self, own: _Draft, fact: GroundFact, day: int) -> bool:
        """Whether a side takes from another what it was thought to hold."""
        other = fact.loser is not None and not own.side.is_like(fact.loser)
        return other and fact.dated and own.ended is None and day - own.last > self.days.near

    def _give_way(self, other: _Draft, new: _Draft, day: int) -> None:
        """What a capture leaves of another spell: nothing, but where both were taken on one day."""
        if other.form == "lost":
            new.losers.append(other.side)
            new.facts += [f for f in other.facts if day - _ordinal(f.day) <= self.days.near]
            other.close(day if day - other.begun > self.days.near else other.begun, "another side took it")
        elif other.form == "contest":
            other.close(day, "the place was taken")
        elif not (other.gained and other.begun == day):
            new.losers.append(other.side)
            other.close(day, "another side took it")
        self._shut()

    def _hold(self, fact: GroundFact, day: int) -> None:
        """A side is said to hold the place."""
        own = self._own(fact) or self._revived(fact.side, day)
        if own is None:
            own = self._begin(fact, day, "hold")
            own.gained = any(d.form == "contest" and d.side.id and d.side.is_like(fact.side) for d in self.open)
            for other in self._others(own):
                if other.form == "lost" or (own.gained and other.form == "contest"):
                    self._take_over(own, other, day)
            self._shut()
        else:
            own.add(fact, day)
        self._settle(own, day)

    def _take_over(self, own: _Draft, other: _Draft, day: int) -> None:
        """A side is said to hold what another lost: in the days of the loss, that is when it came by it."""
        if other.form == "lost":
            own.losers.append(other.side)
            if day - other.begun <= self.days.near and not own.side.is_like(other.side):
                own.gained = True
        other.close(day, "another side holds it")

    def _lose(self, fact: GroundFact, day: int) -> None:
        """A side loses the place; to whom, another fact may tell."""
        own = self._own(fact)
        if own is not None:
            own.close(day, f"{fact.source} says that it lost the place")
            self._shut()
        holders = [d for d in self.open if d.form == "hold" and day - d.begun <= self.days.near]
        for holder in holders:
            holder.losers.append(fact.side)
            holder.gained = holder.gained or not holder.side.is_like(fact.side)
            holder.add(fact, day)
            self._settle(holder, day)
        lost = next((d for d in self.open if d.form == "lost" and d.side.is_like(fact.side)), None)
        if lost is not None:
            lost.add(fact, day)
        elif not holders:
            self._begin(fact, day, "lost")

    def _contest(self, fact: GroundFact, day: int) -> None:
        """A side fights for the place or besieges it."""
        if (
            any(d.form == "hold" and d.gained and day - d.begun <= self.days.near for d in self.open)
            and not fact.side.id
        ):
            return  # fighting told in the days of a capture is that of the capture
        fights = [d for d in self.open if d.form == "contest"]
        known = next((d for d in fights if d.side.is_like(fact.side) or not (d.side.id and fact.side.id)), None)
        if known is not None:
            known.add(fact, day)
            known.side = known.side if known.side.id else fact.side
        elif not any(d.form == "hold" and d.side.id == fact.side.id for d in self.open):
            self._begin(fact, day, "contest")

    def _deny(self, fact: GroundFact, day: int) -> None:
        """Somebody denies that a side took or holds the place; by itself this changes nothing."""
        self.denials.append(fact)
        for draft in self.open:
            recent = day - max(draft.begun, draft.last) <= self.days.denied
            if draft.form == "hold" and recent and draft.side.is_like(fact.side):
                self._speak_against(draft, fact)

    def _speak_against(self, draft: _Draft, denial: GroundFact) -> None:
        """Note a denial; the side that denies its own loss then stands beside the claim."""
        if denial.teller == draft.side.id:
            return
        draft.against.append(denial)
        for before in reversed(self.drafts):
            gave_way = before.form == "hold" and before.ended == draft.begun and before is not draft
            if gave_way and before.side.id == denial.teller and not draft.assessed():
                before.ended, before.ending = None, ""
                self.open.append(before)
                break

    # -- what the spells come to

    def _settle(self, draft: _Draft, day: int) -> None:
        """End the spells of others which later or better evidence for this one outweighs."""
        for other in self._others(draft):
            if other.form == "hold" and self._outweighs(draft, other):
                took = draft.gained and draft.begun > other.begun
                other.close(
                    draft.begun if took else max(other.last, day - self.days.near), "later evidence for another"
                )
        self._shut()

    def _outweighs(self, one: _Draft, other: _Draft) -> bool:
        """Whether one of two spells side by side is settled: by a reviewer, a later word, or more origins."""
        if one.confirmed() != other.confirmed():
            return one.confirmed()
        if one.last - other.last > self.days.near:
            return True
        since = max(one.begun, other.begun)
        return one.last >= other.last and one.assessed(since) and not other.assessed(since)

    def _fade(self, day: int) -> None:
        """End the contests of which nothing was heard for long."""
        for draft in self.open:
            if draft.form == "contest" and day - draft.last > self.days.fade:
                draft.close(draft.last + self.days.fade, "nothing more was told of it")
        self._shut()

    def _fade_at_end(self) -> None:
        """Let contests end after their time, as far on as that may be."""
        for draft in self.open:
            if draft.form == "contest":
                draft.close(draft.last + self.days.fade, "nothing more was told of it")
        self._shut()

    # -- finding

    def _own(self, fact: GroundFact) -> _Draft | None:
        """The open spell of the fact's side: the same side before one that is only like it."""
        held = [d for d in self.open if d.form == "hold"]
        same = next((d for d in held if d.side.id == fact.side.id), None)
        taken = fact.loser.id if fact.loser else None
        return same or next((d for d in reversed(held) if d.side.is_like(fact.side) and d.side.id != taken), None)

    def _told_again(self, fact: GroundFact, day: int) -> _Draft | None:
        """An ended spell that an undated capture only tells once more."""
        if fact.dated:
            return None
        return next((d for d in self._ended(fact.side) if d.gained and day - d.begun <= self.days.near), None)

    def _revived(self, side: Side, day: int) -> _Draft | None:
        """A spell that ended days ago and is now said to go on: it stands beside the one that followed."""
        for draft in self._ended(side):
            if draft.ended is not None and day - draft.ended <= self.days.near and draft.form == "hold":
                draft.ended, draft.ending = None, ""
                self.open.append(draft)
                return draft
        return None

    def _ended(self, side: Side) -> list[_Draft]:
        """The last ended spells of a side, newest first; few, so that long histories stay quick."""
        return [d for d in reversed(self.drafts[-6:]) if d.ended is not None and d.side.is_like(side)]

    def _others(self, draft: _Draft) -> list[_Draft]:
        """The open spells but one."""
        return [d for d in self.open if d is not draft]

    def _begin(self, fact: GroundFact, day: int, form: str) -> _Draft:
        """A new open spell."""
        draft = _Draft(fact.side, form, day)
        draft.add(fact, day)
        self.drafts.append(draft)
        self.open.append(draft)
        return draft

    def _shut(self) -> None:
        """Leave the ended ones out of the open ones."""
        self.open = [d for d in self.open if d.ended is None]


def _ordinal(day: str) -> int:
    """An ISO day as a number of days."""
    return dt.date.fromisoformat(day).toordinal()


def _day(ordinal: int) -> str:
    """A number of days as an ISO day."""
    return dt.date.fromordinal(ordinal).isoformat()


def _is_loser(draft: _Draft, fact: GroundFact) -> bool:
    """Whether a fact is told by a side that loses by it."""
    told = fact.teller
    return bool(told) and told != draft.side.id and any(told == side.id for side in draft.losers)


def _spell(draft: _Draft) -> Spell:
    """A draft made fast."""
    sure, why = _sureness(draft)
    return Spell(
        place=draft.facts[0].place, side=draft.side.id, holder=draft.side.name, kind=_kind(draft),
        start=_day(draft.begun), end=None if draft.ended is None else _day(draft.ended), last=_day(draft.last),
        gained=draft.gained, sure=sure, why=why, asserted=_names(draft.facts), denied=_names(draft.against),
        evidence=tuple(draft.facts),
    )  # fmt: skip


def _kind(draft: _Draft) -> Kind:
    """What kind of spell a draft is."""
    if draft.form == "contest":
        return "contested"
    if draft.form == "lost":
        return "lost"
    return "assessed" if draft.assessed() else "claimed"


def _sureness(draft: _Draft) -> tuple[float, str]:
    """How sure a spell is, and why: independent origins err apart, so the chances that each is wrong multiply."""
    weight = control_rules().weight
    by_origin: dict[str, float] = {}
    for fact in draft.facts:
        by_origin[fact.origin] = max(by_origin.get(fact.origin, 0.0), _weight(draft, fact))
    wrong = 1.0
    for origin in sorted(by_origin):
        wrong *= 1.0 - by_origin[origin]
    sure, said = 1.0 - wrong, [f"{len(by_origin)} origin" + "s" * (len(by_origin) != 1)]
    if draft.admitted():
        said.append("the losing side says so")
    if draft.against:
        sure *= weight.denied
        said.append("denied by " + ", ".join(_names(draft.against)))
    if any(f.standing == "disputed" for f in draft.facts):
        sure *= weight.disputed
        said.append("disputed by a reviewer")
    if draft.confirmed():
        sure = max(sure, weight.confirmed)
        said.append("confirmed by a reviewer")
    return round(min(sure, weight.most), 3), "; ".join(said + ([f"ended: {draft.ending}"] if draft.ending else []))


def _weight(draft: _Draft, fact: GroundFact) -> float:
    """How far a fact is believed by itself."""
    weight = control_rules().weight
    if _is_loser(draft, fact):
        return weight.loser
    if fact.teller and fact.teller == draft.side.id:
        return weight.own
    return weight.outlet if fact.outlet else weight.other


def _names(facts: Sequence[GroundFact]) -> tuple[str, ...]:
    """Who tells facts, each once, in order."""
    return tuple(dict.fromkeys(f.source for f in facts))
