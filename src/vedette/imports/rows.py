"""One row of another's table as a row of the store, by the map of its source."""

import functools
import hashlib
import json
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from vedette.errors import DataFileError
from vedette.imports.cells import CountryCells, day_of, stamp, whole
from vedette.imports.maps import Columns, Map
from vedette.lexicon.placegiven import RefusedError, coordinates
from vedette.records.ids import storable
from vedette.store.tables import imported
from vedette.store.words import fold

Row = dict[str, Any]

LONGEST_ID: Final = 200
_SHORT: Final = 32
_EMPTY: Final = dict.fromkeys(
    c.name for c in imported.c if c.name not in ("seq", "source", "file_id", "licence", "added_at")
)
_KILLED: Final = ("killed_low", "killed_best", "killed_high")


class RowReader:
    """Reads the rows of one table; raises DataFileError where its columns are not those that the map names."""

    def __init__(self, given: Map, header: Sequence[str], path: Path, line: int) -> None:
        """Find the columns; `header` stands on `line` of the file."""
        self.map = given
        self.header = [name.strip() for name in header]
        self._countries = CountryCells(given.countries, only=given.countries_only)
        self._kinds: dict[str, tuple[str | None, str | None, str | None]] = {}
        places = {name.casefold(): n for n, name in reversed(list(enumerate(self.header)))}
        self.deletions = self._deletions(places)
        self._at = {} if self.deletions else self._columns(places, path, line)
        self._parties = {side: [places[n.casefold()] for n in getattr(given.columns, side) if n.casefold() in places]
                         for side in ("side_a", "side_b")}  # fmt: skip

    def _deletions(self, places: dict[str, int]) -> tuple[int, int] | None:
        """The columns of a list of deleted rows, None where this is a table of rows."""
        told = self.map.deletions
        if told is None or not {told.id.casefold(), told.revised.casefold()} <= set(places):
            return None
        if any(name.casefold() in places for name in self.map.columns.day_from):
            return None
        return places[told.id.casefold()], places[told.revised.casefold()]

    def _columns(self, places: dict[str, int], path: Path, line: int) -> dict[str, int]:
        """Where each of our columns is; refuses a table that lacks one that the map requires."""
        found: dict[str, int] = {}
        for ours in Columns.model_fields:
            theirs = getattr(self.map.columns, ours)
            present = [places[name.casefold()] for name in theirs if name.casefold() in places]
            if present:
                found[ours] = present[0]
            elif theirs and (self.map.required is None or ours in self.map.required):
                problem = f"no column {' or '.join(map(repr, theirs))}, which holds {ours} in {self.map.title}"
                remedy = "See that --as names the file's format, or name its columns in a map (--map)"
                raise DataFileError(path, line, problem, remedy)
        return found

    def read(self, cells: Sequence[str]) -> Row:
        """The row of the store; raises RefusedError with what was wrong and the remedy."""
        if len(cells) != len(self.header):
            problem = f"{len(cells)} cells where {len(self.header)} are due"
            raise RefusedError(
                problem, "Quote cells that hold the separator or line ends; see that no quote is left open"
            )
        told = [_plain(cell).strip() for cell in cells]
        row = self._deleted(told) if self.deletions else self._event(told)
        given = {name: cell for name, cell in zip(self.header, told, strict=True) if cell}
        row["json"] = json.dumps(given, ensure_ascii=True, separators=(",", ":"))
        row["digest"] = _hash(json.dumps({k: row[k] for k in sorted(row) if k != "digest"}))
        if row["source_id"] is None:
            row["source_id"] = f"row:{row['digest']}"
        return row

    def _deleted(self, told: Sequence[str]) -> Row:
        """The version of a row that says that it is no more."""
        ident, revised = self.deletions or (0, 0)
        return {
            **_EMPTY, "source_id": _ident(told[ident]), "revised": stamp(told[revised]), "deleted": True,
            "actors": "{}", "actors_key": "",
        }  # fmt: skip

    def _event(self, told: Sequence[str]) -> Row:
        """The version of a row that tells an event."""
        row: Row = {**_EMPTY, "deleted": False, **self._days(told), **self._where(told), **self._what(told)}
        row["source_id"] = _ident(self._of(told, "id")) if "id" in self._at else None
        row["revised"] = stamp(self._of(told, "revised"))
        row["notes"] = self._of(told, "notes") or None
        return row | self._killed(told) | self._actors(told)

    def _of(self, told: Sequence[str], ours: str) -> str:
        """The cell of one of our columns, empty where the table has none."""
        place = self._at.get(ours)
        cell = told[place] if place is not None else ""
        end = self.map.first_of.get(ours)
        return cell.split(end)[0].strip() if end else cell

    def _days(self, told: Sequence[str]) -> Row:
        """When."""
        first = day_of(self._of(told, "day_from"), self.map.dates)
        given = self._of(told, "day_to")
        last = day_of(given, self.map.dates) if given else first
        if last < first:
            problem = f"it ends on {last}, before it begins on {first}"
            raise RefusedError(problem, "Correct the days")
        told_precision = _looked_up(self.map.day_precision, "precision of days", self._of(told, "day_precision"))
        precision = told_precision or ("unknown" if self.map.columns.day_precision else "day")
        return {"day_from": first, "day_to": last, "day_precision": precision}

    def _where(self, told: Sequence[str]) -> Row:
        """Where."""
        lat, lon = coordinates(self._of(told, "lat"), self._of(told, "lon")) or (None, None)
        place = self._of(told, "place") or None
        precision = _looked_up(self.map.precision, "precision of places", self._of(told, "precision"))
        return {
            "country": self._countries.code(self._of(told, "country")),
            "admin1": self._of(told, "admin1") or None,
            "place": place,
            "place_key": _key(place) if place else None,
            "precision": precision or "unknown",
            "lat": lat,
            "lon": lon,
        }

    def _what(self, told: Sequence[str]) -> Row:
        """What happened, in the source's words and in ours."""
        given = self._of(told, "kind")
        if given not in self._kinds:
            self._kinds[given] = self._kind(given)
        kind, type_, sub_event = self._kinds[given]
        return {"kind": kind, "type": type_, "sub_event": sub_event}

    def _kind(self, given: str) -> tuple[str | None, str | None, str | None]:
        """A kind's name, PLOVER type and sub-event; the latter two None where the map does not know it."""
        keys = [given] if self.map.kinds_by == "whole" else [given[:end] for end in range(len(given), 0, -1)]
        found = next((self.map.kinds[key] for key in keys if key in self.map.kinds), None)
        if found is None:
            return given or None, None, None
        return found.name or given, found.type, found.sub_event

    def _killed(self, told: Sequence[str]) -> Row:
        """How many were killed."""
        row = {name: whole(name.replace("_", " "), self._of(told, name)) for name in _KILLED}
        known = [(name, number) for name, number in row.items() if number is not None]
        for (name, number), (other, larger) in pairwise(known):
            if number > larger:
                problem = f"{name.replace('_', ' ')} {number} is more than {other.replace('_', ' ')} {larger}"
                raise RefusedError(problem, "Correct the numbers, or leave the doubtful one empty")
        return row

    def _actors(self, told: Sequence[str]) -> Row:
        """Who, by side; a cell may hold several names."""
        sides = {side[-1]: _names(told[n] for n in places) for side, places in self._parties.items()}
        sides = {side: names for side, names in sides.items() if names}
        key = " | ".join(_key(name) for names in sides.values() for name in names)
        return {"actors": json.dumps(sides, ensure_ascii=True), "actors_key": key}


_key: Final = functools.lru_cache(maxsize=50_000)(fold)
"""Names of places and actors repeat, and folding one takes longer than all else that is done with it."""


def _plain(cell: str) -> str:
    """A cell that both databases take; most are plain ASCII and need no look at each letter."""
    return cell if cell.isascii() and "\x00" not in cell else storable(cell)


def _ident(cell: str) -> str:
    """The source's own id of a row."""
    if not cell or len(cell) > LONGEST_ID:
        problem = "the row has no id" if not cell else f"its id has {len(cell)} characters, more than {LONGEST_ID}"
        raise RefusedError(problem, "Give each row the source's own id")
    return cell


def _looked_up(table: dict[str, Any], what: str, cell: str) -> str | None:
    """What a code of the source stands for; None for an empty cell."""
    if not cell:
        return None
    found: str | None = table.get(cell)
    if found is None:
        problem = f"{what} {cell!r} is none of {', '.join(table)}"
        raise RefusedError(problem, "Correct the cell, or say in a map what the code means")
    return found


def _names(cells: Iterable[str]) -> list[str]:
    """The names in cells, once each, in their order."""
    return list(dict.fromkeys(name.strip() for cell in cells for name in cell.split(";") if name.strip()))


def _hash(text: str) -> str:
    """A short name for a content."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:_SHORT]
