"""`vedette user` and `vedette serve`: the first admin, roles, passwords, tokens, and a desk that really answers."""

import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import typer
from argon2 import PasswordHasher
from typer.testing import CliRunner

from vedette.cli.main import app
from vedette.cli.serve import listen
from vedette.serve import keys
from vedette.store import open_desk
from vedette.store.accounts import Accounts

PASSWORD = "four quiet words here"  # noqa: S105 - of tests


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords quickly."""
    hasher = PasswordHasher(time_cost=1, memory_cost=64)
    monkeypatch.setattr(keys, "_hasher", lambda: hasher)


@pytest.fixture
def where(tmp_path: Path) -> str:
    """An empty desk."""
    open_desk(tmp_path / "desk").close()
    return str(tmp_path / "desk")


def run(where: str, *words: str, given: str = "") -> Any:
    """Run a command on the desk."""
    return CliRunner().invoke(app, [*words, "--desk", where], input=given)


def test_the_first_admin_is_made_listed_and_given_another_role_and_password(where: str) -> None:
    assert run(where, "user", "add", "ada", "--role", "admin", "--stdin", given=PASSWORD + "\n").exit_code == 0
    assert run(where, "user", "add", "ben", given=f"{PASSWORD}\n{PASSWORD}\n").exit_code == 0, "asked for twice"
    assert run(where, "user", "list").output.splitlines()[1].split("\t")[:3] == ["ada", "admin", "yes"]
    assert "ben is editor now" in run(where, "user", "role", "ben", "editor").output
    assert run(where, "user", "password", "Ben", "--stdin", given="another five quiet words\n").exit_code == 0
    with open_desk(where) as desk:
        accounts = Accounts(desk.store)
        known = accounts.find("BEN")
        assert known is not None
        assert keys.matches(accounts.password_of(known.id), "another five quiet words")
        assert [line.action for line in accounts.audited()] == [
            "password set",
            "role changed",
            "account made",
            "account made",
        ]


def test_what_cannot_be_is_refused_with_the_remedy(where: str) -> None:
    assert run(where, "user", "add", "ada", "--role", "king", "--stdin", given=PASSWORD).exit_code == 2
    assert "12 to 1024" in run(where, "user", "add", "ada", "--stdin", given="short\n").output
    run(where, "user", "add", "ada", "--role", "admin", "--stdin", given=PASSWORD)
    assert "already" in run(where, "user", "add", "ADA", "--stdin", given=PASSWORD).output
    assert "only admin" in run(where, "user", "role", "ada", "reader").output
    assert run(where, "user", "role", "nobody", "reader").exit_code == 1
    assert run(where, "user", "token", "ada", "--scope", "fly").exit_code == 2
    assert "Set hosts" in run(where, "serve", "--host", "0.0.0.0").output  # noqa: S104 - refused


def test_a_desk_that_is_served_answers_a_token(where: str) -> None:
    run(where, "user", "add", "ada", "--role", "admin", "--stdin", given=PASSWORD)
    token = run(where, "user", "token", "ada", "--days", "1").output.strip()
    command = [sys.executable, "-m", "vedette", "serve", "--desk", where, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address = re.search(r"http://127\.0\.0\.1:\d+/", server.stdout.readline())
            assert address is not None
            with pytest.raises(urllib.error.HTTPError, match="401"):
                urllib.request.urlopen(f"{address[0]}api/v1/incidents", timeout=30)  # noqa: S310 - our own server
            head = {"Authorization": f"Bearer {token}"}
            asked = urllib.request.Request(f"{address[0]}api/v1/incidents", headers=head)  # noqa: S310 - as above
            with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310 - as above
                assert answer.status == 200
        finally:
            server.terminate()
            server.wait(30)


def test_what_is_answered_does_not_wait_for_an_acknowledgement() -> None:
    with listen("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_port_that_another_has_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with listen("127.0.0.1", 0) as taken, pytest.raises(typer.Exit):
        listen("127.0.0.1", taken.getsockname()[1])
    assert "Choose another with --port" in capsys.readouterr().err
