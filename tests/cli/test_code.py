"""`vedette code` from end to end with a coder that needs no model: inputs, outputs, errors, exit codes."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner, Result

from tests.gather.warcs import record
from vedette.cli import code as command
from vedette.cli import coding, fetch
from vedette.cli.main import app
from vedette.errors import ModelError
from vedette.gather.manners import Manners

TEXT = "Rebels shelled the town of Idlib on Monday, officials said, and soldiers left it the day after that."
PAGE = f"""<!doctype html><html><head><title>Town shelled</title>
<meta property="article:published_time" content="2024-11-26"></head>
<body><article><h1>Town shelled</h1><p>{TEXT}</p><p>{TEXT.replace("Rebels", "Insurgents")}</p>
<p>The governor of the province told reporters that the road to the north had been closed since the morning.</p>
</article></body></html>"""


@pytest.fixture(autouse=True)
def _fake(monkeypatch: pytest.MonkeyPatch, fake_coder: coding.Coder) -> None:
    """Code with the fake."""
    monkeypatch.setattr(coding, "make_pipeline", lambda _model: fake_coder)


def vedette(*arguments: str | Path, given: bytes | str = b"") -> Result:
    """Run `vedette code`."""
    return CliRunner().invoke(app, ["code", *map(str, arguments)], input=given)


def lines(out: str | bytes) -> list[dict[str, Any]]:
    """JSON lines read back."""
    text = out.decode() if isinstance(out, bytes) else out
    return [json.loads(line) for line in text.splitlines()]


def as_line(**fields: object) -> str:
    """One JSON line."""
    return json.dumps(fields) + "\n"


def test_one_line_in_one_line_out_in_order() -> None:
    given = "".join(as_line(id=f"n{n}", text=TEXT) for n in range(200))
    done = vedette("--jsonl", given=given)
    assert done.exit_code == 0
    assert [line["id"] for line in lines(done.stdout_bytes)] == [f"n{n}" for n in range(200)]
    assert done.stderr == ""


def test_bad_lines_have_their_line_and_are_named() -> None:
    given = (
        as_line(id="a", text=TEXT) + "{oops\n\n" + as_line(id="a", text=TEXT) + as_line(id="b", text=f"BREAK {TEXT}")
    )
    done = vedette("--jsonl", given=given + as_line(id="c", text=TEXT, extra=1))
    assert done.exit_code == 1
    out = lines(done.stdout_bytes)
    assert [line["id"] for line in out] == ["a", "line:2", "a", "b", "c"]
    assert [bool(line["error"]) for line in out] == [False, True, True, True, False]
    assert "standard input line 1" in out[2]["error"]
    told = done.stderr.splitlines()
    assert told[0].startswith("vedette: standard input line 2: not JSON")
    assert told[1].startswith("vedette: standard input line 4: id 'a' was used before")
    assert "standard input line 5: the coder failed" in done.stderr
    assert "standard input line 6: warning: unknown field 'extra'" in done.stderr


def test_quiet_keeps_errors_and_drops_warnings() -> None:
    done = vedette("--jsonl", "--quiet", given=as_line(id="c", text=TEXT, extra=1) + "{oops\n")
    assert "warning" not in done.stderr
    assert "line 2" in done.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.txt", TEXT), ("a.md", TEXT), ("a.html", PAGE), ("a.HTM", PAGE), ("a.jsonl", as_line(id="x", text=TEXT))],
)
def test_each_kind_of_file(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    done = vedette("--jsonl", tmp_path / name)
    assert done.exit_code == 0, done.stderr
    (line,) = lines(done.stdout_bytes)
    assert line["id"] == ("x" if name == "a.jsonl" else str(tmp_path / name))
    assert TEXT in line["report"]["text"]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TEXT, "utf-8")
    (tmp_path / "empty.txt").write_text("", "utf-8")
    (tmp_path / "binary.html").write_bytes(bytes(range(256)) * 50)
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "empty").mkdir()
    bad = [
        tmp_path / "missing.txt",
        tmp_path / "empty",
        tmp_path / "empty.txt",
        tmp_path / "binary.html",
        tmp_path / "paper.pdf",
    ]
    done = vedette("--jsonl", *bad, tmp_path / "good.txt")
    assert done.exit_code == 1
    out = lines(done.stdout_bytes)
    assert [bool(line["error"]) for line in out] == [True, True, True, True, True, False]
    assert [line["id"] for line in out] == [str(path) for path in [*bad, tmp_path / "good.txt"]]
    for path in bad:
        assert f"vedette: {path}: " in done.stderr


def test_a_huge_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vedette.cli.sources.MAX_FILE", 1000)
    (tmp_path / "huge.txt").write_text(TEXT * 20, "utf-8")
    done = vedette("--jsonl", tmp_path / "huge.txt")
    assert done.exit_code == 1
    assert "larger than 1,000 bytes" in done.stderr


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        (TEXT, ["-"]),
        (PAGE, ["-"]),
        ("\ufeff\n\n  " + as_line(id="x", text=TEXT) + as_line(id="y", text=TEXT), ["x", "y"]),
    ],
)
def test_standard_input_is_told_by_how_it_begins(given: str, ids: list[str], tmp_path: Path) -> None:
    done = vedette("-", "--out", tmp_path / "out.jsonl", given=given.encode())
    assert done.exit_code == 0, done.stderr
    assert [line["id"] for line in lines((tmp_path / "out.jsonl").read_bytes())] == ids


def test_an_address_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    transport = httpx.MockTransport(lambda _request: httpx.Response(200, html=PAGE))
    monkeypatch.setattr(command, "make_transport", lambda: transport)
    done = vedette("--jsonl", "https://example.org/2024/11/26/town")
    assert done.exit_code == 0, done.stderr
    (line,) = lines(done.stdout_bytes)
    assert line["id"] == line["report"]["url"] == "https://example.org/2024/11/26/town"
    assert line["report"]["published"] == "2024-11-26"


def test_a_folder_gives_its_files_under_stable_ids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in" / "more").mkdir(parents=True)
    (tmp_path / "in" / "b.html").write_text(PAGE, "utf-8")
    (tmp_path / "in" / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "in" / "more" / "c.jsonl").write_text(as_line(id="x", text=TEXT) + "{oops\n", "utf-8")
    (tmp_path / "in" / "more" / "d.warc.gz").write_bytes(record("https://example.org/d", PAGE.encode()))
    (tmp_path / "in" / "paper.pdf").write_bytes(b"%PDF-1.4")
    monkeypatch.chdir(tmp_path)
    for name in ("in", "in/"):
        done = vedette("--jsonl", name)
        assert [line["id"] for line in lines(done.stdout_bytes)] == [
            *("in/a.txt", "in/b.html", "x", "line:2", "in/more/d.warc.gz:0")
        ]
        assert done.exit_code == 1
        assert "in/more/c.jsonl line 2: not JSON" in done.stderr
    assert vedette("--jsonl", "in", "in/a.txt").stderr.count("id 'in/a.txt' was used before by in/a.txt") == 1


def test_a_warc_file_gives_its_pages_and_names_its_broken_records(tmp_path: Path) -> None:
    one, two = record("https://example.org/1", PAGE.encode()), record("https://example.org/2", PAGE.encode())
    path = tmp_path / "news.warc.gz"
    menu = record("https://example.org/menu", b"<html><a>Menu</a></html>")
    path.write_bytes(one + b"garbage" + menu + two)
    done = vedette("--jsonl", path)
    assert done.exit_code == 1
    out = lines(done.stdout_bytes)
    offsets = [0, len(one), len(one) + 7, len(one) + 7 + len(menu)]
    assert [line["id"] for line in out] == [f"{path}:{offset}" for offset in offsets]
    assert [bool(line["error"]) for line in out] == [False, True, True, False]
    assert [line["report"]["published"] for line in (out[0], out[3])] == ["2024-11-26"] * 2
    assert f"vedette: {path}:{len(one)}: " in done.stderr
    again = vedette("--jsonl", path, "--published", "2020-01-01")
    assert [line["report"]["published"] for line in lines(again.stdout_bytes) if not line["error"]] == [
        "2024-11-26"
    ] * 2


def test_a_feed_gives_the_pages_it_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    item = "<item><title>T</title><link>/{0}?utm_source=x</link><guid>urn:{0}</guid></item>"
    rss = f"<rss version='2.0'><channel><title>T</title>{''.join(map(item.format, 'abcd'))}</channel></rss>"
    answers = {
        "/feed": httpx.Response(200, content=rss, headers={"Content-Type": "application/rss+xml"}),
        "/robots.txt": httpx.Response(200, text="User-agent: *\nDisallow: /d"),
        "/a": httpx.Response(200, html=PAGE),
        "/c": httpx.Response(200, content=b"%PDF", headers={"Content-Type": "application/pdf"}),
        "/d": httpx.Response(200, html=PAGE),
    }
    transport = httpx.MockTransport(lambda request: answers.get(request.url.path, httpx.Response(404)))
    monkeypatch.setattr(command, "make_transport", lambda: transport)
    monkeypatch.setattr(fetch, "MANNERS", Manners(interval=0))
    done = vedette("--jsonl", "https://example.org/feed")
    assert done.exit_code == 1
    out = lines(done.stdout_bytes)
    assert [line["id"] for line in out] == [f"https://example.org/{n}" for n in "abcd"]
    assert [(line["error"] or "none")[:60] for line in out] == [
        "none",
        "https://example.org/b answered 404. Look at the address in a",
        "https://example.org/c gives application/pdf, not a page. Giv",
        out[3]["error"][:60],
    ]
    assert "robots" in out[3]["error"]
    assert out[0]["report"]["url"] == "https://example.org/a"


def test_in_a_pipe_one_tab_separated_line_per_event(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    done = vedette(tmp_path / "a.txt", "--published", "2024-11-26")
    head, row = done.stdout.splitlines()
    told = dict(zip(head.split("\t"), row.split("\t"), strict=True))
    assert told["report"] == str(tmp_path / "a.txt")
    assert told["published"] == "2024-11-26"
    assert told["type"] == "ASSAULT"


def test_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(as_line(id="x", text=TEXT), "utf-8")
    for arguments in (
        ["--published", "yesterday", tmp_path / "a.jsonl"],
        ["-", "-"],
        ["--out", tmp_path / "a.jsonl", tmp_path / "a.jsonl"],
        ["--out", tmp_path / "no" / "such" / "folder.jsonl", tmp_path / "a.jsonl"],
        ["--coder", "tea-leaves", tmp_path / "a.jsonl"],
    ):
        done = vedette(*arguments)
        assert done.exit_code == 2, arguments
        assert done.stderr
    assert (tmp_path / "a.jsonl").read_text("utf-8") == as_line(id="x", text=TEXT)


def test_a_missing_model_is_told_with_exit_code_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_model: str | None) -> coding.Coder:
        msg = "no model 'nope'. Install one."
        raise ModelError(msg)

    monkeypatch.setattr(coding, "make_pipeline", missing)
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    done = vedette("--model", "nope", tmp_path / "a.txt")
    assert done.exit_code == 2
    assert "vedette: no model 'nope'. Install one." in done.stderr


def test_a_reader_that_has_gone_is_no_traceback(tmp_path: Path) -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv.pop(1))\n"
        "from tests.conftest import FakeCoder\n"
        "from vedette.cli import coding, main\n"
        "coding.make_pipeline = lambda model: FakeCoder()\n"
        "main.app()"
    )
    root = Path(__file__).parents[2]
    given = "".join(as_line(id=f"n{n}", text=TEXT * 50) for n in range(500))
    argv = [sys.executable, "-c", program, str(root), "code", "--jsonl"]
    (tmp_path / "in.jsonl").write_text(given, "utf-8")
    with (tmp_path / "in.jsonl").open("rb") as stdin:
        child = subprocess.Popen(argv, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout
    assert child.stderr
    with child.stdout, child.stderr:
        child.stdout.close()
        assert child.stderr.read() == b""
    assert child.wait() == 1


def test_output_is_utf8_whatever_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    done = vedette("--jsonl", given=as_line(id="é", text=f"حلب {TEXT}"))
    assert lines(done.stdout_bytes)[0]["id"] == "é"
    assert "حلب".encode() in done.stdout_bytes
