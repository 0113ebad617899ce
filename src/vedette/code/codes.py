"""Choose mode and sub-event: from the frame, the weapon named, who is hurt and who acts."""

from typing import TYPE_CHECKING

from vedette.lexicon.tables import data_path, read_toml
from vedette.lexicon.words import mode_rules, weapons

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vedette.code.draft import DraftEvent
    from vedette.code.events import Readers
    from vedette.code.phrases import Phrase
    from vedette.lexicon.words import Weapon
    from vedette.records.vocabulary import SubEvent

import functools

UNREAL = frozenset({"planned", "threatened", "ordered", "feared", "hypothetical"})
STATE_KINDS = frozenset({"GOV", "MIL", "COP", "SPY"})
IRREGULAR = frozenset({"REB", "PRM", "UAF", "CRM", "SEP", "INS"})
PEACE = frozenset({"peace", "withdrawal", "disengagement", "hostility"})
EXCHANGE = frozenset({"exchange", "swap", "truce", "ceasefire", "deal", "agreement", "accord"})
GUNS = frozenset({"gunman", "shooter", "sniper", "gunfire", "shot"})


@functools.cache
def _list(*names: str) -> frozenset[str]:
    """The words of named lists of the frame table."""
    lists = read_toml(data_path("frames", "lists.toml"))
    return frozenset(w for name in names for w in lists[name])


def choose_codes(readers: "Readers", event: "DraftEvent") -> None:
    """Set the mode and the sub-event of an event."""
    if event.recoded:
        event.sub_event = None
        event.mode = _mode_by_words(readers, event) or event.mode if event.type == "THREATEN" else event.mode
        return
    weapon = _weapon(readers, event) if event.frame.weapon else None
    if weapon and weapon.mode and _outranks(weapon, event):
        event.mode = weapon.mode
    event.sub_event = _sub_event(readers, event, weapon)
    _set_mode(readers, event)


def _set_mode(readers: "Readers", event: "DraftEvent") -> None:
    """The mode that actors and words decide where the frame leaves it open."""
    if event.type == "MOBILIZE" and event.mode == "troops":
        event.mode = _mobilized(readers, event)
    elif event.type == "ASSAULT" and event.mode is None:
        if event.sub_event == "Mob violence":
            event.mode = "beat"
        elif _any_word(readers, event.actors, GUNS):
            event.mode = "firearms"
    else:
        event.mode = _mode_by_words(readers, event) or event.mode


def _mobilized(readers: "Readers", event: "DraftEvent") -> str:
    """What is mobilised: weapons where they are the object, else by who moves."""
    verb = readers.tree.pos[event.token] == "VERB"
    objects = readers.roles.grammar.objects(event.token) if verb else []
    if any(readers.matcher.phrases.weapon_at(t) for t in objects):
        return "weapons"
    kinds = {p.entry.kind if p.entry is not None else p.sector for p in event.actors}
    if kinds & IRREGULAR:
        return "militia"
    return "police" if "COP" in kinds else "troops"


def _mode_by_words(readers: "Readers", event: "DraftEvent") -> str | None:
    """The mode that the words of the event's clause decide."""
    tree = readers.tree
    rules = [r for r in mode_rules() if event.type in r.types]
    if not rules:
        return None
    clause = readers.roles.grammar.complement(event.token)
    below = tree.subtree(event.token) if clause is None else readers.circumstances.own(clause)
    said = {tree.lemma[t] for t in below if t != event.token}
    return next((r.mode for r in rules if r.words & said), None)


def _weapon(readers: "Readers", event: "DraftEvent") -> "Weapon | None":
    """The weapon that decides, of those the event names and those that act ("Israeli warplanes bombed")."""
    table, phrases = weapons(), readers.matcher.phrases
    named = [table[w] for p in event.weapons for w in [_lemma(p, table)] if w]
    named += [table[w] for p in event.actors for w in [phrases.weapon_at(p.head)] if w]
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
    if event.status in UNREAL or (event.status == "possible" and not _perfect(readers, event)):
        return None
    choice = event.frame.sub_event
    if weapon and weapon.sub_event and event.mode == weapon.mode and not event.frame.mutual:
        return weapon.sub_event
    if choice is None or isinstance(choice, str):
        return choice
    table = choice
    if "deal" in table:
        return table["deal"] if _near(readers, event, EXCHANGE) else table.get("other")
    if "truce" in table:
        return table["truce"] if _near(readers, event, _list("truce") | PEACE) else None
    if "state_actor" in table:
        return table["state_actor"] if _state(event) else table["other_actor"]
    return _by_parties(readers, event, table)


def _by_parties(readers: "Readers", event: "DraftEvent", table: "Mapping[str, SubEvent]") -> "SubEvent":
    """The sub-event that depends on who attacks whom."""
    if "protest" in table and _any_word(readers, event.targets, _list("protesters")):
        return table["protest"]
    if "mob" in table and _is_mob(event):
        return table["mob"]
    if any(p.armed or _armed_entry(p) for p in event.targets):
        return table.get("armed", table["other"])
    if any(p.civil for p in event.targets) or any(
        c.whom and c.whom in ("civilians", "people", "residents") for c in event.counts
    ):
        return table.get("civil", table["other"])
    return table["other"]


def _perfect(readers: "Readers", event: "DraftEvent") -> bool:
    """Whether a possible event lies in the past: "may have attacked"."""
    return any(readers.tree.lemma[k] == "have" for k in readers.tree.children(event.token, "aux"))


def _is_mob(event: "DraftEvent") -> bool:
    """Whether unarmed people do the violence."""
    return bool(event.actors) and all(p.civil and p.entry is None and not event.weapons for p in event.actors)


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
