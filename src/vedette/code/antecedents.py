"""What a pronoun or a bare description stands for, where that is plain; else it is left open.

A pronoun takes the nearest earlier subject of its own or the sentence before that fits it in number and kind.
"""

from typing import TYPE_CHECKING

from vedette.code.phrases import PERSON_PRONOUNS, Phrase, Phrases

if TYPE_CHECKING:
    from vedette.code.tree import Tree

SPEAKERS = frozenset({"we", "us", "our", "i", "me", "my"})
PLURAL = frozenset({"they", "them", "their"})


class Antecedents:
    """Antecedents over one tree."""

    def __init__(self, tree: "Tree", phrases: Phrases) -> None:
        """Take the tree and its phrases."""
        self.tree, self.phrases = tree, phrases

    def of(self, pronoun: Phrase) -> Phrase | None:
        """The phrase that a pronoun stands for, or None where that is not plain."""
        word = self.tree.lower[pronoun.head]
        if word in SPEAKERS:
            return None
        first, _ = self.tree.sentence_of(pronoun.head)
        candidates = self._before(first, pronoun.head)
        if not candidates and first > 0:
            earlier, end = self.tree.sentence_of(first - 1)
            candidates = self._before(earlier, end)
        fitting = [p for p in candidates if self._fits(p, word)]
        return fitting[0] if fitting else None

    def _before(self, first: int, end: int) -> list[Phrase]:
        """Actor-like phrases between two tokens, subjects first, then in order."""
        found = []
        for i in range(first, end):
            if self.tree.pos[i] in ("NOUN", "PROPN"):
                phrase = self.phrases.at(i)
                if phrase and phrase.head == i and (phrase.actor_like or phrase.kind == "place"):
                    found.append(phrase)
        return sorted(found, key=lambda p: not self.tree.dep[p.head].startswith("nsubj"))

    def _fits(self, phrase: Phrase, word: str) -> bool:
        """Whether kind and number of a phrase fit a pronoun."""
        if word in PERSON_PRONOUNS:
            return phrase.kind == "person"
        if word in PLURAL:
            plural = self.tree.tag[phrase.head] in ("NNS", "NNPS") or self.tree.child(phrase.head, "conj") is not None
            return phrase.kind != "person" and (plural or phrase.sector in ("MIL", "REB", "COP", "GOV"))
        return phrase.kind != "person"
