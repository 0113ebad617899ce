"""All that tracking derives, in one list, from nothing or brought up to date; both ways come to the same.

Nothing derived is kept on a desk. A derivation is a pure function of a Basis: the incidents as views, the deed of
each, the statements of the reports, what the reports tell of the ground and of ties, and the day that stands for
today. A new one is a line of DERIVATIONS.
"""

import contextlib
import datetime as dt
import gc
import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from vedette.merge.desking import state_of
from vedette.merge.repeats import page_of
from vedette.merge.state import changed_since, fold
from vedette.merge.views import Shelf, View, views
from vedette.records.base import Record
from vedette.records.judgement import Judgement
from vedette.store.words import as_stamp
from vedette.track.ahead import prospects
from vedette.track.constants import ahead_constants, tempo_constants
from vedette.track.control import control_history
from vedette.track.deeds import Deed, deed_of, newest_day
from vedette.track.facts import Origins
from vedette.track.network import Asked, network
from vedette.track.statements import Statement, statement_of
from vedette.track.tempo import UNITS, By, counted, courses, novelties
from vedette.track.told import Heard, heard_again, together

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vedette.store.desk import Desk
    from vedette.store.rows import EventRow, ReportRow

SHOWN: Final = 26
"""Weeks of the courses that are derived."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What derivations go by; `at` stands for today.

    `views` and `done` hold each incident and its deed by its id, `said` the statements of each report by the report's,
    and `heard` what each newest report tells of the ground and of ties.
    """

    views: Mapping[str, View]
    done: Mapping[str, Deed | None]
    said: Mapping[str, tuple[Statement, ...]]
    at: str
    heard: Mapping[str, Heard] = field(default_factory=dict)

    @property
    def deeds(self) -> list[Deed]:
        """The deeds of all incidents."""
        return [deed for deed in self.done.values() if deed is not None]

    @property
    def statements(self) -> list[Statement]:
        """All statements but those that only a retracted incident tells."""
        gone = {e for view in self.views.values() if view.belief.retracted for e in view.belief.events}
        return [one for told in self.said.values() for one in told if not gone.issuperset(one.events)]


@dataclass(frozen=True, slots=True)
class Derived:
    """One derivation done: how many items it gave, a digest of all of them, and the seconds that it took."""

    name: str
    items: int
    digest: str
    seconds: float


def basis(desk: "Desk", at: str | None = None, as_of: str | None = None) -> Basis:
    """The basis of a desk, read from nothing. `at` is the day of the newest report by default.

    Raises StoreError or JudgementError where the desk cannot be read.
    """
    with _uncollected():
        return _from_nothing(desk, at, as_of)


def _from_nothing(desk: "Desk", at: str | None, as_of: str | None) -> Basis:
    """The basis of a desk, read from nothing."""
    state = state_of(desk, as_of)
    seen = {view.belief.id: view for view in views(desk, state, as_of)}
    reports = {row.id: row for row in desk.reports(as_of=as_of)}
    asked = ahead_constants()
    rows = {e.id: e for status in asked.statuses for e in desk.events(status=status, as_of=as_of)}
    rows |= {e.id: e for type_ in asked.types for e in desk.events(type=type_, as_of=as_of)}
    heard = heard_again(desk, {}, (), Origins.of(desk, as_of, state), as_of)
    return _based(seen, {}, _said(rows.values(), reports), at or newest_day(reports.values()), heard)


def refreshed(desk: "Desk", old: Basis, since: str, at: str | None = None) -> Basis:
    """The basis of a desk now, from the one that it had at a record time: only what changed since is read anew.

    Changed are incidents that are judged otherwise, and those with events of reports added or coded again since.
    """
    with _uncollected():
        return _brought_up(desk, old, since, at)


def _brought_up(desk: "Desk", old: Basis, since: str, at: str | None) -> Basis:
    """The basis of a desk now, from an earlier one."""
    log = [Judgement(**row.as_fields()) for row in desk.judgements()]
    state, reports = fold(log), {row.id: row for row in desk.reports()}
    touched = {row.id for row in desk.added_since(since)} | set(desk.recoded_since(since))
    names = changed_since(log, as_stamp(since))
    names |= {name for event, name in state.holders.items() if event.partition(":")[0] in touched}
    new = {view.belief.id: view for view in views(desk, state, None, sorted(names & state.incidents.keys()))}
    pages = page_of({row.id: row.version_of for row in reports.values()})
    shelf = Shelf(reports, frozenset(row.report_id for row in desk.duplicates()), pages)
    kept = {
        name: replace(view, as_of=None).on(shelf)
        for name, view in old.views.items()
        if name in state.incidents and name not in new
    }
    said = {name: told for name, told in old.said.items() if name not in touched}
    said |= _said((e for report in sorted(touched) for e in desk.events_of(report)), reports)
    known = {name: old.done[name] for name in kept}
    heard = heard_again(desk, old.heard, touched, Origins.of(desk, None, state))
    return _based(kept | new, known, said, at or newest_day(reports.values()), heard)


def derive(held: Basis) -> Iterator[Derived]:
    """Do every derivation, in the order of the list."""
    for name, make in DERIVATIONS.items():
        begun = time.perf_counter()
        with _uncollected():
            made = make(held)
            seconds = time.perf_counter() - begun
            told = digest(made)
        yield Derived(name, len(made), told, seconds)


def digest(made: object) -> str:
    """A digest of what was derived, alike in every process."""
    told = json.dumps(made, default=_plain, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(told.encode("ascii")).hexdigest()[:16]


def differing(one: Basis, other: Basis) -> list[str]:
    """The names of the derivations that two bases give otherwise."""
    return [name for name, make in DERIVATIONS.items() if digest(make(one)) != digest(make(other))]


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from what is read and derived, all of which stays; that halves the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _based(
    seen: Mapping[str, View],
    known: Mapping[str, Deed | None],
    said: Mapping[str, tuple[Statement, ...]],
    at: str | None,
    heard: Mapping[str, Heard],
) -> Basis:
    """A basis in the order of ids, with the deeds that are not known yet."""
    ordered = {name: seen[name] for name in sorted(seen)}
    done = {name: known[name] if name in known else deed_of(view) for name, view in ordered.items()}
    return Basis(ordered, done, {name: said[name] for name in sorted(said)}, at or "", heard)


def _said(rows: "Iterable[EventRow]", reports: "Mapping[str, ReportRow]") -> dict[str, tuple[Statement, ...]]:
    """The statements of events, by their reports."""
    found: dict[str, list[Statement]] = {}
    for row in sorted(rows, key=lambda row: row.id):
        said = statement_of(row, reports[row.report_id]) if row.report_id in reports else None
        if said is not None:
            found.setdefault(row.report_id, []).append(said)
    return {report: tuple(told) for report, told in found.items()}


def _plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON takes
    """What JSON has no form for: our frozen records and sets."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: getattr(value, one.name) for one in fields(value)}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Record):
        return value.model_dump(mode="json")
    msg = f"{type(value).__name__} cannot be put into a digest"
    raise TypeError(msg)


def _views(held: Basis) -> list[object]:
    """What the list of incidents tells of each."""
    return [[name, v.days, v.place, v.country, v.what, v.people()] for name, v in held.views.items()]


def _deeds(held: Basis) -> list[object]:
    """What came about."""
    return list(held.deeds)


def _statements(held: Basis) -> list[object]:
    """What is said could happen."""
    return list(held.statements)


def _courses(held: Basis) -> list[object]:
    """How each unit fared, by every way of telling units apart."""
    if not held.at:
        return []
    deeds = counted(held.deeds, held.at, tempo_constants().material)
    kinds: tuple[By, ...] = tuple(UNITS)
    return [course for by in kinds for course in courses(deeds, held.at, SHOWN, by)]


def _novelties(held: Basis) -> list[object]:
    """What was told for the first time."""
    return list(novelties(counted(held.deeds, held.at, tempo_constants().material)))


def _prospects(held: Basis) -> list[object]:
    """What could happen next, and what became of it."""
    return list(prospects(held.statements, held.deeds, held.at))


def _control(held: Basis) -> list[object]:
    """Who held what since when."""
    history = control_history(fact for heard in held.heard.values() for fact in heard.ground)
    return [spell for spells in history.values() for spell in spells]


def _network(held: Basis) -> list[object]:
    """Who stands with whom and against whom on the day, and all that ever changed of it."""
    told = together(held.heard)
    if not held.at or not told.ties:
        return []
    first = dt.date.fromordinal(min(fact.day for fact in told.ties))
    found = network(told.ties, told.parties, Asked(dt.date.fromisoformat(held.at), since=first), told.ground)
    return [*found.parties, *found.ties, *found.turns, *found.blocs]


DERIVATIONS: Final[Mapping[str, Callable[[Basis], list[object]]]] = {
    "incidents": _views,
    "deeds": _deeds,
    "statements": _statements,
    "tempo": _courses,
    "firsts": _novelties,
    "ahead": _prospects,
    "control": _control,
    "network": _network,
}
"""Everything that is derived, by name. Each is a pure function of the Basis and gives a list."""
