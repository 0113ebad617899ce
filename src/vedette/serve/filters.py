"""What incidents are asked by in an address: one form for pages, map and API, so that a link says it all."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from vedette.lexicon.actors import registry
from vedette.lexicon.placegiven import country_of
from vedette.lexicon.places import gazetteer
from vedette.records.vocabulary import PloverType, Status, SubEvent
from vedette.serve.families import families
from vedette.store.rows import Role
from vedette.store.words import as_stamp, fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vedette.store.rows import IncidentFilters

MANY: Final = 10**9
CORNERS: Final = 4
EAST, NORTH = 180, 90
Box = tuple[float, float, float, float]


def _country(given: object) -> object:
    """A country by its ISO code or English name, as alpha-3."""
    code = country_of(given) if isinstance(given, str) else None
    if code is None:
        msg = f"{given!r} is no country; write its ISO code (SYR, SY) or its English name"
        raise ValueError(msg)
    return code


def _family(given: object) -> object:
    """The key of a family of kinds."""
    if given not in families():
        msg = f"{given!r} is no family; write one of {', '.join(families())}"
        raise ValueError(msg)
    return given


def box_of(given: object) -> Box:
    """A bounding box as "west,south,east,north" in degrees; with six numbers the heights are passed over."""
    try:
        told = [float(part) for part in given.split(",")] if isinstance(given, str) else []
    except ValueError:
        told = []
    if len(told) == CORNERS + 2:
        told = [told[0], told[1], told[3], told[4]]
    if len(told) != CORNERS or not _on_earth(*told):
        msg = f"{given!r} is no box; write west,south,east,north in degrees: 35.5,32.3,42.4,37.4"
        raise ValueError(msg)
    return told[0], told[1], told[2], told[3]


def _on_earth(west: float, south: float, east: float, north: float) -> bool:
    """Whether the corners of a box are on the earth; one whose west is east of its east crosses the date line."""
    return max(abs(west), abs(east)) <= EAST and -NORTH <= south <= north <= NORTH


Country = Annotated[str, BeforeValidator(_country)]
Words = Annotated[str, Field(max_length=200)]


class IncidentQuery(BaseModel):
    """The filters; all that are given must hold. An empty value asks nothing, as forms send it."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    q: Words | None = Field(default=None, description='Words of a report: market "car bomb" shell*')
    country: Country | None = Field(default=None, description="ISO code or English name", max_length=60)
    place: Words | None = Field(default=None, description="Any name of a place, or its id (geonames:170063)")
    actor: Words | None = Field(default=None, description="Any name of somebody who takes part, or an id")
    role: Role | None = Field(default=None, description="The role of the actor")
    type: PloverType | None = Field(default=None, description="PLOVER type")
    family: Annotated[str, BeforeValidator(_family)] | None = Field(
        default=None, description="A family of kinds, as the map colours them", max_length=20
    )
    sub_event: SubEvent | None = Field(default=None, description="One of ACLED's 25 sub-events")
    status: Status | None = Field(default=None, description="Whether it happened, is planned, feared ...")
    standing: Literal["new", "confirmed", "disputed", "retracted", "merged"] | None = Field(
        default=None, description="What people judged of it; retracted and merged ones are left out unless asked for"
    )
    first: dt.date | None = Field(default=None, alias="from", description="Not over before this day")
    last: dt.date | None = Field(default=None, alias="to", description="Begun by this day")
    days: int | None = Field(default=None, ge=1, le=36_600, description="The last so many days, today among them")
    min_killed: int | None = Field(
        default=None, ge=0, le=MANY, description="At least so many killed, by the highest number"
    )
    min_origins: int | None = Field(default=None, ge=0, le=MANY, description="At least so many independent origins")
    bbox: Annotated[str, Field(max_length=200)] | None = Field(
        default=None, description="west,south,east,north in degrees"
    )
    as_of: Annotated[str, Field(max_length=40)] | None = Field(
        default=None, description="As the desk knew it at this record time: a day that is over, or a moment"
    )
    order: Literal["newest", "importance", "review", "changed"] = Field(default="newest", description="By what to sort")

    @model_validator(mode="before")
    @classmethod
    def _given(cls, told: Any) -> Any:  # noqa: ANN401 - whatever the address holds
        """Only what is asked for."""
        return {name: value for name, value in told.items() if value != ""} if isinstance(told, dict) else told

    @model_validator(mode="after")
    def _sound(self) -> Self:
        """Refuse a box that is none, and days that run backwards."""
        if self.bbox is not None:
            box_of(self.bbox)
        if self.first and self.last and self.first > self.last:
            msg = f"from {self.first} is after to {self.last}"
            raise ValueError(msg)
        return self

    @property
    def box(self) -> Box | None:
        """The bounding box as numbers."""
        return None if self.bbox is None else box_of(self.bbox)

    def given(self) -> dict[str, str]:
        """What is asked, as an address holds it."""
        told = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return {name: str(value) for name, value in told.items()}

    def link(self, **changes: object) -> str:
        """The query of an address with some of it changed; None takes out."""
        told = {**self.given(), **changes}
        return urlencode({name: value for name, value in told.items() if value is not None})


def filters_of(asked: IncidentQuery, today: dt.date | None = None) -> "IncidentFilters":
    """The same as the store takes it; `today` is the last of the last days."""
    found: dict[str, Any] = {
        "search": asked.q,
        "place": asked.place and sorted(names_of_place(asked.place)),
        "actor": asked.actor and sorted(names_of_actor(asked.actor)),
        "day_from": asked.first and asked.first.isoformat(),
        "day_to": asked.last and asked.last.isoformat(),
        "bbox": asked.box,
    }
    for name in ("country", "role", "type", "sub_event", "status", "standing", "min_killed", "min_origins", "order"):
        found[name] = getattr(asked, name)
    if asked.family is not None:
        family = families()[asked.family]
        found["kinds"] = (family.sub_events, family.types)
    if asked.days is not None:
        end = today or _today(asked)
        first = end - dt.timedelta(days=min(asked.days - 1, (end - dt.date.min).days))
        found["day_from"] = max(found["day_from"] or "", first.isoformat())
    if asked.role and not asked.actor:
        del found["role"]
    return only({name: value for name, value in found.items() if value is not None})


def _today(asked: IncidentQuery) -> dt.date:
    """The day that stands for today; raises StoreError where what is asked for as of a time names none."""
    return dt.date.fromisoformat(as_stamp(asked.as_of)[:10]) if asked.as_of else dt.datetime.now(dt.UTC).date()


def only(found: "Mapping[str, Any]") -> "IncidentFilters":
    """Filters that were put together by name."""
    return found  # type: ignore[return-value]  # the store refuses a name that it does not know


def names_of_actor(name: str) -> set[str]:
    """What an actor is looked up by: the name itself, and the ids of those who bear it."""
    wanted = fold(name)
    return {name} | {entry.id for entry in registry().entries if wanted in map(fold, (entry.id, *entry.forms))}


def names_of_place(name: str) -> set[str]:
    """What a place is looked up by: the name itself, and the ids of those that bear it."""
    return {name} | {entry.id for entry in gazetteer().lookup(name)}
