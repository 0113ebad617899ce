"""The fold that goes on comes to what the fold of the whole log comes to, whatever the log and its portions are."""

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.merge.test_current import desk as _desk
from tests.merge.test_desk import person
from tests.merge.test_state import LOGS
from vedette.merge import judgements
from vedette.merge.current import _judged
from vedette.merge.desking import state_of
from vedette.merge.running import Believed, Running, believed
from vedette.merge.state import changed_since, fold
from vedette.records import Judgement

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.merge.conftest import Log
    from vedette.store import Desk

desk = _desk


class Look:
    """Reads judgements of a log by their ids, and counts them."""

    def __init__(self, log: "Log") -> None:
        self.lines = {line.id: line for line in log.lines}
        self.read = 0

    def __call__(self, ids: "Collection[int]") -> "list[Judgement]":
        self.read += len(ids)
        return [self.lines[ident] for ident in sorted(ids)]


@settings(max_examples=150, deadline=None)
@given(LOGS, st.data())
def test_in_any_portions_it_comes_to_the_same(log: "Log", data: st.DataObject) -> None:
    running, at = Running(), 0
    while at < len(log.lines):
        before = fold(log.lines[:at])
        end = data.draw(st.integers(at + 1, len(log.lines)))
        running.go_on(log.lines[at:end], Look(log))
        state, whole = running.state(), fold(log.lines[:end])
        assert state == whole
        assert state.dump() == whole.dump()
        assert list(state.incidents) == list(whole.incidents)
        assert (state.known, state.undone, state.named) == (whole.known, whole.undone, whole.named)
        touched = running.touched_since(at)
        assert (touched is None) == (at == 0), "what was there at the beginning is not told apart"
        touched = set(whole.incidents) if touched is None else touched
        names = before.incidents.keys() | whole.incidents.keys()
        assert {n for n in names if before.incidents.get(n) != whole.incidents.get(n)} <= touched
        at = end


@settings(max_examples=100, deadline=None)
@given(LOGS)
def test_it_knows_when_each_was_judged_last(log: "Log") -> None:
    running = Running()
    running.go_on(log.lines, Look(log))
    whole = fold(log.lines)
    for name, at in _judged(log.lines, whole).items():
        if name in whole.incidents and sorted(line.at for line in log.lines) == [line.at for line in log.lines]:
            assert running.judged(name) == at


def test_a_state_that_was_given_stays_as_it_is(log: "Log") -> None:
    running = Running()
    running.go_on(log.lines, Look(log))
    before, dumped = running.state(), running.state().dump()
    begun = len(log.lines)
    log.put(judgements.correct_field, "A", "place", "Idlib")
    log.put(judgements.merge_incidents, ["B"], "A")
    log.raw("undo", undoes=1)
    running.go_on(log.lines[begun:], Look(log))
    assert before.dump() == dumped != running.state().dump()


def test_an_undo_reads_what_hangs_together_with_it_and_no_more(log: "Log") -> None:
    for number in range(200):
        log.raw("assign", event=f"x{number}", incident=f"X{number}")
    merged = log.put(judgements.merge_incidents, ["B"], "A")
    running = Running()
    running.go_on(log.lines, Look(log))
    log.put(judgements.undo, merged)
    look = Look(log)
    running.go_on(log.lines[-1:], look)
    assert running.state() == log.state
    assert look.read < 10
    assert running.touched_since(merged) == changed_since(log.lines, log.lines[merged - 1].at) == {"A", "B"}


def test_what_was_touched_long_ago_is_not_known(log: "Log", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vedette.merge.running.REMEMBERED", 2)
    running = Running()
    for line in log.lines:
        running.go_on([line], Look(log))
    assert running.touched_since(len(log.lines) - 3) is None
    assert running.touched_since(len(log.lines)) == set()
    assert running.touched_since(len(log.lines) - 1) == {log.lines[-1].incident}


def test_a_desk_keeps_what_it_believes(desk: "Desk") -> None:
    before = state_of(desk)
    assert state_of(desk) is before
    name = next(iter(before.incidents))
    desk.judge(judgements.dispute(before, name, "no second source", person()))
    after, last, touched = believed(desk).changed(desk, before_last := max(before.known))
    assert after == fold(Judgement(**row.as_fields()) for row in desk.judgements())
    assert last == before_last + 1
    assert touched == {name}
    again = Believed().changed(desk, before_last)
    assert again == (after, last, {name}), "one that has read nothing yet knows what was touched since"
    assert after.incidents[name].standing == "disputed"
