"""The second reader: weights that are missing, broken or of another version are refused with file and remedy."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vedette.code import second
from vedette.code.clues import ROLES, VERSION
from vedette.code.encoder import sentence_of
from vedette.code.events import Readers, frame_events
from vedette.code.second import FORMAT, SecondReader, second_reader, thresholds, wanted
from vedette.errors import DataFileError, ModelError
from vedette.lexicon.tables import data_path

WEIGHTS = data_path("model", "reader.npz")


@pytest.fixture(scope="module")
def held() -> dict[str, Any]:
    """The packaged arrays."""
    with np.load(WEIGHTS, allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


def changed(tmp_path: Path, held: dict[str, Any], **changes: Any) -> Path:
    """A weights file with some arrays replaced, or left out where the change is None."""
    path = tmp_path / "reader.npz"
    arrays = {k: v for k, v in (held | changes).items() if v is not None}
    np.savez(path, **arrays)
    return path


def test_the_packaged_weights_fit_the_package(held: dict[str, Any]) -> None:
    assert (str(held["format"]), int(held["clues"])) == (FORMAT, VERSION)
    assert WEIGHTS.stat().st_size < 25_000_000
    assert second_reader() is second_reader()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"format": np.array("other")}, "is not of the form"),
        ({"encoder": None}, "is not of the form"),
        ({"clues": np.array(VERSION + 1)}, "version"),
        ({"labels": np.array('{"kind": [null, "WAR"], "mode": [null], "sub_event": [null], "status": []}')}, "'WAR'"),
        ({"word_clue": np.zeros((3, 3), np.float16)}, "tables of clues"),
        ({"role_w": np.zeros((1, 192), np.float16)}, "other roles"),
    ],
)
def test_weights_that_do_not_fit_are_refused(
    tmp_path: Path, held: dict[str, Any], change: dict[str, Any], told: str
) -> None:
    path = changed(tmp_path, held, **change)
    with pytest.raises(ModelError) as raised:
        SecondReader(path)
    for word in (told, str(path), "make model", "VEDETTE_SECOND=0"):
        assert word in str(raised.value)


def test_a_missing_and_a_broken_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        SecondReader(tmp_path / "none.npz")
    (tmp_path / "broken.npz").write_bytes(WEIGHTS.read_bytes()[:1000])
    with pytest.raises(ModelError, match=r"broken\.npz"):
        SecondReader(tmp_path / "broken.npz")


def test_no_weights_are_read_that_could_run_code(tmp_path: Path) -> None:
    path = tmp_path / "reader.npz"
    np.savez(path, allow_pickle=True, format=np.array([{"a": 1}], dtype=object))
    with pytest.raises(ModelError, match="cannot be read"):
        SecondReader(path)


def test_chances_are_chances(readers: Callable[[str], Readers]) -> None:
    read = readers("Rebels shelled Idlib on Monday, killing 12 people.")
    second, end = second_reader(), len(read.tree)
    (vectors,) = second.begin([sentence_of(read.tree, 0, end)]).result()
    assert vectors is not None
    reading = second.read(read, frame_events(read, 0, end), 0, end, vectors)
    assert reading.chances.shape == (end, len(second.labels.kind))
    assert np.allclose(reading.chances.sum(axis=1), 1, atol=1e-4)
    assert int(reading.events.argmax()) == read.tree.word.index("shelled")
    roles = reading.roles(1)
    assert roles.shape == (end, len(ROLES))
    assert ((roles >= 0) & (roles <= 1)).all()


def test_it_can_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert wanted()
    monkeypatch.setenv("VEDETTE_SECOND", "0")
    assert not wanted()


def test_a_threshold_that_is_no_chance_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "thresholds.toml").write_text("[roles]\nrole = 2\n", "utf-8")
    monkeypatch.setattr(second, "data_path", lambda *_: tmp_path / "thresholds.toml")
    thresholds.cache_clear()
    with pytest.raises(DataFileError, match=r"thresholds\.toml.*role is 2"):
        thresholds()
    monkeypatch.undo()
    thresholds.cache_clear()
    assert thresholds()["role"] > 0


def test_a_sentence_is_worked_out_once_while_it_is_kept(
    held: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = SecondReader(changed(tmp_path, held))
    asked: list[str] = []
    encode = read.encoder.encode

    def noted(sentences: Any) -> Any:
        """Note what the encoder is asked."""
        asked.extend(text for text, _ in sentences)
        return encode(sentences)

    monkeypatch.setattr(read.encoder, "encode", noted)
    one, other, long = ("Rebels fled.", [(0, 6), (7, 11)]), ("Troops came.", [(0, 6), (7, 11)]), ("ha " * 400, [(0, 2)])
    first = read.encode([one, other, one, long])
    assert asked == ["Rebels fled.", "Troops came.", "ha " * 400]
    assert first[0] is first[2]
    assert first[3] is None
    again = read.encode([one, ("Rebels fled.", [(0, 11)])])
    assert again[0] is first[0]
    assert again[1] is not None
    assert len(again[1].word) == 1
    monkeypatch.setattr("vedette.code.second.KEPT", 2)
    read.encode([other])
    asked.clear()
    read.encode([other])
    assert asked == []
    read.encode([one])
    assert asked == ["Rebels fled."]
