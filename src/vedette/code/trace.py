"""Trace: what the coder did with each sentence of one report, step by step, for `vedette explain`.

A coder that is given a Trace shows it the events of a sentence after every step (`STEPS`, in their order). The trace
keeps what may still change as it was at that moment; it never changes anything itself, so that a traced report is
coded like any other. What can be computed again from the outside (frames that were not taken, grammatical slots) is
not recorded: `vedette.code.account` works it out afterwards.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vedette.code.draft import DraftEvent
    from vedette.code.events import Readers
    from vedette.code.phrases import Phrase
    from vedette.code.second import Reading
    from vedette.lexicon.frames import Frame
    from vedette.records.vocabulary import PloverType, Status, SubEvent

STEPS = ("matched", "content", "consequence", "force", "weak", "same", "codes", "second")
"""Matched frames; content owned and promises recoded; consequences joined; land taken by force; background words
dropped; two words for one happening joined; mode and sub-event chosen; read again by the second reader."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One event as it stood after a step; `event` is the draft itself, which goes on changing."""

    event: "DraftEvent"
    frame: "Frame"
    type: "PloverType"
    mode: str | None
    sub_event: "SubEvent | None"
    status: "Status"
    negated: bool
    actors: "tuple[Phrase, ...]"
    targets: "tuple[Phrase, ...]"

    @property
    def state(self) -> dict[str, str]:
        """What of it can be told in a word, by name."""
        negated = "yes" if self.negated else "no"
        told = {"frame": self.frame.id, "type": self.type, "mode": self.mode or "none", "status": self.status}
        return told | {"negated": negated}


@dataclass(frozen=True, slots=True)
class Step:
    """The events of a sentence after a step."""

    name: str
    events: tuple[Snapshot, ...]

    def of(self, event: "DraftEvent") -> Snapshot | None:
        """The snapshot of one event; None where it is no longer there."""
        return next((s for s in self.events if s.event is event), None)


@dataclass(slots=True)
class SentenceTrace:
    """The steps of the sentence from token `first` up to `end`; none where no word of it can tell of an event."""

    first: int
    end: int
    steps: list[Step] = field(default_factory=list)
    reading: "Reading | None" = None


@dataclass(slots=True)
class Trace:
    """The trace of one report: its body sentences in order, and what read them."""

    sentences: list[SentenceTrace] = field(default_factory=list)
    readers: "Readers | None" = None

    def open(self, readers: "Readers", first: int, end: int) -> None:
        """Begin a sentence."""
        self.readers = readers
        self.sentences.append(SentenceTrace(first, end))

    def read(self, reading: "Reading") -> None:
        """Keep what the second reader made of the sentence."""
        self.sentences[-1].reading = reading

    def note(self, step: str, events: "Sequence[DraftEvent]") -> None:
        """Keep the events of the sentence as they stand after a step."""
        self.sentences[-1].steps.append(Step(step, tuple(map(_snapshot, events))))


def _snapshot(event: "DraftEvent") -> Snapshot:
    """One event as it stands."""
    return Snapshot(
        event=event,
        frame=event.frame,
        type=event.type,
        mode=event.mode,
        sub_event=event.sub_event,
        status=event.status,
        negated=event.negated,
        actors=tuple(event.actors),
        targets=tuple(event.targets),
    )
