"""Which matched frames are events that a coder would record.

Three questions: has the frame the parties it needs; do its words mean violence or politics here (who does it and what
is done to are people, places or arms, not hail, shares or a trophy); and is the sentence about the present world, not
about a film, a match or a battle of long ago.
"""

import re
from typing import TYPE_CHECKING

from vedette.code.gazetteer import find_names
from vedette.code.measures import harm_words
from vedette.lexicon.actors import ActorEntry
from vedette.lexicon.frames import frame_table
from vedette.lexicon.tables import data_path, read_toml
from vedette.lexicon.words import ARMED, agents, topics, weapons

if TYPE_CHECKING:
    from vedette.code.draft import DraftEvent
    from vedette.code.events import Readers
    from vedette.code.phrases import Phrase
    from vedette.code.tree import Tree

import functools

HARM = frozenset({"killed", "wounded", "abducted"})
PHYSICAL = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT"})
LONG_AGO = re.compile(
    r"\b(?:1[0-8]\d\d|19[0-6]\d|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|[2-9]\d|\d{3})(?:-\w+)?"
    r" years (?:ago|since)|(?:decades|centuries|a century) ago)\b",
    re.IGNORECASE,
)
OUTLAW = frozenset({"REB", "INS", "UAF", "PRM", "SEP", "CRM"})
"""Sectors whose very mention is news of violence."""
SHORTEST = 3
MANY, SPARSE = 5, 40
DESCRIBING = frozenset({"SUPPORT", "ACCUSE", "AID", "COOPERATE", "MOBILIZE", "SANCTION", "REQUEST"})
CRITICISM = frozenset({"over", "for", "about"})
FREE = frozenset({"NUM", "PRON", "DET", "SYM"})


def is_worth_reading(tree: "Tree", first: int, end: int) -> bool:
    """Whether a sentence may tell of an event at all: the cheap question before the second reader's dear one."""
    known = _telling()
    return end - first >= SHORTEST and any(tree.lemma[t] in known or tree.lower[t] in known for t in range(first, end))


@functools.cache
def _telling() -> frozenset[str]:
    """Words without which a sentence tells of no event: those of all frames, of harm, arms and armed bands."""
    table, harm = frame_table(), harm_words()
    arms = {word for word, weapon in weapons().items() if weapon.rank}
    bands = {word for word, agent in agents().items() if agent.sector in OUTLAW}
    return (
        frozenset(table.verbs)
        | frozenset(table.nouns)
        | frozenset(harm["verbs"])
        | frozenset(harm["nouns"])
        | arms
        | bands
    )


def is_codable(readers: "Readers", event: "DraftEvent") -> bool:
    """Whether an event has the parties that its frame needs, is meant literally and is of the present."""
    return why_not(readers, event) is None


def why_not(readers: "Readers", event: "DraftEvent") -> str | None:
    """The first rule by which an event is not recorded; None where it is."""
    if _is_aside(readers, event):
        return "aside"
    if not _has_needed(event):
        return "needs"
    if not _public(event):
        return "not public"
    if not _literal(readers, event):
        return "not literal"
    return "off topic" if _off_topic(readers, event) else None


def _is_aside(readers: "Readers", event: "DraftEvent") -> bool:
    """Whether a participle only describes someone: "a man accused of spying", "rebels backed by X"."""
    tree, token = readers.tree, event.token
    return event.type in DESCRIBING and tree.dep[token] == "acl" and tree.tag[token] == "VBN"


def _has_needed(event: "DraftEvent") -> bool:
    """Whether the roles are filled that the frame cannot do without."""
    needs = event.frame.needs
    actors, targets = bool(event.actors), bool(event.targets)
    if needs == "both":
        return actors and (targets or len(event.actors) > 1)
    if needs == "actor":
        return actors
    if needs == "target":
        return targets
    if needs == "place":
        return event.place is not None
    return actors or targets or bool(event.counts) or (needs is None and event.place is not None)


def _public(event: "DraftEvent") -> bool:
    """Whether a state, an armed group, a people or the public takes part, or people are hurt by arms."""
    if any(_is_public(p) for p in (*event.actors, *event.targets)):
        return True
    harmed = any(c.of in HARM for c in event.counts)
    return event.type == "ASSAULT" and (bool(event.weapons) or harmed or event.frame.weapon)


def _is_public(phrase: "Phrase") -> bool:
    """Whether a party is of public life: a country, a known actor, an agent noun of any sector but business."""
    if phrase.entry or phrase.countries or phrase.people or phrase.kind == "place":
        return True
    return phrase.sector is not None and phrase.sector not in ("UNK", "BUS", "SOC")


def _literal(readers: "Readers", event: "DraftEvent") -> bool:
    """Whether the trigger's grammatical partners can do such a thing and have it done to them."""
    if event.type not in PHYSICAL:
        return True
    tree, token = readers.tree, event.token
    if tree.pos[token] != "VERB":
        return _noun_literal(readers, event)
    grammar = readers.roles.grammar
    subjects, objects = grammar.subject(token), grammar.objects(token)
    if {"under"} & {tree.lower[k] for k in tree.kids[token]} and CRITICISM & set(grammar.preps(token)):
        return bool(event.weapons)
    if subjects and not any(_can_act(readers, t) for t in subjects):
        return False
    if event.frame.obj or not objects or event.type != "ASSAULT" or event.counts:
        return True
    return any(t in event.words or _can_suffer(readers, t) for t in objects)


def _noun_literal(readers: "Readers", event: "DraftEvent") -> bool:
    """Whether what a noun of violence is directed against is a party: no "war on plastic bags"."""
    preps = readers.roles.grammar.preps(event.token)
    aims = [t for name in ("on", "against") for t in preps.get(name, [])]
    if aims and not event.targets and not any(_can_suffer(readers, t) for t in aims):
        return False
    light = readers.roles.grammar.light_verb(event.token)
    subjects = readers.roles.grammar.subject(light[0]) if light else []
    return not subjects or any(_can_act(readers, t) for t in subjects)


def _can_act(readers: "Readers", token: int) -> bool:
    """Whether a subject can do violence: a party, arms, an attack, a vehicle, or a word that stands for someone."""
    tree, phrase = readers.tree, readers.matcher.phrases.at(token)
    if tree.pos[token] in FREE or tree.lemma[token] in _instruments():
        return True
    if phrase is None:
        return tree.pos[token] != "NOUN"
    if phrase.actor_like or phrase.pronoun or phrase.kind in ("place", "weapon", "platform", "vehicle"):
        return True
    return tree.pos[token] == "PROPN" or bool(readers.roles.parties([token]))


def _can_suffer(readers: "Readers", token: int) -> bool:
    """Whether violence can be done to an object: a party, a place, property, arms."""
    return _can_act(readers, token) or readers.tree.lemma[token] in _things()


@functools.cache
def _things() -> frozenset[str]:
    """Words for things that are taken and destroyed."""
    lists = read_toml(data_path("frames", "lists.toml"))
    return frozenset(
        w
        for name in ("property", "territory", "captives", "explosive", "border", "protest", "persons")
        for w in lists[name]
    )


@functools.cache
def _instruments() -> frozenset[str]:
    """Words for attacks and arms, which stand as subjects: "the strike killed 12"."""
    nouns = {n.split()[-1] for f in frame_table().frames if f.type in PHYSICAL for n in f.nouns}
    return frozenset(nouns) | frozenset(read_toml(data_path("frames", "lists.toml"))["attack"])


def _off_topic(readers: "Readers", event: "DraftEvent") -> bool:
    """Whether the sentence is about something else: fiction, sport, business, accident, the distant past."""
    if readers.off_topic and not _named_force(event):
        return True
    first, end = readers.tree.sentence_of(event.token)
    weights = _weights(readers, event)
    if "whole" in weights:
        return True
    if "past" in weights or is_long_ago(readers, event):
        return not _current(readers, event)
    return "soft" in weights and not _armed(event) and not _arms_named(readers, first, end)


def is_long_ago(readers: "Readers", event: "DraftEvent") -> bool:
    """Whether the sentence of an event speaks of the distant past."""
    first, end = readers.tree.sentence_of(event.token)
    return LONG_AGO.search(readers.tree.text, readers.tree.start[first], readers.tree.end[end - 1]) is not None


def _weights(readers: "Readers", event: "DraftEvent") -> set[str]:
    """How heavy the words of other topics are that stand beside an event in its sentence."""
    tree = readers.tree
    first, end = tree.sentence_of(event.token)
    known = topics()
    parties = {w for p in (*event.actors, *event.targets) for w in range(p.first, p.last + 1)} | set(event.words)
    objects = readers.roles.grammar.objects(event.token) if tree.pos[event.token] == "VERB" else []
    aimed = {w for o in objects for w in tree.subtree(o)}  # a cinema may be stormed, a market share may not
    weights = set()
    for i in range(first, end):
        weight = known.get(tree.lemma[i]) or known.get(tree.lower[i])
        if weight and i not in parties and (weight == "soft" or i not in aimed):
            weights.add(weight)
    return weights


def is_off_topic(tree: "Tree") -> bool:
    """Whether a whole text is about sport, business or the like: many such words, and more than one in forty."""
    known = topics()
    hits = sum(lemma in known for lemma in tree.lemma)
    return hits >= MANY and hits * SPARSE > len(tree) and hits > 2 * _hard_names(tree)


def _hard_names(tree: "Tree") -> int:
    """How often a text names an armed actor of the registry, or dead and wounded."""
    names = sum(isinstance(hit.entry, ActorEntry) and hit.entry.kind in ARMED for hit in find_names(tree.text))
    return names + sum(lemma in ("kill", "wound", "casualty", "dead", "injure", "shelling") for lemma in tree.lemma)


def _named_force(event: "DraftEvent") -> bool:
    """Whether an armed party takes part that has a name or a country."""
    return any(
        (p.entry is not None and p.entry.kind in ARMED) or (p.armed and bool(p.countries))
        for p in (*event.actors, *event.targets)
    )


def _arms_named(readers: "Readers", first: int, end: int) -> bool:
    """Whether a sentence names arms other than in general words."""
    table, found = weapons(), readers.matcher.phrases
    named = [table[w] for i in range(first, end) if readers.tree.pos[i] == "NOUN" for w in [found.weapon_at(i)] if w]
    return any(w.rank > 1 for w in named)


def _current(readers: "Readers", event: "DraftEvent") -> bool:
    """Whether an event beside words of history is the news itself: the main clause, with arms or people hurt."""
    tree = readers.tree
    main = tree.dep[tree.clause(event.token)] in ("ROOT", "ccomp") and tree.tag[tree.clause(event.token)] != "VBN"
    return main and not is_long_ago(readers, event) and _armed(event)


def _armed(event: "DraftEvent") -> bool:
    """Whether arms or armed parties take part, or it is a state's or a protest's act."""
    if (event.weapons and event.type == "ASSAULT") or (event.type == "PROTEST" and event.actors):
        return True
    parties = (*event.actors, *event.targets)
    if event.type not in PHYSICAL:
        return any(p.sector in ("GOV", "MIL", "REB", "COP", "LEG", "JUD") or p.entry or p.hit for p in parties)
    return any(p.armed or p.entry is not None for p in parties)
