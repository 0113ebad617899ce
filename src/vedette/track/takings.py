"""Who fights whom by what changes hands: whoever takes a place by force fights whoever held it until then.

Most reports of a war name one side only ("the army retook Sinja"). The history of control knows who held the place, and
that is told too, by other reports. A taking counts where its words are of force, and the spell that it ended was of
another side that is a party of its own. Pure, and by what is told of days up to the one that is asked for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from vedette.track.control import Spell, control_history
from vedette.track.relations import TieFact
from vedette.track.rules import control_rules

if TYPE_CHECKING:
    from vedette.track.facts import GroundFact
    from vedette.track.parties import Parties


def fights_for_ground(
    facts: "Iterable[GroundFact]", parties: "Parties", at: date, origins: Mapping[str, str] | None = None
) -> list[TieFact]:
    """The fights that changes of control up to a day tell.

    `origins` are the origins of reports as relations count them, so that one report's two tellings stay one origin's.
    """
    known = [fact for fact in facts if fact.day <= at.isoformat()]
    found: list[TieFact] = []
    for spells in control_history(known).values():
        for spell, before in _successions(spells):
            one, other = parties.of_side(spell.side), parties.of_side(before.side)
            if one and other and one != other and parties.fights(one) and parties.fights(other):
                found += _told(spell, one, other, origins or {})
    return found


def _successions(spells: Sequence[Spell]) -> Iterator[tuple[Spell, Spell]]:
    """Each spell that was gained, with the one of another side that ended when it began."""
    holds = [spell for spell in spells if spell.kind in {"assessed", "claimed"}]
    for spell in holds:
        before = [s for s in holds if s.start < spell.start == s.end and s.side != spell.side]
        if spell.gained and before:
            yield spell, max(before, key=lambda s: (s.last, s.start, s.side))


def _told(spell: Spell, one: str, other: str, origins: Mapping[str, str]) -> Iterator[TieFact]:
    """The tellings of a taking by force, as tellings of a fight."""
    day = date.fromisoformat(spell.start).toordinal()
    for fact in spell.evidence:
        words = fact.words
        if fact.change == "captured" and fact.forced(control_rules().taking.verbs):
            origin = origins.get(fact.report, fact.origin)
            yield TieFact(day, "fights", one, other, origin, fact.report, words, fact.start, fact.end)
