"""Trees whose tokens end where a model's quotes end, so that every quote is a run of whole tokens."""

import bisect
import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Final

from vedette.code.llm.chunks import Range, sentences
from vedette.code.tree import Tree

_TOKEN: Final = re.compile(r"\w+|[^\w\s]")


def cut(tree: Tree, spans: Iterable[Range]) -> Tree:
    """The same tree with a token cut in two wherever a span begins or ends inside it; the pieces hang on the first."""
    marks = sorted({at for span in spans for at in span})
    parts = [_parts(start, end, marks) for start, end in zip(tree.start, tree.end, strict=True)]
    if all(len(part) == 1 for part in parts):
        return tree
    first, total = [], 0
    for part in parts:
        first.append(total)
        total += len(part)
    at = [*first, total]
    old = [n for n, part in enumerate(parts) for _ in part]
    flat = [span for part in parts for span in part]
    rest = [n > 0 for part in parts for n in range(len(part))]
    return Tree(
        text=tree.text,
        word=[tree.text[a:b] for a, b in flat],
        lower=[tree.text[a:b].lower() for a, b in flat],
        lemma=[tree.lemma[n] for n in old],
        pos=[tree.pos[n] for n in old],
        tag=[tree.tag[n] for n in old],
        dep=["dep" if more else tree.dep[n] for n, more in zip(old, rest, strict=True)],
        head=[first[n] if more else first[tree.head[n]] for n, more in zip(old, rest, strict=True)],
        start=[a for a, _ in flat],
        end=[b for _, b in flat],
        ent=[tree.ent[n] for n in old],
        ents=[(at[a], at[b], label) for a, b, label in tree.ents],
        sents=[(at[a], at[b]) for a, b in tree.sents],
    )


def _parts(start: int, end: int, marks: Sequence[int]) -> list[Range]:
    """A token's range cut at the marks inside it."""
    inside = marks[bisect.bisect_right(marks, start) : bisect.bisect_left(marks, end)]
    ends = [start, *inside, end]
    return list(itertools.pairwise(ends))


def flat_tree(text: str) -> Tree:
    """The words and sentences of a text in any language as a tree without grammar: every word is a root."""
    sents: list[Range] = []
    spans: list[Range] = []
    for low, high in sentences(text):
        found = [match.span() for match in _TOKEN.finditer(text, low, high)]
        if found:
            sents.append((len(spans), len(spans) + len(found)))
            spans += found
    words = [text[a:b] for a, b in spans]
    lower = [word.lower() for word in words]
    size = len(words)
    return Tree(
        text=text, word=words, lower=lower, lemma=lower, pos=["X"] * size, tag=["XX"] * size, dep=["ROOT"] * size,
        head=list(range(size)), start=[a for a, _ in spans], end=[b for _, b in spans], ent=[""] * size, ents=[],
        sents=sents,
    )  # fmt: skip
