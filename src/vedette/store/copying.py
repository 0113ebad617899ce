"""Copy a desk's database, as it is at one moment, into a new SQLite file."""

import contextlib
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import inspect, select

from vedette.errors import StoreError
from vedette.store import schema, tables
from vedette.store.engine import connect_file

if TYPE_CHECKING:
    from sqlalchemy import Select

    from vedette.store.engine import Store

BATCH: Final = 500
"""Rows that are in memory at a time."""


def in_batches(statement: "Select[Any]") -> "Select[Any]":
    """The statement, its rows fetched by and by: a desk may be larger than the memory."""
    return statement.execution_options(yield_per=BATCH)


def copied(store: "Store", target: str | Path) -> Path:
    """Copy a desk, as it is at one moment, into a new SQLite file; it may be read and written meanwhile.

    The file is there whole or not at all, and is itself a desk (`open_desk(target)`). Raises StoreError where a file of
    that name is there already or cannot be made.
    """
    path = Path(target).expanduser()
    if path.exists():
        msg = f"{path} is there already, and a backup never replaces another. Name a new file"
        raise StoreError(msg)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".new-backup-") as folder:
            made = Path(folder) / "copy.sqlite"
            (_copy_file if store.dialect == "sqlite" else _copy_server)(store, made)
            if not schema.put_in_place(made, path):
                msg = f"{path} was made by another in the meantime. Name a new file"
                raise StoreError(msg)
    except OSError as error:
        msg = f"{path} cannot be made: {error.strerror or error}. Name a file in a folder that can be written"
        raise StoreError(msg) from error
    return path


def _copy_file(store: "Store", made: Path) -> None:
    """Copy by SQLite's own backup, in one step, so that it holds one moment of the desk."""
    with store.read() as connection, contextlib.closing(sqlite3.connect(made)) as copy:
        raw: Any = connection.connection.driver_connection
        raw.backup(copy)


def _copy_server(store: "Store", made: Path) -> None:
    """Copy row by row out of one repeatable-read snapshot, in the schema that the desk has: it may be an older one."""
    with store.read() as source:
        schema.write_new_file(made, schema.revision_of(source) or "head")
        new = connect_file(made)
        try:
            with new.write() as target:
                there = inspect(target)
                target.execute(tables.meta.delete())
                for table in tables.metadata.sorted_tables:
                    if there.has_table(table.name):
                        columns = [table.c[column["name"]] for column in there.get_columns(table.name)]
                        # a row points only at earlier rows of its own table, so the order of their keys will do
                        rows = source.execute(in_batches(select(*columns).order_by(*table.primary_key)))
                        for part in rows.mappings().partitions(BATCH):
                            target.execute(table.insert(), [dict(row) for row in part])
        finally:
            new.close()
