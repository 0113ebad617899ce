"""The doctor finds each kind of damage; a backup is a whole desk of its own."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.store.made import coded, shelling
from vedette.errors import StoreError
from vedette.store import Desk, backup, doctor, open_desk


def harm(desk: Desk, *statements: str) -> None:
    """Change rows behind the desk's back, its guards down."""
    with desk.store.engine.connect() as connection:
        if desk.store.dialect == "sqlite":
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()
        connection.invalidate()  # the next user gets one with its guards up


def kinds(desk: Desk) -> set[str]:
    """The kinds of problems of a desk; each must say where it is and what to do."""
    problems = doctor(desk)
    assert all(problem.where and problem.what and problem.remedy for problem in problems)
    return {problem.kind for problem in problems}


def test_a_sound_desk_has_no_problems(desk: Desk) -> None:
    assert doctor(desk) == []
    for n in range(3):
        desk.add(coded(n, url="https://example.org", title=None if n else "x"))
    desk.judge({"who": "me", "by": "person", "kind": "x"})
    assert doctor(desk) == []


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE report SET json = 'no json'", "json"),
        ("UPDATE report SET json = '{\"id\": 1}'", "json"),
        ("UPDATE event SET json = '{}' WHERE n = 1", "json"),
        ("UPDATE report SET text = 'Other words'", "hash"),
        ("UPDATE report SET json = replace(json, 'Report 0', 'Report 7')", "hash"),
        ("DELETE FROM actor_of_event; DELETE FROM event WHERE n = 1", "events"),
        ("DELETE FROM report", "orphan"),
        ("DELETE FROM event", "orphan"),
    ],
)
def test_damaged_rows_are_found(desk: Desk, statement: str, kind: str) -> None:
    desk.add(coded())
    harm(desk, *statement.split("; "))
    assert kind in kinds(desk)


def test_a_search_index_out_of_step_is_found_and_can_be_mended_as_told(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.add(coded())
        harm(desk, "DROP TRIGGER report_text_update", "UPDATE report SET title = 'Something else'")
        assert [problem.kind for problem in doctor(desk)] == ["search"]
        harm(desk, "INSERT INTO report_text(report_text) VALUES ('rebuild')")
        assert doctor(desk) == []


def test_a_damaged_file_is_found(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        for n in range(40):
            desk.add(coded(n))
    file = tmp_path / "desk.sqlite"
    whole = bytearray(file.read_bytes())
    middle = len(whole) * 3 // 4  # behind the first pages of all tables
    whole[middle : middle + 20_000] = b"\x5a" * 20_000
    file.write_bytes(whole)
    with open_desk(tmp_path) as desk:
        assert "integrity" in kinds(desk)


def test_a_reference_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        harm(desk, "INSERT INTO duplicate VALUES ('a', 'b', 'copy', 1, 'x')")
        assert kinds(desk) == {"reference"}


def fill(desk: Desk) -> None:
    """Something in every table."""
    ids = [desk.add(coded(n, url="https://example.org", publisher=None)).id for n in range(3)]
    desk.add(coded(9, events=(shelling(negated=True),), title="a\x00b"))
    desk.add(coded(0), key="again")
    desk.add_duplicate(ids[1], ids[0], "edit", 0.5)
    desk.add_incident("i1")
    first = desk.judge({"who": "me", "by": "machine", "kind": "assign", "event": "x", "score": 0.25})
    desk.judge({"who": "me", "by": "person", "kind": "undo", "undoes": first})


def whole(desk: Desk) -> dict[str, object]:
    """All that a desk holds, row by row."""
    from vedette.store.tables import metadata

    with desk.store.read() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key))]
            for table in metadata.sorted_tables
        }


def test_a_backup_is_the_desk_itself_and_goes_on_where_it_stood(desk: Desk, tmp_path: Path) -> None:
    fill(desk)
    copy = backup(desk, tmp_path / "far" / "copy.sqlite")
    assert [path.name for path in copy.parent.iterdir()] == ["copy.sqlite"]
    with open_desk(copy, create=False) as other:
        assert whole(other) == whole(desk)
        assert doctor(other) == []
        assert len(other.search("shelled")) == 4
        assert other.judge({"who": "me", "by": "person", "kind": "x"}) == 3
        assert other.add(coded(20)).new
        assert other.reports()[-1].added_at > desk.reports()[-1].added_at


def test_a_backup_replaces_nothing_and_leaves_nothing_half_done(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine", "utf-8")
    with pytest.raises(StoreError, match=r"taken is there already, and a backup never replaces another"):
        backup(desk, tmp_path / "taken")
    with pytest.raises(StoreError, match=r"cannot be made: .*Name a file in a folder"):
        backup(desk, tmp_path / "taken" / "copy.sqlite")
    assert (tmp_path / "taken").read_text("utf-8") == "mine"


def test_a_backup_in_the_midst_of_writing_is_of_one_moment(where: str, desk: Desk, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        with open_desk(where) as other:
            n = 0
            while not stop.is_set():
                other.add(coded(n, url="https://example.org"))
                n += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        copies = [backup(desk, tmp_path / f"copy{n}.sqlite") for n in range(3)]
    finally:
        stop.set()
        thread.join(60)
    for copy in copies:
        with open_desk(copy) as other:
            assert doctor(other) == []
            assert other.counts()["events"] == 2 * other.counts()["reports"]


def test_a_backup_can_be_put_in_the_place_of_a_lost_desk(tmp_path: Path) -> None:
    with open_desk(tmp_path / "desk") as desk:
        fill(desk)
        copy = backup(desk, tmp_path / "copy.sqlite")
        before = whole(desk)
    (tmp_path / "restored").mkdir()
    copy.rename(tmp_path / "restored" / "desk.sqlite")
    with open_desk(tmp_path / "restored", create=False) as desk:
        assert whole(desk) == before


def test_a_backup_is_a_plain_sqlite_file(desk: Desk, tmp_path: Path) -> None:
    fill(desk)
    with closing(sqlite3.connect(backup(desk, tmp_path / "copy.sqlite"))) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert plain.execute("SELECT count(*) FROM report").fetchone() == (4,)
