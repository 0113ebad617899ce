"""Of what kind a phrase is: a place, a person, an armed group, a weapon; registry names outrank the tagger's labels."""

from typing import TYPE_CHECKING

from vedette.lexicon.places import gazetteer
from vedette.lexicon.words import weapons, word_class

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vedette.code.gazetteer import Hit
    from vedette.code.phrases import Phrase
    from vedette.code.tree import Tree
    from vedette.records.vocabulary import MentionKind

MISTAKEN = frozenset({"", "ORG", "PRODUCT", "PERSON", "NORP"})
"""Labels that the tagger gives to places which it does not know."""
ENT_KINDS: dict[str, "MentionKind"] = {
    "PERSON": "person", "ORG": "actor", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "nationality",
    "DATE": "time", "TIME": "time", "CARDINAL": "quantity", "QUANTITY": "quantity", "MONEY": "money",
    "LAW": "document", "WORK_OF_ART": "document",
}  # fmt: skip


class Kinds:
    """Tells the kinds of the phrases of one tree."""

    def __init__(
        self, tree: "Tree", ents: "Mapping[int, tuple[int, int, str]]", weapon_at: "Callable[[int], str | None]"
    ) -> None:
        """Take the tree, the tagger's entities by token, and what reads the weapon that ends at a token."""
        self.tree, self._ents, self._weapon_at = tree, ents, weapon_at

    def kind(self, phrase: "Phrase") -> "MentionKind | None":
        """The mention kind: registry first, then agent nouns, weapons, then the statistical label."""
        if phrase.hit is not None:
            return self._kind_of_hit(phrase.hit)
        if self._is_unit(phrase):
            phrase.sector, phrase.place_name = None, phrase.text
            return "place"
        if phrase.sector:
            named = self.tree.pos[phrase.head] == "PROPN" and self._label(phrase.head) == "PERSON"
            return "person" if phrase.office or named else "actor"
        weapon = self._weapon_at(phrase.head)
        if weapon:
            return weapons()[weapon].kind
        return self._kind_of_label(phrase)

    def _is_unit(self, phrase: "Phrase") -> bool:
        """Whether a phrase is a unit of a country with its name: "Nigeria's Plateau state", "Ouaka prefecture"."""
        tree, head = self.tree, phrase.head
        if tree.pos[head] != "NOUN" or tree.lower[head] not in word_class("units"):
            return False
        first = head
        while first > phrase.first and tree.pos[first - 1] == "PROPN" and tree.dep[first - 1] != "poss":
            first -= 1
        return first < head and gazetteer().known(tree.slice(first, head - 1)[2])

    def _kind_of_hit(self, hit: "Hit") -> "MentionKind":
        """The kind of a registry name."""
        if hit.kind == "leader":
            return "person"
        if hit.kind == "country":
            return (
                "nationality" if hit.form == "adjective" else "actor" if hit.form in ("people", "metonym") else "place"
            )
        return "actor"

    def _kind_of_label(self, phrase: "Phrase") -> "MentionKind | None":
        """The kind that the statistical entity label gives."""
        label = self._label(phrase.head)
        kind = ENT_KINDS.get(label)
        if kind != "place" and self.tree.pos[phrase.head] == "PROPN" and self._is_place(phrase, label):
            phrase.place_name = phrase.text
            return "place"
        if kind == "place" and self.tree.pos[phrase.head] in ("PROPN", "NOUN"):
            first, last, _ = self._ents[phrase.head]
            name = self.tree.slice(first, last - 1)[2]
            # "the canton of San Lorenzo": a word of kind is no name, though Guangzhou was called so once
            phrase.place_name = None if name.islower() else name
        return kind

    def _is_place(self, phrase: "Phrase", label: str) -> bool:
        """Whether the gazetteer outranks the statistical label: a known place where the words around it want one."""
        if label in ("DATE", "TIME", "MONEY"):
            return False
        tree, head = self.tree, phrase.head
        located = tree.dep[head] == "pobj" and tree.lower[tree.head[head]] in word_class("placing")
        taken = tree.dep[head] in ("dobj", "nsubjpass", "appos", "conj") and label in MISTAKEN
        taken = taken or (tree.dep[head] == "nsubj" and label in ("", "ORG", "NORP"))
        if not located and not (taken and phrase.first == phrase.last):
            return False
        return gazetteer().known(phrase.text)

    def _label(self, token: int) -> str:
        """The statistical entity label of a token."""
        return self._ents[token][2] if token in self._ents else ""
