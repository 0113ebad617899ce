"""Events of other coders, beside ours: the files they came in, and each version of each row."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")

_REFUSAL = "imported rows are only ever added; a newer row of the same id is a new version"
_SQLITE_GUARD = [
    f"CREATE TRIGGER imported_no_{verb} BEFORE {verb} ON imported BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    for verb in ("UPDATE", "DELETE")
]
_POSTGRES_GUARD = [
    f"""CREATE FUNCTION vedette_refuse_imported() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$""",
    """CREATE TRIGGER imported_append_only BEFORE UPDATE OR DELETE ON imported
        FOR EACH ROW EXECUTE FUNCTION vedette_refuse_imported()""",
]


def upgrade() -> None:
    """Make both tables and the guard of the second."""
    _file()
    _rows()
    for statement in _SQLITE_GUARD if op.get_bind().dialect.name == "sqlite" else _POSTGRES_GUARD:
        op.execute(sa.text(statement))


def _file() -> None:
    """Files that were read, and how far."""
    op.create_table(
        "imported_file",
        sa.Column("id", KEY, nullable=False),
        sa.Column("source", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("citation", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("added_at", KEY, nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("refused", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", KEY, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_file")),
    )
    op.create_index(op.f("ix_imported_file_source"), "imported_file", ["source"], unique=False)


def _rows() -> None:
    """Their rows, one for each version."""
    op.create_table(
        "imported",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("source", KEY, nullable=False),
        sa.Column("source_id", KEY, nullable=False),
        sa.Column("digest", KEY, nullable=False),
        sa.Column("file_id", KEY, nullable=False),
        sa.Column("revised", sa.BigInteger(), nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("day_from", KEY, nullable=True),
        sa.Column("day_to", KEY, nullable=True),
        sa.Column("day_precision", KEY, nullable=True),
        sa.Column("country", KEY, nullable=True),
        sa.Column("admin1", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("place_key", KEY, nullable=True),
        sa.Column("precision", KEY, nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("type", KEY, nullable=True),
        sa.Column("sub_event", KEY, nullable=True),
        sa.Column("actors", sa.Text(), nullable=False),
        sa.Column("actors_key", sa.Text(), nullable=False),
        sa.Column("killed_low", sa.BigInteger(), nullable=True),
        sa.Column("killed_best", sa.BigInteger(), nullable=True),
        sa.Column("killed_high", sa.BigInteger(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("json", sa.Text(), nullable=False),
        sa.Column("added_at", KEY, nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["imported_file.id"], name=op.f("fk_imported_file_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_imported")),
        sqlite_autoincrement=True,
    )
    for columns in (["source", "source_id"], ["source", "country", "day_from"]):
        op.create_index(op.f(f"ix_imported_{'_'.join(columns)}"), "imported", columns, unique=False)
