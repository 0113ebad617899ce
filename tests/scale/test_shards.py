"""Every line is in one shard and in one alone, whatever the pieces; every file stands in its order."""

import gzip
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gather import warcs
from tests.scale import made
from vedette.records import Report
from vedette.scale.places import ScaleError
from vedette.scale.reading import Letter, read
from vedette.scale.shards import Shard, shard_of, shards


def texts(path: Path | str, piece: int = 10**9) -> list[str]:
    """What the shards of an input hold, in order: the ids of reports, or the places of letters."""
    return [one.id if isinstance(one, Report) else one.where for s in shards([str(path)], piece) for one in read(s)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.one_of(st.integers(0, 400), st.none()), max_size=12),
    st.integers(1, 500), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans(),
)  # fmt: skip
def test_every_line_is_in_one_shard(
    lengths: list[int | None],
    piece: int,
    end: str,
    last: bool,  # noqa: FBT001 - hypothesis gives it
    mark: bool,  # noqa: FBT001 - as above
) -> None:
    words = ["" if n is None else json.dumps({"id": f"r{i}", "text": f"Rebels shelled Hama. {'x' * n}"})
             for i, n in enumerate(lengths)]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        path.write_bytes((b"\xef\xbb\xbf" if mark else b"") + (end.join(words) + (end if last else "")).encode())
        expected = [f"r{i}" for i, n in enumerate(lengths) if n is not None]
        assert texts(path, piece) == expected


def test_lines_are_named_by_their_number_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "a", "text": "Rebels shelled Hama."}\nbad\n\nworse\n', "utf-8")
    for piece in (1, 7, 48, 10**9):
        assert texts(path, piece) == ["a", f"{path} line 2", f"{path} line 4"]


def test_a_line_without_an_id_is_called_by_its_place(tmp_path: Path) -> None:
    line = '{"text": "Rebels shelled Hama."}\n'
    path = tmp_path / "a.jsonl"
    path.write_text(line * 2, "utf-8")
    assert texts(path) == [f"{path}:0", f"{path}:{len(line)}"]


def test_compressed_lines_are_one_shard_and_damage_is_told(tmp_path: Path) -> None:
    made.write(tmp_path / "a.jsonl", made.lines(400))
    whole = gzip.compress((tmp_path / "a.jsonl").read_bytes())
    path = tmp_path / "b.jsonl.gz"
    path.write_bytes(whole)
    assert len(list(shards([str(path)], 100))) == 1
    assert len(texts(path)) == 400
    path.write_bytes(whole[: len(whole) // 2])
    (shard,) = shards([str(path)])
    *_, last = read(shard)
    assert isinstance(last, Letter)
    assert last.why.startswith("the file is damaged: Compressed file ended")


def test_a_folder_holds_all_kinds(tmp_path: Path) -> None:
    made.write(tmp_path / "b.jsonl", made.lines(3))
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(b'{"id": "z", "text": "Rebels shelled Hama."}\n'))
    for n in range(3):
        (tmp_path / f"{n}.txt").write_text(f"Rebels shelled Hama on day {n}.", "utf-8")
    found = list(shards([str(tmp_path)]))
    assert [(shard.kind, len(shard.names)) for shard in found] == [("lines", 1), ("lines", 1), ("files", 3)]
    assert [shard_of(json.loads(json.dumps(shard.as_json()))) for shard in found] == found
    assert len({shard.ident for shard in found}) == 3
    assert texts(str(tmp_path / "*.txt")) == [str(tmp_path / f"{n}.txt") for n in range(3)]


def test_pages_of_a_warc_file(tmp_path: Path) -> None:
    page = (
        b"<html><body><article><p>"
        + b"Rebels shelled the town of Hama on Monday, officials said. " * 5
        + b"</p></article>"
    )
    path = tmp_path / "a.warc.gz"
    path.write_bytes(warcs.record("https://news.example/hama", page))
    (shard,) = shards([str(path)])
    (report,) = read(shard, "2024-11-30")
    assert isinstance(report, Report)
    assert (report.id, report.published) == (f"{path}:0", "2024-11-30")


@pytest.mark.parametrize(
    ("name", "why"),
    [("none.jsonl", "No such file"), ("*.jsonl", "holds no reports. Known endings"), ("a.pdf", "unknown kind of file")],
)
def test_inputs_that_are_none(name: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").touch()
    with pytest.raises(ScaleError, match=why):
        list(shards([str(tmp_path / name)]))


def test_what_fsspec_lacks_is_named() -> None:
    with pytest.raises(ScaleError, match="pip install 'vedette\\[scale\\]' s3fs"):
        list(shards(["s3://bucket/a.jsonl"]))
    with pytest.raises(ScaleError, match="Give a path, or an address"):
        list(shards(["nothing://bucket/a.jsonl"]))


def test_a_file_of_one_report_that_cannot_be_read_is_a_letter(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"")
    (shard,) = shards([str(path)])
    (letter,) = read(shard)
    assert isinstance(letter, Letter)
    assert letter.where == str(path)
    gone = Shard("files", (str(tmp_path / "gone.txt"),), "", 0)
    (letter,) = read(gone)
    assert isinstance(letter, Letter)
    assert "No such file" in letter.why
