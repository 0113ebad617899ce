"""Desk: what was coded and judged, kept. It only ever adds; every question can be asked as of an earlier time."""

import contextlib
import datetime as dt
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self, Unpack

from sqlalchemy import Connection, Table, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from vedette.errors import StoreError
from vedette.lexicon.shingles import share, shingles
from vedette.records.base import Record
from vedette.records.coded import Coded
from vedette.records.ids import storable
from vedette.records.report import content_id
from vedette.store import bulk, flatten, queries, recoding, schema, tables
from vedette.store.copying import copied
from vedette.store.engine import Store, connect_file, connect_server, file_of, is_server
from vedette.store.rows import (
    Added,
    DuplicateRow,
    EventFilters,
    EventRow,
    JudgementRow,
    Kept,
    Recoded,
    ReportFilters,
    ReportRow,
    Sighting,
)
from vedette.store.words import moment_of, stamp_of
from vedette.store.worked import Worked

Clock = Callable[[], dt.datetime]
TICK = dt.timedelta(microseconds=1)
SAME_PAGE = 0.3
"""Share of the shorter text that must stand in the other for both to be versions of one page, of which old entries may
have scrolled off; texts at two addresses need more (lexicon/shingles.py)."""
VERSIONS = 10
"""How many texts that stood at an address are looked at for an earlier version of a new one."""


def _now() -> dt.datetime:
    """The time of day, UTC."""
    return dt.datetime.now(dt.UTC)


def open_desk(where: str | Path, *, create: bool = True, clock: Clock = _now) -> "Desk":
    """The desk in a folder (its file is desk.sqlite), in a .sqlite file, or at a postgresql:// address.

    Makes it where there is none, unless `create` is False. Raises StoreError where it cannot be opened, SchemaError
    where an older Vedette made it (remedy: `Desk.upgrade(where)`) or a newer one.
    """
    store = _connect(where, create=create)
    try:
        if is_server(where) and create:
            schema.prepare_server(store)
        schema.check(store)
    except BaseException:
        store.close()
        raise
    return Desk(store, clock)


def _connect(where: str | Path, *, create: bool) -> Store:
    """The store of a desk; its file is there afterwards."""
    if is_server(where):
        return connect_server(str(where))
    path = file_of(where)
    if not path.exists():
        if not create:
            msg = f"there is no desk at {path}. Make one first, or name the folder that holds yours"
            raise StoreError(msg)
        try:
            schema.create_file(path)
        except OSError as error:
            msg = f"{path} cannot be made: {error.strerror or error}. Name a folder that can be written"
            raise StoreError(msg) from error
    return connect_file(path)


class Desk:
    """An open desk; get one from `open_desk`. It may be shared by threads, but not by processes: each opens its own.

    `as_of` is a record time: the answer then is what the desk would have said at that time. An ISO date means its end.
    """

    def __init__(self, store: Store, clock: Clock = _now) -> None:
        """Keep the store."""
        self.store = store
        self._clock = clock

    @property
    def worked(self) -> Worked:
        """What merging has worked out of the reports; for merge/, which alone can make it."""
        return Worked(self.store)

    @property
    def name(self) -> str:
        """Where the desk is, for messages; without any password."""
        return self.store.name

    @classmethod
    def upgrade(cls, where: str | Path, *, backup: "Callable[[str], Path] | None" = None) -> Self:
        """Bring a desk of an older Vedette up to date, in one transaction, and open it.

        `backup` says into which new file it is copied before, given the revision that it has; it is not asked where
        nothing is to be done. Raises SchemaError for a desk of a newer Vedette, StoreError where it cannot be copied.
        """
        store = _connect(where, create=False)
        try:
            if backup is not None and (before := schema.older(store)):
                copied(store, backup(before))
            schema.upgrade(store)
        except BaseException:
            store.close()
            raise
        return cls(store)

    def close(self) -> None:
        """Give the connections back."""
        self.store.close()

    def __enter__(self) -> Self:
        """Use the desk in a `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it at the end."""
        self.close()

    @contextlib.contextmanager
    def writing(self) -> Iterator[tuple[Connection, str]]:
        """A transaction of the only writer, with its record time: for the modules beside this one."""
        with self.store.write() as connection:
            yield connection, self._stamp(connection)

    # -- adding

    def add(self, coded: Coded, *, key: str | None = None, coder: str | None = None) -> Added:
        """Keep a coded report, all of it in one transaction; once, however often the same text is given.

        `key` is the user's id for it (the Coded's own where not given), `coder` what coded it (else as its events say).
        Raises StoreError for one whose coding failed.
        """
        report = flatten.report_of(coded)
        seen = flatten.sighting_row(report, coded.id if key is None else key)
        with self.store.read() as connection:  # most of a second run is here already: no need to wait for writers
            if self._has(connection, tables.sighting, seen["id"]):
                return self._as_it_is(connection, seen["report_id"])
        row = flatten.report_row(coded, report, seen["key"]) | ({"coder": storable(coder)} if coder else {})
        events, actors = flatten.event_rows(coded, row["id"]), flatten.actor_rows(coded, row["id"])
        with self.store.write() as connection:
            return self._put(connection, row, seen, events, actors)

    def recode(self, coded: Coded, *, coder: str | None = None) -> Recoded:
        """Keep another coding of a report that the desk has; the newest is believed, the others stay for `as_of`.

        An event that is told again keeps its id, and so what was judged of it (see store/recoding.py). Raises
        StoreError where the desk does not have the text, or for one whose coding failed.
        """
        ident = content_id(flatten.report_of(coded).text)
        made = storable(coder) if coder else flatten.coder_of(coded)
        with self.store.write() as connection:
            if not self._has(connection, tables.report, ident):
                msg = f"{self.name}: there is no report {coded.id} (its text gives {ident}) to code again. Add it first"
                raise StoreError(msg)
            n, before, kept = recoding.newest(connection, ident)
            same = recoding.alike(flatten.coded_of(kept), coded)
            if before == made and same:
                return Recoded(id=ident, coding=n, new=False)
            events, actors = recoding.rows_of(connection, coded, ident, n + 1)
            told = {"report_id": ident, "n": n + 1, "coder": made, "json": flatten.as_json(coded)}
            self._insert(connection, tables.coding, [told | {"added_at": self._stamp(connection)}])
            self._insert(connection, tables.event, events)
            self._insert(connection, tables.actor_of_event, actors)
            return Recoded(id=ident, coding=n + 1, new=True, differs=not same)

    def _put(
        self, connection: Connection, row: flatten.Row, seen: flatten.Row, events: list[Any], actors: list[Any]
    ) -> Added:  # fmt: skip
        """Write the rows of one report, or of its being given once more."""
        at = self._stamp(connection)
        new = self._is_new(connection, row)
        if new:
            version_of = self.version_before(connection, row["url"], row["text"])
            self._insert(connection, tables.report, [row | {"version_of": version_of, "added_at": at}])
            self._insert(connection, tables.event, events)
            self._insert(connection, tables.actor_of_event, actors)
        self._insert(connection, tables.sighting, [seen | {"added_at": at}])
        return Added(id=row["id"], new=True, version_of=version_of) if new else self._as_it_is(connection, row["id"])

    def _is_new(self, connection: Connection, row: flatten.Row) -> bool:
        """Whether a report is not there yet; raises StoreError in the unheard-of case of two texts with one hash."""
        table = tables.report
        kept = connection.execute(select(table.c.text).where(table.c.id == row["id"])).scalar()
        if kept is not None and kept != row["text"]:
            msg = f"{self.name}: report {row['key']} has the id of another text, {row['id']}. Please report this text"
            raise StoreError(msg)
        return kept is None

    @staticmethod
    def _has(connection: Connection, table: Table, ident: str) -> bool:
        """Whether a row is there."""
        return connection.execute(select(table.c.id).where(table.c.id == ident)).first() is not None

    @staticmethod
    def _as_it_is(connection: Connection, ident: str) -> Added:
        """The answer for a report that was there before."""
        version_of = connection.execute(select(tables.report.c.version_of).where(tables.report.c.id == ident)).scalar()
        return Added(id=ident, new=False, version_of=version_of)

    @staticmethod
    def version_before(connection: Connection, url: str | None, text: str) -> str | None:
        """The last report at an address of which a text holds much, or the other way about: its earlier version."""
        if not url:
            return None
        table, own = tables.sighting, shingles(text)
        asked = select(table.c.report_id, tables.report.c.text).join(tables.report).where(table.c.url == url)
        for row in connection.execute(asked.order_by(table.c.seq.desc()).limit(VERSIONS)):
            if share(own, shingles(row.text)) >= SAME_PAGE:
                return str(row.report_id)
        return None

    def _insert(self, connection: Connection, table: Table, rows: list[flatten.Row]) -> None:
        """Add rows; one whose key is there already stays as it is."""
        if not rows:
            return
        insert: Any = sqlite.insert if self.store.dialect == "sqlite" else postgresql.insert
        connection.execute(insert(table).on_conflict_do_nothing(), rows)

    def _stamp(self, connection: Connection) -> str:
        """The record time of this transaction: now, but always later than the last, even if the clock was set back."""
        meta = tables.meta
        last = connection.execute(select(meta.c.value).where(meta.c.key == "clock")).scalar_one()
        stamp = stamp_of(max(self._clock(), moment_of(last) + TICK))
        connection.execute(update(meta).where(meta.c.key == "clock").values(value=stamp))
        return stamp

    # -- asking

    def report(self, ident: str, *, as_of: str | None = None) -> Kept | None:
        """A report with all that was read from it, by its id or by the user's; None where there is none."""
        with self.store.read() as connection:
            return queries.kept(connection, ident, as_of)

    def kept(self, idents: Sequence[str], *, as_of: str | None = None) -> Iterator[Kept]:
        """The reports of these ids as `report` gives them, in that order, read in blocks; unknown ids are left out."""
        with self.store.read() as connection:
            yield from bulk.kept_of(connection, idents, as_of)

    def rows(self, idents: Sequence[str], *, as_of: str | None = None) -> bulk.Rows:
        """The reports of these ids alone, which of them are copies, and of what they are versions."""
        with self.store.read() as connection:
            return bulk.rows_of(connection, idents, as_of)

    def reports(self, *, as_of: str | None = None, **filters: Unpack[ReportFilters]) -> list[ReportRow]:
        """The reports that hold to all filters (see ReportFilters), in the order of adding."""
        _refuse_unknown(filters, ReportFilters)
        with self.store.read() as connection:
            return queries.reports(connection, filters, as_of)

    def search(self, text: str, *, limit: int | None = None, as_of: str | None = None) -> list[ReportRow]:
        """The reports whose title and text hold these words (see store/search.py), in the order of adding."""
        filters: ReportFilters = {"search": text}
        if limit is not None:
            filters["limit"] = limit
        return self.reports(as_of=as_of, **filters)

    def sightings(self, report: str, *, as_of: str | None = None) -> list[Sighting]:
        """Each giving of a report: under which ids and at which addresses it stood."""
        table = tables.sighting
        columns = [table.c[name] for name in Sighting.model_fields]
        conditions = [table.c.report_id == report, *queries.known_by(table.c.added_at, as_of)]
        with self.store.read() as connection:
            rows = connection.execute(select(*columns).where(*conditions).order_by(table.c.seq)).mappings()
            return [Sighting(**row) for row in rows]

    def added_since(self, since: str, *, as_of: str | None = None) -> list[ReportRow]:
        """The reports that came on record after a time: those that `as_of` it leaves out (a date means its end)."""
        with self.store.read() as connection:
            return queries.added_since(connection, since, as_of)

    def events(self, *, as_of: str | None = None, **filters: Unpack[EventFilters]) -> list[EventRow]:
        """The events that hold to all filters (see EventFilters), each with its actors."""
        _refuse_unknown(filters, EventFilters)
        with self.store.read() as connection:
            return queries.events(connection, filters, as_of)

    def count_events(self, *, as_of: str | None = None, **filters: Unpack[EventFilters]) -> int:
        """How many events hold to the filters, `limit` and `offset` aside."""
        _refuse_unknown(filters, EventFilters)
        with self.store.read() as connection:
            return queries.count_events(connection, filters, as_of)

    def events_of(self, report: str, *, as_of: str | None = None) -> list[EventRow]:
        """The events of one report, in its order."""
        return self.events(report=report, as_of=as_of)

    def coders(self) -> dict[str, str | None]:
        """What made each report's newest coding, by the reports' ids; None where that is not known."""
        with self.store.read() as connection:
            return recoding.coders(connection)

    def recoded_since(self, since: str) -> list[str]:
        """The ids of reports that were coded again after a time (a date means its end)."""
        with self.store.read() as connection:
            return recoding.recoded_since(connection, since)

    # -- judging

    def judge(self, given: "Mapping[str, Any] | Record") -> int:
        """Append a judgement to the log and return its id; when it was made is the desk's to say.

        Needed are `who`, `by` ("machine" or "person") and `kind`; `why`, `score` and `undoes` (an earlier id) may be
        there. `payload` and every other field are kept as its payload: of a mapping those that are not None, of a
        record those that are not its defaults. Raises StoreError.
        """
        return self.judge_all([given])[0]

    def judge_all(self, given: "Iterable[Mapping[str, Any] | Record]") -> list[int]:
        """Append judgements to the log, all of them or none, as `judge` does each; their ids. They are of one time."""
        rows = [_judgement(one) for one in given]
        with self.store.write() as connection:
            at = self._stamp(connection)
            return [self._append(connection, row | {"at": at}) for row in rows]

    @staticmethod
    def _append(connection: Connection, row: flatten.Row) -> int:
        """Add one row to the log; its id."""
        table, undone = tables.judgement, row["undoes"]
        if undone is not None and connection.execute(select(table.c.id).where(table.c.id == undone)).first() is None:
            msg = f"judgement {undone} cannot be undone: there is none of that id. List them with judgements()"
            raise StoreError(msg)
        return int(connection.execute(table.insert().values(**row).returning(table.c.id)).scalar_one())

    def judgements(
        self, until: str | None = None, *, after: int = 0, by: str | None = None, ids: Collection[int] | None = None
    ) -> list[JudgementRow]:  # fmt: skip
        """The log of judgements up to a record time, in the order in which they were made: those `after` an id, `by`
        persons or the machine alone; or, whatever else is asked, those of these `ids`.
        """  # noqa: D205 - one sentence
        with self.store.read() as connection:
            if ids is None:
                return queries.judgements(connection, until, after, by)
            return queries.judgements_of(connection, sorted(ids))

    def add_duplicate(self, report: str, of_report: str, kind: str, score: float | None = None) -> bool:
        """Note that a report repeats another; False where that is noted already."""
        row = {"report_id": report, "of_report": of_report, "kind": kind, "score": score}
        with self.store.write() as connection:
            for ident in (report, of_report):
                if not self._has(connection, tables.report, ident):
                    msg = f"{self.name}: there is no report {ident} to be a duplicate. Add it first"
                    raise StoreError(msg)
            before = self._count(connection, tables.duplicate)
            self._insert(connection, tables.duplicate, [row | {"added_at": self._stamp(connection)}])
            return self._count(connection, tables.duplicate) > before

    def duplicates(self, *, as_of: str | None = None) -> list[DuplicateRow]:
        """Which reports repeat which, in the order in which it was noted."""
        table = tables.duplicate
        order = (table.c.added_at, table.c.report_id, table.c.of_report)
        statement = select(table).where(*queries.known_by(table.c.added_at, as_of)).order_by(*order)
        with self.store.read() as connection:
            return [DuplicateRow(**row) for row in connection.execute(statement).mappings()]

    def add_incident(self, ident: str) -> bool:
        """Set an incident's id aside for it; False where it is taken. What belongs to it say the judgements."""
        with self.store.write() as connection:
            if self._has(connection, tables.incident, ident):
                return False
            self._insert(connection, tables.incident, [{"id": storable(ident), "created_at": self._stamp(connection)}])
            return True

    def incidents(self, *, as_of: str | None = None) -> list[str]:
        """The ids of incidents, in the order in which they were made."""
        table = tables.incident
        statement = select(table.c.id).where(*queries.known_by(table.c.created_at, as_of))
        with self.store.read() as connection:
            return list(connection.execute(statement.order_by(table.c.created_at, table.c.id)).scalars())

    # -- the whole

    def counts(self, *, as_of: str | None = None) -> dict[str, int]:
        """How many reports, events and so on there are."""
        with self.store.read() as connection:
            known = {
                name: self._count(connection, table, *queries.known_by(column, as_of))
                for name, table, column in (
                    ("reports", tables.report, tables.report.c.added_at),
                    ("sightings", tables.sighting, tables.sighting.c.added_at),
                    ("duplicates", tables.duplicate, tables.duplicate.c.added_at),
                    ("incidents", tables.incident, tables.incident.c.created_at),
                    ("judgements", tables.judgement, tables.judgement.c.at),
                )
            }
            return known | {"events": queries.count_events(connection, {}, as_of)}

    @staticmethod
    def _count(connection: Connection, table: Table, *conditions: Any) -> int:  # noqa: ANN401 - column expressions
        """How many rows a table has under conditions."""
        return int(connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one())


def _refuse_unknown(filters: Mapping[str, Any], kind: Any) -> None:  # noqa: ANN401 - a TypedDict class
    """Raise StoreError for a filter that there is not: passed over, it would give too much."""
    if unknown := sorted(set(filters) - set(kind.__annotations__)):
        msg = f"there is no filter {unknown[0]!r}. Filters: {', '.join(kind.__annotations__)}"
        raise StoreError(msg)


def _judgement(given: "Mapping[str, Any] | Record") -> flatten.Row:
    """The row of a judgement without its time; raises StoreError where something is missing or wrong."""
    told = given.model_dump(mode="json", exclude_defaults=True) if isinstance(given, Record) else dict(given)
    row = {name: told.pop(name, None) for name in ("who", "by", "kind", "why", "score", "undoes")}
    if missing := [name for name in ("who", "by", "kind") if not row[name]]:
        msg = f"a judgement needs {', '.join(missing)}: who made it, by machine or person, and what kind it is"
        raise StoreError(msg)
    if row["by"] not in ("machine", "person"):
        msg = f"a judgement is made by 'machine' or 'person', not {row['by']!r}"
        raise StoreError(msg)
    row |= {name: row[name] and storable(row[name]) for name in ("who", "kind", "why")}
    rest = {name: value for name, value in told.items() if name not in ("id", "at", "payload") and value is not None}
    payload = {**rest, **(told.get("payload") or {})}
    return row | {"payload": json.dumps(payload, ensure_ascii=True, sort_keys=True)}
