"""Training examples: each labelled sentence as words, the frames coder's clues, and what is right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.corpus import Label, Line, Words
from vedette.code.clues import ROLES, word_clues
from vedette.code.coder import readers_of
from vedette.code.draft import Draft
from vedette.code.encoder import sentence_of
from vedette.code.events import frame_events
from vedette.code.pairclues import PairClues
from vedette.code.parse import load_model, parse
from vedette.code.ties import ties
from vedette.code.times import find_times
from vedette.code.tree import Tree, from_doc

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from vedette.code.clues import Found
    from vedette.code.events import Readers


@dataclass(slots=True)
class Trigger:
    """A labelled event: its word in the sentence, its values, and the words in its roles (role number, word)."""

    word: int
    type: str
    mode: str | None
    sub_event: str | None
    status: str
    negated: bool
    roles: set[tuple[int, int]]
    pairs: list[list[int]] = field(default_factory=list)


@dataclass(slots=True)
class Example:
    """One sentence: its words and their character offsets, clues of each word, the events it tells, which are names."""

    line: str
    text: str
    spans: list[tuple[int, int]]
    clues: list[list[int]]
    triggers: list[Trigger]
    names: list[int]
    ties: "NDArray[np.uint8]"


def examples(lines: Sequence[Line], model: str | None = None) -> Iterator[Example]:
    """The examples of labelled lines, one per sentence that the parser finds."""
    for line, doc in zip(lines, parse(load_model(model), (x.text for x in lines)), strict=True):
        tree = from_doc(doc)
        readers = readers_of(tree, Draft(tree, times=find_times(tree.text)))
        for first, end in tree.sents:
            found = frame_events(readers, first, end)
            yield _example(line, readers, found, first, end)


def _example(line: Line, readers: "Readers", found: "Found", first: int, end: int) -> Example:
    """One sentence of a line."""
    tree = readers.tree
    text, spans = sentence_of(tree, first, end)
    names = [t - first for t in range(first, end) if tree.pos[t] == "PROPN"]
    example = Example(
        line.id, text, spans, word_clues(readers, found, first, end), [], names, ties(readers, found, first, end)
    )
    events, pairs = found.at(), PairClues(readers, first, end)
    for label in line.events:
        token = _token(tree, label, label.trigger, line.text, set(events))
        if first <= token < end:
            trigger = _trigger(tree, label, line.text, token - first, (first, end))
            held = events.get(token)
            trigger.pairs = pairs(held[0] if held else None, token)
            example.triggers.append(trigger)
    return example


def _trigger(tree: Tree, label: Label, text: str, word: int, sentence: tuple[int, int]) -> Trigger:
    """A label as numbers of words."""
    first, end = sentence
    filled: list[tuple[str, Words]] = [("actor", w) for w in label.actors]
    filled += [("target", w) for w in label.targets]
    filled += [("beneficiary", w) for w in label.beneficiaries] + [("weapon", w) for w in label.weapons]
    filled += [("source", w) for w in label.attribution]
    single = {"place": label.place, "origin": label.origin, "destination": label.destination, "when": label.when}
    filled += [(role, w) for role, w in single.items() if w is not None]
    filled += [(c.of if c.of in ROLES else "counted", c) for c in label.counts if not c.cumulative and not c.part]
    heads = ((ROLES.index(role), _token(tree, label, words, text, set())) for role, words in filled)
    roles = {(role, head - first) for role, head in heads if first <= head < end}
    return Trigger(word, label.type, label.mode, label.sub_event, label.status, label.negated, roles)


def _token(tree: Tree, label: Label, words: Words, text: str, preferred: set[int]) -> int:
    """The token that stands for copied words: of a trigger the one a frame matched, else the highest in the tree."""
    piece = words.find(text)
    inside = [t for t in range(len(tree)) if tree.start[t] < piece.end and tree.end[t] > piece.start]
    matched = [t for t in inside if t in preferred] if words is label.trigger else []
    highest = [t for t in inside if tree.head[t] not in inside or tree.head[t] == t]
    token = (matched or highest[-1:] or inside)[0]
    object_ = tree.child(token, "pobj") if tree.pos[token] == "ADP" else None
    return object_ if object_ in inside else token
