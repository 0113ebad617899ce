"""Gathering: sources, the addresses of articles, what was kept in the archive, alerts and their outbox."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    for make in (_source, _page, _capture, _alert, _delivery):
        make()


def _source() -> None:
    """What is remembered of each source."""
    op.create_table(
        "source",
        sa.Column("name", KEY, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("memory", sa.Text(), nullable=False),
        sa.Column("times", sa.Text(), nullable=False),
        sa.Column("next_visit", KEY, nullable=False),
        sa.Column("last_visit", KEY, nullable=True),
        sa.Column("last_success", KEY, nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_source")),
    )


def _page() -> None:
    """The addresses of articles."""
    op.create_table(
        "page",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("source", KEY, nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("due", KEY, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("fetches", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("modified", sa.Text(), nullable=True),
        sa.Column("digest", KEY, nullable=True),
        sa.Column("listed_at", KEY, nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_page")),
        sa.UniqueConstraint("id", name=op.f("uq_page_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_page_due"), "page", ["due"], unique=False)
    op.create_index(op.f("ix_page_source"), "page", ["source"], unique=False)


def _capture() -> None:
    """What was kept of them in the archive."""
    op.create_table(
        "capture",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("page_id", KEY, nullable=False),
        sa.Column("at", KEY, nullable=False),
        sa.Column("digest", KEY, nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("state", KEY, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("report_id", KEY, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('new', 'kept', 'aside', 'unread')", name=op.f("ck_capture_state")),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_capture_page_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_capture_report_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_capture")),
        sqlite_autoincrement=True,
    )
    for column in ("page_id", "state", "report_id"):
        op.create_index(op.f(f"ix_capture_{column}"), "capture", [column], unique=False)


def _alert() -> None:
    """The ways on which alerts go out."""
    op.create_table(
        "alert",
        sa.Column("name", KEY, nullable=False),
        sa.Column("channel", KEY, nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("judgement", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", "channel", name=op.f("pk_alert")),
    )


def _delivery() -> None:
    """The outbox."""
    op.create_table(
        "delivery",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("key", KEY, nullable=False),
        sa.Column("alert", KEY, nullable=False),
        sa.Column("channel", KEY, nullable=False),
        sa.Column("incident", KEY, nullable=False),
        sa.Column("notice", sa.Text(), nullable=True),
        sa.Column("state", KEY, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due", KEY, nullable=False),
        sa.Column("made_at", KEY, nullable=False),
        sa.Column("sent_at", KEY, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('before', 'due', 'sent', 'dropped')", name=op.f("ck_delivery_state")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_delivery")),
        sa.UniqueConstraint("key", name=op.f("uq_delivery_key")),
        sa.UniqueConstraint("alert", "channel", "incident", name=op.f("uq_delivery_alert_channel_incident")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_delivery_state_due"), "delivery", ["state", "due"], unique=False)
