"""The tables that lead from our words to those of other codebooks: data/export/*.toml and countries.csv."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

from pydantic import field_validator, model_validator

from vedette.errors import DataFileError
from vedette.lexicon import tables
from vedette.lexicon.countries import countries
from vedette.lexicon.tomlfile import read_record
from vedette.records.base import Record
from vedette.records.vocabulary import PlacePrecision, PloverType, Status, SubEvent, TimePrecision

GUIDE: Final = "data/export/README.md"
_SCHEMA: Final[tables.Schema] = {
    "iso3": tables.country,
    "numeric": tables.optional(tables.text),
    "acled_region": tables.text,
    "ucdp_region": tables.optional(tables.text),
    "gw": tables.optional(int),
}


@dataclass(frozen=True, slots=True)
class Region:
    """A country elsewhere: ISO 3166-1 numeric, the regions of ACLED and UCDP, and Gleditsch and Ward's number."""

    iso3: str
    numeric: str | None
    acled_region: str
    ucdp_region: str | None
    gw: int | None


class AcledKind(Record):
    """An event type of ACLED's with its disorder type."""

    event: str
    disorder: str


class Acled(Record):
    """What data/export/acled.toml holds; the file says what each table is."""

    took_place: tuple[Status, ...]
    time_precision: dict[TimePrecision, int]
    geo_precision: dict[PlacePrecision, int]
    sub_events: dict[SubEvent, AcledKind]
    plover: dict[str, SubEvent]
    inter: dict[str, str]
    crowds: dict[str, str]

    @field_validator("sub_events")
    @classmethod
    def _all_there(cls, value: dict[SubEvent, AcledKind]) -> dict[SubEvent, AcledKind]:
        """Each sub-event has a type."""
        _complete(set(value), get_args(SubEvent))
        return value

    @field_validator("plover")
    @classmethod
    def _known_types(cls, value: dict[str, SubEvent]) -> dict[str, SubEvent]:
        """Keys are a type, or a type and a mode."""
        if unknown := sorted({key.partition("/")[0] for key in value} - set(get_args(PloverType))):
            msg = f"{unknown[0]!r} is no PLOVER type"
            raise ValueError(msg)
        return value


class Sides(Record):
    """Which PLOVER sectors are states, organised armed groups, and civilians."""

    state: frozenset[str]
    group: frozenset[str]
    civilians: frozenset[str]


class Dead(Record):
    """Words of the dead by what they were."""

    civilians: frozenset[str]


class Ged(Record):
    """What data/export/ged.toml holds; the file says what each table is."""

    took_place: tuple[Status, ...]
    types: tuple[PloverType, ...]
    least_deaths: int
    where_prec: dict[PlacePrecision, int]
    date_prec: dict[TimePrecision, int]
    date_spans: dict[int, int]
    sides: Sides
    dead: Dead

    @model_validator(mode="after")
    def _all_there(self) -> "Ged":
        """Each precision has its number."""
        _complete(set(self.where_prec), get_args(PlacePrecision))
        _complete(set(self.date_prec), get_args(TimePrecision))
        return self


class PloverCross(Record):
    """What data/export/plover.toml holds; the file says what each table is."""

    historical_days: int
    auxiliary: dict[Status, str]
    quad: dict[PloverType, str]

    @field_validator("quad")
    @classmethod
    def _all_there(cls, value: dict[PloverType, str]) -> dict[PloverType, str]:
        """Each type has its class."""
        _complete(set(value), get_args(PloverType))
        return value


def _complete(given: set[str], due: tuple[str, ...]) -> None:
    """Refuse a table that leaves a word of ours out."""
    if missing := sorted(set(due) - given):
        msg = f"{missing[0]!r} is missing"
        raise ValueError(msg)


@functools.cache
def acled() -> Acled:
    """The packaged way to ACLED's columns; raises DataFileError where it breaks its schema."""
    return read_record(tables.data_path("export", "acled.toml"), Acled, GUIDE)


@functools.cache
def ged() -> Ged:
    """The packaged way to GED's columns; raises DataFileError where it breaks its schema."""
    return read_record(tables.data_path("export", "ged.toml"), Ged, GUIDE)


@functools.cache
def plover() -> PloverCross:
    """The packaged way to PLOVER's auxiliary modes; raises DataFileError where it breaks its schema."""
    return read_record(tables.data_path("export", "plover.toml"), PloverCross, GUIDE)


@functools.cache
def regions() -> Mapping[str, Region]:
    """The packaged table of countries by alpha-3 code; raises DataFileError where it breaks its schema."""
    return load_regions(tables.data_path("export", "countries.csv"))


def load_regions(path: Path) -> Mapping[str, Region]:
    """Read a table of countries: each of ours stands in it, once."""
    found: dict[str, Region] = {}
    for row in tables.read_csv(path, _SCHEMA):
        line = row.pop(tables.LINE)
        if row["iso3"] in found or row["iso3"] not in countries().codes:
            raise DataFileError(path, line, f"{row['iso3']} stands twice or is no country", "Keep one row a country")
        found[row["iso3"]] = Region(**row)
    if missing := sorted(set(countries().codes) - set(found)):
        raise DataFileError(path, None, f"{missing[0]} is missing", "Add its row")
    return found


@functools.cache
def languages() -> Mapping[str, str]:
    """ISO 639-3 codes of languages by their ISO 639-1 code; raises DataFileError where the table breaks its schema."""
    schema: tables.Schema = {"alpha2": tables.text, "alpha3": tables.text}
    return {
        row["alpha2"]: row["alpha3"] for row in tables.read_csv(tables.data_path("export", "languages.csv"), schema)
    }


def region(iso3: str | None) -> Region | None:
    """A country's row, None for none."""
    return regions().get(iso3) if iso3 else None


def country_name(iso3: str | None) -> str | None:
    """A country's English name, None for none."""
    return countries().name(iso3) if iso3 else None
