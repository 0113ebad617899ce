"""Words of harm: which words of a text tell of dead, hurt, taken or displaced, and whom each is said of, by grammar."""

from typing import TYPE_CHECKING

from vedette.code.measures import harm_words
from vedette.code.tolls import toll_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vedette.code.grammar import Grammar
    from vedette.code.quantities import Quantity
    from vedette.code.tree import Tree
    from vedette.records.vocabulary import CountOf

INTRANSITIVE = frozenset({"die", "perish", "flee"})

DEATHS = frozenset({"die", "perish", "kill", "murder", "lynch", "assassinate", "slay"})
"""Verbs that are said of living beings alone."""

DEADLY = frozenset({"fatally", "mortally"})
"""How somebody is hurt who is dead: "fatally shot a pharmacist"."""

COUNTED_KIDS = ("nummod", "quantmod", "det", "amod", "compound", "predet", "advmod", "nmod", "dep")


class Harm:
    """Reads the words of harm of one tree (data/words/harm.toml)."""

    def __init__(self, tree: "Tree", grammar: "Grammar", numbers: "Mapping[int, Quantity]") -> None:
        """Take the tree, what reads it, and the number expressions that count somebody, by each of their tokens."""
        self.tree, self.grammar, self.numbers, self.told = tree, grammar, numbers, toll_words()

    def words(self, first: int, end: int) -> "Iterator[tuple[int, CountOf, str]]":
        """The words of harm between two tokens, what they count, and their table."""
        tables = harm_words()
        for i in range(first, end):
            key = {"VERB": "verbs", "NOUN": "nouns", "ADJ": "adjectives"}.get(self.tree.pos[i])
            of = tables[key].get(self.tree.lemma[i]) if key else None
            of = "killed" if key == "nouns" and self.tree.lemma[i] in self.told.acts else of
            if key == "verbs" and of in (None, "wounded"):
                of = "killed" if self._deadly(i) else of or self._set_verb(i)
            if of and key:
                yield i, of, key

    def _set_verb(self, verb: int) -> "CountOf | None":
        """What a verb counts that is a set phrase by itself, with its particle: "necklaced", "mowed down"."""
        particle = self.tree.child(verb, "prt")
        name = (self.tree.lemma[verb],) if particle is None else (self.tree.lemma[verb], self.tree.lower[particle])
        return self.told.verbs.get(name)

    def _deadly(self, verb: int) -> bool:
        """Whether a verb ends in death: "shot dead", "beat to death", "leaving 12 dead"."""
        tree = self.tree
        if any(tree.lower[k] in DEADLY and abs(k - verb) == 1 for k in tree.children(verb, "advmod")):
            return True
        judged = tree.lemma[verb] in self.told.judged
        if not judged and any(tree.lower[t] == "death" for t in self.grammar.preps(verb).get("to", [])):
            return True
        ends = {"shoot": "dead", "leave": "dead", "burn": "alive", "bury": "alive"}.get(tree.lemma[verb])
        return ends is not None and any(tree.lower[k] == ends for k in tree.kids[verb])

    def objects(self, token: int, key: str) -> list[int]:
        """Whom a word of harm is said of."""
        if key == "verbs":
            return self._verb_objects(token)
        return self._noun_objects(token) if key == "nouns" else self._adjective_objects(token)

    def takes_one(self, word: int, key: str) -> bool:
        """Whether a word of harm is believed of one person: not "lost a foot", "the dead dissident"."""
        if key != "verbs":
            return key == "adjectives" and self.tree.dep[word] != "amod"
        deadly = self.tree.lemma[word] in DEATHS or self._deadly(word)
        return deadly or self._set_verb(word) is not None

    def _verb_objects(self, verb: int) -> list[int]:
        """Whom a verb of harm is done to."""
        if self.tree.lemma[verb] in INTRANSITIVE:
            return self.grammar.surface(verb)
        objects = self.grammar.objects(verb)
        if self.tree.lemma[verb] == "lose" and any(self.tree.lemma[t] == "life" for t in objects):
            return self.grammar.surface(verb)  # "three farmers and a boy lost their lives"
        if not objects and self.tree.tag[verb] != "VBN":
            objects = self._following(verb)
        return objects or self._shared(verb)

    def _shared(self, verb: int) -> list[int]:
        """Whom a verb of harm is said of that shares what is before it with another verb."""
        tree = self.tree
        if tree.dep[verb] != "conj":
            return []
        own = tree.child(verb, "nsubj")
        if own is None:  # "were led along the shore and beheaded"
            return self.grammar.objects(tree.head[verb]) if self.grammar.passive(tree.head[verb]) else []
        return [own] if tree.tag[verb] in ("VBN", "VBD") else []  # "12 were killed and 30 wounded"

    def _following(self, verb: int) -> list[int]:
        """The noun behind a number right after a verb, where the parser missed it: "killed between 10 and 15 men"."""
        tree = self.tree
        number = next((t for t in range(verb + 1, min(verb + 4, len(tree))) if t in self.numbers), None)
        if number is None:
            return []
        end = max(t for t, q in self.numbers.items() if q is self.numbers[number])
        nouns = [t for t in range(end + 1, min(end + 4, len(tree))) if tree.pos[t] == "NOUN"]
        return nouns[-1:] if nouns else [number]

    def _noun_objects(self, noun: int) -> list[int]:
        """Whom a noun of harm counts: "12 deaths", "the killing of 12 people", "casualties"."""
        if self.tree.dep[noun] == "compound":
            return []  # "34 death sentences"
        if self.tree.lemma[noun] in self.told.acts:
            return self.grammar.preps(noun).get("of", [])
        if any(t in self.numbers for t in self.left(noun)):
            governed = self.tree.lemma[self.tree.head[noun]] in harm_words()["verbs"]
            return [] if governed else [noun]
        preps = self.grammar.preps(noun)
        beside = [
            t for name in ("to", "at") for t in preps.get(name, []) if not self.numbers.keys().isdisjoint(self.left(t))
        ]
        return [*preps.get("of", []), *beside]

    def _adjective_objects(self, word: int) -> list[int]:
        """Whom "dead", "wounded", "missing" are said of."""
        tree = self.tree
        head = tree.head[word]
        if word in self.numbers or any(t in self.numbers for t in self.left(word)):
            return [word]
        if tree.dep[word] in ("acomp", "oprd", "advcl", "ccomp", "xcomp", "amod", "dep"):
            if tree.pos[head] in ("NOUN", "PROPN", "NUM"):
                return [head]
            own = tree.child(word, "nsubj")
            if own is not None:
                return self.grammar.expand(own)
            return self.grammar.objects(head) or self.grammar.surface(head)
        return []

    def left(self, token: int) -> list[int]:
        """The token and what modifies it on its left."""
        tree = self.tree
        first = min([token, *(tree.left[k] for k in tree.kids[token] if k < token and tree.dep[k] in COUNTED_KIDS)])
        while first > 0 and first - 1 in self.numbers and tree.pos[first] in ("NOUN", "ADJ", "PROPN", "NUM"):
            first -= 1
        return list(range(first, token + 1))
