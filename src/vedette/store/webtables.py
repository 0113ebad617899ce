"""The tables of the desk on the web: accounts and what they do beside judging. They belong to the desk's own tables.

What lets somebody in (passwords, the keys of sessions, API tokens) is kept as a hash only. Judgements are not here:
they go into the log like everybody's.
"""

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from vedette.store.tables import KEY, metadata

__all__ = [
    "account",
    "api_token",
    "audit",
    "comment",
    "evidence",
    "login_failure",
    "metadata",
    "proposal",
    "task",
    "watch_list",
    "web_session",
]

account = Table(
    "account",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", KEY, nullable=False, unique=True),  # the name as it is compared
    Column("role", KEY, nullable=False),
    Column("password", Text),  # argon2's own form; None where there is none to log in with
    Column("subject", KEY, unique=True),  # who it is at the OpenID provider
    Column("disabled", Boolean, nullable=False),
    Column("made_at", KEY, nullable=False),
    Column("seen_at", KEY),
    CheckConstraint("role IN ('reader', 'analyst', 'editor', 'admin')", name="role"),
    sqlite_autoincrement=True,
)

web_session = Table(
    "web_session",
    metadata,
    Column("id", KEY, primary_key=True),  # hash of the cookie's value
    Column("account_id", Integer, ForeignKey("account.id"), nullable=False),
    Column("csrf", KEY, nullable=False),
    Column("made_at", KEY, nullable=False),
    Column("seen_at", KEY, nullable=False),
    Column("ends_at", KEY, nullable=False),
    Index(None, "account_id"),
    Index(None, "ends_at"),
)

api_token = Table(
    "api_token",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", KEY, nullable=False, unique=True),
    Column("account_id", Integer, ForeignKey("account.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("scopes", Text, nullable=False),  # separated by a space
    Column("made_at", KEY, nullable=False),
    Column("used_at", KEY),
    Column("ends_at", KEY),
    Column("revoked_at", KEY),
    Index(None, "account_id"),
    sqlite_autoincrement=True,
)

# Failures to log in, by a hash of what is counted: a name from an address, a name, an address.
login_failure = Table(
    "login_failure",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", KEY, nullable=False),
    Column("until", KEY, nullable=False),  # before then no further try is looked at
    Index(None, "last_at"),
)

# Append-only: triggers refuse changes and deletions.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", KEY, nullable=False),
    Column("who", Text, nullable=False),  # an account's name, or what was given for one
    Column("address", Text, nullable=False),
    Column("action", KEY, nullable=False),
    Column("about", Text, nullable=False),
    Column("detail", Text, nullable=False),  # a JSON object
    Index(None, "at"),
    sqlite_autoincrement=True,
)

comment = Table(
    "comment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", KEY, nullable=False),  # of what it is: incident, report, actor, place, brief
    Column("about", KEY, nullable=False),  # the id of that
    Column("account_id", Integer, ForeignKey("account.id")),  # None: a reader's reply
    Column("name", Text, nullable=False),
    Column("email", Text),  # of a reader's reply; never shown
    Column("text", Text, nullable=False),
    Column("state", KEY, nullable=False),
    Column("at", KEY, nullable=False),
    Column("moderated_by", Text),
    CheckConstraint("state IN ('shown', 'held', 'removed')", name="state"),
    Index(None, "kind", "about", "at"),
    Index(None, "state"),
    sqlite_autoincrement=True,
)

# Who works on an incident: `assigned` stays, `editing` ends by itself.
task = Table(
    "task",
    metadata,
    Column("incident", KEY, primary_key=True),
    Column("kind", KEY, primary_key=True),
    Column("account_id", Integer, ForeignKey("account.id"), nullable=False),
    Column("at", KEY, nullable=False),
    Column("ends_at", KEY),
    CheckConstraint("kind IN ('assigned', 'editing')", name="kind"),
    Index(None, "account_id"),
)

# A judgement that waits for a second person.
proposal = Table(
    "proposal",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", KEY, nullable=False),
    Column("account_id", Integer, ForeignKey("account.id"), nullable=False),
    Column("incident", KEY, nullable=False),
    Column("asked", Text, nullable=False),  # a JSON object: what is to be judged
    Column("state", KEY, nullable=False),
    Column("decided_by", Integer, ForeignKey("account.id")),
    Column("decided_at", KEY),
    Column("judgement", Integer, ForeignKey("judgement.id")),
    CheckConstraint("state IN ('open', 'agreed', 'refused', 'withdrawn')", name="state"),
    Index(None, "incident"),
    Index(None, "state"),
    sqlite_autoincrement=True,
)

# The words of a report that a person gave for a judgement.
evidence = Table(
    "evidence",
    metadata,
    Column("judgement", Integer, ForeignKey("judgement.id"), primary_key=True),
    Column("report_id", KEY, ForeignKey("report.id"), nullable=False),
    Column("start", Integer, nullable=False),  # code points of the report's text
    Column("end", Integer, nullable=False),
)

# A filter that somebody keeps.
watch_list = Table(
    "watch_list",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account_id", Integer, ForeignKey("account.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),  # as in the address of the list of incidents
    Column("made_at", KEY, nullable=False),
    UniqueConstraint("account_id", "name"),
    sqlite_autoincrement=True,
)
