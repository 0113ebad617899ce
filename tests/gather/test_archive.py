"""The archive: what is kept is read back byte for byte, whatever killed the writer; old files go, the last stays."""

import datetime as dt
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.gather.archive import Archive, Place, whole_end
from vedette.gather.failures import ArchiveError
from vedette.gather.fetched import Fetched

ANSWER = Fetched(
    url="http://example.org/a?x=1",
    final="https://www.example.org/a",
    status=200,
    headers={"content-type": "text/html; charset=utf-8", "etag": '"é"', "x-two": "a, b"},
    body=b"<p>Rebels shelled Idlib.</p>\r\n\r\nWARC/1.1\r\n\x1f\x8b\x08",
    at="2026-11-26T10:00:00+00:00",
)
DAY = dt.datetime(2026, 11, 26, 10, tzinfo=dt.UTC)


class Clock:
    """A clock that stands still."""

    def __init__(self) -> None:
        """Begin at DAY."""
        self.time = DAY

    def __call__(self) -> dt.datetime:
        return self.time


def numbered(number: int, size: int = 300) -> Fetched:
    """An answer of its own, of a size that does not compress."""
    return replace(ANSWER, url=f"https://example.org/{number}", final=f"https://example.org/{number}",
                   body=random.Random(number).randbytes(size))  # fmt: skip  # noqa: S311 - no secret


def names(archive: Archive) -> list[str]:
    """The files' names."""
    return [path.name for path in archive.files()]


def test_what_is_kept_is_read_back(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive", now=Clock()) as archive:
        places = [archive.keep(ANSWER), archive.keep(numbered(1)), archive.keep(ANSWER)]
        assert [archive.read(place) for place in places] == [ANSWER, numbered(1), ANSWER]
    assert {place.file for place in places} == {"2026-11-26-0001.warc.gz"}
    assert [archive.read(place) for place in reversed(places)] == [ANSWER, numbered(1), ANSWER]


def test_any_tool_can_read_the_files(tmp_path: Path) -> None:
    with Archive(tmp_path, now=Clock()) as archive:
        archive.keep(ANSWER)
    kinds: list[str | None] = []
    for record in ArchiveIterator(str(tmp_path / "2026-11-26-0001.warc.gz"), verify_digests=True):
        kinds.append(str(record.record_type))
        last = record.headers.to_dict()
        body = record.reader.read()
    assert kinds == ["warcinfo", "response"]
    assert (last["WARC-Target-URI"], last["WARC-Date"][:19]) == (ANSWER.final, "2026-11-26T10:00:00")
    assert body == ANSWER.body


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.from_regex(r"[a-z-]{1,12}", fullmatch=True), st.text(max_size=30), max_size=5),
    st.binary(max_size=300),
    st.sampled_from([200, 301, 404, 599]),
    st.text(max_size=20),
)
def test_any_answer_is_read_back(headers: dict[str, str], body: bytes, status: int, path: str) -> None:
    import tempfile

    given_answer = replace(ANSWER, headers=headers, body=body, status=status, final=f"https://example.org/{path}")
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder), durable=False, now=Clock()) as archive:
        got = archive.read(archive.keep(given_answer))
    assert (got.body, got.status, got.url, got.at) == (body, status, ANSWER.url, ANSWER.at)
    plain = {name: value for name, value in headers.items() if value.isascii() and value.isprintable()}
    wire = {"content-length", "content-encoding", "transfer-encoding"}
    assert {n: got.headers.get(n) for n in plain if n not in wire} == {
        n: v.strip() for n, v in plain.items() if n not in wire
    }


def test_a_new_file_each_day_and_at_each_size(tmp_path: Path) -> None:
    clock = Clock()
    with Archive(tmp_path, most_bytes=2000, durable=False, now=clock) as archive:
        places = [archive.keep(numbered(n, 800)) for n in range(5)]
        clock.time += dt.timedelta(days=1)
        places.append(archive.keep(numbered(5)))
        assert names(archive) == [f"2026-11-26-000{n}.warc.gz" for n in (1, 2, 3)] + ["2026-11-27-0001.warc.gz"]
        assert [archive.read(place) for place in places] == [*(numbered(n, 800) for n in range(5)), numbered(5)]


def test_a_file_is_gone_on_with(tmp_path: Path) -> None:
    for number in range(3):
        with Archive(tmp_path, now=Clock()) as archive:
            archive.keep(numbered(number))
    assert names(archive) == ["2026-11-26-0001.warc.gz"]
    assert whole_end(archive.files()[0]) == archive.files()[0].stat().st_size


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 600), st.binary(max_size=40))
def test_a_half_record_at_the_end_is_cut_and_nothing_else(cut: int, junk: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Archive(folder, durable=False, now=Clock()) as archive:
            kept = [archive.keep(numbered(n)) for n in range(3)]
            path = archive.files()[0]
        last = kept[-1]
        end = last.offset + max(0, last.length - cut)
        with path.open("r+b") as file:
            file.truncate(end)
            file.seek(end)
            file.write(junk)
        with Archive(folder, durable=False, now=Clock()) as archive:
            new = archive.keep(numbered(9))
            assert new == Place(path.name, last.offset, new.length)
            assert [archive.read(p) for p in (*kept[:2], new)] == [numbered(0), numbered(1), numbered(9)]


def test_a_file_that_is_broken_in_the_middle_is_left_as_it_is(tmp_path: Path) -> None:
    with Archive(tmp_path, now=Clock()) as archive:
        kept = [archive.keep(numbered(n)) for n in range(3)]
        path = archive.files()[0]
    data = bytearray(path.read_bytes())
    data[kept[1].offset + 40] ^= 0xFF
    path.write_bytes(data)
    with Archive(tmp_path, now=Clock()) as archive:
        assert archive.keep(numbered(9)).file == "2026-11-26-0002.warc.gz"
        assert archive.read(kept[2]) == numbered(2)
        with pytest.raises(ArchiveError, match="not the record that was kept"):
            archive.read(kept[1])
    assert path.read_bytes() == bytes(data)


def test_two_writers_never_share_a_file(tmp_path: Path) -> None:
    with Archive(tmp_path, now=Clock()) as one, Archive(tmp_path, now=Clock()) as other:
        places = [archive.keep(numbered(n)) for n, archive in enumerate((one, other, one, other))]
        assert [place.file[-12:-8] for place in places] == ["0001", "0002", "0001", "0002"]
        assert [one.read(place) for place in places] == [numbered(n) for n in range(4)]


def test_threads_may_share_an_archive(tmp_path: Path) -> None:
    with Archive(tmp_path, most_bytes=20_000, durable=False, now=Clock()) as archive:
        with ThreadPoolExecutor(8) as pool:
            places = list(pool.map(lambda n: archive.keep(numbered(n)), range(200)))
        assert [archive.read(place) for place in places] == [numbered(n) for n in range(200)]


def days(tmp_path: Path, number: int) -> tuple[Archive, Clock]:
    """An archive of some days, a file each."""
    clock = Clock()
    archive = Archive(tmp_path, durable=False, now=clock)
    for day in range(number):
        clock.time = DAY + dt.timedelta(days=day)
        archive.keep(numbered(day, 5000))
    return archive, clock


def test_old_days_go(tmp_path: Path) -> None:
    archive, _ = days(tmp_path, 5)
    assert archive.prune(days=2) == ["2026-11-26-0001.warc.gz", "2026-11-27-0001.warc.gz"]
    assert archive.prune(days=2) == []
    with pytest.raises(ArchiveError, match="no longer kept"):
        archive.read(Place("2026-11-26-0001.warc.gz", 0, 10))


def test_what_is_above_the_size_goes_oldest_first_and_never_what_is_being_written(tmp_path: Path) -> None:
    archive, clock = days(tmp_path, 4)
    size = archive.files()[0].stat().st_size
    assert archive.prune(total=3 * size + 100) == ["2026-11-26-0001.warc.gz"]
    assert archive.prune(total=0) == ["2026-11-27-0001.warc.gz", "2026-11-28-0001.warc.gz"]
    clock.time += dt.timedelta(days=40)
    assert archive.prune(days=1) == []
    assert archive.keep(numbered(9)).file == "2027-01-08-0001.warc.gz"
    assert archive.prune(days=1) == ["2026-11-29-0001.warc.gz"]
    with Archive(tmp_path, now=clock) as other:
        assert other.prune(total=0) == []
    archive.close()
    assert Archive(tmp_path, now=clock).prune(total=0) == ["2027-01-08-0001.warc.gz"]


def test_a_file_that_another_process_removed_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive, clock = days(tmp_path, 3)
    files = archive.files()
    monkeypatch.setattr(Archive, "files", lambda _: files)
    files[0].unlink()
    assert archive.prune(total=0) == [files[1].name]
    assert sorted(tmp_path.iterdir()) == [files[2]]
    monkeypatch.undo()
    files[2].unlink()
    tmp_path.rmdir()
    archive.close()
    clock.time += dt.timedelta(days=1)
    for work in (archive.files, lambda: archive.keep(ANSWER), lambda: archive.prune(days=1)):
        with pytest.raises(ArchiveError, match="cannot be"):
            work()


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "2026-11-26-0001.warc.gz/../x", "a.warc.gz", ""])
def test_a_place_outside_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArchiveError, match="no file of an archive"):
        Archive(tmp_path).read(Place(name, 0, 10))


def test_a_wrong_place_is_refused(tmp_path: Path) -> None:
    with Archive(tmp_path, now=Clock()) as archive:
        place = archive.keep(ANSWER)
        for wrong in (
            replace(place, offset=place.offset + 1),
            replace(place, length=place.length - 1),
            replace(place, offset=0),
        ):
            with pytest.raises(ArchiveError, match="not the record that was kept"):
                archive.read(wrong)


def test_a_folder_that_cannot_be_made_or_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(ArchiveError, match="cannot be made"):
        Archive(tmp_path / "file" / "archive")
    with Archive(tmp_path, now=Clock()) as archive:
        first = archive.keep(numbered(1))
        whole, real = archive.files()[0].stat().st_size, os.write

        def full(number: int, data: bytes) -> int:
            real(number, bytes(data)[:10])
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "write", full)
        with pytest.raises(ArchiveError, match="No space left"):
            archive.keep(numbered(2))
        assert archive.files()[0].stat().st_size == whole
        monkeypatch.undo()
        assert [archive.read(p) for p in (first, archive.keep(numbered(3)))] == [numbered(1), numbered(3)]


WRITER = """
import sys
from pathlib import Path
from tests.gather.test_archive import numbered
from vedette.gather.archive import Archive
archive = Archive(Path(sys.argv[1]), most_bytes=60_000)
for number in range(int(sys.argv[2]), 10**9):
    place = archive.keep(numbered(number, 3000))
    print(number, place.file, place.offset, place.length, flush=True)
"""


def test_a_writer_that_is_killed_loses_nothing_that_it_has_told_of(tmp_path: Path) -> None:
    told: list[tuple[int, Place]] = []
    chance = random.Random(7)  # noqa: S311 - no secret
    for _ in range(int(os.environ.get("VEDETTE_CRASHES", "4"))):
        first = told[-1][0] + 1 if told else 0
        argv = [sys.executable, "-c", WRITER, str(tmp_path), str(first)]
        writer = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
        assert writer.stdout is not None
        lines = [writer.stdout.readline()]
        time.sleep(chance.random() * 0.05)
        writer.send_signal(signal.SIGKILL)
        lines += writer.stdout.read().splitlines()
        writer.wait()
        writer.stdout.close()
        whole = [line.split() for line in lines if len(line.split()) == 4]
        told += [(int(n), Place(file, int(offset), int(length))) for n, file, offset, length in whole]
    with Archive(tmp_path) as archive:
        archive.keep(numbered(0))
        assert all(archive.read(place) == numbered(number, 3000) for number, place in told)
        assert all(whole_end(path) == path.stat().st_size for path in archive.files()[-1:])
