"""The first schema: reports, events and their actors, duplicates, incidents, the log of judgements, search."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from vedette.store.search import postgres_index, sqlite_index

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Make everything."""
    for make in (_report, _sighting, _event, _actor_of_event, _duplicate, _incident, _judgement):
        make()
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in [
        *(sqlite_index() if sqlite else postgres_index()),
        *(_SQLITE_GUARD if sqlite else _POSTGRES_GUARD),
    ]:
        op.execute(sa.text(statement))
    op.execute(sa.text("INSERT INTO meta (key, value) VALUES ('clock', '1970-01-01T00\\:00\\:00.000000Z')"))


_REFUSAL = "judgements are only ever added; to take one back, add one that undoes it"
_SQLITE_GUARD = [
    f"CREATE TRIGGER judgement_no_{verb} BEFORE {verb} ON judgement BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    for verb in ("UPDATE", "DELETE")
]
_POSTGRES_GUARD = [
    f"""CREATE FUNCTION vedette_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$""",
    """CREATE TRIGGER judgement_append_only BEFORE UPDATE OR DELETE ON judgement
        FOR EACH ROW EXECUTE FUNCTION vedette_refuse()""",
]


def _report() -> None:
    """Reports."""
    op.create_table(
        "report",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("key", KEY, nullable=False),
        sa.Column("url", KEY, nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published", KEY, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", KEY, nullable=True),
        sa.Column("original_source", sa.Text(), nullable=True),
        sa.Column("version_of", KEY, nullable=True),
        sa.Column("added_at", KEY, nullable=False),
        sa.Column("json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["version_of"], ["report.id"], name=op.f("fk_report_version_of")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_report")),
        sa.UniqueConstraint("id", name=op.f("uq_report_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_report_added_at"), "report", ["added_at"], unique=False)
    op.create_index(op.f("ix_report_published"), "report", ["published"], unique=False)
    op.create_index(op.f("ix_report_version_of"), "report", ["version_of"], unique=False)


def _sighting() -> None:
    """Each giving of a report."""
    op.create_table(
        "sighting",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("report_id", KEY, nullable=False),
        sa.Column("key", KEY, nullable=False),
        sa.Column("url", KEY, nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published", KEY, nullable=True),
        sa.Column("added_at", KEY, nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_sighting_report_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_sighting")),
        sa.UniqueConstraint("id", name=op.f("uq_sighting_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sighting_key", "sighting", ["key"], unique=False, postgresql_using="hash")
    op.create_index(op.f("ix_sighting_report_id"), "sighting", ["report_id"], unique=False)
    op.create_index("ix_sighting_url", "sighting", ["url"], unique=False, postgresql_using="hash")


def _event() -> None:
    """Events."""
    op.create_table(
        "event",
        sa.Column("id", KEY, nullable=False),
        sa.Column("report_id", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("type", KEY, nullable=False),
        sa.Column("mode", KEY, nullable=True),
        sa.Column("sub_event", KEY, nullable=True),
        sa.Column("status", KEY, nullable=False),
        sa.Column("negated", sa.Boolean(), nullable=False),
        sa.Column("place_id", KEY, nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("place_key", KEY, nullable=True),
        sa.Column("place_words_key", KEY, nullable=True),
        sa.Column("country", KEY, nullable=True),
        sa.Column("admin1", sa.Text(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("precision", KEY, nullable=True),
        sa.Column("day_from", KEY, nullable=True),
        sa.Column("day_to", KEY, nullable=True),
        sa.Column("killed_low", sa.BigInteger(), nullable=True),
        sa.Column("killed_best", sa.BigInteger(), nullable=True),
        sa.Column("killed_high", sa.BigInteger(), nullable=True),
        sa.Column("json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_event_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("report_id", "n", name=op.f("uq_event_report_id_n")),
    )
    op.create_index(op.f("ix_event_country_day_from"), "event", ["country", "day_from"], unique=False)
    op.create_index(op.f("ix_event_day_from_day_to"), "event", ["day_from", "day_to"], unique=False)
    op.create_index("ix_event_place_id", "event", ["place_id"], unique=False, postgresql_using="hash")
    op.create_index(op.f("ix_event_place_key"), "event", ["place_key"], unique=False)
    op.create_index(op.f("ix_event_place_words_key"), "event", ["place_words_key"], unique=False)
    op.create_index(op.f("ix_event_type"), "event", ["type"], unique=False)


def _actor_of_event() -> None:
    """Who takes part in them."""
    op.create_table(
        "actor_of_event",
        sa.Column("event_id", KEY, nullable=False),
        sa.Column("role", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("actor_id", KEY, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("words_key", KEY, nullable=False),
        sa.Column("country", KEY, nullable=True),
        sa.Column("kind", KEY, nullable=True),
        sa.Column("code", KEY, nullable=True),
        sa.CheckConstraint("role IN ('actor', 'target', 'beneficiary')", name=op.f("ck_actor_of_event_role")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_actor_of_event_event_id")),
        sa.PrimaryKeyConstraint("event_id", "role", "n", name=op.f("pk_actor_of_event")),
    )
    op.create_index("ix_actor_of_event_actor_id", "actor_of_event", ["actor_id"], unique=False, postgresql_using="hash")
    op.create_index(op.f("ix_actor_of_event_name_key"), "actor_of_event", ["name_key"], unique=False)
    op.create_index(op.f("ix_actor_of_event_words_key"), "actor_of_event", ["words_key"], unique=False)


def _duplicate() -> None:
    """Which reports repeat which."""
    op.create_table(
        "duplicate",
        sa.Column("report_id", KEY, nullable=False),
        sa.Column("of_report", KEY, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("added_at", KEY, nullable=False),
        sa.ForeignKeyConstraint(["of_report"], ["report.id"], name=op.f("fk_duplicate_of_report")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_duplicate_report_id")),
        sa.PrimaryKeyConstraint("report_id", "of_report", name=op.f("pk_duplicate")),
    )
    op.create_index(op.f("ix_duplicate_of_report"), "duplicate", ["of_report"], unique=False)


def _incident() -> None:
    """Incidents and settings."""
    op.create_table(
        "incident",
        sa.Column("id", KEY, nullable=False),
        sa.Column("created_at", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_table(
        "meta",
        sa.Column("key", KEY, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )


def _judgement() -> None:
    """The log of judgements, which only grows."""
    op.create_table(
        "judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", KEY, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("by", KEY, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.CheckConstraint("\"by\" IN ('machine', 'person')", name=op.f("ck_judgement_by")),
        sa.ForeignKeyConstraint(["undoes"], ["judgement.id"], name=op.f("fk_judgement_undoes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_judgement_at"), "judgement", ["at"], unique=False)
    op.create_index(op.f("ix_judgement_undoes"), "judgement", ["undoes"], unique=False)
