"""Assemble the events of a sentence: matched frames with their roles, status, circumstances, counts and sources."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vedette.code.attribution import Attributor
from vedette.code.circumstances import Circumstances
from vedette.code.clues import Found
from vedette.code.codes import choose_codes
from vedette.code.counts import Counter
from vedette.code.draft import DraftEvent
from vedette.code.joining import absorb_content, join
from vedette.code.relevance import why_not
from vedette.code.roles import Roles
from vedette.code.status import Standing, StatusReader
from vedette.code.triggers import Match, Matcher
from vedette.code.verdict import MODALS, judge

if TYPE_CHECKING:
    from vedette.code.draft import DraftCount
    from vedette.code.second import SecondReader, Vectors
    from vedette.code.trace import Trace
    from vedette.code.tree import Tree


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
    loose: "list[DraftCount]" = field(default_factory=list)
    """Counts of the last sentence that belong to none of its events."""
    spare: "list[DraftEvent]" = field(default_factory=list)
    """Events that the second reader dropped, and that stand where nothing else tells of their dead."""
    trace: "Trace | None" = None

    def note(self, step: str, events: list[DraftEvent]) -> None:
        """Show a trace, where there is one, the events of a sentence after a step."""
        if self.trace is not None:
            self.trace.note(step, events)


def sentence_events(
    readers: Readers, first: int, end: int, second: "SecondReader | None" = None, vectors: "Vectors | None" = None
) -> list[DraftEvent]:
    """The events told between two tokens, in order of their triggers.

    `vectors` is what the second reader's encoder made of the sentence; without it the frames' answer stands.
    """
    if readers.trace is not None:
        readers.trace.open(readers, first, end)
    found = frame_events(readers, first, end)
    readers.loose, readers.spare = [], []
    if second is None or vectors is None:
        readers.loose = [] if found.kept else readers.counter.counts(first, end)  # "Rebels shelled Idlib. Seven dead."
        return found.kept
    reading = second.read(readers, found, first, end, vectors)
    if readers.trace is not None:
        readers.trace.read(reading)
    judged = judge(readers, found, reading)
    readers.note("second", judged)
    return judged


def frame_events(readers: Readers, first: int, end: int) -> Found:
    """What the frames make of the words between two tokens, and what they drop on the way."""
    matches = readers.matcher.matches(first, end)
    if not matches and not _has_modal(readers.tree, first, end):
        return Found([], [])
    matched = _modal_requests(readers, first, end)
    matched += [_event(readers, match) for match in matches]
    readers.note("matched", matched)
    events = absorb_content(readers, matched)
    readers.note("content", events)
    for event in events:
        readers.circumstances.fill(event)
    events = join(readers, events, readers.counter.counts(first, end))
    for event in events:
        choose_codes(readers, event)
    readers.note("codes", events)
    fates = {id(e): why_not(readers, e) for e in events}
    dropped = [(e, fates.get(id(e)) or "joined") for e in matched if fates.get(id(e), "joined")]
    return Found([e for e in events if fates[id(e)] is None], dropped)


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
