"""What is worked out of the whole desk: once while it stays as it is, anew where it changed, as from nothing."""

import datetime as dt
import functools
import time
from collections.abc import Callable
from threading import Thread

import pytest

from tests.store.made import coded
from vedette.merge import judgements
from vedette.merge.desking import assign_new, state_of
from vedette.records import Signature
from vedette.serve import derived
from vedette.serve.derived import Derived
from vedette.serve.fresh import Freshness
from vedette.store import Desk
from vedette.store.incident_table import IncidentTable
from vedette.track.facts import facts_of
from vedette.track.rebuild import basis

SIGNED = Signature(at="2026-01-01T00:00:00Z", who="ada", by="person")
DAY = dt.date(2024, 12, 1)


def test_a_thing_is_worked_out_once_until_the_desk_changes(desk: Desk) -> None:
    held, done = Derived(desk, calm=0), list[int]()

    def work() -> int:
        done.append(1)
        return len(done)

    assert [held.of("it", work) for _ in range(3)] == [1, 1, 1]
    desk.judge(judgements.confirm(state_of(desk), desk.incidents()[0], SIGNED))
    assert held.of("it", work) == 2
    assert held.of("other", work) == 3


def test_in_calm_times_the_desk_is_not_even_looked_at_until_somebody_judges(desk: Desk) -> None:
    held, done = Derived(desk, calm=1000), list[int]()

    def work() -> int:
        done.append(1)
        return len(done)

    assert held.of("it", work) == 1
    desk.judge(judgements.confirm(state_of(desk), desk.incidents()[0], SIGNED))
    assert held.of("it", work) == 1
    held.forget()
    assert held.of("it", work) == 2


def test_many_who_ask_at_once_wait_for_one_who_works(desk: Desk) -> None:
    held, done = Derived(desk), list[int]()
    threads = [Thread(target=lambda: held.of("it", lambda: done.append(1))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [1]


def test_no_more_than_some_things_are_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(derived, "MOST", 3)
    held = Derived(desk)
    for n in range(10):
        held.of(f"thing {n}", functools.partial(int, n))
    assert len(held._kept) == 3
    assert held.of("thing 9", lambda: -1) == 9
    assert held.of("thing 0", lambda: -1) == -1


def test_what_is_brought_up_to_date_is_what_is_worked_out_from_nothing(desk: Desk) -> None:
    held = Derived(desk, calm=0)
    assert held.basis().deeds == basis(desk).deeds
    desk.add(coded(9))
    assign_new(desk)
    desk.judge(judgements.confirm(state_of(desk), desk.incidents()[0], SIGNED))
    now, whole = held.basis(), basis(desk)
    assert now.deeds == whole.deeds
    assert now.heard.keys() == whole.heard.keys()
    assert held.ground().facts == facts_of(desk).facts
    assert held.network(DAY) == Derived(desk).network(DAY)
    assert held.control() == Derived(desk).control()


def wait_for(done: Callable[[], bool]) -> None:
    """Wait until something has come about, for ten seconds at most."""
    end = time.monotonic() + 10
    while not done():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.02)


def test_the_incidents_follow_what_others_add(desk: Desk) -> None:
    fresh = Freshness(desk, every=0.02)
    fresh.begin()
    try:
        ident = desk.add(coded(9)).id
        assign_new(desk)
        wait_for(lambda: IncidentTable(desk.store).of_report(ident) != [])
    finally:
        fresh.end()
    assert fresh.at is not None


def test_what_keeps_the_incidents_from_being_up_to_date_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from vedette.errors import StoreError
    from vedette.serve import fresh as module

    def broken(_: Desk) -> int:
        msg = "the disk is full"
        raise StoreError(msg)

    fresh = Freshness(desk, every=0.01)
    monkeypatch.setattr(module, "refresh", broken)
    fresh.begin()
    wait_for(lambda: fresh.error is not None)
    fresh.end()
    assert fresh.error == "the disk is full"
