"""Later codings of a report beside its first, and what merging has worked out so that it need not do so again."""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
BATCH = 500


def upgrade() -> None:
    """Make what is new; what was coded before stays where it is, as each report's first coding."""
    op.add_column("report", sa.Column("coder", KEY, nullable=True))
    op.add_column("event", sa.Column("coding", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("event", sa.Column("continues", KEY, nullable=True))
    op.create_index(op.f("ix_event_continues"), "event", ["continues"], unique=False)
    _coding()
    _merging()
    _name_coders()


def _coding() -> None:
    """The later codings."""
    op.create_table(
        "coding",
        sa.Column("report_id", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("coder", KEY, nullable=True),
        sa.Column("added_at", KEY, nullable=False),
        sa.Column("json", sa.Text(), nullable=False),
        sa.CheckConstraint("n > 1", name=op.f("ck_coding_n")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_coding_report_id")),
        sa.PrimaryKeyConstraint("report_id", "n", name=op.f("pk_coding")),
    )
    op.create_index(op.f("ix_coding_added_at"), "coding", ["added_at"], unique=False)


def _merging() -> None:
    """What merging has worked out of the reports."""
    op.create_table(
        "merge_report",
        sa.Column("report_id", KEY, nullable=False),
        sa.Column("coding", sa.Integer(), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.Column("placed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_merge_report_report_id")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_merge_report")),
    )
    op.create_table(
        "merge_account",
        sa.Column("id", KEY, nullable=False),
        sa.Column("report_id", KEY, nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("week_from", sa.Integer(), nullable=True),
        sa.Column("week_to", sa.Integer(), nullable=True),
        sa.Column("json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_merge_account_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge_account")),
    )
    op.create_index(op.f("ix_merge_account_report_id"), "merge_account", ["report_id"], unique=False)
    op.create_index(op.f("ix_merge_account_week_from_week_to"), "merge_account", ["week_from", "week_to"], unique=False)
    op.create_table(
        "merge_word",
        sa.Column("word", KEY, nullable=False),
        sa.Column("texts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_merge_word")),
    )


def _name_coders() -> None:
    """Tell of each report what coded it, as its first event does; of one without events that is not known."""
    event = sa.table("event", sa.column("report_id", KEY), sa.column("n", sa.Integer()), sa.column("json", sa.Text()))
    report = sa.table("report", sa.column("id", KEY), sa.column("coder", KEY))
    naming = report.update().where(report.c.id == sa.bindparam("ident")).values(coder=sa.bindparam("named"))
    connection = op.get_bind()
    first = connection.execute(sa.select(event.c.report_id, event.c.json).where(event.c.n == 0)).all()
    named = [{"ident": ident, "named": json.loads(kept).get("coder")} for ident, kept in first]
    for start in range(0, len(named), BATCH):
        connection.execute(naming, named[start : start + BATCH])
