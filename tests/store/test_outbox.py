"""The outbox: an incident goes out once on each way of an alert, and those from before the alert never."""

from pathlib import Path

import pytest

from vedette.errors import StoreError
from vedette.store import Desk, open_desk
from vedette.store.outbox import Outbox, Way
from vedette.store.sole import sole

NINE, TEN, NOON = (f"2026-11-26T{hour}:00:00.000000Z" for hour in ("09", "10", "12"))
WAY = Way("many", "webhook", '{"min_killed": 10}')


@pytest.fixture
def outbox(desk: Desk) -> Outbox:
    """The outbox of an empty desk with one way, taken up when there was one incident."""
    made = Outbox(desk)
    made.desk_id()
    made.begin(WAY, ["i1"], 7, NINE)
    return made


def test_the_desk_has_an_id_of_its_own_that_stays(desk: Desk) -> None:
    assert Outbox(desk).desk_id() == Outbox(desk).desk_id()


def test_an_incident_goes_out_once_and_one_from_before_never(outbox: Outbox) -> None:
    assert outbox.looked() == {WAY: 7}
    assert outbox.put(WAY, {"i1": {"id": "i1"}, "i2": {"id": "i2"}}, 9, NINE) == 1
    assert outbox.put(WAY, {"i2": {"id": "i2", "killed": 12}}, 10, TEN) == 0
    assert outbox.looked() == {WAY: 10}
    (due,) = outbox.due(NINE)
    assert (due.incident, due.notice, due.tries) == ("i2", {"id": "i2"}, 0)
    outbox.sent([due.seq], TEN)
    assert outbox.due(NOON) == []
    assert outbox.counts() == {"before": 1, "sent": 1}
    assert [row.sent_at for row in outbox.newest("many", "webhook", 5)] == [TEN]


def test_one_that_fails_is_due_again_under_the_same_key(outbox: Outbox) -> None:
    outbox.put(WAY, {"i2": {}}, 9, NINE)
    (due,) = outbox.due(NINE)
    outbox.failed(due.seq, "no answer", NOON)
    assert outbox.due(TEN) == []
    assert outbox.next_due() == NOON
    (again,) = outbox.due(NOON)
    assert (again.key, again.tries, again.error) == (due.key, 1, "no answer")


def test_keys_tell_ways_and_incidents_apart(outbox: Outbox) -> None:
    mail = WAY._replace(channel="email")
    outbox.begin(mail, [], 9, NINE)
    outbox.put(mail, {"i2": {}}, 9, NINE)
    outbox.put(WAY, {"i2": {}, "i3": {}}, 9, NINE)
    assert len({row.key for row in outbox.due(NINE)}) == 3


def test_a_way_that_is_no_longer_set_is_dropped_with_what_was_to_go_out(outbox: Outbox) -> None:
    outbox.put(WAY, {"i2": {}}, 9, NINE)
    outbox.end([WAY])
    assert (outbox.looked(), outbox.due(NOON), outbox.counts()["dropped"]) == ({}, [], 1)
    outbox.begin(WAY, ["i1", "i2", "i3"], 12, NOON)
    assert outbox.due(NOON) == []


def test_only_one_program_gathers(where: str, tmp_path: Path) -> None:
    with open_desk(where) as desk, open_desk(where) as other:
        with sole(desk, tmp_path), pytest.raises(StoreError, match="another `vedette watch` is at work"):
            sole(other, tmp_path).__enter__()
        with sole(other, tmp_path):
            pass


def test_two_folders_cannot_gather_for_one_server(postgres: str, tmp_path: Path) -> None:
    (tmp_path / "two").mkdir()
    refused = pytest.raises(StoreError, match="another `vedette watch`")
    with open_desk(postgres) as desk, sole(desk, tmp_path), refused:
        sole(desk, tmp_path / "two").__enter__()
