"""How many were killed, wounded, abducted ...: the counts of an event, from words of harm and the numbers on them.

Two ways lead from a number to what became of the counted: the grammar of a word of harm (data/words/harm.toml), and the
set phrases around the number (`tolls.py`). Where both speak, the phrase is believed: it stands right beside the number.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from vedette.code.draft import DraftCount
from vedette.code.harm import Harm
from vedette.code.measures import HURT, harm_words
from vedette.code.parts import LINKS, Parts
from vedette.code.tolls import Tolls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vedette.code.grammar import Grammar
    from vedette.code.phrases import Phrase, Phrases
    from vedette.code.quantities import Quantity
    from vedette.code.status import StatusReader
    from vedette.code.tolls import Toll
    from vedette.code.tree import Tree
    from vedette.records.vocabulary import CountOf

TAKING = frozenset({"claim", "lose"})
"""Verbs that take lives only where lives or people are counted."""

ALMOST = frozenset({"nearly", "almost", "close to"})
"""What does not come about quite: "nearly killed a teacher"."""

ORDINALS = frozenset({"third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"})
BESIDE = (["together", "with"], ["along", "with"])
"""Who is named so shares what became of those before: "12 drivers died along with six neighbours"."""

ONE = frozenset({"a", "an", "another"})
PEOPLE = "people"
UNREAL = frozenset({"planned", "threatened", "ordered", "hypothetical", "attempted"})
"""What is told with such a status has no dead yet."""

PERSONAL = frozenset({"", "PERSON", "NORP"})
"""Kinds of names that one person can stand under."""


class Counter:
    """Reads counts in one tree."""

    def __init__(
        self,
        tree: "Tree",
        grammar: "Grammar",
        phrases: "Phrases",
        status: "StatusReader",
        quantities: "list[Quantity]",
    ) -> None:
        """Take the tree, what reads it, and the number expressions of its text."""
        self.tree, self.grammar, self.phrases, self.status = tree, grammar, phrases, status
        self.tolls = Tolls(tree, phrases)
        self._numbers: dict[int, Quantity] = {}
        self._spans: list[tuple[int, int, Quantity]] = []
        for quantity in quantities:
            tokens = tree.tokens_in(quantity.start, quantity.end)
            self._spans += [(tokens[0], tokens[-1], quantity)] if tokens else []
            self._numbers.update(dict.fromkeys(tokens, quantity))
        self.parts = Parts(self.tolls, dict(self._numbers))
        nobody = {id(q) for a, b, q in self._spans if self.parts.counts_nobody(a, b)}
        self._spans = [span for span in self._spans if id(span[2]) not in nobody]
        self._numbers = {token: q for token, q in self._numbers.items() if id(q) not in nobody}
        self.harm = Harm(tree, grammar, self._numbers)
        self._last_whom = PEOPLE
        self._counted: dict[tuple[int, int], list[DraftCount]] = {}

    def counts(self, first: int, end: int) -> list[DraftCount]:
        """The counts told between two tokens, in order; each number once, the parts of a total in it."""
        if (first, end) not in self._counted:
            told = self._by_phrase(first, end)
            of = {c.start: c.of for c in told}
            found = [c for c in self._by_grammar(first, end) if of.get(c.start, c.of) == c.of]
            both = [*found, *(c for c in told if not any(c.start == f.start for f in found))]
            both += self._bare_parts(first, end, both)
            self._counted[first, end] = self._sifted(sorted(both, key=lambda c: c.start))
        return list(self._counted[first, end])

    def _bare_parts(self, first: int, end: int, told: list[DraftCount]) -> "Iterator[DraftCount]":
        """People whom no word of harm reaches but who are some of the dead or hurt told before them."""
        if not any(c.of in HURT for c in told):
            return
        total: DraftCount | None = None
        last = first
        for a, b, count in self._somebody(first, end):
            counted = next((c for c in told if c.start < count.end and count.start < c.end), None)
            part = self.parts.is_part(a, b) or (last > first and self.parts.goes_on(last, a))
            if counted is not None or not part:
                total, last = counted if counted is not None and counted.of in HURT else None, first
            elif total is not None:
                yield replace(count, of=total.of, token=total.token)
                last = b

    def _somebody(self, first: int, end: int) -> list[tuple[int, int, DraftCount]]:
        """The numbers between two tokens, but those of things, and single persons behind an article, in order."""
        found = [
            (a, b, DraftCount("killed", self._named(b), q.low, q.best, q.high, q.start, q.end, b))
            for a, b, q in self._spans
            if first <= a < end
        ]
        for token in range(first, end):
            if self.tree.lower[token] in ONE and self.parts.is_part(token, token):
                one = self._person(self.tree.head[token], "killed", token)
                found += [(token, token, one)] if one is not None else []
        return sorted(found, key=lambda x: x[0])

    def _sifted(self, counts: list[DraftCount]) -> list[DraftCount]:
        """Drop what has not come about, and put what is a part of a number told before into it."""
        kept: list[DraftCount] = []
        for count in counts:
            if self._real(count.token) and not self.parts.nested(count, [c for c in kept if c.of == count.of]):
                kept.append(count)
        return kept

    def _real(self, word: int) -> bool:
        """Whether a word of harm tells of what has come about, or may have: no threat, plan or bid, and not negated."""
        tree, standing = self.tree, self.status.standing(word)
        if standing.status == "ordered" and tree.pos[word] == "NOUN":
            return True  # "had ordered the killing of a judge": whoever tells it so tells of a deed
        if standing.negated and tree.pos[word] != "NOUN":  # "the killing of a judge has not been claimed"
            return False
        if tree.pos[word] == "VERB" and any(" ".join(tree.lower[max(0, word - n) : word]) in ALMOST for n in (1, 2)):
            return False
        perfect = any(tree.lemma[k] == "have" for k in tree.children(word, "aux"))
        unreal = standing.status in UNREAL or (standing.status == "possible" and not perfect)
        return not (unreal and self._governs(standing.by, word))

    def _governs(self, by: int | None, word: int) -> bool:
        """Whether the word that gives a status reaches another: not over a semicolon, nor back over a comma."""
        if by is None:
            return True
        between = self.tree.lower[min(by, word) : max(by, word)]
        return ";" not in between and (by < word or "," not in between)

    def _by_grammar(self, first: int, end: int) -> list[DraftCount]:
        """The counts that the words of harm between two tokens tell."""
        self._last_whom = PEOPLE
        return [count for i, of, key in self.harm.words(first, end) for count in self._at(i, of, key)]

    def _by_phrase(self, first: int, end: int) -> list[DraftCount]:
        """The counts that the set phrases around numbers tell; what is coordinated shares what is told of one."""
        spans = [s for s in self._spans if first <= s[0] < end]
        tolls = [self.tolls.told(a, b) for a, b, _ in spans]
        for n in range(1, len(spans)):
            if self._linked(spans[n - 1], spans[n]):
                ours, before = tolls[n], tolls[n - 1]
                tolls[n] = ours or (before if before and not before.behind else None)
                tolls[n - 1] = before or (ours if ours and ours.behind else None)
        for n, (start, _, _) in enumerate(spans):
            if tolls[n] is None and self.tree.lower[max(0, start - 2) : start] in BESIDE:
                ones = (self._told_of_one(token) for token in range(start - 3, first - 1, -1))
                tolls[n] = tolls[n - 1] if n else next((toll for toll in ones if toll), None)
        found = []
        for (start, last, q), toll in zip(spans, tolls, strict=True):
            if toll is not None:
                found.append(DraftCount(toll.of, self._named(last), q.low, q.best, q.high, q.start, q.end, toll.word))
                found += self._listed(start, last, toll) if toll.of in HURT else []
        return found

    def _listed(self, first: int, last: int, toll: "Toll") -> "Iterator[DraftCount]":
        """The single persons in one list with a number: "a judge, his driver and two bodyguards perished"."""
        noun = self.tolls.noun(last)
        parsed = [] if noun is None else self.tree.conjuncts(noun)[1:]
        for other in dict.fromkeys([*self._before_and(first), *parsed]):
            known = self.tolls.people(other) or self.tolls.one_person(other)
            one = self._person(other, toll.of, toll.word) if known and not self.numbered(other) else None
            if one is not None:
                yield one

    def _before_and(self, first: int) -> "Iterator[int]":
        """The heads of what is listed before a number, the nearest first; the parser tears such lists apart."""
        low, link = self.tree.lower, "and"
        while first > 1 and low[first - 1] == link:
            phrase = self.phrases.at(first - 2)
            if phrase is None or phrase.last != first - 2:
                return
            first = self.tree.left[phrase.head]
            if self.tree.pos[first] not in ("DET", "PRON"):
                return
            yield phrase.head
            link = ","

    def _linked(self, one: "tuple[int, int, Quantity]", other: "tuple[int, int, Quantity]") -> bool:
        """Whether two numbers of people stand side by side: "six officers, 21 civilians"."""
        nouns = [self.tolls.noun(span[1]) for span in (one, other)]
        between = range((nouns[0] or one[1]) + 1, other[0])
        people = all(n is not None and self.tree.lemma[n] not in self.tolls.words.others for n in nouns)
        return people and 0 < len(between) <= len(LINKS) and all(self.tree.lower[t] in LINKS for t in between)

    def _named(self, last: int) -> str | None:
        """The plural noun behind a number; None where it names nobody ("39 dead" may be fighters)."""
        noun = self.tolls.noun(last)
        return self.tree.lower[noun] if noun is not None and self.tree.tag[noun] == "NNS" else None

    def ones(self, first: int, end: int) -> list[DraftCount]:
        """Single persons killed or hurt between two tokens, whatever the noun: "killed a farmhand", "its driver dead".

        Any noun is believed, so this is to be asked only where it is known that people come to harm.
        """
        found = [
            one
            for i, of, key in self.harm.words(first, end)
            if of in HURT and self.harm.takes_one(i, key)
            for noun in self.harm.objects(i, key)
            for one in [self._person(noun, of, i)]
            if one is not None
        ]
        for noun in range(first, end):
            toll = self._told_of_one(noun)
            one = self._person(noun, toll.of, toll.word) if toll and toll.of in HURT else None
            found += [one] if one else []
        found += [c for one in found for c in [self._theirs(one)] if c is not None]
        read = (self._pronoun, self._ordinal)
        found += [c for token in range(first, end) for one in read for c in [one(token, first)] if c is not None]
        return [c for c in found if self._real(c.token)]

    def _theirs(self, one: DraftCount) -> DraftCount | None:
        """Who is joined to a person as theirs behind a word of harm: "killed the mayor of Tabriz and his driver"."""
        tree = self.tree
        at = tree.tokens_in(one.start, one.end)[-1] + 1
        while at < len(tree) and (tree.lower[at] == "of" or tree.pos[at] == "PROPN"):
            at += 1
        if one.token > at or tree.lower[at : at + 1] != ["and"] or tree.tag[at + 1 : at + 2] != ["PRP$"]:
            return None
        noun = tree.head[at + 1]
        return None if tree.dep[noun] in ("nsubj", "nsubjpass") else self._person(noun, one.of, one.token)

    def _pronoun(self, token: int, floor: int) -> DraftCount | None:
        """Those killed or hurt whom a pronoun names: "lynched him", "dragged two men out and clubbed them to death"."""
        tree = self.tree
        if tree.tag[token] != "PRP" or tree.lower[token] not in ("him", "her", "them"):
            return None
        if tree.lower[token - 1] == "of":
            return None  # "one of them died"
        toll = self.tolls.told(token, token, token)
        if toll is None or toll.of not in HURT:
            return None
        if tree.lower[token] != "them":
            return DraftCount(toll.of, None, 1, 1, 1, tree.start[token], tree.end[token], toll.word)
        meant = self._meant(token, floor)
        if meant is None:
            return None
        return DraftCount(toll.of, PEOPLE, meant.low, meant.best, meant.high, meant.start, meant.end, toll.word)

    def dies(self, noun: int) -> bool:
        """Whether someone whom only a pronoun names dies behind a noun: "and he died at home", "and cut his throat"."""
        tree = self.tree
        for token in range(noun + 1, tree.sentence_of(noun)[1]):
            if tree.lower[token] in ("he", "she", "who") or tree.tag[token] == "PRP$":
                toll = self.tolls.told(token, token, token)
                if toll is not None and toll.of == "killed" and self._real(toll.word):
                    return True
        return False

    def _ordinal(self, token: int, floor: int) -> DraftCount | None:
        """One more of those told before, by an ordinal: "seven worshippers died, and an eighth died in hospital"."""
        tree = self.tree
        if token <= floor or tree.lower[token] not in ORDINALS or tree.lower[token - 1] not in ONE:
            return None
        noun = token + 1 < len(tree) and tree.pos[token + 1] in ("NOUN", "PROPN", "ADJ", "NUM")
        toll = None if noun else self.tolls.told(token - 1, token, token)
        if toll is None or toll.of not in HURT:
            return None
        return DraftCount(toll.of, None, 1, 1, 1, tree.start[token - 1], tree.end[token], toll.word)

    def _meant(self, pronoun: int, floor: int) -> "Quantity | None":
        """The number that "them" takes up: that of the last plural before it."""
        tree = self.tree
        last = next((t for t in range(pronoun - 1, floor, -1) if tree.tag[t] in ("NNS", "NNPS")), None)
        if last is None or tree.lemma[last] in self.tolls.words.others:
            return None
        return next((self._numbers[t] for t in self.harm.left(last) if t in self._numbers), None)

    def _at(self, token: int, of: "CountOf", key: str) -> list[DraftCount]:
        """The counts that one word of harm tells."""
        counted = [n for n in self.harm.objects(token, key) if self.tree.lemma[n] not in self.tolls.words.others]
        counts = [self._count(noun, of, token) for noun in counted]
        if any(counts):  # "two nurses and a pharmacist": beside the counted, one person is one whatever the noun
            counts = [count or self._one(noun, of) for noun, count in zip(counted, counts, strict=True)]
        return [count for count in counts if count]

    def _told_of_one(self, noun: int) -> "Toll | None":
        """What is told of the one person that a noun names."""
        if self.tree.pos[noun] not in ("NOUN", "PROPN") or not self.tolls.one(noun):
            return None
        phrase = self.phrases.at(noun)
        if phrase is None or phrase.head != noun or any(t in self._numbers for t in range(phrase.first, noun + 1)):
            return None
        unnamed = self.tree.pos[noun] == "PROPN" and not self.tree.ent[noun]
        if unnamed or self.tree.dep[noun] in ("compound", "amod", "nmod"):
            return None
        toll, described = self.tolls.told(phrase.first, noun, noun), self._described(noun)
        inside = described is not None and (toll is None or toll.word > described)
        return None if inside or (toll is not None and self._outside(noun, toll.word)) else toll

    def _outside(self, noun: int, word: int) -> bool:
        """Whether a noun stands in a clause that describes another noun, and the word of a toll behind it."""
        clause = self.tree.clause(noun)
        described = self.tree.dep[clause] == "relcl" and self.tree.head[clause] < noun
        return described and word > self.tree.right[clause]

    def _described(self, noun: int) -> int | None:
        """The noun before that one only describes: "three reporters from the radio", "a man known as Ali"."""
        tree = self.tree
        if tree.dep[noun] != "pobj":
            return None
        above = tree.head[tree.head[noun]]
        while tree.dep[above] in ("acl", "prep", "pcomp") and tree.head[above] != above:
            above = tree.head[above]
        named = tree.pos[above] in ("NOUN", "PROPN") and tree.lemma[above] not in harm_words()["nouns"]
        return above if named else None

    def _person(self, noun: int, of: "CountOf", word: int) -> DraftCount | None:
        """A count of one, where a noun can name one person."""
        phrase = self.phrases.at(noun)
        if phrase is None or phrase.pronoun or phrase.kind == "weapon" or not self.tolls.one(noun):
            return None
        hit = self.phrases.hit(noun)
        if self.tree.ent[noun] not in PERSONAL or noun in self._numbers or (hit is not None and hit.kind != "leader"):
            return None
        one = self._one(noun, of)
        if one is not None:
            one.token = word
        return one

    def _count(self, noun: int, of: "CountOf", word: int) -> DraftCount | None:
        """The count on a noun, or None where it is not counted."""
        if self.tree.lemma[word] in TAKING and self.grammar.passive(word):
            return None  # "the killing has not been claimed"
        quantity = next((self._numbers[t] for t in self.harm.left(noun) if t in self._numbers), None)
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
        if tree.lemma[word] in TAKING or (tree.pos[word] == "ADJ" and tree.dep[word] == "amod"):
            return None  # "lost a general", "the dead dissident"
        if tree.tag[noun] not in ("NN", "NNP") or phrase is None or not phrase.actor_like or phrase.pronoun:
            return None
        if not self.tolls.one(noun):
            return None
        if phrase.hit is not None and phrase.hit.kind in ("country", "actor", "people"):
            return None
        return self._alone(noun, phrase, of, whom, word)

    def one_of(self, noun: int, of: "CountOf") -> DraftCount | None:
        """A count of one person, where a noun can name one."""
        return self._person(noun, of, noun)

    def of_phrase(self, noun: int, of: "CountOf") -> DraftCount | None:
        """A count on any noun, as another measure: those taking part, displaced, released."""
        if self.tree.lemma[noun] in self.tolls.words.others:
            return None
        quantity = next((self._numbers[t] for t in self.harm.left(noun) if t in self._numbers), None)
        if quantity is None:
            return None
        whom = self._whom(noun, noun) if self.tree.pos[noun] == "NUM" else self.tree.lower[noun]
        return DraftCount(of, whom, quantity.low, quantity.best, quantity.high, quantity.start, quantity.end, noun)

    def numbered(self, token: int) -> bool:
        """Whether a token stands in a number, or has one on its left."""
        return any(t in self._numbers for t in self.harm.left(token))

    def at_number(self, token: int, of: "CountOf") -> DraftCount | None:
        """The count that a word gives which is known to be counted: a number's, or one person's ("a watchman")."""
        quantity = next((self._numbers[t] for t in self.harm.left(token) if t in self._numbers), None)
        if quantity is None:
            return self._one(token, of)
        if self._thing(quantity):
            return None
        head = self.tree.head[token]
        whom = self._whom(head if token in self._numbers and self.tree.pos[head] == "NOUN" else token, token)
        return DraftCount(of, whom, quantity.low, quantity.best, quantity.high, quantity.start, quantity.end, token)

    def _thing(self, quantity: "Quantity") -> bool:
        """Whether a number is one of things or beasts, not of people."""
        last = next(b for _, b, q in self._spans if q is quantity)
        noun = self.tolls.noun(last)
        return noun is not None and self.tree.lemma[noun] in self.tolls.words.others

    def _one(self, noun: int, of: "CountOf") -> DraftCount | None:
        """One person, by the noun in the singular."""
        phrase = self.phrases.at(noun)
        if phrase is None or phrase.kind == "place" or not self.tolls.one(noun):
            return None
        return self._alone(noun, phrase, of, self.tree.lower[noun], noun)

    def _alone(self, noun: int, phrase: "Phrase", of: "CountOf", whom: str, word: int) -> DraftCount:
        """The count of whom a singular noun names, from its article on where it has one."""
        article = next((k for k in self.tree.kids[noun] if self.tree.lower[k] in ONE), phrase.first)
        size = self.tolls.size(noun)
        return DraftCount(of, whom, size, size, size, self.tree.start[article], phrase.end, word)
