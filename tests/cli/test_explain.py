"""`vedette explain` from end to end: on a terminal, in a pipe, as a page; inputs, errors, exit codes."""

import json
import re
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from vedette.cli import code
from vedette.cli.items import Item
from vedette.cli.main import app
from vedette.cli.tracing import explained, show
from vedette.records import Report

TEXT = (
    "Rebels shelled the town of Idlib on Monday with mortars and killed 12 people, officials said. "
    "A man accused of spying was seen in the market. "
    "Israel demanded that Hamas release the hostages."
)
HOSTILE = (
    "Gunmen attacked <script>alert('x')</script> the village of \u202eGao\u202c & killed 4 soldiers\x07. "
    'The <img src="http://evil.example/x.png"> army denied shelling Homs on Tuesday.'
)
XHTML = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _frames_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told of frames and rules is tested without the second reader."""
    monkeypatch.setenv("VEDETTE_SECOND", "0")


def vedette(*arguments: str | Path, given: str = "") -> Result:
    """Run `vedette explain`."""
    return CliRunner().invoke(app, ["explain", *map(str, arguments)], input=given)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report in a file."""
    path = tmp_path / "report.txt"
    path.write_text(TEXT, "utf-8")
    return path


def rows(done: Result) -> list[list[str]]:
    """The lines in a pipe, without their head."""
    head, *lines = done.stdout.split("\n")[:-1]
    assert head.split("\t") == ["sentence", "part", "word", "what", "why"]
    assert all(line.count("\t") == 4 for line in lines)
    return [line.split("\t") for line in lines]


def test_in_a_pipe_one_line_per_fact(report: Path) -> None:
    done = vedette(report)
    assert (done.exit_code, done.stderr) == (0, "")
    told = rows(done)
    assert ["1", "tree", "Rebels", "PROPN nsubj", "shelled"] in told
    assert ["1", "actor", "shelled", "'Rebels'", "subject; REB"] in told
    assert ["1", "source", "shelled", "'officials'", "by 'said'"] in told
    assert ["1", "joined", "killed", "into 'shelled' (assault.heavy)", "a consequence of another event"] in told
    assert ["3", "content", "demanded", "'release' (retreat.release)", ""] in told
    (frame,) = [why for n, part, word, _, why in told if (n, part, word) == ("1", "frame", "shelled")]
    assert re.fullmatch(r"violence\.toml:\d+", frame)
    (dropped,) = [what for n, part, *_, what, _ in told if (n, part) == ("2", "dropped")]
    assert dropped.startswith("aside: ")
    tried = [(what, why) for n, part, word, what, why in told if (n, part, word) == ("1", "tried", "shelled")]
    assert any("assault.heavy" in what and why.startswith("taken") for what, why in tried)


def test_what_the_second_reader_says(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VEDETTE_SECOND")
    told = rows(vedette(report, "--sentence", "1"))
    answers = [what for _, part, word, what, _ in told if (part, word) == ("reader", "shelled")]
    assert answers[0].startswith("ASSAULT ")
    assert len(answers) == 4


def test_one_sentence(report: Path) -> None:
    assert {row[0] for row in rows(vedette(report, "--sentence", "2")) if row[1] != "gate"} == {"2"}


def test_on_a_terminal_a_tree_and_lists() -> None:
    out = StringIO()
    told = explained(Item("in.txt", "r", report=Report(id="r", title="Town shelled", text=TEXT)), None)
    show(told, Console(file=out, width=120))
    seen = [line.rstrip() for line in out.getvalue().splitlines()]
    assert seen[0] == "Town shelled"
    assert "   ├─ shelled  VERB ccomp" in seen
    assert "   │  ├─ Rebels  PROPN nsubj" in seen
    assert any(re.match(r" +\+ +assault\.heavy \(violence\.toml:\d+\) +the word alone", line) for line in seen)
    assert any(re.match(r" +status +happened +no word says otherwise", line) for line in seen)
    assert any(re.match(r" +joined +killed", line) for line in seen)


@pytest.mark.parametrize("text", [TEXT, HOSTILE])
def test_a_page_is_well_formed_and_loads_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "in.txt").write_text(text, "utf-8")
    page = tmp_path / "why.html"
    done = vedette(tmp_path / "in.txt", "--html", page)
    assert done.exit_code == 0, done.stderr
    assert "sentences explained" in done.stdout
    markup = page.read_text("utf-8")
    root = ET.fromstring(markup)  # noqa: S314 - made here
    names = {element.tag.removeprefix(XHTML) for element in root.iter()}
    assert names.isdisjoint({"script", "img", "link", "iframe", "object", "embed", "base", "form"})
    assert "svg" in names
    assert "mark" in names
    for element in root.iter():
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on"), (element.tag, name)
            if name.rpartition("}")[2] in ("href", "src", "action", "data"):
                assert value.startswith("#"), (element.tag, value)
    style = root.find("head/style")
    assert style is not None
    assert style.text
    assert "url(" not in style.text
    assert "@import" not in style.text


def test_a_page_holds_the_text_escaped(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text(HOSTILE, "utf-8")
    vedette(tmp_path / "in.txt", "--html", tmp_path / "why.html")
    markup = (tmp_path / "why.html").read_text("utf-8")
    assert "<script" not in markup
    assert "&lt;script&gt;" in markup
    assert not any(c in markup for c in "\u202e\u202c\x07")
    text = "".join(ET.fromstring(markup).itertext())  # noqa: S314 - made here
    assert "alert('x')" in text
    assert "http://evil.example/x.png" in text, "as words, never as an address to load"


def test_a_page_is_the_same_each_time(report: Path, tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        vedette(report, "--html", tmp_path / name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_a_report_cannot_steer_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text(HOSTILE, "utf-8")
    done = vedette(tmp_path / "in.txt")
    assert not any(c in done.stdout for c in "\u202e\u202c\x07\x1b")


def test_a_line_of_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    lines = [{"id": "a", "text": TEXT}, {"id": "b", "text": "Gunmen attacked a convoy near Gao on Monday evening."}]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    told = [row for row in rows(vedette(f"{path}:2")) if row[1] != "gate"]
    assert told[0][:2] == ["1", "sentence"]
    assert "Gunmen" in told[0][3]
    several = vedette(path)
    assert several.exit_code == 2
    assert f"Name the line of one: {path}:1" in several.stderr
    beyond = vedette(f"{path}:9")
    assert beyond.exit_code == 1
    assert "has no report on line 9" in beyond.stderr


def test_standard_input_and_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    assert any(row[1] == "coded" for row in rows(vedette("-", given=TEXT)))
    assert vedette("-", given=(json.dumps({"id": "a", "text": TEXT}) + "\n") * 2).exit_code == 2
    page = f"<html><head><title>Idlib</title></head><body><article><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"
    transport = httpx.MockTransport(lambda _request: httpx.Response(200, html=page))
    monkeypatch.setattr(code, "make_transport", lambda: transport)
    assert any(row[1] == "coded" for row in rows(vedette("https://example.org/idlib")))


@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        (["missing.txt"], 1, "missing.txt"),
        (["missing.jsonl:3"], 1, "cannot be read"),
        (["{report}", "--published", "yesterday"], 2, "is no date"),
        (["{report}", "--sentence", "9"], 2, "has 3 sentences"),
        (["{report}", "--sentence", "0"], 2, "--sentence"),
        (["{report}", "--html", "{report}"], 2, "is one of the inputs"),
        (["{report}", "--model", "no_such_model"], 2, "no_such_model"),
        ([], 2, "REPORT"),
    ],
)
def test_what_goes_wrong_is_named(report: Path, arguments: list[str], exit_code: int, said: str) -> None:
    done = vedette(*(a.format(report=report) for a in arguments))
    assert done.exit_code == exit_code
    assert said in done.stderr
    assert report.read_text("utf-8") == TEXT


def test_help_has_examples_and_exit_codes() -> None:
    told = vedette("--help").stdout
    assert "vedette explain report.txt" in told.split("Examples:", 1)[1]
    assert "Exit codes: 0 explained" in told
