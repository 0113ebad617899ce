"""Many kept reports at a time: three statements for five hundred of them, where one by one takes three for each."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from vedette.store.flatten import coded_of, known_as
from vedette.store.queries import CHUNK, known_by, report_rows
from vedette.store.rows import Kept, ReportRow
from vedette.store.tables import coding, duplicate, event, report


class Rows(NamedTuple):
    """Reports, which of them repeat others, and what each and those before it are versions of."""

    reports: list[ReportRow]
    copies: frozenset[str]
    version_of: dict[str, str | None]


def rows_of(connection: Connection, idents: Sequence[str], as_of: str | None = None) -> Rows:
    """The reports of these ids, without what was read from them; unknown ids are left out."""
    found, copies = list[ReportRow](), set[str]()
    columns = [report.c[name] for name in ReportRow.model_fields]
    for start in range(0, len(idents), CHUNK):
        some = idents[start : start + CHUNK]
        asked = select(*columns).where(report.c.id.in_(some), *known_by(report.c.added_at, as_of))
        found += report_rows(connection, asked.order_by(report.c.seq))
        repeats = duplicate.c.report_id.in_(some), *known_by(duplicate.c.added_at, as_of)
        copies.update(connection.execute(select(duplicate.c.report_id).where(*repeats)).scalars())
    version_of = {row.id: row.version_of for row in found}
    ahead = {before for before in version_of.values() if before} - version_of.keys()
    while ahead:
        some = sorted(ahead)[:CHUNK]
        older = connection.execute(select(report.c.id, report.c.version_of).where(report.c.id.in_(some)))
        version_of |= {row.id: row.version_of for row in older}
        ahead |= {before for name in some if (before := version_of.get(name))}
        ahead -= version_of.keys() | set(some)
    return Rows(found, frozenset(copies), version_of)


def kept_of(connection: Connection, idents: Sequence[str], as_of: str | None = None) -> Iterator[Kept]:
    """The reports of these ids with their newest codings, in the order of the ids; unknown ids are left out.

    `as_of` is a record time, None for now. Read in blocks, so memory does not grow with their number.
    """
    for start in range(0, len(idents), CHUNK):
        yield from _block(connection, idents[start : start + CHUNK], as_of)


def _block(connection: Connection, idents: Sequence[str], as_of: str | None) -> Iterator[Kept]:
    """One block of them."""
    columns = (*(report.c[name] for name in ReportRow.model_fields), report.c.coder, report.c.json)
    wanted = select(*columns).where(report.c.id.in_(idents), *known_by(report.c.added_at, as_of))
    rows = {row["id"]: row for row in connection.execute(wanted).mappings()}
    later = select(coding).where(coding.c.report_id.in_(idents), *known_by(coding.c.added_at, as_of))
    last = {row["report_id"]: row for row in connection.execute(later.order_by(coding.c.n)).mappings()}
    events: dict[tuple[str, int], list[str]] = defaultdict(list)
    told = select(event.c.report_id, event.c.coding, known_as()).where(event.c.report_id.in_(idents))
    for ident, n, name in connection.execute(told.order_by(event.c.n)):
        events[ident, n].append(name)
    for ident in idents:
        if ident in rows:
            made = last.get(ident)
            n, row = made["n"] if made else 1, rows[ident]
            given = ReportRow(**{name: row[name] for name in ReportRow.model_fields})
            text, coder = (made["json"], made["coder"]) if made else (row["json"], row["coder"])
            yield Kept(row=given, coded=coded_of(text), coding=n, coder=coder, events=tuple(events[ident, n]))
