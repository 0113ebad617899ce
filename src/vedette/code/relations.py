"""How parties stand to each other: who fights, backs, leads, belongs to, meets whom and who is where.

Read from words of relation, from noun phrases ("Iranian-backed militias", "the SDF (Syrian ...)") and from events.
"""

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from vedette.code.draft import DraftRelation
from vedette.errors import DataFileError
from vedette.lexicon.tables import data_path, read_toml
from vedette.records.vocabulary import RelationType

if TYPE_CHECKING:
    from vedette.code.draft import DraftEvent
    from vedette.code.events import Readers
    from vedette.code.phrases import Phrase

PLACING = ("in", "at", "near", "inside", "outside", "across", "throughout", "around", "within", "to")
INCLUDING = frozenset({"include", "comprise"})
SHARES = frozenset({"part", "element"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})


@dataclass(frozen=True, slots=True)
class RelationWords:
    """The words of one relation."""

    type: RelationType
    verbs: frozenset[str]
    verb_preps: tuple[str, ...]
    nouns: frozenset[str]
    noun_preps: tuple[str, ...]


@functools.cache
def relation_words() -> tuple[RelationWords, ...]:
    """The table of relation words; raises DataFileError for an unknown relation."""
    path, known = data_path("words", "relations.toml"), get_args(RelationType)
    found = []
    tables: dict[Any, Any] = read_toml(path)
    for name, raw in tables.items():
        if name not in known:
            raise DataFileError(path, None, f"relation {name!r} is unknown", f"Use one of {', '.join(known)}")
        found.append(RelationWords(name, frozenset(raw["verbs"]), tuple(raw["verb_preps"]),
                                   frozenset(raw["nouns"]), tuple(raw["noun_preps"])))  # fmt: skip
    return tuple(found)


class RelationReader:
    """Reads the relations of one tree."""

    def __init__(self, readers: "Readers", phrases: "list[Phrase]") -> None:
        """Take what reads the tree, and its phrases."""
        self.readers, self.tree = readers, readers.tree
        self.grammar, self.roles = readers.roles.grammar, readers.roles
        self.phrases = phrases
        self._verbs = {v: w for w in reversed(relation_words()) for v in w.verbs}
        self._nouns = {n: w for w in reversed(relation_words()) for n in w.nouns}

    def read(self, events: "list[DraftEvent]") -> list[DraftRelation]:
        """All relations, each pair of phrases once per type."""
        found: list[DraftRelation] = []
        for i, pos in enumerate(self.tree.pos):
            if pos == "VERB":
                found += self._at_verb(i)
            elif pos == "NOUN":
                found += self._at_noun(i)
        for first, end in self.tree.sents:
            found += self._opened(first, end)
        for phrase in self.phrases:
            found += self._within(phrase)
        for event in events:
            found += self._in_event(event)
        found += [DraftRelation("same_as", a, b, b.start, b.end) for a, b in acronyms(self.tree.text, self.phrases)]
        return _distinct(found)

    def _relation(self, kind: RelationType, source: "Phrase", target: "Phrase", token: int) -> list[DraftRelation]:
        """One relation, unless both ends are the same words."""
        if source is target or source.start == target.start or not source.kind or not target.kind:
            return []
        return [DraftRelation(kind, source, target, self.tree.start[token], self.tree.end[token])]

    def _ends(self, tokens: list[int]) -> "list[Phrase]":
        """The phrases at tokens that can stand in a relation; pronouns stand for themselves."""
        found = [self.readers.matcher.phrases.at(t) for t in tokens]
        return [
            p
            for p in found
            if p and (p.actor_like or p.pronoun or p.kind in ("place", "platform", "weapon", "vehicle"))
        ]

    def _opened(self, first: int, end: int) -> list[DraftRelation]:
        """What a sentence tells after "Near Mosul, ..." is there; taggers take that "Near" for a part of the name."""
        if self.tree.lower[first] != "near" or first + 1 >= end:
            return []
        place = self.readers.matcher.phrases.at(first + 1)
        verbs = [i for i in range(first, end) if self.tree.pos[i] == "VERB" and self.tree.tag[i] in FINITE]
        if place is None or place.kind != "place" or not verbs:
            return []
        tokens = [t for v in verbs for t in (*self.grammar.subject(v), *self.grammar.objects(v))]
        who = [p for p in self._ends(tokens) if p is not place]
        return [r for p in who for r in self._relation("located_in", p, place, verbs[0])]

    def _at_verb(self, verb: int) -> list[DraftRelation]:
        """Relations told by a verb."""
        found = self._placed_by(verb) + self._including(verb)
        words = self._verbs.get(self.tree.lemma[verb])
        standing = self.readers.status.standing(verb) if words else None
        if words is None or standing is None or standing.negated:
            return found
        sources = self._ends(self.grammar.subject(verb))
        targets = self._ends(self.grammar.objects(verb))
        if not targets:
            preps = self.grammar.preps(verb)
            targets = self._ends([t for name in words.verb_preps for t in preps.get(name, [])])
        told = [r for s in sources for t in targets for r in self._relation(words.type, s, t, verb)]
        for relation in told:
            relation.status = standing.status
        return found + told

    def _including(self, verb: int) -> list[DraftRelation]:
        """As in "the nations that struck include Jordan and Qatar": what is included is a part."""
        if self.tree.lemma[verb] not in INCLUDING:
            return []
        whole = [p for p in self._ends(self.grammar.subject(verb)) if p.actor_like]
        parts = self._ends(self.grammar.objects(verb))
        return [r for w in whole for p in parts for r in self._relation("part_of", p, w, verb)]

    def _placed_by(self, verb: int) -> list[DraftRelation]:
        """The subject of a verb is where the verb's place is: "troops fought in Mosul"."""
        preps = self.grammar.preps(verb)
        places = [p for name in PLACING for p in self._ends(preps.get(name, [])) if p.kind == "place"]
        if not places:
            return []
        who = [p for p in self._ends([*self.grammar.subject(verb), *self.grammar.objects(verb)]) if p.kind != "place"]
        return [r for s in who for t in places for r in self._relation("located_in", s, t, verb)]

    def _at_noun(self, noun: int) -> list[DraftRelation]:
        """Relations told by a noun: "the fight against X", "the leader of X"."""
        words = self._nouns.get(self.tree.lemma[noun])
        if words is None:
            return []
        preps = self.grammar.preps(noun)
        targets = self._ends([t for name in words.noun_preps for t in preps.get(name, [])])
        if words.type in ("leads", "part_of"):
            targets = [t for t in targets if t.kind != "place" or words.type == "leads"]
            return [r for t in targets for own in self._holder(noun) for r in self._relation(words.type, own, t, noun)]
        light = self.grammar.light_verb(noun)
        holders = [t for k in self.tree.children(noun, "poss") for t in self.grammar.expand(k)]
        if words.type == "fights" and not holders:
            holders = self.tree.children(noun, "compound", "nmod")
        holders = holders or (self.grammar.subject(light[0]) if light else [])
        return [r for s in self._ends(holders) for t in targets for r in self._relation(words.type, s, t, noun)]

    def _holder(self, noun: int) -> "list[Phrase]":
        """Who is what a noun says: whom it stands beside ("Burns, commander of ..."), or who does it "as part of"."""
        tree, above = self.tree, self.tree.head[noun]
        if tree.dep[noun] == "appos":
            return self._ends([above])
        if tree.lemma[noun] in SHARES:
            verb = tree.clause(noun)
            linked = tree.dep[noun] == "attr" or (tree.dep[noun] == "pobj" and tree.lower[above] == "as")
            return self._ends(self.grammar.subject(verb)) if linked else []
        own = self.readers.matcher.phrases.at(noun)
        return [own] if own else []

    def _within(self, phrase: "Phrase") -> list[DraftRelation]:
        """Relations told inside and beside a noun phrase: appositions, acronyms, places, backers."""
        tree, found = self.tree, []
        for k in tree.children(phrase.head, "appos"):
            for other in self._ends([k]):
                kind: RelationType = "located_in" if phrase.kind == other.kind == "place" else "same_as"
                if kind == "located_in" or phrase.kind in ("actor", "person"):
                    found += self._relation(kind, phrase, other, k)
        if phrase.kind in ("actor", "person", "place", "weapon", "platform") and not phrase.pronoun:
            found += self._located(phrase)
        for other in self._included(phrase):
            found += self._relation("part_of", other, phrase, phrase.head)
        return found

    def _located(self, phrase: "Phrase") -> list[DraftRelation]:
        """Where a phrase says that it is: "the forces in Iraq"."""
        preps = self.grammar.preps(phrase.head)
        places = [p for name in PLACING if name != "to" for p in self._ends(preps.get(name, [])) if p.kind == "place"]
        return [r for p in places for r in self._relation("located_in", phrase, p, phrase.head)]

    def _included(self, phrase: "Phrase") -> "list[Phrase]":
        """What a body includes: "the coalition, which includes X", "nations including X and Y"."""
        tree, found = self.tree, []
        for k in tree.kids[phrase.head]:
            if tree.dep[k] == "relcl" and tree.lemma[k] in INCLUDING:
                found += self._ends(self.grammar.objects(k))
            elif tree.dep[k] == "prep" and tree.lower[k] == "including":
                found += self._ends(self.grammar.of_prep(k))
        return [p for p in found if phrase.actor_like and p is not phrase]

    def _in_event(self, event: "DraftEvent") -> list[DraftRelation]:
        """Relations that follow from an event: clash and attack, talks, and being where it happened."""
        found = []
        if event.negated or event.status in ("denied", "hypothetical"):
            return []
        pairs = [(a, t) for a in event.actors for t in event.targets if t.kind != "place"]
        if event.frame.mutual and not event.targets:
            pairs = [(a, b) for n, a in enumerate(event.actors) for b in event.actors[n + 1 :]]
        kind: RelationType | None = {"ASSAULT": "fights", "CONSULT": "met_with", "ACCUSE": "opposes"}.get(event.type)  # type: ignore[assignment]
        if kind:
            told = [r for a, t in pairs for r in self._relation(kind, a, t, event.token)]
            for relation in told:
                relation.status = event.status
            found += told
        if event.place is not None and event.type in ("ASSAULT", "PROTEST", "COERCE"):
            who = [p for p in (*event.actors, *event.targets) if p.kind != "place"]
            found += [r for p in who for r in self._relation("located_in", p, event.place, event.token)]
        return found


def acronyms(text: str, phrases: "list[Phrase]") -> "list[tuple[Phrase, Phrase]]":
    """Pairs of a name and the acronym behind it in brackets: "Syrian Democratic Forces (SDF)"."""
    by_start = {p.start: p for p in phrases}
    found = []
    for phrase in phrases:
        match = re.match(r"\s*\(\s*([A-Z][A-Za-z-]*[A-Z][A-Za-z-]*)\s*\)", text[phrase.end : phrase.end + 20])
        if match:
            other = by_start.get(phrase.end + match.start(1))
            if other is not None and other is not phrase and phrase.actor_like:
                found.append((phrase, other))
    return found


def _distinct(relations: list[DraftRelation]) -> list[DraftRelation]:
    """Each pair once per type."""
    found: dict[tuple[str, int, int], DraftRelation] = {}
    for relation in relations:
        key = (relation.type, relation.source.start, relation.target.start)
        crossed = (relation.type, relation.target.start, relation.source.start)
        if key not in found and not (
            relation.type in ("fights", "same_as", "met_with", "allied_with") and crossed in found
        ):
            found[key] = relation
    return list(found.values())
