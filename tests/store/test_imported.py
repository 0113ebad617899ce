"""Other coders' rows: versions by stamp or by order, deletions, filters, as of earlier, alike on both databases."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import text

from vedette.errors import StoreError
from vedette.store import Desk, backup, doctor, imported, open_desk
from vedette.store.imported import ImportedFile

ABOUT = {"title": "Invented", "home": None, "coverage": "world", "min_killed": 1}


def file_of(desk: Desk, ident: str = "f1", source: str = "ours") -> ImportedFile:
    """A file, put down."""
    told = {"id": ident, "source": source, "name": f"{ident}.csv", "licence": "CC0", "citation": "Us", "about": ABOUT}
    return imported.begin(desk, told)


def row(ident: str = "1", **changes: Any) -> dict[str, Any]:
    """A row of an invented battle."""
    told: dict[str, Any] = {
        "source_id": ident, "revised": None, "deleted": False, "day_from": "2024-11-27", "day_to": "2024-11-28",
        "day_precision": "day", "country": "SYR", "admin1": "Aleppo", "place": "Tall Qarn", "place_key": "tall qarn",
        "precision": "town", "lat": 36.0, "lon": 37.0, "kind": "battle", "type": "ASSAULT",
        "sub_event": "Armed clash", "actors": '{"a": ["Blue Front"], "b": ["Green Army"]}',
        "actors_key": "blue front | green army", "killed_low": 1, "killed_best": 3, "killed_high": 9, "notes": None,
        "json": "{}",
    }  # fmt: skip
    told |= changes
    return told | {"digest": str(hash(tuple(sorted(map(str, told.items())))))}


def keep(desk: Desk, file: ImportedFile, *rows: dict[str, Any]) -> list[str]:
    """What becomes of rows."""
    return list(imported.keep(desk, file, rows, 1, 0))


def test_a_row_is_kept_once_and_comes_back_whole(desk: Desk) -> None:
    file = file_of(desk)
    assert keep(desk, file, row(), row("2")) == ["new", "new"]
    assert keep(desk, file, row(), row("2")) == ["known", "known"]
    found = imported.rows(desk)
    assert [one.source_id for one in found] == ["1", "2"]
    assert (found[0].actors, found[0].killed_high) == ({"a": ("Blue Front",), "b": ("Green Army",)}, 9)
    assert (found[0].source, found[0].licence) == ("ours", "CC0")


def test_a_newer_row_is_a_new_version_and_the_old_one_is_still_known_as_of_then(desk: Desk) -> None:
    keep(desk, file_of(desk), row())
    before = imported.rows(desk)[0].added_at
    assert keep(desk, file_of(desk, "f2"), row(killed_best=5)) == ["revised"]
    assert [one.killed_best for one in imported.rows(desk)] == [5]
    assert [one.killed_best for one in imported.rows(desk, as_of=before)] == [3]
    assert imported.count(desk) == 1
    # what a file said once, it does not say again: the later file stays the newest
    assert keep(desk, file_of(desk), row()) == ["known"]
    assert [one.killed_best for one in imported.rows(desk)] == [5]
    # but a third file that takes it back does
    assert keep(desk, file_of(desk, "f3"), row()) == ["revised"]
    assert [one.killed_best for one in imported.rows(desk)] == [3]


def test_an_older_stamp_never_replaces_a_newer(desk: Desk) -> None:
    assert keep(desk, file_of(desk), row(revised=20)) == ["new"]
    assert keep(desk, file_of(desk, "f2"), row(revised=10, killed_best=0)) == ["older"]
    assert keep(desk, file_of(desk, "f2"), row(revised=30, killed_best=4)) == ["revised"]
    assert [one.killed_best for one in imported.rows(desk)] == [4]


def test_two_rows_of_one_id_in_one_file_are_told(desk: Desk) -> None:
    file = file_of(desk)
    assert keep(desk, file, row(), row(killed_best=5), row(), row(revised=3)) == ["new", "twice", "known", "twice"]
    assert keep(desk, file, row("2", revised=1), row("2", revised=2)) == ["new", "revised"]


def test_a_deletion_is_a_version_and_reaches_what_comes_later(desk: Desk) -> None:
    gone = row(deleted=True, revised=50, day_from=None, country=None)
    never = row("9", deleted=True, revised=50, day_from=None, country=None)
    keep(desk, file_of(desk), row(revised=20), row("2", revised=60))
    assert keep(desk, file_of(desk, "f2"), gone, never) == ["deleted", "deleted"]
    assert keep(desk, file_of(desk, "f2"), row("2", deleted=True, revised=50)) == ["older"]
    assert [one.source_id for one in imported.rows(desk)] == ["2"]
    assert keep(desk, file_of(desk, "f3"), row("9", revised=40), row(revised=70)) == ["older", "revised"]
    assert sorted(one.source_id for one in imported.rows(desk)) == ["1", "2"]


def test_two_sources_may_use_one_id(desk: Desk) -> None:
    assert keep(desk, file_of(desk), row()) == ["new"]
    assert keep(desk, file_of(desk, "f2", "theirs"), row()) == ["new"]
    assert [one.source for one in imported.rows(desk, source="theirs")] == ["theirs"]


def test_filters(desk: Desk) -> None:
    there = row("2", country="SDN", place="Um Talha", place_key="um talha", day_from="2024-12-05", day_to="2024-12-05")
    keep(desk, file_of(desk), row(), there, row("3", type="PROTEST", sub_event=None, killed_best=None, killed_low=0))

    def asked(**filters: Any) -> list[str]:
        found = [one.source_id for one in imported.rows(desk, **filters)]
        assert imported.count(desk, **{k: v for k, v in filters.items() if k != "limit"}) >= len(found)
        return found

    assert asked() == ["2", "1", "3"]
    assert asked(country="sdn") == asked(place="Um Tal\u0125a") == asked(day_from="2024-11-29") == ["2"]
    assert asked(day_to="2024-12-04", min_killed=1) == ["1"]
    assert asked(actor="green", limit=1) == ["2"]
    assert asked(actor="green%") == ["2", "1", "3"]  # signs do not matter
    assert asked(actor="red") == []
    assert asked(type="protest") == ["3"]
    assert asked(sub_event="Armed clash", source_id="1") == ["1"]
    with pytest.raises(StoreError, match="no filter 'colour'"):
        imported.rows(desk, colour="red")  # type: ignore[call-arg]


def test_deaths_by_month(desk: Desk) -> None:
    more = [row("2"), row("3", killed_best=None), row("4", killed_best=None, killed_low=None, killed_high=None)]
    keep(desk, file_of(desk), row(), *more, row("5", country=None), row("6", country="SDN", day_from="2024-02-29"))
    assert [tuple(one) for one in imported.months(desk, "ours")] == [
        ("SDN", "2024-02", 3, 1),
        ("SYR", "2024-11", 7, 3),
    ]


def test_rows_are_only_ever_added(desk: Desk) -> None:
    keep(desk, file_of(desk), row())
    for statement in ("UPDATE imported SET notes = 'x'", "DELETE FROM imported"):
        with pytest.raises(StoreError, match="only ever added"), desk.store.write() as connection:
            connection.execute(text(statement))


def test_files_tell_how_far_they_are(desk: Desk) -> None:
    file = file_of(desk)
    assert (file.line, file.finished_at, file.about) == (0, None, ABOUT)
    imported.keep(desk, file, [row(), row(killed_best=5)], 40, 2)
    assert (file_of(desk).line, file_of(desk).refused) == (40, 3)
    imported.finish(desk, file)
    assert dt.datetime.fromisoformat(file_of(desk).finished_at or "").year == 2026
    assert [one.id for one in imported.files(desk)] == ["f1"]
    assert imported.files(desk, as_of="2025-01-01") == []


def test_a_backup_holds_them_and_the_doctor_finds_them_sound(desk: Desk, tmp_path: Any) -> None:
    keep(desk, file_of(desk), row())
    assert doctor(desk) == []
    with open_desk(backup(desk, tmp_path / "copy.sqlite"), create=False) as copy:
        assert imported.rows(copy) == imported.rows(desk)
        assert keep(copy, file_of(copy), row("2")) == ["new"]
