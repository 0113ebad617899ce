"""What an event is: happened, planned, feared, denied ...; read from the words around and above its trigger."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vedette.code.disbelief import disbelieved
from vedette.code.measures import harm_words
from vedette.lexicon.words import status_words

if TYPE_CHECKING:
    from vedette.code.grammar import Grammar
    from vedette.code.tree import Tree
    from vedette.records.vocabulary import Status

UNSURE = frozenset({"possible", "hypothetical"})
OVERRIDING = frozenset({"feared", "denied"})
NEGATIVES = frozenset({"no", "neither", "nor", "without", "none", "nobody"})
CONDITIONS = frozenset({"if", "unless", "should", "lest"})
DOWN = frozenset({
    "xcomp", "ccomp", "acl", "pcomp", "dobj", "pobj", "prep", "conj", "nsubjpass", "attr", "acomp", "oprd", "relcl",
    "nsubj", "advcl", "compound", "amod", "dative", "agent", "appos", "poss",
})  # fmt: skip
STOP = frozenset(
    {"after", "since", "following", "during", "before", "despite", "until", "amid", "because", "as", "while"}
)


@dataclass(frozen=True, slots=True)
class Standing:
    """The status of an event, whether it is negated or promised by its own actor; `by` is the word that says so."""

    status: "Status"
    negated: bool = False
    promised: bool = False
    by: int | None = None


class StatusReader:
    """Reads the status of events in one tree."""

    def __init__(self, tree: "Tree", grammar: "Grammar") -> None:
        """Take the tree and its grammar."""
        self.tree, self.grammar, self.words = tree, grammar, status_words()

    def standing(self, token: int) -> Standing:
        """The status of the event whose trigger is the token: its own words first, then those above it."""
        verb = self._carrier(token)
        untrue = self.untrue(token)
        if untrue is not None:
            return Standing("denied", self._negated(verb), by=untrue)
        negated = self._negated(token) or (verb != token and self._negated(verb))
        lent = self.words.verbs.get(self.tree.lemma[verb]) if verb != token else None
        own = self._own(token) or (self._own(verb) if verb != token else None)
        above = self._above(verb)
        if own and not (above and above.status in OVERRIDING):
            return Standing(own.status, negated, own.promised, own.by)
        if above:
            return Standing(above.status, negated, above.promised, above.by)
        if lent:
            return Standing(lent, negated, lent in self.words.promises, verb)
        return Standing("ongoing" if self._progressive(verb) else "happened", negated)

    def untrue(self, token: int) -> int | None:
        """The word that calls the report of the event untrue, if one does (see `disbelief`)."""
        return disbelieved(self.tree, self._carrier(token))

    def _carrier(self, token: int) -> int:
        """The verb whose tense and modals hold for the trigger: itself, or a noun's light verb."""
        if self.tree.pos[token] in ("VERB", "AUX"):
            return token
        light = self.grammar.light_verb(token)
        return light[0] if light else token

    def _negated(self, token: int) -> bool:
        """Whether a word is negated by itself or by its subject."""
        tree = self.tree
        for k in tree.kids[token]:
            if tree.dep[k] == "neg" or (tree.dep[k] == "det" and tree.lower[k] in NEGATIVES):
                return True
            if tree.dep[k] in ("nsubj", "nsubjpass") and any(tree.lower[j] in NEGATIVES for j in [k, *tree.kids[k]]):
                return True
        return self.of_nothing(token) or (tree.dep[token] == "pcomp" and tree.lower[tree.head[token]] == "without")

    def of_nothing(self, token: int) -> bool:
        """Whether a word says that nothing was done, or not yet: "fired no shots", "lifted none", "yet to deploy"."""
        tree = self.tree
        if tree.lemma[token] not in harm_words()["verbs"]:  # a bomb that kills nobody goes off all the same
            for k in tree.children(token, "dobj"):
                if any(tree.lower[j] in NEGATIVES for j in [k, *tree.children(k, "det")]):
                    return True
        above = tree.head[token]
        waits = tree.dep[token] == "xcomp" and tree.lemma[above] in ("have", "be")
        return waits and any(tree.lower[k] == "yet" for k in (*tree.kids[above], *tree.kids[token]))

    def _own(self, token: int) -> Standing | None:
        """The status that a word's own auxiliaries, mood and modifiers give."""
        tree = self.tree
        if self._inverted(token):
            return Standing("hypothetical", by=token)
        for k in tree.kids[token]:
            if tree.dep[k] == "mark" and tree.lower[k] in CONDITIONS:
                return Standing("hypothetical", by=k)
            if tree.dep[k] in ("aux", "auxpass") and tree.lemma[k] not in ("be", "have", "do", "to"):
                status = self.words.modals.get(tree.lower[k])
                if status:
                    said = self._modal(token, k, status)
                    return Standing(said, promised=said == "planned", by=k)
            if tree.dep[k] in ("amod", "advmod", "compound") and self._adjective(k):
                return Standing(self._adjective(k) or "happened", by=k)
        return self._predicated(token) or self._shared(token)

    def _adjective(self, token: int) -> "Status | None":
        """The status that an adjective gives what it stands with."""
        words = self.words.adjectives
        return words.get(self.tree.lemma[token]) or words.get(self.tree.lower[token])

    def _predicated(self, token: int) -> Standing | None:
        """The status that a predicate gives its subject: "the attack is imminent"."""
        tree = self.tree
        if tree.dep[token] != "nsubj" or tree.lemma[tree.head[token]] != "be":
            return None
        said = tree.child(tree.head[token], "acomp")
        status = self._adjective(said) if said is not None else None
        return Standing(status, by=said) if status else None

    def _inverted(self, token: int) -> bool:
        """Whether a condition is told by word order: "should they attack", "were it to fall"."""
        tree = self.tree
        subject = tree.child(token, "nsubj", "nsubjpass")
        return subject is not None and any(
            tree.lower[k] in ("should", "were", "had") and k < tree.left[subject]
            for k in tree.children(token, "aux", "auxpass")
        )

    def _shared(self, token: int) -> Standing | None:
        """A modal shared with the verb it is coordinated with: "may attack and seize"."""
        tree = self.tree
        head = tree.head[token]
        bare = tree.tag[token] == "VB" and tree.child(token, "nsubj", "aux", "nsubjpass") is None
        return self._own(head) if tree.dep[token] == "conj" and bare and tree.pos[head] == "VERB" else None

    def _modal(self, token: int, modal: int, status: "Status") -> "Status":
        """As in "would" after a past verb of saying is a plan told later; elsewhere it is hypothetical."""
        tree = self.tree
        if tree.lower[modal] == "would" and self._has_condition(token):
            return "hypothetical"
        if tree.lower[modal] == "would" and tree.dep[token] == "ccomp" and tree.tag[tree.head[token]] in ("VBD", "VBN"):
            return "planned"
        return status

    def _has_condition(self, token: int) -> bool:
        """Whether a verb depends on an "if"."""
        tree = self.tree
        return any(tree.lower[m] in CONDITIONS for k in tree.children(token, "advcl") for m in tree.children(k, "mark"))

    def _progressive(self, token: int) -> bool:
        """Whether a verb stands in the progressive."""
        tree = self.tree
        if tree.tag[token] != "VBG":
            return False
        return any(tree.dep[k] == "aux" and tree.lemma[k] == "be" for k in tree.kids[token])

    def _above(self, token: int) -> Standing | None:
        """The status that the words above give: "plans to X", "fears of X", "denied X", "failed to X"."""
        tree, below = self.tree, token
        for node in tree.up(token):
            dep = tree.dep[below]
            if dep not in DOWN or (dep == "prep" and tree.lower[below] in STOP):
                return None
            if dep == "advcl":
                return self._conditional(below)
            if (
                dep == "nsubj"
                and tree.pos[node] == "VERB"
                and tree.lemma[node] not in ("fail", "loom", "continue", "rage")
            ):
                return None
            found = self._governs(node, below) if dep != "conj" else None
            if found:
                own = self._own(node)
                return own if own and own.status in UNSURE else found
            if dep == "relcl" or self._closes(node, below):
                return None
            below = node
        return None

    def _conditional(self, clause: int) -> Standing | None:
        """The status of what stands in an adverbial clause: hypothetical under "if"."""
        tree = self.tree
        marks = {tree.lower[k] for k in tree.children(clause, "mark", "advmod")}
        return Standing("hypothetical", by=clause) if marks & CONDITIONS else None

    def _closes(self, node: int, below: int) -> bool:
        """Whether the words above a node say nothing of what is below it."""
        tree = self.tree
        if tree.dep[below] == "conj":
            return False
        return (
            tree.pos[node] == "VERB"
            and tree.dep[below] in ("prep", "dobj", "agent")
            and tree.lemma[node] not in self.words.verbs
        )

    def _governs(self, node: int, below: int) -> Standing | None:
        """The status that one word above gives to the word below it."""
        tree, dep, lemma = self.tree, self.tree.dep[below], self.tree.lemma[node]
        if tree.pos[node] == "VERB":
            return self._verb_says(node, lemma, dep, below)
        if tree.pos[node] in ("NOUN", "PROPN") and lemma in self.words.nouns and self._named(below):
            status = self.words.nouns[lemma]
            return Standing(status, promised=status in self.words.promises, by=node)
        if tree.pos[node] == "ADJ" and lemma in self.words.adjectives and dep in ("xcomp", "ccomp", "prep"):
            status = self.words.adjectives[lemma]
            return Standing(status, promised=status in self.words.promises, by=node)
        return None

    def _named(self, below: int) -> bool:
        """Whether a noun's complement is what it is about: "plan to attack", "fears of an attack"."""
        tree = self.tree
        return tree.dep[below] in ("acl", "ccomp", "xcomp") or tree.lower[below] in (
            "of",
            "to",
            "for",
            "that",
            "about",
            "against",
        )

    def _verb_says(self, node: int, lemma: str, dep: str, below: int) -> Standing | None:
        """The status that a verb gives to its complement or object."""
        tree = self.tree
        status = self.words.verbs.get(lemma)
        if status is None or (status == "denied" and dep not in ("ccomp", "xcomp", "dobj", "pcomp", "prep")):
            return None
        if dep in ("dobj", "nsubjpass", "prep", "pobj") and status == "hypothetical":
            return None
        if dep == "prep" and tree.lower[below] not in ("of", "from", "with", "off", "against"):
            return None
        if status == "feared" and dep == "dobj" and tree.tag[node] == "VBN":
            return None
        promised = status in self.words.promises and dep in ("xcomp", "ccomp", "prep", "pcomp", "dobj")
        return Standing(status, promised=promised, by=node)
