"""Account: what one report tells of one happening, in the terms by which accounts are compared.

Events of a report that share their kind, place and days are one account. The events of speech and policy count where a
report has no act on the ground.
"""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from vedette.lexicon.placekeys import loose_key
from vedette.merge.days import DATED, Chances, Day, Named, chances, named, ordinal, told_days
from vedette.merge.details import NOTHING, Details, details
from vedette.merge.texts import content_words
from vedette.records.event import own

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vedette.records.coded import Coded
    from vedette.records.event import Event
    from vedette.records.place import Place

FAMILY: Final = {
    "ASSAULT": "violence", "COERCE": "force", "PROTEST": "protest", "MOBILIZE": "moves", "RETREAT": "moves",
    "AID": "help", "SUPPORT": "help", "CONCEDE": "help", "COOPERATE": "help", "AGREE": "talks", "CONSULT": "talks",
}  # fmt: skip
"""Types that outlets take for each other; all others are "words"."""
ORDER: Final = ("violence", "force", "protest", "moves", "help", "talks", "words")
"""Which family names an account of several."""
GROUND: Final = frozenset({"violence", "force", "protest", "moves"})
REACH_KM: Final = {"point": 5.0, "town": 12.0, "district": 40.0, "province": 150.0, "country": 600.0}
"""How far from its middle a happening told with a precision may lie."""
LATE: Final = 4
"""Days by which a report that gives no day may come after what it tells."""
PAST: Final = frozenset({"happened", "ongoing", "attempted", "possible", "denied"})
HARMFUL: Final = 0.5  # an act that hurts people is what a report is about sooner than another
NEWS: Final = 15
"""Days for which a report may come after what it is about."""
STALE: Final = 0.3
RECENT, FIRST = 8, 2
"""So many days before its publication a report tells the news of; so many of the days it names are looked at."""
LEAD: Final = 320
"""Characters that about two sentences have."""
HARM: Final = ("killed", "wounded", "abducted", "arrested", "displaced")


@dataclass(frozen=True, slots=True)
class Account:
    """One report's account of one happening. `first` and `last` are ordinal days, None where nothing dates it."""

    id: str
    report: str
    events: tuple[str, ...]
    family: str
    kinds: frozenset[str]
    place: str | None
    lat: float | None
    lon: float | None
    reach: float
    country: str | None
    units: frozenset[str]
    first: int | None
    last: int | None
    dated: bool
    actors: frozenset[str]
    sides: frozenset[str]
    counts: "dict[str, tuple[int, int]]" = field(hash=False)
    words: tuple[str, ...] = field(hash=False)
    lead: tuple[str, ...] = field(default=(), hash=False)
    published: str | None = None
    day: int | None = None
    publisher: str | None = None
    weight: float = 0.0
    chances: Chances = field(default=(), hash=False)
    details: Details = NOTHING


def accounts(coded: "Coded", held: "Mapping[str, float] | None" = None) -> list[Account]:
    """The accounts of a report, the one that it is mainly about first; none where it tells of nothing.

    `held` are the weights of what speaks for a day, the packaged ones by default.
    """
    places = {place.id: place for place in coded.places}
    live = _live(coded)
    ground = [e for e in live if FAMILY.get(e.type, "words") in GROUND]
    groups: dict[tuple[str | None, Day | None], list[Event]] = defaultdict(list)
    default = _main_place(ground or live, places)
    day = _main_day(ground or live, _published(coded))
    for event in ground or live:
        where = event.place.ref if event.place and _located(places.get(event.place.ref or "")) else default
        groups[where, _day(event) or day].append(event)
    found = [_account(coded, n, key, events, places) for n, (key, events) in enumerate(groups.items(), 1)]
    return sorted(_with_chances(coded, found, held), key=lambda a: (-a.weight, a.id))


def bare_account(coded: "Coded") -> Account:
    """What a report tells of which no event was read: its words, where and when; it can only join what others tell."""
    places = {place.id: place for place in coded.places}
    where = next((place.id for place in coded.places if _located(place)), None)
    return _with_chances(coded, [_account(coded, 0, (where, None), (), places)])[0]


def known_days(coded: "Coded") -> Named:
    """The days that a report names, with those of what came about in it."""
    return named(coded, _published(coded), [(_day(event), event.salience) for event in _live(coded)])


def _live(coded: "Coded") -> "list[Event]":
    """The events that came about."""
    return [e for e in coded.events if not e.negated and e.status in PAST]


def _with_chances(coded: "Coded", found: list[Account], held: "Mapping[str, float] | None" = None) -> list[Account]:
    """The accounts of one report, each with the chance of every day on which it may have been."""
    known = known_days(coded)
    return [replace(account, chances=chances(known, account, found, held)) for account in found]


def _located(place: "Place | None") -> bool:
    """Whether a place is finer than a country; a village that no table knows is a place too."""
    return place is not None and place.precision != "country"


def _main_place(events: "Iterable[Event]", places: "dict[str, Place]") -> str | None:
    """The place of most of the events, by their salience."""
    weight: dict[str, float] = defaultdict(float)
    for event in events:
        if event.place and event.place.ref in places and _located(places[event.place.ref]):
            weight[event.place.ref] += 0.1 + event.salience
    return max(sorted(weight), key=lambda ref: weight[ref], default=None)


def _day(event: "Event") -> Day | None:
    """The days of an event, None where nothing dates it."""
    if event.when is None or event.when.start is None or event.when.end is None:
        return None
    return ordinal(event.when.start), ordinal(event.when.end)


def _main_day(events: "Iterable[Event]", published: int | None) -> Day | None:
    """The days of most of the events, by their salience; what is told of long ago does not date the rest."""
    weight: dict[Day, float] = defaultdict(float)
    for event in events:
        day = _day(event)
        if day is not None and (published is None or day[1] >= published - NEWS):
            weight[day] += 0.1 + event.salience
    return max(sorted(weight), key=lambda day: weight[day], default=None)


def _told_day(coded: "Coded") -> Day | None:
    """The days on which what a report does not date may have happened: the first that it names, or the day before.

    "Gunmen overran a post, officials said on Tuesday" is mostly news of Monday.
    """
    published = _published(coded)
    if published is None:
        return None
    recent = [day for day, _ in told_days(coded) if published - RECENT <= day <= published][:FIRST]
    return (min(recent) - 1, min(recent)) if recent else None


def _published(coded: "Coded") -> int | None:
    """The ordinal day on which a report was published."""
    published = (coded.report.published or "")[:10] if coded.report else ""
    return ordinal(published) if DATED.match(published) else None


def _account(
    coded: "Coded", number: int, key: tuple[str | None, Day | None], events: "Sequence[Event]",
    places: "dict[str, Place]",
) -> Account:  # fmt: skip
    """One account from the events that tell it, at a place and on days."""
    where, days = key
    families = Counter(FAMILY.get(e.type, "words") for e in events)
    family = min(families, key=lambda f: (ORDER.index(f), -families[f]), default="words")
    place = places.get(where or "")
    report = coded.report
    first, last = days or _told_day(coded) or _up_to_publication(coded)
    actors = {a.id: a for a in coded.actors}
    refs = {m.ref for e in events for m in (*e.actors, *e.targets) if m.ref in actors}
    title, text = (report.title or "", report.text) if report else ("", "")
    told = " ".join(dict.fromkeys(s.text for e in events for s in e.evidence))
    published = _published(coded)
    return Account(
        id=f"{coded.id}#{number}", report=coded.id, events=tuple(e.id for e in events), family=family,
        kinds=frozenset(filter(None, (e.sub_event or e.mode for e in events))), place=_key(where),
        lat=place.lat if place else None, lon=place.lon if place else None,
        reach=REACH_KM.get(place.precision, 600.0) if place else 600.0,
        country=place.country if place else _country(coded), units=_units(places.values()),
        first=first, last=last, dated=days is not None, actors=frozenset(r for r in refs if r),
        sides=frozenset(c for r in refs if r for c in [actors[r].code] if c), counts=_counts(events),
        words=tuple(content_words(f"{title} {told} {text}")), lead=tuple(content_words(f"{title} {told[:LEAD]}")),
        published=report.published if report else None, day=published,
        publisher=report.publisher if report else None,
        weight=_fresh(last, published) * (1 + _headlined(title, told)) * math.hypot(*map(_worth, events)),
        details=details(coded, sorted(events, key=_worth, reverse=True)),
    )  # fmt: skip


def _worth(event: "Event") -> float:
    """How likely a report is about an event; of several of an account the squares add up.

    Its headline's one act is what a report is about, not three that it mentions in passing at one other place.
    """
    return (0.05 + event.salience) * harm(event)


def harm(event: "Event") -> float:
    """How much more an event weighs for those whom it hurts: 1 where it counts nobody."""
    return 1 + HARMFUL * bool(event.counts)


def _headlined(title: str, told: str) -> float:
    """The share of the headline's words that stand where the events are told."""
    words = set(content_words(title))
    return len(words & set(content_words(told))) / len(words) if words else 0.0


def _fresh(last: int | None, published: int | None) -> float:
    """How much what ended on a day counts in a report: what is told of long ago is its background."""
    return STALE if last is not None and published is not None and last < published - NEWS else 1.0


def _country(coded: "Coded") -> str | None:
    """The country that the report names most as a place."""
    seen: dict[str, int] = defaultdict(int)
    for place in coded.places:
        if place.country:
            seen[place.country] += 1
    return max(sorted(seen), key=lambda c: seen[c], default=None)


def _key(place: str | None) -> str | None:
    """The id of a place; of one in no table its name by sound, so that Solle meets Sollé and Solé."""
    if place is None or not place.startswith("name:"):
        return place
    return f"name:{loose_key(place.removeprefix('name:'))}"


def _units(places: "Iterable[Place]") -> frozenset[str]:
    """The ids of the places that a report names, countries left out."""
    return frozenset(k for p in places if p.precision != "country" for k in [_key(p.id)] if k)


def _up_to_publication(coded: "Coded") -> tuple[int | None, int | None]:
    """The days on which something happened that a report does not date."""
    day = _published(coded)
    return (None, None) if day is None else (day - LATE, day)


def _counts(events: "Iterable[Event]") -> dict[str, tuple[int, int]]:
    """How many were harmed, by kind: the lowest and highest that the report gives."""
    found: dict[str, tuple[int, int]] = {}
    for count in (c for e in events for c in own(e.counts) if c.of in HARM):
        known = [n for n in (count.low, count.best, count.high) if n is not None]
        if known:
            low, high = found.get(count.of, (min(known), max(known)))
            found[count.of] = (min(low, *known), max(high, *known))
    return found
