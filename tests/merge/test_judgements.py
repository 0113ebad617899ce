"""A judgement is checked before it is made, and the refusal says what to do instead."""

from typing import TYPE_CHECKING, Any

import pytest

from vedette.errors import JudgementError
from vedette.merge import judgements as judge
from vedette.merge.judgements import FIELDS
from vedette.records import Signature

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.merge.conftest import Log

SIGNED = Signature(at="2024-11-27T13:00:00Z", who="vedette 0.1", by="machine", why="same town and day", score=0.93)


def told(call: "Callable[[], Any]") -> str:
    """What the refusal says."""
    with pytest.raises(JudgementError) as refused:
        call()
    return str(refused.value)


def test_a_judgement_carries_who_when_why_and_how_sure(log: "Log") -> None:
    made = judge.merge_incidents(log.state, ["B", "C", "B"], "A", SIGNED)
    assert (made.at, made.who, made.by) == ("2024-11-27T13:00:00.000000Z", "vedette 0.1", "machine")
    assert (made.why, made.score, made.id) == ("same town and day", 0.93, 0)
    assert made.payload() == {"incidents": ["B", "C"], "into": "A"}


def test_making_one_changes_nothing(log: "Log") -> None:
    state = log.state
    before = state.dump()
    judge.retract(state, "A", SIGNED)
    judge.correct_field(state, "A", "status", "feared", SIGNED)
    assert state.dump() == before


@pytest.mark.parametrize(
    "call",
    [
        lambda s: judge.merge_incidents(s, ["X"], "A", SIGNED),
        lambda s: judge.merge_incidents(s, ["A"], "X", SIGNED),
        lambda s: judge.split_incident(s, "X", ["a"], "N", SIGNED),
        lambda s: judge.correct_field(s, "X", "place", "p", SIGNED),
        lambda s: judge.confirm(s, "X", SIGNED),
        lambda s: judge.dispute(s, "X", "why", SIGNED),
        lambda s: judge.retract(s, "X", SIGNED),
        lambda s: judge.relate_incidents(s, "same", "A", "X", SIGNED),
    ],
)
def test_an_unknown_incident_is_refused(log: "Log", call: "Callable[..., Any]") -> None:
    assert told(lambda: call(log.state)) == "there is no incident 'X'. Check the id"


def test_an_incident_that_is_gone_says_how_it_comes_back(log: "Log") -> None:
    undone = log.put(judge.undo, 6)
    assert f"judgement 6, which made it, is undone. Name another, or undo judgement {undone}" in told(
        lambda: judge.confirm(log.state, "C", SIGNED)
    )
    log.put(judge.undo, undone)
    assert judge.confirm(log.state, "C", SIGNED).incident == "C"


def test_an_incident_that_lost_its_ground_says_so(log: "Log") -> None:
    log.put(judge.split_incident, "B", ["e"], "N")
    log.put(judge.undo, 4)
    assert "judgement 7, which made it, no longer applies" in told(lambda: judge.confirm(log.state, "N", SIGNED))


def test_absorbed_and_retracted_ones_are_not_judged(log: "Log") -> None:
    log.put(judge.merge_incidents, ["B"], "A")
    log.put(judge.merge_incidents, ["A"], "C")
    assert told(lambda: judge.confirm(log.state, "B", SIGNED)).endswith("into 'C'. Judge 'C', or undo the merge")
    assert "merged into 'C'" in told(lambda: judge.assign(log.state, "g", "B", SIGNED))
    log.put(judge.retract, "C")
    assert "was retracted. Undo the retraction" in told(lambda: judge.assign(log.state, "g", "C", SIGNED))
    assert "was retracted. Undo the retraction" in told(lambda: judge.retract(log.state, "C", SIGNED))


def test_merging_needs_others(log: "Log") -> None:
    assert "merged with itself" in told(lambda: judge.merge_incidents(log.state, ["B", "A"], "A", SIGNED))
    assert "nothing to merge" in told(lambda: judge.merge_incidents(log.state, [], "A", SIGNED))


def test_splitting_leaves_something_and_takes_something(log: "Log") -> None:
    state = log.state
    assert "all events of 'A' would leave" in told(lambda: judge.split_incident(state, "A", "abc", "N", SIGNED))
    assert "keeps all its events. Name some" in told(lambda: judge.split_incident(state, "A", [], "N", SIGNED))
    assert "has no event 'd'. Name some of its events: a, b, c" in told(
        lambda: judge.split_incident(state, "A", ["a", "d"], "N", SIGNED)
    )


def test_an_id_is_given_out_once_even_where_that_is_undone(log: "Log") -> None:
    log.put(judge.undo, log.put(judge.split_incident, "A", ["a"], "N"))
    assert "given out by judgement 6" in told(lambda: judge.split_incident(log.state, "A", ["a"], "C", SIGNED))
    assert "given out by judgement 7" in told(lambda: judge.split_incident(log.state, "A", ["a"], "N", SIGNED))
    assert "judgement 7, which made it, is undone" in told(lambda: judge.assign(log.state, "g", "N", SIGNED))
    assert judge.split_incident(log.state, "A", ["a"], "N2", SIGNED).into == "N2"


def test_only_known_fields_take_only_known_words(log: "Log") -> None:
    state = log.state
    assert told(lambda: judge.correct_field(state, "A", "events", [], SIGNED)).startswith(
        "an incident has no field 'events' to correct. Fields: title, type"
    )
    assert "'WAR' is no type. Use one of AGREE" in told(lambda: judge.correct_field(state, "A", "type", "WAR", SIGNED))
    for field in FIELDS:
        value: Any = {"type": "ASSAULT", "status": "happened", "sub_event": None}.get(field, {"low": 3})
        assert judge.correct_field(state, "A", field, value, SIGNED).field == field
    assert {"counts.killed", "place", "when"} <= set(FIELDS)


def test_a_dispute_has_a_reason(log: "Log") -> None:
    assert "has no reason. Say what is doubtful" in told(lambda: judge.dispute(log.state, "A", " ", SIGNED))


def test_an_event_is_in_one_incident(log: "Log") -> None:
    assert "event 'a' is in incident 'A' already" in told(lambda: judge.assign(log.state, "a", "B", SIGNED))
    log.put(judge.retract, "A")
    assert "event 'a' is in incident 'A' already" in told(lambda: judge.assign(log.state, "a", "N", SIGNED))


def test_two_are_two(log: "Log") -> None:
    assert "is itself" in told(lambda: judge.relate_incidents(log.state, "same", "A", "A", SIGNED))
    assert "is itself" in told(lambda: judge.relate_events("same", "a", "a", SIGNED))


def test_only_what_stands_is_undone(log: "Log") -> None:
    undone = log.put(judge.undo, 3)
    assert told(lambda: judge.undo(log.state, 3, SIGNED)).endswith(f"To bring it back, undo judgement {undone}")
    assert "there is no judgement 99" in told(lambda: judge.undo(log.state, 99, SIGNED))


def test_what_the_record_refuses_is_told_alike(log: "Log") -> None:
    assert "judgement 0 (assign): needs event" in told(lambda: judge.assign(log.state, "", "A", SIGNED))
    nan = float("nan")
    assert "JSON cannot write" in told(lambda: judge.correct_field(log.state, "A", "place", nan, SIGNED))
