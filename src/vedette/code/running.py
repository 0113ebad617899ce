"""Running totals: numbers that belong to more than the one happening, "bringing the toll since January to 900".

They are told beside, or instead of, the toll of the day. Taken for it, they make a war of a skirmish; so each is marked
(`cumulative`) and kept out of what an incident cost. The words that tell are in data/words/running.toml.
"""

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vedette.code.wordtable import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vedette.code.draft import DraftCount
    from vedette.code.tree import Tree

NUMBER = "#"
TOTALLED = frozenset({"killed", "wounded", "missing", "displaced", "arrested", "abducted"})
"""What running totals are made of."""
NEAR, FAR = 4, 14
"""Words between "to" and its number at the most ("to at least some 900"), and between these and what they are of."""
RANKED = 4
"""Words that "the third such raid this year" has before the year at the most."""


@dataclass(frozen=True, slots=True)
class RunningWords:
    """The lists of the table; `spans` are cut into words, and stand under the first of them."""

    nouns: frozenset[str]
    brought: frozenset[str]
    since: frozenset[str]
    spans: dict[str, list[tuple[str, ...]]]
    lasting: frozenset[str]


@functools.cache
def running_words() -> RunningWords:
    """The table; raises DataFileError, with file and line, where a list is missing."""
    table = read_table("running")
    return RunningWords(
        **{name: frozenset(table.words("totals", name)) for name in ("nouns", "brought")},
        since=frozenset(table.words("time", "since")),
        spans=_by_first(table.words("time", "spans")),
        lasting=frozenset(table.words("lasting", "nouns")),
    )


def _by_first(lines: list[str]) -> dict[str, list[tuple[str, ...]]]:
    """Stretches of time by their first words, the others of each."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for first, *rest in map(str.split, lines):
        found.setdefault(first, []).append(tuple(rest))
    return found


def mark(tree: "Tree", counts: "Iterable[DraftCount]") -> None:
    """Mark those of a report's counts that are running totals."""
    totals = RunningTotals(tree)
    for count in counts:
        count.cumulative = totals.holds(count)


class RunningTotals:
    """Tells running totals in one tree."""

    def __init__(self, tree: "Tree") -> None:
        """Take the tree."""
        self.tree, self.words = tree, running_words()

    def holds(self, count: "DraftCount") -> bool:
        """Whether a count is a running total."""
        inside = self.tree.tokens_in(count.start, count.end)
        if count.of not in TOTALLED or not inside or count.best == 1 or self._added(inside[-1]):
            return False
        return self._raised(inside[0]) or self._goes_on(count.token) or self._spanned(inside[0], count.token)

    def _added(self, last: int) -> bool:
        """Whether a number is of those who come to others: "two more hostages died"."""
        return "more" in self.tree.lower[last + 1 : last + 2]

    def _raised(self, number: int) -> bool:
        """Whether a total is brought to the number; one that "has risen" to it is the latest of the event itself."""
        tree, first = self.tree, self.tree.sentence_of(number)[0]
        to = self._to(number, first)
        if to is None:
            return False
        verbs = range(to - 1, max(first, number - FAR) - 1, -1)
        brought = next((v for v in verbs if tree.lemma[v] in self.words.brought), None)
        return brought is not None and self._near(brought, number, self.words.nouns)

    def _to(self, number: int, floor: int) -> int | None:
        """The "to" that a number stands behind, with no other number in between."""
        for token in range(number - 1, max(floor, number - NEAR) - 1, -1):
            if self.tree.lower[token] == "to":
                return token
            if self.tree.pos[token] == "NUM":
                return None
        return None

    def _near(self, first: int, last: int, lemmas: frozenset[str]) -> bool:
        """Whether one of some words stands around."""
        floor, end = self.tree.sentence_of(first)
        around = slice(max(floor, first - FAR), min(end, last + FAR))
        return not lemmas.isdisjoint([*self.tree.lemma[around], *self.tree.lower[around]])

    def _spanned(self, number: int, word: int) -> bool:
        """Whether the clause of a count tells a stretch of time that no single attack takes."""
        tree = self.tree
        clauses = {tree.clause(number), tree.clause(word)}
        first, end = tree.sentence_of(number)
        for at in range(first, end):
            stretch = (self._since(at) or self._span_at(at, end)) and not self._ranks(at)
            if stretch and not clauses.isdisjoint(self._above(at)):
                return True
        return False

    def _since(self, at: int) -> bool:
        """Whether a stretch of days begins with a word: not "since dawn".

        "Since the army opened fire" begins the toll of one happening as often as a stretch.
        """
        tree, day = self.tree, self.tree.child(at, "pobj")
        return tree.lower[at] in self.words.since and day is not None and tree.ent[day] == "DATE"

    def _ranks(self, at: int) -> bool:
        """Whether a stretch of time only ranks what stands before it: "the deadliest raid since 1989"."""
        tree = self.tree
        for token in range(at - 1, max(-1, at - 1 - RANKED), -1):
            if tree.pos[token] not in ("NOUN", "PROPN", "ADJ", "ADP", "DET"):
                return False
            if tree.tag[token] == "JJS" or tree.ent[token] == "ORDINAL":
                return True
        return False

    def _above(self, at: int) -> "Iterator[int]":
        """The clauses that a stretch of time is told of: that in which it stands, and those which this is a part of."""
        tree, clause = self.tree, self.tree.clause(at)
        yield clause
        while tree.dep[clause] in ("conj", "acl") and tree.head[clause] != clause:
            clause = tree.clause(tree.head[clause])
            yield clause

    def _span_at(self, at: int, end: int) -> bool:
        """Whether one of the stretches begins at a token."""
        return any(
            at + len(rest) < end and all(self._is(at + n, word) for n, word in enumerate(rest, 1))
            for rest in self.words.spans.get(self.tree.lower[at], ())
        )

    def _is(self, token: int, word: str) -> bool:
        """Whether a token is a word of a stretch."""
        if word == NUMBER:
            return self.tree.pos[token] == "NUM" or self.tree.lower[token] in ("few", "several", "couple")
        return word == self.tree.lower[token]

    def _goes_on(self, word: int) -> bool:
        """Whether something that lasts "has" cost so many so far."""
        tree = self.tree
        while tree.dep[word] == "conj" and tree.child(word, "nsubj") is None:
            word = tree.head[word]
        subject = tree.child(word, "nsubj") if tree.pos[word] == "VERB" else None
        if subject is None or self.words.lasting.isdisjoint((tree.lemma[subject], tree.lower[subject])):
            return False
        return any(tree.lower[k] in ("has", "have") for k in tree.children(word, "aux"))
