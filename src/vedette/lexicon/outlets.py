"""Outlets: who reports on conflicts, where their feeds are, who owns them, and what to know of them.

The tables are data/outlets/*.toml; the README there says what each key holds.
"""

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, field_validator

from vedette.errors import DataFileError
from vedette.lexicon.countries import countries
from vedette.lexicon.tables import data_path
from vedette.lexicon.tomlfile import read_record
from vedette.lexicon.tomllines import line_of
from vedette.records.base import Record

Ownership = Literal["state", "public", "private", "party", "NGO", "intergovernmental"]
OutletType = Literal[
    "agency", "newspaper", "broadcaster", "online", "magazine", "humanitarian", "monitor", "research",
]  # fmt: skip
GUIDE: Final = "data/outlets/README.md"
_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE: Final = re.compile(r"[a-z]{2}")
_ADDRESS: Final = re.compile(r"https?://[^\s/]+\.[^\s]+")


class Outlet(Record):
    """An outlet. `country` and `covers` ISO 3166 alpha-3: where it works, and of which others it mainly tells.

    `language` is ISO 639-1; `verified` says that its address was tried. `credits` are the spellings by which other
    outlets' datelines and credit lines name it.
    """

    id: str
    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    feed: str | None = None
    sitemap: str | None = None
    home: str
    country: str
    covers: tuple[str, ...] = ()
    language: str
    ownership: Ownership
    type: OutletType
    note: str = Field(min_length=1)
    verified: bool

    @field_validator("id")
    @classmethod
    def _slug(cls, value: str) -> str:
        """Ids are typed on the command line."""
        if not _ID.fullmatch(value):
            msg = f"{value!r} is no id of a-z, 0-9 and single -"
            raise ValueError(msg)
        return value

    @field_validator("country", "covers")
    @classmethod
    def _known_country(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        """Countries are those of our table."""
        for code in (value,) if isinstance(value, str) else value:
            if code not in countries().codes:
                msg = f"{code!r} is no ISO 3166 alpha-3 code"
                raise ValueError(msg)
        return value

    @field_validator("language")
    @classmethod
    def _known_language(cls, value: str) -> str:
        """Languages are two letters."""
        if not _LANGUAGE.fullmatch(value):
            msg = f"{value!r} is no ISO 639-1 code"
            raise ValueError(msg)
        return value

    @field_validator("feed", "sitemap", "home")
    @classmethod
    def _web(cls, value: str | None) -> str | None:
        """Addresses are of the web."""
        if value is not None and not _ADDRESS.fullmatch(value):
            msg = f"{value!r} is no http or https address"
            raise ValueError(msg)
        return value

    @property
    def where(self) -> tuple[str, str]:
        """What kind of source it is for gathering, and its address: a feed, else a sitemap, else its home page."""
        if self.feed:
            return "feed", self.feed
        return ("sitemap", self.sitemap) if self.sitemap else ("page", self.home)


class _File(Record):
    """What a file of outlets holds."""

    outlet: tuple[Outlet, ...]


@dataclass(frozen=True, slots=True)
class Outlets:
    """All outlets by id; `names` leads from every name, alias and credit in lower case to its outlet's id."""

    by_id: Mapping[str, Outlet]
    names: Mapping[str, str]

    def find(self, name: str) -> Outlet | None:
        """The outlet of an id, name or alias, whatever the case; None for an unknown one."""
        key = name.strip().casefold()
        return self.by_id.get(key) or self.by_id.get(self.names.get(key, ""))

    def credits(self) -> dict[str, str]:
        """Each spelling, in lower case, by which credit lines name an outlet that others relay, with its name."""
        relayed = [outlet for outlet in self.by_id.values() if outlet.credits]
        return {spelling.lower(): outlet.name for outlet in relayed for spelling in (outlet.name, *outlet.credits)}


@functools.cache
def outlets() -> Outlets:
    """The packaged outlets, read once."""
    return load_outlets(sorted(data_path("outlets").glob("*.toml")))


def load_outlets(paths: Sequence[Path]) -> Outlets:
    """The outlets of files; raises DataFileError with file and line where one breaks the schema or stands twice."""
    by_id: dict[str, Outlet] = {}
    names: dict[str, str] = {}
    for path in paths:
        for n, outlet in enumerate(read_record(path, _File, GUIDE).outlet):
            key, taken = ("id", outlet.id) if outlet.id in by_id else ("name", _taken(outlet, names))
            if taken:
                line = line_of(path.read_text("utf-8"), ("outlet", n, key))
                raise DataFileError(path, line, f"{taken!r} is another outlet's already", "Keep one of them")
            by_id[outlet.id] = outlet
            names |= dict.fromkeys(_keys(outlet), outlet.id)
    return Outlets(by_id, names)


def _keys(outlet: Outlet) -> Iterable[str]:
    """All by which an outlet is found, in lower case."""
    return dict.fromkeys(word.casefold() for word in (outlet.name, *outlet.aliases, *outlet.credits))


def _taken(outlet: Outlet, names: Mapping[str, str]) -> str | None:
    """A name of an outlet that is another's."""
    return next((key for key in _keys(outlet) if key in names), None)
