"""The floors of merging: what is measured is compared, and a worse merging is refused."""

from pathlib import Path

import pytest

from bench import merging
from bench.gate import Gate
from vedette.merge.merging import Merged, Placed


def placed(*told: tuple[str, str | None]) -> Merged:
    """Reports in incidents."""
    found = (Placed(report, name, (name,) if name else (), None, independent=True) for report, name in told)
    return Merged(tuple(found), (), {})


ROWS = [
    {"id": name, "incident": incident, "duplicate_of": None, "relays": False}
    for name, incident in (("a", "x"), ("b", "x"), ("c", "y"), ("d", None))
]


def test_the_figures_are_those_of_the_set() -> None:
    assert merging.figures(ROWS, placed(("a", "1"), ("b", "1"), ("c", "2"), ("d", None)))["pairwise"] == 1
    apart = merging.figures(ROWS, placed(("a", "1"), ("b", "2"), ("c", "3"), ("d", None)))
    assert apart["pairwise"] == 0
    assert apart["b_cubed"] == pytest.approx(0.8)


def test_worse_than_the_floors_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "merging.json"
    Gate(dict.fromkeys(merging.FIELDS, 0.0) | {"pairwise": 0.9}).write(path)
    monkeypatch.setattr(merging, "load", lambda _name: [row | {"title": "", "text": "x"} for row in ROWS])
    monkeypatch.setattr(merging, "code", lambda rows: rows)
    for names, code in ((("1", "1", "2"), 0), (("1", "2", "3"), 1)):
        merged = placed(*zip("abc", names, strict=True), ("d", None))
        monkeypatch.setattr(merging, "merge", lambda _coded, merged=merged: merged)
        assert merging.main(["--gate", str(path)]) == code


def test_floors_changed_by_hand_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "merging.json"
    path.write_text('{"corpus": "", "floors": {"pairwise": 0.1}, "history": [], "seal": "x"}', "utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(merging, "load", lambda _name: ROWS)
        patched.setattr(merging, "code", lambda rows: rows)
        patched.setattr(merging, "merge", lambda _coded: placed(("a", "1"), ("b", "1"), ("c", "2"), ("d", None)))
        assert merging.main(["--gate", str(path)]) == 1
    assert "by hand" in capsys.readouterr().err
