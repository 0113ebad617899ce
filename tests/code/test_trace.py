"""The trace: it sees every step, keeps what was as it was, and changes nothing of the coding."""

from collections.abc import Callable

import pytest

from vedette.code.coder import FramesCoder
from vedette.code.draft import Draft, DraftEvent
from vedette.code.trace import STEPS, Trace
from vedette.read.samples import sample_paths
from vedette.records import Report

TEXT = (
    "Gunmen attacked a convoy near Gao on Monday and killed four soldiers, officials said. "
    "France vowed to withdraw its troops from Mali. It rained on Tuesday."
)


def traced(nlp: Callable[[str], object], text: str) -> tuple[Trace, Draft]:
    """The trace and the draft of a text."""
    trace = Trace()
    report = Report(id="r", text=text)
    return trace, FramesCoder(trace).code(report, nlp(text), [(0, len(text))])  # type: ignore[arg-type]


def told(event: DraftEvent) -> tuple[object, ...]:
    """What makes an event what it is."""
    mentions = [p.text for p in (*event.actors, *event.targets, *event.weapons)]
    counts = [(c.of, c.low, c.best, c.high) for c in event.counts]
    codes = (event.frame.id, event.words, event.type, event.mode, event.sub_event, event.status, event.negated)
    return (*codes, mentions, counts, event.salience, event.confidence, [s.phrase.text for s in event.sources])


def test_every_step_is_seen_in_order(nlp: Callable[[str], object]) -> None:
    trace, _ = traced(nlp, TEXT)
    assert [tuple(step.name for step in s.steps) for s in trace.sentences] == [STEPS[:-1], STEPS[:-1], ()]


def test_a_snapshot_keeps_what_the_event_was(nlp: Callable[[str], object]) -> None:
    trace, draft = traced(nlp, "Gunmen attacked a convoy near Gao on Monday and killed four soldiers.")
    first, last = trace.sentences[0].steps[0], trace.sentences[0].steps[-1]
    assert [s.frame.id for s in first.events] == ["assault.attack", "assault.kill"]
    assert [s.event for s in last.events] == draft.events
    gone = first.events[1].event
    assert last.of(gone) is None
    assert gone.into is draft.events[0]
    assert [p.text for p in first.events[1].targets] == ["four soldiers"]


@pytest.mark.parametrize("path", [p for p in sample_paths() if p.suffix == ".txt"], ids=lambda p: p.name)
def test_a_traced_report_is_coded_like_any_other(nlp: Callable[[str], object], path: object) -> None:
    from pathlib import Path

    text = Path(str(path)).read_text("utf-8")
    bare = FramesCoder().code(Report(id="r", text=text), nlp(text), [(0, len(text))])  # type: ignore[arg-type]
    assert bare.events
    assert list(map(told, traced(nlp, text)[1].events)) == list(map(told, bare.events))
