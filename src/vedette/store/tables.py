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
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects import postgresql

SCHEMA: Final = "0004"
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
    Column("version_of", KEY, ForeignKey("report.id")),  # what stood at the same address before
    Column("added_at", KEY, nullable=False),
    Column("json", Text, nullable=False),  # the whole Coded
    Index(None, "added_at"),
    Index(None, "published"),
    Index(None, "version_of"),
    sqlite_autoincrement=True,
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
    Column("n", Integer, nullable=False),  # its position in the report, from 0
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
    UniqueConstraint("report_id", "n"),
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
