"""Clues: what the frames coder has found out of a sentence, as short strings for the second reader.

Of each word: the event that a frame found there (kept, or why not) or near it, who acts and on whom, its part of
speech, what it names. What a word is to an event is told by pairclues.py. The model knows a clue by its hash only:
whoever changes the clues raises VERSION and trains anew (`make model`).
"""

import functools
import zlib
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from vedette.code.measures import harm_words
from vedette.code.sides import Sides, framed
from vedette.lexicon.words import agents, source_words, topics, weapons

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vedette.code.draft import DraftEvent
    from vedette.code.events import Readers
    from vedette.code.tree import Tree
    from vedette.lexicon.frames import FrameTable

VERSION = 4
"""Of the clues: weights trained on another version do not fit."""

ROWS = 2048
"""So many rows the model has for clues of one kind (of words, of pairs)."""

ROLES = ("actor", "target", "beneficiary", "place", "origin", "destination", "when", "weapon", "source", "killed",
         "wounded", "counted")  # fmt: skip
"""What a word may be to an event; `counted` are counts of anything but dead and wounded."""

REACH = 4
"""Steps up the tree within which one word stands under another."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the frames found in a sentence: events that were kept, and those that were joined to others or dropped."""

    kept: "list[DraftEvent]"
    dropped: "list[tuple[DraftEvent, str]]"

    def at(self) -> "dict[int, tuple[DraftEvent, str]]":
        """For each trigger's main word its event and what became of it, a kept one first."""
        found: dict[int, tuple[DraftEvent, str]] = {}
        for event, fate in (*((e, "kept") for e in self.kept), *self.dropped):
            found.setdefault(event.token, (event, fate))
        return found


@functools.lru_cache(maxsize=1 << 16)
def row_of(clue: str) -> int:
    """The row of a clue's weights: a hash that is the same on every machine."""
    return zlib.crc32(clue.encode()) % ROWS


def word_clues(readers: "Readers", found: Found, first: int, end: int) -> list[list[int]]:
    """For each token from `first` up to `end` the rows of its clues."""
    at = found.at()
    shared = [f"kept={min(len(found.kept), 3)}", f"off={readers.off_topic}"]
    shared += [f"topic={t}" for t in sorted(_topics(readers, first, end))]
    every, none = rows_of(shared), rows_of(_of_event(None))
    events = {token: rows_of((*_of_event(held), *framed(held[0]))) for token, held in at.items()}
    sides, near, told = Sides(readers), _Near(readers.tree, found.kept), counted(readers, first, end)
    return [
        [
            *every,
            *_of_word(readers, t),
            *(events.get(t) or (*none, *rows_of(sides.clues(t)))),
            *rows_of((*near(t), *told.get(t, ()))),
        ]
        for t in range(first, end)
    ]


def counted(readers: "Readers", first: int, end: int) -> dict[int, list[str]]:
    """The words that tell a count, and the numbers, with what is counted, as clues."""
    found: dict[int, list[str]] = defaultdict(list)
    for count in readers.counter.counts(first, end):
        found[count.token].append(f"tells={count.of}")
        if count.start in readers.tree.by_start:
            found[readers.tree.by_start[count.start]].append(f"number={count.of}")
    return found


class _Near:
    """The events of frames that stand over, under or beside a word: two words of one event are near each other."""

    def __init__(self, tree: "Tree", kept: "Sequence[DraftEvent]") -> None:
        """Take the events that the frames kept."""
        self.tree, self.kept = tree, kept
        self.above = {e.token: list(islice(tree.up(e.token), REACH)) for e in kept}

    def __call__(self, token: int) -> "Iterator[str]":
        """Where the events stand to a word that may tell of one."""
        if self.tree.pos[token] not in ("VERB", "NOUN") or not self.kept:
            return
        above = list(islice(self.tree.up(token), REACH))
        for event in self.kept:
            if event.token in above:
                yield f"under={event.type}"
            elif token in self.above[event.token]:
                yield f"over={event.type}"
            elif event.token != token and self.tree.clause(event.token) == self.tree.clause(token):
                yield f"beside={event.type}"


def rows_of(clues: "Iterable[str]") -> list[int]:
    """The rows of clues."""
    return [row_of(clue) for clue in clues]


def _topics(readers: "Readers", first: int, end: int) -> set[str]:
    """The weights of the topics that a sentence has words of."""
    known, tree = topics(), readers.tree
    return {known[tree.lemma[t]] for t in range(first, end) if tree.lemma[t] in known}


def _of_word(readers: "Readers", token: int) -> list[int]:
    """The rows of what the parser and the word tables know of a token."""
    tree, hit = readers.tree, readers.matcher.phrases.hit(token)
    named = "" if hit is None else f"{hit.kind}{hit.entry.kind if hit.entry else ''}"
    parsed = _parsed(tree.tag[token], tree.dep[token], named, "" if named else tree.ent[token])
    if tree.pos[token] == "NOUN":
        kinds = known_kinds(readers.matcher.table, tree.lemma[token], noun=True)
        return [*parsed, *rows_of(kinds), *rows_of(_of_noun(readers, token))]
    if tree.pos[token] == "VERB":
        kinds = known_kinds(readers.matcher.table, tree.lemma[token], noun=False)
        return [*parsed, *rows_of(kinds), *rows_of(_of_verb(tree.lemma[token]))]
    return parsed


@functools.lru_cache(maxsize=1 << 14)
def _parsed(tag: str, dep: str, hit: str, ent: str) -> list[int]:
    """The rows of a token's tag and dependency, and of what it names; a list to be read only."""
    named = [f"hit={hit}"] if hit else [f"ent={ent}"] if ent else []
    return rows_of([f"pos={tag}", f"dep={dep}", *named])


def _of_noun(readers: "Readers", token: int) -> "Iterator[str]":
    """What the word tables know of a noun: arms, sector, harm."""
    lemma, harm = readers.tree.lemma[token], harm_words()["nouns"]
    weapon, agent = readers.matcher.phrases.weapon_at(token), agents().get(lemma)
    if weapon:
        yield f"arms={weapons()[weapon].family}"
    if agent:
        yield f"agent={agent.sector}"
    if lemma in harm:
        yield f"harm={harm[lemma]}"


def _of_verb(lemma: str) -> "Iterator[str]":
    """What the word tables know of a verb: harm, saying."""
    harm = harm_words()["verbs"]
    if lemma in harm:
        yield f"harm={harm[lemma]}"
    if lemma in source_words().say:
        yield "says"


_KINDS: dict[tuple[int, str, bool], tuple[str, ...]] = {}


def known_kinds(table: "FrameTable", lemma: str, *, noun: bool) -> tuple[str, ...]:
    """The types of all frames that have a lemma among their trigger words, matched or not, as clues."""
    key = (id(table), lemma, noun)
    if key not in _KINDS:
        triggers = (table.nouns if noun else table.verbs).get(lemma, [])
        _KINDS[key] = tuple(sorted({f"may={t.frame.type}{'+' if t.more else ''}" for t in triggers}))
    return _KINDS[key]


def _of_event(held: "tuple[DraftEvent, str] | None") -> "Iterator[str]":
    """The event that a frame found at a word."""
    if held is None:
        yield "none"
        return
    event, fate = held
    yield fate
    yield f"{fate}|{event.type}"
    yield f"{fate}|{event.type}|{event.mode}"
    yield f"weak={event.frame.weak}|{len(event.words) > 1}|{fate}"
    if fate == "kept":
        yield f"sub={event.sub_event}"
        yield f"status={event.status}"
        yield f"negated={event.negated}"
