"""What citations hold: every value and name that a sentence may draw on, from the desk and not from the wording.

Incidents and events give values (days, places, parties, tolls, status); quotations give words, which are held against
the texts of their reports and read again (numbers.py, reading.py). What the registry of actors, the history of control
or the forecast says is looked up anew.
"""

import functools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from vedette.brief.facts import Fact, fact_of
from vedette.brief.folding import forms_of, kinds_in, marks, plain, tokens
from vedette.brief.numbers import numbers
from vedette.brief.reading import days_in
from vedette.lexicon.actors import registry
from vedette.lexicon.countries import countries
from vedette.lexicon.places import gazetteer

if TYPE_CHECKING:
    from vedette.records.brief import Quote
    from vedette.records.incident import Incident, Told

AHEAD: Final = frozenset({"planned", "ordered", "threatened", "possible", "feared", "hypothetical"})
HURT: Final = frozenset({"ASSAULT", "COERCE"})
"""Types of which it matters who did it to whom."""
REAL: Final = frozenset({"happened", "ongoing"})


_PIECES: Final = 6
_LEAST: Final = 3
"""Into so many pieces a quotation may fall, each of so many words at least."""


Names = dict[str, tuple[str | None, str | None]]
"""The id and the code of each party of an incident, by its name."""


class Known(Protocol):
    """Where citations are looked up: a desk, as of a time."""

    def incident(self, ident: str) -> "Incident | None":
        """An incident; None where there is none that stands."""
        ...

    def event(self, ident: str) -> "Told | None":
        """An event as its report tells it."""
        ...

    def text(self, report: str) -> str | None:
        """The text of a report."""
        ...

    def source(self, report: str) -> tuple[str, str | None]:
        """The outlet of a report, and the day that it was published."""
        ...

    def derived(self, cite: str) -> "Derived | None":
        """What is derived and cited by a name of its own ("control:geonames:1", "tie:backs:IRN:HEZBOLLAH")."""
        ...


@dataclass(frozen=True, slots=True)
class Derived:
    """What a derivation says: names, days and numbers, and who does what to whom."""

    names: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Evidence:
    """All that the citations of one sentence hold.

    `tolls` are the numbers by what they count, `loose` all numbers, `derived` those of the forecast; `sums` those over
    several incidents, `spreads` the lowest and highest of each, by what they count; `vocabulary` the folded words of
    every name and quotation; `places` folded names of where it was, with what they lie in; `days` ISO days of what
    happened, `spoken` those on which it was published. `does` and `suffers` hold marks of parties (ids and kinds),
    `pairs` who did it to whom. `outlets` are the numbers that each gives, `words` all quotations and `main` those that
    status is read from; `phrases` all names and quotations as they are compared, `numbered` names with digits, `whole`
    those of several words.
    """

    tolls: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    loose: set[int] = field(default_factory=set)
    derived: set[int] = field(default_factory=set)
    sums: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    vocabulary: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    days: set[str] = field(default_factory=set)
    spans: set[tuple[str, str]] = field(default_factory=set)
    spoken: set[str] = field(default_factory=set)
    does: set[str] = field(default_factory=set)
    suffers: set[str] = field(default_factory=set)
    pairs: set[tuple[str, str]] = field(default_factory=set)
    statuses: set[str] = field(default_factory=set)
    negated: bool = False
    asserted: bool = False
    outlets: dict[str, set[tuple[str | None, int]]] = field(default_factory=lambda: defaultdict(set))
    spreads: dict[str, set[tuple[int, int]]] = field(default_factory=lambda: defaultdict(set))
    words: list[str] = field(default_factory=list)
    main: list[str] = field(default_factory=list)
    incidents: int = 0
    missing: list[tuple[str, str]] = field(default_factory=list)
    stances: set[str] = field(default_factory=set)
    phrases: set[str] = field(default_factory=set)
    numbered: set[str] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)

    def name(self, *told: str | None) -> None:
        """Take the words of names."""
        for words in filter(None, told):
            self.vocabulary.update(tokens(words))
            self.phrases.add(plain(words))

    def called(self, *told: str | None) -> None:
        """Take whole names; one with digits in it is no number."""
        self.name(*told)
        self.numbered.update(words for words in told if words and any(char.isdigit() for char in words))
        self.whole.update(words for words in told if words and " " in words)

    def party(self, ident: str | None, name: str, code: str | None, role: str) -> frozenset[str]:
        """Take a party of a role with all its names; its marks."""
        found = marks(ident, name, code)
        self.called(name, *forms_of(ident))
        if role == "actor":
            self.does |= found
        elif role == "target":
            self.suffers |= found
        return found

    def place(self, *names: str | None) -> None:
        """Take names of where it was."""
        for words in names:
            if words:
                self.places.add(plain(words))
                self.name(words)


def collect(cites: Iterable[str], quotes: "Iterable[Quote]", known: Known) -> Evidence:
    """The evidence of a sentence; what is cited and not there is listed under `missing`."""
    held = Evidence()
    for cite in cites:
        if cite.startswith("registry:"):
            _take_registry(held, cite)
        elif cite.partition(":")[0] in {"control", "tie", "forecast"}:
            _take_derived(held, cite, known)
        elif ":" in cite:
            _take_event(held, cite, known)
        elif (incident := known.incident(cite)) is not None:
            _take_incident(held, incident)
        else:
            held.missing.append((cite, "the desk has no such incident, or it was merged or retracted"))
    for quote in quotes:
        _take_quote(held, quote, known)
    return held


def _take_registry(held: Evidence, cite: str) -> None:
    """What the registry of actors says of one."""
    entry = registry().by_id.get(cite.partition(":")[2])
    if entry is None:
        held.missing.append((cite, "the registry of actors has no such entry"))
        return
    held.asserted = True
    held.party(entry.id, entry.name, entry.code, "actor")
    for backer, _, _ in entry.backed_by:
        held.party(backer, backer, None, "target")
        held.pairs |= {(backer, entry.id)}


def _take_derived(held: Evidence, cite: str, known: Known) -> None:
    """What is derived."""
    found = known.derived(cite)
    if found is None:
        held.missing.append((cite, "nothing of this is derived on the desk"))
        return
    held.asserted = True
    held.called(*found.names)
    held.days.update(found.days)
    held.derived.update(found.numbers)
    for name in found.names:
        held.places.add(plain(name))
    for one, other in found.pairs:
        held.pairs |= {(a, b) for a in marks(one, one) for b in marks(other, other)}
        held.does |= marks(one, one)
        held.suffers |= marks(other, other)


def _take_event(held: Evidence, cite: str, known: Known) -> None:
    """An event by itself."""
    told = known.event(cite)
    if told is None:
        held.missing.append((cite, "the desk has no such event"))
        return
    outlet, published = known.source(told.report)
    _take_told(held, told, {}, outlet)
    _take_outlet(held, outlet, published)


def _take_incident(held: Evidence, incident: "Incident") -> None:
    """An incident: its own values, then what each report tells."""
    held.incidents += 1
    _take_place(held, incident)
    for party in incident.parties:
        held.party(party.id, party.name, party.code, "")
    held.name(incident.title)
    if "when" in incident.corrected:
        held.days.update(day for day in (incident.first, incident.last) if day)
    if "status" in incident.corrected and incident.status:
        held.statuses.add(incident.status)
    if incident.standing == "confirmed":
        held.stances.add("confirm")
    fact = fact_of(incident)
    core = {told.event for told in fact.core} if fact is not None else {told.event for told in incident.told}
    by_report = {source.report: source for source in incident.sources}
    names = {party.name: (party.id, party.code) for party in incident.parties}
    for told in incident.told:
        source = by_report.get(told.report)
        outlet = (source.publisher or source.key) if source else None
        _take_told(held, told, names, outlet, main=told.event in core)
    for source in incident.sources:
        held.name(source.title, source.original_source)
        _take_outlet(held, source.publisher or source.key, source.published)
    if fact is not None:
        _take_sums(held, fact)


@functools.lru_cache(maxsize=1024)
def _names(place: str) -> tuple[str, ...]:
    """The gazetteer's own name of a place, and what it lies in."""
    entry = gazetteer().entry(place)
    return (entry.name, entry.admin1 or "", entry.admin2 or "") if entry else ()


def _take_outlet(held: Evidence, outlet: str | None, published: str | None) -> None:
    """Who published, and when."""
    held.called(outlet)
    if published:
        held.spoken.add(published[:10])


def _take_sums(held: Evidence, fact: Fact) -> None:
    """What an incident adds to sums over several: its lowest, best and highest number by the words that bear it out."""
    if fact.dated and fact.first:
        held.days.update((fact.first, fact.last or fact.first))
        held.spans.add((fact.first, fact.last or fact.first))
    for count in fact.counts:
        held.tolls[count.of].update((count.low, count.best, count.high))
        held.spreads[count.of].add((count.low, count.high))
        for n, value in enumerate((count.low, count.best, count.high)):
            held.sums[f"{count.of}/{n}"] = {sum(held.sums.get(f"{count.of}/{n}", {0})) + value}


def _take_place(held: Evidence, incident: "Incident") -> None:
    """Where an incident was, by all names of the place, its units and its country."""
    held.place(incident.country and countries().name(incident.country), *forms_of(incident.country))
    place = incident.place
    if place is not None:
        country = place.country and countries().name(place.country)
        held.place(place.name, place.admin1, place.admin2, country, *_names(place.id))


def _take_told(
    held: Evidence,
    told: "Told",
    names: Names,
    outlet: str | None,
    *,
    main: bool = True,
) -> None:
    """What one event of one report tells; status and direction are those of the `main` tellings alone."""
    if main:
        held.statuses.add(told.status)
        held.negated = held.negated or told.negated
        held.main.append(told.quote)
        _take_days(held, told)
    held.stances.update({"claimed": "claim", "denied": "den", "blamed": "blam"}[claim.kind] for claim in told.claims)
    held.place(told.place)
    _take_parties(held, told, names, hurts=main and told.type in HURT)
    held.name(*told.weapons, *told.sources, *(c.who for c in told.claims), *(c.by for c in told.claims))
    _take_tolls(held, told, outlet, main=main)
    _take_words(held, told.quote, outlet, dated=main)


def _take_parties(held: Evidence, told: "Told", names: Names, *, hurts: bool) -> None:
    """Who does it and to whom; where that hurts people, who suffers and by whom."""
    doing = [held.party(*_doer(name, names, told.quote), "actor" if hurts else "") for name in told.actors]
    suffering = [held.party(*_known(name, names), "target" if hurts else "") for name in told.targets]
    if hurts:
        suffering += [kinds_in(toll.whom or "") for toll in told.tolls]
        held.suffers |= {mark for found in suffering for mark in found}
        held.pairs |= {(a, b) for one in doing for a in one for other in suffering for b in other}


def _take_days(held: Evidence, told: "Told") -> None:
    """Its first and last day."""
    first, last = (told.first or "")[:10], (told.last or "")[:10]
    if first and last:
        held.spans.add((first, last))
        held.days.update((first, last))


def _take_tolls(held: Evidence, told: "Told", outlet: str | None, *, main: bool) -> None:
    """How many were hurt, and by which outlet's word."""
    for toll in told.tolls:
        values = {n for n in (toll.low, toll.best, toll.high) if n is not None}
        held.loose |= values
        if main:
            held.tolls[toll.of] |= values
        if outlet:
            held.outlets[outlet] |= {(toll.of, value) for value in values}


def _known(name: str, names: Names) -> tuple[str | None, str, str | None]:
    """A party as it is known among those of its incident: id, name, code."""
    ident, code = names.get(name, (None, None))
    return ident, name, code


def _doer(name: str, names: Names, quote: str) -> tuple[str | None, str, str | None]:
    """The same of who did it, without the state before a description ("Ukraine: enemy").

    That is where they are, not who they are, unless the words have it so: "the Congolese army".
    """
    ident, whole, code = _known(name, names)
    bare = whole.partition(": ")[2]
    if not bare:
        return ident, whole, code
    told = (form for form in forms_of((code or "")[:3]) if f"{form} {bare}".casefold() in quote.casefold())
    return ident, f"{next(told, '')} {bare}".strip(), code


def _take_words(held: Evidence, words: str, outlet: str | None, *, dated: bool = True) -> None:
    """Words of a report: their names, their numbers as read anew, their days."""
    held.words.append(words)
    held.name(words)
    for number in numbers(words):
        values = {number.low, number.best, number.high}
        held.loose |= values
        if number.of is not None and dated:
            held.tolls[number.of] |= values
        if outlet:
            held.outlets[outlet] |= {(number.of, value) for value in values}
    if dated:
        held.days |= {day.iso for day in days_in(words) if day.iso}


def _take_quote(held: Evidence, quote: "Quote", known: Known) -> None:
    """A quotation, where its report has these words."""
    text = known.text(quote.report)
    if text is None:
        held.missing.append((quote.words, f"the desk has no report {quote.report}"))
        return
    if not holds(text, quote.words):
        held.missing.append((quote.words, f"report {quote.report} does not have these words"))
        return
    outlet, published = known.source(quote.report)
    held.main.append(quote.words)
    _take_words(held, quote.words, outlet)
    _take_outlet(held, outlet, published)


def holds(text: str, words: str) -> bool:
    """Whether a text has some words: in one piece, or in a few where they were taken from several places of it."""
    whole = " ".join(text.split())
    if " ".join(words.split()) in whole:
        return True
    left = words.split()
    for _ in range(_PIECES):
        held = next((n for n in range(len(left), _LEAST - 1, -1) if " ".join(left[:n]) in whole), 0)
        left = left[held:]
        if not held or not left:
            break
    return not left
