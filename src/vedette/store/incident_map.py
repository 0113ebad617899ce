"""The incidents summed up for a map and a timeline: counted clusters, wide areas, days; from one covering index alone.

No more leaves the database than a screen can show, however many incidents the desk has.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, Unpack

from sqlalchemy import Integer, case, cast, func, or_

from vedette.store.incident_table import PINNED, now

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from vedette.store.incident_table import IncidentTable
    from vedette.store.rows import IncidentFilters

View = tuple[float, float, float, float]


class Kind(NamedTuple):
    """How many of a sub-event and type, and how many deaths they tell of."""

    sub_event: str | None
    type: str | None
    number: int
    killed: int


class Cell(NamedTuple):
    """Incidents of one kind near each other: their mean place, how many, deaths, and one of their ids."""

    x: int
    y: int
    lon: float
    lat: float
    sub_event: str | None
    type: str | None
    number: int
    killed: int
    one: str


class Wide(NamedTuple):
    """Incidents told no nearer than a district, a province or a country, or nowhere at all."""

    precision: str
    country: str | None
    place: str | None
    lon: float | None
    lat: float | None
    number: int
    killed: int


class Day(NamedTuple):
    """Incidents that begin on a day (ISO), None where no day is told."""

    day: str | None
    number: int
    killed: int


_COUNT: Final = func.count()
_KILLED: Final = func.coalesce(func.sum(now.killed_best), 0)


def cells(table: "IncidentTable", step: float, view: View | None, **filters: "Unpack[IncidentFilters]") -> list[Cell]:
    """The incidents that have a mark, by squares of `step` degrees and by kind; `view` is west, south, east, north."""
    x, y = _square(now.lon + 180.0, step), _square(now.lat + 90.0, step)
    columns = [x, y, func.avg(now.lon), func.avg(now.lat), now.sub_event, now.type, _COUNT, _KILLED, func.min(now.id)]
    also = [now.precision.in_(PINNED), now.lat.is_not(None), *([] if view is None else [_seen(view)])]
    return [Cell._make(row) for row in table.grouped(columns, [x, y, now.sub_event, now.type], also, **filters)]


def _square(degrees: "ColumnElement[float]", step: float) -> "ColumnElement[int]":
    """Which square a coordinate lies in; not every SQLite has floor."""
    return cast(func.round(degrees / step - 0.5), Integer)


def _seen(view: View) -> "ColumnElement[bool]":
    """The condition that it lies in what is seen; one whose west is east of its east crosses the date line."""
    west, south, east, north = view
    beside = now.lon.between(west, east) if west <= east else or_(now.lon >= west, now.lon <= east)
    return now.lat.between(south, north) & beside


def wide(table: "IncidentTable", **filters: "Unpack[IncidentFilters]") -> list[Wide]:
    """The incidents that have no mark, by place, those of most incidents first."""
    precision = func.coalesce(now.precision, "unknown")
    known = case((precision.in_(("country", "unknown")), None), else_=now.area)
    by = [precision, now.country, known]
    columns = [*by, func.avg(now.lon), func.avg(now.lat), _COUNT, _KILLED]
    found = [Wide._make(row) for row in table.grouped(columns, by, [now.marked.is_(False)], **filters)]
    return sorted(found, key=lambda one: (-one.number, one.country or "", one.place or ""))


def days(table: "IncidentTable", **filters: "Unpack[IncidentFilters]") -> list[Day]:
    """How many incidents begin on each day, and deaths, in the order of time."""
    rows = table.grouped([now.day_from, _COUNT, _KILLED], [now.day_from], **filters)
    return sorted((Day._make(row) for row in rows), key=lambda one: one.day or "")


def kinds(table: "IncidentTable", **filters: "Unpack[IncidentFilters]") -> Sequence[Kind]:
    """How many there are of each kind."""
    by = [now.sub_event, now.type]
    return [Kind._make(row) for row in table.grouped([*by, _COUNT, _KILLED], by, **filters)]
