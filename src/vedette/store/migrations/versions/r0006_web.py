"""The desk on the web: accounts and how they come in, an audit log, comments, who works on what, proposals."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")

_REFUSAL = "the audit log is only ever added to"
_SQLITE_GUARD = [
    f"CREATE TRIGGER audit_no_{verb} BEFORE {verb} ON audit BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    for verb in ("UPDATE", "DELETE")
]
_POSTGRES_GUARD = [
    f"""CREATE FUNCTION vedette_refuse_audit() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$""",
    """CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit
        FOR EACH ROW EXECUTE FUNCTION vedette_refuse_audit()""",
]
_INDEXES = {
    "web_session": (["account_id"], ["ends_at"]),
    "api_token": (["account_id"],),
    "login_failure": (["last_at"],),
    "audit": (["at"],),
    "comment": (["kind", "about", "at"], ["state"]),
    "task": (["account_id"],),
    "proposal": (["incident"], ["state"]),
}


def upgrade() -> None:
    """Make the tables, their indexes and the audit log's guard."""
    _accounts()
    _entrance()
    _audit()
    _comments()
    _work()
    _judging()
    for table, found in _INDEXES.items():
        for columns in found:
            op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns, unique=False)
    for statement in _SQLITE_GUARD if op.get_bind().dialect.name == "sqlite" else _POSTGRES_GUARD:
        op.execute(sa.text(statement))


def _accounts() -> None:
    """Who may come in, and the filters that they keep."""
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("role", KEY, nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("subject", KEY, nullable=True),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("made_at", KEY, nullable=False),
        sa.Column("seen_at", KEY, nullable=True),
        sa.CheckConstraint("role IN ('reader', 'analyst', 'editor', 'admin')", name=op.f("ck_account_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name_key", name=op.f("uq_account_name_key")),
        sa.UniqueConstraint("subject", name=op.f("uq_account_subject")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "watch_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("made_at", KEY, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_watch_list_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_list")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_watch_list_account_id_name")),
        sqlite_autoincrement=True,
    )


def _entrance() -> None:
    """Sessions, tokens and failures to log in."""
    op.create_table(
        "web_session",
        sa.Column("id", KEY, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("csrf", KEY, nullable=False),
        sa.Column("made_at", KEY, nullable=False),
        sa.Column("seen_at", KEY, nullable=False),
        sa.Column("ends_at", KEY, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_web_session_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_session")),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", KEY, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("made_at", KEY, nullable=False),
        sa.Column("used_at", KEY, nullable=True),
        sa.Column("ends_at", KEY, nullable=True),
        sa.Column("revoked_at", KEY, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_api_token_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_token_digest")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "login_failure",
        sa.Column("key", KEY, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", KEY, nullable=False),
        sa.Column("until", KEY, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_login_failure")),
    )


def _audit() -> None:
    """What was done by whom."""
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", KEY, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("action", KEY, nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )


def _comments() -> None:
    """What people say beside the record."""
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("about", KEY, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", KEY, nullable=False),
        sa.Column("at", KEY, nullable=False),
        sa.Column("moderated_by", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('shown', 'held', 'removed')", name=op.f("ck_comment_state")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_comment_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sqlite_autoincrement=True,
    )


def _work() -> None:
    """Who works on what, and what waits for a second person."""
    op.create_table(
        "task",
        sa.Column("incident", KEY, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", KEY, nullable=False),
        sa.Column("ends_at", KEY, nullable=True),
        sa.CheckConstraint("kind IN ('assigned', 'editing')", name=op.f("ck_task_kind")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_task_account_id")),
        sa.PrimaryKeyConstraint("incident", "kind", name=op.f("pk_task")),
    )
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", KEY, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("incident", KEY, nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("state", KEY, nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", KEY, nullable=True),
        sa.Column("judgement", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'agreed', 'refused', 'withdrawn')", name=op.f("ck_proposal_state")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_proposal_account_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_proposal_decided_by")),
        sa.ForeignKeyConstraint(["judgement"], ["judgement.id"], name=op.f("fk_proposal_judgement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sqlite_autoincrement=True,
    )


def _judging() -> None:
    """The words that a person gave for a judgement."""
    op.create_table(
        "evidence",
        sa.Column("judgement", sa.Integer(), nullable=False),
        sa.Column("report_id", KEY, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["judgement"], ["judgement.id"], name=op.f("fk_evidence_judgement")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_evidence_report_id")),
        sa.PrimaryKeyConstraint("judgement", name=op.f("pk_evidence")),
    )
