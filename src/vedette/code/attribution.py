"""Who says so: the chain of sources of an event, nearest first, each with the words that say so."""

from typing import TYPE_CHECKING

from vedette.code.draft import DraftSource
from vedette.code.tree import VERB_POS
from vedette.lexicon.words import source_words

if TYPE_CHECKING:
    from vedette.code.grammar import Grammar
    from vedette.code.phrases import Phrases
    from vedette.code.tree import Tree

TELLING = frozenset({"report", "confirm", "claim", "deny", "document", "record", "register", "fear", "dread"})
CLAUSAL = frozenset({"ccomp", "parataxis", "xcomp"})
CHARGING = frozenset({"accuse", "blame", "suspect", "charge"})
QUOTING = frozenset({"quote", "cite"})
HEARERS = frozenset({"JRN", "NGO", "MED"})


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
        return self._distinct([*found, *self._inserted(token), *self._trailing(token), *self._according_to(token)])

    def _inserted(self, token: int) -> list[DraftSource]:
        """The speaker put in between: "The rebels, officials said, attacked"."""
        tree = self.tree
        says = [k for k in tree.children(tree.clause(token), "parataxis", "ccomp") if tree.lemma[k] in self.words.say]
        return [s for k in says if k < token and tree.lower[tree.left[k] - 1] == "," for s in self._speaker(k)]

    def _tells(self, verb: int, below: int) -> bool:
        """Whether a verb of saying has the word below it as its content."""
        tree, lemma, dep = self.tree, self.tree.lemma[verb], self.tree.dep[below]
        if tree.pos[verb] not in VERB_POS:
            return False
        if lemma in CHARGING and dep in ("prep", "pcomp", "ccomp", "xcomp"):
            return True
        if lemma not in self.words.say:
            return False
        if dep in CLAUSAL or (dep in ("pcomp", "prep") and lemma in QUOTING):
            return True
        return dep in ("dobj", "nsubjpass") and lemma in TELLING

    def _trailing(self, token: int) -> list[DraftSource]:
        """The speaker at the end of a sentence ("..., a tribal leader told the agency"), however it was parsed."""
        tree, (_, end) = self.tree, self.tree.sentence_of(token)
        for verb in range(token + 2, end):
            subject = tree.child(verb, "nsubj") if tree.lemma[verb] in self.words.say else None
            if subject is None or tree.pos[verb] != "VERB" or subject > verb or tree.left[subject] <= token:
                continue
            if tree.lower[tree.left[subject] - 1] == "," and verb not in tree.up(token):
                return self._speaker(verb)
        return []

    def _speaker(self, verb: int) -> list[DraftSource]:
        """Who says it, and who passes it on: "X told the agency", "the agency quoted X as saying"."""
        tree, cue = self.tree, (self.tree.start[verb], self.tree.end[verb])
        speakers = self.grammar.subject(verb)[:2]
        upper = tree.head[tree.head[verb]] if tree.dep[verb] == "pcomp" else verb
        if tree.lemma[upper] in QUOTING:
            speakers = [*self.grammar.objects(upper)[:1], *self.grammar.subject(upper)[:1]]
        elif tree.lemma[verb] == "tell":
            speakers = [*speakers, *(t for t in self.grammar.objects(verb) if self._passes_on(t))]
        return [DraftSource(p, cue) for s in speakers for p in [self.phrases.at(s)] if p]

    def _passes_on(self, token: int) -> bool:
        """Whether the one who is told something is there to tell others: media, monitors, aid and rights groups."""
        phrase = self.phrases.at(token)
        if self.tree.lemma[token] in self.words.hearers:
            return False
        kind = phrase.entry.kind if phrase is not None and phrase.entry is not None else None
        return phrase is not None and bool(
            {phrase.sector, kind} & HEARERS or self.tree.lemma[token] in self.words.nouns
        )

    def gainsaid(self, token: int) -> bool:
        """Whether somebody's word is told only to be denied: "whatever X says", "contrary to what X says"."""
        tree, verb = self.tree, self.tree.head[token]
        if any(tree.lower[k] == "whatever" for k in tree.kids[verb]):
            return True
        if tree.dep[verb] == "pcomp" and tree.lower[tree.head[tree.head[verb]]] == "contrary":
            return True
        as_ = next((k for k in tree.children(verb, "mark") if tree.lower[k] == "as"), None)
        return as_ is not None and "not" in self._before(as_)

    def _before(self, token: int) -> list[str]:
        """The words before a token back to the comma: "not three or four" of "not three or four as the radio says"."""
        tree, words = self.tree, []
        while token > 0 and tree.pos[token - 1] != "PUNCT":
            token -= 1
            words.append(tree.lower[token])
        return words

    def only_hears(self, token: int) -> bool:
        """Whether someone is told what is reported and passes nothing on: "told deputies", not "told the agency"."""
        told = self.tree.dep[token] in ("dobj", "dative") and self.tree.lemma[self.tree.head[token]] == "tell"
        return told and self.tree.lemma[token] in self.words.hearers

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
        named = [p for o in objects for p in [self.phrases.at(o)] if p and (p.actor_like or self._passes_on(o))]
        return [DraftSource(p, (tree.start[i], end)) for p in named]

    def _distinct(self, sources: list[DraftSource]) -> list[DraftSource]:
        """Each source once, in order."""
        found: dict[int, DraftSource] = {}
        for source in sources:
            found.setdefault(source.phrase.head, source)
        return list(found.values())
