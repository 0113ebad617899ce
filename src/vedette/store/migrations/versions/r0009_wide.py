"""Which incidents have a mark on a map, and an index that holds what is summed up of those that have none."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
COLUMNS = [
    "live", "marked", "precision", "country", "area", "lat", "lon", "day_from", "day_to", "sub_event", "type",
    "killed_best", "killed_high", "origins", "id",
]  # fmt: skip


def upgrade() -> None:
    """Make them, and fill the columns of the incidents that are there."""
    op.add_column("incident_now", sa.Column("area", KEY))
    op.add_column("incident_now", sa.Column("marked", sa.Boolean, nullable=False, server_default=sa.false()))
    now = sa.table("incident_now", *(sa.column(name) for name in ("area", "place", "marked", "precision", "lat")))
    marked = now.c.precision.in_(("point", "town")) & now.c.lat.is_not(None)
    op.execute(now.update().values(area=sa.func.substr(now.c.place, 1, 200)))
    op.execute(now.update().where(marked).values(marked=sa.true()))
    op.create_index("ix_incident_now_wide", "incident_now", COLUMNS, unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_incident_now_wide", table_name="incident_now")
    op.drop_column("incident_now", "marked")
    op.drop_column("incident_now", "area")
