"""Importing: whole, again, after a kill, with bad rows, with corrections and deletions."""

import os
import signal
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from tests.imports import made
from vedette.errors import DataFileError
from vedette.imports import importing
from vedette.imports.importing import Tally, import_file
from vedette.imports.maps import Map, known_map
from vedette.imports.tablefile import TableFile
from vedette.store import Desk, imported, open_desk


def bring(desk: Desk, path: Path, text: str | None = None, given: Map | None = None) -> tuple[Tally, list[str]]:
    """Import a file as ACLED's; what became of it, and what was refused."""
    if text is not None:
        path.write_text(text, "utf-8")
    said: list[str] = []
    tally = import_file(desk, TableFile(path), given or known_map("acled"), lambda error: said.append(str(error)))
    return tally, said


def many(n: int, **changes: Any) -> str:
    """A table of n clashes."""
    return made.acled(*({"event_id_cnty": f"SYR{i}", **changes} for i in range(n)))


def kept(tally: Tally) -> dict[str, int]:
    """What there is some of."""
    return {name: n for name, n in tally.counts.items() if n}


def test_a_table_is_imported_once(desk: Desk, tmp_path: Path) -> None:
    tally, said = bring(desk, tmp_path / "a.csv", many(2500))
    assert (kept(tally), said, imported.count(desk)) == ({"new": 2500}, [], 2500)
    again, _ = bring(desk, tmp_path / "a.csv")
    assert (kept(again), again.before is not None) == ({}, True)
    copied, _ = bring(desk, tmp_path / "renamed.csv", many(2500))
    assert copied.before is not None  # it is the content that counts
    file = imported.files(desk)[0]
    assert (file.name, file.citation, file.line) == ("a.csv", known_map("acled").citation, 2501)


def test_bad_rows_are_named_with_their_line_and_the_rest_is_kept(desk: Desk, tmp_path: Path) -> None:
    text = made.acled(
        {"notes": "two\nlines"}, {"event_id_cnty": "SYR2", "country": "Utopia"}, {"event_id_cnty": "SYR3"},
        {"event_id_cnty": "SYR3", "fatalities": 8, "timestamp": 1733000000},
    )  # fmt: skip
    tally, said = bring(desk, tmp_path / "a.csv", text + "SYR9,2024-11-27\n")
    assert kept(tally) == {"new": 2, "refused": 3}
    assert said[0].startswith(f"{tmp_path / 'a.csv'}:4: unknown country 'Utopia'. Give its ISO code in a map")
    assert ":7: 2 cells where 31 are due" in said[1]
    assert "a.csv:6: id 'SYR3' stands in this file before, with other content. Keep one row of each id" in said[2]
    again, once_more = bring(desk, tmp_path / "a.csv")
    assert (kept(again), once_more) == ({"known": 2, "refused": 3}, said)


def test_a_later_file_corrects_and_deletes(desk: Desk, tmp_path: Path) -> None:
    bring(desk, tmp_path / "a.csv", many(3))
    later = {"fatalities": 9, "timestamp": 1734000000}
    tally, _ = bring(
        desk, tmp_path / "b.csv", made.acled({"event_id_cnty": "SYR0", **later}, {"event_id_cnty": "SYR1"})
    )
    assert kept(tally) == {"revised": 1, "known": 1}
    gone = "event_id_cnty,deleted_timestamp\nSYR2,1735000000\nSYR0,1700000000\n"
    tally, _ = bring(desk, tmp_path / "deleted.csv", gone)
    assert kept(tally) == {"deleted": 1, "older": 1}
    assert {row.source_id: row.killed_best for row in imported.rows(desk)} == {"SYR0": 9, "SYR1": 7}
    tally, _ = bring(desk, tmp_path / "c.csv", many(4))
    assert kept(tally) == {"known": 1, "older": 2, "new": 1}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is empty"),
        ("a,b\n1,2\n", "a.csv:1: no column 'event_id_cnty'"),
        (made.ucdp({}), "no column 'event_id_cnty'"),
    ],
)
def test_a_file_of_another_kind_is_refused_and_leaves_nothing(
    desk: Desk, tmp_path: Path, text: str, problem: str
) -> None:
    with pytest.raises(DataFileError, match=problem):
        bring(desk, tmp_path / "a.csv", text)
    assert imported.count(desk) == 0


def test_what_was_refused_is_taken_once_a_map_mends_it(desk: Desk, tmp_path: Path) -> None:
    text = made.acled({}, {"event_id_cnty": "SYR2", "country": "Utopia"})
    bring(desk, tmp_path / "a.csv", text)
    mended = known_map("acled").model_copy(update={"countries": {"Utopia": "SYR"}})
    tally, said = bring(desk, tmp_path / "a.csv", given=mended)
    assert (kept(tally), said) == ({"known": 1, "new": 1}, [])


def test_an_import_that_was_stopped_goes_on_where_it_was(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 10)
    path = tmp_path / "a.csv"
    path.write_text(many(45).replace("SYR7,2024-11-27", "SYR7,someday"), "utf-8")

    def stop(_: int) -> None:
        if imported.count(desk) >= 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(desk, TableFile(path), known_map("acled"), lambda _: None, stop)
    assert imported.count(desk) == 20
    tally, _ = bring(desk, path)
    assert (tally.resumed, kept(tally)) == (22, {"new": 24, "refused": 1})
    assert imported.count(desk) == 44
    assert imported.files(desk)[0].refused == 1


def test_a_killed_import_loses_and_doubles_nothing(tmp_path: Path) -> None:
    path, where = tmp_path / "a.csv", tmp_path / "desk"
    path.write_text(many(4000), "utf-8")
    open_desk(where).close()
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from vedette.imports import importing, maps, tablefile\n"
        "from vedette.store import open_desk\n"
        "importing.BATCH, left = 100, [int(sys.argv[3])]\n"
        "def tick(_):\n"
        "    left[0] -= 1\n"
        "    if not left[0]: os.kill(os.getpid(), signal.SIGKILL)\n"
        "table = tablefile.TableFile(Path(sys.argv[1]))\n"
        "importing.import_file(open_desk(sys.argv[2]), table, maps.known_map('acled'), print, tick)\n"
    )
    for batches in (3, 11, 0):
        done = subprocess.run(
            [sys.executable, "-c", script, path, where, str(batches)], env=os.environ, check=False, capture_output=True
        )
        assert done.returncode == (-signal.SIGKILL if batches else 0), done.stderr
    with open_desk(where) as desk:
        assert imported.count(desk) == 4000
        with desk.store.read() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM imported").scalar() == 4000


def test_memory_does_not_grow_with_the_file(desk: Desk, tmp_path: Path) -> None:
    peaks = []
    for n in (2_000, 8_000):
        (tmp_path / f"{n}.csv").write_text(many(n, admin1=str(n), timestamp=n), "utf-8")
        table = TableFile(tmp_path / f"{n}.csv")
        tracemalloc.start()
        import_file(desk, table, known_map("acled"), print)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]
