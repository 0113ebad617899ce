"""Account: what one report tells of one happening, in the terms by which accounts are compared.

Events of a report that share their kind, place and days are one account. The events of speech and policy count where a
report has no act on the ground.
"""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from vedette.lexicon.placekeys import loose_key
from vedette.merge.texts import content_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    published: str | None = None
    publisher: str | None = None
    weight: float = 0.0


def accounts(coded: "Coded") -> list[Account]:
    """The accounts of a report, the one that it is mainly about first; none where it tells of nothing."""
    places = {place.id: place for place in coded.places}
    live = [e for e in coded.events if not e.negated and e.status in PAST]
    ground = [e for e in live if FAMILY.get(e.type, "words") in GROUND]
    groups: dict[tuple[str | None, str | None], list[Event]] = defaultdict(list)
    default = _main_place(ground or live, places)
    day = _main_day(ground or live)
    for event in ground or live:
        where = event.place.ref if event.place and _located(places.get(event.place.ref or "")) else default
        when = event.when.start if event.when and event.when.start else day
        groups[where, when].append(event)
    found = [_account(coded, n, key[0], events, places) for n, (key, events) in enumerate(groups.items(), 1)]
    return sorted(found, key=lambda a: (-a.weight, a.id))


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


def _main_day(events: "Iterable[Event]") -> str | None:
    """The first day of most of the events, by their salience."""
    weight: dict[str, float] = defaultdict(float)
    for event in events:
        if event.when and event.when.start:
            weight[event.when.start] += 0.1 + event.salience
    return max(sorted(weight), key=lambda day: weight[day], default=None)


def _account(
    coded: "Coded", number: int, where: str | None, events: "Sequence[Event]", places: "dict[str, Place]"
) -> Account:  # fmt: skip
    """One account from the events that tell it."""
    families = Counter(FAMILY.get(e.type, "words") for e in events)
    family = min(families, key=lambda f: (ORDER.index(f), -families[f]))
    place = places.get(where or "")
    report = coded.report
    first, last, dated = _days(coded, events)
    actors = {a.id: a for a in coded.actors}
    refs = {m.ref for e in events for m in (*e.actors, *e.targets) if m.ref in actors}
    text = _own_words(coded, events)
    return Account(
        id=f"{coded.id}#{number}", report=coded.id, events=tuple(e.id for e in events), family=family,
        kinds=frozenset(filter(None, (e.sub_event or e.mode for e in events))), place=_key(where),
        lat=place.lat if place else None, lon=place.lon if place else None,
        reach=REACH_KM.get(place.precision, 600.0) if place else 600.0,
        country=place.country if place else _country(coded), units=_units(places.values()),
        first=first, last=last, dated=dated, actors=frozenset(r for r in refs if r),
        sides=frozenset(c for r in refs if r for c in [actors[r].code] if c), counts=_counts(events),
        words=tuple(content_words(text)), published=report.published if report else None,
        publisher=report.publisher if report else None,
        weight=sum((0.05 + e.salience) * (1 + HARMFUL * bool(e.counts)) for e in events),
    )  # fmt: skip


def _own_words(coded: "Coded", events: "Iterable[Event]") -> str:
    """The words that compare reports: the headline, the sentences of the events, then the report."""
    report = coded.report
    told = " ".join(dict.fromkeys(s.text for e in events for s in e.evidence))
    return f"{(report and report.title) or ''} {told} {report.text if report else ''}"


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


def _days(coded: "Coded", events: "Iterable[Event]") -> tuple[int | None, int | None, bool]:
    """First and last ordinal day, and whether the report says so; else the days up to its publication."""
    starts = [d for e in events if e.when and e.when.start for d in [dt.date.fromisoformat(e.when.start).toordinal()]]
    ends = [d for e in events if e.when and e.when.end for d in [dt.date.fromisoformat(e.when.end).toordinal()]]
    if starts and ends:
        return min(starts), max(ends), True
    published = (coded.report.published or "")[:10] if coded.report else ""
    try:
        day = dt.date.fromisoformat(published).toordinal()
    except ValueError:
        return None, None, False
    return day - LATE, day, False


def _counts(events: "Iterable[Event]") -> dict[str, tuple[int, int]]:
    """How many were harmed, by kind: the lowest and highest that the report gives."""
    found: dict[str, tuple[int, int]] = {}
    for count in (c for e in events for c in e.counts if c.of in HARM):
        known = [n for n in (count.low, count.best, count.high) if n is not None]
        if known:
            low, high = found.get(count.of, (min(known), max(known)))
            found[count.of] = (min(low, *known), max(high, *known))
    return found
