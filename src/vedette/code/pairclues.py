"""Clues of pairs: what a word may be to an event, as short strings for the second reader.

The role that the frames give the word, who grammar says does it and to whom, who tells it, what the word names by
itself, and how the two hang together in the tree. The model knows them by their hash, like those of words (clues.py).
"""

from collections import defaultdict
from typing import TYPE_CHECKING

from vedette.code.clues import counted, rows_of
from vedette.code.sides import Sides, sector_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vedette.code.draft import DraftEvent
    from vedette.code.events import Readers
    from vedette.code.phrases import Phrase

STEPS = (1, 2, 3, 5, 9, 17)
"""Distances in words, by their lower bounds."""


class PairClues:
    """What the words from `first` up to `end` are to the events that they tell of."""

    def __init__(self, readers: "Readers", first: int, end: int) -> None:
        """Work out what the words are by themselves, once for all events."""
        self.readers, self.first, self.end = readers, first, end
        self.sides, told = Sides(readers), counted(readers, first, end)
        self.own = [rows_of((*self._named(t), *told.get(t, ()))) for t in range(first, end)]

    def _named(self, token: int) -> "Iterator[str]":
        """Whom or what a word names."""
        tree = self.readers.tree
        if tree.pos[token] in ("NOUN", "PROPN", "PRON"):
            phrase = self.readers.matcher.phrases.at(token)
            if phrase is not None and phrase.head == token:
                yield f"is={sector_of(phrase)}"
        if tree.ent[token]:
            yield f"ent={tree.ent[token]}"

    def __call__(self, event: "DraftEvent | None", token: int) -> list[list[int]]:
        """For each word the rows of what it is to the event at `token`, which a frame found or none did."""
        given = self._given(event, token)
        way = _Way(self.readers, token)
        every = rows_of(f"has={kind}" for kind in sorted({r for held in given.values() for r in held}))
        rows = {word: rows_of(held) for word, held in given.items()}
        return [
            [*rows_of(way(word)), *rows.get(word, ()), *own, *every] for word, own in enumerate(self.own, self.first)
        ]

    def _given(self, event: "DraftEvent | None", token: int) -> dict[int, list[str]]:
        """What frames and grammar say of words, by token."""
        found = defaultdict(list, roles_of(event) if event is not None else {})
        for side, word in self.sides.tokens(token):
            found[word].append(side)
        if event is None:
            for source in self.readers.attributor.sources(token):
                found[source.phrase.head].append("source")
        return found


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


class _Way:
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
