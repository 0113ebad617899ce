"""The rules of tracking control, from data/track/control.toml; every one is explained there."""

import functools
from typing import Annotated, Final, Literal

from pydantic import Field

from vedette.lexicon.tables import data_path
from vedette.lexicon.tomlfile import read_record
from vedette.records.base import Record
from vedette.records.vocabulary import PlacePrecision, Status, SubEvent

Share = Annotated[float, Field(ge=0, le=1)]
Days = Annotated[int, Field(ge=0)]
Kind = Literal["assessed", "claimed", "contested", "lost"]
GUIDE: Final = "docs/methodology.md"


class DayRules(Record):
    """How many days apart tellings may be, and what they then mean."""

    near: Days
    denied: Days
    fade: Days


class WeightRules(Record):
    """How far one origin is believed by itself, and what a reviewer or a denial makes of it."""

    own: Share
    outlet: Share
    other: Share
    loser: Share
    most: Share
    confirmed: Share
    disputed: Share
    denied: Share


class TakingRules(Record):
    """Words by which the taker of a place is found; `verbs` and `gladly` are beginnings of words."""

    verbs: tuple[str, ...]
    events: tuple[SubEvent, ...]
    gladly: tuple[str, ...]
    says: tuple[str, ...]
    held: tuple[str, ...]
    doubt: tuple[str, ...]


class MapRules(Record):
    """The areas of a map, and how each kind may be drawn."""

    radius_km: Annotated[float, Field(gt=0, le=500)]
    corners: Annotated[int, Field(ge=8, le=720)]
    areas: tuple[PlacePrecision, ...]
    draw: dict[Kind, dict[str, float | str]]


class ControlRules(Record):
    """All rules of control."""

    state_kinds: tuple[str, ...]
    holding: frozenset[str]
    believed: tuple[Status, ...]
    contesting: tuple[str, ...]
    fighting: tuple[str, ...]
    inside: tuple[str, ...]
    leaves_out: tuple[PlacePrecision, ...]
    state_words: frozenset[str]
    not_state: frozenset[str]
    general: tuple[str, ...]
    sites: tuple[str, ...]
    taking: TakingRules
    same_side: dict[str, str]
    days: DayRules
    weight: WeightRules
    map: MapRules


@functools.cache
def control_rules() -> ControlRules:
    """The packaged rules; raises DataFileError with file and line where they break the schema."""
    return read_record(data_path("track", "control.toml"), ControlRules, GUIDE)
