"""Network: who stands with whom and against whom at a date, and what changed."""

from typing import Literal

from pydantic import Field

from vedette.records.base import Record

TieKind = Literal["backs", "allied_with", "fights", "part_of", "leads", "truce", "negotiates"]

TurnKind = Literal["changed_sides", "new_enemy", "new_backer", "new_ally", "truce", "truce_broken"]


class Party(Record):
    """A state (its alpha-3 code is its id), a group or a body; `bloc` is the number of its bloc, None for none."""

    id: str
    """A country's code, an actor's id, or "name:..."."""
    name: str
    """Its name."""
    country: str | None = None
    """ISO 3166 alpha-3."""
    kind: str | None = None
    """PLOVER sector."""
    bloc: int | None = None
    """Number of its bloc."""


class Telling(Record):
    """One telling of a tie: the report, who published it, the day that it speaks of, and its words with offsets."""

    report: str
    """Id of the report."""
    origin: str
    """Whose news it is."""
    day: str
    """The day that it speaks of: an ISO date."""
    words: str
    """Its words."""
    start: int
    """Where they begin in the report's text."""
    end: int
    """Where they end."""


class Tie(Record):
    """`source` stands in relation `kind` to `target` from `since`; days are ISO dates.

    `until` is the first day on which it no longer stood, None where it stands; `ended` says why: another kind of tie,
    "lapsed" (nothing confirmed it), "takeover" (of the state), "joining" (of a state, by the group) or "turned" (one
    of the two is with somebody whom the other fights).
    `strength` is 0 to 1 at the network's date, `origins` the independent ones. `background` ties come from the registry
    of actors, not from reports: they have no evidence.
    """

    kind: TieKind
    """What kind of tie."""
    source: str
    """Id of the party that has it."""
    target: str
    """Id of the party that it has it to."""
    since: str | None
    """First day that is told."""
    told: str | None = None
    """Last day that is told."""
    until: str | None = None
    """First day on which it stood no more."""
    ended: str | None = None
    """Why it ended."""
    strength: float = Field(ge=0, le=1)
    """0 to 1, at the network's date."""
    origins: int = 0
    """Independent origins that tell of it."""
    background: bool = False
    """That only the registry of actors knows it."""
    evidence: tuple[Telling, ...] = ()
    """The tellings that it rests on."""


class Turn(Record):
    """A dated finding: `who` has a new tie to `whom`; `away_from` is the side that was left, for a change of sides."""

    kind: TurnKind
    """What changed."""
    day: str
    """When: an ISO date."""
    who: str
    """Id of the party that changed."""
    whom: str
    """Id of the party that the new tie is to."""
    away_from: str | None = None
    """Id of the side that was left."""
    origins: int
    """Independent origins that tell of it."""
    evidence: tuple[Telling, ...] = ()
    """The tellings that it rests on."""


class Network(Record):
    """The parties and ties that stand at a date; `blocs` are lists of party ids, the largest first."""

    at: str
    """The date: an ISO date."""
    as_of: str | None = None
    """The moment as of which the desk was asked, UTC."""
    parties: tuple[Party, ...]
    """Who is in it."""
    ties: tuple[Tie, ...]
    """How they stand to each other."""
    blocs: tuple[tuple[str, ...], ...]
    """Who stands together."""
    turns: tuple[Turn, ...] = ()
    """What changed, where that was asked."""
