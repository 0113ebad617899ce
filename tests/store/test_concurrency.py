"""Several processes on one desk: nothing lost, nothing twice, and nobody who reads waits for one who writes."""

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.store.made import coded
from vedette.store import Desk, doctor, open_desk
from vedette.store.tables import incident, report

if TYPE_CHECKING:
    from sqlalchemy import Table

ROOT = Path(__file__).parents[2]
WRITER = [sys.executable, "-m", "tests.store.writer"]


def start(where: str, *how: str) -> "subprocess.Popen[str]":
    """A process that adds reports."""
    return subprocess.Popen([*WRITER, where, *how], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def said(process: "subprocess.Popen[str]") -> list[str]:
    """What a process printed, which must have ended well."""
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    assert out.startswith("open\n")
    return out.splitlines()[1:]


def test_two_processes_that_make_and_fill_a_desk_at_once_lose_nothing_and_do_nothing_twice(where: str) -> None:
    both = [start(where, "0", "50"), start(where, "10", "60", "backwards")]
    lines = [line for process in both for line in said(process)]
    assert len(lines) == 100
    assert sorted(int(line.split()[0]) for line in lines if line.endswith("True")) == list(range(60))
    with open_desk(where, create=False) as desk:
        counts = desk.counts()
        assert (counts["reports"], counts["sightings"], counts["events"]) == (60, 60, 120)
        stamps = [row.added_at for row in desk.reports()]
        assert stamps == sorted(set(stamps))
        assert doctor(desk) == []


def test_two_processes_that_write_versions_of_one_address_make_one_line_of_them(where: str) -> None:
    program = (
        "import sys; from tests.store.made import coded; from vedette.store import open_desk\n"
        "with open_desk(sys.argv[1]) as desk:\n"
        "    for n in range(int(sys.argv[2]), 20, 2): desk.add(coded(n, url='https://example.org/live'))"
    )
    both = [subprocess.Popen([sys.executable, "-c", program, where, first], cwd=ROOT) for first in "01"]
    assert [process.wait(120) for process in both] == [0, 0]
    with open_desk(where, create=False) as desk:
        rows = desk.reports()
    assert [row.version_of for row in rows] == [None, *(row.id for row in rows[:-1])]
    assert len(rows) == 20


def test_who_reads_does_not_wait_for_a_long_write_and_sees_nothing_of_it(where: str, desk: Desk) -> None:
    desk.add(coded(0))
    with open_desk(where) as reader:
        with desk.store.write() as connection:
            desk._insert(connection, *_incident("in the making"))
            began = time.monotonic()
            assert reader.counts()["incidents"] == 0
            assert len(reader.search("shelled")) == len(reader.events(limit=1)) == 1
            assert not reader.add(coded(0)).new  # nor does who adds what is there already
            assert time.monotonic() - began < 5
        assert reader.incidents() == ["in the making"]


def test_who_writes_does_not_wait_for_a_long_read_which_goes_on_seeing_its_moment(where: str, desk: Desk) -> None:
    desk.add(coded(0))
    with open_desk(where) as reader, reader.store.read() as connection:
        before = reader._count(connection, report)
        began = time.monotonic()
        assert desk.add(coded(1)).new
        assert time.monotonic() - began < 5
        assert reader._count(connection, report) == before == 1


def test_a_writer_waits_for_the_one_before(where: str, desk: Desk) -> None:
    with open_desk(where) as other:
        thread = threading.Thread(target=other.add, args=(coded(1),))
        with desk.store.write():
            thread.start()
            thread.join(0.5)
            assert thread.is_alive()
        thread.join(30)
        assert not thread.is_alive()
    assert desk.counts()["reports"] == 1


def test_threads_may_share_a_desk(desk: Desk) -> None:
    threads = [threading.Thread(target=lambda: [desk.add(coded(n)) for n in range(10)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert desk.counts()["reports"] == 10


def test_a_write_that_fails_leaves_nothing(desk: Desk) -> None:
    with pytest.raises(ZeroDivisionError), desk.store.write() as connection:  # noqa: PT012 - the failure comes last
        desk._insert(connection, *_incident("half"))
        raise ZeroDivisionError
    assert desk.incidents() == []


def _incident(ident: str) -> "tuple[Table, list[dict[str, str]]]":
    """An incident for `_insert`."""
    return incident, [{"id": ident, "created_at": "2026-01-01T00:00:00.000000Z"}]
