"""Find the words of a text that tell of an event: frames whose trigger words and constraints fit.

For each word the best fitting frame stands; verbs are tried with their particles, objects and prepositions.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vedette.code.grammar import Grammar
from vedette.code.phrases import PERSON_PRONOUNS, Phrase, Phrases
from vedette.code.tree import HYPHENS
from vedette.lexicon.frames import CLASSES, Frame, FrameTable, Trigger
from vedette.lexicon.words import ARMED, word_class

if TYPE_CHECKING:
    from vedette.code.tree import Tree

IRREGULAR = frozenset({"REB", "PRM", "UAF", "CRM", "SEP", "INS"})
FORCES = frozenset({"MIL", "COP"})
STATIVE_DEPS = frozenset({"amod", "compound", "aux", "auxpass"})


@dataclass(frozen=True, slots=True)
class Match:
    """A frame that fits at a token; `words` are all the tokens of its trigger."""

    frame: Frame
    token: int
    words: tuple[int, ...]
    noun: bool


class Matcher:
    """Matches frames against one tree."""

    def __init__(self, tree: "Tree", grammar: Grammar, phrases: Phrases, table: FrameTable) -> None:
        """Take the tree, its grammar and phrases, and the frame table."""
        self.tree, self.grammar, self.phrases, self.table = tree, grammar, phrases, table
        self._lemmas: dict[int, frozenset[str]] = {}

    def matches(self, first: int, end: int) -> list[Match]:
        """The best frame for each trigger word from token `first` up to `end`."""
        found = [m for i in range(first, end) for m in [self.match(i)] if m]
        owned = {w for m in found if len(m.words) > 1 for w in m.words if w != m.token}
        return [m for m in found if m.token not in owned]

    def match(self, token: int) -> Match | None:
        """The best frame at a token, or None."""
        hyphened = self._hyphened(token)
        if hyphened is not None:
            return hyphened
        pos, lemma = self.tree.pos[token], self.tree.lemma[token]
        if pos == "VERB" and lemma in self.table.verbs and self._acts(token):
            return self._best(token, self.table.verbs[lemma], noun=False)
        if pos in ("NOUN", "PROPN") and lemma in self.table.nouns:
            return self._best(token, self.table.nouns[lemma], noun=True)
        if pos == "VERB" and self.tree.tag[token] == "VBG" and lemma not in self.table.verbs:
            word = self.tree.lower[token]
            if word in self.table.nouns:
                return self._best(token, self.table.nouns[word], noun=True)
        return None

    def _hyphened(self, token: int) -> Match | None:
        """A hyphenated noun that the model takes apart: "sit-in", "cease-fire", "pull-out"."""
        tree = self.tree
        if token + 2 >= len(tree) or tree.lower[token + 1] not in HYPHENS:
            return None
        whole = f"{tree.lower[token]}-{tree.lower[token + 2]}".removesuffix("s")
        if whole not in self.table.nouns:
            return None
        words = (token, token + 1, token + 2)
        head = next((t for t in words if tree.head[t] not in words), token)
        frame = self.table.nouns[whole][0].frame
        return Match(frame, head, words, noun=True) if self._fits(frame, head, noun=True, words=words) else None

    def _acts(self, token: int) -> bool:
        """Whether a verb form tells of a deed: no adjective ("the wounded"), no auxiliary."""
        return self.tree.dep[token] not in STATIVE_DEPS and self.tree.child(token, "det") is None

    def _best(self, token: int, triggers: list[Trigger], *, noun: bool) -> Match | None:
        """The first trigger, best first, whose words and constraints fit."""
        for trigger in triggers:
            words = self._noun_words(token, trigger.more) if noun else self._verb_words(token, trigger.more)
            if words is not None and self._fits(trigger.frame, token, noun=noun, words=words):
                return Match(trigger.frame, token, words, noun)
        return None

    def _noun_words(self, token: int, more: tuple[str, ...]) -> tuple[int, ...] | None:
        """The tokens of a noun trigger of several words that ends at the token."""
        tree, found, i = self.tree, [token], token - 1
        for word in reversed(more):
            while i >= 0 and tree.lower[i] in ("-", "\N{EN DASH}", "of", "and"):
                i -= 1
            if i < 0 or word not in (tree.lower[i], tree.lemma[i]):
                return None
            found.append(i)
            i -= 1
        return tuple(sorted(found))

    def _verb_words(self, token: int, more: tuple[str, ...]) -> tuple[int, ...] | None:
        """The tokens of a verb trigger: each further word hangs on the verb, or on a preposition on it."""
        found = [token]
        for word in more:
            place = self._below(token, word)
            if place is None:
                return None
            found.append(place)
        return tuple(sorted(found))

    def _below(self, verb: int, word: str) -> int | None:
        """A dependent of the verb with that lemma, or the object of one of its prepositions."""
        tree = self.tree
        passive = self.grammar.objects(verb) if word not in ("up", "down", "out", "in", "on", "to", "off") else []
        for k in [*tree.kids[verb], *(t for t in passive if tree.head[t] != verb)]:
            if self._is(k, word) and tree.dep[k] not in (
                "nsubj",
                "punct",
                "conj",
                "ccomp",
                "advcl",
            ):
                return k
            if tree.dep[k] == "prep":
                for obj in tree.kids[k]:
                    if self._is(obj, word):
                        return obj
            elif tree.dep[k] in ("dobj", "nsubjpass") and word in self._modifiers(k):
                return k
        return None

    def _is(self, token: int, word: str) -> bool:
        """Whether a token is a word, in whatever form; the model leaves capitalised plurals as they are."""
        lower = self.tree.lower[token]
        return word in (self.tree.lemma[token], lower, lower.removesuffix("s"))

    def _modifiers(self, noun: int) -> set[str]:
        """The words before a noun, and those coordinated with it: "a nightly curfew", "artillery and rocket fire"."""
        tree = self.tree
        words = {tree.lemma[k] for k in tree.kids[noun] if tree.dep[k] in ("compound", "amod", "conj")}
        words |= {tree.lemma[o] for k in tree.kids[noun] if tree.lower[k] == "of" for o in tree.kids[k]}
        return words

    def _fits(self, frame: Frame, token: int, *, noun: bool, words: tuple[int, ...]) -> bool:
        """Whether the frame's constraints on subject, object and neighbourhood hold."""
        if frame.near and not frame.near & self._sentence_lemmas(token):
            return False
        if frame.not_near and frame.not_near & self._sentence_lemmas(token):
            return False
        if frame.negated and not self._negated(token):
            return False
        if frame.to and not self._given_to(frame, token):
            return False
        if noun:
            return self._noun_fits(frame, token)
        objects = [t for t in self.grammar.objects(token) if t not in words or len(words) == 1]
        spare = [t for t in self.grammar.objects(token) if t not in objects]
        return self._allowed(frame.obj, frame.not_obj, objects, spare) and self._subject_fits(frame, token)

    def _given_to(self, frame: Frame, token: int) -> bool:
        """Whether the recipient is what the frame asks for."""
        recipients = [*self.grammar.recipients(token), *self.grammar.preps(token).get("to", [])]
        return any(self.is_one_of(t, frame.to) for t in recipients)

    def _subject_fits(self, frame: Frame, token: int) -> bool:
        """Whether the subject is what the frame asks for."""
        if not frame.subj and not frame.not_subj:
            return True
        return self._allowed(frame.subj, frame.not_subj, self.grammar.subject(token), [])

    def _noun_fits(self, frame: Frame, token: int) -> bool:
        """Whether what a noun trigger is said of is what the frame asks for."""
        if self.tree.dep[token] == "compound":
            return False
        if frame.id.endswith("fall.noun"):
            return self._allowed(frame.obj, frame.not_obj, self.grammar.preps(token).get("of", []), [])
        return True

    def _negated(self, token: int) -> bool:
        """Whether a verb is negated."""
        return self.tree.child(token, "neg") is not None

    def _sentence_lemmas(self, token: int) -> frozenset[str]:
        """The lemmas of the token's sentence."""
        first, end = self.tree.sentence_of(token)
        if first not in self._lemmas:
            self._lemmas[first] = frozenset(self.tree.lemma[first:end]) | frozenset(self.tree.lower[first:end])
        return self._lemmas[first]

    def _allowed(self, wanted: frozenset[str], barred: frozenset[str], tokens: list[int], spare: list[int]) -> bool:
        """Whether the tokens in a role are among the wanted and none of the barred; trigger words count as neither."""
        if any(self.is_one_of(t, barred) for t in tokens):
            return False
        if not wanted:
            return True
        if not tokens:
            return "none" in wanted or bool(spare)
        return any(self.is_one_of(t, wanted) for t in tokens)

    def is_one_of(self, token: int, names: frozenset[str]) -> bool:
        """Whether a token is one of the words, or of one of the classes named."""
        tree = self.tree
        classes, names = names & CLASSES, names - CLASSES
        if tree.lemma[token] in names or tree.lower[token] in names:
            return True
        if tree.ent[token] == "" and any(tree.lemma[k] in names for k in tree.children(token, "compound", "amod")):
            return True
        if tree.pos[token] == "NUM" or {tree.lemma[token], tree.lower[token]} & word_class("measures"):
            counted = self.grammar.preps(token).get("of", [])
            if any(self.is_one_of(o, names | classes) for o in counted if o != token):
                return True
        return any(self._is_class(token, name) for name in classes)

    def _is_class(self, token: int, name: str) -> bool:
        """Whether the phrase at a token is of a class: place, armed, civil, person, actor, state."""
        phrase = self.phrases.at(token)
        if self.tree.pos[token] == "NUM" and not self.grammar.preps(token).get("of"):
            return name == "person"  # "three were killed, and one was captured"
        if phrase is None or name == "none":
            return False
        return name in (self._pronoun_classes(token) if phrase.pronoun else self._classes(token, phrase))

    def _pronoun_classes(self, token: int) -> frozenset[str]:
        """The classes that a pronoun may stand for."""
        word = self.tree.lower[token]
        if word == "it":
            return frozenset({"place", "armed", "actor"})
        return frozenset({"armed", "actor", "person"} if word in PERSON_PRONOUNS else {"armed", "actor"})

    def _classes(self, token: int, phrase: Phrase) -> set[str]:
        """The classes that a phrase is of."""
        kind = phrase.entry.kind if phrase.entry is not None else phrase.sector
        found = {phrase.kind} if phrase.kind in ("place", "person") else set()
        tests = {
            "weapon": phrase.kind in ("weapon", "platform"),
            "armed": phrase.armed or kind in ARMED,
            "irregular": kind in IRREGULAR,
            "force": phrase.sector in FORCES or kind in FORCES,
            "civil": phrase.civil and phrase.entry is None,
            "state": self._is_state(token),
            "actor": phrase.actor_like,
        }
        return {str(k) for k in found} | {name for name, holds in tests.items() if holds}

    def _is_state(self, token: int) -> bool:
        """Whether the phrase names a country, its government or one of its officials."""
        phrase = self.phrases.at(token)
        if phrase is None:
            return False
        named = phrase.hit is not None and phrase.hit.kind in ("country", "leader")
        return named or phrase.sector in ("GOV", "LEG", "JUD") or phrase.kind == "person"
