"""What a desk tells of an incident: its values with their ranges, drawn from its events and a person's corrections."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from vedette.merge.origins import relays

if TYPE_CHECKING:
    from vedette.merge.state import Belief, State
    from vedette.records.event import Count
    from vedette.store.desk import Desk
    from vedette.store.rows import EventRow, ReportRow

Range = tuple[int, int]
PEOPLE: Final = ("killed", "wounded", "abducted", "arrested", "displaced", "missing", "taking_part", "released")
ROLES: Final = {"who": "actor", "to whom": "target"}
CORRECTED: Final = {
    "type": "what", "mode": "what", "sub_event": "what", "when": "when", "place": "where", "actors": "who",
    "targets": "to whom", "status": "status", "title": "title", "independent_origins": "origins",
    **{f"counts.{of}": of for of in (*PEOPLE, "other")},
}  # fmt: skip
"""Under which heading a corrected field is told."""
_EVEN: Final = 0.1  # what an event weighs that its report is not about


@dataclass(frozen=True, slots=True)
class View:
    """An incident with the events and reports behind it, as of one record time."""

    belief: "Belief"
    events: "tuple[EventRow, ...]"
    reports: "tuple[ReportRow, ...]"
    copies: frozenset[str] = field(default=frozenset())

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
        told = [day for e in self.events for day in (e.day_from, e.day_to) if day]
        return min(told, default=None), max(told, default=None)

    @property
    def place(self) -> str:
        """The place of most of the events, by their salience; a country only where nothing finer is told."""
        if "place" in self.corrections:
            return str(self.corrections["place"] or "")
        finer = [e for e in self.events if e.place and e.precision != "country"]
        return _most((e.place or "", e.event.salience) for e in finer or self.events if e.place)

    @property
    def country(self) -> str:
        """The country of most of the events."""
        return _most((e.country, e.event.salience) for e in self.events if e.country)

    @property
    def what(self) -> str:
        """The kind of most of the events, as finely as it is told."""
        for name in ("sub_event", "mode", "type"):
            if self.corrections.get(name):
                return str(self.corrections[name])
        return _most((what_of(e), e.event.salience) for e in self.events)

    @property
    def statuses(self) -> set[str]:
        """What may be asked for as its status: its events' or the corrected one, and what became of it."""
        given = self.corrections.get("status")
        own = "retracted" if self.belief.retracted else self.belief.standing
        return {own, *([str(given)] if given else (e.status for e in self.events))}

    def people(self, of: str = "killed") -> Range | None:
        """The lowest and highest number of people that the reports tell, or the corrected one."""
        name = f"counts.{of}"
        if name in self.corrections:
            return range_of(self.corrections[name])
        by_report: dict[str, list[Range]] = defaultdict(list)
        for row in self.events:
            by_report[row.report_id] += [r for c in row.event.counts if c.of == of and (r := _bounds(c))]
        largest = [max(ranges, key=lambda r: (r[1], r[0])) for ranges in by_report.values() if ranges]
        if not largest:
            return None
        return min(low for low, _ in largest), max(high for _, high in largest)

    def origins(self, desk: "Desk") -> int:
        """How many reports have an origin of their own: neither copies of another nor mere relays."""
        given = self.corrections.get("independent_origins")
        if isinstance(given, int):
            return given
        return sum(self._independent(desk, row.id) for row in self.reports)

    def _independent(self, desk: "Desk", report: str) -> bool:
        """Whether a report has an origin of its own."""
        kept = desk.report(report)
        if kept is None or report in self.copies:
            return False
        told = {e.id for e in self.events}
        return not relays(
            kept.coded, [e for name, e in zip(kept.events, kept.coded.events, strict=True) if name in told]
        )

    @property
    def newest(self) -> tuple[str, str]:
        """By what incidents are ordered: the first day, else the first publication; then the id."""
        published = min((r.published for r in self.reports if r.published), default="")
        return self.days[0] or published, self.belief.id


def views(desk: "Desk", state: "State", as_of: str | None = None, names: Iterable[str] | None = None) -> list[View]:
    """The incidents of these names (all by default) with their events and reports."""
    chosen = state.incidents if names is None else dict.fromkeys(names)
    wanted = [e for name in chosen for e in state.incidents[name].events]
    reports = _reports(desk, wanted, as_of)
    copies = frozenset(row.report_id for row in desk.duplicates(as_of=as_of))
    events = _events(desk, wanted, as_of)
    return [_view(state.incidents[name], events, reports, copies) for name in chosen]


def _reports(desk: "Desk", wanted: Sequence[str], as_of: str | None) -> "dict[str, ReportRow]":
    """The reports of events by id; of many, all that there are."""
    reports = dict.fromkeys(event.partition(":")[0] for event in wanted)
    if len(reports) > MANY:
        return {row.id: row for row in desk.reports(as_of=as_of)}
    found = (desk.report(report, as_of=as_of) for report in reports)
    return {kept.row.id: kept.row for kept in found if kept is not None}


def _events(desk: "Desk", wanted: Sequence[str], as_of: str | None) -> "dict[str, EventRow]":
    """The events of these ids; of a few reports each report's, else all that there are."""
    reports = dict.fromkeys(event.partition(":")[0] for event in wanted)
    if len(reports) <= MANY:
        return {row.id: row for report in reports for row in desk.events_of(report, as_of=as_of)}
    return {row.id: row for row in desk.events(as_of=as_of)}


MANY: Final = 100
"""Reports from which on one query for all events is quicker than one for each report."""


def _view(
    belief: "Belief", events: "Mapping[str, EventRow]", reports: "Mapping[str, ReportRow]", copies: frozenset[str]
) -> View:  # fmt: skip
    """One incident; an event that is not on the desk as of then is left out."""
    own = tuple(events[e] for e in belief.events if e in events)
    told = dict.fromkeys(row.report_id for row in own)
    return View(belief, own, tuple(reports[r] for r in told if r in reports), copies)


def what_of(row: "EventRow") -> str:
    """The kind of an event, as finely as it is told."""
    return row.sub_event or (f"{row.type} / {row.mode}" if row.mode else row.type)


def answers(row: "EventRow") -> dict[str, str]:
    """What an event says under each heading, for people; '' where it says nothing."""
    days = [day for day in dict.fromkeys((row.day_from, row.day_to)) if day]
    told = {"what": what_of(row), "when": " to ".join(days), "where": row.place or ""}
    told |= {h: "; ".join(a.name for a in row.actors if a.role == role) for h, role in ROLES.items()}
    for of in PEOPLE:
        told[of] = "; ".join(dict.fromkeys(spread(r) for c in row.event.counts if c.of == of and (r := _bounds(c))))
    return told | {"status": f"not {row.status}" if row.negated else row.status}


def range_of(value: object) -> Range | None:
    """A corrected number of people: 12, or {"low": 10, "high": 14}; None where it is unknown."""
    if isinstance(value, Mapping):
        known = [n for name in ("low", "high") if isinstance(n := value.get(name), int)]
        return (min(known), max(known)) if known else None
    return (value, value) if isinstance(value, int) else None


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


def _most(told: Iterable[tuple[str, float]]) -> str:
    """What most of the events say, by their salience; the first in the alphabet of equals."""
    weight: dict[str, float] = defaultdict(float)
    for name, salience in told:
        weight[name] += _EVEN + salience
    return max(sorted(weight), key=lambda name: weight[name], default="")
