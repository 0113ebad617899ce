"""Incidents on a desk: new events are put where they belong, and nothing that was judged is judged again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.merge.test_cluster import account
from vedette.merge import desking, gathering, judgements
from vedette.merge.desking import Round, assign_new, now, state_of
from vedette.merge.keeping import form, of_json
from vedette.merge.state import State
from vedette.merge.views import views
from vedette.pipeline import Pipeline
from vedette.records import Report, Signature
from vedette.store import Desk, open_desk

FIRST = (
    "Gunmen on motorbikes attacked the market of Djibo in Burkina Faso on Tuesday and killed at least nine traders, "
    "residents said. They burned stalls and drove off with about fifty head of cattle."
)
SECOND = (
    "At least eleven people were shot dead on Tuesday when jihadists stormed the market in Djibo, Burkina Faso, a "
    "security source said. Stalls were torched and cattle stolen by the attackers on motorbikes."
)
OTHER = "Rebels shelled the town of Idlib in Syria on Friday, killing three people, the governor said."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty desk."""
    with open_desk(tmp_path / "desk") as opened:
        yield opened


def put(desk: Desk, pipeline: Pipeline, ident: str, text: str, published: str = "2024-03-13") -> str:
    """Code a report and keep it; its id on the desk."""
    return desk.add(next(iter(pipeline.code([Report(id=ident, text=text, published=published)])))).id


def person() -> Signature:
    """Somebody's signature."""
    return Signature(at=now(), who="ada", by="person")


def reports_of(desk: Desk) -> dict[str, set[str]]:
    """The user's ids of the reports of each live incident."""
    found = views(desk, state_of(desk))
    return {view.belief.id: {row.key for row in view.reports} for view in found if view.belief.live}


def test_reports_of_one_happening_share_an_incident_and_a_second_run_writes_nothing(
    desk: Desk, pipeline: Pipeline
) -> None:
    put(desk, pipeline, "a", FIRST)
    put(desk, pipeline, "b", SECOND)
    put(desk, pipeline, "c", OTHER, "2024-11-30")
    assert assign_new(desk) == 2
    assert sorted(reports_of(desk).values(), key=len) == [{"c"}, {"a", "b"}]
    before = (desk.counts(), desk.judgements())
    assert assign_new(desk) == 0
    assert (desk.counts(), desk.judgements()) == before


def test_a_judgement_says_whose_it_is_and_why(desk: Desk, pipeline: Pipeline) -> None:
    first = put(desk, pipeline, "a", FIRST)
    put(desk, pipeline, "b", SECOND)
    assign_new(desk)
    rows = desk.judgements()
    assert {(row.by, row.kind) for row in rows} == {("machine", "assign")}
    assert all(row.who.startswith("vedette ") for row in rows)
    told = [row for row in rows if f"most like report {first}" in (row.why or "")]
    assert told
    assert all(row.score is not None for row in told)


def test_two_reports_under_one_name_are_two(desk: Desk, pipeline: Pipeline) -> None:
    put(desk, pipeline, "-", FIRST)
    put(desk, pipeline, "-", OTHER, "2024-11-30")
    assert assign_new(desk) == 2


def test_a_copy_is_noted_once(desk: Desk, pipeline: Pipeline) -> None:
    first = put(desk, pipeline, "a", FIRST)
    copy = put(desk, pipeline, "b", FIRST + " More follows.", "2024-03-14")
    assert assign_new(desk) == 1
    assert [(row.report_id, row.of_report) for row in desk.duplicates()] == [(copy, first)]
    assign_new(desk)
    assert len(desk.duplicates()) == 1
    (view,) = views(desk, state_of(desk))
    assert (len(view.reports), view.origins(desk)) == (2, 1)
    assert f"repeats the text of report {first}" in {row.why for row in desk.judgements()}


def test_a_copy_is_put_where_its_original_is() -> None:
    told = [account(report, "words") for report in ("a", "x", "b", "c", "y")]
    this = Round(State(), {"b"}, set(), {"b": "a", "c": "a", "y": "nowhere"}, {}, told=told, main=set(range(5)))
    clusters = {1: [0, 1], 2: [2], 3: [3, 4]}
    desking._to_originals(clusters, this, {2})
    assert clusters == {1: [0, 1, 2], 2: [], 3: [3, 4]}


def test_what_a_person_split_off_stays_there_and_new_reports_join_none_twice(desk: Desk, pipeline: Pipeline) -> None:
    put(desk, pipeline, "a", FIRST)
    second = put(desk, pipeline, "b", SECOND)
    assign_new(desk)
    state = state_of(desk)
    leaving = [e for e in state.incidents["i1"].events if e.startswith(second)]
    desk.judge(judgements.split_incident(state, "i1", leaving, "i2", person()))
    put(desk, pipeline, "c", FIRST + " The army sent soldiers.", "2024-03-13")
    assert assign_new(desk) == 0
    assert sorted(map(len, reports_of(desk).values())) == [1, 2]


def test_an_event_that_a_person_took_out_is_not_put_back(desk: Desk, pipeline: Pipeline) -> None:
    put(desk, pipeline, "c", OTHER, "2024-11-30")
    assign_new(desk)
    for row in desk.judgements():
        desk.judge(judgements.undo(state_of(desk), row.id, person()))
    count = len(desk.judgements())
    assert assign_new(desk) == 0
    assert len(desk.judgements()) == count


def test_an_event_told_apart_from_an_incidents_own_does_not_join_it(desk: Desk, pipeline: Pipeline) -> None:
    put(desk, pipeline, "a", FIRST)
    assign_new(desk)
    second = put(desk, pipeline, "b", SECOND)
    held = state_of(desk).incidents["i1"].events[0]
    for event in desk.events_of(second):
        desk.judge(judgements.relate_events("different", held, event.id, person()))
    assert assign_new(desk) == 1
    assert sorted(reports_of(desk).values(), key=sorted) == [{"a"}, {"b"}]


def test_new_reports_of_a_retracted_incident_make_another_with_a_new_id(desk: Desk, pipeline: Pipeline) -> None:
    put(desk, pipeline, "a", FIRST)
    assign_new(desk)
    desk.judge(judgements.retract(state_of(desk), "i1", person()))
    put(desk, pipeline, "b", SECOND)
    assert assign_new(desk) == 1
    assert reports_of(desk) == {"i2": {"b"}}


def test_new_reports_go_where_an_incident_was_merged(desk: Desk, pipeline: Pipeline) -> None:
    put(desk, pipeline, "a", FIRST)
    put(desk, pipeline, "c", OTHER, "2024-11-30")
    assign_new(desk)
    state = state_of(desk)
    one = next(name for name, reports in reports_of(desk).items() if reports == {"a"})
    other = next(name for name in state.incidents if name != one)
    desk.judge(judgements.merge_incidents(state, [one], other, person()))
    put(desk, pipeline, "b", SECOND)
    assert assign_new(desk) == 0
    assert reports_of(desk) == {other: {"a", "b", "c"}}


def test_only_accounts_of_the_same_weeks_are_compared(
    desk: Desk, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(desk, pipeline, "a", FIRST)
    put(desk, pipeline, "c", OTHER, "2024-11-30")
    assign_new(desk)
    read: list[str] = []
    monkeypatch.setattr(desking, "of_json", lambda kept: read.append(kept) or of_json(kept))  # type: ignore[func-returns-value]
    put(desk, pipeline, "b", SECOND)
    assign_new(desk)
    ids = {row.key: row.id for row in desk.reports()}
    assert {key for key, ident in ids.items() if any(ident in kept for kept in read)} == {"a", "b"}
    read.clear()
    assert assign_new(desk) == 0
    assert read == []


def scattered(desk: Desk, pipeline: Pipeline) -> None:
    """Three tellings of one raid, each in an incident of its own, and a fourth to come."""
    for n, text in enumerate((FIRST, SECOND, FIRST + " More follows.")):
        put(desk, pipeline, f"r{n}", text)
        gathering.gather(desk)
        row = desk.reports()[-1]
        for event in desk.events_of(row.id):
            state = state_of(desk)
            desk.judge(judgements.assign(state, event.id, f"i{n + 1}", desking.signature()))
        desk.worked.set_placed([row.id])
    put(desk, pipeline, "r3", SECOND + " Soldiers came in the evening.")


def test_incidents_that_turn_out_to_be_one_are_joined_and_can_be_parted_for_good(
    desk: Desk, pipeline: Pipeline
) -> None:
    scattered(desk, pipeline)
    assert assign_new(desk) == 0
    joined = [row for row in desk.judgements() if row.kind == "merge"]
    assert joined
    assert {row.by for row in joined} == {"machine"}
    for row in joined:
        desk.judge(judgements.undo(state_of(desk), row.id, person()))
    parted = len(reports_of(desk))
    assert parted == 3
    put(desk, pipeline, "r4", SECOND + " The market was empty.")
    assert assign_new(desk) == 0
    assert len(reports_of(desk)) == parted


def test_an_incident_that_a_person_judged_is_not_joined(desk: Desk, pipeline: Pipeline) -> None:
    scattered(desk, pipeline)
    for name in ("i1", "i2", "i3"):
        desk.judge(judgements.confirm(state_of(desk), name, person()))
    assert assign_new(desk) == 0
    assert len(reports_of(desk)) == 3


def test_what_another_vedette_worked_out_is_made_anew(
    desk: Desk, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(desk, pipeline, "a", FIRST)
    put(desk, pipeline, "b", SECOND)
    assign_new(desk)
    before = (desk.worked.words(), desk.worked.sketches(), len(desk.judgements()))
    monkeypatch.setattr(gathering, "form", lambda: "another")
    assert [ident for ident, _ in desk.worked.behind()] == []
    assert assign_new(desk) == 0
    assert (desk.worked.words(), desk.worked.sketches(), len(desk.judgements())) == before


def test_what_a_new_coding_tells_first_is_put_into_the_incident_of_its_report(desk: Desk, pipeline: Pipeline) -> None:
    kept = desk.report(put(desk, pipeline, "a", FIRST))
    assert kept is not None
    desk.recode(kept.coded.model_copy(update={"events": ()}), coder="worse")
    assert assign_new(desk) == 0
    desk.recode(kept.coded, coder="better")
    assert assign_new(desk) == 1
    assert reports_of(desk) == {"i1": {"a"}}
    assert desk.worked.words()[1] == 1


def recoded(desk: Desk, report: str, day: str | None) -> None:
    """Code a report again, its events on another day; none where no day is given."""
    kept = desk.report(report)
    assert kept is not None
    when = next(event.when for event in kept.coded.events if event.when)
    moved = [
        event.model_copy(update={"when": when.model_copy(update={"start": day, "end": day})})
        for event in (kept.coded.events if day else ())
    ]
    times = tuple(time.model_copy(update={"value": day}) for time in kept.coded.times)
    done = desk.recode(kept.coded.model_copy(update={"events": tuple(moved), "times": times}), coder="newer")
    assert done.differs


def test_what_a_new_coding_puts_on_another_day_leaves_its_incident(desk: Desk, pipeline: Pipeline) -> None:
    first = put(desk, pipeline, "a", FIRST)
    put(desk, pipeline, "b", SECOND)
    assert assign_new(desk) == 1
    recoded(desk, first, "2024-02-01")
    assert desking.let_go(desk) == len(desk.events_of(first))
    assert desking.let_go(desk) == 0
    assert assign_new(desk) == 1
    assert sorted(reports_of(desk).values(), key=sorted) == [{"a"}, {"b"}]
    assert assign_new(desk) == 0


def test_but_not_one_that_a_person_judged(desk: Desk, pipeline: Pipeline) -> None:
    first = put(desk, pipeline, "a", FIRST)
    put(desk, pipeline, "b", SECOND)
    assign_new(desk)
    desk.judge(judgements.confirm(state_of(desk), "i1", person()))
    recoded(desk, first, "2024-02-01")
    assert assign_new(desk) == 0
    assert reports_of(desk) == {"i1": {"a", "b"}}


def test_an_incident_of_which_no_coding_tells_any_more_has_no_events(desk: Desk, pipeline: Pipeline) -> None:
    first = put(desk, pipeline, "a", FIRST)
    assign_new(desk)
    then = desk.judgements()[-1].at
    recoded(desk, first, None)
    assert assign_new(desk) == 0
    (view,) = views(desk, state_of(desk))
    assert (view.events, view.reports, view.people(), view.place) == ((), (), None, "")
    assert views(desk, state_of(desk), then)[0].events


def test_two_programs_that_work_out_the_same_count_its_words_once(
    desk: Desk, pipeline: Pipeline, tmp_path: Path
) -> None:
    put(desk, pipeline, "a", FIRST)
    with open_desk(tmp_path / "desk") as other:
        other.worked.renew(form())
        made = list(gathering._made(other, [row.id for row in other.reports()]))
        gathering.gather(desk)
        before = desk.worked.words()
        other.worked.put(made)
    assert desk.worked.words() == before
