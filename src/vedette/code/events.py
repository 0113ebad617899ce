"""Assemble the events of a sentence: matched frames with their roles, status, circumstances, counts and sources."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vedette.code.attribution import Attributor
from vedette.code.circumstances import Circumstances
from vedette.code.codes import choose_codes
from vedette.code.counts import Counter
from vedette.code.draft import DraftEvent
from vedette.code.joining import absorb_content, join
from vedette.code.relevance import is_codable
from vedette.code.roles import Roles
from vedette.code.status import Standing, StatusReader
from vedette.code.triggers import Match, Matcher

if TYPE_CHECKING:
    from vedette.code.trace import Trace
    from vedette.code.tree import Tree

MODALS = frozenset({"must", "should", "ought", "shall", "need"})


@dataclass(slots=True)
class Readers:
    """What reads one tree."""

    tree: "Tree"
    matcher: Matcher
    roles: Roles
    status: StatusReader
    attributor: Attributor
    circumstances: Circumstances
    counter: Counter
    off_topic: bool = False
    trace: "Trace | None" = None

    def note(self, step: str, events: list[DraftEvent]) -> None:
        """Show a trace, where there is one, the events of a sentence after a step."""
        if self.trace is not None:
            self.trace.note(step, events)


def sentence_events(readers: Readers, first: int, end: int) -> list[DraftEvent]:
    """The events told between two tokens, in order of their triggers."""
    if readers.trace is not None:
        readers.trace.open(readers, first, end)
    matches = readers.matcher.matches(first, end)
    if not matches and not _has_modal(readers.tree, first, end):
        return []
    events = _modal_requests(readers, first, end)
    events += [_event(readers, match) for match in matches]
    readers.note("matched", events)
    events = absorb_content(readers, events)
    readers.note("content", events)
    for event in events:
        readers.circumstances.fill(event)
    events = join(readers, events, readers.counter.counts(first, end))
    for event in events:
        choose_codes(readers, event)
    readers.note("codes", events)
    return [e for e in events if is_codable(readers, e)]


def _event(readers: Readers, match: Match) -> DraftEvent:
    """An event from a matched frame: roles and status."""
    event = DraftEvent(match.frame, match.token, match.words, match.frame.type, match.frame.mode)
    event.actors = readers.roles.actors(match)
    event.targets = readers.roles.targets(match, event.actors)
    _set_standing(event, readers.status.standing(match.token))
    event.sources = readers.attributor.sources(match.token)
    if event.status == "denied":
        event.sources = event.sources[:1]
    return event


def _set_standing(event: DraftEvent, standing: Standing) -> None:
    """Take over a status; a frame of refusal is not itself negated by the words that make it one."""
    event.status, event.promised = standing.status, standing.promised
    event.negated = standing.negated and not event.frame.negated
    concluded = event.type == "AGREE" and len(event.actors) > 1
    if event.frame.status and event.status in ("happened", "ongoing") and not concluded:
        event.status = event.frame.status


def _has_modal(tree: "Tree", first: int, end: int) -> bool:
    """Whether someone is told what they must do between two tokens."""
    return any(tree.lower[i] in MODALS and tree.pos[i] == "AUX" for i in range(first, end))


def _modal_requests(readers: Readers, first: int, end: int) -> list[DraftEvent]:
    """As in "X said Y must do Z" is a demand of X on Y."""
    tree, found = readers.tree, []
    for i in range(first, end):
        if tree.lower[i] not in MODALS or tree.dep[i] != "aux":
            continue
        verb = tree.head[i]
        sources = readers.attributor.sources(verb)
        own = tree.child(verb, "nsubj", "nsubjpass")
        if not sources or own is None or i < own:
            continue
        asked = [
            p for p in readers.roles.parties(readers.roles.grammar.expand(own)) if p.actor_like or p.kind == "place"
        ]
        speakers = [p for s in sources[:1] for p in readers.roles.parties([s.phrase.head])]
        if asked and speakers and asked[0] is not speakers[0]:
            frame = readers.matcher.table.by_id("request.demand")
            event = DraftEvent(frame, verb, (i, verb), "REQUEST", "change", actors=speakers, targets=asked)
            event.sources = sources[1:]
            found.append(event)
    return found
