"""A place as somebody else's table gives it, and the checks that each of its cells must pass.

What a cell refuses is told with the remedy; the readers of tables (placedump.py, placetable.py) add file and line.
"""

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from vedette.lexicon import tables
from vedette.lexicon.countries import countries
from vedette.lexicon.placefile import CURATED, MAIN, Row, rank_by_feature, without_generic

UNIT_LEVELS: Final = (1, 2)  # the levels that a gazetteer knows as containers

_MOST_PEOPLE: Final = 10_000_000_000
_CODE_LENGTHS: Final = (2, 3)
_THE: Final = re.compile(r"\s*\(the\)\s*\Z", re.IGNORECASE)


class RefusedError(Exception):
    """A row that cannot be used: what is wrong with it, and the remedy."""

    def __init__(self, problem: str, remedy: str) -> None:
        """Keep the two apart, as DataFileError wants them."""
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


@dataclass(frozen=True, slots=True)
class Unit:
    """A container as a table names it: `ref` is "pcode:SY02", or "admin1:SY.09" where GeoNames' codes are given."""

    level: int
    name: str
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A place that was read, to be filed with its containers.

    `level` is that of a unit (0: none), `code` its packaged ref where that is known; `learned` says that the name
    carries the marks of learned romanisation.
    """

    row: Row
    units: tuple[Unit, ...] = ()
    level: int = 0
    code: str | None = None
    learned: bool = False


@dataclass(frozen=True, slots=True)
class Imports:
    """The tables of data/places/imports.toml, turned round: from what others write to what we write."""

    columns: dict[str, tuple[str, ...]]  # ours to theirs, the best first
    kinds: dict[str, str]
    geonames: dict[str, str]
    stateless: frozenset[str]
    wide: frozenset[str]


@cache
def imports() -> Imports:
    """The tables, read once."""
    table = tables.read_toml(tables.data_path("places", "imports.toml"))
    kinds = {word: kind for kind, words in table["kinds"].items() for word in words.split()}
    codes = {code: kind for kind, words in table["geonames"].items() for code in words.split()}
    return Imports(
        {ours: tuple(theirs.split()) for ours, theirs in table["columns"].items()},
        kinds | {kind: kind for kind in {*codes.values(), *kinds.values()}},
        codes,
        frozenset(table["nature"]["stateless"].split()),
        frozenset(table["nature"]["wide"].split()),
    )


def place_name(cell: str) -> str:
    """A name on one line; refuses an empty one."""
    name = " ".join(cell.split())
    if not name:
        problem = "the place has no name"
        raise RefusedError(problem, "Write a name, or leave the row out")
    return name


def coordinates(lat: str, lon: str) -> tuple[float, float] | None:
    """Degrees north and east; None where both cells are empty."""
    if not lat.strip() and not lon.strip():
        return None
    return _degrees("latitude", lat, 90), _degrees("longitude", lon, 180)


def _degrees(what: str, cell: str, most: int) -> float:
    """One number of degrees; a decimal comma is as good as a point."""
    try:
        value = float(cell.strip().replace(",", ".").replace("_", "?"))
    except ValueError:
        value = math.nan
    if not abs(value) <= most:  # not a number neither
        problem = f"{what} {cell.strip()!r} is no number from -{most} to {most}"
        raise RefusedError(problem, "Write it in decimal degrees, such as 35.93")
    return value


def people(cell: str) -> int:
    """A number of people, 0 where the cell is empty; thousands may be set off by commas or blanks."""
    digits = re.sub(r"[,\s]", "", cell)
    try:
        number = float(digits.replace("_", "?") or 0)
    except ValueError:
        number = math.nan
    if not 0 <= number <= _MOST_PEOPLE:
        problem = f"population {cell.strip()!r} is no number of people"
        raise RefusedError(problem, "Write a whole number, or leave the cell empty")
    return int(number)


def country_of(cell: str) -> str | None:
    """The alpha-3 code of a country by code or English name, None for an unknown one."""
    name = _THE.sub("", " ".join(cell.split()))
    known = countries()
    return known.iso3(name) or (known.iso3(name.upper()) if len(name) in _CODE_LENGTHS else None)


def kind_of(cell: str) -> str:
    """The kind that a table's word or GeoNames code stands for; a town where it gives none."""
    word = re.sub(r"[\s_]+", "_", cell.strip())
    if not word:
        return "town"
    table = imports()
    found = table.kinds.get(word.casefold()) or table.geonames.get(word.upper())
    if found is None:
        problem = f"{cell.strip()!r} is no kind of place that Vedette knows"
        raise RefusedError(problem, f"Write one of {', '.join(sorted(set(table.kinds.values())))}")
    return found


def finished(row: Row) -> Row:
    """The row with its own name filed and its rank set; refuses one that no news in Latin letters could name."""
    row.add([row.name], MAIN)
    if row.feature in {"admin1", "admin2"}:
        row.add(without_generic(row.name), CURATED)
    row.promote()
    row.rank = rank_by_feature(row.feature, row.population)
    if not row.names:
        problem = f"the name {row.name!r} has no Latin letter"
        raise RefusedError(problem, "Add a spelling in Latin letters, as name or among the aliases")
    if row.country is None and row.feature not in imports().stateless:
        problem = f"no country is given for {row.name!r}"
        raise RefusedError(problem, "Write its ISO code or English name in a column 'country'")
    return row
