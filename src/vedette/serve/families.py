"""Families of incidents, by which lists and the map colour and shape them: data/web/families.toml."""

import functools
from collections import Counter
from typing import Annotated, Final, Self, get_args

from pydantic import Field, model_validator

from vedette.lexicon.tables import data_path
from vedette.lexicon.tomlfile import read_record
from vedette.records.base import Record
from vedette.records.vocabulary import PloverType, SubEvent

GUIDE: Final = "docs/web.md"


class Family(Record):
    """Kinds of incidents that look alike; `path` is their mark in a box of 16 by 16."""

    key: Annotated[str, Field(pattern=r"^[a-z]+$")]
    name: str
    path: Annotated[str, Field(pattern=r"^M[-0-9. a-zA-Z]+z$")]
    sub_events: tuple[SubEvent, ...]
    types: tuple[PloverType, ...]


class Families(Record):
    """All families; the last takes what is of no kind."""

    family: Annotated[tuple[Family, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        """Refuse a kind that stands in no family, or in two."""
        for name, known in (("sub_events", get_args(SubEvent)), ("types", get_args(PloverType))):
            listed = Counter(kind for one in self.family for kind in getattr(one, name))
            if wrong := [kind for kind in known if listed[kind] != 1]:
                msg = f"{name}: {wrong[0]!r} stands in {listed[wrong[0]]} families; put it in one"
                raise ValueError(msg)
        return self


@functools.cache
def families() -> dict[str, Family]:
    """The families by their keys; raises DataFileError where the file is not as it must be."""
    read = read_record(data_path("web", "families.toml"), Families, GUIDE)
    return {one.key: one for one in read.family}


@functools.cache
def family_of(type_: str | None, sub_event: str | None) -> Family:
    """The family of an incident by its kind."""
    kinds = list(families().values())
    found = (one for one in kinds if (sub_event in one.sub_events if sub_event else type_ in one.types))
    return next(found, kinds[-1])
