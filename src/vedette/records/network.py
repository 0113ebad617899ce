"""Network: who stands with whom and against whom at a date, and what changed."""

from typing import Literal

from pydantic import Field

from vedette.records.base import Record

TieKind = Literal["backs", "allied_with", "fights", "part_of", "leads", "truce", "negotiates"]

TurnKind = Literal["changed_sides", "new_enemy", "new_backer", "new_ally", "truce", "truce_broken"]


class Party(Record):
    """A state (its alpha-3 code is its id), a group or a body; `bloc` is the number of its bloc, None for none."""

    id: str
    name: str
    country: str | None = None
    kind: str | None = None
    bloc: int | None = None


class Telling(Record):
    """One telling of a tie: the report, who published it, the day that it speaks of, and its words with offsets."""

    report: str
    origin: str
    day: str
    words: str
    start: int
    end: int


class Tie(Record):
    """`source` stands in relation `kind` to `target` from `since`; days are ISO dates.

    `until` is the first day on which it no longer stood, None where it stands; `ended` says why: another kind of tie,
    "lapsed" (nothing confirmed it), "takeover" (of the state), "joining" (of a state, by the group) or "turned" (one
    of the two is with somebody whom the other fights).
    `strength` is 0 to 1 at the network's date, `origins` the independent ones. `background` ties come from the registry
    of actors, not from reports: they have no evidence.
    """

    kind: TieKind
    source: str
    target: str
    since: str | None
    told: str | None = None
    until: str | None = None
    ended: str | None = None
    strength: float = Field(ge=0, le=1)
    origins: int = 0
    background: bool = False
    evidence: tuple[Telling, ...] = ()


class Turn(Record):
    """A dated finding: `who` has a new tie to `whom`; `away_from` is the side that was left, for a change of sides."""

    kind: TurnKind
    day: str
    who: str
    whom: str
    away_from: str | None = None
    origins: int
    evidence: tuple[Telling, ...] = ()


class Network(Record):
    """The parties and ties that stand at a date; `blocs` are lists of party ids, the largest first."""

    at: str
    as_of: str | None = None
    parties: tuple[Party, ...]
    ties: tuple[Tie, ...]
    blocs: tuple[tuple[str, ...], ...]
    turns: tuple[Turn, ...] = ()
