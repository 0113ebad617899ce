"""How maps draw incidents: a shape and a colour for each kind, so that neither alone has to be told apart."""

import functools
import re
from typing import Annotated, Final, Literal, get_args

from pydantic import AfterValidator, model_validator

from vedette.export import crosswalk
from vedette.export.crosswalk import GUIDE
from vedette.lexicon.tables import data_path
from vedette.lexicon.tomlfile import read_record
from vedette.records.base import Record
from vedette.records.incident import Incident
from vedette.records.vocabulary import PloverType, SubEvent

Shape = Literal["circle", "square", "triangle", "diamond", "star", "cross", "plus", "ring"]
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")


def _hex(value: str) -> str:
    """A colour, refused unless it is written #rrggbb."""
    if not _COLOUR.fullmatch(value):
        msg = f"{value!r} is no colour; write it as #rrggbb"
        raise ValueError(msg)
    return value


Colour = Annotated[str, AfterValidator(_hex)]
"""A colour in a data file."""


class Kind(Record):
    """A kind of incident on a map: its name for the legend, and what falls under it."""

    name: str
    shape: Shape
    colour: Colour
    events: tuple[str, ...] = ()
    types: tuple[PloverType, ...] = ()


class Kinds(Record):
    """What data/export/kinds.toml holds."""

    kind: tuple[Kind, ...]
    threat: Kind
    other: Kind
    shapes: dict[Shape, str]

    @model_validator(mode="after")
    def _apart(self) -> "Kinds":
        """No two kinds look alike."""
        looks = [*self.kind, self.threat, self.other]
        if len({one.shape for one in looks}) < len(looks) or len({one.colour for one in looks}) < len(looks):
            msg = "two kinds have the same shape or the same colour"
            raise ValueError(msg)
        if unknown := sorted({event for one in self.kind for event in one.events} - _event_types()):
            msg = f"{unknown[0]!r} is no event type of data/export/acled.toml"
            raise ValueError(msg)
        if missing := sorted({one.shape for one in looks} - set(self.shapes)):
            msg = f"the shape {missing[0]!r} has no path under [shapes]"
            raise ValueError(msg)
        return self

    def all(self) -> tuple[Kind, ...]:
        """Every kind in the legend's order."""
        return (*self.kind, self.threat, self.other)


def _event_types() -> set[str]:
    """The event types that there are."""
    return {kind.event for kind in crosswalk.acled().sub_events.values()}


@functools.cache
def kinds() -> Kinds:
    """The packaged table; raises DataFileError where it breaks its schema."""
    return read_record(data_path("export", "kinds.toml"), Kinds, GUIDE)


@functools.cache
def _by_event(sub_event: SubEvent | None, type_: PloverType | None) -> Kind:
    """The kind of a sub-event, else of a type."""
    table = kinds()
    event = crosswalk.acled().sub_events[sub_event].event if sub_event in get_args(SubEvent) and sub_event else None
    for one in table.kind:
        if event in one.events or (event is None and type_ in one.types):
            return one
    return table.other


def kind_of(incident: Incident, took_place: bool) -> Kind:  # noqa: FBT001 - the caller knows it by name
    """The kind of an incident; what did not (yet) take place is one of its own."""
    return _by_event(incident.sub_event, incident.type) if took_place else kinds().threat
