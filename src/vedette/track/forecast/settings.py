"""The constants of forecasting, from data/track/forecast.toml; every one is explained there."""

import functools
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vedette.errors import DataFileError
from vedette.lexicon.tables import data_path, read_toml

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
Some = Annotated[int, Field(gt=0)]
Row = Annotated[tuple[float, ...], Field(min_length=1)]


class _Table(BaseModel):
    """A table of the file: nothing missing, nothing unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class YearlySettings(_Table):
    """How entries for a whole year are known and foreseen."""

    month: Annotated[int, Field(ge=1, le=12)]
    span: Some
    after: Some
    factor: Positive
    least: Positive
    recurs: Share
    strength: Positive
    own: Positive
    fade: Share
    gap: Share
    floor: Share
    recent: Share
    spread: Positive


class StateSettings(_Table):
    """Weights of what makes two situations alike."""

    level: float
    flat: Positive
    quarter: float
    newest: float
    active: float
    before: float
    ever: float
    bound: Positive


class AnalogueSettings(_Table):
    """How situations are found and compared."""

    settled: Some
    known: Some
    width: Positive
    widen: Annotated[float, Field(gt=1)]
    widenings: Some
    effective: Positive
    levels: Annotated[tuple[float, ...], Field(min_length=4, max_length=4)]
    offset: Positive
    ceiling: Positive
    least: Some
    most: Some


class MemorySettings(_Table):
    """How a unit's own past is drawn from."""

    window: Some
    fast: Positive
    slow: Positive
    drift: Annotated[float, Field(ge=0)]
    stay: Share
    flat: Some


class Weights(_Table):
    """Shares of the members in the pool."""

    analogues: Share
    fast: Share
    slow: Share
    flat: Share


class PoolSettings(_Table):
    """How members are weighed."""

    weights: Weights
    anywhere: Share
    strength: Positive
    origins: Annotated[int, Field(ge=0)]
    apart: Some
    units: Some
    draws: Some
    rounds: Some
    classes: Row
    bins: Row


class Settings(_Table):
    """All of them."""

    yearly: YearlySettings
    state: StateSettings
    analogues: AnalogueSettings
    memory: MemorySettings
    pool: PoolSettings


@functools.cache
def settings() -> Settings:
    """The packaged constants; raises DataFileError where one is missing, unknown or out of range."""
    path = data_path("track", "forecast.toml")
    try:
        return Settings.model_validate(read_toml(path))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise DataFileError(
            path, None, f"{place}: {first['msg']}", "Mend the value, or install Vedette again"
        ) from None
