"""The own gazetteer file: places that whoever runs Vedette has added, filed so that look-ups find them.

Each place is filed under an id that it keeps: its GeoNames number, its p-code, or its name and country. A place of the
same id takes the stead of the older one, so that a newer file can be added over an old one.

A place lies in units. Those that the packaged gazetteer has are copied as rows without names, under the packaged id:
the file can be read alone, and the resolver sees one Idlib province. An own unit that is a packaged one by code or
name is noted in meta ("unit:admin1:SY.12"), and the reader puts it in the packaged one's stead.
"""

import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Final, Literal, Self

from vedette.errors import DataFileError
from vedette.lexicon.placefile import GEONAMES, SCHEMA, Row, distance
from vedette.lexicon.placegiven import UNIT_LEVELS, Given, Unit, imports
from vedette.lexicon.placekeys import fold
from vedette.lexicon.places import GAZETTEER_FILE, UNIT_KEY, Gazetteer
from vedette.lexicon.placeunits import PackagedUnit, PackagedUnits

Added = Literal["added", "renewed"]

SAME_PLACE_KM: Final = 10  # namesakes of a country further apart are different places

# Look-ups that the packaged file does without: ids of own making, and the names of a place that is renewed.
_INDEXES: Final = """
CREATE UNIQUE INDEX by_ref ON places (ref) WHERE ref IS NOT NULL;
CREATE INDEX names_by_place ON names (place);
"""
_VERSION: Final = "1"
_BATCH: Final = 5_000  # places to a transaction: those who read meanwhile wait for one batch at most
_CACHE_KB: Final = 128 << 10  # keys come in no order: with SQLite's 2 MB every place waits for the disk
_REMEDY: Final = "Check the path and its permissions, or name another file with VEDETTE_GAZETTEER"


class OwnPlaces:
    """The own file, open for adding; a context manager that keeps what was added unless it ends in an error."""

    def __init__(self, path: Path, packaged: Path = GAZETTEER_FILE) -> None:
        """Open the file, made where it is not there yet, or say why it cannot be (DataFileError)."""
        self.path = path
        self._packaged = PackagedUnits(Gazetteer(packaged))
        self._numbers: dict[tuple[Unit, str | None, int | None], int | None] = {}
        self._pending = 0
        if path.exists() and path.samefile(packaged):
            raise DataFileError(path, None, "is the packaged gazetteer", "Name another file with VEDETTE_GAZETTEER")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(path)
        except (OSError, sqlite3.Error) as error:
            raise DataFileError(path, None, f"cannot be written: {error}", _REMEDY) from error
        try:
            self._base.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
            self._prepare()
            self._lowest: int = self._one("SELECT min(id) FROM places WHERE id < ?", 0) or 0
        except sqlite3.Error as error:
            self._base.close()
            raise DataFileError(path, None, f"cannot be written: {error}", _REMEDY) from error
        except DataFileError:
            self._base.close()
            raise

    def _prepare(self) -> None:
        """Give a new file its tables; refuse a database of another shape."""
        tables = {name for (name,) in self._base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:
            self._base.executescript(f"BEGIN; {SCHEMA} {_INDEXES} COMMIT;")
            self._base.execute("INSERT INTO meta VALUES ('version', ?)", (_VERSION,))
            self._base.commit()
        elif not {"places", "names", "meta"} <= tables or self._meta("version") != _VERSION:
            problem = "is no gazetteer of this version of Vedette"
            raise DataFileError(self.path, None, problem, "Move it away and add its files again")

    def __enter__(self) -> Self:
        """Begin to add."""
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        """Keep the last batch, unless adding has failed in it."""
        if kind is None:
            self._base.commit()
        self._base.close()

    def add(self, given: Given) -> Added:
        """File a place; "renewed" is one that was filed under the same id before."""
        try:
            added = self._add(given)
            self._pending += 1
            if self._pending % _BATCH == 0:
                self._base.commit()
        except sqlite3.Error as error:
            raise DataFileError(self.path, None, f"cannot be written: {error}", _REMEDY) from error
        return added

    def _add(self, given: Given) -> Added:
        """File a place and, where it is a unit that the packaged gazetteer has, put it in that one's stead."""
        row = given.row
        first, second = self._units(given)
        row.admin1, row.admin2 = first, second
        if given.learned:
            row.name = row.display_name(self._name(first))
        packaged = self._same_unit(given)
        if packaged:
            _complete(row, packaged)
        row.rank = max(row.rank, self._packaged.rank(row.id) if row.id > 0 else 0)
        self._number(row)
        known = self._is_place(row)
        self._write(row)
        if packaged:
            self._supersede(packaged.ref, row)
        return "renewed" if known else "added"

    def _is_place(self, row: Row) -> bool:
        """Whether a place was added under this number: it has names, or is a unit that another took the stead of."""
        named = self._one("SELECT 1 FROM names WHERE place = ?", row.id) is not None
        return named or self._meta(UNIT_KEY + _id_of(row)) is not None

    def _write(self, row: Row) -> None:
        """Write a place with its names in the stead of what was there under its number."""
        self._base.execute("DELETE FROM names WHERE place = ?", (row.id,))
        self._base.execute("INSERT OR REPLACE INTO places VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", row.columns())
        names = [(key, row.id, weight) for key, weight in row.keys().items()]
        self._base.executemany("INSERT INTO names VALUES (?,?,?)", names)

    # -- ids

    def _number(self, row: Row) -> None:
        """Set the number that a place is filed under, and the ref of one that has neither number nor ref."""
        if row.id > 0:
            row.ref = None
            return
        if row.ref is None:
            row.ref, row.id = self._own_ref(row)
        else:
            row.id = self._by_ref(row.ref) or 0
        row.id = row.id or self._next()

    def _own_ref(self, row: Row) -> tuple[str, int]:
        """The id by name and country of the same place, or the next that is free (number 0)."""
        words = fold(row.name) or next(iter(row.names))
        base = "-".join(filter(None, ("own:" + words.replace(" ", "-"), row.country)))
        ref, number = base, 1
        while (held := self._by_ref(ref)) is not None and not self._same_spot(row, held):
            number += 1
            ref = f"{base}-{number}"
        return ref, held or 0

    def _same_spot(self, row: Row, held: int) -> bool:
        """Whether a namesake that is filed already is this place: of its kind, and near it or in the same units."""
        cells = "SELECT coalesce(feature, 'town'), lat, lon, admin1, admin2 FROM places WHERE id = ?"
        feature, lat, lon, first, second = self._base.execute(cells, (held,)).fetchone()
        if feature != (row.feature or "town"):
            return False
        if lat is None or row.lat is None:
            return bool((first, second) == (row.admin1, row.admin2))
        return distance(row, Row(held, row.name, lat=lat / 10_000, lon=lon / 10_000)) <= SAME_PLACE_KM

    def _next(self) -> int:
        """A number that no place has yet."""
        self._lowest -= 1
        return self._lowest

    # -- units

    def _units(self, given: Given) -> tuple[int | None, int | None]:
        """The numbers of the first and second level units that a place lies in."""
        row = given.row
        numbers: dict[int, int | None] = dict.fromkeys(UNIT_LEVELS)
        for unit in given.units:
            numbers[unit.level] = self._unit(unit, row.country, numbers[1])
        apart = given.level == 1 or row.feature in imports().wide
        if (
            numbers == dict.fromkeys(UNIT_LEVELS)
            and not apart
            and row.country
            and row.lat is not None
            and row.lon is not None
        ):
            near = self._packaged.nearest(row.country, row.lat, row.lon)
            numbers[1] = self._copy(1, near, row.country, None) if near else None
        return numbers[1], numbers[2]

    def _unit(self, unit: Unit, country: str | None, inside: int | None) -> int | None:
        """The number of a container, remembered; None for a code of GeoNames that the packaged file lacks."""
        key = (unit, country, inside)
        if key not in self._numbers:
            self._numbers[key] = self._find_unit(unit, country, inside)
        return self._numbers[key]

    def _find_unit(self, unit: Unit, country: str | None, inside: int | None) -> int | None:
        """A container by its p-code in this file, by code or name in the packaged one, else a new row for its name."""
        known = self._by_ref(unit.ref) if unit.ref else None
        if known is not None:
            return known
        if not unit.name:
            packaged = self._packaged.by_ref.get(unit.ref or "")
            return self._copy(unit.level, packaged, country, inside) if packaged else None
        packaged = self._packaged.by_name(unit.level, unit.name, country, self._packaged_ref(inside))
        if packaged is None:
            around = f"{fold(self._name(inside) or '')}-{fold(unit.name)}".strip("-").replace(" ", "-")
            ref = unit.ref or f"own:admin{unit.level}:{around}-{country}"
            packaged = PackagedUnit(ref, unit.name)
        return self._copy(unit.level, packaged, country, inside)

    def _copy(self, level: int, unit: PackagedUnit, country: str | None, inside: int | None) -> int:
        """The number of a container's row, made where it is not there yet; without names no look-up finds it."""
        known = self._by_ref(unit.ref)
        if known is not None:
            return known
        row = Row(self._next(), unit.name, f"admin{level}", country, unit.ref, admin1=inside, rank=unit.rank)
        self._write(row)
        return row.id

    def _same_unit(self, given: Given) -> PackagedUnit | None:
        """The packaged unit that a unit is, by GeoNames' code or by name."""
        if given.code or not given.level:
            return self._packaged.by_ref.get(given.code or "")
        row = given.row
        return self._packaged.by_name(given.level, row.name, row.country, self._packaged_ref(row.admin1))

    def _packaged_ref(self, number: int | None) -> str | None:
        """The packaged unit that a container of this file is, None where it is none."""
        ref = self._ref(number) or ""
        if ref in self._packaged.by_ref:
            return ref
        stands_for = "SELECT substr(key, 6) FROM meta WHERE key GLOB 'unit:admin*' AND value = ?"
        found = self._base.execute(stands_for, (str(number),)).fetchone()
        return found[0] if found else None

    def _supersede(self, ref: str, row: Row) -> None:
        """Put a unit in the stead of the packaged one, and of an own one that was there before under another id."""
        earlier = self._meta(UNIT_KEY + ref)
        self._base.execute("DELETE FROM meta WHERE key = ?", (UNIT_KEY + _id_of(row),))
        if earlier and int(earlier) != row.id:
            self._base.execute("DELETE FROM names WHERE place = ?", (int(earlier),))
            self._base.execute(
                "UPDATE meta SET value = ? WHERE key GLOB 'unit:*' AND value = ?", (str(row.id), earlier)
            )
            self._note_unit(self._ref(int(earlier)) or f"{GEONAMES}{earlier}", row)
        self._note_unit(ref, row)

    def _note_unit(self, ref: str, row: Row) -> None:
        """Write into meta that a unit stands in another's stead."""
        self._base.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (UNIT_KEY + ref, str(row.id)))

    # -- questions to the file

    def _one(self, sql: str, value: str | int) -> int | None:
        """The first cell of the first row, None where there is none."""
        found = self._base.execute(sql, (value,)).fetchone()
        return None if found is None else found[0]

    def _by_ref(self, ref: str) -> int | None:
        """The number of a place by its ref."""
        return self._one("SELECT id FROM places WHERE ref = ?", ref)

    def _meta(self, key: str) -> str | None:
        """A value of the meta table."""
        found = self._base.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if found is None else str(found[0])

    def _ref(self, number: int | None) -> str | None:
        """The ref of a place of this file; None for none, and for one of GeoNames, which has a number only."""
        found = self._base.execute("SELECT ref FROM places WHERE id = ?", (number,)).fetchone()
        return found[0] if found else None

    def _name(self, number: int | None) -> str | None:
        """The name of a place of this file."""
        found = self._base.execute("SELECT name FROM places WHERE id = ?", (number,)).fetchone()
        return found[0] if found else None


def _id_of(row: Row) -> str:
    """The id of a place as look-ups give it."""
    return row.ref or f"{GEONAMES}{row.id}"


def _complete(row: Row, unit: PackagedUnit) -> None:
    """Give a unit what only the packaged one in whose stead it comes knows: where it is, how well it is known."""
    if row.lat is None:
        row.lat, row.lon = unit.lat, unit.lon
    row.population = row.population or unit.population
    row.rank = max(row.rank, unit.rank)
