"""Places from a GeoNames dump: allCountries.txt, SY.txt, cities500.txt (19 columns, no header, no quotes).

The columns are those of https://download.geonames.org/export/dump/readme.txt.
"""

import re
from typing import Final

from vedette.lexicon.placefile import ALTERNATE, CAPITAL_BONUS, CAPITAL_MIN_RANK, Row, latin_names
from vedette.lexicon.placegiven import (
    Given,
    RefusedError,
    Unit,
    coordinates,
    country_of,
    finished,
    imports,
    people,
    place_name,
)

WIDTH: Final = 19

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,11}")
_NO_UNIT: Final = frozenset({"", "00"})  # GeoNames writes 00 for "in the country at large"
_ENOUGH_LIKE_A_DUMP: Final = 10
_LEVELS: Final = {"ADM1": 1, "ADM2": 2}


def is_dump(line: str) -> bool:
    """Whether a file that begins with this line is a dump, whole or damaged: many cells, a number in the first."""
    cells = line.rstrip("\r\n").split("\t")
    return len(cells) >= _ENOUGH_LIKE_A_DUMP and _NUMBER.fullmatch(cells[0]) is not None


def read_line(line: str) -> Given | None:
    """The place on one line, None for a kind that Vedette has no use for; raises RefusedError with the remedy."""
    cells = line.rstrip("\r\n").split("\t")
    if len(cells) != WIDTH:
        problem = f"{len(cells)} cells where a GeoNames dump has {WIDTH}"
        raise RefusedError(problem, "Download the dump again, or mend the line")
    code = cells[7]
    feature = imports().geonames.get(code) or ("town" if cells[6] == "P" and not code else None)
    if feature is None:
        return None
    if not _NUMBER.fullmatch(cells[0]):
        problem = f"{cells[0]!r} is no GeoNames number"
        raise RefusedError(problem, "Write the number of the place in the first cell")
    row = Row(int(cells[0]), place_name(cells[1]), feature, _country(cells[8]), population=people(cells[14]))
    point = coordinates(cells[4], cells[5])
    if point is None:
        problem = f"{row.name!r} has no coordinates"
        raise RefusedError(problem, "Write latitude and longitude in the fifth and sixth cell")
    row.lat, row.lon = point
    row.add(latin_names(cells[3].split(","), row.country, row.population), ALTERNATE)
    finished(row)
    if code == "PPLC" and row.rank >= CAPITAL_MIN_RANK:
        row.rank += CAPITAL_BONUS
    return _with_units(row, _LEVELS.get(code, 0), cells[8], cells[10], cells[11])


def _country(code: str) -> str | None:
    """The alpha-3 code of GeoNames' country, None where the cell is empty."""
    if not code:
        return None
    found = country_of(code)
    if found is None:
        problem = f"unknown country code {code!r}"
        raise RefusedError(problem, "Write an ISO 3166 alpha-2 code in the ninth cell")
    return found


def _with_units(row: Row, level: int, country: str, first: str, second: str) -> Given:
    """The place with the units that its codes name; a unit itself is not its own container."""
    codes = []
    if country and first not in _NO_UNIT:
        codes.append(f"admin1:{country}.{first}")
        if second not in _NO_UNIT:
            codes.append(f"admin2:{country}.{first}.{second}")
    own = codes[level - 1] if 0 < level <= len(codes) else None
    inside = codes[: level - 1] if level else codes
    units = tuple(Unit(number, "", code) for number, code in enumerate(inside, 1))
    return Given(row, units, level, own, learned=True)
