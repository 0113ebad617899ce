"""The gazetteer: which places bear a name.

Reads data/places/gazetteer.sqlite, which scripts/build_gazetteer.py makes from GeoNames (CC BY 4.0) and from tables
typed by hand. The file is opened read-only and immutable, one connection a thread, so threads and processes share
its pages; nothing is loaded before it is asked for.
"""

import sqlite3
import threading
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from vedette.errors import DataFileError
from vedette.lexicon.placekeys import bare_key, exact_key, loose_key
from vedette.records.vocabulary import PlacePrecision

GAZETTEER_FILE: Final = Path(__file__).resolve().parent.parent / "data" / "places" / "gazetteer.sqlite"
_REMEDY: Final = "run scripts/build_gazetteer.py, or reinstall the package"

# What a spelling's origin adds to a place's prominence (powers of ten of people): an alternate spelling of a big
# city is often a smaller place's own name. Weights as in scripts/build_gazetteer.py.
NAME_BONUS: Final = {4: 1.5, 3: 0.0, 2: 0.0, 1: -1.5, 0: -1.0}
LOOSE_BONUS: Final = -1.5

_FEATURE_PRECISION: Final[dict[str, PlacePrecision]] = {
    "town": "town", "camp": "town", "neighbourhood": "town", "admin1": "province", "admin2": "district",
    "country": "country", "world-region": "country", "lake": "district", "mountain": "district", "road": "district",
    "island": "district", "airport": "point", "base": "point", "bridge": "point", "crossing": "point", "dam": "point",
    "plant": "point", "point": "point", "port": "point", "prison": "point",
}  # fmt: skip
_COLUMNS: Final = """p.id, p.ref, p.name, p.feature, p.country, a1.name, a2.name, p.lat, p.lon, p.population,
    p.precision, p.rank, a1.ref"""
_JOINS: Final = "LEFT JOIN places a1 ON a1.id = p.admin1 LEFT JOIN places a2 ON a2.id = p.admin2"
_BY_KEY: Final = (
    f"SELECT {_COLUMNS}, n.weight FROM names n CROSS JOIN places p ON p.id = n.place {_JOINS} WHERE n.key = ?"  # noqa: S608  (constants only)
)
_BY_NUMBER: Final = f"SELECT {_COLUMNS}, 3 FROM places p {_JOINS} WHERE p.id = ?"  # noqa: S608
_BY_REF: Final = f"SELECT {_COLUMNS}, 3 FROM places p {_JOINS} WHERE p.ref = ?"  # noqa: S608
_GEONAMES: Final = "geonames:"
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
    `unit` is the id of the first level unit that the place lies in.
    """

    entry: PlaceEntry
    score: float
    loose: bool
    proper: bool
    unit: str | None


class Gazetteer:
    """Look-ups in one gazetteer file. Safe to share between threads; not to be written to."""

    def __init__(self, path: Path = GAZETTEER_FILE) -> None:
        """Open the file, or say how to get it (DataFileError)."""
        self._path = path
        self._local = threading.local()
        self.matches = lru_cache(maxsize=8192)(self._matches)
        try:
            self._query("SELECT value FROM meta WHERE key = ?", "version")
        except sqlite3.Error as problem:
            raise DataFileError(path, None, f"cannot read the gazetteer ({problem})", _REMEDY) from problem

    def _query(self, sql: str, value: str | int) -> list[_Row]:
        """Rows of one statement with one value, on this thread's own connection."""
        base: sqlite3.Connection | None = getattr(self._local, "base", None)
        if base is None:
            uri = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
            base = self._local.base = sqlite3.connect(uri, uri=True, check_same_thread=False, cached_statements=16)
            base.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")  # pages come from the system's cache, not by reads
        return base.execute(sql, (value,)).fetchall()

    def lookup(self, name: str, *, loose: bool = False) -> tuple[PlaceEntry, ...]:
        """The places that bear `name`, the most prominent first; with `loose` also other romanisations of it."""
        return tuple(match.entry for match in self.matches(name, loose=loose))

    def known(self, name: str) -> bool:
        """Whether any place bears `name`, spelt so but for case, diacritics, hyphens and articles."""
        return bool(self.matches(name, loose=False))

    def entry(self, place_id: str) -> PlaceEntry | None:
        """The place with an id such as "geonames:170063" or "country:SYR"; None for one that is in no table."""
        number = place_id.removeprefix(_GEONAMES)
        if number != place_id:
            rows = self._query(_BY_NUMBER, int(number)) if number.isdecimal() else []
        else:
            rows = self._query(_BY_REF, place_id)
        return _match(rows[0], penalty=0.0, loose=False).entry if rows else None

    def _matches(self, name: str, *, loose: bool = False) -> tuple[PlaceMatch, ...]:
        """The candidates for `name` with their scores, best first; `matches` is this with a cache of 8,192 names."""
        key = exact_key(name)
        found = [_match(row, penalty=0.0, loose=False) for row in self._query(_BY_KEY, key)]
        bare = bare_key(key)
        if bare:
            found += [_match(row, penalty=-0.5, loose=False) for row in self._query(_BY_KEY, bare)]
        if loose:
            found += [_match(row, LOOSE_BONUS, loose=True) for row in self._query(_BY_KEY, "~" + loose_key(key))]
        best: dict[str, PlaceMatch] = {}
        for match in found:
            kept = best.setdefault(match.entry.id, match)
            if match.score > kept.score:
                best[match.entry.id] = match
        return tuple(sorted(best.values(), key=lambda m: (-m.score, m.entry.id)))


def _match(row: _Row, penalty: float, *, loose: bool) -> PlaceMatch:
    """A row of the look-up statements as a candidate."""
    number, ref, name, kind, country, admin1, admin2, lat, lon, people, precision, rank, unit, weight = row
    feature = kind or "town"
    entry = PlaceEntry(
        ref or f"{_GEONAMES}{number}",
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
    return PlaceMatch(entry, rank / 100 + NAME_BONUS[weight] + penalty, loose, weight > 1, unit)


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer that ships with Vedette, opened once a process."""
    return Gazetteer()
