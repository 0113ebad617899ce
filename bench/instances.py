"""Training instances for the second reader: every word that may tell of an event, its clues, and what it may be.

A labelled trigger is its event. Another word whose matched frame has the type of one of the sentence's events tells of
the same event once more, so it is left out; so are the further words of a trigger of several words. All other words
tell of none. An event that has not happened carries no sub-event: for it every label of its type and mode is right.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.corpus import Label as Gold
from bench.corpus import Line
from vedette.code.clues import WordClasses, candidates, sentence_clues, token_clues
from vedette.code.coder import _readers
from vedette.code.draft import Draft
from vedette.code.parse import load_model, parse
from vedette.code.second import NONE, Label, row_of
from vedette.code.times import find_times
from vedette.code.tree import Tree, from_doc

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from vedette.code.events import Readers
    from vedette.code.triggers import Match

REAL = frozenset({"happened", "ongoing"})
MANY_MODES, MANY_SUBS = 5, 8
"""Modes and sub-events with fewer examples than that are no labels of their own."""


@dataclass(frozen=True, slots=True)
class Instance:
    """One word: the line and token it is, its clues, and its events as (type, mode, sub-event or "?")."""

    line: str
    token: int
    clues: frozenset[str]
    golds: tuple[tuple[str, str | None, str | None], ...]


def instances(lines: Sequence[Line], like: WordClasses) -> Iterator[Instance]:
    """The instances of labelled lines, in order."""
    for line, doc in zip(lines, parse(load_model(), (x.text for x in lines)), strict=True):
        tree = from_doc(doc)
        readers = _readers(tree, Draft(tree, times=find_times(tree.text)))
        found = [(s, readers.matcher.matches(*s)) for s in tree.sents]
        labels = assign(line, tree, {m.token: m for _, ms in found for m in ms}, _candidates(readers, found))
        for (first, end), matches in found:
            by_token = {m.token: m for m in matches}
            shared = sentence_clues(readers, by_token, first, end, like)
            for token in candidates(readers, by_token, first, end):
                if token in labels:
                    own = token_clues(readers, token, by_token.get(token), like)
                    yield Instance(line.id, token, frozenset(shared.union(own)), labels[token])


def _candidates(readers: "Readers", found: "list[tuple[tuple[int, int], list[Match]]]") -> list[int]:
    """The words of a text that may tell of an event."""
    return [t for s, ms in found for t in candidates(readers, {m.token: m for m in ms}, *s)]


def assign(
    line: Line, tree: Tree, matches: "dict[int, Match]", words: Sequence[int]
) -> dict[int, tuple[tuple[str, str | None, str | None], ...]]:
    """For each word that is trained on its events, () for none."""
    golds: dict[int, list[tuple[str, str | None, str | None]]] = {}
    left_out: set[int] = set()
    for gold in line.events:
        inside = _inside(gold, line.text, tree)
        those = [t for t in words if t in inside]
        if those:
            chosen = _main(gold, tree, matches, those, inside)
            golds.setdefault(chosen, []).append(_gold(gold))
            left_out |= set(those)
    types = {gold.type for gold in line.events}
    left_out |= {t for t, m in matches.items() if m.frame.type in types}
    return {t: tuple(golds.get(t, ())) for t in words if t in golds or t not in left_out}


def _inside(gold: Gold, text: str, tree: Tree) -> set[int]:
    """The tokens of a labelled trigger."""
    words = gold.trigger.find(text)
    return {t for t in range(len(tree)) if tree.start[t] < words.end and tree.end[t] > words.start}


def _main(gold: Gold, tree: Tree, matches: "dict[int, Match]", those: list[int], inside: set[int]) -> int:
    """The word of a trigger that stands for it: the one a frame of its type matched, else its highest in the tree."""
    matched = [t for t in those if t in matches and matches[t].frame.type == gold.type]
    highest = [t for t in those if tree.head[t] not in inside]
    return (matched or highest or those)[0]


def _gold(gold: Gold) -> tuple[str, str | None, str | None]:
    """What a labelled event is; "?" for the sub-event of one that has not happened."""
    return gold.type, gold.mode, gold.sub_event if gold.status in REAL else "?"


def make_labels(found: Iterable[Instance]) -> tuple[Label, ...]:
    """The labels that instances have enough examples of; the first is that of no event."""
    golds = [g for x in found for g in x.golds]
    modes, subs = Counter(g[:2] for g in golds), Counter(golds)
    labels: dict[Label, None] = {}
    for (kind, mode), count in sorted(modes.items(), key=str):
        if mode is not None and count < MANY_MODES:
            labels[Label(kind)] = None
            continue
        frequent = [s for (t, m, s), n in subs.items() if (t, m) == (kind, mode) and s != "?" and n >= MANY_SUBS]
        labels |= dict.fromkeys(Label(kind, mode, s) for s in sorted(frequent, key=str) or [None])
    return (Label(None), *sorted(labels, key=str))


def allowed(golds: Iterable[tuple[str, str | None, str | None]], labels: Sequence[Label]) -> list[int]:
    """The labels that are right for a word's events: the same, else of the same mode, else of the same type."""
    found: list[int] = []
    for kind, mode, sub in golds:
        same = [n for n, x in enumerate(labels) if (x.type, x.mode, x.sub_event) == (kind, mode, sub)]
        like = [n for n, x in enumerate(labels) if (x.type, x.mode) == (kind, mode)]
        bare = [n for n, x in enumerate(labels) if (x.type, x.mode) == (kind, None)]
        found += same or like or bare or [n for n, x in enumerate(labels) if x.type == kind]
    return found or [NONE]


def rows_of(found: Iterable[Instance], size: int) -> "list[NDArray[np.int64]]":
    """For each instance the rows of its clues, ascending."""
    import numpy as np  # noqa: PLC0415  only where rows are made

    return [np.array(sorted({row_of(c, size) for c in x.clues}), np.int64) for x in found]
