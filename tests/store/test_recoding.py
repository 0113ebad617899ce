"""A report coded again: both codings are kept, the newest is believed, and an event told again keeps its id."""

from typing import Any

import pytest
from sqlalchemy import text

from tests.store.made import TEXT, coded, count, denial, shelling, span
from vedette.errors import StoreError
from vedette.records import Event
from vedette.store import Desk, backup, doctor, open_desk
from vedette.store.recoding import Known as Old
from vedette.store.recoding import overlap, told_again

NEWER = "frames/0.2.0"
FIRST, SECOND = "2026-01-01T13:00:00.000000Z", "2026-01-01T14:00:00.000000Z"


def better(**changes: Any) -> Event:
    """The shelling as a newer coder has it: more words as its trigger, another id, another toll."""
    given: dict[str, Any] = {
        "id": "e7",
        "trigger": span(TEXT, "FLS shelled"),
        "counts": (count("killed", 15),),
        "coder": NEWER,
    }
    return shelling(**given | changes)


def kept_id(desk: Desk) -> str:
    """The id of the one report."""
    (row,) = desk.reports()
    return row.id


def test_both_codings_are_kept_and_the_newest_is_believed(desk: Desk) -> None:
    ident = desk.add(coded()).id
    again = desk.recode(coded(events=(denial(), better())))
    assert (again.id, again.coding, again.new, again.differs) == (ident, 2, True, True)
    kept = desk.report(ident)
    assert kept is not None
    assert (kept.coding, kept.coder, [e.id for e in kept.coded.events]) == (2, None, ["e2", "e7"])
    assert kept.events == (f"{ident}:e2", f"{ident}:e1")
    assert [(row.id, row.coding, row.killed_best) for row in desk.events()] == [
        (f"{ident}:e2", 2, None),
        (f"{ident}:e1", 2, 15),
    ]
    assert desk.counts()["events"] == desk.count_events() == 2
    assert [row.id for row in desk.events(min_killed=13)] == [f"{ident}:e1"]
    assert [a.name for a in desk.events(min_killed=13)[0].actors] == ["Front for the Liberation of Sham", "people"]


def test_what_was_coded_before_is_there_as_of_then(desk: Desk) -> None:
    ident = desk.add(coded()).id
    desk.recode(coded(events=(better(),)))
    then = desk.events(as_of=FIRST)
    assert [(row.id, row.coding, row.killed_best) for row in then] == [
        (f"{ident}:e1", 1, 12),
        (f"{ident}:e2", 1, None),
    ]
    kept = desk.report(ident, as_of=FIRST)
    assert kept is not None
    assert (kept.coding, kept.coded) == (1, coded())
    assert [row.killed_best for row in desk.events(as_of=SECOND)] == [15]


def test_a_coding_that_reads_the_same_is_kept_once_for_each_coder(desk: Desk) -> None:
    desk.add(coded())
    assert not desk.recode(coded()).new
    assert desk.coders() == {kept_id(desk): "frames/0.0.9"}
    done = desk.recode(coded(), coder=NEWER)
    assert (done.new, done.differs) == (True, False)
    assert not desk.recode(coded(), coder=NEWER).new
    assert desk.coders() == {kept_id(desk): NEWER}
    kept = desk.report("r0")
    assert kept is not None
    assert (kept.coding, kept.coder) == (2, NEWER)


def test_an_event_that_a_coding_left_out_comes_back_under_its_id(desk: Desk) -> None:
    ident = desk.add(coded()).id
    desk.recode(coded(events=(denial(),)))
    assert [row.id for row in desk.events()] == [f"{ident}:e2"]
    desk.recode(coded(events=(better(), denial())))
    assert [row.id for row in desk.events()] == [f"{ident}:e1", f"{ident}:e2"]


def test_an_event_that_no_coding_told_gets_an_id_of_its_own(desk: Desk) -> None:
    ident = desk.add(coded()).id
    accused = denial().model_copy(update={"id": "e1", "type": "ACCUSE"})
    desk.recode(coded(events=(accused, shelling(id="e2", trigger=span(TEXT, "killing")))))
    assert [row.id for row in desk.events()] == [f"{ident}:2:e1", f"{ident}:2:e2"]


def test_events_are_one_by_type_and_shared_trigger_the_most_shared_first() -> None:
    assert overlap(shelling(), better()) == pytest.approx(7 / 11)
    assert overlap(shelling(), shelling(type="COERCE")) == 0.0
    assert overlap(shelling(), shelling(trigger=span(TEXT, "killing"))) == 0.0
    old = [Old("a", 1, better()), Old("b", 1, shelling())]
    assert told_again(old, [shelling(), better()]) == {0: "b", 1: "a"}
    assert told_again(old[:1], [better(), shelling()]) == {0: "a"}


def test_what_is_not_there_cannot_be_coded_again(desk: Desk) -> None:
    with pytest.raises(StoreError, match=r"there is no report r0 .*to code again\. Add it first"):
        desk.recode(coded())


def test_a_desk_with_codings_is_sound_and_its_backup_is_the_same(desk: Desk, tmp_path: object) -> None:
    desk.add(coded())
    desk.recode(coded(events=(better(),)))
    assert doctor(desk) == []
    with open_desk(backup(desk, f"{tmp_path}/copy.sqlite")) as copy:
        assert copy.events() == desk.events()
        assert copy.events(as_of=FIRST) == desk.events(as_of=FIRST)
    with desk.store.write() as connection:
        connection.execute(text("UPDATE coding SET json = 'no json'"))
    assert [(problem.kind, ", coding 2" in problem.where) for problem in doctor(desk)] == [("json", True)]


def test_many_reports_are_given_as_one_by_one_now_and_as_of_then(desk: Desk) -> None:
    first = desk.add(coded()).id
    other = desk.add(coded(1)).id
    desk.recode(coded(events=(better(),)))
    for as_of in (None, FIRST):
        wanted = [desk.report(ident, as_of=as_of) for ident in (other, first)]
        assert list(desk.kept([other, "none", first], as_of=as_of)) == [kept for kept in wanted if kept]
    assert list(desk.kept([])) == []
