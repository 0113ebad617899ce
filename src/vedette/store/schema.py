"""The schema of a desk: made on first use, brought up to date on request, left alone where it is newer."""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from vedette.errors import SchemaError, StoreError
from vedette.store import tables, webtables
from vedette.store.engine import Store, connect_file, told

if TYPE_CHECKING:
    from alembic.config import Config

VERSIONS: list[Path] = [Path(__file__).parent / "migrations" / "versions"]
"""Where revisions are looked for."""


def create_file(path: Path) -> None:
    """Make a new SQLite desk; whoever comes second finds the first one's.

    It is made beside its place and then linked into it, so that a desk is there whole or not at all.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".new-desk-") as folder:
        made = Path(folder) / path.name
        write_new_file(made)
        put_in_place(made, path)


def write_new_file(path: Path, to: str = "head") -> None:
    """A SQLite file with the tables of a desk, as they are at a revision, and nothing in them."""
    store = connect_file(path)
    try:
        with told(store.name), store.engine.connect() as connection:
            # kept in the file: readers and the writer then do not wait for each other
            connection.connection.driver_connection.execute("PRAGMA journal_mode = WAL")  # type: ignore[union-attr]
        with store.write() as connection:
            migrate(connection, to)
    finally:
        store.close()


def put_in_place(made: Path, path: Path) -> bool:
    """Give a finished file its name; False, and nothing done, where there is a file of that name."""
    try:
        os.link(made, path)
    except FileExistsError:
        return False
    except OSError:
        # a file system without hard links; here two that make the same desk in the same moment could collide
        if path.exists():
            return False
        made.rename(path)
    return True


def prepare_server(store: Store) -> None:
    """Make the tables on a server whose database has none yet."""
    with store.read() as connection:
        if revision_of(connection) is not None:
            return
        if taken := sorted(set(inspect(connection).get_table_names()) & set(webtables.metadata.tables)):
            msg = (
                f"{store.name} holds tables of another program: {', '.join(taken)}. Give Vedette a database of its own"
            )
            raise StoreError(msg)
    with store.write() as connection:
        if revision_of(connection) is None:  # another may have been first
            migrate(connection)


def check(store: Store) -> None:
    """Raise SchemaError, with the remedy, unless the schema is the one that this Vedette writes."""
    with store.read() as connection:
        found = revision_of(connection)
    if found == tables.SCHEMA:
        return
    if found is None:
        msg = f"{store.name} is no desk of Vedette's. Name another folder, or one that is not there yet"
        raise StoreError(msg)
    if found in _known():
        msg = (
            f"{store.name} was made by an older Vedette (schema {found}, now {tables.SCHEMA}). "
            "Bring it up to date, which is done whole or not at all: vedette upgrade, in Python Desk.upgrade(where)"
        )
        raise SchemaError(msg)
    msg = (
        f"{store.name} was made by a newer Vedette (schema {found}; this one knows {tables.SCHEMA}). "
        "Install that Vedette or a later one"
    )
    raise SchemaError(msg)


def revision_of(connection: Connection) -> str | None:
    """The schema's revision, None where there is no desk."""
    if not inspect(connection).has_table(tables.SCHEMA_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {tables.SCHEMA_TABLE}")).scalar()  # noqa: S608 - a constant
    return None if found is None else str(found)


def migrate(connection: Connection, to: str = "head") -> None:
    """Bring the schema up to a revision within the transaction that is open: all of it or nothing."""
    from alembic import command  # noqa: PLC0415 - slow to import, and needed only where a schema changes

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def older(store: Store) -> str | None:
    """The revision of a desk that an older Vedette made; None for one that is up to date, or that we do not know."""
    with store.read() as connection:
        found = revision_of(connection)
    return found if found in _known() - {tables.SCHEMA} else None


def upgrade(store: Store) -> None:
    """Bring an older desk up to date; raises SchemaError for a newer one."""
    with store.write() as connection:
        found = revision_of(connection)
        if found in _known():
            migrate(connection)
    check(store)


def _known() -> set[str]:
    """The revisions that this Vedette knows."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as above

    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _config() -> "Config":
    """Alembic's settings, which are ours alone: no ini file."""
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    for name, value in {
        "script_location": str(Path(__file__).parent / "migrations"),
        "path_separator": "os",
        "version_locations": os.pathsep.join(map(str, VERSIONS)),
    }.items():
        config.set_main_option(name, value.replace("%", "%%"))
    return config
