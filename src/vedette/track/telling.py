"""What one coded report tells of relations between parties: its relations, its events and its adjectives, as facts.

Only what is told as so counts (`statuses` of data/track/relations.toml): what is planned, possible, feared, threatened
or denied says nothing of a relation yet. A fact is of the day of its event, else of the day of publication.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from vedette.merge.origins import relays
from vedette.track.facts import Ground
from vedette.track.parties import Parties, adjectives
from vedette.track.phrasing import denied_at, phrases_in
from vedette.track.relations import TieFact
from vedette.track.rules import control_rules

if TYPE_CHECKING:
    from vedette.records.actor import Actor
    from vedette.records.coded import Coded
    from vedette.records.event import Event
    from vedette.records.mention import Mention
    from vedette.records.network import TieKind
    from vedette.records.relation import Relation
    from vedette.track.facts import GroundFact
    from vedette.track.tie_rules import EventRule

_BEFORE = 30
"""Characters before a party in which it may say that it only brokered."""
_TWO = 2
_OF = " of "
_JOINED = re.compile(r",? (?:and|as well as)(?: the)? |, (?:the )?")
_POSSESSED = re.compile(r"(?:its|their|his|her|our|my)\b", re.IGNORECASE)
_PARTIES = ("actor", "nationality", "place", "person")
Found = tuple["TieKind", str, str, int, int]
"""Kind, source and target, and the offsets of the words."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known of a report beyond its coding: its id, whom its text comes from, and what people judged.

    `left` are the events that do not count (retracted or disputed), `sure` those of confirmed incidents.
    """

    report: str
    origin: str | None = None
    left: frozenset[str] = frozenset()
    sure: frozenset[str] = frozenset()


def facts_in(
    coded: "Coded", parties: Parties, judged: Judged, ground: "Sequence[GroundFact] | None" = None
) -> list[TieFact]:
    """The facts of a report, each tie once a day; none where neither the report nor the event is dated.

    New parties are put into `parties`. `ground` are the report's facts of control, which are read where not given.
    """
    report = coded.report
    if report is None:
        return []
    reading = _Reading(coded, parties, judged)
    told_of = Ground().add(coded) if ground is None else ground
    origin = judged.origin or origin_of(coded)
    facts: dict[tuple[str, str, str, int], TieFact] = {}
    for (told, source, target, start, end), day, weight in reading.all(told_of):
        if day is None or source == target:
            continue
        kind = reading.as_ally(told, source, target)
        fact = TieFact(day, kind, source, target, origin, judged.report, report.text[start:end], start, end, weight)
        facts.setdefault((kind, source, target, day), fact)
    return list(facts.values())


def origin_of(coded: "Coded") -> str:
    """Whom a report's telling comes from: the source it relies on, else its publisher, else itself."""
    report = coded.report
    if report is None:
        return coded.id
    if report.original_source:
        return report.original_source.casefold()
    if relays(coded, coded.events):
        sources = [link.source.text for event in coded.events for link in event.attribution[:1]]
        if sources:
            return min(sources).casefold()
    return (report.publisher or coded.id).casefold()


class _Reading:
    """Reads one report."""

    def __init__(self, coded: "Coded", parties: Parties, judged: Judged) -> None:
        """Take the report and where its parties are kept."""
        self.coded, self.parties, self.judged = coded, parties, judged
        self.rules = parties.rules
        self.text = coded.report.text if coded.report else ""
        self.actors: Mapping[str, Actor] = {actor.id: actor for actor in coded.actors}
        self.home = _home(coded)
        self.published = _ordinal(coded.report.published if coded.report else None)

    def all(self, ground: "Sequence[GroundFact]") -> Iterator[tuple[Found, int | None, float | None]]:
        """Everything that is told, with its day and its weight; the events first, since they are dated best."""
        phrases = list(self._of_phrases())
        for event in self.coded.events:
            if self._counts(event):
                for found in self._of_event(event):
                    if not _better_told(found, phrases):
                        yield found, self._day(event), self._weight(event)
        for relation in self.coded.relations:
            told = self._told_at(relation)
            if relation.status not in self.rules.counting.statuses or (told and not self._counts(told)):
                continue
            if told and relation.type == "fights" and len(told.actors) > _TWO and not told.targets:
                continue  # the event tells who is on which side
            for found in self._of_relation(relation):
                yield found, self._day(told), self._weight(told)
        yield from self._of_ground(ground)
        for found in (*self._of_adjectives(), *phrases):
            yield found, self.published, None

    def _counts(self, event: "Event") -> bool:
        """Whether an event is told as so, and no person doubts it."""
        told = event.status in self.rules.counting.statuses and not event.negated
        return told and event.id not in self.judged.left

    def _weight(self, event: "Event | None") -> float | None:
        """What a telling is worth where a person confirmed its incident."""
        return self.rules.counting.confirmed if event and event.id in self.judged.sure else None

    def _day(self, event: "Event | None") -> int | None:
        """The day of an event, not after its report; that of the report where nothing dates the event."""
        when = event.when if event else None
        told = _ordinal(when.end or when.start) if when else None
        if told is None or self.published is None:
            return told or self.published
        return min(told, self.published)

    def _told_at(self, relation: "Relation") -> "Event | None":
        """The event that a relation's words tell of."""
        return next(
            (e for e in self.coded.events if e.trigger.start < relation.end and relation.start < e.trigger.end), None
        )

    def _of_event(self, event: "Event") -> Iterator[Found]:
        """What an event comes to by the rules."""
        truce = event.type in self.rules.truce.from_ and self._says(event, self.rules.truce.words)
        for rule in self.rules.event:
            if rule.type != event.type or rule.mode not in (None, event.mode):
                continue
            if rule.sub_event not in (None, event.sub_event):
                continue
            for source, target in self._between(rule, event):
                yield from self._tie(rule.kind, source, target, event.trigger.start, event.trigger.end)
                if truce and rule.between == "sides":
                    yield from self._tie("truce", source, target, event.trigger.start, event.trigger.end)

    def _says(self, event: "Event", words: Iterable[str]) -> bool:
        """Whether the sentences of an event have one of the words."""
        said = " ".join(span.text for span in event.evidence).casefold()
        return any(word in said for word in words)

    def _between(self, rule: "EventRule", event: "Event") -> "Iterable[tuple[Mention, Mention]]":
        """The pairs that a rule is about; those who only brokered are nobody's side."""
        if rule.between == "for":
            return product(event.actors, event.beneficiaries)
        actors, targets = ([m for m in role if not self._brokers(m)] for role in (event.actors, event.targets))
        if rule.between == "sides" and not targets:
            return self._sides(actors)
        return product(actors, targets)

    def _sides(self, actors: "Sequence[Mention]") -> "Iterable[tuple[Mention, Mention]]":
        """The pairs of those who did something to each other; of three and more, whom an "and" joins are one side."""
        if len(actors) == _TWO:
            yield actors[0], actors[1]
            return
        groups: list[list[Mention]] = []
        for one in sorted(actors, key=lambda m: m.start):
            if groups and _JOINED.fullmatch(self.text[groups[-1][-1].end : one.start]):
                groups[-1].append(one)
            else:
                groups.append([one])
        for some, others in combinations(groups, 2):
            yield from product(some, others)

    def _of_ground(self, ground: "Sequence[GroundFact]") -> Iterator[tuple[Found, int | None, float | None]]:
        """Whoever takes a place by force fights whoever is told to have lost it."""
        words = control_rules().taking.verbs
        for fact in ground:
            if fact.change != "captured" or not fact.forced(words) or fact.incident in self.judged.left:
                continue
            lost = [f.side for f in ground if f.change == "lost" and f.place == fact.place and f.day == fact.day]
            for loser in [fact.loser, *lost]:
                one, other = (self.parties.of_side(side.id) if side else None for side in (fact.side, loser))
                if one and other and self._can("fights", one, other):
                    yield ("fights", one, other, fact.start, fact.end), _ordinal(fact.day), None

    def _of_relation(self, relation: "Relation") -> Iterator[Found]:
        """What a relation comes to by the first rule that fits its words."""
        words = self.text[relation.start : relation.end].casefold()
        for rule in self.rules.relation:
            if rule.type == relation.type and (not rule.words or words.startswith(rule.words)):
                yield from self._tie(rule.kind, relation.source, relation.target, relation.start, relation.end)
                return

    def _tie(self, kind: "TieKind", source: "Mention", target: "Mention", start: int, end: int) -> Iterator[Found]:
        """A tie between two mentions, where both are parties, and can fight if that is what they do."""
        if source.start < target.end and target.start < source.end:
            return  # "Russian" and "Russian and Syrian aircraft"
        one = self.parties.of(source, self.actors, self.home, person=kind == "leads")
        other = self.parties.of(target, self.actors, self.home, base=kind == "fights")
        if one and other and self._can(kind, one, other) and not denied_at(self.text, start, self.rules):
            yield kind, one, other, start, end

    def as_ally(self, kind: "TieKind", one: str, other: str) -> "TieKind":
        """A group that backs its own country's army, or another group there, is its ally: backers are from outside."""
        own = not self.parties.is_state(one) and not self.parties.is_body(one)
        home = {other, self.parties.facts[other][0]}
        return "allied_with" if kind == "backs" and own and self.parties.facts[one][0] in home - {None} else kind

    def _can(self, kind: "TieKind", one: str, other: str) -> bool:
        """Whether two parties are two, can fight if that is what they do, and no state is part of a group."""
        if kind == "fights":
            return one != other and self.parties.fights(one) and self.parties.fights(other)
        return one != other and (kind != "part_of" or not self.parties.is_state(one) or self.parties.is_body(other))

    def _brokers(self, mention: "Mention") -> bool:
        """Whether a party only helped others to agree."""
        before = self.text[max(0, mention.start - _BEFORE) : mention.start].removesuffix("the ").rstrip()
        return before.endswith(self.rules.truce.brokers) or mention.text.startswith(self.rules.truce.brokers)

    def _of_phrases(self) -> Iterator[Found]:
        """What the words between mentions say of them."""
        placed = {}
        for mention in self.coded.mentions:
            if mention.kind not in _PARTIES or _POSSESSED.match(mention.text):
                continue
            party = self.parties.of(mention, self.actors, self.home)
            if party is not None:
                placed[mention.start, self._with_leader(mention)] = party
        for found in phrases_in(self.text, placed):
            if self._can(*found[:3]):
                yield found

    def _with_leader(self, mention: "Mention") -> int:
        """Where a party's name ends with its leader's: "the SPLM-N of Abdelaziz al-Hilu"."""
        leaders = (m.end for m in self.coded.mentions if m.kind == "person" and m.start == mention.end + len(_OF))
        return max(leaders, default=mention.end) if self.text.startswith(_OF, mention.end) else mention.end

    def _of_adjectives(self) -> Iterator[Found]:
        """What mentions say of themselves: "US-backed"."""
        for mention in self.coded.mentions:
            if mention.kind != "actor" or (own := self.parties.of(mention, self.actors, self.home)) is None:
                continue
            for kind, words, start, end in adjectives(mention.text, self.rules):
                other = self.parties.named(words)
                if other is not None and other != own:
                    yield kind, other, own, mention.start + start, mention.start + end


def _better_told(found: Found, phrases: "Sequence[Found]") -> bool:
    """Whether a phrase has these words of a truce for one between others ("Iran backs X, whose truce with Y ...")."""
    kind, one, other, start, end = found
    beside = [p for p in phrases if p[0] == kind == "truce" and p[3] < end and start < p[4]]
    return bool(beside) and all({one, other} != {p[1], p[2]} for p in beside)


def _home(coded: "Coded") -> str | None:
    """The country that a report is mainly about, by its places and parties; None where two are told of as often."""
    country = {place.id: place.country for place in coded.places}
    country |= {actor.id: actor.country for actor in coded.actors if actor.id not in country}
    told = Counter(found for mention in coded.mentions if (found := country.get(mention.ref or "")) is not None)
    most = [name for name, times in told.items() if times == max(told.values())]
    return most[0] if len(most) == 1 else None


def _ordinal(day: str | None) -> int | None:
    """A day as a number, None where there is none."""
    return dt.date.fromisoformat(day[:10]).toordinal() if day else None
