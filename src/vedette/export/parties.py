"""Who takes part, as other formats ask for it: one name for one actor, and what kind of actor it is."""

from typing import Final, Literal

from vedette.export import crosswalk
from vedette.records.incident import Participant

Side = Literal["state", "group", "civilians", ""]
GOVERNMENT: Final = "GOV"


def sector(party: Participant) -> str | None:
    """Its PLOVER sector; a country that acts without one acts as its government."""
    if party.kind is None and party.code is not None and party.code == party.country:
        return GOVERNMENT
    return party.kind


def side(party: Participant) -> Side:
    """Whether it is a state, an organised armed group or civilians, "" for none of these or what is not known."""
    sides, kind = crosswalk.ged().sides, sector(party)
    if kind in sides.state:
        return "state"
    if kind in sides.group:
        return "group"
    return "civilians" if kind in sides.civilians else ""


def known(party: Participant) -> bool:
    """Whether its id stands for one actor: "SYRMIL" does, "SOMREB" and "UNK" are any rebels there, anybody."""
    return party.id is not None and (party.id != party.code or side(party) == "state")


def key(party: Participant) -> str:
    """What tells it from others within a desk: its id where that stands for one actor, else its code and words."""
    return f"actor:{party.id}" if known(party) else f"words:{party.code or ''}:{party.name.casefold()}"
