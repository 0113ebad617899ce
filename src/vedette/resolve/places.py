"""Names of places to Places: which Aleppo, which Tripoli, and how exactly it is known.

Each name is read with the words round it (placewords.py), its candidates come from the gazetteer, and they are
weighed by prominence, by the containers that the text names, by the countries the report is about and by the
report's other places. Where that does not decide, the place stays unknown: a missing pin is better than a wrong one.

Scores are powers of ten of people, so a bonus of 1.0 makes up for a tenth of the size.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from rapidfuzz import fuzz

from vedette.lexicon.placekeys import exact_key
from vedette.lexicon.places import Gazetteer, PlaceEntry, PlaceMatch, gazetteer
from vedette.records.place import Place
from vedette.records.vocabulary import PlacePrecision
from vedette.resolve.placewords import Reading, is_descriptor, is_direction, readings
from vedette.resolve.relative import middle
from vedette.resolve.spots import ABROAD_KM, BASES, beside, close, distance, elsewhere, lies_in
from vedette.resolve.unlisted import PRECISIONS, SITES, TOWNS, put_in, sites_in_towns

_SEAS: Final = frozenset({"sea", "gulf", "strait", "canal", "lake", "river"})
_EVERYWHERE: Final = BASES | {"neighbourhood", "road"}
"""Features whose names many towns have, whether a table has them or not: "Freedom Square"."""
_ROUND: Final = frozenset({"town", "neighbourhood", "admin1", "admin2"})
_AREAS: Final = frozenset({"admin1", "admin2", "country", "region", "world-region"})

# Which features a descriptor may point to, the bonus for one, and what all others lose.
_KINDS: Final[dict[str, tuple[frozenset[str], float, float]]] = {
    "admin1": (frozenset({"admin1", "region"}), 2.5, -1.0),
    "admin2": (frozenset({"admin2", "region"}), 2.0, 0.0),
    "town": (TOWNS, 1.0, -2.5),
    "country": (frozenset({"country"}), 2.0, -1.0),
    "base": (BASES, 2.0, 0.0),
    "street": (frozenset({"road", "point"}), 2.0, -9.0),  # streets bear the names of towns that are far away
    "road": (frozenset({"road", "point"}), 2.0, -9.0),
    "camp": (frozenset({"camp"}), 2.0, 0.0),
    "neighbourhood": (frozenset({"neighbourhood", "admin2"}), 2.0, 0.0),
    "sea": (_SEAS, 2.0, -2.0),
    "island": (frozenset({"island", "region"}), 2.0, 0.0),
}
_NOT_A_COUNTRY: Final = -4.0  # what a country loses where a descriptor says town or province

_INSIDE_BONUS, _INSIDE_PENALTY = 4.0, -3.0
_COUNTRY_BONUS: Final = 2.6
# Countries whose towns are named after the world's cities: being in one says less about which Paris is meant.
_BORROWING: Final = frozenset({"USA", "CAN", "AUS", "ZAF"})
_BORROWED: Final = 0.7
_SAME_NAME_UNIT: Final = -1.5  # a province that shares its name with a town in it: bare, the name means the town
_BY_ANOTHER_NAME: Final = 0.4  # "Mitrovica" may be short for Sremska Mitrovica, but Serbs live elsewhere too
_SEAT: Final = 1.5  # a town this much smaller than the unit of its name is some village in it
_STATE_BONUS: Final = 2.5
_UNIT_SAID: Final = 1.5  # the report names the first level unit that a candidate lies in
_NEIGHBOUR_COUNTRY, _NEIGHBOUR_NEAR, _NEIGHBOUR_KM = 1.5, 1.2, 120.0

_MARGIN, _MARGIN_UNSUPPORTED = 0.1, 0.15
_SUPPORT: Final = 0.6  # evidence of at least this much counts as support
# Smaller places outside the report's countries need support: below 10,000 people (powers of ten) where the report
# names at most one place far away in another country, 100,000 where it names more in that country.
_FOREIGN_FLOORS: Final = (4.0, 4.0, 5.0)
# What no other place is called needs less: only a report of two places far away in one country speaks against it.
_LONE_FLOORS: Final = (0.0, 3.2, 5.0)
_LONE_LETTERS: Final = 5
_LOOSE_FLOOR, _LOOSE_LIKENESS = 4.5, 0.6
_LOOSE_ABROAD: Final = 0.85  # likeness that a great town needs where the report plays elsewhere: Nam Ya is not Niamey


@dataclass(frozen=True, slots=True)
class PlaceQuery:
    """A place name as the text has it, at [start, end), and the names of containers said next to it."""

    name: str
    start: int
    end: int
    inside: tuple[str, ...] = ()


class _Option(NamedTuple):
    """A candidate with its reading, its score without evidence and the evidence for it."""

    match: PlaceMatch
    reading: Reading
    base: float
    evidence: float

    @property
    def score(self) -> float:
        """All that speaks for the candidate."""
        return self.base + self.evidence


class _Context(NamedTuple):
    """What the report tells of where it plays."""

    countries: Mapping[str, float]  # alpha-3 to weight, the heaviest 1.0
    neighbours: tuple[PlaceEntry, ...] = ()

    @property
    def known(self) -> bool:
        """Whether it tells anything."""
        return bool(self.countries or self.neighbours)


class _Name(NamedTuple):
    """A query made ready: its readings, its candidates by reading, its containers' candidates.

    `told`: what to call it where no table has it: a site with its word of kind, "Independence Avenue".
    """

    barest: Reading
    key: str
    options: tuple[_Option, ...]
    loose: tuple[_Option, ...]
    containers: tuple[tuple[PlaceMatch, ...], ...]
    told: str


class PlaceResolver:
    """Resolves the place names of one report after another; keeps nothing between them."""

    def __init__(self, places: Gazetteer | None = None) -> None:
        """Use the gazetteer that ships with Vedette, or another."""
        self._places = places or gazetteer()

    def resolve(self, queries: Sequence[PlaceQuery], countries: Mapping[str, float]) -> list[Place]:
        """One Place for each query, in order.

        `countries` weighs the report's countries (alpha-3 to any positive number). A name that is in no gazetteer,
        or whose candidates nothing tells apart, comes back as "name:<key>" with precision "unknown".
        """
        names = [self._prepare(query) for query in self._shared(queries)]
        context = _Context(_country_weights(names, countries))
        first = [_choose(name, context) for name in names]
        places = []
        for name in names:
            # The same name elsewhere is no evidence for itself.
            others = {
                o.match.entry.id: o.match.entry for n, o in zip(names, first, strict=True) if o and n.key != name.key
            }
            choice = _choose(name, context._replace(neighbours=tuple(others.values())))
            places.append(self._somewhere(choice) if choice else self._unlisted(name, context))
        return sites_in_towns([n.barest.kind for n in names], [q.start for q in queries], places)

    def country(self, iso3: str) -> Place | None:
        """A whole country, by its alpha-3 code."""
        entry = self._places.entry(f"country:{iso3}")
        return _record(entry, "country") if entry else None

    def _somewhere(self, choice: _Option) -> Place:
        """The record of a choice; a district of which no table tells where it is lies somewhere in its province."""
        place, unit = _place(choice), choice.match.unit
        outer = self._places.entry(unit) if place.lat is None and unit else None
        return put_in(place, _record(outer, outer.precision)) if outer and outer.lat is not None else place

    def _unlisted(self, name: _Name, context: _Context) -> Place:
        """What no table has: a road called by its ends, or what is said to lie in a town or unit; else the name."""
        unknown = Place(id=f"name:{exact_key(name.told)}", name=name.told)
        ends = re.split(r"[-\u2013]", name.barest.name)
        if name.barest.kind == "road" and len(ends) == 2 and all(map(self._places.known, ends)):  # noqa: PLR2004
            first, second = self.resolve([PlaceQuery(end, n, n) for n, end in enumerate(ends)], context.countries)
            return middle(first, second) or unknown
        outer = _outer(name, context)
        return put_in(unknown, outer) if outer else unknown

    @staticmethod
    def _shared(queries: Sequence[PlaceQuery]) -> list[PlaceQuery]:
        """The queries, a name without containers taking those that the same name has elsewhere in the report."""
        said: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for query in queries:
            if query.inside:
                said[exact_key(query.name)].add(query.inside)
        shared = []
        for query in queries:
            sets = said.get(exact_key(query.name), set())
            take = not query.inside and len(sets) == 1
            shared.append(replace(query, inside=next(iter(sets))) if take else query)
        return shared

    def _prepare(self, query: PlaceQuery) -> _Name:
        """Look up every reading of a query that may be meant, and its containers."""
        chosen: list[Reading] = []
        reading, told = Reading(query.name), query.name
        for reading in readings(query.name, self._smaller_than_a_country):
            told = reading.name if reading.kind not in SITES and not is_descriptor(reading.name) else told
            # After a whole name, only a shorter one that a word of kind was taken off may be meant as well.
            named = not reading.name.islower() or query.name.islower()  # "police" of "the police station of Toribío"
            if named and self._places.known(reading.name) and (not chosen or reading.plain):
                chosen.append(reading)
        options = [o for r in chosen[:1] for o in self._options(r)]
        # "Mexico City": a town may also be called Mexico, but the country is not meant.
        options += [o for r in chosen[1:] for o in self._options(r) if _fits(o.match.entry, r.kind)]
        loose = tuple(o for o in self._options(reading, loose=True) if o.match.loose)
        # "a market in Gothèye" is called by the town already.
        inside = [n for n in dict.fromkeys((*query.inside, *reading.inside)) if exact_key(n) != exact_key(query.name)]
        containers = tuple(c for name in inside if (c := self._container(name)))
        barest = chosen[-1] if chosen else reading
        return _Name(barest, exact_key(barest.name), tuple(_towns_first(options)), loose, containers, told)

    def _smaller_than_a_country(self, name: str) -> bool:
        """Whether a name is known and its best-known bearer is no country."""
        matches = self._places.matches(name, loose=False)
        return bool(matches) and matches[0].entry.feature != "country"

    def _options(self, reading: Reading, *, loose: bool = False) -> list[_Option]:
        """The candidates for a reading with their scores by name and kind."""
        matches = self._places.matches(reading.name, loose=loose)
        kind = reading.kind or ("admin1" if reading.around == "province" else None)
        return [_Option(m, reading, m.score + _kind_bonus(m.entry, kind), 0.0) for m in matches]

    def _container(self, name: str) -> tuple[PlaceMatch, ...]:
        """The places that a container's name may mean: all within three powers of ten of the best."""
        for reading in readings(name, self._smaller_than_a_country):
            matches = self._places.matches(reading.name, loose=False)
            kept = [m for m in matches if _fits(m.entry, reading.kind)] or matches  # "Aleppo province" is no town
            if kept:
                return tuple(m for m in kept if m.score > kept[0].score - 3.0)
        return ()


def _outer(name: _Name, context: _Context) -> Place | None:
    """The likeliest town or unit that a name is said to lie in: of the report's countries first, then the greatest."""
    round_it = (match for container in name.containers for match in container)
    said = [match for match in round_it if match.entry.feature in _ROUND and match.entry.lat is not None]
    best = max(said, key=lambda m: (context.countries.get(m.entry.country or "", 0.0), m.score), default=None)
    return _record(best.entry, best.entry.precision) if best else None


def _kind_bonus(entry: PlaceEntry, kind: str | None) -> float:
    """How well a place's feature fits the descriptor that the text put to the name."""
    if kind is None:
        return 0.0
    features, bonus, penalty = _KINDS[kind]
    if entry.feature in features:
        return bonus
    return _NOT_A_COUNTRY if entry.feature == "country" else penalty


def _fits(entry: PlaceEntry, kind: str | None) -> bool:
    """Whether a place is of the kind that the text says, if it says one."""
    return kind is None or entry.feature in _KINDS[kind][0]


def _towns_first(options: list[_Option]) -> list[_Option]:
    """Lower a unit below the town in it that has its name, unless a descriptor asks for the unit."""
    homes = {
        o.match.unit: o.match.score for o in reversed(options) if o.match.entry.feature in TOWNS and o.match.proper
    }
    return [
        o._replace(base=o.base + _SAME_NAME_UNIT)
        if homes.get(o.match.entry.id, -1.0) > o.match.score - _SEAT
        and o.reading.kind is None
        and o.reading.around != "province"
        else o
        for o in options
    ]


def _country_weights(names: Sequence[_Name], countries: Mapping[str, float]) -> dict[str, float]:
    """The report's countries scaled to 1.0 at most; countries that it names as places count half."""
    top = max(countries.values(), default=0.0)
    weights = {code: max(weight, 0.0) / top for code, weight in countries.items()} if top > 0 else {}
    best = (max(n.options, key=lambda o: o.base).match.entry for n in names if n.options and not _state_rivals(n))
    named = Counter(entry.country for entry in best if entry.feature == "country" and entry.country)
    most = max(named.values(), default=1)
    for code, count in named.items():
        weights[code] = max(weights.get(code, 0.0), 0.5 * count / most)
    return weights


def _state_rivals(name: _Name) -> set[str]:
    """The countries of first level units that bear the name of another country: Georgia."""
    entries = [o.match.entry for o in name.options]
    states = {e.country for e in entries if e.feature == "country"}
    return {e.country for e in entries if e.feature == "admin1" and e.country and states and e.country not in states}


def _choose(name: _Name, context: _Context) -> _Option | None:
    """The candidate that the evidence picks, or None."""
    options = _weigh(name.options, name, context)
    supported = bool(options) and (options[0].evidence >= _SUPPORT or options[0].match.score >= _LOOSE_FLOOR)
    if not supported:
        loose = [o for o in _weigh(name.loose, name, context) if _good_loose(o, context)]
        if loose and (not options or loose[0].evidence >= _SUPPORT):
            options = sorted([*options, *loose], key=lambda o: -o.score)
    if not options or not _enough(options[0], options[1:], context):
        return None
    best = options[0]
    margin = _MARGIN if best.evidence >= _SUPPORT else _MARGIN_UNSUPPORTED
    rivals = (o for o in options[1:] if o.score > best.score - margin)
    return None if any(elsewhere(best.match, rival.match) for rival in rivals) else best


def _weigh(options: Sequence[_Option], name: _Name, context: _Context) -> list[_Option]:
    """The candidates with their evidence, best first; of one place only its best reading."""
    weighed = [o._replace(evidence=_evidence(o.match, name.containers, context)) for o in options]
    if rivals := _state_rivals(name):
        weighed = [_favour_state(o, rivals, context) for o in weighed]
    weighed.sort(key=lambda o: (-o.score, o.match.entry.id))
    seen: set[str] = set()
    return [o for o in weighed if not (o.match.entry.id in seen or seen.add(o.match.entry.id))]  # type: ignore[func-returns-value]


def _favour_state(option: _Option, rivals: set[str], context: _Context) -> _Option:
    """Raise a state over the country of its name where the report plays in the state's country alone."""
    entry = option.match.entry
    if entry.feature != "admin1" or entry.country not in rivals:
        return option
    beside = [n.country for n in context.neighbours if n.country]
    at_home = context.countries.get(entry.country, 0.0) >= 0.5 or beside.count(entry.country) * 2 > len(beside)  # noqa: PLR2004
    return option._replace(evidence=option.evidence + _STATE_BONUS) if at_home else option


def _good_loose(option: _Option, context: _Context) -> bool:
    """Whether a match by romanisation alone is like enough in letters, and big or supported."""
    entry, reading = option.match.entry, option.reading
    likeness = fuzz.ratio(exact_key(reading.name), exact_key(entry.name)) / 100
    if option.evidence >= _SUPPORT:
        return likeness >= _LOOSE_LIKENESS
    return likeness >= (_LOOSE_ABROAD if context.known else _LOOSE_LIKENESS) and option.match.score >= _LOOSE_FLOOR


def _enough(option: _Option, others: Sequence[_Option], context: _Context) -> bool:
    """Whether a candidate may stand: supported, large, alone of its name, or in a report of no known setting."""
    if option.evidence >= _SUPPORT:
        return True
    if (option.reading.kind == "street" and option.base < option.match.score) or is_direction(option.reading.name):
        return False
    if context.known and option.reading.kind == "base" and option.match.entry.feature in _AREAS:
        return False  # "the Litoral penitentiary" is no province of another country
    if not context.known or option.base > option.match.score:
        return True
    far = (n for n in context.neighbours if n.country and distance(option.match.entry, n) > ABROAD_KM)
    most = max(Counter(n.country for n in far).values(), default=0)
    floors = _LONE_FLOORS if _alone(option, others) else _FOREIGN_FLOORS
    return option.match.score >= floors[min(most, len(floors) - 1)]


def _alone(option: _Option, others: Sequence[_Option]) -> bool:
    """Whether no other place on earth bears a candidate's name, which is not short nor in a borrowing country."""
    match = option.match
    if match.entry.country in _BORROWING or match.entry.feature in _EVERYWHERE:
        return False
    own = match.proper and not match.loose and len(exact_key(option.reading.name)) >= _LONE_LETTERS
    return own and not any(elsewhere(match, other.match) for other in others)


def _evidence(match: PlaceMatch, containers: tuple[tuple[PlaceMatch, ...], ...], context: _Context) -> float:
    """What containers, the report's countries and its other places say for a candidate."""
    entry = match.entry
    total = 0.0
    for container in containers:
        agreed = any(lies_in(match, outer) for outer in container)
        total += _INSIDE_BONUS if agreed else 0.0 if beside(match, container) else _INSIDE_PENALTY
    here = context.countries.get(entry.country or "", 0.0)
    if entry.feature == "country":
        # A country needs no setting, but one that the report is about is the likelier.
        return total + 0.5 * _COUNTRY_BONUS * here
    # What the neighbours' countries say is mostly what the report's countries say already: the stronger counts.
    setting = max(here * _COUNTRY_BONUS, _same_country(entry, context.neighbours) * _NEIGHBOUR_COUNTRY)
    if entry.country in _BORROWING:
        setting *= _BORROWED
    if not match.proper:
        setting *= _BY_ANOTHER_NAME
    if any(n.feature == "admin1" and n.id == match.unit for n in context.neighbours):
        total += _UNIT_SAID
    return total + setting + _nearness(entry, context.neighbours)


def _same_country(entry: PlaceEntry, neighbours: tuple[PlaceEntry, ...]) -> float:
    """The share of the report's other places that lie in a candidate's country."""
    if not neighbours or entry.country is None:
        return 0.0
    return sum(n.country == entry.country for n in neighbours) / len(neighbours)


def _nearness(entry: PlaceEntry, neighbours: tuple[PlaceEntry, ...]) -> float:
    """What a candidate gains by the nearest of the report's other towns and spots."""
    if entry.feature == "world-region":
        return 0.0
    near = min((distance(entry, n) for n in neighbours if n.feature not in _AREAS and close(entry, n)), default=1e9)
    return _NEIGHBOUR_NEAR * math.exp(-near / _NEIGHBOUR_KM)


def _place(choice: _Option) -> Place:
    """The record of a choice."""
    return _record(choice.match.entry, _precision(choice.match.entry, choice.reading))


def _record(entry: PlaceEntry, precision: PlacePrecision) -> Place:
    """The record of a place, as exactly known as is said."""
    return Place(
        id=entry.id,
        name=entry.name,
        feature=entry.feature,
        country=entry.country,
        admin1=entry.name if entry.feature == "admin1" else entry.admin1,
        admin2=entry.name if entry.feature == "admin2" else entry.admin2,
        lat=entry.lat,
        lon=entry.lon,
        precision=precision,
    )


def _precision(entry: PlaceEntry, reading: Reading) -> PlacePrecision:
    """How exactly the text says where: the place's own precision, made coarser by "near", "area" or "province".

    A road that is called by a town ("the Djibo road") leads there, from wherever.
    """
    floor: PlacePrecision = "point"
    leads = reading.kind == "road" and entry.feature == "town"
    if leads or reading.near or reading.around in {"district", "province"} or reading.kind in {"admin1", "admin2"}:
        floor = "district"
    return max(entry.precision, floor, key=PRECISIONS.index)
