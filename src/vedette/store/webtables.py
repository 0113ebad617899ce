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
    "brief",
    "brief_version",
    "comment",
    "evidence",
    "login_failure",
    "metadata",
    "oidc_flow",
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

# A brief on the web: its texts are its versions. `published` is the version that readers see.
brief = Table(
    "brief",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account_id", Integer, ForeignKey("account.id"), nullable=False),  # who made it
    Column("made_at", KEY, nullable=False),
    Column("newest", Integer, nullable=False),
    Column("published", Integer),
    Column("published_at", KEY),
    Column("withdrawn_by", Integer, ForeignKey("account.id")),
    Column("withdrawn_at", KEY),
    Column("why", Text),  # it was withdrawn
    Index(None, "account_id"),
    Index(None, "published_at"),
    sqlite_autoincrement=True,
)

# What a version says is never changed, and none is deleted: triggers refuse both.
brief_version = Table(
    "brief_version",
    metadata,
    Column("brief", Integer, ForeignKey("brief.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("account_id", Integer, ForeignKey("account.id"), nullable=False),  # who wrote this version
    Column("at", KEY, nullable=False),
    Column("note", Text, nullable=False),  # what is another in it
    Column("asked", Text, nullable=False),  # a JSON object: the filters that it was made from
    Column("headline", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("first_day", KEY, nullable=False),
    Column("last_day", KEY, nullable=False),
    Column("country", KEY),
    Column("flagged", Integer, nullable=False),  # sentences that the verifier does not find borne out
    Column("json", Text, nullable=False),  # the record Brief
    Column("state", KEY, nullable=False),
    Column("signed_by", Integer, ForeignKey("account.id")),
    Column("signed_at", KEY),
    Column("published_by", Integer, ForeignKey("account.id")),
    Column("published_at", KEY),
    CheckConstraint("state IN ('draft', 'signed', 'published')", name="state"),
    Index(None, "account_id"),
    Index(None, "signed_by"),
)

# A login by an OpenID provider that has begun and not come back yet: used once, good for some minutes.
oidc_flow = Table(
    "oidc_flow",
    metadata,
    Column("id", KEY, primary_key=True),  # hash of the cookie's value
    Column("state", KEY, nullable=False),
    Column("nonce", KEY, nullable=False),
    Column("verifier", KEY, nullable=False),  # of PKCE
    Column("then", Text, nullable=False),  # the address to go on to
    Column("account_id", Integer, ForeignKey("account.id")),  # the account to be joined with who comes back
    Column("ends_at", KEY, nullable=False),
    Index(None, "ends_at"),
)
