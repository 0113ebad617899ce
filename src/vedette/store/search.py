"""Full-text search over titles and texts: one meaning on FTS5 and on PostgreSQL's tsvector.

All words of a query must be there, in any order; words in double quotes, or joined by a hyphen, must follow each other;
`shell*` finds shelled and shelling. Case, accents of Latin letters and punctuation do not matter. No stemming and no
stop words: the two databases have different ones, and a desk must answer alike on both.
"""

import re
from typing import Final, cast

from sqlalchemy import ColumnElement, text

from vedette.errors import StoreError
from vedette.store.words import MARKS, base, words_of

INDEXED: Final = 250_000
"""Characters of a report that PostgreSQL indexes: a tsvector ends at one megabyte."""

BREAK: Final = "0title0end0"
"""Stands between title and text in PostgreSQL's index, so that no phrase runs from one into the other."""

_PIECE: Final = re.compile(r'"([^"]*)"|(\S+)')
_LATIN: Final = [chr(n) for span in (range(0xC0, 0x250), range(0x1E00, 0x1F00)) for n in span]
_PUNCTUATION: Final = [
    chr(n)
    for span in (range(0x21, 0x7F), range(0xA1, 0xC0), range(0x2010, 0x2060))
    for n in span
    if not chr(n).isalnum()
]


def matching(dialect: str, query: str) -> ColumnElement[bool]:
    """The condition on `report` that its title and text hold what is asked for; raises StoreError for no words."""
    pieces = _pieces(query)
    if not pieces:
        msg = f"{query!r} has no word to search for. Give at least one letter or number"
        raise StoreError(msg)
    if dialect == "sqlite":
        asked = " AND ".join(" + ".join(f'"{word}"' for word in words) + " *" * open_ for words, open_ in pieces)
        sql = "report.seq IN (SELECT rowid FROM report_text WHERE report_text MATCH :asked)"
    else:
        asked = " & ".join("(" + " <-> ".join(words) + ":*" * open_ + ")" for words, open_ in pieces)
        sql = "report.words @@ to_tsquery('simple', :asked)"
    return cast("ColumnElement[bool]", text(sql).bindparams(asked=asked))


def _pieces(query: str) -> list[tuple[list[str], bool]]:
    """The phrases of a query, most of one word, each with whether its last word is only a beginning."""
    found = []
    for quoted, bare in _PIECE.findall(query):
        words = words_of(quoted or bare)
        if words:
            found.append((words, bool(bare) and bare.endswith("*")))
    return found


# What follows is part of the first revision of the schema: a change to it needs a revision that makes the index anew.


def sqlite_index() -> list[str]:
    """The statements that make FTS5's index and keep it in step."""
    taken = "INSERT INTO report_text(report_text, rowid, title, text) VALUES ('delete', old.seq, old.title, old.text);"
    put = "INSERT INTO report_text(rowid, title, text) VALUES (new.seq, new.title, new.text);"
    return [
        """CREATE VIRTUAL TABLE report_text USING fts5(
            title, text, content='report', content_rowid='seq', tokenize='unicode61 remove_diacritics 2')""",
        f"CREATE TRIGGER report_text_insert AFTER INSERT ON report BEGIN {put} END",
        f"CREATE TRIGGER report_text_delete AFTER DELETE ON report BEGIN {taken} END",
        f"CREATE TRIGGER report_text_update AFTER UPDATE OF title, text ON report BEGIN {taken} {put} END",
    ]


def postgres_index() -> list[str]:
    """The statements that make PostgreSQL's generated column and its index."""
    folded = [(char, base(char)) for char in _LATIN if base(char) != char]
    folded += [(char, " ") for char in _PUNCTUATION]
    gone = "".join(map(chr, MARKS))  # translate() drops what has no counterpart
    source, target = "".join(a for a, _ in folded) + gone, "".join(b for _, b in folded)
    whole = f"left(coalesce(title, '') || ' {BREAK} ' || text, {INDEXED})"
    column = f"to_tsvector('simple', translate({whole}, {_quoted(source)}, {_quoted(target)}))"
    return [
        f"ALTER TABLE report ADD COLUMN words tsvector GENERATED ALWAYS AS ({column}) STORED",
        "CREATE INDEX ix_report_words ON report USING gin (words)",
    ]


def _quoted(text_: str) -> str:
    """A literal of SQL."""
    return "'" + text_.replace("'", "''") + "'"
