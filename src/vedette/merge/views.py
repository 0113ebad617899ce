"""What a desk tells of an incident: its values with their ranges, drawn from its events and a person's corrections."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from vedette.merge.account import harm
from vedette.merge.origins import relays
from vedette.merge.repeats import page_of
from vedette.records.event import own

if TYPE_CHECKING:
    from vedette.merge.state import Belief, State
    from vedette.records.event import Count
    from vedette.store.desk import Desk
    from vedette.store.rows import EventRow, Kept, ReportRow

Range = tuple[int, int]
PEOPLE: Final = ("killed", "wounded", "abducted", "arrested", "displaced", "missing", "taking_part", "released")
ROLES: Final = {"who": "actor", "to whom": "target"}
CORRECTED: Final = {
    "type": "what", "mode": "what", "sub_event": "what", "when": "when", "place": "where", "actors": "who",
    "targets": "to whom", "status": "status", "title": "title", "independent_origins": "origins",
    **{f"counts.{of}": of for of in (*PEOPLE, "other")},
}  # fmt: skip
"""Under which heading a corrected field is told."""
EVEN: Final = 0.1  # what an event weighs that its report is not about
CLASH: Final = "Armed clash"
WON_GROUND: Final = frozenset({"Government regains territory", "Non-state actor overtakes territory"})
"""What a battle is when ground changes hands in it (ACLED's codebook, Battles): no mere clash."""


@dataclass(frozen=True, slots=True)
class View:
    """An incident with the events and reports behind it, as of a record time (None for now).

    `copies` are those of its reports that are copies; `pages` tells for each the first version of its page. Where
    several versions of a page tell of the incident, the newest speaks for all of them. `kept` are its reports as they
    were coded, as far as they were read already.
    """

    belief: "Belief"
    events: "tuple[EventRow, ...]"
    reports: "tuple[ReportRow, ...]"
    copies: frozenset[str] = field(default=frozenset())
    pages: "Mapping[str, str]" = field(default_factory=dict)
    as_of: str | None = None
    kept: "Mapping[str, Kept]" = field(default_factory=dict, compare=False, repr=False)

    def on(self, shelf: "Shelf") -> "View":
        """The same with what a shelf knows of its reports: which are copies, and of which page each is a version."""
        copies = frozenset(row.id for row in self.reports if row.id in shelf.copies)
        pages = {row.id: shelf.pages.get(row.id, row.id) for row in self.reports}
        return replace(self, copies=copies, pages=pages)

    @property
    def newest_reports(self) -> "tuple[ReportRow, ...]":
        """The reports, of the versions of one page the newest alone."""
        last = {self.pages.get(row.id, row.id): row.id for row in self._by_age}
        return tuple(row for row in self.reports if row.id in set(last.values()))

    @property
    def told(self) -> "tuple[EventRow, ...]":
        """The events of the newest reports."""
        newest = {row.id for row in self.newest_reports}
        return tuple(row for row in self.events if row.report_id in newest)

    @property
    def corrections(self) -> "Mapping[str, Any]":
        """The fields that a person set."""
        return self.belief.corrections

    @property
    def days(self) -> tuple[str | None, str | None]:
        """The first and last day that is told, None where nothing dates it."""
        if "when" in self.corrections:
            first, _, last = str(self.corrections["when"] or "").partition("/")
            return first or None, last or first or None
        told = [day for e in self.told for day in (e.day_from, e.day_to) if day]
        return min(told, default=None), max(told, default=None)

    @property
    def place(self) -> str:
        """The place of most of the events, by their salience; a country only where nothing finer is told."""
        if "place" in self.corrections:
            return str(self.corrections["place"] or "")
        finer = [e for e in self.told if e.place and e.precision != "country"]
        return _most((e.place or "", e.event.salience) for e in finer or self.told if e.place)

    @property
    def country(self) -> str:
        """The country of most of the events."""
        return _most((e.country, e.event.salience) for e in self.told if e.country)

    @property
    def what(self) -> str:
        """The kind that most of the reports tell, as finely as it is told; what hurts people before what does not."""
        for name in ("sub_event", "mode", "type"):
            if self.corrections.get(name):
                return str(self.corrections[name])
        said: dict[tuple[str, str], float] = {}
        for row in self.told:
            key = row.report_id, what_of(row)
            said[key] = max(row.event.salience * harm(row.event), said.get(key, 0.0))
        most = _most((kind, worth) for (_, kind), worth in said.items())
        won = [(kind, worth) for (_, kind), worth in said.items() if kind in WON_GROUND]
        return _most(won) if won and most == CLASH else most

    @property
    def statuses(self) -> set[str]:
        """What may be asked for as its status: its events' or the corrected one, and what became of it."""
        given = self.corrections.get("status")
        own = "retracted" if self.belief.retracted else self.belief.standing
        return {own, *([str(given)] if given else (e.status for e in self.told))}

    def people(self, of: str = "killed") -> Range | None:
        """The lowest and highest number of people that the reports tell, or the corrected one."""
        name = f"counts.{of}"
        if name in self.corrections:
            return range_of(self.corrections[name])
        return reach(self.largest(of).values())

    def largest(self, of: str = "killed") -> "dict[str, Count]":
        """The count of people in each report, by its id; of the versions of a page in the last that counts them.

        Of the event that the report is most about among those that count, and there the largest, not the sum: "15
        people, three of them children" are 15. A report also tells what went before ("320 died last year").
        """
        by_report: dict[str, list[tuple[float, Count]]] = defaultdict(list)
        for row in self.events:
            told = own([count for count in row.event.counts if count.of == of and _bounds(count)])
            by_report[row.report_id] += [(row.event.salience, max(told, key=_size))] if told else []
        # an earlier version of a page counts where no later one gives a number
        telling = {self.pages.get(r.id, r.id): r.id for r in self._by_age if by_report[r.id]}
        return {report: max(by_report[report], key=lambda pair: pair[0])[1] for report in telling.values()}

    def origins(self, desk: "Desk") -> int:
        """How many reports have an origin of their own: neither copies of another nor mere relays."""
        given = self.corrections.get("independent_origins")
        return given if isinstance(given, int) else len(self.independent(desk))

    def independent(self, desk: "Desk") -> frozenset[str]:
        """The ids of the newest reports that have an origin of their own."""
        own = [row.id for row in self.newest_reports if row.id not in self.copies]
        unread = [name for name in own if name not in self.kept]
        kept = (
            {**self.kept, **{one.row.id: one for one in desk.kept(unread, as_of=self.as_of)}} if unread else self.kept
        )
        told = {event.id for event in self.told}
        return frozenset(name for name in own if name in kept and not _relays(kept[name], told))

    @property
    def _by_age(self) -> "list[ReportRow]":
        """The reports in the order of adding."""
        return sorted(self.reports, key=lambda row: row.seq)

    @property
    def newest(self) -> tuple[str, str]:
        """By what incidents are ordered: the first day, else the first publication; then the id."""
        published = min((r.published for r in self.reports if r.published), default="")
        return self.days[0] or published, self.belief.id


def _relays(kept: "Kept", told: Collection[str]) -> bool:
    """Whether a report only relays what it tells of some events."""
    return relays(kept.coded, [e for name, e in zip(kept.events, kept.coded.events, strict=True) if name in told])


@dataclass(frozen=True, slots=True)
class Shelf:
    """Reports of a desk by id, which of them are copies, and the first version of each one's page."""

    reports: "Mapping[str, ReportRow]"
    copies: frozenset[str]
    pages: "Mapping[str, str]"


def shelf_of(desk: "Desk", as_of: str | None = None, of: Collection[str] | None = None) -> Shelf:
    """The reports of a desk, or those `of` some ids, read once for many views."""
    if of is not None:
        shown = desk.rows(sorted(of), as_of=as_of)
        return Shelf({row.id: row for row in shown.reports}, shown.copies, page_of(shown.version_of))
    reports = {row.id: row for row in desk.reports(as_of=as_of)}
    copies = frozenset(row.report_id for row in desk.duplicates(as_of=as_of))
    return Shelf(reports, copies, page_of({row.id: row.version_of for row in reports.values()}))


def views(
    desk: "Desk", state: "State", as_of: str | None = None, names: Iterable[str] | None = None,
    shelf: Shelf | None = None,
) -> list[View]:  # fmt: skip
    """The incidents of these names (all by default) with their events and reports; `shelf` is as of the same time."""
    chosen = state.incidents if names is None else dict.fromkeys(names)
    wanted = None if names is None else [e for name in chosen for e in state.incidents[name].events]
    held = shelf or shelf_of(desk, as_of, wanted and {event.partition(":")[0] for event in wanted})
    events = _events(desk, wanted, as_of)
    found = []
    for name in chosen:
        own = tuple(events[e] for e in state.incidents[name].events if e in events)  # the rest is not there as of then
        told = tuple(held.reports[r] for r in dict.fromkeys(row.report_id for row in own) if r in held.reports)
        found.append(View(state.incidents[name], own, told, as_of=as_of).on(held))
    return found


def whole(desk: "Desk", found: Sequence[View]) -> Iterator[View]:
    """The same views of one time, their reports read together and not one by one."""
    wanted = dict.fromkeys(row.id for view in found for row in view.newest_reports if row.id not in view.copies)
    kept = {one.row.id: one for one in desk.kept(list(wanted), as_of=found[0].as_of)} if wanted else {}
    yield from (replace(view, kept=kept) for view in found)


def _events(desk: "Desk", wanted: Sequence[str] | None, as_of: str | None) -> "dict[str, EventRow]":
    """The events of the reports of these ids, or all that there are."""
    if wanted is None:
        return {row.id: row for row in desk.events(as_of=as_of)}
    reports = list(dict.fromkeys(event.partition(":")[0] for event in wanted))
    portions = (reports[start : start + AT_ONCE] for start in range(0, len(reports), AT_ONCE))
    return {row.id: row for some in portions for row in desk.events(reports=some, as_of=as_of)}


AT_ONCE: Final = 200
"""Reports whose events are asked for in one query."""


def what_of(row: "EventRow") -> str:
    """The kind of an event, as finely as it is told."""
    return row.sub_event or (f"{row.type} / {row.mode}" if row.mode else row.type)


def answers(row: "EventRow") -> dict[str, str]:
    """What an event says under each heading, for people; '' where it says nothing."""
    days = [day for day in dict.fromkeys((row.day_from, row.day_to)) if day]
    told = {"what": what_of(row), "when": " to ".join(days), "where": row.place or ""}
    for heading, role in ROLES.items():
        told[heading] = "; ".join(dict.fromkeys(actor.name for actor in row.actors if actor.role == role))
    for of in PEOPLE:
        told[of] = "; ".join(dict.fromkeys(spread(r) for c in row.event.counts if c.of == of and (r := _bounds(c))))
    return told | {"status": f"not {row.status}" if row.negated else row.status}


def range_of(value: object) -> Range | None:
    """A corrected number of people: 12, or {"low": 10, "high": 14}; None where it is unknown."""
    if isinstance(value, Mapping):
        known = [n for name in ("low", "high") if isinstance(n := value.get(name), int)]
        return (min(known), max(known)) if known else None
    return (value, value) if isinstance(value, int) else None


def reach(counts: "Iterable[Count]") -> Range | None:
    """The lowest and highest number that some counts tell, None where they tell none.

    A vague one ("dozens" are 24 to 99) only counts where it does not meet the exact ones, with its nearest end; where
    all are vague, all of them count.
    """
    told = [bounds for count in counts if (bounds := _bounds(count))]
    exact = [low for low, high in told if low == high]
    if not told or not exact:
        return (min(low for low, _ in told), max(high for _, high in told)) if told else None
    least, most = min(exact), max(exact)
    beyond = [low for low, _ in told if low > most] + [high for _, high in told if high < least]
    return min(exact + beyond), max(exact + beyond)


def spread(given: Range | None) -> str:
    """A range for people: "12", "9-11", nothing where nothing is known."""
    if given is None:
        return ""
    low, high = given
    return str(low) if low == high else f"{low}-{high}"


def _bounds(count: "Count") -> Range | None:
    """The lowest and highest number of a count."""
    known = [n for n in (count.low, count.best, count.high) if n is not None]
    return (min(known), max(known)) if known else None


def _size(count: "Count") -> Range:
    """By what counts are compared: the highest number, then the lowest."""
    low, high = _bounds(count) or (-1, -1)
    return high, low


def _most(told: Iterable[tuple[str, float]]) -> str:
    """What most of the events say, by their salience; the first in the alphabet of equals."""
    weight: dict[str, float] = defaultdict(float)
    for name, salience in told:
        weight[name] += EVEN + salience
    return max(sorted(weight), key=lambda name: weight[name], default="")
