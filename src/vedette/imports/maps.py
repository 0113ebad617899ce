"""Maps: which column of another coder's table holds what, how its words are ours, under which licence it stands.

Those of the known formats are packaged (data/imports/*.toml); a user writes one for any other table. docs/import.md
says what each key means.
"""

import functools
import re
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from vedette.errors import DataFileError
from vedette.lexicon.tables import data_path, read_toml
from vedette.lexicon.tomlfile import read_record
from vedette.records.base import Record
from vedette.records.vocabulary import PlacePrecision, PloverType, SubEvent, TimePrecision

KNOWN: Final = ("acled", "ucdp", "gdelt")
"""The formats that need no map of the user's."""

TABLE: Final = "table"
GUIDE: Final = "docs/import.md"
_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_COUNTRY: Final = re.compile(r"[A-Z]{3}|")


def _several(value: object) -> object:
    """One name is a list of one."""
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_several)]


class Columns(Record):
    """The names of a table's columns, by what they hold; of several the first that the table has counts.

    `side_a` and `side_b` are the columns of the parties, all of which count; their cells may hold several names
    separated by ';'. Without `id` a row is known by its content.
    """

    id: Names = ()
    day_from: Names = Field(min_length=1)
    day_to: Names = ()
    day_precision: Names = ()
    country: Names = ()
    admin1: Names = ()
    place: Names = ()
    precision: Names = ()
    lat: Names = ()
    lon: Names = ()
    kind: Names = ()
    side_a: Names = ()
    side_b: Names = ()
    killed_low: Names = ()
    killed_best: Names = ()
    killed_high: Names = ()
    notes: Names = ()
    revised: Names = ()


class KindOf(Record):
    """What one of the source's kinds is with us, where that is sure, and what it is called in words."""

    name: str | None = None
    type: PloverType | None = None
    sub_event: SubEvent | None = None


class Deletions(Record):
    """The columns of the source's list of deleted rows: their id, and when they were deleted (a whole number)."""

    id: str
    revised: str


class Map(Record):
    """How one source's tables are read; see docs/import.md.

    `coverage`: "world" where a month without a row is one without an event everywhere from the source's first month
    on, "country" where that holds from a country's own first row on. `min_killed`: the deaths from which it counts.
    """

    source: str
    title: str
    licence: str = Field(min_length=1)
    citation: str = Field(min_length=1)
    home: str | None = None
    coverage: Literal["world", "country"] = "country"
    min_killed: int = Field(default=0, ge=0)
    header: bool = True
    names: tuple[str, ...] = ()
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)
    quotes: bool = True
    dates: Names = ("%Y-%m-%d",)
    columns: Columns
    required: Names | None = None
    first_of: dict[str, str] = Field(default_factory=dict)
    day_precision: dict[str, TimePrecision] = Field(default_factory=dict)
    precision: dict[str, PlacePrecision] = Field(default_factory=dict)
    kinds: dict[str, KindOf] = Field(default_factory=dict)
    kinds_by: Literal["whole", "prefix"] = "whole"
    countries: dict[str, str] = Field(default_factory=dict)
    countries_only: bool = False
    deletions: Deletions | None = None

    @field_validator("source")
    @classmethod
    def _slug(cls, value: str) -> str:
        """A source is named by a short word of small letters."""
        if not _SLUG.fullmatch(value) or value == TABLE:
            msg = "a source is named by a short word of a-z, 0-9, _ and -, such as my-monitor"
            raise ValueError(msg)
        return value

    @field_validator("countries")
    @classmethod
    def _iso(cls, value: dict[str, str]) -> dict[str, str]:
        """Countries are alpha-3 codes, or nothing for what is none."""
        if wrong := [f"{name} = {code!r}" for name, code in value.items() if not _COUNTRY.fullmatch(code)]:
            msg = f"{wrong[0]} is no ISO alpha-3 code; write one, or an empty text for what is no country"
            raise ValueError(msg)
        return value

    @model_validator(mode="after")
    def _whole(self) -> "Map":
        """A table without a header needs the names of its columns."""
        if not self.header and not self.names:
            msg = "header = false needs names, the list of the columns in their order"
            raise ValueError(msg)
        return self

    def about(self) -> dict[str, Any]:
        """What a desk keeps of the source beside licence and citation."""
        return {name: getattr(self, name) for name in ("title", "home", "coverage", "min_killed")}


@functools.cache
def known_map(name: str) -> Map:
    """The packaged map of a known format."""
    return read_record(_packaged(name), Map, GUIDE)


def map_of(kind: str, path: Path | None = None) -> Map:
    """The map for a format: the packaged one, with what the user's says laid over it; the user's alone for a table.

    Raises DataFileError with file, line and remedy.
    """
    if kind != TABLE:
        return known_map(kind) if path is None else read_record(path, Map, GUIDE, read_toml(_packaged(kind)))
    if path is None:
        raise DataFileError(
            TABLE, None, "no map says what its columns hold", "Write one (docs/import.md) and give --map"
        )
    found = read_record(path, Map, GUIDE)
    if found.source in KNOWN:
        problem = f"source {found.source!r} is one that Vedette knows"
        raise DataFileError(path, None, problem, f"Name yours otherwise, or import it with --as {found.source}")
    return found


def _packaged(kind: str) -> Path:
    """Where the map of a known format is."""
    return data_path("imports", f"{kind}.toml")
