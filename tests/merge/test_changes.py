"""The lookout: which incidents changed since a judgement, reading only what is new of the log."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.made import coded
from vedette.merge import judgements
from vedette.merge.changes import Lookout
from vedette.merge.desking import new_incident, signature, state_of
from vedette.store import Desk, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty desk."""
    with open_desk(tmp_path) as opened:
        yield opened


def happen(desk: Desk, n: int, into: str | None = None) -> str:
    """A report is put into an incident of its own, or into one that there is."""
    report = desk.add(coded(n)).id
    state = state_of(desk)
    incident = into or new_incident(desk, state)
    desk.judge(judgements.assign(state, f"{report}:e1", incident, signature()))
    return incident


def changed(lookout: Lookout, after: int) -> list[str]:
    """The ids of what changed."""
    return [view.belief.id for view in lookout.changes(after).views]


def test_each_look_finds_what_came_since(desk: Desk) -> None:
    lookout = Lookout(desk)
    assert lookout.changes().judgement == 0
    first = happen(desk, 1)
    assert changed(lookout, 0) == [first]
    seen = lookout.last
    second = happen(desk, 2)
    assert changed(lookout, seen) == [second]
    assert changed(lookout, lookout.last) == []
    happen(desk, 3, into=first)
    assert changed(lookout, lookout.last) == [first]
    assert sorted(changed(lookout, 0)) == sorted([first, second])


def test_a_new_lookout_finds_the_same_as_one_that_looked_all_along(desk: Desk) -> None:
    old, seen = Lookout(desk), []
    for n in range(6):
        happen(desk, n)
        seen.append(old.changes(old.last).judgement)
    for after in seen:
        assert changed(Lookout(desk), after) == changed(old, after)


def test_what_a_person_undoes_or_retracts_is_no_change_to_tell_of(desk: Desk) -> None:
    lookout = Lookout(desk)
    first, second = happen(desk, 1), happen(desk, 2)
    seen = lookout.changes().judgement
    desk.judge(judgements.retract(state_of(desk), first, signature("an exercise")))
    assert changed(lookout, seen) == []
    seen = lookout.last
    desk.judge(judgements.confirm(state_of(desk), second, signature()))
    assert changed(lookout, seen) == [second]
    seen = lookout.last
    desk.judge(judgements.undo(state_of(desk), seen, signature()))
    assert changed(lookout, seen) == [second]
