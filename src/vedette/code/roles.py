"""Fill the roles of a matched frame: from grammatical slots to whole phrases, coordination and antecedents included."""

import functools
from typing import TYPE_CHECKING

from vedette.code.grammar import Grammar
from vedette.code.mentions import nominals
from vedette.code.phrases import Phrase, Phrases
from vedette.code.towns import is_scene
from vedette.code.tree import HYPHENS
from vedette.lexicon.tables import data_path, read_toml
from vedette.lexicon.words import word_class

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vedette.code.antecedents import Antecedents
    from vedette.code.tree import Tree
    from vedette.code.triggers import Match
    from vedette.records.vocabulary import MentionKind

OPPOSING = frozenset({"anti", "counter"})
SIDES = frozenset({"side", "faction", "delegation", "enemy"})
DEEDS = frozenset({"ASSAULT", "COERCE"})
THING_SLOTS = frozenset({"obj", "on", "against", "at", "into", "of"})
VERB_ACTOR = ("subj",)
VERB_TARGET = ("obj",)
NOUN_ACTOR = ("light", "by", "poss", "mod")
NOUN_TARGET = ("on", "against", "at", "obj")
LINKS = ("of", "from", "by", "with", "against", "for", "to", "on", "in", "between", "among")


@functools.cache
def means() -> frozenset[str]:
    """Words for attacks, which stand as subjects of what they do."""
    return frozenset(read_toml(data_path("frames", "lists.toml"))["attack"])


@functools.cache
def thing_kinds() -> "dict[str, MentionKind]":
    """Words for things that deeds are done to, and the kind of mention that each is."""
    lists = read_toml(data_path("frames", "lists.toml"))
    kinds: dict[str, MentionKind] = {w: "place" for name in ("border", "territory", "property") for w in lists[name]}
    kinds |= {w: "actor" for name in ("protesters", "protest") for w in lists[name]}
    kinds |= {w: "weapon" for name in ("explosive", "weapons_down") for w in lists[name]}
    return kinds | {w: k for w, k in nominals().items() if k == "vehicle"}


class Roles:
    """Role filling over one tree."""

    def __init__(self, tree: "Tree", grammar: Grammar, phrases: Phrases, antecedents: "Antecedents") -> None:
        """Take the tree and what reads it."""
        self.tree, self.grammar, self.phrases, self.antecedents = tree, grammar, phrases, antecedents
        self.body: Sequence[tuple[int, int]] = ((0, len(tree.text)),)

    def in_body(self, start: int) -> bool:
        """Whether a character stands in the article's body, not in a dateline or other furniture."""
        return any(first <= start < end for first, end in self.body)

    def actors(self, match: "Match") -> list[Phrase]:
        """Who did it."""
        slots = match.frame.actor or (NOUN_ACTOR if match.noun else VERB_ACTOR)
        if match.noun and match.frame.of == "actor" and "of" not in slots:
            slots = (*slots, "of")
        if match.frame.mutual:
            return self._gather(match, slots)
        return self._first(match, slots)

    def targets(self, match: "Match", actors: list[Phrase]) -> list[Phrase]:
        """To whom or what it was done: the first slot that holds someone other than the actors."""
        slots = match.frame.target if match.frame.target is not None else (NOUN_TARGET if match.noun else VERB_TARGET)
        if match.noun and match.frame.of == "target" and "of" not in slots:
            slots = ("of", *slots)
        return self._first(match, slots, but=actors) or self.parties(self._opposed(match))

    def _is_own(self, phrase: Phrase, actors: list[Phrase]) -> bool:
        """Whether a phrase names what is the actors' own: "its borders", or their country in what they promise."""
        if any(phrase.owner is a for a in actors):
            return True
        homes = {c for a in actors for c in a.countries}
        homes |= {a.entry.country for a in actors if a.entry is not None and a.entry.country}
        bare = phrase.hit is not None and phrase.hit.kind == "country" and phrase.head == phrase.last
        return bare and bool(phrase.countries) and set(phrase.countries) <= homes

    def _first(self, match: "Match", slots: tuple[str, ...], but: list[Phrase] | None = None) -> list[Phrase]:
        """The parties in the first slot that has any; of a deed also the things it is done to."""
        things = but is not None and match.frame.type in DEEDS
        direct = match.frame.type == "CONSULT"
        for slot in slots:
            tokens = self.slot(match, slot)
            if things and slot in THING_SLOTS:
                arms = match.frame.type == "COERCE" or match.frame.mode == "destroy"
                found = self._things([t for t in tokens if t not in match.words], but, arms=arms)
            elif direct and slot == "obj":
                met = [p for t in tokens for p in [self.phrases.at(t)] if p and (p.actor_like or p.hit)]
                found = [p for p in met if p not in (but or [])]
            else:
                found = self.parties(tokens, but)
            if slot == "clause" or match.frame.content or match.frame.type == "AID":
                found = [p for p in found if not self._is_own(p, but or [])]
            if found:
                return found
        return []

    def settle(self, phrase: Phrase) -> None:
        """Give a phrase that fills a role what `_party` gives: a thing's kind, the country of its parts."""
        phrase.kind = phrase.kind or thing_kinds().get(self.tree.lemma[phrase.head])
        self._own_country(phrase)
        if not (phrase.countries or phrase.entry or phrase.located):
            phrase.located += [c for p in self._inside(phrase.head, 1) for c in p.countries]

    def _things(self, tokens: list[int], but: list[Phrase] | None, *, arms: bool) -> list[Phrase]:
        """What a deed is done to: parties, and things such as a minibus, homes or a rally with whose they are."""
        found = []
        for token in tokens:
            phrase = self.phrases.at(token)
            kind = (
                (thing_kinds().get(self.tree.lemma[token]) or thing_kinds().get(self.tree.lower[token]))
                if phrase is not None and not phrase.hit
                else None
            )
            if kind == "weapon" and not arms:
                continue
            if phrase is not None and kind and not (phrase.actor_like and phrase.sector not in (None, "UNK")):
                phrase.kind = phrase.kind or kind
                inner = self._inside(token, 1)
                phrase.located += [c for p in inner for c in p.countries]
                found.append(phrase)
            else:
                found += self._party(token, 0)
        return [p for p in dict.fromkeys(found) if not but or p not in but]

    def _gather(self, match: "Match", slots: tuple[str, ...]) -> list[Phrase]:
        """The parties in all slots, each once."""
        found = [p for slot in slots for p in self.parties(self.slot(match, slot))]
        return list(dict.fromkeys(found))

    def slot(self, match: "Match", slot: str) -> list[int]:
        """The tokens in a grammatical slot of the trigger."""
        if slot == "clause":
            return self._in_clause(match.token)
        if slot == "clause-subj":
            return self._clause_subject(match.token)
        if slot == "mod":
            return self._modifiers(match)
        if match.noun:
            return self._noun_slot(match, slot)
        if slot == "subj":
            return [t for t in self.grammar.subject(match.token) if not self._is_means(match, t)]
        if slot == "subj-mod":
            return [k for t in self.grammar.subject(match.token) for k in self._named_kids(t)]
        if slot == "obj":
            return self.grammar.objects(match.token)
        if slot == "iobj":
            return self.grammar.recipients(match.token)
        if slot == "poss":
            return [k for o in self.grammar.objects(match.token) for k in self.tree.children(o, "poss")]
        return self._prepositional(match, slot)

    def _prepositional(self, match: "Match", slot: str) -> list[int]:
        """Objects of a preposition on the verb, on its trigger words or on its object."""
        for token in (match.token, *match.words, *self.grammar.objects(match.token)):
            found = self.grammar.preps(token).get(slot)
            if found:
                return found
        return []

    def _noun_slot(self, match: "Match", slot: str) -> list[int]:
        """A slot of a noun trigger, its light verb's included."""
        tree, noun = self.tree, match.token
        if slot == "poss":
            return [t for k in tree.children(noun, "poss") for t in self.grammar.expand(k)]
        light = self.grammar.light_verb(noun)
        if slot in ("light", "subj"):
            return self.grammar.subject(light[0]) if light and light[1] == "actor" else []
        if slot == "obj":
            return self._done_to(match, light)
        found = self.grammar.preps(noun).get(slot)
        if found or not light or slot in ("of", "by"):
            return found or []
        return self.grammar.preps(light[0]).get(slot, [])

    def _done_to(self, match: "Match", light: tuple[int, str] | None) -> list[int]:
        """The target of a noun trigger by way of its verb: "came under attack", "the attack killed 12"."""
        tree, noun = self.tree, match.token
        if light and light[1] == "target":
            return self.grammar.subject(light[0]) or self.grammar.surface(light[0])
        if tree.dep[noun] == "nsubj" and tree.pos[tree.head[noun]] == "VERB":
            return self.grammar.objects(tree.head[noun])
        if tree.dep[noun] == "pobj":
            verb = tree.head[tree.head[noun]]
            if tree.pos[verb] == "VERB" and tree.lower[tree.head[noun]] in (
                "in",
                "by",
                "during",
                "with",
                "after",
                "from",
            ):
                return self.grammar.objects(verb) if self.grammar.passive(verb) else []
        return []

    def _modifiers(self, match: "Match") -> list[int]:
        """The names and demonyms before a noun trigger: "Israeli air raids", "the rebel attack"."""
        tree = self.tree
        found = []
        for word in match.words:
            for k in tree.children(word, "amod", "compound", "nmod", "poss"):
                if k not in match.words:
                    found += [t for t in tree.conjuncts(k) if tree.left[t] >= tree.left[match.token]]
        found = [t for t in found if not is_scene(self.tree, self.phrases, t)]
        return [t for t in found if self._names_someone(t) and not self._is_opposed(t)]

    def _opposed(self, match: "Match") -> list[int]:
        """Those whom a noun is against: "anti-UN march"."""
        return [k for w in match.words for k in self.tree.kids[w] if self._is_opposed(k) and self._names_someone(k)]

    def _is_opposed(self, token: int) -> bool:
        """Whether "anti-" or "counter-" stands before a word."""
        return token > 1 and self.tree.lower[token - 1] in HYPHENS and self.tree.lower[token - 2] in OPPOSING

    def _is_means(self, match: "Match", token: int) -> bool:
        """Whether a subject is the means and not the doer: "a car bomb in Mogadishu killed four"."""
        if match.frame.type not in DEEDS or not (self.phrases.weapon_at(token) or self.tree.lemma[token] in means()):
            return False
        phrase = self.phrases.at(token)
        return phrase is None or not (phrase.entry or phrase.countries or phrase.sector not in (None, "MIL"))

    def _named_kids(self, token: int) -> list[int]:
        """The modifiers of a word that name someone: "Russian missiles", "the army's shells", "rockets fired by X"."""
        tree = self.tree
        kids = [k for k in tree.children(token, "amod", "compound", "nmod", "poss") if self._names_someone(k)]
        made = [a for k in tree.children(token, "acl") for a in self.grammar.subject(k)]
        return kids or [a for a in made if a != token]

    def _names_someone(self, token: int) -> bool:
        """Whether a modifier names an actor: a demonym, a group, an agent noun."""
        phrase = self.phrases.at(token)
        return phrase is not None and bool(phrase.hit or (phrase.sector and phrase.sector != "UNK"))

    def _clause_subject(self, token: int) -> list[int]:
        """The subject of the clause that the trigger takes: "demanded that Israel withdraw"."""
        head = self.grammar.complement(token)
        if head is None:
            return []
        own = self.tree.child(head, "nsubj", "nsubjpass")
        return self.grammar.expand(own) if own is not None else []

    def _in_clause(self, token: int) -> list[int]:
        """Those named in the clause that the trigger takes: its object, then its other parties in order."""
        head = self.grammar.complement(token)
        if head is None:
            return []
        objects = self.grammar.objects(head)
        groups = [self.grammar.recipients(head), objects]
        for name in ("with", "to", "against", "from", "on", "for", "of", "into", "in", "at"):
            groups.append(self.grammar.preps(head).get(name, []))
            groups += [self.grammar.preps(obj).get(name, []) for obj in objects]
        inner = self.tree.child(head, "xcomp", "ccomp")
        groups.append(self.grammar.objects(inner) if inner is not None else [])
        groups += [[t] for t in self.tree.subtree(head) if self._is_name(t)]
        return next((group for group in groups if self.parties(group)), [])

    def _is_name(self, token: int) -> bool:
        """Whether a token heads a known name."""
        phrase = self.phrases.at(token) if self.phrases.hit(token) else None
        return phrase is not None and phrase.head == token

    def parties(self, tokens: list[int], but: list[Phrase] | None = None) -> list[Phrase]:
        """The parties named at tokens: actors themselves, or those inside a phrase ("an appeal from the president")."""
        found: list[Phrase] = []
        for token in tokens:
            for phrase in self._party(token, 0):
                if phrase not in found and not (but and phrase in but):
                    found.append(phrase)
        return found

    def _party(self, token: int, depth: int) -> list[Phrase]:
        """The party or parties at one token."""
        phrase = self.phrases.at(token)
        if phrase is not None and not self.in_body(phrase.start):
            return []
        if phrase is None:
            return self._inside(token, depth)
        if phrase.pronoun:
            phrase.antecedent = phrase.antecedent or self.antecedents.of(phrase)
            return [phrase.antecedent] if phrase.antecedent else [phrase]
        split = self._split(phrase)
        if split:
            return split
        if self.tree.lemma[phrase.head] in word_class("measures"):
            counted = self._linked(token, ("of",), depth)
            if counted:
                return counted
        self._own_country(phrase)
        named = phrase.countries or phrase.entry or phrase.people or phrase.located
        if not named and depth == 0 and self.phrases.weapon_at(token) and self.tree.dep[token] == "dobj":
            return []  # tanks that are sent are no party
        if phrase.kind == "place" or (phrase.actor_like and (named or phrase.sector not in (None, "UNK"))):
            return [phrase]
        bare = phrase.kind == "person" or self.tree.lemma[token] in SIDES
        return self._inside(token, depth) or ([phrase] if bare else [])

    def _own_country(self, phrase: Phrase) -> None:
        """Give "its troops" the country of what "its" stands for."""
        if phrase.countries or phrase.entry:
            return
        owner = next((k for k in self.tree.children(phrase.head, "poss") if self.tree.pos[k] == "PRON"), None)
        pronoun = self.phrases.at(owner) if owner is not None else None
        if pronoun is not None and pronoun.pronoun:
            antecedent = self.antecedents.of(pronoun)
            phrase.owner = antecedent
            if antecedent is not None and antecedent.head != phrase.head:
                home = antecedent.entry.country if antecedent.entry else None
                phrase.countries += antecedent.countries or ([home] if home else [])

    def _inside(self, token: int, depth: int) -> list[Phrase]:
        """The parties within a phrase that is none itself: possessor, demonym, "of" and other phrases."""
        if depth > 2:
            return []
        tree = self.tree
        for k in tree.children(token, "poss"):
            found = [p for t in self.grammar.expand(k) for p in self._party(t, depth + 1)]
            if found:
                return found
        linked = self._linked(token, LINKS, depth)
        return (
            linked
            or [
                p for k in tree.children(token, "amod", "compound", "nmod") for p in [self.phrases.at(k)] if p and p.hit
            ][:1]
        )

    def _linked(self, token: int, links: tuple[str, ...], depth: int) -> list[Phrase]:
        """The parties in prepositional phrases on a noun."""
        preps = self.grammar.preps(token)
        for link in links:
            found = [p for t in preps.get(link, []) for p in self._party(t, depth + 1)]
            if found:
                return found
        return []

    def _split(self, phrase: Phrase) -> list[Phrase]:
        """As in "U.S. and Russian negotiators" as two parties that share a noun."""
        tree = self.tree
        if len(set(phrase.countries)) < 2 or phrase.entry:
            return []
        first = next((k for k in tree.kids[phrase.head] if k < phrase.head and self.phrases.hit(k)), None)
        if first is None:
            return []
        names = [t for t in tree.conjuncts(first) if t < phrase.head and self.phrases.hit(t)]
        if len(names) < 2:
            return []
        parts = []
        for name in names:
            hit = self.phrases.hit(name)
            if hit is None or hit.iso3 is None:
                continue
            low, high = self.phrases.hit_tokens(name)
            last = high if name != names[-1] else phrase.last
            start, end, text = tree.slice(low, last)
            part = Phrase(phrase.head, low, last, start, end, text, kind="actor", sector=phrase.sector)
            part.countries, part.located = [hit.iso3], phrase.located
            parts.append(part)
        return parts
