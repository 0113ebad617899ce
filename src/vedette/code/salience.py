"""How much a report is about each of its events: position, headline, gravity and how fully it is told (0 to 1)."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vedette.code.draft import DraftEvent
    from vedette.code.tree import Tree

LIVE = frozenset({"happened", "ongoing"})
GRAVE = {"ASSAULT": 1.0, "COERCE": 0.8, "MOBILIZE": 0.7, "RETREAT": 0.7, "PROTEST": 0.7, "THREATEN": 0.6, "AGREE": 0.6,
         "SANCTION": 0.6}  # fmt: skip
WORD = re.compile(r"[a-z]{3,}")


def weigh(tree: "Tree", events: "list[DraftEvent]", title: str | None) -> None:
    """Set the salience of each event, and the confidence where no second reader gave one."""
    wanted = frozenset(WORD.findall((title or "").lower()))
    total = max(1, len(tree.sents))
    order = {first: n for n, (first, _) in enumerate(tree.sents)}
    for event in events:
        event.confidence = event.confidence or _confidence(event)
        event.salience = _salience(tree, event, wanted, order.get(tree.sentence_of(event.token)[0], total), total)


def _confidence(event: "DraftEvent") -> float:
    """How sure the coder is: strict frames and filled roles speak for an event, weak words against it."""
    filled = bool(event.actors) + bool(event.targets)
    score = 0.45 + 0.15 * filled + 0.05 * event.frame.strictness + 0.05 * (len(event.words) > 1)
    return round(min(0.95, max(0.1, score - 0.2 * event.frame.weak)), 2)


def _salience(tree: "Tree", event: "DraftEvent", wanted: frozenset[str], sentence: int, total: int) -> float:
    """The salience of one event."""
    score = 0.4 * (1.0 - sentence / total) + 0.15 * GRAVE.get(event.type, 0.5)
    score += 0.15 * (event.status in LIVE) + 0.1 * (not event.frame.weak) + 0.05 * bool(event.counts)
    if wanted:
        first, end = tree.sentence_of(event.token)
        said = frozenset(WORD.findall(" ".join(tree.lower[first:end])))
        score += 0.1 * len(wanted & said) / len(wanted)
    score += 0.05 * (tree.dep[event.token] == "ROOT") - 0.3 * event.negated
    return round(min(1.0, max(0.01, score)), 3)
