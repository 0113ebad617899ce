"""An index that holds all that the map and the timeline sum up."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COLUMNS = [
    "live", "day_from", "day_to", "precision", "lat", "lon", "sub_event", "type", "country",
    "killed_best", "killed_high", "origins", "id",
]  # fmt: skip


def upgrade() -> None:
    """Make it."""
    op.create_index("ix_incident_now_map", "incident_now", COLUMNS, unique=False)


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_incident_now_map", table_name="incident_now")
