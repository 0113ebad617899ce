"""From a Draft to the records: actors, places and days resolved, every span checked on the way out."""

import functools
from typing import TYPE_CHECKING

from vedette.code.codes import IRREGULAR
from vedette.code.gazetteer import find_names
from vedette.lexicon.countries import countries
from vedette.lexicon.frames import CAMEO
from vedette.lexicon.places import gazetteer
from vedette.lexicon.words import STATE
from vedette.records.coded import Coded
from vedette.records.event import Attribution, Count, Event, Responsibility
from vedette.records.mention import Mention, Span
from vedette.records.relation import Control, Relation
from vedette.resolve.actors import PRESS, ActorResolver, is_seat, report_countries
from vedette.resolve.frontiers import frontier_of, is_frontier
from vedette.resolve.naming import settle_names
from vedette.resolve.occasion import Occasions
from vedette.resolve.places import PlaceQuery, PlaceResolver
from vedette.resolve.relative import around, between, displaced
from vedette.resolve.when import anchor_of
from vedette.resolve.wholenames import whole_name
from vedette.resolve.whose import Setting, Told, likeliest

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping
    from datetime import date

    from vedette.code.draft import Draft, DraftControl, DraftCount, DraftEvent, DraftRelation
    from vedette.code.phrases import Phrase
    from vedette.records.place import Place
    from vedette.records.report import Report
    from vedette.records.vocabulary import MentionKind, SubEvent
    from vedette.resolve.whose import Role


ON_GROUND = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT"})
"""Types of what is done to a town that a capital's name may stand for; in all others the name is its government."""
VERBAL = frozenset({"AGREE", "CONSULT", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION"})
REGAINED: "SubEvent" = "Government regains territory"
OVERTAKEN: "SubEvent" = "Non-state actor overtakes territory"
REBELS = IRREGULAR - {"PRM"}
"""Sectors that never act for a state; militias (PRM) may."""


def build(report: "Report", draft: "Draft", coder: str, places: PlaceResolver) -> Coded:
    """The coded report of a draft; raises pydantic.ValidationError where a span does not hold its words."""
    return _Builder(report, draft, coder, places).coded()


class _Builder:
    """Resolves one draft."""

    def __init__(self, report: "Report", draft: "Draft", coder: str, places: PlaceResolver) -> None:
        """Resolve the places first: actors take their country from them."""
        self.report, self.draft, self.coder = report, draft, coder
        self.anchor: date | None = anchor_of(report.published)
        year = self.anchor.year if self.anchor else None
        self.countries: Counter[str] = report_countries(draft.phrases, year)
        self.actors = ActorResolver(year, self.countries)
        self.places: dict[int, Place] = {}
        self._resolve_places(places)
        where = {p.country for p in self.places.values() if p.country}
        settle_names(draft.tree.text, draft.phrases, {*self.countries, *where}, year)
        said = {c: float(n) for c, n in self.countries.items()}
        self.from_where = _dateline_countries(report, places, said)
        self.used: dict[str, Place] = {}
        self.known: dict[int, Mention] = {}  # parties of events, so that a holder told of again is the same
        self.occasions = Occasions(draft, self.anchor)

    def _resolve_places(self, resolver: PlaceResolver) -> None:
        """Resolve every place phrase of the report together."""
        phrases = [p for p in self.draft.phrases if p.kind == "place" and (p.place_name or p.hit)]
        homes = [p.home for p in self.draft.phrases if p.home is not None]
        phrases = sorted(dict.fromkeys([*phrases, *homes]), key=lambda p: p.start)
        text, last = self.draft.tree.text, None
        outer = around(text, list(map(_name_range, phrases)))
        said = zip(phrases, outer, strict=True)
        queries = [PlaceQuery(_place_name(p, text), p.start, p.end, (*p.located[:1], *names)) for p, names in said]
        weights = {c: float(n) for c, n in self.countries.items()}
        for phrase, place in zip(phrases, resolver.resolve(queries, weights), strict=True):
            found = _at_border(phrase, weights) or _in_land(phrase, place, resolver) or place
            self.places[id(phrase)] = displaced(text, phrase.start, found)
            if place.country and not phrase.countries:
                phrase.countries.append(place.country)
            if last is not None:
                ends = ((last.start, last.end), (phrase.start, phrase.end))
                middle = between(text, ends, (self.places[id(last)], place))
                if middle is not None:
                    self.places[id(last)] = self.places[id(phrase)] = middle
            last = phrase
        for phrase in self.draft.phrases:
            if phrase.home is not None:
                phrase.located += phrase.home.countries

    def coded(self) -> Coded:
        """The whole record."""
        events = tuple(self._event(n, e) for n, e in enumerate(self.draft.events, 1))
        relations = tuple(self._relation(r) for r in self.draft.relations)
        control = tuple(c for c in map(self._control, self.draft.control) if c)
        mentions = self._mentions()
        return Coded(
            id=self.report.id, report=self.report, mentions=mentions, actors=tuple(self.actors.actors.values()),
            places=tuple(self.used.values()), events=events, relations=relations, control=control,
            times=self.occasions.mentions(),
        )  # fmt: skip

    def _event(self, number: int, draft: "DraftEvent") -> Event:
        """One event."""
        nearby = self._nearby(draft)
        place = self._place(draft.place)
        others = {c for p in draft.targets if p.kind != "place" for c in p.countries}
        own = [c for c in nearby if c not in others] or nearby
        setting = self._setting(draft, nearby)
        actors = self._fillers(draft.actors, own, acts=True, role="actor", setting=setting)
        return Event(
            id=f"e{number}", type=draft.type, mode=draft.mode, sub_event=self._sub_event(draft, actors),
            cameo=CAMEO[draft.type], trigger=self._trigger(draft),
            actors=actors,
            targets=self._fillers(
                draft.targets, nearby, acts=draft.type not in ON_GROUND, role="target", setting=setting
            ),
            beneficiaries=self._fillers(draft.beneficiaries, nearby), place=place, origin=self._place(draft.origin),
            destination=self._place(draft.destination), when=self.occasions.when(draft),
            counts=tuple(map(_count, draft.counts)),
            weapons=tuple(self._mention(p, None) for p in draft.weapons), status=draft.status, negated=draft.negated,
            attribution=self._attribution(draft), responsibility=self._responsibility(draft),
            salience=draft.salience, confidence=draft.confidence,
            evidence=tuple(self._sentence(n) for n in draft.sentences), frame=draft.frame.id, coder=self.coder,
        )  # fmt: skip

    def _sub_event(self, draft: "DraftEvent", actors: tuple[Mention, ...]) -> "SubEvent | None":
        """The sub-event; ground is regained by the state that it is part of, by nobody else (ACLED)."""
        if draft.sub_event not in (REGAINED, OVERTAKEN):
            return draft.sub_event
        where = self.places.get(id(draft.place))
        home = {where.country} if where and where.country else _countries(draft.place)
        takers = [self.actors.actors[x.ref] for x in actors if x.ref]
        if any(a.country in home and a.kind in STATE for a in takers):
            return REGAINED
        foreign = home and takers and all(a.country and a.country not in home for a in takers)
        rebels = takers and all(a.kind in REBELS for a in takers)
        return OVERTAKEN if foreign or rebels else draft.sub_event

    def _nearby(self, draft: "DraftEvent") -> list[str]:
        """Countries that a party without one may be of: the event's place, its sentence, the report.

        Talks and statements are often held abroad: their place is the last to be thought of.
        """
        where = [c for p in (draft.place, draft.destination, draft.origin) if p for c in p.countries]
        first, end = self.draft.tree.sentence_of(draft.token)
        inside = [p for p in self.draft.phrases if first <= p.head < end]
        inside.sort(key=lambda p: abs(p.head - draft.token))
        report = self.from_where + [c for c, _ in self.countries.most_common(1)]
        if draft.type in VERBAL:
            return [c for p in inside if p is not draft.place for c in _homes(p)] + report + where
        return where + [c for p in inside for c in _homes(p)] + report

    def _setting(self, draft: "DraftEvent", nearby: list[str]) -> Setting:
        """What tells whose a party of an event is that names no country."""
        first, end = self.draft.tree.sentence_of(draft.token)
        told = [told for p in self.draft.phrases if first <= p.head < end for told in _told(p)]
        parties: dict[Role, list[tuple[Phrase, list[str]]]] = {
            "actor": [(p, _homes(p)) for p in draft.actors],
            "target": [(p, _homes(p)) for p in draft.targets],
        }
        return Setting(
            self.draft.tree, draft.token, draft.type, nearby, told, parties, place=_countries(draft.place),
            ends=_countries(draft.origin) | _countries(draft.destination),
            sources=frozenset(c for s in draft.sources for c in _homes(s.phrase)),
            top=next((c for c, _ in self.countries.most_common(1)), None),
        )  # fmt: skip

    def _fillers(
        self,
        phrases: "list[Phrase]",
        nearby: list[str],
        *,
        acts: bool = False,
        role: "Role" = "target",
        setting: "Setting | None" = None,
    ) -> tuple[Mention, ...]:
        """The mentions in one role, each with its actor."""
        found = []
        for phrase in phrases:
            phrase.acts = phrase.acts or acts
            whose = functools.partial(likeliest, setting, phrase, role) if setting else None
            found.append(self._mention(phrase, self.actors.resolve(phrase, nearby, whose)))
            self.known.setdefault(id(phrase), found[-1])
        return tuple(found)

    def _mention(self, phrase: "Phrase", ref: str | None) -> Mention:
        """A phrase as a mention."""
        kind: MentionKind = phrase.kind or "actor"
        return Mention(start=phrase.start, end=phrase.end, text=phrase.text, kind=kind, ref=ref)

    def _place(self, phrase: "Phrase | None") -> Mention | None:
        """A phrase as the place of an event."""
        if phrase is None:
            return None
        return Mention(start=phrase.start, end=phrase.end, text=phrase.text, kind="place", ref=self._place_ref(phrase))

    def _place_ref(self, phrase: "Phrase") -> str | None:
        """The id of a phrase's place, which then is among the report's places."""
        place = self.places.get(id(phrase))
        if place is None:
            return None
        return self.used.setdefault(place.id, place).id

    def _trigger(self, draft: "DraftEvent") -> Span:
        """The trigger's words, where they stand together; else its main word."""
        words = draft.words if draft.words[-1] - draft.words[0] < len(draft.words) + 2 else (draft.token,)
        start, end, text = self.draft.tree.slice(words[0], words[-1])
        return Span(start=start, end=end, text=text)

    def _sentence(self, number: int) -> Span:
        """A sentence as evidence."""
        first, end = self.draft.tree.sents[number]
        start, stop, text = self.draft.tree.slice(first, end - 1)
        return Span(start=start, end=stop, text=text)

    def _attribution(self, draft: "DraftEvent") -> tuple[Attribution, ...]:
        """The chain of sources."""
        text, found = self.draft.tree.text, []
        for source in draft.sources:
            start, end = source.cue
            ref = self.actors.resolve(source.phrase, ()) if source.phrase.actor_like else None
            cue = Span(start=start, end=end, text=text[start:end])
            found.append(Attribution(source=self._mention(source.phrase, ref), cue=cue))
        return tuple(found)

    def _responsibility(self, draft: "DraftEvent") -> tuple[Responsibility, ...]:
        """Who claims it, is blamed for it, denies it."""
        tree, found = self.draft.tree, []
        for told in draft.responsibility:
            who, by = (self._fillers([p], [])[0] if p else None for p in (told.who, told.by))
            start, end, text = tree.slice(told.token, told.token)
            if who is not None:
                found.append(Responsibility(kind=told.kind, who=who, by=by, cue=Span(start=start, end=end, text=text)))
        return tuple(found)

    def _relation(self, draft: "DraftRelation") -> Relation:
        """One relation."""
        source, target = (self._end(p) for p in (draft.source, draft.target))
        return Relation(
            type=draft.type, source=source, target=target, status=draft.status, start=draft.start, end=draft.end
        )

    def _end(self, phrase: "Phrase") -> Mention:
        """One end of a relation."""
        if phrase.kind == "place" and id(phrase) in self.places:
            return self._mention(phrase, self._place_ref(phrase))
        return self._mention(phrase, self.actors.resolve(phrase, ()) if phrase.actor_like else None)

    def _control(self, draft: "DraftControl") -> Control | None:
        """One change of control."""
        place = self._place(draft.place)
        if place is None:
            return None
        holder = self._holder(draft)
        trigger = self._trigger(draft.event)
        return Control(place=place, holder=holder, change=draft.change, status=draft.event.status,
                       when=self.occasions.when(draft.event), start=trigger.start, end=trigger.end)  # fmt: skip

    def _holder(self, draft: "DraftControl") -> Mention | None:
        """Who takes, loses or holds the place: the actor as which an event has it, else by what is near."""
        if draft.holder is None:
            return None
        known = self.known.get(id(draft.holder))
        return known or self._fillers([draft.holder], self._nearby(draft.event), acts=True)[0]

    def _mentions(self) -> tuple[Mention, ...]:
        """All mentions of the report."""
        text, phrases = self.draft.tree.text, {(p.start, p.end): p for p in self.draft.phrases}
        found = []
        for start, end, kind in self.draft.spans:
            phrase = phrases.get((start, end))
            ref = self._mention_ref(phrase, kind) if phrase else None
            found.append(Mention(start=start, end=end, text=text[start:end], kind=kind, ref=ref))
        return tuple(found)

    def _mention_ref(self, phrase: "Phrase", kind: str) -> str | None:
        """What a mention refers to."""
        if kind == "place":
            return self._place_ref(phrase)
        return self.actors.resolve(phrase, ()) if kind in ("actor", "person", "nationality") else None


def _count(draft: "DraftCount") -> Count:
    """A count with the parts of it that are told apart."""
    parts = tuple(map(_count, draft.parts))
    return Count(of=draft.of, whom=draft.whom, low=draft.low, best=draft.best, high=draft.high, start=draft.start,
                 end=draft.end, parts=parts, cumulative=draft.cumulative)  # fmt: skip


def _homes(phrase: "Phrase") -> "list[str]":
    """The countries that a phrase speaks for: those it names, else its actor's; an outlet and Geneva speak for none."""
    if is_seat(phrase):
        return []
    entry = phrase.entry
    if phrase.countries or entry is None or entry.country is None or entry.kind == PRESS:
        return phrase.countries
    return [entry.country]


def _told(phrase: "Phrase") -> "Iterator[Told]":
    """The countries that a phrase speaks for, with the kind of its words."""
    form = phrase.hit.form if phrase.hit else None
    party = phrase.kind in ("actor", "person", "nationality")
    for country in _homes(phrase):
        capital = form in ("capital", "metonym")
        yield Told(country, phrase.head, phrase.kind == "place", capital, form == "adjective", party)


def _countries(phrase: "Phrase | None") -> frozenset[str]:
    """The countries that a place lies in."""
    return frozenset(phrase.countries if phrase else ())


def _dateline_countries(report: "Report", places: PlaceResolver, said: "Mapping[str, float]") -> "list[str]":
    """The countries of the dateline: "the air force" in a report from KYIV is Ukraine's."""
    if not report.dateline:
        return []
    line = report.dateline.partition("(")[0].strip(" ,").title()
    named = [hit.iso3 for hit in find_names(line) if hit.iso3]
    if named:
        return named
    town = line.partition(",")[0]
    country = places.resolve([PlaceQuery(town, 0, len(town))], said)[0].country if town else None
    return [country] if country else []


def _place_name(phrase: "Phrase", text: str) -> str:
    """The words to look a place up by; "Somalia's capital" is Mogadishu, "Stari" in "Stari Most" the bridge."""
    if phrase.hit is None and phrase.place_name and phrase.place_name in phrase.text:
        start, _ = _name_range(phrase)
        return whole_name(text, start, start + len(phrase.place_name), gazetteer().known)
    return phrase.place_name or countries().capital_meant(phrase.text) or phrase.text


def _at_border(phrase: "Phrase", weights: "Mapping[str, float]") -> "Place | None":
    """Where two countries meet, for a phrase that names a border by one of them."""
    return frontier_of(phrase.countries, weights) if phrase.countries and is_frontier(phrase.text) else None


def _in_land(phrase: "Phrase", place: "Place", resolver: PlaceResolver) -> "Place | None":
    """A land of which no more is told than whose it is, "the Kuwaiti desert", is that country."""
    whose = countries().forms.get(phrase.text.partition(" ")[0])
    told = place.lat is None and whose is not None and whose.kind == "adjective" and whose.iso3 in phrase.countries
    return resolver.country(whose.iso3) if told and whose and whose.iso3 else None


def _name_range(phrase: "Phrase") -> tuple[int, int]:
    """Where a place's name stands: "Independence Avenue" in "Minsk's Independence Avenue"."""
    offset = max(phrase.text.find(phrase.place_name or phrase.text), 0)
    return phrase.start + offset, phrase.end
