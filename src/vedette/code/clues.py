"""Clues: what the frames coder has found out of a sentence, as short strings for the second reader.

Of each word: the event that a frame found there (kept, or why not), its part of speech, what it names. Of each pair of
an event's word and another word: the role that the frames coder gives it, and how the two hang together in the tree.
A clue is known to the model by its hash only: whoever changes the clues raises VERSION and trains anew (`make model`).
"""

import functools
import zlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vedette.code.measures import harm_words
from vedette.lexicon.words import agents, source_words, topics, weapons

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vedette.code.draft import DraftEvent
    from vedette.code.events import Readers
    from vedette.code.phrases import Phrase
    from vedette.lexicon.frames import FrameTable

VERSION = 2
"""Of the clues: weights trained on another version do not fit."""

ROWS = 2048
"""So many rows the model has for clues of one kind (of words, of pairs)."""

ROLES = ("actor", "target", "beneficiary", "place", "origin", "destination", "when", "weapon", "source", "killed",
         "wounded", "counted")  # fmt: skip
"""What a word may be to an event; `counted` are counts of anything but dead and wounded."""

STEPS = (1, 2, 3, 5, 9, 17)
"""Distances in words, by their lower bounds."""


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
    events = {token: rows_of(_of_event(held)) for token, held in at.items()}
    return [[*every, *_of_word(readers, t), *events.get(t, none)] for t in range(first, end)]


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


def pair_clues(readers: "Readers", event: "DraftEvent | None", token: int, first: int, end: int) -> list[list[int]]:
    """For each word from `first` up to `end` the rows of what it is to the event at `token`."""
    roles = roles_of(event) if event is not None else {}
    near = _near(readers, token)
    given = {word: rows_of(held) for word, held in roles.items()}
    every = rows_of(f"has={kind}" for kind in sorted({r for held in roles.values() for r in held}))
    return [[*rows_of(near(word)), *given.get(word, ()), *every] for word in range(first, end)]


def roles_of(event: "DraftEvent") -> dict[int, list[str]]:
    """The roles that the frames coder gives to words, by token."""
    found: dict[int, list[str]] = defaultdict(list)
    many: dict[str, Iterable[Phrase]] = {
        "actor": event.actors,
        "target": event.targets,
        "beneficiary": event.beneficiaries,
        "weapon": event.weapons,
        "source": [s.phrase for s in event.sources],
    }
    single = {"place": event.place, "origin": event.origin, "destination": event.destination}
    many |= {role: [phrase] for role, phrase in single.items() if phrase is not None}
    for role, phrases in many.items():
        for phrase in phrases:
            found[phrase.head].append(role)
    for count in event.counts:
        found[count.token].append(f"word of {count.of}")
    return found


def _near(readers: "Readers", token: int) -> "_Near":
    """How words hang together with a trigger."""
    return _Near(readers, token)


class _Near:
    """How the words of a sentence hang together with one of them."""

    def __init__(self, readers: "Readers", token: int) -> None:
        """Take the trigger's token."""
        self.tree, self.phrases, self.token = readers.tree, readers.matcher.phrases, token
        self.above = {node: n for n, node in enumerate(self.tree.up(token), 1)}
        self.clause = self.tree.clause(token)

    def __call__(self, word: int) -> "Iterator[str]":
        """Distance and direction, the way through the tree, the preposition before, the clause."""
        tree, token = self.tree, self.token
        gap = word - token
        yield f"gap={'-' if gap < 0 else '+'}{sum(abs(gap) >= s for s in STEPS)}"
        if word == token:
            return
        head = tree.head[word]
        if tree.dep[word] == "pobj" and tree.pos[head] == "ADP":
            yield f"prep={tree.lower[head]}|{tree.head[head] == token}"
            head = tree.head[head]
        if head == token:
            yield f"kid={tree.dep[word]}"
        elif word in self.above:
            yield f"above={tree.dep[token]}|{min(self.above[word], 3)}"
        elif head in self.above:
            yield f"aunt={tree.dep[word]}|{tree.dep[token]}|{min(self.above[head], 3)}"
        elif tree.head[head] == token:
            yield f"grandkid={tree.dep[word]}|{tree.dep[head]}"
        else:
            yield f"far={tree.dep[word]}|{tree.clause(word) == self.clause}"
