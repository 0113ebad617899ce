"""Many rows at once: what `vedette scale load` brings onto a desk. PostgreSQL takes them by COPY.

What is kept is what `Desk.add` and `Desk.judge_all` would have kept, but that some hundred reports share a record time.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select
from sqlalchemy.dialects import sqlite

from vedette.store import flatten, tables
from vedette.store.queries import CHUNK

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from vedette.records.coded import Coded
    from vedette.store.desk import Desk

TOGETHER: Final = 200
"""Reports in a transaction."""


def together(given: "Iterable[Coded]") -> "Iterator[list[Coded]]":
    """Coded reports some hundred at a time; no two of a portion stood at one address, since one may be the other's
    earlier version, which is looked for among those that are kept.
    """  # noqa: D205 - one sentence
    some: list[Coded] = []
    urls: set[str] = set()
    for coded in given:
        url = coded.report.url if coded.report else None
        if len(some) == TOGETHER or url in urls:
            yield some
            some, urls = [], set()
        some.append(coded)
        urls |= {url} if url else set()
    if some:
        yield some


def add_all(desk: "Desk", given: "Sequence[Coded]") -> list[str]:
    """Keep coded reports in one transaction; the ids of those that are new. Raises StoreError as `Desk.add` does.

    Each is given under its own id; a text that the desk has is only noted as given again. No two may have one address
    (see `together`), since the earlier version of a page is looked for among what is kept.
    """
    reports = [(coded, flatten.report_of(coded)) for coded in given]
    with desk.writing() as (connection, at):
        rows = {row["id"]: (coded, row) for coded, report in reports
                for row in [flatten.report_row(coded, report, coded.id)]}  # fmt: skip
        known = _known(connection, list(rows))
        new = {ident: pair for ident, pair in rows.items() if ident not in known}
        for _, row in new.values():
            version = desk.version_before(connection, row["url"], row["text"])
            row |= {"version_of": version, "added_at": at}
        put(connection, tables.report, [row for _, row in new.values()])
        put(connection, tables.event, [r for ident, (c, _) in new.items() for r in flatten.event_rows(c, ident)])
        put(
            connection,
            tables.actor_of_event,
            [r for ident, (c, _) in new.items() for r in flatten.actor_rows(c, ident)],
        )
        put(connection, tables.sighting,
            [flatten.sighting_row(report, coded.id) | {"added_at": at} for coded, report in reports])  # fmt: skip
    return list(new)


def judge_all(
    desk: "Desk", incidents: Iterable[str], judged: "Iterable[flatten.Row]", copies: "Iterable[flatten.Row]"
) -> None:
    """Keep incidents, the judgements that fill them and copies, all of them or none, under one record time.

    `judged` are rows of `judgement` and `copies` of `duplicate`, without their times.
    """
    with desk.writing() as (connection, at):
        put(connection, tables.incident, [{"id": name, "created_at": at} for name in incidents])
        put(connection, tables.judgement, [row | {"at": at} for row in judged])
        put(connection, tables.duplicate, [row | {"added_at": at} for row in copies])


def _known(connection: "Connection", idents: Sequence[str]) -> set[str]:
    """Which reports the desk has."""
    found: set[str] = set()
    for start in range(0, len(idents), CHUNK):
        asked = select(tables.report.c.id).where(tables.report.c.id.in_(idents[start : start + CHUNK]))
        found.update(connection.execute(asked).scalars())
    return found


def put(connection: "Connection", table: "Table", rows: "Sequence[flatten.Row]") -> None:
    """Add rows that have the same columns; one whose key is there already stays as it is."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(sqlite.insert(table).on_conflict_do_nothing(), rows)
        return
    columns = list(rows[0])
    named, new = ", ".join(f'"{name}"' for name in columns), f"new_{table.name}"
    connection.exec_driver_sql(f"CREATE TEMP TABLE {new} (LIKE {table.name} INCLUDING DEFAULTS) ON COMMIT DROP")
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {new} ({named}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([row[name] for name in columns])
    order = next((f"ORDER BY {name}" for name in ("seq", "id") if name in table.c and name not in columns), "")
    taken = f"SELECT {named} FROM {new} {order} ON CONFLICT DO NOTHING"  # noqa: S608 - names of ours alone
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({named}) {taken}")
    connection.exec_driver_sql(f"DROP TABLE {new}")
