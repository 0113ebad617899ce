"""What merging has worked out of a desk's reports, kept so that an addition costs what is new and not what is there.

All of it follows from the reports: `renew` throws it away where another Vedette worked it out otherwise. Whether the
events of a report were put into incidents (`placed`) is then asked anew; an event that is in one stays there.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from vedette.store.made import ALL
from vedette.store.queries import CHUNK
from vedette.store.tables import coding, merge_account, merge_report, merge_word, meta, report

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select

    from vedette.store.engine import Store
    from vedette.store.made import AccountRow, Made

FORM: Final = "merge form"
WIDE: Final = 2
"""An account looks in at most three weeks: its first and these after it."""


@dataclass(frozen=True, slots=True)
class Text:
    """A report's text with its id and day of publication."""

    id: str
    text: str
    published: str | None


class Worked:
    """The tables of merging on one desk."""

    def __init__(self, store: "Store") -> None:
        """Keep the store."""
        self.store = store

    def renew(self, form: str) -> bool:
        """Forget what was worked out in another form than this; whether there was any."""
        with self.store.read() as connection:
            if _value(connection, FORM) == form:
                return False
        with self.store.write() as connection:
            before = _value(connection, FORM)
            for table in (merge_account, merge_word, merge_report):
                connection.execute(table.delete())
            connection.execute(meta.delete().where(meta.c.key == FORM))
            connection.execute(meta.insert().values(key=FORM, value=form))
            return before is not None

    def behind(self) -> list[tuple[str, int]]:
        """The reports of whose newest coding nothing is worked out, in the order of adding, each with that coding."""
        newest = select(coding.c.report_id, func.max(coding.c.n).label("n")).group_by(coding.c.report_id).subquery()
        last = func.coalesce(newest.c.n, 1)
        joined = report.outerjoin(newest, newest.c.report_id == report.c.id)
        joined = joined.outerjoin(merge_report, merge_report.c.report_id == report.c.id)
        undone = or_(merge_report.c.coding.is_(None), merge_report.c.coding != last)
        asked = select(report.c.id, last.label("n")).select_from(joined).where(undone).order_by(report.c.seq)
        with self.store.read() as connection:
            return [(row.id, row.n) for row in connection.execute(asked)]

    def put(self, given: "Sequence[Made]") -> None:
        """Keep what was worked out of reports, in place of what was there; their events are to be placed.

        What another program has worked out in the meantime is left alone, or its words would be counted twice.
        """
        with self.store.write() as connection:
            asked = select(merge_report.c.report_id, merge_report.c.coding)
            ids = [one.report for one in given]
            there = {
                (row.report_id, row.coding)
                for row in connection.execute(asked.where(merge_report.c.report_id.in_(ids)))
            }
            made = [one for one in given if (one.report, one.coding) not in there]
            for some in _some([one.report for one in made]):
                connection.execute(merge_account.delete().where(merge_account.c.report_id.in_(some)))
                connection.execute(merge_report.delete().where(merge_report.c.report_id.in_(some)))
            for table, told in (
                (merge_report, [_row(one) for one in made]),
                (merge_account, [_account_row(one.report, account) for one in made for account in one.accounts]),
            ):
                if told:
                    connection.execute(table.insert(), told)
            words = Counter[str]()
            for one in made:
                words.update(one.words)
            self._count(connection, words)

    def _count(self, connection: "Connection", words: Mapping[str, int]) -> None:
        """Add to the counts of words."""
        rows = [{"word": word, "texts": n} for word, n in sorted(words.items()) if n]
        if rows:
            insert: Any = (sqlite if self.store.dialect == "sqlite" else postgresql).insert(merge_word)
            more = {"texts": merge_word.c.texts + insert.excluded.texts}
            connection.execute(insert.on_conflict_do_update(index_elements=["word"], set_=more), rows)

    def unplaced(self) -> set[str]:
        """The reports whose events are still to be put into incidents."""
        with self.store.read() as connection:
            asked = select(merge_report.c.report_id).where(merge_report.c.placed.is_(False))
            return set(connection.execute(asked).scalars())

    def set_placed(self, reports: Iterable[str]) -> None:
        """Note that the events of reports were put into incidents."""
        rows = [{"ident": ident} for ident in reports]
        if rows:
            noted = update(merge_report).where(merge_report.c.report_id == bindparam("ident")).values(placed=True)
            with self.store.write() as connection:
                connection.execute(noted, rows)

    def accounts_of(self, reports: Iterable[str]) -> list[tuple[int, str]]:
        """The accounts of reports, in the order of adding: rank and JSON."""
        return self._accounts([merge_account.c.report_id.in_(some) for some in _some(reports)])

    def accounts_in(self, weeks: Iterable[int | None]) -> list[tuple[int, str]]:
        """The accounts that look in one of these weeks, in the order of adding; None finds those that nothing dates."""
        conditions: list[ColumnElement[bool]] = []
        for week in set(weeks):
            first, last = merge_account.c.week_from, merge_account.c.week_to
            near = and_(first >= week - WIDE, first <= week, last >= week) if week is not None else first.is_(None)
            conditions.append(near)
        return self._accounts(conditions)

    def _accounts(self, conditions: "Sequence[ColumnElement[bool]]") -> list[tuple[int, str]]:
        """The accounts that hold to one of the conditions."""
        found: dict[str, tuple[tuple[int, int], int, str]] = {}
        columns = (merge_account.c.id, report.c.seq, merge_account.c.rank, merge_account.c.json)
        joined = merge_account.join(report, report.c.id == merge_account.c.report_id)
        with self.store.read() as connection:
            for condition in conditions:
                for row in connection.execute(select(*columns).select_from(joined).where(condition)):
                    found[row.id] = (row.seq, row.rank), row.rank, row.json
        return [(rank, kept) for _, rank, kept in sorted(found.values())]

    def words(self) -> tuple[dict[str, int], int]:
        """In how many accounts each word stands, and how many accounts there are."""
        with self.store.read() as connection:
            asked = select(merge_word.c.word, merge_word.c.texts)
            counted = {str(row.word): int(row.texts) for row in connection.execute(asked)}
        return counted, counted.pop(ALL, 0)

    def sketches(self) -> dict[str, bytes]:
        """The sketch of each report's text."""
        with self.store.read() as connection:
            asked = select(merge_report.c.report_id, merge_report.c.sketch)
            return {ident: bytes(sketch) for ident, sketch in connection.execute(asked)}

    def texts(self, reports: Iterable[str]) -> list[Text]:
        """The texts of reports, in the order of adding."""
        found = []
        with self.store.read() as connection:
            for some in _some(reports):
                asked = select(report.c.seq, report.c.id, report.c.text, report.c.published)
                found += list(connection.execute(asked.where(report.c.id.in_(some))))
        return [Text(row.id, row.text, row.published) for row in sorted(found, key=lambda row: row.seq)]


def _value(connection: "Connection", key: str) -> str | None:
    """A setting of the desk."""
    asked: Select[Any] = select(meta.c.value).where(meta.c.key == key)
    return connection.execute(asked).scalar()


def _row(made: "Made") -> dict[str, Any]:
    """What was made of a report as a row."""
    return {"report_id": made.report, "coding": made.coding, "sketch": made.sketch, "placed": False}


def _account_row(ident: str, account: "AccountRow") -> dict[str, Any]:
    """An account as a row."""
    first, last = account.weeks or (None, None)
    told = {"id": account.id, "report_id": ident, "rank": account.rank, "json": account.json}
    return told | {"week_from": first, "week_to": last}


def _some(ids: Iterable[str]) -> Iterator[list[str]]:
    """Ids a few at a time, each once and in order: as many as one statement takes."""
    every = sorted(set(ids))
    for start in range(0, len(every), CHUNK):
        yield every[start : start + CHUNK]
