"""A job comes to the same rows on each engine, after an interruption, and whatever its inputs are cut into."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.scale import made
from vedette.records import Coded
from vedette.scale import coders
from vedette.scale.engine import make_engine
from vedette.scale.job import Job
from vedette.scale.ledger import Settings
from vedette.scale.places import ScaleError, place
from vedette.scale.shards import shards

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def _without_the_second_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """The frames alone: what is tested here is how work is spread."""
    monkeypatch.setenv("VEDETTE_SECOND", "0")
    monkeypatch.setattr(coders, "_HELD", {})


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty reports, and three lines that hold none."""
    french = (
        '{"id": "fr", "text": "' + "Les soldats ont pris la ville après de longs combats dans la vallée. " * 4 + '"}'
    )
    path = tmp_path_factory.mktemp("input") / "in.jsonl"
    return made.write(path, made.lines(40), "no json", '{"id": "empty"}', french)


@pytest.fixture(scope="session")
def undisturbed(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The job done in one piece, in this process."""
    out = tmp_path_factory.mktemp("jobs") / "whole"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VEDETTE_SECOND", "0")
        patch.setattr(coders, "_HELD", {})
        run(source, out, "inline", piece=10**9)
    return out


def run(source: Path | str, out: Path | str, engine: str, piece: int = 600, **settings: Any) -> list[Any]:
    """Run a job to its end; its new entries."""
    job = Job(place(str(out)), Settings(**settings))
    return list(job.run(job.due(shards([str(source)], piece)), make_engine(engine, 2)))


def test_what_a_job_writes(source: Path, undisturbed: Path) -> None:
    reports, events = made.rows(undisturbed, "reports"), made.rows(undisturbed)
    assert len(reports) == 30  # football is not kept
    lines = {row["key"]: Coded.model_validate_json(row["line"]) for row in reports}
    assert sorted(lines) == sorted(f"r{n}" for n in range(40) if n % 4 != 3)
    assert sum(len(coded.events) for coded in lines.values()) == len(events) >= 60
    told = next(row for row in events if row["key"] == "r4" and row["killed_best"])
    assert (told["killed_best"], told["place"], str(told["published"])) == (6, "Gao", "2024-11-05")
    assert told["evidence"].startswith("Gunmen killed 6 soldiers")
    days = sorted(path.name for path in (undisturbed / "events").iterdir())
    assert days == sorted({f"day=2024-11-{1 + n % 28:02}" for n in range(40) if n % 4 != 3})
    (entry,) = Job(place(str(undisturbed)), Settings()).ledger.entries()
    assert entry.counts | {"events": 0} == {"read": 40, "kept": 30, "events": 0, "unread": 2, "language": 1}
    letters = list(Job(place(str(undisturbed)), Settings()).ledger.letters())
    assert [letter.where for letter in letters] == [f"{source} line 41", f"{source} line 42"]
    assert letters[0].why.endswith("Each line must be one JSON object in UTF-8.")


@pytest.mark.parametrize("engine", ["inline", "pool", "ray"])
def test_each_engine_comes_to_the_same(
    engine: str, source: Path, undisturbed: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if engine == "ray":
        request.getfixturevalue("cluster")
    entries = run(source, tmp_path / "job", engine)
    assert len(entries) > 8
    assert not [entry.failed for entry in entries if entry.failed]
    for kind in ("reports", "events"):
        assert made.rows(tmp_path / "job", kind) == made.rows(undisturbed, kind)
    assert run(source, tmp_path / "job", "inline") == []  # nothing is left to do


@pytest.mark.parametrize(("engine", "after"), [("pool", 2), ("ray", 2)])
def test_a_driver_that_is_killed_is_resumed(
    engine: str, after: int, source: Path, undisturbed: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "tests.scale.driver", str(source), str(tmp_path / "job"), engine]
    here = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    environment = os.environ | {"PYTHONPATH": here, "VEDETTE_SECOND": "0"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
        assert child.stdout is not None
        for _ in range(after):
            child.stdout.readline()
        child.send_signal(signal.SIGKILL)
    before = len(list((tmp_path / "job" / "done").iterdir()))
    assert before >= after
    entries = run(source, tmp_path / "job", "pool")
    assert entries
    for kind in ("reports", "events"):
        assert made.rows(tmp_path / "job", kind) == made.rows(undisturbed, kind)


@pytest.mark.parametrize("engine", ["pool", "ray"])
def test_a_worker_that_is_killed_in_the_middle_of_a_shard_loses_nothing(
    engine: str, source: Path, undisturbed: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if engine == "ray":
        request.getfixturevalue("cluster")
    job = Job(place(str(tmp_path / "job")), Settings())
    killed: list[int] = []
    for entry in job.run(job.due(shards([str(source)], 600)), make_engine(engine, 2)):
        assert entry.failed is None
        if not killed:
            killed = workers(engine)[:1]
            os.kill(killed[0], signal.SIGKILL)
    assert killed
    for kind in ("reports", "events"):
        assert made.rows(tmp_path / "job", kind) == made.rows(undisturbed, kind)


def workers(engine: str) -> list[int]:
    """The processes of the workers of this test."""
    if engine == "pool":
        import multiprocessing

        return [child.pid for child in multiprocessing.active_children() if child.pid is not None]
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes()
        except OSError:
            continue  # it has ended
        if words.startswith(b"ray::_Worker"):
            found.append(int(path.parent.name))
    return sorted(found)


def test_a_file_that_has_changed_is_done_again_and_its_old_rows_go(tmp_path: Path) -> None:
    path, out = made.write(tmp_path / "in.jsonl", made.lines(6)), tmp_path / "job"
    run(path, out, "inline", piece=10**9)
    made.write(path, made.lines(2))
    (entry,) = run(path, out, "inline", piece=10**9)
    assert entry.counts["read"] == 2
    assert {row["key"] for row in made.rows(out, "reports")} == {"r0", "r1"}
    assert len(list((out / "reports").rglob("*.parquet"))) == 2


def test_another_way_of_coding_needs_another_place(source: Path, undisturbed: Path) -> None:
    with pytest.raises(ScaleError, match="holds a job with everything False and not True"):
        Job(place(str(undisturbed)), Settings(everything=True))
    assert source.exists()


def test_everything_keeps_reports_without_events(tmp_path: Path) -> None:
    path = made.write(tmp_path / "in.jsonl", made.lines(4))
    run(path, tmp_path / "job", "inline", gated=False, everything=True)
    assert [row["key"] for row in made.rows(tmp_path / "job", "reports") if not row["events"]] == ["r3"]


def test_a_shard_that_cannot_be_had_is_entered_and_tried_again(tmp_path: Path) -> None:
    path, out = made.write(tmp_path / "in.jsonl", made.lines(2)), tmp_path / "job"
    job = Job(place(str(out)), Settings())
    due = job.due(shards([str(path)]))
    path.rename(tmp_path / "away.jsonl")
    (entry,) = job.run(due, make_engine("inline"))
    assert entry.failed == f"{path}: No such file or directory. See that it is there, can be reached and has room"
    assert [letter.kind for letter in job.ledger.letters()] == ["shard"]
    (tmp_path / "away.jsonl").rename(path)
    (entry,) = run(path, out, "inline")
    assert entry.failed is None
    assert list(job.ledger.letters()) == []


def test_a_job_in_a_bucket(source: Path, undisturbed: Path) -> None:
    import fsspec

    files = fsspec.filesystem("memory")
    files.pipe("/in/a.jsonl", source.read_bytes())
    run("memory://in/a.jsonl", "memory://job", "inline")
    assert made.rows("memory://job") == made.rows(undisturbed)
    assert run("memory://in", "memory://job", "inline") == []
