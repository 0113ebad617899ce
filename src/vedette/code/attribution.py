"""Who says so: the chain of sources of an event, nearest first, each with the words that say so."""

from typing import TYPE_CHECKING

from vedette.code.draft import DraftSource
from vedette.code.tree import VERB_POS
from vedette.lexicon.words import source_words

if TYPE_CHECKING:
    from vedette.code.grammar import Grammar
    from vedette.code.phrases import Phrase, Phrases
    from vedette.code.tree import Tree

TELLING = frozenset({"report", "confirm", "claim", "deny"})
CLAUSAL = frozenset({"ccomp", "parataxis", "xcomp", "advcl"})


class Attributor:
    """Reads the sources of events in one tree."""

    def __init__(self, tree: "Tree", grammar: "Grammar", phrases: "Phrases") -> None:
        """Take the tree, its grammar and phrases."""
        self.tree, self.grammar, self.phrases, self.words = tree, grammar, phrases, source_words()
        self._according: dict[int, list[DraftSource]] = {}

    def sources(self, token: int) -> list[DraftSource]:
        """The chain of sources of what the token tells, nearest first."""
        tree, below = self.tree, token
        found: list[DraftSource] = []
        for node in tree.up(token):
            if self._tells(node, below):
                found += self._speaker(node)
            below = node
        found += self._according_to(token)
        return self._distinct(found)

    def _tells(self, verb: int, below: int) -> bool:
        """Whether a verb of saying has the word below it as its content."""
        tree, lemma, dep = self.tree, self.tree.lemma[verb], self.tree.dep[below]
        if tree.pos[verb] not in VERB_POS or lemma not in self.words.say:
            return False
        if dep in CLAUSAL or (dep in ("pcomp", "prep") and lemma == "quote"):
            return True
        return dep in ("dobj", "nsubjpass") and lemma in TELLING

    def _speaker(self, verb: int) -> list[DraftSource]:
        """Who says it: the subject, the agent of a passive, or the object of "quoted X as saying"."""
        tree = self.tree
        speakers = self.grammar.subject(verb)
        if tree.dep[verb] == "pcomp":
            upper = tree.head[tree.head[verb]]
            if tree.lemma[upper] in ("quote", "cite"):
                speakers = self.grammar.objects(upper)
        cue = (tree.start[verb], tree.end[verb])
        return [DraftSource(p, cue) for s in speakers[:2] for p in [self._source(s)] if p]

    def _source(self, token: int) -> "Phrase | None":
        """The phrase of a source; a pronoun stays itself."""
        return self.phrases.at(token)

    def _according_to(self, token: int) -> list[DraftSource]:
        """Sources given by "according to" and the like anywhere in the sentence."""
        first, end = self.tree.sentence_of(token)
        if first not in self._according:
            self._according[first] = [s for i in range(first, end) for s in self._cue_at(i)]
        return self._according[first]

    def _cue_at(self, i: int) -> list[DraftSource]:
        """A source introduced at a token by "according to" or "citing"."""
        tree = self.tree
        if tree.lower[i] == "according":
            to = tree.child(i, "prep")
            objects = tree.children(to if to is not None else i, "pobj")
            end = tree.end[to] if to is not None else tree.end[i]
        elif tree.lower[i] in ("citing", "quoting") and tree.pos[i] == "VERB":
            objects, end = tree.children(i, "dobj"), tree.end[i]
        else:
            return []
        return [DraftSource(p, (tree.start[i], end)) for o in objects for p in [self._source(o)] if p]

    def _distinct(self, sources: list[DraftSource]) -> list[DraftSource]:
        """Each source once, in order."""
        found: dict[int, DraftSource] = {}
        for source in sources:
            found.setdefault(source.phrase.head, source)
        return list(found.values())
