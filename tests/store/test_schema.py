"""The schema: the tables are what the migrations make, an older desk is brought up to date, a newer one refused."""

import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from tests.store.made import coded
from vedette.errors import SchemaError
from vedette.store import Desk, doctor, open_desk, schema, tables
from vedette.store.engine import Store, connect_file, connect_server, file_of, is_server

FIRST = "0001"
NEWEST = tables.SCHEMA


def store_of(where: str) -> Store:
    """The bare store, whatever is in it."""
    if is_server(where):
        return connect_server(where)
    file_of(where).parent.mkdir(exist_ok=True)
    return connect_file(file_of(where))


def test_the_tables_are_what_the_migrations_make(desk: Desk) -> None:
    def ours(_: Any, name: str | None, kind: str, *__: Any) -> bool:
        """The full-text index is made by hand, each database has its own."""
        return not (name or "").startswith(("report_text", "ix_report_words")) and (kind, name) != ("column", "words")

    with desk.store.read() as connection:
        how = {"version_table": tables.SCHEMA_TABLE, "include_object": ours, "compare_type": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=how), tables.metadata) == []


def test_the_schema_that_we_write_is_the_newest_revision(desk: Desk) -> None:
    with desk.store.read() as connection:
        assert schema.revision_of(connection) == tables.SCHEMA
    assert tables.SCHEMA in schema._known()


def test_a_desk_of_the_first_schema_comes_up_to_date_with_all_that_is_in_it(where: str) -> None:
    store = store_of(where)
    with store.write() as connection:
        schema.migrate(connection, FIRST)
    with Desk(store) as old:
        ids = [old.add(coded(n)).id for n in range(3)]
        old.judge({"who": "me", "by": "person", "kind": "assign"})
    with Desk.upgrade(where) as desk:
        assert [row.id for row in desk.search("shelled")] == ids
        assert len(desk.judgements()) == 1
        assert doctor(desk) == []


@pytest.fixture
def tomorrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], pytest.MonkeyPatch]:
    """Makes this Vedette one of tomorrow, with one revision more; undone by the MonkeyPatch that it returns."""
    versions = tmp_path / "versions"
    versions.mkdir()
    (versions / "r9999_next.py").write_text(
        textwrap.dedent("""
            import sqlalchemy as sa
            from alembic import op
            revision, down_revision = "tomorrow", "NEWEST"
            def upgrade():
                op.add_column("incident", sa.Column("note", sa.Text()))
                op.execute("UPDATE incident SET note = 'from before'")
        """).replace("NEWEST", NEWEST),
        "utf-8",
    )

    def come() -> pytest.MonkeyPatch:
        monkeypatch.setattr(schema, "VERSIONS", [*schema.VERSIONS, versions])
        monkeypatch.setattr(tables, "SCHEMA", "tomorrow")
        return monkeypatch

    return come


def test_an_older_desk_is_told_how_to_upgrade_and_a_newer_one_refused(
    where: str, tomorrow: Callable[[], pytest.MonkeyPatch]
) -> None:
    with open_desk(where) as desk:
        ident = desk.add(coded()).id
        desk.add_incident("i1")
    time = tomorrow()
    with pytest.raises(
        SchemaError, match=rf"made by an older Vedette \(schema {NEWEST}, now tomorrow\).*Desk\.upgrade\(where\)"
    ):
        open_desk(where)
    with Desk.upgrade(where) as desk, desk.store.read() as connection:
        assert connection.execute(text("SELECT note FROM incident")).scalar() == "from before"
        assert desk.report(ident) is not None
    Desk.upgrade(where).close()  # nothing to do is no mistake
    time.undo()
    for opening in (open_desk, Desk.upgrade):
        with pytest.raises(SchemaError, match=rf"made by a newer Vedette \(schema tomorrow; this one knows {NEWEST}\)"):
            opening(where)


def test_an_upgrade_that_fails_changes_nothing(where: str, tomorrow: Callable[[], pytest.MonkeyPatch]) -> None:
    open_desk(where).close()
    tomorrow()
    revision = schema.VERSIONS[-1] / "r9999_next.py"
    revision.write_text(revision.read_text("utf-8") + "    raise ZeroDivisionError\n", "utf-8")
    with pytest.raises(ZeroDivisionError):
        Desk.upgrade(where)
    store = store_of(where)
    with store.read() as connection:
        assert schema.revision_of(connection) == NEWEST
        assert "note" not in connection.execute(text("SELECT * FROM incident")).keys()  # noqa: SIM118 - no mapping
    store.close()
