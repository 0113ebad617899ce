"""The fold: what stands is applied in order, what is undone never was, and an id keeps its meaning."""

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.merge.conftest import Log, moment
from vedette.errors import JudgementError
from vedette.merge import judgements as judge
from vedette.merge.state import State, changed_since, fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from vedette.records import Judgement

EVENTS = st.sampled_from("abcdefgh")
INCIDENTS = st.sampled_from(["A", "B", "C", "D", "E"])
SAID = st.sampled_from(["same", "different", "unsure"])
NUMBERS = st.integers(1, 24)
VALUES = st.sampled_from([None, True, 1, 1.0, "x", "\u0130dlib", {"low": 3, "high": [4]}])
SOME_EVENTS, SOME_INCIDENTS = (st.lists(s, min_size=1, max_size=3, unique=True) for s in (EVENTS, INCIDENTS))
KINDS = ["assign", "assign", "relate", "relate_events", "merge", "split", "correct", "opine", "retract", "undo", "undo"]
PAYLOADS: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.builds(lambda e, i: {"kind": "assign", "event": e, "incident": i}, EVENTS, INCIDENTS),
    st.builds(lambda e, i: {"kind": "assign", "event": e, "incident": i}, EVENTS, INCIDENTS),
    st.builds(lambda k, i, n: {"kind": k, "incidents": [i, f"{n}"]}, SAID, INCIDENTS, NUMBERS),
    st.builds(lambda k, p: {"kind": k, "incidents": p[:2]}, SAID, st.permutations("ABCDE")),
    st.builds(lambda s, i: {"kind": "merge", "incidents": s, "into": i}, SOME_INCIDENTS, INCIDENTS),
    st.builds(
        lambda i, e, n: {"kind": "split", "incident": i, "events": e, "into": n}, INCIDENTS, SOME_EVENTS, INCIDENTS
    ),
    st.builds(lambda i, v: {"kind": "correct", "incident": i, "field": "place", "value": v}, INCIDENTS, VALUES),
    st.builds(lambda k, i: {"kind": k, "incident": i}, st.sampled_from(["confirm", "retract"]), INCIDENTS),
    st.builds(lambda n: {"kind": "undo", "undoes": n}, NUMBERS),
)


def _attempt(draw: st.DrawFn, log: Log) -> tuple[Any, ...]:
    """A constructor and what it may judge now: any incident that stands, any event, any judgement not undone."""
    state = log.state
    live = st.sampled_from([name for name, belief in state.incidents.items() if belief.live] or ["none"])
    fresh, event = f"i{len(log.lines)}", st.sampled_from([*state.holders] or ["none"])
    kind, one = draw(st.sampled_from(KINDS)), draw(live)
    held = state.incidents[one].events if one in state.incidents else ("none",)
    ways: dict[str, Callable[[], tuple[Any, ...]]] = {
        "assign": lambda: (judge.assign, f"e{len(log.lines)}", draw(st.sampled_from([one, fresh]))),
        "relate": lambda: (judge.relate_incidents, draw(SAID), one, draw(live)),
        "relate_events": lambda: (judge.relate_events, draw(SAID), draw(event), draw(event)),
        "merge": lambda: (judge.merge_incidents, draw(st.lists(live, min_size=1, max_size=2)), one),
        "split": lambda: (judge.split_incident, one, draw(st.lists(st.sampled_from(held), min_size=1)), fresh),
        "correct": lambda: (judge.correct_field, one, draw(st.sampled_from(["place", "counts.killed"])), draw(VALUES)),
        "opine": lambda: draw(st.sampled_from([(judge.confirm, one), (judge.dispute, one, "doubtful")])),
        "retract": lambda: (judge.retract, one),
        "undo": lambda: (judge.undo, draw(st.sampled_from(sorted(state.known - state.undone.keys()) or [1]))),
    }
    return ways[kind]()


def _seeded() -> Log:
    """A log that begins with eight events in three incidents."""
    made = Log()
    for event, incident in zip("abcdefgh", "AAABBBCC", strict=True):
        made.raw("assign", event=event, incident=incident)
    return made


@st.composite
def checked(draw: st.DrawFn) -> Log:
    """A log of judgements each of which was sound when it was made."""
    made = draw(st.sampled_from([Log, _seeded]))()
    for _ in range(draw(st.integers(0, 16))):
        make, *args = _attempt(draw, made)
        try:
            made.put(make, *args)
        except JudgementError:  # what cannot be judged now is not judged; test_judgements.py tells what is refused
            continue
    return made


@st.composite
def unchecked(draw: st.DrawFn) -> Log:
    """A log of judgements of many writers, none of whom saw what the others did; clocks go as they like."""
    made = draw(st.sampled_from([Log, _seeded]))()
    for payload in draw(st.lists(PAYLOADS, max_size=16)):
        if payload["kind"] != "undo" or payload["undoes"] <= len(made.lines):
            made.raw(**payload)
    clocks = draw(st.permutations([line.at for line in made.lines]))
    made.lines = [line.model_copy(update={"at": at}) for line, at in zip(made.lines, clocks, strict=True)]
    return made


LOGS = st.one_of(checked(), unchecked())


@given(LOGS)
def test_undoing_all_in_reverse_goes_back_step_by_step_byte_for_byte(log: Log) -> None:
    number = len(log.lines)
    before = [fold(log.lines[:cut]).dump() for cut in range(number)]
    while number:
        log.raw("undo", undoes=number)
        number -= 1
        assert log.state.dump() == before[number]
    assert log.state == State()


@given(checked())
def test_every_sound_judgement_can_be_undone_by_the_constructor(log: Log) -> None:
    number = len(log.lines)
    before = [fold(log.lines[:cut]).dump() for cut in range(number)]
    while number:
        log.put(judge.undo, number)
        number -= 1
        assert log.state.dump() == before[number]


@given(LOGS, st.data())
def test_undoing_an_undo_gives_what_was(log: Log, data: st.DataObject) -> None:
    if not log.lines:
        return
    before, target = log.state, data.draw(st.integers(1, len(log.lines)))
    undo = log.raw("undo", undoes=target)
    log.raw("undo", undoes=undo)
    assert log.state.dump() == before.dump()
    assert log.state.undone == {**before.undone, undo: undo + 1}


@given(LOGS)
def test_what_is_undone_might_as_well_not_be_there(log: Log) -> None:
    undone = log.state.undone
    kept = [line for line in log.lines if line.kind != "undo" and line.id not in undone]
    assert fold(kept).dump() == log.state.dump()


@given(LOGS, st.integers(0, 25))
def test_as_of_a_moment_is_the_log_cut_there(log: Log, number: int) -> None:
    cut = [line for line in log.lines if line.at <= moment(number)]
    assert fold(log.lines, until=moment(number)).dump() == fold(cut).dump()


@given(LOGS, st.randoms())
def test_the_order_in_which_the_log_is_read_does_not_matter(log: Log, random: Any) -> None:
    shuffled = log.lines.copy()
    random.shuffle(shuffled)
    assert fold(iter(shuffled)).dump() == log.state.dump()


@given(LOGS)
def test_every_event_is_in_one_place_and_every_id_answers(log: Log) -> None:
    state = log.state
    held = [(event, belief.id) for belief in state.incidents.values() for event in belief.events]
    assert dict(held) == state.holders
    assert len(held) == len(state.holders)
    for name, belief in state.incidents.items():
        assert belief.id == name
        assert bool(belief.events) == (belief.merged_into is None)
        assert state.incidents[state.resolve(name)].merged_into is None
        for other in (*belief.same, *belief.different, *belief.unsure):
            assert belief.merged_into is None
            assert other != name
            assert state.relation(name, other) == state.relation(other, name) is not None
    assert set(state.incidents) <= set(state.named)
    assert set(state.idle) <= state.known - state.undone.keys()


@given(checked())
def test_an_incident_once_made_is_never_another(log: Log) -> None:
    for cut in range(1, len(log.lines)):
        if log.lines[cut].kind == "undo":
            continue
        then, now = fold(log.lines[:cut]), fold(log.lines[: cut + 1])
        assert then.incidents.keys() <= now.incidents.keys()
        assert now.idle == then.idle
        for event, holder in then.holders.items():
            moved = now.holders[event]
            assert moved in (now.resolve(holder), log.lines[cut].into)


@given(LOGS, st.integers(0, 25))
def test_what_changed_is_what_is_written_otherwise(log: Log, number: int) -> None:
    then, now = (json.loads(s.dump())["incidents"] for s in (fold(log.lines, until=moment(number)), log.state))
    assert changed_since(log.lines, moment(number)) == {
        name for name in then.keys() | now.keys() if json.dumps(then.get(name)) != json.dumps(now.get(name))
    }


def test_merge_then_split(log: Log) -> None:
    log.put(judge.merge_incidents, ["B", "C"], "A")
    assert log.state.incidents["A"].events == tuple("abcdef")
    assert (log.state.resolve("C"), log.state.incidents["C"].merged_into) == ("A", "A")
    log.put(judge.split_incident, "A", ["e", "b"], "N")
    state = log.state
    assert (state.incidents["A"].events, state.incidents["N"].events) == (tuple("acdf"), ("b", "e"))
    assert state.resolve("B") == "A"
    assert state.holders["e"] == "N"
    log.put(judge.undo, 7)
    state = log.state
    assert (state.incidents["A"].events, state.incidents["N"].events) == (("a", "c"), ("b",))
    assert state.incidents["B"].events == ("d", "e")


def test_an_absorbed_id_answers_with_the_last_of_a_chain(log: Log) -> None:
    log.put(judge.merge_incidents, ["B"], "A")
    log.put(judge.merge_incidents, ["A"], "C")
    state = log.state
    assert (state.resolve("B"), state.incidents["B"].merged_into) == ("C", "A")
    assert state.incidents["C"].events == tuple("fabcde")
    with pytest.raises(JudgementError, match="there is no incident 'X'"):
        state.resolve("X")


def test_a_tombstone_keeps_its_events_and_its_id(log: Log) -> None:
    log.put(judge.retract, "B")
    belief = log.state.incidents["B"]
    assert (belief.retracted, belief.live, belief.events) == (True, False, ("d", "e"))
    assert log.state.resolve("B") == "B"
    late = log.raw("assign", event="g", incident="B")
    assert log.state.idle == (late,)
    assert "g" not in log.state.holders


def test_the_last_word_holds_and_the_one_before_comes_back(log: Log) -> None:
    log.put(judge.correct_field, "A", "place", "gn:1")
    log.put(judge.correct_field, "A", "place", "gn:2")
    log.put(judge.confirm, "A")
    log.put(judge.dispute, "A", "the video is old")
    assert (log.state.incidents["A"].corrections, log.state.incidents["A"].standing) == ({"place": "gn:2"}, "disputed")
    log.put(judge.undo, 8)
    log.put(judge.undo, 10)
    assert (log.state.incidents["A"].corrections, log.state.incidents["A"].standing) == ({"place": "gn:1"}, "confirmed")


def test_judgements_of_an_incident_that_was_never_made_are_idle_and_wake_again(log: Log) -> None:
    late = [log.put(judge.confirm, "C"), log.put(judge.relate_incidents, "same", "A", "C")]
    undo = log.put(judge.undo, 6)
    assert "C" not in log.state.incidents
    assert log.state.idle == tuple(late)
    log.put(judge.undo, undo)
    assert log.state.idle == ()
    assert log.state.incidents["C"].standing == "confirmed"


def test_what_two_writers_undid_comes_back_when_both_undos_are_undone(log: Log) -> None:
    first, second = log.raw("undo", undoes=6), log.raw("undo", undoes=6)
    assert log.state.undone == {6: second}
    log.put(judge.undo, second)
    assert log.state.undone[6] == first
    log.put(judge.undo, first)
    assert log.state.incidents["C"].events == ("f",)


def test_an_incident_stands_while_one_assignment_does(log: Log) -> None:
    log.put(judge.undo, 1)
    assert log.state.incidents["A"].events == ("b", "c")
    assert log.state.idle == ()


def test_a_merge_applies_to_those_that_are_left(log: Log) -> None:
    log.put(judge.merge_incidents, ["B", "C"], "A")
    log.put(judge.undo, 6)
    assert log.state.incidents["A"].events == tuple("abcde")
    assert log.state.idle == ()


def test_a_split_that_would_leave_nothing_is_idle(log: Log) -> None:
    split = log.put(judge.split_incident, "B", ["e"], "N")
    log.put(judge.undo, 4)
    assert log.state.idle == (split,)
    assert log.state.incidents["B"].events == ("e",)


def test_opinions_of_what_a_restored_merge_absorbed_are_idle(log: Log) -> None:
    undo = log.put(judge.undo, log.put(judge.merge_incidents, ["B"], "A"))
    retracted = log.put(judge.retract, "B")
    log.put(judge.undo, undo)
    assert log.state.idle == (retracted,)
    assert log.state.incidents["A"].live


def test_assigned_to_an_absorbed_id_goes_to_its_heir(log: Log) -> None:
    log.put(judge.merge_incidents, ["B"], "A")
    log.raw("assign", event="g", incident="B")
    assert log.state.holders["g"] == "A"


def test_two_writers_who_merge_crosswise_make_no_circle(log: Log) -> None:
    log.put(judge.merge_incidents, ["B"], "A")
    late = log.raw("merge", incidents=("A",), into="B")
    assert log.state.resolve("B") == "A"
    assert log.state.idle == (late,)


def test_what_was_said_of_an_absorbed_incident_is_its_heirs(log: Log) -> None:
    log.put(judge.relate_incidents, "different", "B", "C")
    log.put(judge.relate_events, "unsure", "e", "a")
    log.put(judge.merge_incidents, ["B"], "A")
    state = log.state
    assert (state.incidents["A"].different, state.incidents["B"].different) == (("C",), ())
    assert state.relation("C", "B") == state.relation("A", "C") == "different"
    assert state.relation("A", "B") is None
    assert state.relation("a", "e") == "unsure"
    log.put(judge.relate_incidents, "same", "C", "A")
    assert (log.state.incidents["C"].same, log.state.incidents["C"].different) == (("A",), ())


def test_of_what_was_said_of_those_merged_the_last_word_holds(log: Log) -> None:
    log.put(judge.relate_incidents, "different", "B", "C")
    log.put(judge.relate_incidents, "same", "A", "C")
    log.put(judge.relate_incidents, "different", "B", "C")
    log.put(judge.relate_incidents, "same", "A", "B")
    log.put(judge.merge_incidents, ["B"], "A")
    assert log.state.relation("A", "C") == "different"
    assert (log.state.incidents["A"].same, log.state.incidents["A"].different) == ((), ("C",))


def test_nothing_goes_into_a_tombstone_or_out_of_it(log: Log) -> None:
    log.put(judge.retract, "B")
    before = log.state.incidents
    late = (
        log.raw("merge", incidents=("B",), into="A"),
        log.raw("merge", incidents=("A",), into="B"),
        log.raw("split", incident="B", events=("d",), into="N"),
        log.raw("confirm", incident="B"),
    )
    assert log.state.idle == late
    assert log.state.incidents == before


def test_an_undo_of_what_the_cut_log_lacks_is_idle(log: Log) -> None:
    log.raw("undo", undoes=6)
    log.lines[5] = log.lines[5].model_copy(update={"at": moment(60)})
    assert fold(log.lines, until=moment(30)).idle == (7,)
    assert log.state.idle == ()


def test_changed_since_names_what_came_what_went_and_what_is_otherwise(log: Log) -> None:
    log.put(judge.merge_incidents, ["B"], "A")
    log.put(judge.undo, 6)
    log.assign(D="g")
    assert changed_since(log.lines, moment(6)) == {"A", "B", "C", "D"}
    assert changed_since(log.lines, "2024-11-27T01:00:07+01:00") == {"C", "D"}
    assert changed_since(log.lines, moment(9)) == set()


def test_one_and_true_are_not_the_same(log: Log) -> None:
    log.put(judge.correct_field, "A", "negated", 1)
    log.put(judge.correct_field, "A", "negated", value := True)
    assert changed_since(log.lines, moment(7)) == {"A"}
    assert log.state.incidents["A"].corrections == {"negated": value}


def test_the_dump_is_canonical_json(empty: Log) -> None:
    assert empty.state.dump() == b'{"idle":[],"incidents":{},"pairs":[]}'
    empty.put(judge.assign, "r1:e1", "\u0130")
    empty.put(judge.relate_events, "same", "r2:e1", "r1:e1")
    assert empty.state.dump() == (
        b'{"idle":[],"incidents":{"\\u0130":{"corrections":{},"different":[],"events":["r1:e1"],"id":"\\u0130",'
        b'"merged_into":null,"retracted":false,"same":[],"standing":"new","unsure":[]}},'
        b'"pairs":[["r1:e1","r2:e1","same"]]}'
    )


def test_the_same_beliefs_dump_alike_whichever_came_first() -> None:
    logs = Log(), Log()
    for log, order in zip(logs, ("abc", "bca"), strict=True):
        for event in order:
            log.put(judge.assign, event, event.upper())
        for event in order:
            log.put(judge.relate_events, "same", event, "x")
            log.put(judge.correct_field, event.upper(), "place", {"b": 1, "a": 2} if event == order[0] else None)
            log.put(judge.correct_field, event.upper(), "place", {"a": 2, "b": 1})
    assert logs[0].state.dump() == logs[1].state.dump()


def _unnumbered(log: Log) -> "list[Judgement]":
    """A log with a line that was never put into it."""
    return [*log.lines, judge.confirm(log.state, "A", log.signed())]


@pytest.mark.parametrize(
    ("spoil", "until", "told"),
    [
        (_unnumbered, None, "of kind 'confirm' has no id"),
        (lambda log: log.lines + log.lines[2:3], None, "has judgement 3 twice"),
        (lambda log: log.lines, "2024-11-27", "names no time zone. Write it as"),
        (lambda log: log.lines, "yesterday", "is no moment. Write it as"),
    ],
)
def test_what_is_no_log_or_no_moment_is_refused(
    log: Log, spoil: "Callable[[Log], list[Judgement]]", until: str | None, told: str
) -> None:
    with pytest.raises(JudgementError, match=told):
        fold(spoil(log), until=until)


def test_long_chains_and_many_judgements_are_read_in_time(empty: Log) -> None:
    for number in range(3000):
        empty.raw("assign", event=f"e{number}", incident=f"i{number}")
    for number in range(2999):
        empty.raw("merge", incidents=(f"i{number}",), into=f"i{number + 1}")
    state = empty.state
    assert len(state.incidents["i2999"].events) == 3000
    assert state.resolve("i0") == "i2999"
