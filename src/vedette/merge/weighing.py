"""How much an incident matters and how unsure the desk is of it: by what lists and the review are put in order.

The shares are in data/merge/weighing.toml and explained there.
"""

import functools
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from vedette.lexicon.tables import data_path
from vedette.lexicon.tomlfile import read_record
from vedette.records.base import Record
from vedette.records.incident import Told, Toll
from vedette.records.place import Place
from vedette.records.vocabulary import Standing

GUIDE: Final = "docs/methodology.md"
Share = Annotated[float, Field(ge=0, le=1)]
Full = Annotated[int, Field(gt=0)]
_HURT: Final = ("wounded", "abducted", "displaced", "missing")
_CAME_ABOUT: Final = ("happened", "ongoing")
_NEAR_ONE: Final = 1e-6


def _whole(shares: Iterable[float]) -> None:
    """Refuse shares that do not sum to one."""
    if abs(sum(shares) - 1) > _NEAR_ONE:
        msg = "the shares do not sum to 1"
        raise ValueError(msg)


class ImportanceShares(Record):
    """The shares of what makes an incident matter."""

    killed: Share
    hurt: Share
    kind: Share
    origins: Share
    killed_full: Full
    hurt_full: Full
    not_happened: Share

    @model_validator(mode="after")
    def _one(self) -> Self:
        """Refuse shares that are no whole."""
        _whole((self.killed, self.hurt, self.kind, self.origins))
        return self


class UncertaintyShares(Record):
    """The shares of what makes an incident unsure."""

    confidence: Share
    alone: Share
    differing: Share
    vague: Share
    differing_full: Full
    disputed: Share

    @model_validator(mode="after")
    def _one(self) -> Self:
        """Refuse shares that are no whole."""
        _whole((self.confidence, self.alone, self.differing, self.vague))
        return self


class Weighing(Record):
    """The whole file; `kinds` are by sub-event or PLOVER type, with "other" for the rest."""

    importance: ImportanceShares
    kinds: Mapping[str, Share]
    uncertainty: UncertaintyShares

    @model_validator(mode="after")
    def _rest(self) -> Self:
        """Refuse a table that leaves kinds out without saying what holds for them."""
        if "other" not in self.kinds:
            msg = "[kinds] has no `other`"
            raise ValueError(msg)
        return self


@functools.cache
def weighing() -> Weighing:
    """The packaged shares; raises DataFileError where one is missing, unknown or out of range."""
    return read_record(data_path("merge", "weighing.toml"), Weighing, GUIDE)


def importance(kinds: Sequence[str | None], status: str | None, tolls: Iterable[Toll], origins: int) -> float:
    """How much it matters, 0..1; `kinds` are its sub-event and its type, in that order."""
    by, known = weighing().importance, weighing().kinds
    people = {toll.of: toll.high for toll in tolls}
    kind = next((known[k] for k in kinds if k is not None and k in known), known["other"])
    hurt = sum(people.get(of, 0) for of in _HURT)
    told = by.killed * _scaled(people.get("killed", 0), by.killed_full) + by.hurt * _scaled(hurt, by.hurt_full)
    whole = told + by.kind * kind + by.origins * (1 - 1 / max(1, origins))
    return round(whole * (1.0 if status in _CAME_ABOUT else by.not_happened), 4)


def uncertainty(
    told: Sequence[Told], differing: int, origins: int, place: Place | None, *, dated: bool, standing: Standing
) -> float:
    """How unsure the desk is of it, 0..1: nothing where a person confirmed it."""
    if standing == "confirmed":
        return 0.0
    by = weighing().uncertainty
    vague = (0 if dated else 0.5) + (0.5 if place is None or place.precision in {"country", "unknown"} else 0)
    whole = by.confidence * (1 - confidence(told)) + by.alone * (origins <= 1) + by.vague * vague
    whole += by.differing * min(1.0, differing / by.differing_full)
    return round(max(whole, by.disputed) if standing == "disputed" else whole, 4)


def confidence(told: Iterable[Told]) -> float:
    """What the coder says of the event that it is surest of, 0..1."""
    return max((one.confidence for one in told), default=0.0)


def _scaled(number: int, full: int) -> float:
    """A number on a logarithmic scale that is 1 at `full`."""
    return min(1.0, math.log1p(number) / math.log1p(full))
