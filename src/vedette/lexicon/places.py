"""The gazetteer: which places bear a name.

Reads data/places/gazetteer.sqlite, which scripts/build_gazetteer.py makes from GeoNames (CC BY 4.0) and from tables
typed by hand, and beside it the own file that `vedette gazetteer add` fills, where there is one. An own place takes
the stead of the packaged one with its GeoNames number, an own unit that of the packaged unit with its name.

The packaged file is opened read-only and immutable, one connection a thread, so threads and processes share its
pages; nothing is loaded before it is asked for.
"""

import sqlite3
import threading
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from vedette.errors import DataFileError
from vedette.lexicon.placefile import ALTERNATE, ARTICLELESS, CURATED, GEONAMES, MAIN, PREFERRED, own_file
from vedette.lexicon.placekeys import bare_key, exact_key, loose_key
from vedette.records.vocabulary import PlacePrecision

GAZETTEER_FILE: Final = Path(__file__).resolve().parent.parent / "data" / "places" / "gazetteer.sqlite"
UNIT_KEY: Final = "unit:"  # meta of the own file: a unit's ref, and the number of the own unit in its stead

_REMEDY: Final = "run scripts/build_gazetteer.py, or reinstall the package"
_OWN_REMEDY: Final = "Move it away and add its files again with `vedette gazetteer add`"

# What a spelling's origin adds to a place's prominence (powers of ten of people): an alternate spelling of a big
# city is often a smaller place's own name.
NAME_BONUS: Final = {PREFERRED: 1.5, MAIN: 0.0, CURATED: 0.0, ALTERNATE: -1.5, ARTICLELESS: -1.0}
LOOSE_BONUS: Final = -1.5

_FEATURE_PRECISION: Final[dict[str, PlacePrecision]] = {
    "town": "town", "camp": "town", "neighbourhood": "town", "admin1": "province", "admin2": "district",
    "country": "country", "world-region": "country", "lake": "district", "mountain": "district", "road": "district",
    "island": "district", "airport": "point", "base": "point", "bridge": "point", "crossing": "point", "dam": "point",
    "plant": "point", "point": "point", "port": "point", "prison": "point",
}  # fmt: skip
_COLUMNS: Final = """p.id, p.ref, p.name, p.feature, p.country, a1.name, a2.name, p.lat, p.lon, p.population,
    p.precision, p.rank, a1.ref, a2.ref"""
_JOINS: Final = "LEFT JOIN places a1 ON a1.id = p.admin1 LEFT JOIN places a2 ON a2.id = p.admin2"
_BY_KEY: Final = (
    f"SELECT {_COLUMNS}, n.weight FROM names n CROSS JOIN places p ON p.id = n.place {_JOINS} WHERE n.key = ?"  # noqa: S608  (constants only)
)
_BY_NUMBER: Final = f"SELECT {_COLUMNS}, 3 FROM places p {_JOINS} WHERE p.id = ?"  # noqa: S608
_BY_REF: Final = f"SELECT {_COLUMNS}, 3 FROM places p {_JOINS} WHERE p.ref = ?"  # noqa: S608
_UNITS: Final = (
    "SELECT substr(m.key, 6), coalesce(p.ref, 'geonames:' || p.id), p.name "
    "FROM meta m JOIN places p ON p.id = CAST(m.value AS INTEGER) WHERE m.key GLOB ?"
)
_RANK, _UNIT, _WEIGHT = 11, 12, 14  # where these are in a row
_LONGEST_NUMBER: Final = 18
_MAPPED_BYTES: Final = 64 << 20
_Row = tuple[Any, ...]  # the columns of _COLUMNS, then the weight


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A place of the gazetteer. `lat` and `lon` in degrees, the middle for areas; `country` ISO 3166 alpha-3.

    `id` is "geonames:<number>", "admin1:SY.09", "admin2:...", "country:SYR" or "feature:red-sea"; `feature` a kind
    such as "town", "admin1", "sea", "region", "base"; `population` people, 0 where unknown.
    """

    id: str
    name: str
    feature: str
    country: str | None
    admin1: str | None
    admin2: str | None
    lat: float | None
    lon: float | None
    population: int
    precision: PlacePrecision


class PlaceMatch(NamedTuple):
    """A place that may be meant by a name. `score`: prominence in powers of ten of people, less for a poor name match.

    `loose` says that only the romanisation key agreed, `proper` that the name is the place's own or hand-curated one;
    `unit` is the id of the first level unit that the place lies in, `own` whether the place is from the own file.
    """

    entry: PlaceEntry
    score: float
    loose: bool
    proper: bool
    unit: str | None
    own: bool = False


class PlaceFile:
    """One gazetteer file, open for reading. Safe to share between threads."""

    def __init__(self, path: Path, *, immutable: bool, remedy: str) -> None:
        """Open the file, or say how to get it (DataFileError); `immutable` is one that nobody writes to meanwhile."""
        self._path, self._remedy = path, remedy
        self._how = "mode=ro&immutable=1" if immutable else "mode=ro"
        self._local = threading.local()
        self.query("SELECT value FROM meta WHERE key = ?", "version")

    def query(self, sql: str, value: str | int) -> list[_Row]:
        """Rows of one statement with one value, on this thread's own connection."""
        try:
            return self._connection().execute(sql, (value,)).fetchall()
        except sqlite3.Error as problem:
            raise DataFileError(self._path, None, f"cannot read the gazetteer ({problem})", self._remedy) from problem

    def _connection(self) -> sqlite3.Connection:
        """This thread's connection, made when it is first asked for."""
        base: sqlite3.Connection | None = getattr(self._local, "base", None)
        if base is None:
            uri = f"{self._path.resolve().as_uri()}?{self._how}"
            base = self._local.base = sqlite3.connect(uri, uri=True, check_same_thread=False, cached_statements=16)
            base.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")  # pages come from the system's cache, not by reads
        return base


class Gazetteer:
    """Look-ups in the packaged gazetteer and an own one. Safe to share between threads; not to be written to."""

    def __init__(self, path: Path = GAZETTEER_FILE, own: Path | None = None) -> None:
        """Open the files, or say how to get them (DataFileError)."""
        self.packaged = PlaceFile(path, immutable=True, remedy=_REMEDY)
        self.own = PlaceFile(own, immutable=False, remedy=_OWN_REMEDY) if own else None
        units = self.own.query(_UNITS, UNIT_KEY + "*") if self.own else []
        self._units: dict[str, tuple[str, str]] = {ref: (own_ref, name) for ref, own_ref, name in units}
        self.matches = lru_cache(maxsize=8192)(self._matches)

    def lookup(self, name: str, *, loose: bool = False) -> tuple[PlaceEntry, ...]:
        """The places that bear `name`, the most prominent first; with `loose` also other romanisations of it."""
        return tuple(match.entry for match in self.matches(name, loose=loose))

    def known(self, name: str) -> bool:
        """Whether any place bears `name`, spelt so but for case, diacritics, hyphens and articles."""
        return bool(self.matches(name, loose=False))

    def entry(self, place_id: str) -> PlaceEntry | None:
        """The place with an id such as "geonames:170063" or "country:SYR"; None for one that is in no table."""
        current = self._units.get(place_id, (place_id, ""))[0]
        for file in (self.own, self.packaged):
            rows = _by_id(file, current) if file else []
            if rows:
                return self._match(rows[0], own=file is self.own).entry
        return None

    def _matches(self, name: str, *, loose: bool = False) -> tuple[PlaceMatch, ...]:
        """The candidates for `name` with their scores, best first; `matches` is this with a cache of 8,192 names."""
        key = exact_key(name)
        found = self._filed(key)
        bare = bare_key(key)
        if bare:
            found += self._filed(bare, penalty=-0.5)
        if loose:
            found += self._filed("~" + loose_key(key), LOOSE_BONUS, loose=True)
        best: dict[str, PlaceMatch] = {}
        for match in found:
            kept = best.setdefault(match.entry.id, match)
            if match.score > kept.score:
                best[match.entry.id] = match
        return tuple(sorted(best.values(), key=lambda m: (-m.score, m.entry.id)))

    def _filed(self, key: str, penalty: float = 0.0, *, loose: bool = False) -> list[PlaceMatch]:
        """The places that are filed under a key in either file, own ones in the stead of packaged ones."""
        found = []
        for row in self.packaged.query(_BY_KEY, key):
            own = self._own_instead(row)
            found.append(self._match(own or row, penalty, loose=loose, own=own is not None))
        rows = self.own.query(_BY_KEY, key) if self.own else []
        return found + [self._match(row, penalty, loose=loose, own=True) for row in rows]

    def _own_instead(self, row: _Row) -> _Row | None:
        """The own place in the stead of a packaged one; what is known of the name found keeps its weight."""
        if self.own is None:
            return None
        number, ref = row[:2]
        if number > 0:
            rows = self.own.query(_BY_NUMBER, number)
        else:
            rows = _by_id(self.own, self._units[ref][0]) if ref in self._units else []
        if not rows:
            return None
        own = rows[0]
        # Without a province of its own it lies in that of the packaged one.
        unit = own if own[_UNIT] else row
        rank = max(own[_RANK], row[_RANK])
        return (*own[:5], *unit[5:7], *own[7:_RANK], rank, *unit[_UNIT:_WEIGHT], row[_WEIGHT])

    def _match(self, row: _Row, penalty: float = 0.0, *, loose: bool = False, own: bool = False) -> PlaceMatch:
        """A row of the look-up statements as a candidate, its units those that count now."""
        number, ref, name, kind, country, admin1, admin2, lat, lon, people, precision, rank, unit, unit2, weight = row
        feature = kind or "town"
        unit, admin1 = self._units.get(unit, (unit, admin1))
        _, admin2 = self._units.get(unit2, (unit2, admin2))
        entry = PlaceEntry(
            ref or f"{GEONAMES}{number}",
            name,
            feature,
            country,
            admin1,
            admin2,
            None if lat is None else lat / 10_000,
            None if lon is None else lon / 10_000,
            people,
            precision or _FEATURE_PRECISION.get(feature, "province"),
        )
        return PlaceMatch(entry, rank / 100 + NAME_BONUS[weight] + penalty, loose, weight > 1, unit, own)


def _by_id(file: PlaceFile, place_id: str) -> list[_Row]:
    """The row of a place by its id; none for an id that the file does not hold."""
    number = place_id.removeprefix(GEONAMES)
    if number == place_id:
        return file.query(_BY_REF, place_id)
    short = len(number) <= _LONGEST_NUMBER  # SQLite has no larger numbers
    return file.query(_BY_NUMBER, int(number)) if short and number.isdecimal() else []


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer that ships with Vedette and the own places as they are now, opened once a process."""
    own = own_file()
    return Gazetteer(own=own if own.exists() else None)
