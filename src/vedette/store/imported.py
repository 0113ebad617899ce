"""Events of other coders on a desk: each row in all its versions, told apart from what the desk itself coded.

A row is believed in its newest version, unless that is a deletion. A version is older than another where the source
stamps its rows and its stamp is the lower one; else by the order of importing.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypedDict, Unpack

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select, update

from vedette.errors import StoreError
from vedette.records.base import Record
from vedette.store.queries import CHUNK, Conditions, known_by
from vedette.store.tables import imported, imported_file
from vedette.store.words import as_day, fold

if TYPE_CHECKING:
    from vedette.store.desk import Desk

Outcome = Literal["new", "revised", "deleted", "known", "older", "twice"]
"""What became of a row; `twice` is one whose id the same file gave before, with other content and no later stamp."""

Row = dict[str, Any]
PAGE: Final = 1000
_KEPT: Final = frozenset({"new", "revised", "deleted"})


class ImportedFile(Record):
    """A file that was imported: how it may be used (`licence`), whom to cite, up to which line it is kept.

    `refused` counts the rows up to there that could not be used. `about` is what the map says of the source: title,
    home, coverage ("world" or "country"), min_killed.
    """

    id: str
    source: str
    name: str
    licence: str
    citation: str
    about: dict[str, Any]
    added_at: str
    line: int
    refused: int
    finished_at: str | None


class Imported(Record):
    """Another coder's event in its newest version. `kind` is the source's own name for it; `type` and `sub_event` ours.

    `day_precision` and `precision` say how exactly days and place are known; `actors` names side "a" and side "b".
    """

    seq: int
    source: str
    source_id: str
    revised: int | None
    day_from: str | None
    day_to: str | None
    day_precision: str | None
    country: str | None
    admin1: str | None
    place: str | None
    precision: str | None
    lat: float | None
    lon: float | None
    kind: str | None
    type: str | None
    sub_event: str | None
    actors: dict[str, tuple[str, ...]]
    killed_low: int | None
    killed_best: int | None
    killed_high: int | None
    notes: str | None
    licence: str
    added_at: str


class ImportedFilters(TypedDict, total=False):
    """What imported rows may be asked by; all that are given must hold.

    `place` is a name, `actor` a part of one; `day_from` and `day_to` find rows that share a day with that span.
    """

    source: str
    source_id: str
    country: str
    place: str
    actor: str
    type: str
    sub_event: str
    day_from: str
    day_to: str
    min_killed: int
    limit: int


class MonthDeaths(NamedTuple):
    """Deaths of one country and month by the day on which events began; `rows` are the events that tell a number."""

    country: str
    month: str
    deaths: int
    rows: int


class _Version(NamedTuple):
    """What must be known of a version to judge another."""

    digest: str
    file: str
    revised: int | None


_COLUMNS: Final = [imported.c[name] for name in Imported.model_fields]
_KILLED: Final = func.coalesce(imported.c.killed_best, imported.c.killed_low, imported.c.killed_high)


# -- adding


def begin(desk: "Desk", file: Mapping[str, Any]) -> ImportedFile:
    """The file as the desk has it, put down now where it is not there yet.

    `file` holds id, source, name, licence, citation and about.
    """
    with desk.store.read() as connection:
        found = _file(connection, file["id"])
    if found is not None:
        return found
    with desk.writing() as (connection, at):
        if (found := _file(connection, file["id"])) is None:
            about = json.dumps(file["about"], sort_keys=True)
            connection.execute(
                imported_file.insert().values(
                    **{**file, "about": about}, added_at=at, line=0, refused=0, finished_at=None
                )
            )
            found = _file(connection, file["id"])
    if found is None:
        msg = f"{desk.name}: the file {file['name']} was put down and is not there. Look the desk over: vedette doctor"
        raise StoreError(msg)
    return found


def keep(desk: "Desk", file: ImportedFile, rows: Sequence[Row], line: int, refused: int) -> list[Outcome]:
    """Keep the rows of a file up to `line` in one transaction; what became of each, in their order.

    A row is a dict of the columns of `imported` without seq, source, file_id, licence, added_at; `refused` is the
    number of rows up to there that could not be read.
    """
    with desk.writing() as (connection, at):
        versions = _versions(connection, file.source, [row["source_id"] for row in rows])
        outcomes: list[Outcome] = []
        added = []
        for row in rows:
            outcomes.append(_judge(row, versions[row["source_id"]], file.id))
            if outcomes[-1] in _KEPT:
                versions[row["source_id"]].append(_Version(row["digest"], file.id, row["revised"]))
                told = {"source": file.source, "file_id": file.id, "licence": file.licence, "added_at": at}
                added.append(row | told)
        if added:
            connection.execute(imported.insert(), added)
        done = {"line": line, "refused": refused + outcomes.count("twice")}
        connection.execute(update(imported_file).where(imported_file.c.id == file.id).values(**done))
    return outcomes


def finish(desk: "Desk", file: ImportedFile) -> None:
    """Note that a file was read to its end."""
    with desk.writing() as (connection, at):
        ended = update(imported_file).where(imported_file.c.id == file.id).values(finished_at=at)
        connection.execute(ended)


def _versions(connection: Connection, source: str, idents: Sequence[str]) -> defaultdict[str, list[_Version]]:
    """The versions of rows, each row's in their order."""
    table, found = imported, defaultdict[str, list[_Version]](list)
    columns = (table.c.source_id, table.c.digest, table.c.file_id, table.c.revised)
    for start in range(0, len(idents), CHUNK):
        chosen = and_(table.c.source == source, table.c.source_id.in_(idents[start : start + CHUNK]))
        for ident, *told in connection.execute(select(*columns).where(chosen).order_by(table.c.seq)):
            found[ident].append(_Version(*told))
    return found


def _judge(row: Row, versions: Sequence[_Version], file: str) -> Outcome:
    """What a row is beside the versions that are there; see Outcome."""
    kind: Outcome = "deleted" if row["deleted"] else "revised" if versions else "new"
    if not versions:
        return kind
    newest, revised = versions[-1], row["revised"]
    of_this_file = [version for version in versions if version.file == file]
    if row["digest"] in {newest.digest, *(version.digest for version in of_this_file)}:
        return "known"
    if revised is not None and newest.revised is not None and revised != newest.revised:
        return kind if revised > newest.revised else "older"
    return "twice" if of_this_file else kind


def _file(connection: Connection, ident: str) -> ImportedFile | None:
    """A file by its id."""
    row = connection.execute(select(imported_file).where(imported_file.c.id == ident)).mappings().first()
    return None if row is None else _as_file(row)


def _as_file(row: Mapping[Any, Any]) -> ImportedFile:
    """A row of `imported_file` as a record."""
    return ImportedFile(**{**row, "about": json.loads(row["about"])})


# -- asking


def files(desk: "Desk", *, as_of: str | None = None) -> list[ImportedFile]:
    """The files that were imported, in the order in which it was begun."""
    order = (imported_file.c.added_at, imported_file.c.id)
    statement = select(imported_file).where(*known_by(imported_file.c.added_at, as_of)).order_by(*order)
    with desk.store.read() as connection:
        return [_as_file(row) for row in connection.execute(statement).mappings()]


def rows(desk: "Desk", *, as_of: str | None = None, **filters: Unpack[ImportedFilters]) -> list[Imported]:
    """The rows that hold to all filters (see ImportedFilters), newest day first."""
    return list(each(desk, as_of=as_of, **filters))


def each(desk: "Desk", *, as_of: str | None = None, **filters: Unpack[ImportedFilters]) -> Iterator[Imported]:
    """The same one by one, fetched by and by: a source may be larger than the memory."""
    if unknown := sorted(set(filters) - set(ImportedFilters.__annotations__)):
        msg = f"there is no filter {unknown[0]!r}. Filters: {', '.join(ImportedFilters.__annotations__)}"
        raise StoreError(msg)
    order = (imported.c.day_from.desc().nulls_last(), imported.c.seq)
    statement = select(*_COLUMNS).where(*_conditions(filters, as_of)).order_by(*order).limit(filters.get("limit"))
    with desk.store.read() as connection:
        for row in connection.execute(statement.execution_options(yield_per=PAGE)).mappings():
            yield Imported(**{**row, "actors": json.loads(row["actors"])})


def count(desk: "Desk", *, as_of: str | None = None, **filters: Unpack[ImportedFilters]) -> int:
    """How many rows hold to the filters, `limit` aside."""
    statement = select(func.count()).select_from(imported).where(*_conditions(filters, as_of))
    with desk.store.read() as connection:
        return int(connection.execute(statement).scalar_one())


def months(desk: "Desk", source: str, *, as_of: str | None = None) -> list[MonthDeaths]:
    """The deaths of each country and month of which a source has rows, in order; a row without a number counts 0."""
    month = func.substr(imported.c.day_from, 1, 7)
    conditions = [*_conditions({"source": source}, as_of), imported.c.country.is_not(None)]
    told = (imported.c.country, month, func.coalesce(func.sum(_KILLED), 0), func.count(_KILLED))
    statement = select(*told).where(*conditions).group_by(imported.c.country, month).order_by(imported.c.country, month)
    with desk.store.read() as connection:
        return [MonthDeaths(c, m, int(deaths), int(n)) for c, m, deaths, n in connection.execute(statement)]


def _conditions(filters: ImportedFilters, as_of: str | None) -> Conditions:
    """The conditions: the newest version as of then, no deletion, and what was asked."""
    later = imported.alias("later")
    newer = [later.c.source == imported.c.source, later.c.source_id == imported.c.source_id]
    newer += [later.c.seq > imported.c.seq, *known_by(later.c.added_at, as_of)]
    found: Conditions = [~exists().where(and_(*newer)), imported.c.deleted.is_(False)]
    found += known_by(imported.c.added_at, as_of)
    found += [
        imported.c[name] == value for name in ("source", "source_id", "sub_event") if (value := filters.get(name))
    ]
    found += [imported.c[name] == str(value).upper() for name in ("country", "type") if (value := filters.get(name))]
    return found + _where_when_who(filters)


def _where_when_who(filters: ImportedFilters) -> Conditions:
    """The conditions on place, days, actors and deaths."""
    found: Conditions = []
    if place := filters.get("place"):
        found.append(imported.c.place_key == fold(place))
    if actor := filters.get("actor"):
        found.append(_names(actor))
    if day := filters.get("day_from"):
        found.append(imported.c.day_to >= as_day(day))
    if day := filters.get("day_to"):
        found.append(imported.c.day_from <= as_day(day))
    if (least := filters.get("min_killed")) is not None:
        found.append(least <= _KILLED)
    return found


def _names(actor: str) -> ColumnElement[bool]:
    """The condition that a name of an actor holds these words."""
    return imported.c.actors_key.contains(fold(actor), autoescape=True)
