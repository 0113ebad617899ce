"""What Alembic runs: the revisions, on the connection and in the transaction of vedette.store.schema."""

from typing import TYPE_CHECKING

from alembic import context

from vedette.store import tables

if TYPE_CHECKING:
    from sqlalchemy import Connection


def run() -> None:
    """Run the revisions that were asked for."""
    connection: Connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=tables.metadata, version_table=tables.SCHEMA_TABLE)
    context.run_migrations()


run()
