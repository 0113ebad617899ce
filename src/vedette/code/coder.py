"""The Coder protocol, and the frames coder: a parsed report in, a Draft out."""

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from vedette.code.antecedents import Antecedents
from vedette.code.attribution import Attributor
from vedette.code.circumstances import Circumstances
from vedette.code.counts import Counter
from vedette.code.draft import Draft, DraftControl, DraftEvent
from vedette.code.events import Readers, sentence_events
from vedette.code.grammar import Grammar
from vedette.code.mentions import settle_kinds, spans_of
from vedette.code.phrases import Phrases
from vedette.code.quantities import read_quantities
from vedette.code.relations import RelationReader
from vedette.code.relevance import is_off_topic
from vedette.code.roles import Roles
from vedette.code.salience import weigh
from vedette.code.status import StatusReader
from vedette.code.times import find_times
from vedette.code.tree import Tree, from_doc
from vedette.code.triggers import Matcher
from vedette.lexicon.frames import frame_table

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from vedette.code.trace import Trace
    from vedette.records.report import Report
    from vedette.records.vocabulary import ControlChange

CHANGES: "dict[str, ControlChange]" = {"gain": "captured", "loss": "lost", "hold": "held"}


class Coder(Protocol):
    """Anything that codes a parsed report: the extension point for other coders."""

    name: str

    def code(self, report: "Report", doc: "Doc", body: Sequence[tuple[int, int]]) -> Draft:
        """Read the events of a report; `body` holds the character ranges of `report.text` that are the article."""


class FramesCoder:
    """Codes by the frame table; see docs and `data/frames/README.md`."""

    name = "frames/0.1.0"

    def __init__(self, trace: "Trace | None" = None) -> None:
        """Take a trace that is to see how one report is coded; None, as usual, costs nothing."""
        self.trace = trace

    def code(self, report: "Report", doc: "Doc", body: Sequence[tuple[int, int]]) -> Draft:
        """Read the events of a report."""
        tree = from_doc(doc)
        draft = Draft(tree, times=find_times(tree.text))
        readers = _readers(tree, draft)
        readers.off_topic, readers.roles.body = is_off_topic(tree), body
        readers.trace = self.trace
        draft.phrases = settle_kinds(tree, readers.matcher.phrases)
        for n, (first, end) in enumerate(tree.sents):
            if _in_body(tree, first, end, body):
                for event in sentence_events(readers, first, end):
                    event.sentences.append(n)
                    draft.events.append(event)
        draft.spans = spans_of(tree, draft.phrases, draft.times)
        draft.relations = RelationReader(readers, draft.phrases).read(draft.events)
        draft.control = [c for e in draft.events for c in _control(e)]
        weigh(tree, draft.events, report.title)
        return draft


def _readers(tree: Tree, draft: Draft) -> Readers:
    """What reads the tree."""
    grammar, phrases = Grammar(tree), Phrases(tree)
    roles = Roles(tree, grammar, phrases, Antecedents(tree, phrases))
    return Readers(
        tree=tree,
        matcher=Matcher(tree, grammar, phrases, frame_table()),
        roles=roles,
        status=StatusReader(tree, grammar),
        attributor=Attributor(tree, grammar, phrases),
        circumstances=Circumstances(tree, grammar, phrases, draft.times),
        counter=Counter(tree, grammar, phrases, read_quantities(tree.text)),
    )


def _in_body(tree: Tree, first: int, end: int, body: Sequence[tuple[int, int]]) -> bool:
    """Whether a sentence lies mostly in the article's body."""
    start, stop = tree.start[first], tree.end[end - 1]
    inside = sum(max(0, min(stop, b) - max(start, a)) for a, b in body)
    return inside * 2 > stop - start


def _control(event: DraftEvent) -> list[DraftControl]:
    """Who holds the place of a territorial event, and how that changed."""
    if (
        event.frame.territory is None
        or event.place is None
        or event.negated
        or event.type not in ("COERCE", "RETREAT", "ASSAULT")
    ):
        return []
    change = CHANGES[event.frame.territory]
    if change == "captured" and not event.actors:
        losers = [p for p in event.targets if p.kind != "place"][:1]
        return [DraftControl(event.place, p, "lost", event) for p in losers] or [
            DraftControl(event.place, None, "contested", event)
        ]
    return [DraftControl(event.origin or event.place, actor, change, event) for actor in event.actors[:1]]


@functools.cache
def default_coder() -> Coder:
    """The frames coder."""
    return FramesCoder()
