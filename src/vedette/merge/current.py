"""The desk's incidents as they stand: brought up to date with what changed, asked for now or as of a time.

refresh(desk)                       # after adding or judging; quick where nothing changed
for found in incidents(desk, country="SYR", order="importance"): ...
incidents(desk, as_of="2026-11-30") # from the log, as the desk would have said then
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Unpack

from vedette.merge.assembling import assembled, keys
from vedette.merge.running import believed
from vedette.merge.state import changed_since, fold
from vedette.merge.views import shelf_of, views, whole
from vedette.records.judgement import Judgement
from vedette.store.incident_table import IncidentTable, Mark, in_memory, reported

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from vedette.merge.state import State
    from vedette.merge.views import View
    from vedette.records.incident import Incident
    from vedette.store.desk import Desk
    from vedette.store.engine import Store
    from vedette.store.incident_table import Key
    from vedette.store.rows import IncidentFilters

FORM: Final = "1"
"""To be raised with each change of what an incident's record is made of, so that desks make their tables anew."""

AT_ONCE: Final = 200
"""Incidents assembled and written at once."""

Tick = Callable[[], None]


def incidents(desk: "Desk", *, as_of: str | None = None, **filters: "Unpack[IncidentFilters]") -> "Iterator[Incident]":
    """The incidents that hold to all filters, one by one; `as_of` a record time gives those of then."""
    return incident_table(desk, as_of).each(**filters)


def incident(desk: "Desk", ident: str, *, as_of: str | None = None) -> "Incident | None":
    """One incident by its id, merged and retracted ones too; None where there is none."""
    found = list(incidents(desk, as_of=as_of, ids=[ident]))
    return found[0] if found else None


def count(desk: "Desk", *, as_of: str | None = None, **filters: "Unpack[IncidentFilters]") -> int:
    """How many incidents hold to all filters."""
    return incident_table(desk, as_of).count(**filters)


def refresh(desk: "Desk", tick: Tick = lambda: None) -> int:
    """Bring the table up to date: assemble anew what was judged, told or copied otherwise since; how many those were.

    `tick` is called for each. Two programs may do so at once: both write the same.
    """
    kept = IncidentTable(desk.store)
    mark = kept.mark()
    if mark is not None and mark.form != FORM:
        kept.clear()
        mark = None
    mark = mark or Mark(0, _EVER, FORM)
    new, told = desk.judgements(after=mark.judgement), _told_otherwise(desk, mark.at)
    if not new and not told:
        return 0
    held = believed(desk)
    state, last, touched = held.changed(desk, mark.judgement)
    names = set(state.incidents) if not mark.judgement else _touched(desk, state, mark) if touched is None else touched
    names |= _holding(state, told)
    _renew(desk, kept, state, held.judged(names), sorted(names & state.incidents.keys()), tick)
    reached = Mark(last, max([mark.at, *told.values(), *(row.at for row in new)]), FORM)
    kept.put([], sorted(names - state.incidents.keys()), reached)
    return len(names)


def renew(desk: "Desk", since: int) -> int:
    """Assemble anew what the judgements after one named or changed, and leave the rest to `refresh`; how many."""
    held, kept = believed(desk), IncidentTable(desk.store)
    state, _, touched = held.changed(desk, since)
    if touched is None or kept.mark() is None:
        return refresh(desk)
    _renew(desk, kept, state, held.judged(touched), sorted(touched & state.incidents.keys()), lambda: None)
    kept.put([], sorted(touched - state.incidents.keys()))
    return len(touched)


_EVER: Final = "1970-01-01T00:00:00.000000Z"


def _told_otherwise(desk: "Desk", since: str) -> dict[str, str]:
    """The reports that were added, coded again or found to be copies after a record time, with when."""
    found = dict.fromkeys(desk.recoded_since(since), since)
    found |= {row.report_id: row.added_at for row in desk.duplicates() if row.added_at > since}
    return found | {row.id: row.added_at for row in desk.added_since(since)}


def _touched(desk: "Desk", state: "State", mark: Mark) -> set[str]:
    """The incidents that judgements since may have changed, those that are there no more among them, from the log.

    An undo may change incidents that neither it nor what it undoes names, so the log is then folded once more.
    """
    log = [Judgement(**row.as_fields()) for row in desk.judgements()]
    names = {name for judgement, name in _named(log, state) if judgement.id > mark.judgement}
    if any(judgement.kind == "undo" for judgement in log if judgement.id > mark.judgement):
        before = max((judgement.at for judgement in log if judgement.id <= mark.judgement), default=_EVER)
        names |= changed_since(log, before)
    return names


def _holding(state: "State", reports: Collection[str]) -> set[str]:
    """The incidents that hold events of some reports."""
    if not reports:
        return set()
    return {name for event, name in state.holders.items() if event.partition(":")[0] in reports}


def _named(log: Iterable[Judgement], state: "State") -> Iterator[tuple[Judgement, str]]:
    """Each judgement with the incidents that it names and those that they went into; an undo names what it undoes."""
    known: dict[int, Judgement] = {}
    for judgement in log:
        known[judgement.id] = meant = judgement
        while meant.undoes is not None and meant.undoes in known:
            meant = known[meant.undoes]
        for name in filter(None, (meant.incident, meant.into, *meant.incidents)):
            yield judgement, name
            if name in state.incidents:
                yield judgement, state.resolve(name)


def _judged(log: Iterable[Judgement], state: "State") -> dict[str, str]:
    """When each incident was last judged, be it undone since."""
    return {name: judgement.at for judgement, name in _named(log, state)}


def _renew(
    desk: "Desk", kept: IncidentTable, state: "State", judged: Mapping[str, str], names: Sequence[str], tick: Tick,
    as_of: str | None = None,
) -> None:  # fmt: skip
    """Assemble incidents anew, some at a time."""
    shelf = shelf_of(desk, as_of) if len(names) > AT_ONCE else None
    for start in range(0, len(names), AT_ONCE):
        found = []
        for view in whole(desk, views(desk, state, as_of, names[start : start + AT_ONCE], shelf)):
            found.append(_with_keys(desk, view, judged.get(view.belief.id, "")))
            tick()
        kept.put(found)


def _with_keys(desk: "Desk", view: "View", judged: str) -> "tuple[Incident, Iterable[Key]]":
    """An incident with what it is found by; it changed no earlier than its newest report was added."""
    made = assembled(desk, view, max([judged, *(row.added_at for row in view.reports)]))
    return made, list(keys(made, view.told))


def incident_table(desk: "Desk", as_of: str | None = None, within: "Store | None" = None) -> IncidentTable:
    """The table to ask: the desk's own, or one of what it would have held at a record time.

    The latter is made in memory, for one thread, or `within` an empty store.
    """
    if as_of is None:
        refresh(desk)
        return IncidentTable(desk.store)
    log = [Judgement(**row.as_fields()) for row in desk.judgements(as_of)]
    state = fold(log)
    then = IncidentTable(within or in_memory(), lambda words: _of_reports(desk, words, as_of))
    _renew(desk, then, state, _judged(log, state), sorted(state.incidents), lambda: None, as_of)
    return then


def _of_reports(desk: "Desk", words: str, as_of: str) -> "ColumnElement[bool]":
    """The condition that a report that the desk had as of then holds some words."""
    return reported({row.id for row in desk.search(words, as_of=as_of)})
