"""Each incident as it stands now, made anew from the log whenever that goes on; and by what it is found."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")

_INDEXES = (
    ["live", "newest", "id"], ["live", "importance", "id"], ["live", "review", "id"], ["changed_at", "id"],
    ["country", "newest"], ["lat", "lon"], ["day_from", "day_to"],
)  # fmt: skip


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "incident_now",
        sa.Column("id", KEY, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("type", KEY, nullable=True),
        sa.Column("sub_event", KEY, nullable=True),
        sa.Column("status", KEY, nullable=True),
        sa.Column("standing", KEY, nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("country", KEY, nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("precision", KEY, nullable=True),
        sa.Column("day_from", KEY, nullable=True),
        sa.Column("day_to", KEY, nullable=True),
        sa.Column("newest", KEY, nullable=False),
        sa.Column("killed_low", sa.BigInteger(), nullable=True),
        sa.Column("killed_best", sa.BigInteger(), nullable=True),
        sa.Column("killed_high", sa.BigInteger(), nullable=True),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("origins", sa.Integer(), nullable=False),
        sa.Column("importance", sa.Float(), nullable=False),
        sa.Column("review", sa.Float(), nullable=False),
        sa.Column("changed_at", KEY, nullable=False),
        sa.Column("json", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_now")),
    )
    for columns in _INDEXES:
        op.create_index(op.f(f"ix_incident_now_{'_'.join(columns)}"), "incident_now", columns, unique=False)
    op.create_table(
        "incident_key",
        sa.Column("kind", KEY, nullable=False),
        sa.Column("key", KEY, nullable=False),
        sa.Column("incident", KEY, nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", "incident", name=op.f("pk_incident_key")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_incident_key_incident"), "incident_key", ["incident"], unique=False)
