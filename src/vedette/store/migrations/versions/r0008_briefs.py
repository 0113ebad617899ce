"""Briefs on the web with their versions, and logins by an OpenID provider that have begun."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")

_FIXED = ("json", "headline", "title", "note", "asked", "account_id", "at")
_REFUSAL = "what a version of a brief says is kept as it is"
_SQLITE_GUARD = [
    f"CREATE TRIGGER brief_version_{name} BEFORE {what} ON brief_version BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    for name, what in (("kept", f"UPDATE OF {', '.join(_FIXED)}"), ("no_delete", "DELETE"))
]
_POSTGRES_GUARD = [
    f"""CREATE FUNCTION vedette_refuse_brief() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$""",
    f"""CREATE TRIGGER brief_version_kept BEFORE UPDATE OF {", ".join(_FIXED)} OR DELETE ON brief_version
        FOR EACH ROW EXECUTE FUNCTION vedette_refuse_brief()""",
]
_INDEXES = {
    "brief": (["account_id"], ["published_at"]),
    "brief_version": (["account_id"], ["signed_by"]),
    "oidc_flow": (["ends_at"],),
}


def upgrade() -> None:
    """Make the tables, their indexes and the guard of what versions say."""
    _briefs()
    _versions()
    _flows()
    for table, found in _INDEXES.items():
        for columns in found:
            op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns, unique=False)
    for statement in _SQLITE_GUARD if op.get_bind().dialect.name == "sqlite" else _POSTGRES_GUARD:
        op.execute(sa.text(statement))


def _briefs() -> None:
    """Briefs."""
    op.create_table(
        "brief",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("made_at", KEY, nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.Column("published", sa.Integer(), nullable=True),
        sa.Column("published_at", KEY, nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", KEY, nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_brief_account_id")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["account.id"], name=op.f("fk_brief_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brief")),
        sqlite_autoincrement=True,
    )


def _versions() -> None:
    """What they say."""
    op.create_table(
        "brief_version",
        sa.Column("brief", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", KEY, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first_day", KEY, nullable=False),
        sa.Column("last_day", KEY, nullable=False),
        sa.Column("country", KEY, nullable=True),
        sa.Column("flagged", sa.Integer(), nullable=False),
        sa.Column("json", sa.Text(), nullable=False),
        sa.Column("state", KEY, nullable=False),
        sa.Column("signed_by", sa.Integer(), nullable=True),
        sa.Column("signed_at", KEY, nullable=True),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.Column("published_at", KEY, nullable=True),
        sa.CheckConstraint("state IN ('draft', 'signed', 'published')", name=op.f("ck_brief_version_state")),
        sa.ForeignKeyConstraint(["brief"], ["brief.id"], name=op.f("fk_brief_version_brief")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_brief_version_account_id")),
        sa.ForeignKeyConstraint(["signed_by"], ["account.id"], name=op.f("fk_brief_version_signed_by")),
        sa.ForeignKeyConstraint(["published_by"], ["account.id"], name=op.f("fk_brief_version_published_by")),
        sa.PrimaryKeyConstraint("brief", "number", name=op.f("pk_brief_version")),
    )


def _flows() -> None:
    """Logins that have begun elsewhere."""
    op.create_table(
        "oidc_flow",
        sa.Column("id", KEY, nullable=False),
        sa.Column("state", KEY, nullable=False),
        sa.Column("nonce", KEY, nullable=False),
        sa.Column("verifier", KEY, nullable=False),
        sa.Column("then", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("ends_at", KEY, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_oidc_flow_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oidc_flow")),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("oidc_flow", "brief_version", "brief"):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute(sa.text("DROP FUNCTION vedette_refuse_brief()"))
