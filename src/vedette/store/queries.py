"""The statements that read a desk: filters to conditions, rows to records; each as of a record time."""

import json
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from vedette.records.event import Event
from vedette.store.flatten import coded_of, known_as
from vedette.store.rows import ActorRow, EventRow, JudgementRow, Kept, ReportRow
from vedette.store.search import matching
from vedette.store.tables import actor_of_event, coding, event, judgement, report, sighting
from vedette.store.words import as_day, as_stamp, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Row, RowMapping

    from vedette.store.rows import EventFilters, ReportFilters

Conditions = list[ColumnElement[bool]]
CHUNK: Final = 500
"""Ids in one IN (...): SQLite's older builds take 999 values in a statement."""

_REPORT_COLUMNS: Final = [report.c[name] for name in ReportRow.model_fields]
_EVENT_COLUMNS: Final = [
    *(event.c[name] for name in EventRow.model_fields if name not in ("id", "actors", "event")),
    known_as().label("id"),
]


def known_by(column: ColumnElement[Any], as_of: str | None) -> Conditions:
    """The condition that a row was on record at a time; none for now."""
    return [] if as_of is None else [column <= as_stamp(as_of)]


def reports(connection: Connection, filters: "ReportFilters", as_of: str | None) -> list[ReportRow]:
    """The reports that the filters ask for, in the order of adding."""
    statement = select(*_REPORT_COLUMNS).where(*_report_conditions(connection, filters, as_of)).order_by(report.c.seq)
    return report_rows(connection, _paged(statement, filters))


def report_rows(connection: Connection, statement: "Select[Any]") -> list[ReportRow]:
    """The rows of a statement as records."""
    return [ReportRow(**row) for row in connection.execute(statement).mappings()]


def added_since(connection: Connection, since: str, as_of: str | None) -> list[ReportRow]:
    """The reports that came on record after a time, in the order of adding."""
    conditions = [report.c.added_at > as_stamp(since), *known_by(report.c.added_at, as_of)]
    return report_rows(connection, select(*_REPORT_COLUMNS).where(*conditions).order_by(report.c.seq))


def kept(connection: Connection, ident: str, as_of: str | None) -> Kept | None:
    """A report by its id, else the last that was given under that key."""
    known = known_by(report.c.added_at, as_of)
    seen = select(sighting.c.report_id).where(sighting.c.key == ident, *known_by(sighting.c.added_at, as_of))
    under_key = seen.order_by(sighting.c.seq.desc()).limit(1).scalar_subquery()
    for condition in (report.c.id == ident, report.c.id == under_key):
        columns = (*_REPORT_COLUMNS, report.c.coder, report.c.json)
        row = connection.execute(select(*columns).where(condition, *known)).mappings().first()
        if row:
            return _as_coded_last(connection, row, as_of)
    return None


def _as_coded_last(connection: Connection, row: "RowMapping", as_of: str | None) -> Kept:
    """A report's row with its newest coding."""
    told = ReportRow(**{name: row[name] for name in ReportRow.model_fields})
    later = select(coding).where(coding.c.report_id == told.id, *known_by(coding.c.added_at, as_of))
    last = connection.execute(later.order_by(coding.c.n.desc()).limit(1)).mappings().first()
    n = last["n"] if last else 1
    mine = select(known_as()).where(event.c.report_id == told.id, event.c.coding == n).order_by(event.c.n)
    ids = tuple(connection.execute(mine).scalars())
    made = last or row
    return Kept(row=told, coded=coded_of(made["json"]), coding=n, coder=made["coder"], events=ids)


def _report_conditions(connection: Connection, filters: "ReportFilters", as_of: str | None) -> Conditions:
    """The conditions on `report`."""
    found = known_by(report.c.added_at, as_of)
    found += [report.c[name] == value for name in ("publisher", "language") if (value := filters.get(name))]
    seen = [sighting.c[name] == value for name in ("key", "url") if (value := filters.get(name))]
    if seen:
        found.append(exists().where(sighting.c.report_id == report.c.id, *seen, *known_by(sighting.c.added_at, as_of)))
    if day := filters.get("published_from"):
        found.append(report.c.published >= as_day(day))
    if day := filters.get("published_to"):
        found.append(report.c.published <= as_day(day))
    return found + _text_conditions(connection, filters, as_of)


def _text_conditions(
    connection: Connection, filters: "ReportFilters | EventFilters", as_of: str | None
) -> Conditions:  # fmt: skip
    """The conditions on the report that reports and events share."""
    found: Conditions = []
    if (asked := filters.get("search")) is not None:
        found.append(matching(connection.dialect.name, asked))
    if filters.get("latest"):
        later = report.alias("later")
        found.append(~exists().where(later.c.version_of == report.c.id, *known_by(later.c.added_at, as_of)))
    return found


def _paged(statement: "Select[Any]", filters: "ReportFilters | EventFilters") -> "Select[Any]":
    """The part of the rows that was asked for."""
    offset, limit = filters.get("offset"), filters.get("limit")
    return statement.offset(offset or None).limit(limit)


def events(connection: Connection, filters: "EventFilters", as_of: str | None) -> list[EventRow]:
    """The events that the filters ask for."""
    statement = select(*_EVENT_COLUMNS, event.c.id.label("own"), event.c.json).join(
        report, report.c.id == event.c.report_id
    )
    statement = statement.where(*_event_conditions(connection, filters, as_of))
    order: list[ColumnElement[Any]] = [report.c.seq, event.c.n]
    if filters.get("order") == "day":
        order = [event.c.day_from.desc().nulls_last(), *order]
    return event_rows(connection, _paged(statement.order_by(*order), filters))


def count_events(connection: Connection, filters: "EventFilters", as_of: str | None) -> int:
    """How many events the filters ask for, whatever the page."""
    statement = select(func.count()).select_from(event).join(report, report.c.id == event.c.report_id)
    return connection.execute(statement.where(*_event_conditions(connection, filters, as_of))).scalar_one()


def event_rows(connection: Connection, statement: "Select[Any]") -> list[EventRow]:
    """The rows of a statement as records, each with its actors."""
    rows = connection.execute(statement).mappings().all()
    actors = _actors(connection, [row["own"] for row in rows])
    return [
        EventRow(
            **{column.name: row[column.name] for column in _EVENT_COLUMNS},
            actors=tuple(actors.get(row["own"], ())),
            event=Event.model_validate(json.loads(row["json"])),
        )
        for row in rows
    ]


def _actors(connection: Connection, ids: "Sequence[str]") -> dict[str, list[ActorRow]]:
    """The actors of events, each event's in the order actor, target, beneficiary."""
    table, found = actor_of_event, cast("dict[str, list[ActorRow]]", {})
    columns = [table.c[name] for name in ActorRow.model_fields]
    for start in range(0, len(ids), CHUNK):
        chosen = table.c.event_id.in_(ids[start : start + CHUNK])
        # actor, target, beneficiary: the alphabet's order but for the last
        order = (table.c.event_id, (table.c.role == "beneficiary"), table.c.role, table.c.n)
        for row in connection.execute(select(table.c.event_id, *columns).where(chosen).order_by(*order)).mappings():
            told = {name: row[name] for name in ActorRow.model_fields}
            found.setdefault(row["event_id"], []).append(ActorRow(**told))
    return found


def _event_conditions(connection: Connection, filters: "EventFilters", as_of: str | None) -> Conditions:
    """The conditions on `event` and its report."""
    found = known_by(report.c.added_at, as_of) + _in_newest_coding(as_of)
    if ident := filters.get("report"):
        found.append(event.c.report_id == ident)
    if (idents := filters.get("reports")) is not None:
        found.append(event.c.report_id.in_(idents))
    if country := filters.get("country"):
        found.append(event.c.country == country.upper())
    if type_ := filters.get("type"):
        found.append(event.c.type == type_.upper())
    found += [event.c[name] == value for name in ("sub_event", "status") if (value := filters.get(name))]
    if (least := filters.get("min_killed")) is not None:
        found.append(func.coalesce(event.c.killed_best, event.c.killed_low, event.c.killed_high) >= least)
    return found + _where_when_who(filters) + _text_conditions(connection, filters, as_of)


def _in_newest_coding(as_of: str | None) -> Conditions:
    """The conditions that an event is of its report's newest coding."""
    later = coding.alias("later_coding")
    known = known_by(later.c.added_at, as_of)
    found = [~exists().where(later.c.report_id == event.c.report_id, later.c.n > event.c.coding, *known)]
    if as_of is not None:
        own = exists().where(later.c.report_id == event.c.report_id, later.c.n == event.c.coding, *known)
        found.append(or_(event.c.coding == 1, own))
    return found


def _where_when_who(filters: "EventFilters") -> Conditions:
    """The conditions on place, days and actors."""
    found: Conditions = []
    if place := filters.get("place"):
        key = fold(place)
        found.append(or_(event.c.place_id == place, event.c.place_key == key, event.c.place_words_key == key))
    if day := filters.get("day_from"):
        found.append(event.c.day_to >= as_day(day))
    if day := filters.get("day_to"):
        found.append(event.c.day_from <= as_day(day))
    if actor := filters.get("actor"):
        found.append(_takes_part(actor, filters.get("role")))
    return found


def _takes_part(actor: str, role: str | None) -> ColumnElement[bool]:
    """The condition that an actor, by id, name or words, takes part in an event."""
    table, key = actor_of_event, fold(actor)
    named = or_(table.c.actor_id == actor, table.c.name_key == key, table.c.words_key == key)
    return exists().where(and_(table.c.event_id == event.c.id, named, *([table.c.role == role] if role else [])))


def judgements(
    connection: Connection, until: str | None, after: int = 0, by: str | None = None
) -> list[JudgementRow]:  # fmt: skip
    """The log up to a time, in its order, from the judgement after one on; of persons or of the machine alone."""
    conditions = [judgement.c.id > after, *known_by(judgement.c.at, until)]
    conditions += [] if by is None else [judgement.c.by == by]
    statement = select(judgement).where(*conditions).order_by(judgement.c.id)
    return [judgement_row(row) for row in connection.execute(statement)]


def judgements_of(connection: Connection, ids: "Sequence[int]") -> list[JudgementRow]:
    """The judgements of these ids, in their order."""
    found: list[JudgementRow] = []
    for start in range(0, len(ids), CHUNK):
        statement = select(judgement).where(judgement.c.id.in_(ids[start : start + CHUNK])).order_by(judgement.c.id)
        found += [judgement_row(row) for row in connection.execute(statement)]
    return found


def log_fields(connection: Connection, after: int) -> "Iterator[dict[str, Any]]":
    """The judgements after one as `JudgementRow.as_fields` gives them, by and by and without the record between."""
    for row in connection.execute(select(judgement).where(judgement.c.id > after).order_by(judgement.c.id)).mappings():
        told = {name: value for name, value in row.items() if value is not None and name != "payload"}
        yield told | json.loads(row["payload"])


def judgement_row(row: "Row[Any]") -> JudgementRow:
    """A row of the log as a record."""
    told = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    return JudgementRow(**told | {"payload": json.loads(told["payload"])})
