"""An incident made whole: one record from its events, reports and corrections."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from vedette.lexicon.countries import countries
from vedette.lexicon.places import gazetteer
from vedette.merge import weighing
from vedette.merge.differing import disagreements
from vedette.merge.views import EVEN, PEOPLE, range_of
from vedette.records.incident import Claim, Incident, Participant, Source, Told, Toll, TollTold
from vedette.records.place import Place
from vedette.store.words import fold

if TYPE_CHECKING:
    from vedette.merge.views import View
    from vedette.records.event import Count
    from vedette.records.vocabulary import CountOf
    from vedette.store.desk import Desk
    from vedette.store.rows import ActorRow, EventRow, ReportRow

_ROLES: Final = {"actors": "actor", "targets": "target", "beneficiaries": "beneficiary"}
_OF: Final = cast("tuple[CountOf, ...]", (*PEOPLE, "other"))


def assembled(desk: "Desk", view: "View", changed_at: str) -> Incident:
    """The whole record of an incident; `changed_at` is the record time of what made it as it is.

    Of a merged or retracted one only what is left of it is told.
    """
    apart = view.independent(desk)
    counts: dict[str, dict[str, Count]] = {of: view.largest(of) for of in _OF}
    tolls = tuple(_tolls(view, counts, apart))
    told, place = tuple(_told(row, view) for row in view.events), _place(view)
    kinds = _kinds(view)
    given = view.corrections.get("independent_origins")
    origins = given if isinstance(given, int) else len(apart)
    differing = disagreements(list(_leads(view)), counts)
    status = _status(view)
    counted = [one for one in told if one.counted]
    return Incident(
        id=view.belief.id, title=_title(view, tolls), **kinds, status=status, negated=_negated(view),
        first=view.days[0], last=view.days[1], day_precision=_precision(view), place=place,
        country=(place and place.country) or view.country or None,
        parties=tuple(_parties(view)), tolls=tolls, weapons=_weapons(view), told=told,
        sources=tuple(_source(row, view, apart) for row in view.reports), reports=len(view.newest_reports),
        origins=origins, outlets=len({r.publisher for r in view.newest_reports if r.publisher}),
        first_reported=min((r.published for r in view.reports if r.published), default=None),
        last_reported=max((r.published for r in view.reports if r.published), default=None),
        disagreements=differing, corrected=tuple(sorted(view.corrections)), standing=view.belief.standing,
        retracted=view.belief.retracted, merged_into=view.belief.merged_into, confidence=weighing.confidence(counted),
        importance=weighing.importance((kinds["sub_event"], kinds["type"]), status, tolls, origins),
        uncertainty=weighing.uncertainty(
            counted, len(differing), origins, place, dated=view.days[0] is not None, standing=view.belief.standing
        ),
        changed_at=changed_at,
    )  # fmt: skip


def _leads(view: "View") -> "Iterator[EventRow]":
    """The event of each report that it is most about."""
    by_report: dict[str, list[EventRow]] = defaultdict(list)
    for row in view.told:
        by_report[row.report_id].append(row)
    yield from (max(rows, key=lambda row: row.event.salience) for rows in by_report.values())


def _kinds(view: "View") -> dict[str, Any]:
    """Type, mode, sub-event and CAMEO root of the event that stands for most, or as a person set them.

    Where a person set a finer or a coarser one of them, the others hold only as far as they go with it.
    """
    rows = sorted(view.told, key=lambda row: -row.event.salience)
    lead = next((row for row in rows if (row.sub_event or row.type) in view.what or row.type in view.what), None)
    lead = lead or next(iter(rows), None)
    found = {name: getattr(lead, name, None) for name in ("type", "mode", "sub_event")}
    found["cameo"] = lead.event.cameo if lead else None
    given = {name: view.corrections[name] or None for name in found if name in view.corrections}
    if given.get("type", found["type"]) != found["type"]:
        found = dict.fromkeys(found)
    return found | given


def _status(view: "View") -> Any:  # noqa: ANN401 - one of the words of Status
    """What most of the events say of whether it came about; the likelier one of equals goes by salience."""
    if "status" in view.corrections:
        return view.corrections["status"]
    weight: dict[str, float] = defaultdict(float)
    for row in view.told:
        weight[row.status] += EVEN + row.event.salience
    return max(sorted(weight), key=lambda name: weight[name], default=None)


def _negated(view: "View") -> bool:
    """Whether most of the events are negated, or a person said so."""
    if "negated" in view.corrections:
        return bool(view.corrections["negated"])
    return 2 * sum(row.negated for row in view.told) > len(view.told)


def _precision(view: "View") -> str:
    """How finely the most salient dated event is dated; a person's days are days."""
    if "when" in view.corrections:
        return "day" if view.days[0] else "unknown"
    dated = [row for row in view.told if row.event.when and row.day_from]
    lead = max(dated, key=lambda row: row.event.salience, default=None)
    return lead.event.when.precision if lead and lead.event.when else "unknown"


def _place(view: "View") -> Place | None:
    """Where it was, with coordinates where a report's place bears that name or the gazetteer knows it for sure."""
    name = view.place
    if not name:
        return None
    rows = [row for row in view.told if name in {row.place, row.place_id} and row.lat is not None]
    rows = rows or [row for row in view.told if name in {row.place, row.place_id}]
    lead = max(rows, key=lambda row: row.event.salience, default=None)
    if lead is None:
        return _looked_up(name, view.country)
    return Place(
        id=lead.place_id or f"name:{name}", name=lead.place or name, country=lead.country, admin1=lead.admin1,
        lat=lead.lat, lon=lead.lon, precision=cast("Any", lead.precision or "unknown"),
    )  # fmt: skip


def _looked_up(name: str, country: str) -> Place:
    """A place that a person named: by its id, or by a name that one place alone of the country bears."""
    known = gazetteer()
    entry = known.entry(name) if ":" in name else None
    found = [entry] if entry else [e for e in known.lookup(name) if not country or e.country == country]
    if len(found) != 1:
        return Place(id=f"name:{name}", name=name, country=country or None)
    return Place(**{field: getattr(found[0], field) for field in Place.model_fields})


def _parties(view: "View") -> Iterator[Participant]:
    """Who takes part: those of most events first, and whom a person named in place of the reports' ones."""
    for field, role in _ROLES.items():
        if field in view.corrections:
            given = view.corrections[field]
            names = given if isinstance(given, list) else [given] if given else []
            yield from (Participant(role=role, name=str(name)) for name in names)
        else:
            yield from _told_parties(view, role)


def _told_parties(view: "View", role: str) -> Iterator[Participant]:
    """Those of a role as the reports have them, those of what the reports are most about first."""
    weights: dict[str, list[float]] = defaultdict(list)
    first: dict[str, ActorRow] = {}
    for row in view.told:
        own = {actor.actor_id or actor.name.casefold(): actor for actor in row.actors if actor.role == role}
        for key, actor in own.items():
            weights[key].append(EVEN + row.event.salience)
            first.setdefault(key, actor)
    for key in sorted(weights, key=lambda key: -sum(weights[key])):
        actor = first[key]
        yield Participant(
            role=role, id=actor.actor_id, name=actor.name, country=actor.country, kind=actor.kind, code=actor.code,
            events=len(weights[key]),
        )  # fmt: skip


def _tolls(view: "View", counts: "Mapping[str, Mapping[str, Count]]", apart: frozenset[str]) -> Iterator[Toll]:
    """The ranges of people, of those kinds that are counted at all."""
    for of in _OF:
        if (given := view.corrections.get(f"counts.{of}")) is not None:
            low, high = range_of(given) or (0, 0)
            best = given.get("best") if isinstance(given, Mapping) else None
            yield Toll(of=of, low=low, best=best if isinstance(best, int) else high, high=high)
        elif f"counts.{of}" not in view.corrections and (told := view.people(of)) is not None:
            yield Toll(of=of, low=told[0], best=_best(view, counts[of], apart), high=told[1])


def _best(view: "View", largest: "Mapping[str, Count]", apart: frozenset[str]) -> int:
    """The number that most independent reports tell, exact ones first; of equals the one that was told last."""
    order = {row.id: n for n, row in enumerate(sorted(view.reports, key=lambda row: (row.published or "", row.seq)))}
    exact = {report: count for report, count in largest.items() if count.high in {None, count.low}} or largest
    numbers = {report: number for report, count in exact.items() if (number := _number(count)) is not None}
    own = {report: number for report, number in numbers.items() if report in apart} or numbers
    times = Counter(own.values())
    last = {number: max(order.get(r, -1) for r, n in own.items() if n == number) for number in times}
    return max(times, key=lambda number: (times[number], last[number]))


def _number(count: "Count") -> int | None:
    """The one number of a count."""
    return next((n for n in (count.best, count.low, count.high) if n is not None), None)


def _weapons(view: "View") -> tuple[str, ...]:
    """The weapons that the reports name, or a person did."""
    if "weapons" in view.corrections:
        given = view.corrections["weapons"]
        return tuple(map(str, given if isinstance(given, list) else [given] if given else []))
    return tuple(dict.fromkeys(weapon.text.casefold() for row in view.told for weapon in row.event.weapons))


def _told(row: "EventRow", view: "View") -> Told:
    """One event as its report tells it."""
    event, spans = row.event, sorted(row.event.evidence or (row.event.trigger,), key=lambda span: span.start)
    names = {role: tuple(dict.fromkeys(a.name for a in row.actors if a.role == role)) for role in _ROLES.values()}
    return Told(
        event=row.id, report=row.report_id, type=event.type, mode=row.mode, sub_event=event.sub_event,
        status=event.status, negated=row.negated, first=row.day_from, last=row.day_to, place=row.place,
        actors=names["actor"], targets=names["target"],
        tolls=tuple(map(TollTold.of_count, event.counts)),
        sources=tuple(link.source.text for link in event.attribution),
        claims=tuple(Claim(kind=r.kind, who=r.who.text, by=r.by and r.by.text) for r in event.responsibility),
        weapons=tuple(weapon.text for weapon in event.weapons), quote=" ".join(span.text for span in spans),
        start=spans[0].start, end=spans[-1].end, salience=event.salience, confidence=event.confidence,
        counted=row in view.told,
    )  # fmt: skip


def _source(row: "ReportRow", view: "View", apart: frozenset[str]) -> Source:
    """A report as a source."""
    return Source(
        report=row.id, key=row.key, url=row.url, publisher=row.publisher, title=row.title, published=row.published,
        original_source=row.original_source, language=row.language, added_at=row.added_at,
        copy_of_another=row.id in view.copies, independent=row.id in apart, newest=row in view.newest_reports,
    )  # fmt: skip


def _title(view: "View", tolls: Sequence[Toll]) -> str:
    """A person's title, else what, where and how many were killed."""
    if view.corrections.get("title"):
        return str(view.corrections["title"])
    where = view.place or _country(view.country)
    killed = next((toll for toll in tolls if toll.of == "killed" and toll.high), None)
    number = "" if killed is None else f", {killed.low}-{killed.high} killed"
    number = f", {killed.high} killed" if killed is not None and killed.low == killed.high else number
    return f"{_called(view.what)}{f' in {where}' if where else ''}{number}"


def _called(what: str) -> str:
    """A kind for people: "ASSAULT / aerial" is "Assault, aerial"."""
    type_, _, mode = what.partition(" / ")
    return (type_.capitalize() if type_.isupper() else type_ or "Incident") + (f", {mode}" if mode else "")


def _country(code: str) -> str:
    """A country's name."""
    return countries().name(code) or code if code else ""


def keys(found: Incident, rows: "Iterable[EventRow]") -> Iterator[tuple[str, str]]:
    """By what an incident is found: pairs of kind and key, names folded as they are asked for.

    What a person corrected counts in place of what the reports say.
    """
    rows = list(rows)
    given = {_ROLES[field] for field in _ROLES.keys() & set(found.corrected)}
    for actor in (actor for row in rows for actor in row.actors if actor.role not in given):
        yield from ((actor.role, key) for key in (actor.actor_id, fold(actor.name), fold(actor.words)) if key)
    for party in found.parties:
        yield from ((party.role, key) for key in (party.id, fold(party.name)) if key)
    if found.place:
        yield from (("place", key) for key in (found.place.id, fold(found.place.name)))
    yield from (("report", source.report) for source in found.sources)
    yield from (("country", code) for code in {found.country, *(row.country for row in rows)} if code)
    yield from _open_keys(found, rows)


def _open_keys(found: Incident, rows: "Sequence[EventRow]") -> Iterator[tuple[str, str]]:
    """The keys that the reports give where no person corrected the field."""
    for name in ("type", "sub_event", "status"):
        told = () if name in found.corrected else (getattr(row, name) for row in rows)
        yield from ((name, key) for key in {getattr(found, name), *told} if key)
    if "place" not in found.corrected:
        for row in rows:
            named = [row.place, row.admin1, row.event.place.text if row.event.place else None]
            yield from (("place", key) for key in (row.place_id, *(fold(n) for n in named if n)) if key)
