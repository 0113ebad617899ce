"""Tree: a parsed text as plain lists, so that the rules run fast and can be tested without a model."""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from vedette.lexicon.tables import data_path, read_toml

if TYPE_CHECKING:
    from spacy.tokens import Doc

CLAUSE_DEPS = frozenset({"ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "pcomp", "csubj", "parataxis"})
HYPHENS = frozenset({"-", "\N{EN DASH}"})
VERB_POS = frozenset({"VERB", "AUX"})
T = TypeVar("T")


@dataclass(slots=True)
class Tree:
    """Tokens of a text: parallel lists by token number; `kids` holds each token's dependents in order.

    `start` and `end` are character offsets; `left` and `right` the first and last token of each token's subtree.
    """

    text: str
    word: list[str]
    lower: list[str]
    lemma: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    start: list[int]
    end: list[int]
    ent: list[str]
    ents: list[tuple[int, int, str]]
    sents: list[tuple[int, int]]
    kids: list[list[int]] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    by_start: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Fill in what follows from the heads: dependents and the edges of each subtree."""
        size = len(self.word)
        self.kids = [[] for _ in range(size)]
        for i, h in enumerate(self.head):
            if h != i:
                self.kids[h].append(i)
        self.left, self.right = list(range(size)), list(range(size))
        self._edges()
        self.by_start = {s: i for i, s in enumerate(self.start)}

    def _edges(self) -> None:
        """The first and last token of each subtree."""
        for i in range(len(self.word)):
            node, steps = i, 0
            while self.head[node] != node and steps < 200:
                node = self.head[node]
                self.left[node] = min(self.left[node], i)
                self.right[node] = max(self.right[node], i)
                steps += 1

    def __len__(self) -> int:
        """How many tokens."""
        return len(self.word)

    def child(self, i: int, *deps: str) -> int | None:
        """The first dependent of `i` with one of the dependency labels."""
        for k in self.kids[i]:
            if self.dep[k] in deps:
                return k
        return None

    def children(self, i: int, *deps: str) -> list[int]:
        """All dependents of `i` with one of the dependency labels."""
        return [k for k in self.kids[i] if self.dep[k] in deps]

    def conjuncts(self, i: int) -> list[int]:
        """`i` and what is coordinated with it, to the right."""
        found, queue = [i], [i]
        while queue:
            node = queue.pop()
            for k in self.kids[node]:
                if self.dep[k] == "conj":
                    found.append(k)
                    queue.append(k)
        return sorted(found)

    def subtree(self, i: int) -> list[int]:
        """All tokens at or below `i`, in order."""
        found, queue = [], [i]
        while queue:
            node = queue.pop()
            found.append(node)
            queue.extend(self.kids[node])
        return sorted(found)

    def up(self, i: int) -> Iterator[int]:
        """The governors of `i`, nearest first."""
        for _ in range(60):
            if self.head[i] == i:
                return
            i = self.head[i]
            yield i

    def clause(self, i: int) -> int:
        """The head of the clause that token `i` stands in."""
        while self.head[i] != i and not (
            self.dep[i] in CLAUSE_DEPS or (self.dep[i] == "conj" and self.pos[i] in VERB_POS)
        ):
            i = self.head[i]
        return i

    def sentence_of(self, i: int) -> tuple[int, int]:
        """First token and end of the sentence of token `i`."""
        low, high = 0, len(self.sents) - 1
        while low < high:
            middle = (low + high) // 2
            if self.sents[middle][1] <= i:
                low = middle + 1
            else:
                high = middle
        return self.sents[low]

    def longest(self, table: "Mapping[str, T]", token: int, first: int) -> "T | None":
        """What a table of nouns of one to three words says of the longest that ends at a token, none before `first`."""
        before = [self.lower[i] for i in range(max(first, token - 4), token) if self.lower[i] not in HYPHENS]
        forms = (self.lemma[token], self.lower[token], self.lower[token].removesuffix("s"))
        for length in range(min(2, len(before)), -1, -1):
            words = before[len(before) - length :]
            for last in forms:
                found = table.get(" ".join([*words, last]))
                if found is not None:
                    return found
        return None

    def slice(self, first: int, last: int) -> tuple[int, int, str]:
        """Character start, end and the words from token `first` to `last`, both included."""
        start, end = self.start[first], self.end[last]
        return start, end, self.text[start:end]

    def tokens_in(self, start: int, end: int) -> list[int]:
        """The tokens that lie within character offsets [start, end)."""
        i = self.by_start.get(start)
        if i is None:
            i = next((k for k, e in enumerate(self.end) if e > start), len(self))
        found = []
        while i < len(self) and self.start[i] < end:
            found.append(i)
            i += 1
        return found


@functools.cache
def lemma_fixes() -> dict[str, str]:
    """Verb forms whose lemma the model gets wrong."""
    return dict(read_toml(data_path("words", "lemmas.toml"))["verbs"])


ATTRIBUTES = ("ORTH", "LOWER", "LEMMA", "POS", "TAG", "DEP", "ENT_TYPE", "HEAD", "IDX", "LENGTH")
"""What is taken of each token, the first seven as numbers of words."""


def from_doc(doc: "Doc") -> Tree:
    """A Tree of a parsed spaCy Doc; its columns are read at once, which is quicker than token by token."""
    fixes = lemma_fixes()
    *columns, heads, starts, lengths = (
        doc.to_array(list(ATTRIBUTES)).astype("int64").T.tolist() if len(doc) else [[]] * 10
    )
    names = {number: doc.vocab.strings[number & LARGEST] if number else "" for c in columns for number in set(c)}
    word, lower, lemma, pos, tag, dep, ent = ([names[number] for number in column] for column in columns)
    lemmas = [
        fixes.get(form, base.lower()) if kind == "VERB" else base.lower()
        for form, base, kind in zip(lower, lemma, pos, strict=True)
    ]
    return Tree(
        text=doc.text,
        word=word,
        lower=lower,
        lemma=lemmas,
        pos=pos,
        tag=tag,
        dep=dep,
        head=[i + head for i, head in enumerate(heads)],
        start=starts,
        end=[start + length for start, length in zip(starts, lengths, strict=True)],
        ent=ent,
        ents=[(e.start, e.end, e.label_) for e in doc.ents],
        sents=[(s.start, s.end) for s in doc.sents],
    )


LARGEST = (1 << 64) - 1
"""Numbers of words are unsigned; heads, which stand in the same array, are not."""
