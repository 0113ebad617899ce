"""Whether the words that date an event look ahead: "will vote on Sunday" against "vowed on Sunday to vote".

What decides is the verb that the time stands under, not the event that is dated: a threat made on Sunday is past, the
attack that it threatens on Sunday is not.
"""

from typing import TYPE_CHECKING

from vedette.code.tree import VERB_POS

if TYPE_CHECKING:
    from vedette.code.draft import DraftEvent
    from vedette.code.events import Readers
    from vedette.code.times import TimeExpression

AHEAD = frozenset({"planned", "threatened", "ordered", "possible", "feared", "hypothetical"})
"""Statuses of what has not happened yet."""
DAYS = frozenset({"weekday", "calendar"})
"""Forms of times that name a day."""
TOLD = frozenset({"VBD", "VBN"})
"""Tags of verbs that tell of the past."""


def set_ahead(readers: "Readers", event: "DraftEvent") -> None:
    """Set whether the event's time lies ahead of the report."""
    if event.time is not None:
        event.time_ahead = _verb_ahead(readers, event, event.time)


def _verb_ahead(readers: "Readers", event: "DraftEvent", time: "TimeExpression") -> bool:
    """By the verb above the time; by the event's status where there is none, or one in the present tense."""
    tree = readers.tree
    tokens = tree.tokens_in(time.start, time.end)
    if time.form in DAYS and any(tree.dep[t] == "pobj" and tree.lower[tree.head[t]] == "for" for t in tokens):
        return True  # "called a summit for Wednesday"
    verb = next((t for t in tree.up(tokens[0]) if tree.pos[t] in VERB_POS), None) if tokens else None
    told = event.status in AHEAD and not event.frame.content
    if verb is None or verb < tree.sentence_of(event.token)[0]:
        return told
    if readers.status.standing(verb).status in AHEAD:
        return True
    return told and not (tree.tag[verb] in TOLD or tree.child(verb, "aux", "auxpass") is not None)
