"""Where an act is that its own sentence does not place: where the acts of the sentence before were.

"Crete farmers parked tractors across Heraklion's runway. One farmer was handcuffed": of such acts on the ground in the
train part of tests/corpus 70 of 82 are labelled with the place told before.
"""

from typing import TYPE_CHECKING

from vedette.code.filling import GROUND

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vedette.code.circumstances import Circumstances
    from vedette.code.draft import DraftEvent
    from vedette.code.phrases import Phrase
    from vedette.code.tree import Tree


def carry_places(tree: "Tree", circumstances: "Circumstances", events: "Iterable[DraftEvent]") -> None:
    """Give acts on the ground without a place that of the last act of the sentence before, where theirs names none."""
    told: dict[int, Phrase] = {}
    acts = sorted((e for e in events if e.type in GROUND and e.sentences), key=lambda e: (e.sentences[0], e.token))
    for event in acts:
        number = event.sentences[0]
        placed = event.place or event.origin or event.destination
        if placed is None and not _names_one(tree, circumstances, number):
            event.place = told.get(number - 1)
        if event.place is not None:
            told[number] = event.place


def _names_one(tree: "Tree", circumstances: "Circumstances", number: int) -> bool:
    """Whether a sentence names a place finer than a country."""
    first, end = tree.sents[number]
    return bool(circumstances.places_in(first, end) or circumstances.places_before(first, end))
