"""Places from a table with a header: a list of sites, or one of OCHA's common operational datasets.

Columns are known by their names (data/places/imports.toml). Where none holds the place's own name, the finest level
of units does (ADM3_EN before ADM2_EN), and the coarser ones say what it lies in.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from vedette.lexicon.placefile import ALTERNATE, CURATED, Row, is_latin
from vedette.lexicon.placegiven import (
    UNIT_LEVELS,
    Given,
    RefusedError,
    Unit,
    coordinates,
    country_of,
    finished,
    imports,
    kind_of,
    people,
    place_name,
)

# ADM2_EN, ADM2_REF, ADM2ALT1EN, admin2Name_en, adm2_name, admin2; then ADM2_PCODE, admin2Pcode. Languages that are
# written in other letters are of no use.
_UNIT: Final = re.compile(r"adm(?:in)?([0-4])_?(?:(ref|alt[12]_?(?:en|fr|es|pt))|(?:name)?[0-9]?_?(en|fr|es|pt)?)")
_PCODE: Final = re.compile(r"adm(?:in)?([0-4])_?p_?code")
_IS_PCODE: Final = re.compile(r"[A-Za-z0-9._-]{1,40}")
_LIKE_A_PCODE: Final = re.compile(r"[A-Z]{2,3}[0-9][0-9A-Z]{0,17}")
_NUMBERED: Final = re.compile(r"geonames:([1-9][0-9]{0,11})")
_LANGUAGES: Final = ("en", "", "fr", "es", "pt")  # a level's name is taken from the first of these that is there
_LEVELS: Final = {"admin1": 1, "admin2": 2}
_SEPARATORS: Final = re.compile(r"[;|]")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the cells of a table are. `level` is that of the place's own name, None where it has a name's column."""

    cells: dict[str, int]
    names: dict[int, int]  # by level of unit
    others: dict[int, tuple[int, ...]]  # the same in other languages, and alternative names
    pcodes: dict[int, int]
    level: int | None


def columns_of(header: Sequence[str]) -> Columns | None:
    """The columns of a header; None where no column holds the places' names."""
    found = [re.sub(r"[^a-z0-9]+", "_", cell.removeprefix("\ufeff").casefold()).strip("_") for cell in header]
    cells: dict[str, int] = {}
    for ours, theirs in imports().columns.items():
        places = [found.index(name) for name in theirs if name in found]
        if places:
            cells[ours] = places[0]
    names, others = _levels(found)
    pcodes = {int(match[1]): place for place, cell in enumerate(found) if (match := _PCODE.fullmatch(cell))}
    for level in UNIT_LEVELS:  # "province" in a list of sites
        if f"admin{level}" in cells:
            names.setdefault(level, cells[f"admin{level}"])
    own = None if "name" in cells else max(names, default=0)
    return None if own == 0 else Columns(cells, names, others, pcodes, own)


def _levels(found: Sequence[str]) -> tuple[dict[int, int], dict[int, tuple[int, ...]]]:
    """For each level of units the column of its name, and those of its other names."""
    by_level: dict[int, list[tuple[int, int]]] = {}
    for place, cell in enumerate(found):
        match = _UNIT.fullmatch(cell)
        if match:
            order = len(_LANGUAGES) if match[2] else _LANGUAGES.index(match[3] or "")
            by_level.setdefault(int(match[1]), []).append((order, place))
    ordered = {level: [place for _, place in sorted(columns)] for level, columns in by_level.items()}
    names = {level: places[0] for level, places in ordered.items()}
    return names, {level: tuple(places[1:]) for level, places in ordered.items()}


def read_cells(cells: Sequence[str], columns: Columns) -> Given | None:
    """The place in one row, None for a row of HXL tags; raises RefusedError with the remedy."""
    if all(cell.lstrip().startswith("#") for cell in cells if cell.strip()):
        return None
    return _TableRow(cells, columns).given()


@dataclass(frozen=True, slots=True)
class _TableRow:
    """One row of a table, asked by what its cells mean."""

    cells: Sequence[str]
    columns: Columns

    def _at(self, place: int | None) -> str:
        """A cell; one beyond the row's end or of a column that is not there is empty."""
        return self.cells[place].strip() if place is not None and place < len(self.cells) else ""

    def _of(self, column: str) -> str:
        """The cell of one of our columns."""
        return self._at(self.columns.cells.get(column))

    def given(self) -> Given:
        """The place with its containers."""
        level = self.columns.level or 0
        name = place_name(self._at(self.columns.names[level]) if level else self._of("name"))
        row = Row(self._number(), name, self._feature(level), self._country(), self._pcode(level))
        row.population = people(self._of("population"))
        row.lat, row.lon = self._point(name, level)
        row.add(_SEPARATORS.split(self._of("aliases")), CURATED)
        row.add(filter(is_latin, map(self._at, self.columns.others.get(level, ()))), CURATED)
        row.add(filter(is_latin, _SEPARATORS.split(self._of("alternates"))), ALTERNATE)
        unit_level = level or _LEVELS.get(row.feature or "", 0)
        return Given(finished(row), tuple(self._units(unit_level)), unit_level if unit_level in UNIT_LEVELS else 0)

    def _feature(self, level: int) -> str:
        """The kind of the place: units below the second level are filed as of the second."""
        return f"admin{min(level, UNIT_LEVELS[-1])}" if level else kind_of(self._of("kind"))

    def _point(self, name: str, level: int) -> tuple[float, float] | tuple[None, None]:
        """Where the place is; a unit may be known by name alone, a site may not."""
        point = coordinates(self._of("lat"), self._of("lon"))
        if point is None and not level:
            problem = f"{name!r} has no coordinates"
            raise RefusedError(problem, "Write decimal degrees in columns 'lat' and 'lon'")
        return point or (None, None)

    def _country(self) -> str | None:
        """The country by its own column, by the name or p-code of level 0, or by how the place's p-code begins."""
        told = [self._of("country"), self._at(self.columns.names.get(0)), self._at(self.columns.pcodes.get(0))]
        told = [cell for cell in told if cell]
        pcode = self._pcode(self.columns.level or 0) or ""
        for cell in (*told, pcode.removeprefix("pcode:")[:2]):
            found = country_of(cell)
            if found:
                return found
        if told:
            problem = f"unknown country {told[0]!r}"
            raise RefusedError(problem, "Write its ISO code (SYR, SY) or its English name")
        return None

    def _number(self) -> int:
        """The place's GeoNames number, where its id gives one; 0 where it does not."""
        numbered = _NUMBERED.fullmatch(self._of("id"))
        return int(numbered[1]) if numbered else 0

    def _pcode(self, level: int) -> str | None:
        """The place's id by its p-code; the column 'id' counts where it looks like one."""
        cell = self._at(self.columns.pcodes.get(level)) if level else ""
        cell = cell or self._of("pcode")
        if cell:
            return _pcode_ref(cell)
        cell = self._of("id")
        return _pcode_ref(cell) if _LIKE_A_PCODE.fullmatch(cell) else None

    def _units(self, level: int) -> Iterator[Unit]:
        """The units that the place lies in, the first level first."""
        for above in UNIT_LEVELS:
            name = " ".join(self._at(self.columns.names.get(above)).split())
            if name and (not level or above < level):
                pcode = self._at(self.columns.pcodes.get(above))
                yield Unit(above, name, _pcode_ref(pcode) if pcode else None)


def _pcode_ref(cell: str) -> str:
    """A p-code as the id of a place or unit."""
    if not _IS_PCODE.fullmatch(cell):
        problem = f"{cell!r} is no p-code"
        raise RefusedError(problem, "Write letters, digits, points and hyphens only, or leave the cell empty")
    return f"pcode:{cell}"
