"""Desks from Python: reports kept and put into incidents, and incidents that draw themselves and turn into tables."""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Unpack, overload

from vedette.records.coded import Coded
from vedette.records.incident import Incident

if TYPE_CHECKING:
    from os import PathLike
    from typing import TypeAlias

    import pandas as pd

    from vedette.store.desk import Desk
    from vedette.store.rows import IncidentFilters

    Where: TypeAlias = "Desk | str | PathLike[str]"


class Kept(NamedTuple):
    """What became of reports that were added to a desk: `failed` are those that could not be coded, with why."""

    new: int
    known: int
    incidents: int
    failed: tuple[tuple[str, str], ...] = ()


class Incidents(Sequence[Incident]):
    """Incidents of a desk, in the order that was asked for."""

    def __init__(self, found: Iterable[Incident], where: str = "") -> None:
        """Hold them; `where` names the desk."""
        self._found, self._where = tuple(found), where

    @overload
    def __getitem__(self, index: int) -> Incident: ...
    @overload
    def __getitem__(self, index: slice) -> "Incidents": ...
    def __getitem__(self, index: int | slice) -> "Incident | Incidents":
        """One by its number, or some of them."""
        return Incidents(self._found[index], self._where) if isinstance(index, slice) else self._found[index]

    def __len__(self) -> int:
        """How many."""
        return len(self._found)

    def __iter__(self) -> Iterator[Incident]:
        """They in their order."""
        return iter(self._found)

    def to_dicts(self) -> list[dict[str, Any]]:
        """A flat dict per incident, with the columns of `vedette export csv` (docs/export.md)."""
        from vedette.export.columns import COLUMNS, row  # noqa: PLC0415 - a script may not need it

        return [dict(zip(COLUMNS, row(one.model_dump()), strict=True)) for one in self._found]

    def to_pandas(self) -> "pd.DataFrame":
        """A DataFrame with a row per incident, the columns of `to_dicts`. Raises ExtraError without pandas."""
        from vedette.notebook.rows import incident_frame  # noqa: PLC0415 - as above

        return incident_frame(self.to_dicts())

    def to_geojson(self) -> dict[str, Any]:
        """A GeoJSON FeatureCollection, as `vedette export geojson` writes it: no point is finer than what is known."""
        from vedette.export.exporter import live  # noqa: PLC0415 - as above
        from vedette.export.geojson import GeoJson  # noqa: PLC0415
        from vedette.notebook.maps import about  # noqa: PLC0415

        told = about("Incidents")
        head = {"type": "FeatureCollection", "title": told.title, "made_at": told.made_at}
        return head | {"features": [GeoJson(told).feature(one) for one in live(self._found)]}

    def __repr__(self) -> str:
        """It in one line."""
        return f"<Incidents: {len(self)} of {self._where or 'no desk'}>"

    def _repr_html_(self) -> str:
        """They as a notebook shows them: a small map and a table."""
        from vedette.notebook import page  # noqa: PLC0415 - as above

        return page.incidents(self._found, self._where)


def incidents(
    desk: "Where", /, *, as_of: str | None = None, **filters: "Unpack[IncidentFilters]"
) -> Incidents:  # fmt: skip
    """The incidents of a desk, newest first; `desk` is an open Desk, its folder or its address.

    Filters are those of `IncidentFilters`: place, country, actor, type, sub_event, status, day_from, day_to,
    min_killed, search, order, limit and so on; places, countries and actors by any of their names. `as_of` a record
    time gives those of then. Raises AskedError for a value that there is not, StoreError where there is no desk.
    """
    from vedette.merge.asked import filters as read  # noqa: PLC0415 - as above
    from vedette.merge.current import incidents as found  # noqa: PLC0415

    asked = read(filters)
    with _opened(desk, create=False) as held:
        return Incidents(found(held, as_of=as_of, **asked), held.name)


def add(desk: "Where", coded: "Coded | Iterable[Coded]", /) -> Kept:
    """Keep coded reports on a desk and put what they tell into incidents, as `vedette add` does.

    The desk is made where there is none. A text that the desk has is known, and not kept twice. Raises StoreError.
    """
    from vedette.merge.current import refresh  # noqa: PLC0415 - as above
    from vedette.merge.desking import assign_new  # noqa: PLC0415

    new, known, failed = 0, 0, []
    with _opened(desk, create=True) as held:
        for one in [coded] if isinstance(coded, Coded) else coded:
            if one.error is not None:
                failed.append((one.id, one.error))
            elif held.add(one).new:
                new += 1
            else:
                known += 1
        made = assign_new(held)
        refresh(held)
    return Kept(new, known, made, tuple(failed))


@contextlib.contextmanager
def _opened(desk: "Where", *, create: bool) -> "Iterator[Desk]":
    """A desk that is open already, or one that is opened for as long as it is needed."""
    from vedette.store.desk import Desk, open_desk  # noqa: PLC0415 - as above

    if isinstance(desk, Desk):
        yield desk
        return
    with open_desk(_place_of(desk), create=create) as held:
        yield held


def _place_of(desk: "str | PathLike[str]") -> str | Path:
    """Where the database of a desk is: at its address, or where the vedette.toml in its folder says, or there."""
    from vedette.settings import load  # noqa: PLC0415 - as above

    if isinstance(desk, str) and "://" in desk:
        return desk
    folder = Path(desk).expanduser()
    settings = folder / "vedette.toml"
    told = load(settings).database if settings.is_file() else None
    if told is None:
        return folder
    return told if "://" in told else folder / told
