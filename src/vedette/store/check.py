"""Looking a desk over (`doctor`) and copying it while it is in use (`backup`)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError
from sqlalchemy import Connection, exists, func, select, text
from sqlalchemy.exc import DatabaseError, OperationalError

from vedette.errors import StoreError
from vedette.records.base import Record
from vedette.records.event import Event
from vedette.records.ids import storable
from vedette.records.report import content_id
from vedette.store import tables
from vedette.store.copying import copied, in_batches
from vedette.store.flatten import coded_of

if TYPE_CHECKING:
    from vedette.store.desk import Desk

FROM_BACKUP = "Put the last backup in the desk's place, then add what came since"


class Problem(Record):
    """Something wrong with a desk: the kind of check that found it, where, what, and the remedy."""

    kind: str
    where: str
    what: str
    remedy: str


def doctor(desk: "Desk") -> list[Problem]:
    """Everything wrong with a desk; none for a sound one. Reads all of it and changes nothing."""
    checks = [_rows, _orphans, _records]
    checks = [_sqlite_file, _sqlite_search, *checks] if desk.store.dialect == "sqlite" else [_postgres_indexes, *checks]
    found: list[Problem] = []
    for check in checks:
        try:
            with desk.store.read() as connection:
                found += check(connection)
        except StoreError as error:  # a damaged file: the check that stumbled is itself what was to be found
            found.append(Problem(kind="integrity", where=desk.name, what=str(error), remedy=FROM_BACKUP))
    return found


def _sqlite_file(connection: Connection) -> Iterator[Problem]:
    """What SQLite says of its file and of its references."""
    for (said,) in connection.execute(text("PRAGMA integrity_check")):
        if said != "ok":
            yield Problem(kind="integrity", where="the file", what=str(said), remedy=FROM_BACKUP)
    for table, row, parent, _ in connection.execute(text("PRAGMA foreign_key_check")):
        yield Problem(
            kind="reference",
            where=f"{table}, row {row}",
            what=f"points at a row of {parent} that is not there",
            remedy=FROM_BACKUP,
        )


def _sqlite_search(connection: Connection) -> Iterator[Problem]:
    """Whether the full-text index holds what the reports hold."""
    try:
        connection.execute(text("INSERT INTO report_text(report_text, rank) VALUES ('integrity-check', 1)"))
    except OperationalError:
        raise  # somebody else is writing; that says nothing about the index
    except DatabaseError as error:
        yield Problem(
            kind="search",
            where="report_text",
            what=f"the full-text index is out of step with the reports ({error.orig})",
            remedy="Make it anew: sqlite3 desk.sqlite \"INSERT INTO report_text(report_text) VALUES ('rebuild')\"",
        )


def _postgres_indexes(connection: Connection) -> Iterator[Problem]:
    """Indexes that PostgreSQL calls invalid; the full-text column itself is the server's to keep in step."""
    asked = (
        "SELECT c.relname FROM pg_index i "
        "JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid "
        "WHERE NOT i.indisvalid AND t.relname = ANY(:tables) AND t.relnamespace = current_schema()::regnamespace"
    )
    for name in connection.execute(text(asked), {"tables": list(tables.metadata.tables)}).scalars():
        yield Problem(
            kind="search", where=name, what="the index is not valid", remedy=f"Make it anew: REINDEX INDEX {name}"
        )
    if connection.execute(text("SELECT count(*) FROM report WHERE words IS NULL")).scalar_one():
        yield Problem(kind="search", where="report", what="reports without searchable words", remedy=FROM_BACKUP)


def _orphans(connection: Connection) -> Iterator[Problem]:
    """Rows whose report, event or file is not there."""
    for table, column, parent in (
        (tables.event, tables.event.c.report_id, tables.report),
        (tables.sighting, tables.sighting.c.report_id, tables.report),
        (tables.coding, tables.coding.c.report_id, tables.report),
        (tables.event, tables.event.c.continues, tables.event),
        (tables.actor_of_event, tables.actor_of_event.c.event_id, tables.event),
        (tables.imported, tables.imported.c.file_id, tables.imported_file),
    ):
        there = parent.alias("there")
        lost = select(column).where(column.is_not(None), ~exists().where(there.c.id == column)).distinct()
        for ident in connection.execute(lost).scalars():
            what = f"belongs to {parent.name} {ident}, which is not there"
            yield Problem(kind="orphan", where=f"{table.name} of {ident}", what=what, remedy=FROM_BACKUP)


def _rows(connection: Connection) -> Iterator[Problem]:
    """Events whose JSON is no event any more."""
    for ident, kept in connection.execute(in_batches(select(tables.event.c.id, tables.event.c.json))):
        try:
            Event.model_validate(json.loads(kept))
        except ValueError as error:
            yield _unreadable(f"event {ident}", error)


def _records(connection: Connection) -> Iterator[Problem]:
    """Reports whose JSON is no record, whose text does not give their id, or whose events are not all there."""
    held = _events_held(connection)
    table, later = tables.report, tables.coding
    statement = select(table.c.id, table.c.text, table.c.json).order_by(table.c.seq)
    for ident, kept_text, kept in connection.execute(in_batches(statement)):
        yield from _record(f"report {ident}", (ident, kept_text), kept, held.get((ident, 1), 0))
    again = select(later.c.report_id, later.c.n, table.c.text, later.c.json).join(table)
    for ident, n, kept_text, kept in connection.execute(in_batches(again)):
        yield from _record(f"report {ident}, coding {n}", (ident, kept_text), kept, held.get((ident, n), 0))


def _events_held(connection: Connection) -> dict[tuple[str, int], int]:
    """How many rows of `event` each coding of a report has."""
    columns = (tables.event.c.report_id, tables.event.c.coding)
    counted = connection.execute(select(*columns, func.count()).group_by(*columns))
    return {(ident, coding): n for ident, coding, n in counted}


def _record(where: str, report: tuple[str, str], kept: str, events: int) -> Iterator[Problem]:
    """What is wrong with one coding of a report, which is given by its id and text."""
    try:
        coded = coded_of(kept)
    except ValueError as error:
        yield _unreadable(where, error)
        return
    whole = coded.report.text if coded.report else ""
    if (content_id(whole), storable(whole)) != report:
        what = "its text is not the one that its id was made from"
        yield Problem(kind="hash", where=where, what=what, remedy=FROM_BACKUP)
    if len(coded.events) != events:
        what = f"{len(coded.events)} events were read from it, {events} are in the table"
        yield Problem(kind="events", where=where, what=what, remedy=FROM_BACKUP)


def _unreadable(where: str, error: ValueError) -> Problem:
    """That a record's JSON cannot be read, with the first line of why."""
    why = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
    return Problem(
        kind="json", where=where, what=f"its JSON is not what this Vedette writes: {why}", remedy=FROM_BACKUP
    )


def backup(desk: "Desk", target: str | Path) -> Path:
    """Copy a desk, as it is at one moment, into a new SQLite file; see `copied`, which raises StoreError."""
    return copied(desk.store, target)
