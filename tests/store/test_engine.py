"""Where a desk can be, how its database is set up, and what is said when it cannot be opened."""

import datetime as dt
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.store.made import coded
from vedette.errors import StoreError
from vedette.store import Desk, engine, open_desk
from vedette.store.words import as_stamp, fold, stamp_of


def test_a_desk_stays_what_it_was_when_it_is_opened_again(where: str) -> None:
    with open_desk(where) as desk:
        ident = desk.add(coded()).id
    with open_desk(where, create=False) as desk:
        assert [row.id for row in desk.reports()] == [ident]
        assert not desk.add(coded()).new


def test_a_folder_and_the_file_in_it_are_one_desk(tmp_path: Path) -> None:
    with open_desk(tmp_path / "new" / "desk") as desk:
        desk.add(coded())
    with open_desk(tmp_path / "new" / "desk" / "desk.sqlite", create=False) as desk:
        assert desk.counts()["reports"] == 1
    assert [path.name for path in (tmp_path / "new" / "desk").iterdir()] == ["desk.sqlite"]


def test_sqlite_has_its_log_its_foreign_keys_and_patience(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk, desk.store.read() as connection:
        found = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "foreign_keys")]
        assert found == ["wal", 1]
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == engine.PATIENCE * 1000
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2  # what was reported as added is on the disk


def test_references_are_held_to(desk: Desk) -> None:
    with pytest.raises(StoreError, match=r"(?i)foreign key"), desk.store.write() as connection:
        connection.execute(text("INSERT INTO duplicate VALUES ('a', 'b', 'copy', 1, 'x')"))


def test_a_desk_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"there is no desk at .*typo.*desk\.sqlite\. Make one first"):
        open_desk(tmp_path / "typo", create=False)
    assert not (tmp_path / "typo").exists()


def test_an_empty_database_is_no_desk_and_is_left_alone(postgres: str) -> None:
    from tests.store import server

    server.empty(postgres)
    with pytest.raises(StoreError, match="is no desk of Vedette's"):
        open_desk(postgres, create=False)
    with pytest.raises(StoreError, match="is no desk of Vedette's"):
        Desk.upgrade(postgres)


def test_another_programs_tables_are_left_alone(postgres: str) -> None:
    import psycopg

    from tests.store import server

    server.empty(postgres)
    with psycopg.connect(postgres) as connection:
        connection.execute("CREATE TABLE event (id integer)")
    with pytest.raises(StoreError, match=r"tables of another program: event\. Give Vedette a database of its own"):
        open_desk(postgres)


def test_another_programs_sqlite_file_is_told(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "desk.sqlite")) as other:
        other.execute("CREATE TABLE event (id)")
    with pytest.raises(StoreError, match="is no desk of Vedette's"):
        open_desk(tmp_path)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "desk.sqlite").write_text("not a database at all, but long enough to look like one" * 30, "utf-8")
    with pytest.raises(StoreError, match=r"desk\.sqlite: file is not a database\. Name the folder of a desk"):
        open_desk(tmp_path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(StoreError, match=r"desk\.sqlite cannot be made: .*Name a folder that can be written"):
        open_desk(tmp_path / "file" / "desk")


@pytest.mark.parametrize("where", ["mysql://user:secret@host/x", "sqlite:///x.sqlite", "https://example.org"])
def test_other_addresses_are_refused(where: str) -> None:
    with pytest.raises(StoreError, match=r":// is no desk\. Give a folder, or postgresql://") as caught:
        open_desk(where)
    assert "secret" not in str(caught.value)


def test_no_message_tells_a_password(tmp_path: Path) -> None:
    nobody = f"postgresql://me:secret@/x?host={tmp_path}"
    with pytest.raises(StoreError, match=r"postgresql://me:\*\*\*@/x.*See that the server runs") as caught:
        open_desk(nobody)
    assert "secret" not in str(caught.value)
    with pytest.raises(StoreError, match="this is no address") as caught:
        open_desk("postgresql://me:secret@host:port/x")
    assert "secret" not in str(caught.value)


def test_a_missing_driver_is_told_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"driver is not installed\. Install it: pip install 'vedette\[postgres\]'"):
        open_desk("postgresql://me@host/x")


def test_a_writer_that_waits_too_long_is_told(where: str, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "PATIENCE", 1)
    refusal = pytest.raises(StoreError, match="Another program has been writing for a minute")
    with open_desk(where) as other, desk.store.write(), refusal:
        other.add(coded())
    assert desk.counts()["reports"] == 0


def test_file_systems_without_hard_links_do_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    with open_desk(tmp_path / "desk") as desk:
        desk.add(coded())
    assert [path.name for path in (tmp_path / "desk").iterdir()] == ["desk.sqlite"]


def test_importing_the_store_does_not_import_sqlalchemy() -> None:
    program = "import sys, vedette.store; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_opening_a_desk_does_not_import_alembic(tmp_path: Path) -> None:
    open_desk(tmp_path).close()
    program = (
        "import sys; from vedette.store import open_desk; open_desk(sys.argv[1]); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program, tmp_path], check=False).returncode == 0


def test_times_of_the_record_are_read_as_people_write_them() -> None:
    assert as_stamp("2026-11-30") == "2026-11-30T23:59:59.999999Z"
    assert as_stamp("2026-11-30T14:05") == as_stamp("2026-11-30 15:05+01:00") == "2026-11-30T14:05:00.000000Z"
    stamp = stamp_of(dt.datetime.now(dt.UTC))
    assert as_stamp(stamp) == stamp


def test_names_are_folded_alike() -> None:
    assert fold("Hay'at Taḥrīr al-Shām") == fold("HAY\u2019AT tahrir  al sham") == "hay at tahrir al sham"
    assert fold("☭") == "☭"
    assert len(fold("x" * 999)) == 200
