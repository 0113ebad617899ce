"""Choose mode and sub-event: from the frame, the weapon named, who is hurt and who acts."""

from typing import TYPE_CHECKING

from vedette.lexicon.tables import data_path, read_toml
from vedette.lexicon.words import weapons

if TYPE_CHECKING:
    from vedette.code.draft import DraftEvent
    from vedette.code.events import Readers
    from vedette.code.phrases import Phrase
    from vedette.lexicon.words import Weapon
    from vedette.records.vocabulary import SubEvent

import functools

UNREAL = frozenset({"planned", "threatened", "hypothetical"})
STATE_KINDS = frozenset({"GOV", "MIL", "COP", "SPY"})


@functools.cache
def _protester_words() -> frozenset[str]:
    """Words for people who protest."""
    return frozenset(read_toml(data_path("frames", "lists.toml"))["protesters"])


@functools.cache
def _truce_words() -> frozenset[str]:
    """Words for truces and peace deals."""
    lists = read_toml(data_path("frames", "lists.toml"))
    return frozenset({*lists["truce"], "peace", "prisoner", "hostage", "withdrawal", "disengagement"})


def choose_codes(readers: "Readers", event: "DraftEvent") -> None:
    """Set the mode and the sub-event of an event."""
    if event.recoded:
        event.sub_event = None
        return
    weapon = _weapon(event) if event.frame.weapon else None
    if weapon and weapon.mode and _outranks(weapon, event):
        event.mode = weapon.mode
    event.sub_event = _sub_event(readers, event, weapon)
    if event.type == "ASSAULT" and event.mode is None and event.sub_event == "Armed clash":
        event.mode = "firearms"


def _weapon(event: "DraftEvent") -> "Weapon | None":
    """The weapon that decides, of those the event names."""
    table = weapons()
    named = [table[w] for p in event.weapons for w in [_lemma(p, table)] if w]
    return max(named, key=lambda w: w.rank, default=None)


def _lemma(phrase: "Phrase", table: "dict[str, Weapon]") -> str | None:
    """The table's form of a weapon phrase."""
    text = phrase.text.lower()
    forms = (text, text.removesuffix("s"), text.removesuffix("es"), text.replace("-", " "))
    return next((f for f in forms if f in table), None)


def _outranks(weapon: "Weapon", event: "DraftEvent") -> bool:
    """Whether the weapon's mode replaces the frame's: always over none, else only a heavier weapon's."""
    if event.mode is None or event.frame.consequence:
        return True
    if event.frame.mutual:
        return weapon.rank >= 9
    return weapon.rank > 4 and event.mode in ("firearms", "explosives", "aerial", "heavy-weapons")


def _sub_event(readers: "Readers", event: "DraftEvent", weapon: "Weapon | None") -> "SubEvent | None":
    """ACLED's sub-event: the weapon's where it decides, else the frame's own choice."""
    if event.status in UNREAL and event.type != "PROTEST":
        return None
    choice = event.frame.sub_event
    if weapon and weapon.sub_event and event.mode == weapon.mode and not event.frame.mutual:
        return weapon.sub_event
    if choice is None or isinstance(choice, str):
        return choice
    table = choice
    if "truce" in table:
        return table["truce"] if _near(readers, event, _truce_words()) else None
    if "state_actor" in table:
        return table["state_actor"] if _state(event) else table["other_actor"]
    if "protest" in table and _any_word(readers, event.targets, _protester_words()):
        return table["protest"]
    if any(p.armed or _armed_entry(p) for p in event.targets):
        return table.get("armed", table["other"])
    if any(p.civil for p in event.targets) or any(
        c.whom and c.whom in ("civilians", "people", "residents") for c in event.counts
    ):
        return table.get("civil", table["other"])
    return table["other"]


def _armed_entry(phrase: "Phrase") -> bool:
    """Whether a phrase names an armed actor of the registry."""
    return phrase.entry is not None and phrase.entry.kind in ("REB", "PRM", "MIL", "UAF", "CRM", "SEP", "COP")


def _near(readers: "Readers", event: "DraftEvent", words: frozenset[str]) -> bool:
    """Whether one of the words stands in the event's sentence."""
    first, end = readers.tree.sentence_of(event.token)
    return any(lemma in words for lemma in readers.tree.lemma[first:end])


def _any_word(readers: "Readers", phrases: "list[Phrase]", words: frozenset[str]) -> bool:
    """Whether one of the phrases has one of the words."""
    return any(readers.tree.lemma[i] in words for p in phrases for i in range(p.first, p.last + 1))


def _state(event: "DraftEvent") -> bool:
    """Whether the state acts: its forces, its government, or the country by name."""
    for phrase in event.actors:
        if phrase.entry is not None:
            if phrase.entry.kind in STATE_KINDS or (phrase.inside and phrase.sector in STATE_KINDS):
                return True
        elif phrase.sector in STATE_KINDS or (phrase.sector is None and phrase.countries):
            return True
    return False
