"""The incidents as they stand now, in a table of their own: written by merge/current.py alone, asked by everybody.

Without it each look at a desk would fold the whole log and read every event.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Unpack, cast

from sqlalchemy import ColumnElement, Integer, Text, and_, func, literal, or_, select, tuple_
from sqlalchemy import cast as as_type
from sqlalchemy.dialects import postgresql, sqlite

from vedette.errors import StoreError
from vedette.records.ids import storable
from vedette.records.incident import Incident
from vedette.store.engine import connect_file
from vedette.store.queries import CHUNK
from vedette.store.rows import IncidentFilters
from vedette.store.search import matching
from vedette.store.tables import incident_key, incident_now, meta, metadata, report
from vedette.store.words import as_day, as_stamp, fold

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row, Select

    from vedette.records.place import Place
    from vedette.store.engine import Store

MARK: Final = "incidents now"
TURN: Final = "incidents turn"
"""Counts the changes of the table, so that what was made of it can be kept as long as it stays as it is."""
PAGE: Final = 1000
AREA: Final = 200
"""Characters of a place's name that the index of wide areas holds."""
PINNED: Final = ("point", "town")
"""Precisions that a map may draw as a mark in its place."""
_KINDS: Final = ("place", "country", "type", "sub_event", "status")
_ROLES: Final = ("actor", "target", "beneficiary")
Key = tuple[str, str]
now = incident_now.c


class Mark(NamedTuple):
    """Up to where the table goes: the last judgement and the record time that it holds, and the form of its rows."""

    judgement: int
    at: str
    form: str


class Spot(NamedTuple):
    """What a map or a timeline needs of an incident."""

    id: str
    title: str
    type: str | None
    sub_event: str | None
    status: str | None
    standing: str
    country: str | None
    place: str | None
    lat: float | None
    lon: float | None
    precision: str | None
    day_from: str | None
    day_to: str | None
    killed_low: int | None
    killed_best: int | None
    killed_high: int | None
    reports: int
    origins: int
    importance: float


class IncidentTable:
    """The table on one store; `searching` gives the condition for words of reports, where these are elsewhere."""

    def __init__(self, store: "Store", searching: "Callable[[str], ColumnElement[bool]] | None" = None) -> None:
        """Keep the store."""
        self.store = store
        self._searching = searching or self._of_reports

    # -- writing

    def mark(self) -> Mark | None:
        """Up to where the table goes, None where it was never filled."""
        with self.store.read() as connection:
            kept = connection.execute(select(meta.c.value).where(meta.c.key == MARK)).scalar_one_or_none()
        return Mark(**json.loads(kept)) if kept else None

    def turn(self) -> int:
        """How often the table was changed."""
        with self.store.read() as connection:
            return int(connection.execute(select(meta.c.value).where(meta.c.key == TURN)).scalar_one_or_none() or 0)

    def _change(self, connection: "Connection") -> None:
        """Count a change."""
        insert: Any = sqlite.insert if self.store.dialect == "sqlite" else postgresql.insert
        more = as_type(as_type(meta.c.value, Integer) + 1, Text)
        counted = insert(meta).values(key=TURN, value="1")
        connection.execute(counted.on_conflict_do_update(index_elements=[meta.c.key], set_={"value": more}))

    def clear(self) -> None:
        """Forget everything."""
        with self.store.write() as connection:
            self._change(connection)
            connection.execute(incident_key.delete())
            connection.execute(incident_now.delete())
            connection.execute(meta.delete().where(meta.c.key == MARK))

    def put(
        self, found: Sequence[tuple[Incident, Iterable[Key]]], gone: Collection[str] = (), mark: Mark | None = None
    ) -> None:
        """Put incidents with their keys in place of what stood there, take out those that are `gone`, set the mark."""
        names = [*(one.id for one, _ in found), *gone]
        rows = [_row(one) for one, _ in found]
        keys = [
            {"kind": kind, "key": storable(key), "incident": one.id}
            for one, given in found
            for kind, key in dict.fromkeys(given)
        ]
        with self.store.write() as connection:
            if names:
                self._change(connection)
            for start in range(0, len(names), CHUNK):
                some = names[start : start + CHUNK]
                connection.execute(incident_key.delete().where(incident_key.c.incident.in_(some)))
                connection.execute(incident_now.delete().where(now.id.in_(some)))
            if rows:
                connection.execute(incident_now.insert(), rows)
            if keys:
                insert: Any = sqlite.insert if self.store.dialect == "sqlite" else postgresql.insert
                connection.execute(insert(incident_key).on_conflict_do_nothing(), keys)
            if mark is not None:
                connection.execute(meta.delete().where(meta.c.key == MARK))
                connection.execute(meta.insert().values(key=MARK, value=json.dumps(mark._asdict())))

    # -- asking

    def each(self, **filters: Unpack[IncidentFilters]) -> Iterator[Incident]:
        """The incidents that hold to all filters, fetched by and by."""
        for text in self.each_json(**filters):
            yield Incident.model_validate(json.loads(text))

    def each_json(self, **filters: Unpack[IncidentFilters]) -> Iterator[str]:
        """The same as JSON, for those who only pass them on."""
        with self.store.read() as connection:
            statement = self._asked(connection, [now.json], filters)
            with connection.execute(statement.execution_options(yield_per=PAGE)) as rows:
                yield from rows.scalars()

    def spots(self, **filters: Unpack[IncidentFilters]) -> list[Spot]:
        """The same as a map needs them."""
        with self.store.read() as connection:
            statement = self._asked(connection, [now[name] for name in Spot._fields], filters)
            return [Spot(*row) for row in connection.execute(statement)]

    def count(self, **filters: Unpack[IncidentFilters]) -> int:
        """How many hold to the filters, whatever the page."""
        statement = select(func.count()).select_from(incident_now).where(*self._conditions(filters))
        with self.store.read() as connection:
            return int(connection.execute(statement).scalar_one())

    def tally(self, name: str, **filters: Unpack[IncidentFilters]) -> dict[Any, int]:
        """How many of those that hold to the filters have each value of a column of Spot."""
        statement = select(now[name], func.count()).where(*self._conditions(filters)).group_by(now[name])
        with self.store.read() as connection:
            return {value: int(number) for value, number in connection.execute(statement)}

    def grouped(
        self, columns: Sequence[Any], by: Sequence[Any], also: "Sequence[ColumnElement[bool]]" = (),
        **filters: Unpack[IncidentFilters],
    ) -> "Sequence[Row[Any]]":  # fmt: skip
        """Sums over those that hold to the filters and `also`, by groups; columns are made of those of `now`."""
        statement = select(*columns).where(*self._conditions(filters), *also).group_by(*by)
        with self.store.read() as connection:
            return connection.execute(statement).all()

    def of_report(self, report_id: str) -> list[str]:
        """The ids of the incidents that a report tells of."""
        mine = incident_key.c.kind == "report", incident_key.c.key == report_id
        with self.store.read() as connection:
            return list(connection.execute(select(incident_key.c.incident).where(*mine)).scalars())

    def _asked(self, connection: "Connection", columns: Sequence[Any], filters: IncidentFilters) -> "Select[Any]":
        """The statement for the rows that were asked for, in their order."""
        column, falls = _order(filters.get("order", "newest"))
        sort = [one.desc() if falls else one.asc() for one in (column, now.id)]
        statement = select(*columns).where(*self._conditions(filters)).order_by(*sort)
        if (last := filters.get("after")) is not None:
            statement = statement.where(_beyond(connection, last, column, falls=falls))
        return statement.limit(filters.get("limit"))

    def _conditions(self, filters: IncidentFilters) -> "list[ColumnElement[bool]]":
        """The conditions of all filters; raises StoreError for one that is unknown."""
        if unknown := sorted(set(filters) - set(IncidentFilters.__annotations__)):
            msg = f"there is no filter {unknown[0]!r}. Filters: {', '.join(sorted(IncidentFilters.__annotations__))}"
            raise StoreError(msg)
        found = [_standing(filters)]
        if (names := filters.get("ids")) is not None:
            found.append(now.id.in_(list(names)))
        asked = {kind: cast("str | Collection[str] | None", filters.get(kind)) for kind in _KINDS}
        found += [_keyed((kind,), _keys(kind, value)) for kind, value in asked.items() if value is not None]
        if (actor := filters.get("actor")) is not None:
            role = filters.get("role")
            found.append(_keyed((role,) if role else _ROLES, _keys("actor", actor)))
        if (kinds := filters.get("kinds")) is not None:
            found.append(_of_kinds(*kinds))
        if (words := filters.get("search")) is not None:
            found.append(self._searching(words))
        return found + _numbers(filters)

    def _of_reports(self, words: str) -> "ColumnElement[bool]":
        """The condition that a report of the incident holds some words."""
        known = incident_key.c.kind == "report"
        told = select(report.c.id).where(matching(self.store.dialect, words))
        return now.id.in_(select(incident_key.c.incident).where(known, incident_key.c.key.in_(told)))


def _row(found: Incident) -> dict[str, Any]:
    """An incident as a row."""
    killed, place = found.toll(), found.place
    name = storable(place.name) if place else None
    standing = "merged" if found.merged_into else "retracted" if found.retracted else found.standing
    return {
        "id": found.id, "title": storable(found.title), "type": found.type, "sub_event": found.sub_event,
        "status": found.status, "standing": standing, "live": found.live, "country": found.country,
        "place": name, "area": name and name[:AREA], "marked": _is_marked(place),
        "lat": place and place.lat, "lon": place and place.lon,
        "precision": place and place.precision, "day_from": found.first, "day_to": found.last,
        "newest": found.first or found.first_reported or "",
        "killed_low": killed and killed.low, "killed_best": killed and killed.best,
        "killed_high": killed and killed.high,
        "reports": found.reports, "origins": found.origins, "importance": found.importance,
        "review": round(found.importance * found.uncertainty, 6), "changed_at": found.changed_at,
        "json": json.dumps(found.as_json(), ensure_ascii=True, separators=(",", ":")),
    }  # fmt: skip


def _is_marked(place: "Place | None") -> bool:
    """Whether a map has a mark for what was at a place, and no wide area alone."""
    return place is not None and place.precision in PINNED and place.lat is not None


def _standing(filters: IncidentFilters) -> "ColumnElement[bool]":
    """The condition on what became of it: live ones, unless others are asked for."""
    if asked := filters.get("standing"):
        return now.standing == asked
    if "changed_since" in filters or "ids" in filters:
        return now.id.is_not(None)
    return now.live.is_(True)


def _keys(kind: str, value: "str | Collection[str]") -> list[str]:
    """What is looked for: the values as they are given, and folded where they are names."""
    given = [value] if isinstance(value, str) else list(value)
    if kind in {"place", "actor"}:
        return list(dict.fromkeys([*given, *map(fold, given)]))
    return given if kind in {"sub_event", "status"} else [one.upper() for one in given]


def _keyed(kinds: Sequence[str], values: Sequence[str]) -> "ColumnElement[bool]":
    """The condition that an incident is found by one of these keys."""
    table = incident_key.c
    return now.id.in_(select(table.incident).where(table.kind.in_(kinds), table.key.in_(values)))


def _of_kinds(sub_events: Collection[str], types: Collection[str]) -> "ColumnElement[bool]":
    """The condition that it is of one of these sub-events, or of one of these types without a sub-event."""
    return or_(now.sub_event.in_(list(sub_events)), and_(now.sub_event.is_(None), now.type.in_(list(types))))


def _numbers(filters: IncidentFilters) -> "list[ColumnElement[bool]]":
    """The conditions on days, numbers, coordinates and the record time."""
    found: list[ColumnElement[bool]] = []
    if day := filters.get("day_from"):
        found.append(now.day_to >= as_day(day))
    if day := filters.get("day_to"):
        found.append(now.day_from <= as_day(day))
    if (least := filters.get("min_killed")) is not None:
        found.append(now.killed_high >= least)
    if (least := filters.get("min_origins")) is not None:
        found.append(now.origins >= least)
    if box := filters.get("bbox"):
        found.append(_within(box))
    if since := filters.get("changed_since"):
        found.append(now.changed_at > as_stamp(since))
    return found


def _within(box: tuple[float, float, float, float]) -> "ColumnElement[bool]":
    """The condition that it lies in a box; one whose west is east of its east crosses the date line."""
    west, south, east, north = box
    beside = now.lon.between(west, east) if west <= east else or_(now.lon >= west, now.lon <= east)
    return and_(now.lat.between(south, north), beside)


_ORDERS: Final = {"newest": now.newest, "importance": now.importance, "review": now.review, "changed": now.changed_at}


def _order(asked: str) -> "tuple[ColumnElement[Any], bool]":
    """The column to sort by, and whether it falls; ids break ties."""
    if asked not in _ORDERS:
        msg = f"there is no order {asked!r}. Orders: {', '.join(_ORDERS)}"
        raise StoreError(msg)
    return _ORDERS[asked], asked != "changed"


def _beyond(connection: "Connection", last: str, column: "ColumnElement[Any]", *, falls: bool) -> "ColumnElement[bool]":
    """The condition that a row comes after another in an order."""
    value = connection.execute(select(column).where(now.id == last)).scalar_one_or_none()
    if value is None:
        msg = f"there is no incident {last!r} to go on after. Begin with the first page"
        raise StoreError(msg)
    place, bound = tuple_(column, now.id), tuple_(literal(value), literal(last))
    return place < bound if falls else place > bound


def reported(reports: Collection[str]) -> "ColumnElement[bool]":
    """The condition that one of these reports tells of an incident."""
    return _keyed(("report",), list(reports))


def in_memory() -> "Store":
    """A store that holds nothing but an empty table of incidents and ends with the process; for one thread alone."""
    return in_file(Path(":memory:"))


def in_file(path: Path) -> "Store":
    """A store in a new SQLite file that holds nothing but an empty table of incidents; for many threads."""
    store = connect_file(path)
    metadata.create_all(store.engine, tables=[incident_now, incident_key, meta])
    return store
