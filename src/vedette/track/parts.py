"""The parts of deeds and statements: who takes part, and where, as events of one report or of several tell it."""

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vedette.lexicon.places import gazetteer
from vedette.store.words import fold
from vedette.track.constants import ahead_constants

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vedette.store.rows import ActorRow, EventRow

_STATE_LONG: Final = 3
_EVEN: Final = 0.1  # what an event weighs that its report is not about, as in merge/views.py
_FINE: Final = frozenset({"point", "town", "district", "unknown"})


@dataclass(frozen=True, slots=True)
class Party:
    """Who: `key` is the actor's id, else its folded name; `code` PLOVER's ("SYRREB"); `role` as in the record."""

    key: str
    name: str
    words: str
    code: str
    role: str

    @property
    def marks(self) -> frozenset[str]:
        """What another party has to bear to be the same or of the same state."""
        country, sector = self.code[:_STATE_LONG], self.code[_STATE_LONG:]
        of_state = len(self.code) >= _STATE_LONG and (not sector or sector in ahead_constants().state)
        return frozenset({self.key, f"state:{country}"} if of_state else {self.key})

    @property
    def folded(self) -> str:
        """The name as it is compared."""
        return fold(self.name)

    @property
    def spoken(self) -> str:
        """The words as they are compared."""
        return fold(self.words)

    @property
    def is_place(self) -> bool:
        """Whether it is a state under the name of a place within it: "to attack Goma"."""
        return len(self.code) == _STATE_LONG and self.spoken != self.folded and _lies_in(self.spoken, self.code)

    def sides_with(self, other: "Party") -> bool:
        """Whether two are one actor, of one state, or one is told as no more than the other's kind ("SYRREB")."""
        if self.marks & other.marks:
            return True
        return self.key == other.code or other.key == self.code


@dataclass(frozen=True, slots=True)
class Where:
    """Where: `aims` are ids and folded names finer than a province; `admin1` and `country` what they lie in."""

    name: str = ""
    aims: frozenset[str] = frozenset()
    admin1: str = ""
    country: str = ""


@functools.cache
def _lies_in(name: str, country: str) -> bool:
    """Whether a country has a place of a name, other than itself."""
    return any(place.country == country and place.feature != "country" for place in gazetteer().lookup(name))


def iso_day(given: str | None) -> str | None:
    """The day of a date or time, None where it is no whole day ("2024-11", or what a person wrote)."""
    try:
        return dt.date.fromisoformat((given or "")[:10]).isoformat()
    except ValueError:
        return None


def where_of(events: "Sequence[EventRow]") -> Where:
    """Where events are told to be; the name is most of theirs, of a country or province only where none is finer."""
    placed = [e for e in events if e.place]
    finer = [e for e in placed if e.precision in _FINE]
    within = [e for e in placed if e.precision != "country"]
    name = most((e.place or "", e.event.salience) for e in finer or within or placed)
    aims = frozenset(aim for e in events for aim in _aims(e))
    province = most((e.admin1, e.event.salience) for e in within if e.admin1)
    return Where(name, aims, province, most((e.country, e.event.salience) for e in placed if e.country))


def _aims(row: "EventRow") -> Iterable[str]:
    """The ids and folded names of the places that an event is or goes to."""
    if row.place and row.precision in _FINE:
        yield from (fold(row.place), row.place_id or fold(row.place))
    if (to := row.event.destination) is not None and (to.ref or "").startswith("geonames:"):
        yield from (fold(to.text), to.ref or "")


def parties_of(events: "Iterable[EventRow]") -> tuple[Party, ...]:
    """Who takes part in events, each once for each role."""
    found = {(p.role, p.key): p for e in events for p in map(_party, e.actors)}
    return tuple(found[key] for key in sorted(found))


def _party(row: "ActorRow") -> Party:
    """Who takes part in an event."""
    return Party(row.actor_id or fold(row.name), row.name, row.words, row.code or "", row.role)


def most(told: Iterable[tuple[str, float]]) -> str:
    """What most of the events say, by their salience; the first in the alphabet of equals."""
    weight: dict[str, float] = defaultdict(float)
    for name, salience in told:
        weight[name] += _EVEN + salience
    return max(sorted(weight), key=lambda name: weight[name], default="")
