"""Who stands on which side of a word: who does it and to whom, as far as grammar or a frame tells, by sector.

The sectors are clues for the second reader (clues.py): that policemen act on a crowd says more of what "charged" is
than the word does.
"""

from typing import TYPE_CHECKING

from vedette.lexicon.words import weapons

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vedette.code.draft import DraftEvent
    from vedette.code.events import Readers
    from vedette.code.phrases import Phrase

AGAINST = frozenset({"of", "on", "against"})
"""Prepositions after a noun of action before those it is done to: "the shelling of Goma"."""


class Sides:
    """Those who act and those acted on, for any word of a text."""

    def __init__(self, readers: "Readers") -> None:
        """Take the grammar and the phrases."""
        self.tree, self.grammar, self.phrases = readers.tree, readers.roles.grammar, readers.matcher.phrases

    def tokens(self, token: int) -> "Iterator[tuple[str, int]]":
        """Heads of those who act ("by") and of those acted on ("on") by a verb or a noun of action."""
        pos = self.tree.pos[token]
        if pos == "VERB":
            yield from (("by", t) for t in self.grammar.subject(token))
            yield from (("on", t) for t in self.grammar.objects(token))
        elif pos == "NOUN" and not self.phrases.hit(token):
            for prep, objects in self.grammar.preps(token).items():
                if prep == "by" or prep in AGAINST:
                    yield from (("by" if prep == "by" else "on", t) for t in objects)

    def clues(self, token: int) -> "Iterable[str]":
        """The sides of a word as clues, each once."""
        phrases = ((side, self.phrases.at(t)) for side, t in self.tokens(token))
        return _once(f"{side}={sector_of(phrase)}" for side, phrase in phrases if phrase is not None)


def framed(event: "DraftEvent") -> "Iterator[str]":
    """Of what sector those are who act in a frame's event and on whom, what arms it names, and whom it counts."""
    yield from _once(f"by={sector_of(p)}" for p in event.actors)
    yield from _once(f"on={sector_of(p)}" for p in event.targets)
    yield from _once(f"with={weapons()[w].family}" for p in event.weapons for w in [p.text.lower()] if w in weapons())
    yield from _once(f"counts={c.of}" for c in event.counts)


def sector_of(phrase: "Phrase") -> str:
    """The sector of whoever a phrase names, else what kind of thing it is."""
    if phrase.sector or phrase.entry:
        return phrase.sector or getattr(phrase.entry, "kind", None) or "office"
    return "people" if phrase.civil else phrase.kind or "thing"


def _once(clues: "Iterable[str]") -> "Iterable[str]":
    """Each clue once, in their order: sums of floats differ by the order."""
    return dict.fromkeys(clues)
