"""What a brief may say of an incident: the values that its reports agree on and that their words bear out.

The record holds all that is told. A brief tells less: the kind, day and place of most tellings, the parties that more
than one word stands for, and only those counts that a second reading of the quoted words (numbers.py) finds again. What
a person corrected holds as it is.
"""

import datetime as dt
import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vedette.brief.english import plural
from vedette.brief.folding import forms_of
from vedette.brief.naming import Called, called, victims
from vedette.brief.numbers import numbers
from vedette.brief.phrases import Kind, kind_of, signs
from vedette.lexicon.countries import countries

if TYPE_CHECKING:
    from vedette.records.incident import Claim, Incident, Source, Told, TollTold

HARMS: Final = ("killed", "wounded", "abducted", "arrested", "displaced", "missing")
REAL: Final = frozenset({"happened", "ongoing", "attempted"})
WIDE: Final = 31
"""Days: what is told no closer is no day of an incident."""
_HELPERS: Final = frozenset({"IGO", "NGO", "MED", "JRN", "JUD"})
"""Sectors that are told of more than they do harm."""
_EVEN: Final = 0.1
_OLD: Final = 20
"""Days before the day of an incident from which on a telling is of something else."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many: `best` is what most reports say, `low` and `high` what the lowest and the highest say.

    `least` says that the words leave it open upward, `vague` are words such as "dozens" where no number is told; `whom`
    is a singular noun; `by` maps each outlet to what it says.
    """

    of: str
    low: int
    best: int
    high: int
    whom: str
    least: bool = False
    vague: str = ""
    by: tuple[tuple[str, int], ...] = ()

    @property
    def majority(self) -> bool:
        """Whether more than half of the outlets say the best number."""
        return 2 * sum(value == self.best for _, value in self.by) > len(self.by)

    @property
    def by_one(self) -> bool:
        """Whether a single outlet gives a number."""
        return len({outlet for outlet, _ in self.by}) == 1

    @property
    def differs(self) -> bool:
        """Whether reports tell different numbers."""
        return self.low != self.high


@dataclass(frozen=True, slots=True)
class Fact:
    """What may be said of one incident.

    `first` and `last` are ISO days, None where no report gives them closely; `dated` is False where the day is that of
    the first report. `core` are the tellings that it rests on, the best first. `by_one` says that only one origin names
    the actor, `disputed_actor` that the reports name different ones.
    """

    incident: "Incident"
    kind: Kind
    noun: tuple[str, str]
    core: "tuple[Told, ...]"
    first: str | None
    last: str | None
    dated: bool
    actors: tuple[Called, ...]
    targets: tuple[Called, ...]
    by_one: bool
    counts: tuple[Count, ...]
    claims: "tuple[Claim, ...]"
    attempted: bool

    def count(self, of: str) -> Count | None:
        """How many were killed, wounded ...; None where nobody counts them."""
        return next((count for count in self.counts if count.of == of), None)

    @property
    def id(self) -> str:
        """The incident's id."""
        return self.incident.id

    @property
    def killed(self) -> int:
        """The dead, by the number that most tell."""
        count = self.count("killed")
        return count.best if count else 0

    @property
    def affected(self) -> int:
        """People affected, the dead counting ten times: by this incidents are ordered."""
        weight = {"killed": 10.0, "wounded": 3.0, "abducted": 3.0, "arrested": 0.5, "displaced": 0.02}
        return round(sum(weight.get(count.of, 0.0) * count.best for count in self.counts))


def fact_of(incident: "Incident") -> Fact | None:
    """What may be said of an incident, None where it is nothing that a brief tells: nothing that came about."""
    told = [t for t in incident.told if t.counted and not t.negated and t.status in REAL]
    kind = kind_of(incident.sub_event, incident.mode, incident.type)
    if kind is None or not told or (incident.status or "happened") not in REAL or incident.negated or not incident.live:
        return None
    core = _core(incident, kind, told)
    first, last, dated = _days(incident, core)
    core = [t for t in core if not _is_old(t, first)]
    actors, by_one = _actors(incident, core, kind)
    counts = tuple(_counts(incident, core))
    return Fact(
        incident, kind, _noun(kind, core, counts), tuple(core), first, last, dated, actors,
        _targets(incident, core, actors), by_one, counts, tuple(_claims(told)),
        attempted=bool(core) and all(t.status == "attempted" for t in core),
    )  # fmt: skip


def _core(incident: "Incident", kind: Kind, told: "list[Told]") -> "list[Told]":
    """The tellings of the incident's own kind, and of reports without one those of a kind near it; the best first."""
    own = [t for t in told if kind_of(t.sub_event, t.mode, t.type) is kind]
    reports = {t.report for t in own}
    near = [t for t in told if t.report not in reports and t.type == incident.type and _is_near(t, kind)]
    return sorted([*own, *near] or told, key=lambda t: (-t.salience, t.report, t.start))


def _is_near(told: "Told", kind: Kind) -> bool:
    """Whether a telling may be of the same happening though of another kind: an attack and a clash, any two strikes."""
    other = kind_of(told.sub_event, told.mode, told.type)
    if other is None:
        return bool(told.tolls)
    return other.theme == kind.theme or {other.theme, kind.theme} <= {"attacks", "fighting"}


def _days(incident: "Incident", core: "list[Told]") -> tuple[str | None, str | None, bool]:
    """The first and last day, and whether they are told, not only the day of the first report."""
    if "when" in incident.corrected:
        return incident.first, incident.last, incident.first is not None
    weight: dict[tuple[str, str], float] = defaultdict(float)
    for told in core:
        if told.first and told.last and _span(told.first, told.last) <= WIDE:
            weight[told.first[:10], told.last[:10]] += _EVEN + told.salience
    if weight:
        first, last = max(sorted(weight), key=lambda days: weight[days])
        return first, last, True
    return incident.first_reported, incident.first_reported, False


def _span(first: str, last: str) -> int:
    """Days from one to another, both included; very many where either is no whole day."""
    try:
        return (dt.date.fromisoformat(last[:10]) - dt.date.fromisoformat(first[:10])).days + 1
    except ValueError:
        return WIDE + 1


def _is_old(told: "Told", first: str | None) -> bool:
    """Whether a telling is of something long before."""
    return bool(first and told.last and _span(told.last, first) > _OLD)


def _noun(kind: Kind, core: "list[Told]", counts: tuple[Count, ...]) -> tuple[str, str]:
    """The noun for what happened and its plural, finer where half of the reports name a weapon that has one."""
    if kind.harming and any(count.of in {"killed", "wounded"} for count in counts):
        return kind.harming, plural(kind.harming)
    by: dict[tuple[str, str], set[str]] = defaultdict(set)
    for told in core:
        for weapon in map(str.casefold, told.weapons):
            if weapon in kind.weapons:
                by[kind.weapons[weapon]].add(told.report)
    noun = max(sorted(by), key=lambda name: len(by[name]), default=(kind.noun, kind.plural))
    reports = {told.report for told in core}
    return noun if 2 * len(by[noun]) >= len(reports) else (kind.noun, kind.plural)


def _actors(incident: "Incident", core: "list[Told]", kind: Kind) -> "tuple[tuple[Called, ...], bool]":
    """Who did it, where the reports agree, and whether only one origin of several says so."""
    if "actors" in incident.corrected:
        return tuple(filter(None, (called(p) for p in incident.parties if p.role == "actor"))), False
    said = {who: told for who, told in _support(incident, core, "actor").items() if _may_act(who, incident, kind)}
    if not said:
        return (), False
    most = max(len(reports) for reports in said.values())
    chosen = sorted((w for w in said if len(said[w]) == most), key=lambda who: (not who.known, who.key))
    if kind.noun != "clash":
        chosen = chosen[:1]
    return tuple(chosen[:2]), incident.origins > 1 and most == 1


def _may_act(who: Called, incident: "Incident", kind: Kind) -> bool:
    """Whether a party can have done it: no state in its own country by its bare name, no body that helps or tells."""
    if incident.country in who.ids or _is_elsewhere(who, incident.country):
        return False
    sectors = {p.kind for p in incident.parties if p.id in who.ids and p.id}
    return not (sectors & _HELPERS) and not any(part in kind.noun for part in who.full.split()[-1:])


def _is_elsewhere(who: Called, country: str | None) -> bool:
    """Whether a party bears the name of another state: "Ansar al-Sharia in Libya" is not who fought in Yemen."""
    named = who.full.rpartition(" in ")[2] if " in " in who.full else ""
    state = countries().iso3(named.removeprefix("the ")) if named else None
    return state is not None and state != country


def _support(incident: "Incident", core: "list[Told]", role: str) -> "dict[Called, set[str]]":
    """By which origins each party has a role; those that copy another add nothing."""
    parties = {p.name: p for p in incident.parties if p.role == role}
    copies = {s.report for s in incident.sources if s.copy_of_another}
    said: dict[Called, set[str]] = defaultdict(set)
    for told in core:
        for name in told.actors if role == "actor" else told.targets:
            who = called(parties[name], told.quote) if name in parties else None
            if who is not None and told.report not in copies and is_told(who, parties[name].id, told.quote, role):
                said[who].add(told.report)
    return said


def is_told(who: Called, ident: str | None, quote: str, role: str) -> bool:
    """Whether quoted words bear a party and its role out: one that did it stands after "by" or before what it did."""
    noun = who.full.split()[-1]
    for form in (*forms_of(ident), *(() if who.known else (noun,))):
        name = re.escape(form)
        if role != "actor":
            if re.search(rf"(?<!\w){name}(?!\w)", quote, re.IGNORECASE):
                return True
        elif re.search(rf"\b(?:by|from) (?:[\w'-]+ ){{0,4}}{name}(?!\w)", quote, re.IGNORECASE) or re.search(
            rf"(?<!\w){name}(?!\w)['\u2019s]*(?:[\s,]+[\w'-]+){{0,3}}?[\s,]+(?:{_acts()})", quote, re.IGNORECASE
        ):
            return True
    return False


@functools.cache
def _acts() -> str:
    """The expression for the beginning of any act."""
    return "|".join(map(re.escape, signs().acts))


def _targets(incident: "Incident", core: "list[Told]", actors: tuple[Called, ...]) -> tuple[Called, ...]:
    """To whom it was done: the best named; a state under the name of its place says nothing more."""
    if "targets" in incident.corrected:
        return tuple(filter(None, (called(p) for p in incident.parties if p.role == "target")))
    taken = {who.key for who in actors}
    said = _support(incident, core, "target")
    said = {who: reports for who, reports in said.items() if not _is_elsewhere(who, incident.country)}
    named = [w for w in said if w.key not in taken and not (w.known and len(w.key) == 3)]  # noqa: PLR2004 - alpha-3
    return tuple(sorted(named, key=lambda who: (-len(said[who]), not who.known, who.key))[:1])


def _counts(incident: "Incident", core: "list[Told]") -> Iterator[Count]:
    """How many were killed, wounded ... as the words bear it out."""
    for of in HARMS:
        if f"counts.{of}" in incident.corrected:
            toll = next((t for t in incident.tolls if t.of == of), None)
            if toll:
                yield Count(of, toll.low, toll.best, toll.high, "person")
        elif found := _count(of, incident, core):
            yield found


def _count(of: str, incident: "Incident", core: "list[Told]") -> Count | None:
    """One count: of each report the largest that its words bear out."""
    outlets = {s.report: s for s in incident.sources}
    told: dict[str, list[tuple[TollTold, int, bool]]] = defaultdict(list)
    for one in core:
        for toll in one.tolls:
            running = toll.cumulative or _is_running(one)
            if toll.of == of and not running and (borne := borne_out(toll, one.quote)) is not None:
                told[one.report].append((toll, *borne))
    if not told:
        return None
    largest = _newest({report: max(some, key=lambda t: t[1]) for report, some in told.items()}, outlets)
    values = [value for _, value, _ in largest.values()]
    newest = max(largest, key=lambda r: (outlets[r].published or "", r) if r in outlets else ("", r))
    best = max(Counter(values).items(), key=lambda item: (item[1], item[0] == largest[newest][1], item[0]))[0]
    least = any(opened for _, value, opened in largest.values() if value == best)
    whom = _whom([toll for toll, _, _ in largest.values()])
    by = tuple(sorted({(_outlet(outlets.get(r)), v) for r, (_, v, _) in largest.items()}))
    return Count(of, min(values), best, max(values), whom, least, by=by)


def _newest(
    told: "dict[str, tuple[TollTold, int, bool]]", sources: "dict[str, Source]"
) -> "dict[str, tuple[TollTold, int, bool]]":
    """Of each outlet the newest report; on one day the one that counts most."""
    last: dict[str, str] = {}
    for report in sorted(told, key=lambda r: ((sources[r].published or "") if r in sources else "", told[r][1], r)):
        last[_outlet(sources.get(report)) if report in sources else report] = report
    return {report: told[report] for report in last.values()}


def _is_running(told: "Told") -> bool:
    """Whether a telling without a day counts more than the incident: "6,500 died in the war"."""
    return (
        told.first is None and re.search(rf"\b(?:{'|'.join(signs().running)})\b", told.quote, re.IGNORECASE) is not None
    )


def borne_out(toll: "TollTold", quote: str) -> tuple[int, bool] | None:
    """A count's number and whether it is open upward, where the quoted words have it too; None where they do not."""
    value = next((n for n in (toll.best, toll.low, toll.high) if n is not None), None)
    if value is None:
        return None
    for number in numbers(quote):
        if value in {number.low, number.best, number.high} and number.of in {toll.of, None}:
            exact = number.low == number.high
            return (value, number.open == "least") if exact else (number.low, True)
    one = (
        value == 1
        and toll.low in {1, None}
        and toll.high in {1, None}
        and (toll.whom or "people") not in {"people", "persons"}
    )
    return (1, False) if one else None


def _whom(tolls: "Iterable[TollTold]") -> str:
    """The noun for those counted: the one that all use, "person" where they differ."""
    nouns = Counter(victims(toll.whom) for toll in tolls)
    return next(iter(nouns)) if len(nouns) == 1 else "person"


def _outlet(source: "Source | None") -> str:
    """What an outlet is called."""
    return (source and (source.publisher or source.key)) or "a report"


def _claims(told: "list[Told]") -> "Iterator[Claim]":
    """Who claims or denies it, or is blamed, each once."""
    yield from dict.fromkeys(claim for one in told for claim in one.claims)
