"""The tables of a desk, alike on SQLite and PostgreSQL; migrations/ makes them, a test holds both together.

Whole records are kept as JSON, so that nothing is lost; the columns beside it are what is searched and counted.
Times of the record (`added_at`, `at`) are UTC with microseconds as text of one width, so that they sort as they passed.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.dialects import postgresql

SCHEMA: Final = "0009"
"""The newest revision of migrations/versions, told here so that opening a desk need not load Alembic."""

SCHEMA_TABLE: Final = "vedette_schema"
"""Where Alembic keeps the revision; a name of our own, since other programs' tables may live beside ours."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# A server's own collation would sort ids and days otherwise than SQLite does, and make their indexes slower.
KEY: Final = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def _equal_only(table: str, column: str) -> Index:
    """An index for values of any length that are only looked up as a whole: PostgreSQL's btree ends at 2,700 bytes."""
    return Index(f"ix_{table}_{column}", column, postgresql_using="hash")


report = Table(
    "report",
    metadata,
    Column("seq", Integer, primary_key=True),  # the order of adding; full-text search points at it
    Column("id", KEY, nullable=False, unique=True),  # content hash of the text
    Column("key", KEY, nullable=False),  # the id that the user gave
    Column("url", KEY),
    Column("publisher", Text),
    Column("title", Text),
    Column("published", KEY),
    Column("text", Text, nullable=False),
    Column("language", KEY),
    Column("original_source", Text),
    Column("version_of", KEY, ForeignKey("report.id")),  # its earlier version, at the same address
    Column("added_at", KEY, nullable=False),
    Column("json", Text, nullable=False),  # the whole Coded, as it was coded first
    Column("coder", KEY),  # by what; None where that is not known
    Index(None, "added_at"),
    Index(None, "published"),
    Index(None, "version_of"),
    sqlite_autoincrement=True,
)

# A report that is coded again keeps what was coded before: its first coding is in `report`, the later ones are here.
coding = Table(
    "coding",
    metadata,
    Column("report_id", KEY, ForeignKey("report.id"), primary_key=True),
    Column("n", Integer, primary_key=True),  # from 2
    Column("coder", KEY),
    Column("added_at", KEY, nullable=False),
    Column("json", Text, nullable=False),  # the whole Coded
    CheckConstraint("n > 1", name="n"),
    Index(None, "added_at"),
)

# The same text is one report, wherever it stood: what each giving of it said is kept here.
sighting = Table(
    "sighting",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", KEY, nullable=False, unique=True),  # hash of report, key and address
    Column("report_id", KEY, ForeignKey("report.id"), nullable=False),
    Column("key", KEY, nullable=False),
    Column("url", KEY),
    Column("publisher", Text),
    Column("title", Text),
    Column("published", KEY),
    Column("added_at", KEY, nullable=False),
    Index(None, "report_id"),
    _equal_only("sighting", "key"),
    _equal_only("sighting", "url"),
    sqlite_autoincrement=True,
)

event = Table(
    "event",
    metadata,
    Column("id", KEY, primary_key=True),  # "<report id>:<the event's id in its report>"
    Column("report_id", KEY, ForeignKey("report.id"), nullable=False),
    Column("n", Integer, nullable=False),  # its position in the report, from 0; a later coding's events count on
    Column("type", KEY, nullable=False),
    Column("mode", KEY),
    Column("sub_event", KEY),
    Column("status", KEY, nullable=False),
    Column("negated", Boolean, nullable=False),
    Column("place_id", KEY),
    Column("place", Text),  # its name in the gazetteer, else the words
    Column("place_key", KEY),  # that name, folded; and the words, folded
    Column("place_words_key", KEY),
    Column("country", KEY),
    Column("admin1", Text),
    Column("lat", Float),
    Column("lon", Float),
    Column("precision", KEY),
    Column("day_from", KEY),
    Column("day_to", KEY),
    Column("killed_low", BigInteger),
    Column("killed_best", BigInteger),
    Column("killed_high", BigInteger),
    Column("json", Text, nullable=False),  # the whole Event
    Column("coding", Integer, nullable=False, server_default="1"),  # which coding of its report told it
    Column("continues", KEY),  # the event of an earlier coding that this one tells again, and by whose id it is known
    UniqueConstraint("report_id", "n"),
    Index(None, "continues"),
    _equal_only("event", "place_id"),
    Index(None, "place_key"),
    Index(None, "place_words_key"),
    Index(None, "country", "day_from"),
    Index(None, "day_from", "day_to"),
    Index(None, "type"),
)

actor_of_event = Table(
    "actor_of_event",
    metadata,
    Column("event_id", KEY, ForeignKey("event.id"), primary_key=True),
    Column("role", KEY, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("actor_id", KEY),
    Column("name", Text, nullable=False),
    Column("name_key", KEY, nullable=False),
    Column("words", Text, nullable=False),
    Column("words_key", KEY, nullable=False),
    Column("country", KEY),
    Column("kind", KEY),
    Column("code", KEY),
    CheckConstraint("role IN ('actor', 'target', 'beneficiary')", name="role"),
    _equal_only("actor_of_event", "actor_id"),
    Index(None, "name_key"),
    Index(None, "words_key"),
)

duplicate = Table(
    "duplicate",
    metadata,
    Column("report_id", KEY, ForeignKey("report.id"), primary_key=True),
    Column("of_report", KEY, ForeignKey("report.id"), primary_key=True),
    Column("kind", KEY, nullable=False),
    Column("score", Float),
    Column("added_at", KEY, nullable=False),
    Index(None, "of_report"),
)

incident = Table(
    "incident",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("created_at", KEY, nullable=False),
)

# Append-only: triggers refuse changes and deletions.
judgement = Table(
    "judgement",
    metadata,
    Column("id", Integer, primary_key=True),  # the order of the log
    Column("at", KEY, nullable=False),
    Column("who", Text, nullable=False),
    Column("by", KEY, nullable=False),
    Column("kind", KEY, nullable=False),
    Column("payload", Text, nullable=False),  # a JSON object
    Column("why", Text),
    Column("score", Float),
    Column("undoes", Integer, ForeignKey("judgement.id")),
    CheckConstraint("\"by\" IN ('machine', 'person')", name="by"),
    Index(None, "at"),
    Index(None, "undoes"),
    sqlite_autoincrement=True,
)

# Each incident as it stands now, whole; all of it is made from the log and the reports: see merge/current.py.
incident_now = Table(
    "incident_now",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("title", Text, nullable=False),
    Column("type", KEY),
    Column("sub_event", KEY),
    Column("status", KEY),
    Column("standing", KEY, nullable=False),  # or "merged", "retracted"
    Column("live", Boolean, nullable=False),  # neither of these two
    Column("country", KEY),
    Column("place", Text),
    Column("lat", Float),
    Column("lon", Float),
    Column("precision", KEY),
    Column("day_from", KEY),
    Column("day_to", KEY),
    Column("newest", KEY, nullable=False),  # its first day, else that of its first publication, else ""
    Column("killed_low", BigInteger),
    Column("killed_best", BigInteger),
    Column("killed_high", BigInteger),
    Column("reports", Integer, nullable=False),
    Column("origins", Integer, nullable=False),
    Column("importance", Float, nullable=False),
    Column("review", Float, nullable=False),  # importance times uncertainty
    Column("changed_at", KEY, nullable=False),
    Column("json", Text, nullable=False),  # the whole Incident
    Column("area", KEY),  # its place as far as an index holds one
    Column("marked", Boolean, nullable=False, server_default=false()),  # whether a map has a mark for it
    Index(None, "live", "newest", "id"),
    Index(None, "live", "importance", "id"),
    Index(None, "live", "review", "id"),
    Index(None, "changed_at", "id"),
    Index(None, "country", "newest"),
    Index(None, "lat", "lon"),
    Index(None, "day_from", "day_to"),
    # all that store/incident_map.py sums up, so that it need not read the rows with their JSON
    Index(
        "ix_incident_now_map",
        *("live", "day_from", "day_to", "precision", "lat", "lon", "sub_event", "type", "country"),
        *("killed_best", "killed_high", "origins", "id"),
    ),
    # the same for those that have no mark
    Index(
        "ix_incident_now_wide",
        *("live", "marked", "precision", "country", "area", "lat", "lon", "day_from", "day_to", "sub_event", "type"),
        *("killed_best", "killed_high", "origins", "id"),
    ),
)

# By what an incident is found: places, actors by role, reports, countries, kinds of its events.
incident_key = Table(
    "incident_key",
    metadata,
    Column("kind", KEY, primary_key=True),
    Column("key", KEY, primary_key=True),
    Column("incident", KEY, primary_key=True),
    Index(None, "incident"),
    sqlite_with_rowid=False,
)

# What merging has worked out of each report. All of it can be made anew from the reports: see merge/desking.py.
merge_report = Table(
    "merge_report",
    metadata,
    Column("report_id", KEY, ForeignKey("report.id"), primary_key=True),
    Column("coding", Integer, nullable=False),  # of which coding this was made
    Column("sketch", LargeBinary, nullable=False),  # of its text, to find copies by
    Column("placed", Boolean, nullable=False),  # whether its events were put into incidents
)

merge_account = Table(
    "merge_account",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("report_id", KEY, ForeignKey("report.id"), nullable=False),
    Column("rank", Integer, nullable=False),  # among its report's, from 0: what the report is mainly about
    Column("week_from", Integer),  # the weeks in which it looks for others, None where it has no day
    Column("week_to", Integer),
    Column("json", Text, nullable=False),  # the whole Account
    Index(None, "report_id"),
    Index(None, "week_from", "week_to"),
)

# In how many accounts each word stands.
merge_word = Table(
    "merge_word",
    metadata,
    Column("word", KEY, primary_key=True),
    Column("texts", Integer, nullable=False),
)

# -- gathering

# What is remembered of each [[source]] between two visits.
source = Table(
    "source",
    metadata,
    Column("name", KEY, primary_key=True),
    Column("place", Text, nullable=False),  # its kind and address; where they change, the rest is forgotten
    Column("memory", Text, nullable=False),  # a JSON object: validators, what it listed
    Column("times", Text, nullable=False),  # a JSON list: when its last articles appeared
    Column("next_visit", KEY, nullable=False),
    Column("last_visit", KEY),
    Column("last_success", KEY),
    Column("failures", Integer, nullable=False),  # visits that failed since the last that did not
    Column("error", Text),  # why the last one failed
    Column("listed", Integer, nullable=False),  # articles, new or changed, that it listed so far
)

# An article's address, and when it is to be fetched (again).
page = Table(
    "page",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", KEY, nullable=False, unique=True),  # hash of the address
    Column("url", Text, nullable=False),
    Column("source", KEY, nullable=False),  # that listed it last
    Column("article", Text, nullable=False),  # a JSON object: what the source says of it
    Column("turn", Integer, nullable=False),  # how often it was listed as new or changed
    Column("due", KEY),  # None: nothing more to fetch
    Column("tries", Integer, nullable=False),  # fetches that failed since the last that did not
    Column("fetches", Integer, nullable=False),  # that did not fail, since it was listed last
    Column("error", Text),  # why it was given up, or will be tried again
    Column("etag", Text),
    Column("modified", Text),
    Column("digest", KEY),  # of the body that was fetched last
    Column("listed_at", KEY, nullable=False),
    Index(None, "due"),
    Index(None, "source"),
    sqlite_autoincrement=True,
)

# One answer that was kept in the archive, and what became of it.
capture = Table(
    "capture",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("page_id", KEY, ForeignKey("page.id"), nullable=False),
    Column("at", KEY, nullable=False),
    Column("digest", KEY, nullable=False),
    Column("place", Text),  # a JSON object: where in the archive; None where it was removed
    Column("state", KEY, nullable=False),
    Column("tries", Integer, nullable=False),  # programs that ended while they had it in hand
    Column("report_id", KEY, ForeignKey("report.id")),
    Column("error", Text),
    CheckConstraint("state IN ('new', 'kept', 'aside', 'unread')", name="state"),
    Index(None, "page_id"),
    Index(None, "state"),
    Index(None, "report_id"),
    sqlite_autoincrement=True,
)

# A way on which an alert goes out, and how far the log of judgements has been looked through for it.
alert = Table(
    "alert",
    metadata,
    Column("name", KEY, primary_key=True),
    Column("channel", KEY, primary_key=True),
    Column("asked", Text, nullable=False),  # the filter, as JSON
    Column("judgement", Integer, nullable=False),  # the last that was looked at
)

# The outbox: an incident goes out once on each way of an alert.
delivery = Table(
    "delivery",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("key", KEY, nullable=False, unique=True),  # tells a receiver that two calls are one
    Column("alert", KEY, nullable=False),
    Column("channel", KEY, nullable=False),
    Column("incident", KEY, nullable=False),
    Column("notice", Text),  # a JSON object: what is told; None where nothing is to go out
    Column("state", KEY, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("due", KEY, nullable=False),
    Column("made_at", KEY, nullable=False),
    Column("sent_at", KEY),
    Column("error", Text),
    UniqueConstraint("alert", "channel", "incident"),
    CheckConstraint("state IN ('before', 'due', 'sent', 'dropped')", name="state"),
    Index(None, "state", "due"),
    sqlite_autoincrement=True,
)

meta = Table(
    "meta",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("value", Text, nullable=False),
)

# A file of another coder's events that was read; `line` and what follows it go on while it is read.
imported_file = Table(
    "imported_file",
    metadata,
    Column("id", KEY, primary_key=True),  # hash of the file's bytes and of the map it was read by
    Column("source", KEY, nullable=False),
    Column("name", Text, nullable=False),
    Column("licence", Text, nullable=False),
    Column("citation", Text, nullable=False),
    Column("about", Text, nullable=False),  # a JSON object: title, home, coverage, min_killed
    Column("added_at", KEY, nullable=False),
    Column("line", BigInteger, nullable=False),  # all up to this one is kept
    Column("refused", BigInteger, nullable=False),
    Column("finished_at", KEY),
    Index(None, "source"),
)

# Another coder's events, beside ours. Append-only: a newer row of one id is a new version, a deletion is one too.
imported = Table(
    "imported",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("source", KEY, nullable=False),
    Column("source_id", KEY, nullable=False),
    Column("digest", KEY, nullable=False),  # hash of all that is told here, so that the same row is kept once
    Column("file_id", KEY, ForeignKey("imported_file.id"), nullable=False),
    Column("revised", BigInteger),  # the source's own stamp of the version; an older one never replaces a newer
    Column("deleted", Boolean, nullable=False),
    Column("day_from", KEY),
    Column("day_to", KEY),
    Column("day_precision", KEY),
    Column("country", KEY),
    Column("admin1", Text),
    Column("place", Text),
    Column("place_key", KEY),
    Column("precision", KEY),
    Column("lat", Float),
    Column("lon", Float),
    Column("kind", Text),  # the source's own words or number for what happened
    Column("type", KEY),  # ours, where that is sure
    Column("sub_event", KEY),
    Column("actors", Text, nullable=False),  # a JSON object: the names of side "a" and side "b"
    Column("actors_key", Text, nullable=False),
    Column("killed_low", BigInteger),
    Column("killed_best", BigInteger),
    Column("killed_high", BigInteger),
    Column("notes", Text),
    Column("licence", Text, nullable=False),
    Column("json", Text, nullable=False),  # the row as it was given, without its empty cells
    Column("added_at", KEY, nullable=False),
    Index(None, "source", "source_id"),
    Index(None, "source", "country", "day_from"),
    sqlite_autoincrement=True,
)
