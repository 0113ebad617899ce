"""How many were killed, wounded, abducted ...: the counts of an event, from words of harm and the numbers on them."""

import functools
from typing import TYPE_CHECKING, Any

from vedette.code.draft import DraftCount
from vedette.lexicon.tables import data_path, read_toml

if TYPE_CHECKING:
    from vedette.code.grammar import Grammar
    from vedette.code.phrases import Phrases
    from vedette.code.quantities import Quantity
    from vedette.code.tree import Tree
    from vedette.records.vocabulary import CountOf

INTRANSITIVE = frozenset({"die", "perish", "flee"})
ONE = frozenset({"a", "an", "another"})
PEOPLE = "people"
COUNTED_KIDS = ("nummod", "quantmod", "det", "amod", "compound", "predet", "advmod", "nmod", "dep")


@functools.cache
def harm_words() -> "dict[str, dict[str, CountOf]]":
    """Words of harm by part of speech ("verbs", "nouns", "adjectives") and what each counts."""
    raw: dict[Any, Any] = read_toml(data_path("words", "harm.toml"))
    tables: dict[str, dict[str, CountOf]] = {"verbs": {}, "nouns": {}, "adjectives": {}}
    for of, lists in raw.items():
        for key, words in lists.items():
            tables[key].update(dict.fromkeys(words, of))
    return tables


def counted_by(mode: str | None) -> "CountOf":
    """What the number on an event of a mode counts, where it is neither dead nor wounded."""
    by_mode: dict[str | None, CountOf] = {
        "abduct": "abducted", "arrest": "arrested", "release": "released", "deport": "displaced",
    }  # fmt: skip
    return by_mode.get(mode, "taking_part")


class Counter:
    """Reads counts in one tree."""

    def __init__(self, tree: "Tree", grammar: "Grammar", phrases: "Phrases", quantities: "list[Quantity]") -> None:
        """Take the tree and the number expressions of its text."""
        self.tree, self.grammar, self.phrases = tree, grammar, phrases
        self._numbers: dict[int, Quantity] = {}
        for quantity in quantities:
            for token in tree.tokens_in(quantity.start, quantity.end):
                self._numbers[token] = quantity
        self._last_whom = PEOPLE

    def counts(self, first: int, end: int) -> list[DraftCount]:
        """The counts told between two tokens."""
        words, found = harm_words(), []
        self._last_whom = PEOPLE
        for i in range(first, end):
            key = {"VERB": "verbs", "NOUN": "nouns", "ADJ": "adjectives"}.get(self.tree.pos[i])
            of = words[key].get(self.tree.lemma[i]) if key else None
            if of is None and key == "verbs" and self._deadly(i):
                of = "killed"
            if of:
                found += self._at(i, of, key or "")
        return found

    def _deadly(self, verb: int) -> bool:
        """Whether a verb ends in death: "shot dead", "beat to death", "leaving 12 dead"."""
        tree = self.tree
        judged = tree.lemma[verb] in ("sentence", "condemn", "put")
        if not judged and any(tree.lower[t] == "death" for t in self.grammar.preps(verb).get("to", [])):
            return True
        return tree.lemma[verb] in ("shoot", "leave") and any(tree.lower[k] == "dead" for k in tree.kids[verb])

    def _at(self, token: int, of: "CountOf", key: str) -> list[DraftCount]:
        """The counts that one word of harm tells."""
        if key == "verbs":
            counted = self._verb_objects(token)
        elif key == "nouns":
            counted = self._noun_objects(token)
        else:
            counted = self._adjective_objects(token)
        counts = [self._count(noun, of, token) for noun in counted]
        if any(counts):  # "two nurses and a pharmacist": beside the counted, one person is one whatever the noun
            counts = [count or self._one(noun, of) for noun, count in zip(counted, counts, strict=True)]
        return [count for count in counts if count]

    def _verb_objects(self, verb: int) -> list[int]:
        """Whom a verb of harm is done to."""
        if self.tree.lemma[verb] in INTRANSITIVE:
            return self.grammar.surface(verb)
        objects = self.grammar.objects(verb)
        own = self.tree.child(verb, "nsubj")
        if not objects and self.tree.tag[verb] != "VBN":
            objects = self._following(verb)
        if not objects and own is not None and self.tree.dep[verb] == "conj" and self.tree.tag[verb] in ("VBN", "VBD"):
            return [own]  # "12 were killed and 30 wounded"
        return objects

    def _following(self, verb: int) -> list[int]:
        """The noun behind a number right after a verb, where the parser missed it: "killed between 10 and 15 men"."""
        tree = self.tree
        number = next((t for t in range(verb + 1, min(verb + 4, len(tree))) if t in self._numbers), None)
        if number is None:
            return []
        end = max(t for t, q in self._numbers.items() if q is self._numbers[number])
        nouns = [t for t in range(end + 1, min(end + 4, len(tree))) if tree.pos[t] == "NOUN"]
        return nouns[-1:] if nouns else [number]

    def _noun_objects(self, noun: int) -> list[int]:
        """Whom a noun of harm counts: "12 deaths", "the killing of 12 people", "casualties"."""
        if any(t in self._numbers for t in self._left(noun)):
            governed = self.tree.lemma[self.tree.head[noun]] in harm_words()["verbs"]
            return [] if governed else [noun]
        return [t for name in ("of", "to", "at") for t in self.grammar.preps(noun).get(name, [])]

    def _adjective_objects(self, word: int) -> list[int]:
        """Whom "dead", "wounded", "missing" are said of."""
        tree = self.tree
        head = tree.head[word]
        if word in self._numbers or any(t in self._numbers for t in self._left(word)):
            return [word]
        if tree.dep[word] in ("acomp", "oprd", "advcl", "ccomp", "xcomp", "amod", "dep"):
            if tree.pos[head] in ("NOUN", "PROPN", "NUM"):
                return [head]
            own = tree.child(word, "nsubj")
            if own is not None:
                return self.grammar.expand(own)
            return self.grammar.objects(head) or self.grammar.surface(head)
        return []

    def _left(self, token: int) -> list[int]:
        """The token and what modifies it on its left."""
        tree = self.tree
        first = min([token, *(tree.left[k] for k in tree.kids[token] if k < token and tree.dep[k] in COUNTED_KIDS)])
        while first > 0 and first - 1 in self._numbers and tree.pos[first] in ("NOUN", "ADJ", "PROPN", "NUM"):
            first -= 1
        return list(range(first, token + 1))

    def _count(self, noun: int, of: "CountOf", word: int) -> DraftCount | None:
        """The count on a noun, or None where it is not counted."""
        quantity = next((self._numbers[t] for t in self._left(noun) if t in self._numbers), None)
        whom = self._whom(noun, word)
        if quantity:
            return DraftCount(
                of, whom, quantity.low, quantity.best, quantity.high, quantity.start, quantity.end, word,
            )  # fmt: skip
        return self._single(noun, of, whom, word)

    def _whom(self, noun: int, word: int) -> str:
        """The noun of the counted; a bare number takes it from "of X", from before, or is people."""
        tree = self.tree
        if (
            tree.pos[noun] == "NUM"
            or noun == word
            or tree.lemma[noun] in ("number", "dozen", "score", "hundred", "thousand", "other")
        ):
            inner = self.grammar.preps(noun).get("of", [])
            return tree.lower[inner[0]] if inner and tree.pos[inner[0]] != "PRON" else self._last_whom
        if tree.pos[noun] == "PRON":
            return self._last_whom
        self._last_whom = tree.lower[noun]
        return tree.lower[noun]

    def _single(self, noun: int, of: "CountOf", whom: str, word: int) -> DraftCount | None:
        """As in "a soldier", "its commander": one; a plural without a number is not counted."""
        tree = self.tree
        phrase = self.phrases.at(noun)
        if tree.tag[noun] not in ("NN", "NNP") or phrase is None or not phrase.actor_like or phrase.pronoun:
            return None
        if tree.lemma[noun] in (
            "people",
            "police",
            "family",
            "group",
            "army",
            "population",
            "crowd",
            "community",
            "staff",
        ):
            return None
        if phrase.hit is not None and phrase.hit.kind in ("country", "actor", "people"):
            return None
        article = next((k for k in tree.kids[noun] if tree.lower[k] in ONE), None)
        first = article if article is not None else phrase.first
        return DraftCount(of, whom, 1, 1, 1, tree.start[first], phrase.end, word)

    def of_phrase(self, noun: int, of: "CountOf") -> DraftCount | None:
        """A count on any noun, as another measure: those taking part, displaced, released."""
        quantity = next((self._numbers[t] for t in self._left(noun) if t in self._numbers), None)
        if quantity is None:
            return None
        whom = self._whom(noun, noun) if self.tree.pos[noun] == "NUM" else self.tree.lower[noun]
        return DraftCount(of, whom, quantity.low, quantity.best, quantity.high, quantity.start, quantity.end, noun)

    def at_number(self, token: int, of: "CountOf") -> DraftCount | None:
        """The count that a word gives which is known to be counted: a number's, or one person's ("a watchman")."""
        quantity = next((self._numbers[t] for t in self._left(token) if t in self._numbers), None)
        if quantity is None:
            return self._one(token, of)
        head = self.tree.head[token]
        whom = self._whom(head if token in self._numbers and self.tree.pos[head] == "NOUN" else token, token)
        return DraftCount(of, whom, quantity.low, quantity.best, quantity.high, quantity.start, quantity.end, token)

    def _one(self, noun: int, of: "CountOf") -> DraftCount | None:
        """One person, by the noun in the singular."""
        phrase = self.phrases.at(noun)
        if self.tree.tag[noun] not in ("NN", "NNP") or phrase is None:
            return None
        article = next((k for k in self.tree.kids[noun] if self.tree.lower[k] in ONE), None)
        first = article if article is not None else phrase.first
        return DraftCount(of, self.tree.lower[noun], 1, 1, 1, self.tree.start[first], phrase.end, noun)
