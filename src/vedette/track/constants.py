"""What tempo and outlook go by, from data/track/tempo.toml and ahead.toml; every constant is explained there."""

import functools
from typing import Annotated, Literal

from pydantic import Field

from vedette.lexicon.tables import data_path
from vedette.lexicon.tomlfile import read_record
from vedette.records.base import Record
from vedette.records.vocabulary import PloverType, Status

GUIDE = "docs/methodology.md"
Some = Annotated[int, Field(gt=0)]
KindName = Literal["intent", "order", "threat", "warning", "mobilisation"]


class TempoConstants(Record):
    """What is counted, and over which weeks; `level` is the confidence of the interval."""

    material: tuple[PloverType, ...]
    happened: tuple[Status, ...]
    recent: Some
    history: Some
    least: Some
    level: Annotated[float, Field(gt=0, lt=1)]
    wide: Some
    settled: Annotated[int, Field(ge=0)]


class StatementKind(Record):
    """A kind of statement: which statuses and types it has (none named: any), and for how many days it holds.

    `cues` are what its trigger begins with (none named: anything), `kept_by` the types of deed that keep it (none
    named: those that the type of the statement says), `told` what people call it.
    """

    name: KindName
    days: Some
    statuses: tuple[Status, ...]
    types: tuple[PloverType, ...]
    cues: tuple[str, ...] = ()
    kept_by: tuple[PloverType, ...] = ()
    told: Annotated[str, Field(min_length=1)]

    def fits(self, status: str, type_: str, cue: str) -> bool:
        """Whether an event of this status, type and trigger is of the kind."""
        told = (not self.statuses or status in self.statuses) and (not self.types or type_ in self.types)
        return told and (not self.cues or cue.lower().startswith(self.cues))


class AheadConstants(Record):
    """What is a statement of what could happen, and what keeps it."""

    state: tuple[str, ...]
    happened: tuple[Status, ...]
    never: tuple[PloverType, ...]
    grace: Annotated[int, Field(ge=0)]
    told_within: Annotated[int, Field(ge=0)]
    kind: Annotated[tuple[StatementKind, ...], Field(min_length=1)]
    kept_by: dict[PloverType, tuple[PloverType, ...]]

    @property
    def statuses(self) -> list[Status]:
        """The statuses that make a statement of an event of any type."""
        return sorted({status for kind in self.kind if not kind.types for status in kind.statuses})

    @property
    def types(self) -> list[PloverType]:
        """The types that make a statement of an event of some other status."""
        return sorted({type_ for kind in self.kind for type_ in kind.types})

    def kind_of(self, status: str, type_: str, cue: str) -> StatementKind | None:
        """The kind of statement that an event of this status, type and trigger is, None where it is none."""
        if type_ in self.never:
            return None
        return next((kind for kind in self.kind if kind.fits(status, type_, cue)), None)

    def named(self, name: KindName) -> StatementKind:
        """The first kind of a name; raises StopIteration where there is none, which no statement can have."""
        return next(kind for kind in self.kind if kind.name == name)

    def keeps(self, kind: KindName, said: PloverType) -> tuple[PloverType, ...]:
        """The types of deed that keep a statement of this kind and type."""
        own = next((given.kept_by for given in self.kind if given.name == kind and given.kept_by), ())
        return own or self.kept_by.get(said, (said,))


@functools.cache
def tempo_constants() -> TempoConstants:
    """The packaged constants of tempo; raises DataFileError where one is missing, unknown or out of range."""
    return read_record(data_path("track", "tempo.toml"), TempoConstants, GUIDE)


@functools.cache
def ahead_constants() -> AheadConstants:
    """The packaged constants of outlook; raises DataFileError where one is missing, unknown or out of range."""
    return read_record(data_path("track", "ahead.toml"), AheadConstants, GUIDE)
