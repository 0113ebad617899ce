"""`vedette watch` from end to end: from settings to incidents and alerts, in a pipe, stopped by a signal."""

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tests.conftest import FakeCoder
from tests.gather.servers import answer, serving
from vedette.cli import coding
from vedette.cli.board import Board, print_line, summary
from vedette.cli.main import app
from vedette.store.gathering import SourceRow
from vedette.watch.happenings import Happening

WORDS = (
    "Gunmen attacked the market of Djibo on Tuesday and killed nine traders, residents said. They burned the stalls "
    "and drove off with fifty head of cattle before soldiers came from the barracks at the edge of the town."
)
ALERT = '[[alert]]\nname = "all"\nfeed = "alerts/all.atom"\n'
FOLDER = '[[source]]\nname = "papers"\nkind = "folder"\nurl = "inbox"\n'

Vedette = Callable[..., Result]


@pytest.fixture
def vedette(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Vedette:
    """Runs the command beside a desk "sahel" with a folder to watch, with a coder that costs nothing."""
    monkeypatch.setattr(coding, "make_pipeline", lambda _model, **_: FakeCoder())
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments))

    assert run("init", "sahel").exit_code == 0
    (tmp_path / "sahel" / "inbox").mkdir()
    return run


def settings(tmp_path: Path, text: str) -> None:
    """Write the settings of the desk."""
    (tmp_path / "sahel" / "vedette.toml").write_text(text, "utf-8")


def test_a_folder_is_watched_coded_merged_and_told_of(vedette: Vedette, tmp_path: Path, where: str) -> None:
    if where.startswith("postgresql"):
        assert vedette("init", where).exit_code == 0
    else:
        where = "."
    database = f'database = "{where}"\n'
    settings(tmp_path, database + FOLDER + ALERT)
    assert vedette("watch", "--desk", "sahel", "--once").exit_code == 0
    (tmp_path / "sahel" / "inbox" / "raid.txt").write_text(f"Raid on Djibo\n\n{WORDS}\n", "utf-8")
    # the folder was visited a moment ago and is not due; an hour later it is, which the settings bring about here
    settings(tmp_path, database + FOLDER.replace("inbox", "./inbox") + ALERT)
    done = vedette("watch", "--desk", "sahel", "--once")
    assert done.exit_code == 0, done.output
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert [line[1] for line in lines[:-1]] == ["visited", "kept", "merged", "alerts", "sent"]
    assert lines[-1][0].startswith("1 visits (0 failed), 1 articles listed (0 given up); 1 reports new, 0 known")
    assert "1 alerts delivered" in lines[-1][0]
    assert vedette("incidents", "--desk", "sahel").exit_code == 0
    assert b"<entry>" in (tmp_path / "sahel" / "alerts" / "all.atom").read_bytes()
    assert vedette("doctor", "--desk", "sahel").exit_code == 0


def test_a_feed_is_watched_through_robots_and_an_archive(vedette: Vedette, tmp_path: Path) -> None:
    with serving() as server:
        item = f"<item><title>Raid</title><link>{server.url}/raid</link></item>"
        server.answers["/feed"] = answer(f"<rss version='2.0'><channel><title>x</title>{item}</channel></rss>".encode())
        page = f"<html><head><title>Raid</title></head><body><article><p>{WORDS}</p></article></body></html>"
        server.answers["/raid"] = answer(page.encode(), "200 OK", "Content-Type: text/html")
        watch = '[watch]\nallow = ["127.0.0.1"]\ncontact = "desk@example.org"\n'
        settings(tmp_path, f'{watch}[[source]]\nname = "wire"\nurl = "{server.url}/feed"\n')
        done = vedette("watch", "--desk", "sahel", "--once", "--quiet")
        assert done.stdout.startswith("1 visits (0 failed), 1 articles listed (0 given up); 1 reports new"), done.output
        assert server.paths == ["/robots.txt", "/feed", "/raid"]
        assert b"(+desk@example.org)" in server.asked[1]
    assert list((tmp_path / "sahel" / "archive").glob("*.warc.gz"))


def test_a_source_on_this_machine_is_refused_unless_it_is_allowed(vedette: Vedette, tmp_path: Path) -> None:
    settings(tmp_path, '[[source]]\nname = "own"\nurl = "http://127.0.0.1:8000/feed"\n')
    done = vedette("watch", "--desk", "sahel", "--once")
    assert done.exit_code == 1
    assert "visit failed\town\t" in done.stdout
    assert "127.0.0.1" in done.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "names no [[source]]"),
        (FOLDER.replace("folder", "foldr"), "there is no kind of source 'foldr'. Did you mean folder? Known: feed"),
        (FOLDER.replace("url", "adress"), "source 1, url is missing"),
        (FOLDER + ALERT + 'webhook = "https://h.example"\nsecret_env = "NOT_SET"\n', "NOT_SET, which is not set"),
    ],
)
def test_settings_that_cannot_be_watched_are_told(vedette: Vedette, tmp_path: Path, text: str, said: str) -> None:
    settings(tmp_path, text)
    done = vedette("watch", "--desk", "sahel", "--once")
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_desk_that_is_an_address_needs_a_folder_for_its_settings(vedette: Vedette) -> None:
    done = vedette("watch", "--desk", "postgresql://ada@localhost/vedette")
    assert done.exit_code == 2
    assert "needs a folder" in done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_and_meanwhile_it_is_alone(
    vedette: Vedette, tmp_path: Path, number: signal.Signals
) -> None:
    settings(tmp_path, FOLDER.replace("inbox", "nowhere"))
    command = [sys.executable, "-m", "vedette", "watch", "--desk", "sahel"]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=tmp_path, text=True, **pipes) as process:
        assert process.stdout
        assert "visit failed" in process.stdout.readline()
        other = vedette("watch", "--desk", "sahel", "--once")
        assert (other.exit_code, "another `vedette watch` is at work" in other.stderr) == (2, True)
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "stopping after the reports in hand" in err
    assert out.splitlines()[-1].startswith("1 visits (1 failed), 0 articles listed")


def test_the_board_shows_what_happens_at_each_source() -> None:
    row = SourceRow(name="wire", place="", next_visit="", last_success="2026-11-26T10:00:00Z", error="no answer")
    board = Board(["wire", "other"], {"wire": row})
    for kind, words in (("visited", ""), ("kept", "u"), ("aside", "u"), ("fetch failed", "\x1b[2J500"), ("merged", "")):
        source = "" if kind == "merged" else "other"
        board.take(Happening(kind, source, words, 2, "2026-11-26T12:34:56+00:00"))  # type: ignore[arg-type]
    table = board.table()
    cells = [[str(cell) for cell in column.cells] for column in table.columns]
    assert cells == [
        ["wire", "other"], ["2026-11-26 10:00", "2026-11-26 12:34"], ["0", "2"], ["0", "1"], ["0", "1"], ["0", "1"],
        ["no answer", "500"],
    ]  # fmt: skip
    assert table.caption == "2 merged"


def test_lines_tell_what_matters_and_nothing_can_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    for kind in ("unchanged", "fetched"):
        print_line(Happening(kind, "wire", "u", 1, "t"))
    print_line(Happening("visited", "wire", "", 0, "t"))
    print_line(Happening("given up", "wire\n", "u\x1b[2J\tx", 1, "t"))
    assert capsys.readouterr().out == "t\tgiven up\twire\tu x\n"


def test_the_last_line_sums_up() -> None:
    told = summary(Counter({"visits": 9, "visited": 5, "kept": 3, "sent": 2, "not sent": 1}))
    assert told == (
        "9 visits (0 failed), 5 articles listed (0 given up); 3 reports new, 0 known, 0 without events, 0 unread; "
        "2 alerts delivered, 1 tries failed"
    )
