"""Sides: which actors hold ground for one another, so that "the army" and "the government" hold the same town.

All bodies of a state that hold ground are one side; a group is its own side, and a unit is its parent's. Words that
name no group ("rebels", "fighters" in Syria) are a general side, which is like any armed group of that country.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from vedette.lexicon.actors import registry
from vedette.lexicon.countries import countries
from vedette.lexicon.outlets import outlets
from vedette.store.words import fold, words_of
from vedette.track.names import short_name
from vedette.track.rules import control_rules

if TYPE_CHECKING:
    from vedette.records.actor import Actor

_LEVELS: Final = 4  # parents that are climbed at most


@dataclass(frozen=True, slots=True)
class Side:
    """A side: `family` is its country and whether it is the state's; `general` where the words name no group.

    An empty `id` is a side that nobody names.
    """

    id: str
    name: str
    family: str = ""
    general: bool = False

    def is_like(self, other: "Side") -> bool:
        """Whether both may be the same: the same side, or one is a general word for the other's family."""
        if self.id == other.id:
            return True
        return bool(self.family) and self.family == other.family and (self.general or other.general)


def side_of(actor: "Actor | None", words: str, home: str | None = None) -> Side:
    """The side of an actor, by its words where it is not resolved; `home` is the country of "the army" alone."""
    short = short_name(words, home) if actor is None or actor.id not in registry().by_id else None
    if short is not None:
        return _side_of_group(short.id, short.name, short.country, general=False)
    if actor is None:
        return Side(f"words:{fold(words)}", words)
    rules, told = control_rules(), set(words_of(words))
    if actor.kind in rules.state_kinds and told & rules.not_state:
        return Side(f"{actor.country}:armed", words, f"{actor.country}:armed", general=True)
    state = actor.country or (home if told & rules.state_words else None)
    if actor.kind in rules.state_kinds and state:
        return state_side(state)
    words_only = bool(actor.code) and actor.id.partition("+")[0] == actor.code
    return _side_of_group(actor.id, actor.name, actor.country, general=words_only or actor.id in rules.general)


def _side_of_group(ident: str, name: str, country: str | None, *, general: bool) -> Side:
    """The side of a group: its own, or that of the state or group which it is a part of."""
    own, name = _top(ident, name)
    entry = registry().by_id.get(own) if own != ident or not general else None
    if entry is not None and entry.kind in control_rules().state_kinds and entry.country:
        return state_side(entry.country)
    return Side(own, name, f"{country}:armed" if country else "", general)


def state_side(country: str) -> Side:
    """The side of a state, whoever governs it."""
    return Side(f"state:{country}", f"government of {countries().name(country) or country}", f"{country}:state")


def voice_of(outlet: str, country: str | None) -> str:
    """The side for which an outlet speaks in a country: its owner's where that is the country's state, else none."""
    found = outlets().find(outlet)
    owned = found is not None and found.ownership == "state" and found.country == country
    return state_side(country).id if owned and country else ""


def _top(ident: str, name: str) -> tuple[str, str]:
    """The actor that a unit belongs to in the end, with its name."""
    for _ in range(_LEVELS):
        entry = registry().by_id.get(ident)
        above = control_rules().same_side.get(ident) or (entry.part_of if entry else None)
        parent = registry().by_id.get(above) if above else None
        if parent is None:
            break
        ident, name = parent.id, parent.name
    return ident, name
