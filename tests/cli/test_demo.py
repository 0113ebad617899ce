"""`vedette demo` codes every sample, shows it and says where the lines are."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from vedette.cli import coding, serve
from vedette.cli.desks import all_settings
from vedette.cli.main import app
from vedette.read.samples import sample_paths
from vedette.serve import keys
from vedette.store import open_desk
from vedette.store.accounts import Accounts


@pytest.fixture(autouse=True)
def _fake(monkeypatch: pytest.MonkeyPatch, fake_coder: coding.Coder) -> None:
    """Code with the fake."""
    monkeypatch.setattr(coding, "make_pipeline", lambda _model: fake_coder)


def test_every_sample_is_shown_and_written(tmp_path: Path) -> None:
    out = tmp_path / "demo.jsonl"
    done = CliRunner().invoke(app, ["demo", "--out", str(out)])
    assert done.exit_code == 0, done.stderr
    written = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    names = [Path(str(path)).name for path in sample_paths()]
    assert len(written) >= len(names) >= 12
    assert {line["id"] for line in written} >= {name for name in names if not name.endswith(".jsonl")}
    assert all(not line["error"] for line in written)
    for name in names:
        assert name in done.stdout
    assert f"{len(written)} reports" in done.stdout
    assert str(out) in done.stdout.replace("\n", "")


def test_the_samples_go_onto_a_desk_that_everybody_may_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(2):  # the second time it is there already
        done = CliRunner().invoke(app, ["demo", "--web", "auto"])  # nobody looks on here
        assert done.exit_code == 0, done.stderr
        assert "http://127.0.0.1:8750/" in done.stdout
    assert all_settings("vedette-demo-desk").serve.public
    with open_desk("vedette-demo-desk", create=False) as desk:
        assert len(desk.reports()) >= 12
        assert desk.incidents()
    assert CliRunner().invoke(app, ["demo", "--web", "maybe"]).exit_code == 2


def test_the_sample_desk_is_served_with_an_account_to_review_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    served: list[str] = []
    monkeypatch.setattr(serve, "run", lambda *_, where, **__: served.append(where))
    words = ["demo", "--web", "1", "--desk", str(tmp_path / "desk"), "--out", str(tmp_path / "o.jsonl")]
    for _ in range(2):
        done = CliRunner().invoke(app, words)
        password = done.stdout.rpartition("with the password ")[2].strip()
    assert served == [str(tmp_path / "desk")] * 2
    with open_desk(tmp_path / "desk") as desk:
        account = Accounts(desk.store).find("demo")
        assert account is not None
        assert account.role == "editor"
        assert keys.matches(Accounts(desk.store).password_of(account.id), password)


def test_a_place_that_cannot_be_written_is_wrong_usage(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["demo", "--out", str(tmp_path / "no" / "demo.jsonl")])
    assert done.exit_code == 2
    assert "--out" in done.stderr
