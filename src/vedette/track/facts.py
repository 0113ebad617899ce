"""Facts of control: what each report says of who holds a place, with who says it; from a desk or from coded reports.

A fact is a `control` record of a coded report together with the event it comes from: its sources, its losing side, its
incident. A siege is one too (the place is contested). What is planned, feared or only possible gives no fact; what is
denied gives one that can only speak against a claim.

An *origin* is whoever the words come from. All officials of one side are one origin, whichever paper quotes them; a
source that is quoted (an observatory, residents) is one; else the agency that the outlet relies on, else the outlet.
A copy of another report adds none. An outlet that a state owns speaks for that state where the place is in it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from vedette.lexicon.places import gazetteer
from vedette.merge.desking import state_of
from vedette.store.words import fold
from vedette.track.rules import control_rules
from vedette.track.sides import Side, side_of, voice_of
from vedette.track.takers import Takers

if TYPE_CHECKING:
    from vedette.merge.state import Belief, State
    from vedette.records.actor import Actor
    from vedette.records.coded import Coded
    from vedette.records.event import Attribution, Event
    from vedette.records.mention import Mention
    from vedette.records.place import Place
    from vedette.records.relation import Control
    from vedette.records.when import When
    from vedette.store.desk import Desk
    from vedette.store.rows import Kept

COARSE: Final = frozenset({"month", "year", "unknown"})
_SITE: Final = re.compile(r"\b(\w+) (?:of|at) ?(?:the )?$")
_BEFORE: Final = 30
"""Characters before a place in which a site of it may be named."""
CHANGES: Final = ("captured", "contested", "held", "lost", "denied")
"""In the order in which those of one day are read."""


@dataclass(frozen=True, slots=True)
class GroundFact:
    """What one report says of a place: `side` gained (captured), holds, lost, contests it, or is denied to hold it.

    `day` is ISO; `dated` tells whether the words say it, else it is the day of publication. `teller` is the side that
    speaks ("" for none), `source` the source's words or the outlet, `origin` the key by which independence is judged;
    `named` is how the words name the place, `told` are the words that tell it and `words` their sentence.
    """

    place: str
    side: Side
    change: str
    day: str
    report: str
    origin: str
    dated: bool = True
    teller: str = ""
    source: str = ""
    outlet: bool = False
    named: str = ""
    words: str = ""
    start: int = 0
    end: int = 0
    loser: Side | None = None
    incident: str = ""
    standing: str = "new"
    told: str = ""

    def forced(self, verbs: tuple[str, ...]) -> bool:
        """Whether the words of a taking begin with one of these verbs."""
        return self.told.casefold().startswith(verbs)

    @property
    def order(self) -> tuple[str | int, ...]:
        """By what facts are read: the day, the change, then all the rest, so that no order is by chance."""
        loser = self.loser.id if self.loser else ""
        who = (self.side.id, self.side.name, loser, self.teller, self.origin, self.source)
        rest = (self.words, self.incident, self.standing, self.dated, self.outlet, self.told)
        return (self.day, CHANGES.index(self.change), self.report, self.start, self.end, *who, *rest)


@dataclass(slots=True)
class Ground:
    """All facts, the places that they are of, and how many records could not be dated."""

    facts: list[GroundFact] = field(default_factory=list)
    places: "dict[str, Place]" = field(default_factory=dict)
    undated: int = 0

    def add(self, coded: "Coded", outlet: str = "", *, copy_of: str = "") -> list[GroundFact]:
        """Take the facts of a coded report and give them; `copy_of` is the origin of the report that it repeats."""
        reader = _Reader(coded, outlet, copy_of)
        found = list(reader.facts())
        self.facts += found
        self.undated += reader.undated
        self.places |= {f.place: reader.places[f.place] for f in found if f.place not in self.places}
        return found

    def take(self, other: "Ground") -> None:
        """Take what another has."""
        self.facts += other.facts
        self.undated += other.undated
        self.places |= {key: place for key, place in other.places.items() if key not in self.places}


@dataclass(frozen=True, slots=True)
class Origins:
    """What the facts of a desk's reports go by: people's judgements, who repeats whom, and the reports' outlets."""

    state: "State"
    copies: Mapping[str, str]
    outlets: Mapping[str, str]

    @classmethod
    def of(cls, desk: "Desk", as_of: str | None = None, state: "State | None" = None) -> "Origins":
        """Those of a desk; its state is read where it is not given. Raises StoreError, JudgementError."""
        copies = {row.report_id: row.of_report for row in desk.duplicates(as_of=as_of)}
        outlets = {row.id: row.original_source or row.publisher or row.id for row in desk.reports(as_of=as_of)}
        return cls(state or state_of(desk, as_of), copies, outlets)

    def source_of(self, report: str) -> tuple[str, str]:
        """A report's outlet, and that of the first of those that it repeats ("" where it repeats none)."""
        first = _first(self.copies, report)
        return self.outlets.get(report, report), self.outlets.get(first, first) if first != report else ""


def facts_of(desk: "Desk", as_of: str | None = None) -> Ground:
    """The facts of a desk's newest reports; those of retracted incidents are left out, corrections are heeded.

    `as_of` is a record time: the facts as the desk had them then. Raises StoreError, JudgementError.
    """
    origins, ground = Origins.of(desk, as_of), Ground()
    for kept in desk.kept([row.id for row in desk.reports(as_of=as_of, latest=True)], as_of=as_of):
        ground.take(judged_ground(ground_of(kept, origins), kept, origins.state))
    return ground


def ground_of(kept: "Kept", origins: "Origins") -> Ground:
    """The facts of a kept report, each with its event, whatever people judged of that."""
    own, (outlet, copy_of) = Ground(), origins.source_of(kept.row.id)
    own.add(kept.coded, outlet, copy_of=copy_of)
    return own


def judged_ground(own: Ground, kept: "Kept", state: "State") -> Ground:
    """The facts of a kept report in the light of what people judged, each with its incident."""
    return Ground(list(_judged(own.facts, kept, state)), own.places, own.undated)


def _first(copies: Mapping[str, str], report: str) -> str:
    """The report at the beginning of a chain of copies."""
    seen = {report}
    while (before := copies.get(report)) is not None and before not in seen:
        seen.add(before)
        report = before
    return report


def _judged(facts: Iterable[GroundFact], kept: "Kept", state: "State") -> Iterator[GroundFact]:
    """The facts with what people judged of their incidents."""
    names = {e.id: name for e, name in zip(kept.coded.events, kept.events, strict=True)}
    for fact in facts:
        holder = state.holders.get(names.get(fact.incident, ""), "")
        belief = state.incidents.get(holder)
        if belief is None:
            yield replace(fact, incident="")
        elif not belief.retracted and (told := _corrected(fact, belief)) is not None:
            yield replace(told, incident=holder, standing=belief.standing)


def _corrected(fact: GroundFact, belief: "Belief") -> GroundFact | None:
    """A fact with the day and status that a person set; None where it then is none."""
    given = belief.corrections
    if given.get("negated") is True or ("status" in given and given["status"] not in control_rules().believed):
        return None
    if when := given.get("when"):
        return replace(fact, day=str(when).partition("/")[0], dated=True)
    return fact


class _Reader:
    """Reads one coded report."""

    def __init__(self, coded: "Coded", outlet: str, copy_of: str) -> None:
        """Index what the report has."""
        report = coded.report
        self.coded, self.copy_of, self.undated = coded, copy_of, 0
        self.text = report.text if report else ""
        self.published = (report.published if report else None) or ""
        self.outlet = outlet or (report and (report.original_source or report.publisher)) or coded.id
        self.actors = {a.id: a for a in coded.actors}
        self.places = {p.id: p for p in coded.places}
        self.takers = Takers(coded)

    def facts(self) -> Iterator[GroundFact]:
        """The facts; what a report says of the past beside a change it tells is left out."""
        found = [f for f in (*self._told(), *self._taken(), *self._fought_for()) if f is not None]
        taken = {f.place: f.side for f in found if f.change == "captured"}
        for fact in dict.fromkeys(found):
            taker = taken.get(fact.place)
            if taker is None or fact.change not in {"held", "contested"} or taker.is_like(fact.side):
                yield fact

    def _told(self) -> Iterator[GroundFact | None]:
        """The facts of the control records, in the order of the text."""
        for told in sorted(self.coded.control, key=lambda c: c.start):
            event = self._event(told)
            denied = told.status == "denied" and told.change in {"captured", "held"}
            if denied or told.status in control_rules().believed:
                change, who = self._turn(told, event)
                span = (told.start, told.end)
                if who is None or self.takers.can_hold(who):
                    yield self._fact(told.place, who, "denied" if denied else change, told.when, event, span)

    def _turn(self, told: "Control", event: "Event | None") -> "tuple[str, Mention | None]":
        """What a record tells, and of whom: a taking that names nobody who could is somebody's of the words around."""
        able = told.holder is not None and self.takers.can_hold(told.holder)
        taking = told.change == "captured" or (not able and self.takers.is_taking(told.start, told.end))
        if not taking or not self.takers.whole(told.place):
            return told.change, told.holder
        taker = self.takers.who(told.holder, told.start, event)
        return (told.change, told.holder) if taker is None else ("captured", taker)

    def _taken(self) -> Iterator[GroundFact | None]:
        """Places of events of taking that no control record tells of."""
        rules = control_rules()
        told = [(c.start, c.end) for c in self.coded.control]
        for event in self.coded.events:
            span = (event.trigger.start, event.trigger.end)
            taking = event.sub_event in rules.taking.events and event.status in rules.believed and not event.negated
            alone = not any(start < span[1] and span[0] < end for start, end in told)
            if taking and alone and event.place and self.takers.takes(span, event.place):
                takers = [m for m in event.actors if m.kind != "place" and self.takers.can_hold(m)]
                yield from (self._fact(event.place, m, "captured", event.when, event, span) for m in takers[:1])

    def _fought_for(self) -> Iterator[GroundFact | None]:
        """A place under siege is contested by the besieger, one inside which there is fighting by whoever attacks."""
        rules = control_rules()
        for event in self.coded.events:
            if not event.place or event.negated or event.status not in rules.believed:
                continue
            span = (event.trigger.start, event.trigger.end)
            if _names_any(event, rules.contesting) and event.actors:
                yield self._fact(event.place, event.actors[0], "contested", event.when, event, span)
            elif event.type == "ASSAULT" and self._inside(event):
                able = [m for m in event.actors if m.kind != "place" and self.takers.can_hold(m)]
                yield self._fact(event.place, next(iter(able), None), "contested", event.when, event, span)

    def _inside(self, event: "Event") -> bool:
        """Whether an event's words tell of fighting inside its place, not only at it."""
        if event.place is None or not _names_any(event, control_rules().fighting):
            return False
        said, name = fold(" ".join(e.text for e in event.evidence[:1])), fold(event.place.text)
        return any(f"{words} {name}" in said for words in control_rules().inside)

    def _fact(
        self, where: "Mention", who: "Mention | None", change: str, when: "When | None", event: "Event | None",
        span: tuple[int, int],
    ) -> GroundFact | None:  # fmt: skip
        """One fact, None where its place is too coarse, nobody is named, or nothing dates it."""
        where = self._all_of(where)
        place = self._place(where)
        if place is None or place.precision in control_rules().leaves_out or (who is None and change != "contested"):
            return None
        dated = when is not None and when.start is not None and when.precision not in COARSE
        day = (when.start if when and dated else None) or self.published
        day = min(day, self.published or day)  # what is told as done is done by the day it is told
        if not day:
            self.undated += 1
            return None
        side = self._holder(who, place.country) if who else Side("", "")
        teller, source, origin, outlet = self._voice(event, span, place)
        loser = None if event is None or change != "captured" else self._loser(event, side, place.country)
        return GroundFact(
            place=place.id, side=side, change=change, day=day, report=self.coded.id, origin=origin, dated=dated,
            teller=teller, source=source, outlet=outlet, named=where.text, words=self._words(span),
            start=span[0], end=span[1], loser=loser, incident=event.id if event else "",
            told=self.text[span[0] : span[1]],
        )  # fmt: skip

    def _place(self, where: "Mention") -> "Place | None":
        """The place of a mention; a site that lies in a town is a place of its own, beneath the town's id."""
        place = self.places.get(where.ref or "")
        if place is None:
            return None
        name = self._site(where)
        if not name or fold(place.name).endswith(name.rpartition(" ")[2]):
            return place
        own = place.model_copy(update=_site_of(place, name))
        return self.places.setdefault(own.id, own)

    def _site(self, where: "Mention") -> str:
        """The site that a mention or the words before it make of a place, by name ("" for none): "Merowe airport"."""
        sites = control_rules().sites
        named, _, of = fold(where.text).partition(" of ")
        last = named.rpartition(" ")[2]
        if last in sites:
            return f"{where.text[-len(of) :]} {last}" if of else where.text
        found = _SITE.search(fold(self.text[max(0, where.start - _BEFORE) : where.start]))
        return f"{where.text} {found[1]}" if found and found[1] in sites else ""

    def _all_of(self, where: "Mention") -> "Mention":
        """The longest mention of a place that this one stands in: "Aleppo" in "the airport of Aleppo"."""
        places = [m for m in self.coded.mentions if m.kind == "place" and m.ref in self.places]
        if where.start == 0 and where.text.isupper():  # a dateline says where the report is from
            same = [m for m in places if m.ref == where.ref and m.start > where.end]
            where = min(same, key=lambda m: m.start, default=where)
        around = [m for m in places if m.start <= where.start and where.end <= m.end]
        return max(around, key=lambda m: m.end - m.start, default=where)

    def _event(self, told: "Control") -> "Event | None":
        """The event that a control record comes from, else one of its sentence."""
        exact = (e for e in self.coded.events if (e.trigger.start, e.trigger.end) == (told.start, told.end))
        return next(exact, None)

    def _side(self, who: "Mention", home: str | None) -> Side:
        """The side of a mention, at a place in a country."""
        return side_of(self.actors.get(who.ref or ""), who.text, home)

    def _holder(self, who: "Mention", home: str | None) -> Side:
        """The side of a holder; "our forces" are those of whomever the outlet speaks for."""
        if who.text.casefold().startswith("our "):
            return Side(f"voice:{fold(self.outlet)}", f"{who.text} ({self.outlet})")
        return self._side(who, home)

    def _loser(self, event: "Event", side: Side, home: str | None) -> Side | None:
        """From whom a place was taken."""
        others = [self._side(m, home) for m in event.targets if m.kind != "place" and m.ref]
        return next((s for s in others if s.id != side.id), None)

    def _voice(self, event: "Event | None", span: tuple[int, int], place: "Place") -> tuple[str, str, str, bool]:
        """Who says it: the side that speaks, the words for it, the key of the origin, whether it is the outlet."""
        links = event.attribution if event else self._beside(span)
        if links:
            mention = links[0].source
            actor: Actor | None = self.actors.get(mention.ref or "")
            side = side_of(actor, mention.text, place.country)
            return side.id, mention.text, self.copy_of or side.id or f"words:{fold(mention.text)}", False
        side_id = voice_of(self.outlet, place.country)
        return side_id, self.outlet, self.copy_of or side_id or f"outlet:{fold(self.outlet)}", True

    def _beside(self, span: tuple[int, int]) -> "tuple[Attribution, ...]":
        """The sources of an event in whose sentence the words stand."""
        around = (e for e in self.coded.events if any(s.start <= span[0] < s.end for s in e.evidence[:1]))
        return next((e.attribution for e in around if e.attribution), ())

    def _words(self, span: tuple[int, int]) -> str:
        """The sentence round the words, as evidence."""
        first = max(self.text.rfind(mark, 0, span[0]) for mark in (". ", "\n")) + 1
        ends = [n for mark in (". ", ".\n", "\n") if (n := self.text.find(mark, span[1])) >= 0]
        return self.text[first : min(ends, default=len(self.text)) + 1].strip()


def _site_of(place: "Place", name: str) -> dict[str, object]:
    """What a site has of its own: what the gazetteer knows of it, else an id beneath the town's."""
    for entry in gazetteer().lookup(name):
        if entry.country == place.country:
            return {
                "id": entry.id,
                "name": entry.name,
                "lat": entry.lat,
                "lon": entry.lon,
                "precision": entry.precision,
            }
    return {"id": f"{place.id}/{fold(name).replace(' ', '-')}", "name": name, "precision": "unknown"}


def _names_any(event: "Event", words: Iterable[str]) -> bool:
    """Whether an event's trigger has one of these words in it."""
    told = event.trigger.text.casefold()
    return any(word in told for word in words)
