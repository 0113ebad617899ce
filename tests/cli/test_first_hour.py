"""The first hour: what a stranger gets wrong is answered with what it was, where, and what to do; no traceback."""

import errno
import json
import os
import socket
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from vedette.cli import ailments, coding, desks, start
from vedette.cli.main import app
from vedette.errors import DataFileError
from vedette.pipeline import Pipeline
from vedette.store import check

Vedette = Callable[..., Result]
TEXT = "Rebels shelled Idlib in Syria on Monday, killing 12 people, residents said."


@pytest.fixture
def vedette(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Vedette:
    """Runs the command in an empty folder with a report in it, with the tests' coder."""
    monkeypatch.setattr(coding, "make_pipeline", lambda _model: pipeline)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VEDETTE_DESK", raising=False)
    Path("report.txt").write_text(TEXT, "utf-8")

    def run(*arguments: str, given: str | bytes | None = None) -> Result:
        return CliRunner().invoke(app, list(arguments), input=given)

    return run


@pytest.fixture
def desk(vedette: Vedette) -> Vedette:
    """The same with a desk of one report."""
    assert vedette("init").exit_code == 0
    assert vedette("add", "report.txt", "--published", "2024-11-26").exit_code == 0
    return vedette


def told(done: Result) -> str:
    """What a command says when it fails: never a traceback, never an exception of its own."""
    assert done.exit_code in (1, 2), done.output
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert "Traceback" not in done.output
    return " ".join(done.stderr.split())


FILES: dict[str, bytes] = {
    "blank.txt": b"  \n\n", "thesis.pdf": b"%PDF-1.4 x", "pdf.txt": b"%PDF-1.7\n1 0 obj", "notes.docx": b"PK\x03\x04",
    "one.json": b'{"text": "x"}', "table.csv": b"a,b\n", "pages.zip": b"PK\x03\x04", "binary.txt": b"abc\x00def",
    "lines.jsonl": b'{"id": "1", "text": "Rebels shelled Idlib."}\n{"id": "2", "text":\n[1]\n{"id": "4", "txt": "x"}\n',
    "coded.jsonl": b'{"id": "1", "report": {}, "events": []}\n', "notadesk.sqlite": b"this is no database at all",
}  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "fragments"),
    [
        (("cod", "report.txt"), ("No such command 'cod'", "Did you mean 'code'")),
        (("code", "--publised", "2024-01-01", "report.txt"), ("No such option: --publised", "--published")),
        (("code", "reprt.txt"), ("reprt.txt: cannot be read: No such file", "Did you mean report.txt?")),
        (("code", "reprt"), ("reprt: cannot be read: No such file",)),
        (("code", "nowhere/report.txt"), ("There is no folder nowhere.",)),
        (("code", "blank.txt"), ("blank.txt: the text is empty",)),
        (("code", "thesis.pdf"), ("unknown kind of file '.pdf'", "Save it as text (.txt)")),
        (("code", "pdf.txt"), ("pdf.txt: binary content: a PDF", "Convert it to text first")),
        (("code", "notes.docx"), ("unknown kind of file '.docx'", "Save it as text (.txt)")),
        (("code", "one.json"), ("unknown kind of file '.json'", "ends in .jsonl")),
        (("code", "table.csv"), ("unknown kind of file '.csv'", "`vedette import` reads tables")),
        (("code", "pages.zip"), ("unknown kind of file '.zip'", "Unpack it first")),
        (("code", "binary.txt"), ("binary.txt: binary content: a NUL byte at offset 3",)),
        (("code", "empty"), ("empty: the folder holds no reports. Known endings: .html",)),
        (("code", "lines.jsonl"), ("lines.jsonl line 2: not JSON", "line 3: a JSON list, not an object",
                                   "line 4: neither 'text' nor 'html' is there, but 'txt'")),
        (("code", "coded.jsonl"), ("coded.jsonl line 1: this line was written by `vedette code`",)),
        (("code", "htp://example.org/x"), ("htp:// is no address that is fetched", "https://")),
        (("code", "http://127.0.0.1:1/x"), ("which is this machine itself", "VEDETTE_ALLOW_PRIVATE")),
        (("code", "report.txt", "--published", "30.11.2024"), ("--published '30.11.2024' is no date", "YYYY-MM-DD")),
        (("code", "report.txt", "--out", "nowhere/e.jsonl"), ("there is no folder nowhere", "--out")),
        (("code", "report.txt", "--out", "report.txt"), ("--out report.txt is one of the inputs",)),
        (("code", "report.txt", "--coder", "gpt"), ("--coder", "'frames', 'llm', 'hybrid'")),
        (("code", "report.txt", "--coder", "llm"), ("no language model is set", "VEDETTE_LLM_URL")),
        (("code",), ("standard input: nothing came in", "vedette code report.txt")),
        (("explain", "lines.jsonl:99"), ("lines.jsonl: has no report on line 99",)),
        (("schema", "evnt"), ("there is no record 'evnt'", "Did you mean Event?")),
        (("outlets", "--toml", "reutrs"), ("no outlet is called 'reutrs'", "Did you mean reuters")),
        (("outlets", "--type", "agncy"), ("--type 'agncy' is none", "Did you mean agency?")),
        (("outlets", "--country", "Syira"), ("--country 'Syira' is no country", "Did you mean Syria?")),
        (("forecast", "--history", "none.csv", "--from", "2016-10", "--months", "1..12"), ("none.csv cannot be read",)),
        (("forecast", "--history", "table.csv", "--from", "2016-10", "--months", "12..1"),
         ("--months '12..1'", "36 at most. Write 1..12")),
        (("incidents",), ("there is no desk at vedette-desk/desk.sqlite", "vedette init vedette-desk")),
        (("incidents", "--desk", "notadesk.sqlite"), ("notadesk.sqlite: file is not a database", "folder of a desk")),
        (("watch",), ("there is no desk at vedette-desk", "vedette init vedette-desk")),
        (("init", "report.txt"), ("report.txt: file is not a database", "Name the folder of a desk")),
        (("scale", "run", "report.txt", "--out", "job", "--engine", "rays"), ("no engine 'rays'", "Did you mean ray?")),
        (("gazetteer", "find", "Xyzzyq"), ("no place bears the name 'Xyzzyq'", "vedette gazetteer add")),
        (("export", "csv", "--desk", "nosuch"), ("there is no desk at nosuch", "vedette init nosuch")),
    ],
)  # fmt: skip
def test_without_a_desk_a_mistake_is_named_with_its_remedy(
    vedette: Vedette, arguments: tuple[str, ...], fragments: tuple[str, ...]
) -> None:
    for name, data in FILES.items():
        Path(name).write_bytes(data)
    Path("empty").mkdir()
    said = told(vedette(*arguments))
    for fragment in fragments:
        assert fragment in said


@pytest.mark.parametrize(
    ("arguments", "fragments"),
    [
        (("incidents", "--country", "Syira"), ("--country 'Syira' is no country", "Did you mean Syria?")),
        (("incidents", "--type", "asault"), ("--type 'asault' is no type", "Did you mean ASSAULT?")),
        (("incidents", "--status", "hapened"), ("--status 'hapened' is no status", "Did you mean happened?")),
        (("incidents", "--from", "2024"), ("--from '2024' is no date", "YYYY-MM-DD")),
        (("incidents", "--from", "2024-12-01", "--to", "2024-11-01"), ("--from 2024-12-01 is after --to", "Swap them")),
        (("incidents", "--actor", "Hezbolah"), ("No actor is known as 'Hezbolah'", "Did you mean Hezbollah")),
        (("incidents", "--place", "Idlbi"), ("No place is known as 'Idlbi'", "Did you mean Idlib")),
        (("incidents", "--as-of", "yesterday"), ("--as-of 'yesterday' is no time", "2026-11-30")),
        (("incidents", "--changed-since", "x"), ("--changed-since 'x' is no time",)),
        (("show", "I1"), ("there is no incident 'I1'. Did you mean i1?", "vedette incidents")),
        (("confirm", "i99"), ("there is no incident 'i99'. Check the id", "vedette incidents")),
        (("correct", "i1", "sub_event", "Armed clsh"), ("'Armed clsh' is no sub_event", "Did you mean Armed clash?")),
        (("correct", "i1", "subevent", "Attack"), ("no field 'subevent'", "Did you mean sub_event?")),
        (("correct", "i1", "killed", "12"), ("no field 'killed'", "Did you mean counts.killed?")),
        (("correct", "i1", "counts.killed", "twelve"), ("'twelve' is no number for counts.killed", "Write 12")),
        (("dispute", "i1", ""), ("has no reason. Say what is doubtful",)),
        (("undo", "999"), ("there is no judgement 999", "log")),
        (("export",), ("name a format: acled", "vedette export --list")),
        (("export", "geojsn"), ("there is no format 'geojsn'", "Did you mean geojson")),
        (("export", "csv", "-o", "nowhere/x.csv"), ("nowhere/x.csv cannot be written: there is no folder nowhere",)),
        (("map", "-o", "map.gif"), ("--out 'map.gif' is none of .html, .svg, .png",)),
        (("map", "-o", "m.svg", "--actor", "Hezbolah"), ("Did you mean Hezbollah",)),
        (("brief", "--out", "brief.odt"), ("--out 'brief.odt' is none of", ".pdf")),
        (("brief", "--as", "htm"), ("--as 'htm' is none", "Did you mean html?")),
        (("brief", "--since", "7x"), ("--since '7x' is neither a day nor a span", "7d")),
        (("brief", "--verify", "report.txt"), ("report.txt is no brief", "vedette schema brief")),
        (("control", "--at", "2024-13-01"), ("--at '2024-13-01' is no date",)),
        (("tempo", "--by", "contry"), ("--by 'contry' is none", "Did you mean country?")),
        (("ahead", "--fate", "opn"), ("--fate 'opn' is none", "Did you mean open?")),
        (("serve", "--port", "99999"), ("--port", "65535")),
        (("user", "add", "ada", "--role", "admn"), ("'admn' is no role", "Did you mean admin?")),
        (("user", "add", "ada"), ("there is no terminal on which to ask", "--stdin")),
        (("user", "role", "nobody", "editor"), ("there is no account 'nobody'", "vedette user list")),
        (("backup", "vedette-desk/desk.sqlite"), ("is there already", "Name a new file")),
        (("import", "none.csv", "--as", "ucdp"), ("none.csv: cannot be read: No such file",)),
        (("import", "report.txt", "--as", "acldd"), ("--as 'acldd' is no format", "acled, ucdp")),
        (("compare", "--with", "ucdp"), ("nothing of 'ucdp' was imported", "vedette imported --sources")),
        (("history",), ("no rows of 'ucdp'", "vedette import FILE --as ucdp")),
    ],
)
def test_on_a_desk_a_mistake_is_named_with_its_remedy(
    desk: Vedette, arguments: tuple[str, ...], fragments: tuple[str, ...]
) -> None:
    said = told(desk(*arguments))
    for fragment in fragments:
        assert fragment in said


@pytest.mark.parametrize(
    ("settings", "fragments"),
    [
        ("[watch\n", ("vedette.toml:1: is not TOML", "Correct the syntax")),
        ("model = 3\n", ("vedette.toml:1: model", "Correct it")),
        ('[[source]]\nkind = "feed"\n', ("source 1, name is missing", "Add it")),
    ],
)
def test_bad_settings_are_named_with_their_line(desk: Vedette, settings: str, fragments: tuple[str, ...]) -> None:
    Path("vedette-desk", "vedette.toml").write_text(settings, "utf-8")
    said = told(desk("incidents"))
    for fragment in fragments:
        assert fragment in said


def test_a_place_that_nobody_knows_is_taken_and_told(desk: Vedette) -> None:
    done = desk("correct", "i1", "place", "Idlbi")
    assert done.exit_code == 0
    assert "No place is known as 'Idlbi'. Did you mean Idlib" in done.stderr
    assert "no point on a map" in done.stderr
    assert not desk("correct", "i1", "place", "Idlib").stderr


def test_a_desk_close_by_is_named(desk: Vedette) -> None:
    Path("vedette-desk").rename("sahel")
    assert "In this folder there is: --desk sahel" in told(desk("incidents"))


def test_a_port_that_is_taken_is_named(desk: Vedette) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        assert f"cannot listen on 127.0.0.1 port {number}" in told(desk("serve", "--port", str(number)))


@pytest.mark.parametrize(
    ("number", "remedy"),
    [(errno.ENOSPC, "Make room on its disk"), (errno.EROFS, "Name a place that can be written"),
     (errno.EACCES, "Ask for the right to use it")],
)  # fmt: skip
def test_an_error_of_the_system_is_told_in_a_line(
    desk: Vedette, monkeypatch: pytest.MonkeyPatch, number: int, remedy: str
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(number, "The disk refuses", "copy.sqlite")

    monkeypatch.setattr(check, "_copy_file", refuse, raising=False)
    monkeypatch.setattr("vedette.store.backup", refuse)
    said = told(desk("backup", "copy.sqlite"))
    assert "copy.sqlite: The disk refuses." in said
    assert remedy in said


def test_a_fault_of_ours_keeps_its_traceback(desk: Vedette, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: Any, **__: Any) -> None:
        msg = "a bug"
        raise ZeroDivisionError(msg)

    monkeypatch.setattr("vedette.store.backup", break_down)
    assert isinstance(desk("backup", "copy.sqlite").exception, ZeroDivisionError)


def test_a_folder_that_cannot_be_written_is_told(desk: Vedette, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.open

    def refuse(self: Path, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if "w" in mode and self.name.endswith(".new"):
            raise OSError(errno.EROFS, "Read-only file system", str(self))
        return real(self, mode, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    said = told(desk("export", "csv", "-o", "x.csv"))
    assert "x.csv cannot be written: Read-only file system. Name a file in a folder that can be written" in said


def test_without_an_argument_it_says_how_to_begin(vedette: Vedette, monkeypatch: pytest.MonkeyPatch) -> None:
    done = vedette()
    assert done.exit_code == 0
    for words in ("vedette demo", "vedette code report.txt", "vedette init", "vedette doctor", "vedette --help"):
        assert words in done.stdout
    assert "There is no desk in this folder yet" in done.stdout
    assert len(done.stdout.splitlines()) < 20
    vedette("init")
    assert "This folder has a desk: vedette-desk." in vedette().stdout
    Path("vedette-desk").rename("sahel")
    assert "Name one with --desk sahel" in vedette().stdout
    monkeypatch.setenv("VEDETTE_DESK", "postgresql://ada:secret@host/desk")
    assert "secret" not in vedette().stdout
    assert "postgresql://..." in vedette().stdout


def test_a_folder_that_cannot_be_listed_has_no_desk_to_name(tmp_path: Path) -> None:
    assert start.other_desks(tmp_path / "none") == []


def lines(done: Result) -> dict[str, list[tuple[str, str]]]:
    """The lines of doctor by their part."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in done.stdout.splitlines()[1:]:
        part, _, rest = line.partition("\t")
        state, _, what = rest.partition("\t")
        found.setdefault(part, []).append((state, what))
    return found


def test_the_doctor_needs_no_desk(vedette: Vedette) -> None:
    done = vedette("doctor")
    assert done.exit_code == 0, done.output
    found = lines(done)
    assert {"python", "model", "data", "extras", "folder", "places", "disk", "port"} <= set(found)
    assert found["python"][0][0] == found["model"][0][0] == "ok"
    assert "en_core_web_sm" in found["model"][0][1]
    assert all(state == "ok" for state, _ in found["data"])
    assert "no desk was looked at" in done.stderr


def test_the_doctor_looks_a_desk_over(desk: Vedette) -> None:
    done = desk("doctor")
    assert (done.exit_code, "is sound: 1 reports" in done.stdout) == (0, True)
    assert "there is no desk at nosuch" in told(desk("doctor", "--desk", "nosuch"))


def test_the_doctor_names_what_is_broken(vedette: Vedette, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> str:
        raise DataFileError(Path("x.csv"), 3, "a row is broken", "Restore it")

    monkeypatch.setattr(ailments, "_tables", lambda: {"actors": broken})
    monkeypatch.setenv("VEDETTE_MODEL", "xx_none")
    done = vedette("doctor")
    assert done.exit_code == 1
    found = lines(done)
    remedy = "Restore it. Install Vedette again: pip install --force-reinstall vedette"
    assert found["data"] == [("wrong", f"actors: x.csv:3: a row is broken. {remedy}")]
    assert found["model"][0][0] == "wrong"
    assert "the language model 'xx_none' is not there. Install it with" in found["model"][0][1]


def test_the_doctor_tells_how_to_get_each_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    needs = ['nothing-there>=1; extra == "pdf"', 'rich>=1; extra == "docx"', 'ruff; extra == "dev"', "typer>=0.16"]
    monkeypatch.setattr(metadata, "requires", lambda _: needs)
    found = ailments.installed()
    assert found == {"pdf": ["nothing-there"], "docx": []}
    assert list(ailments.extras(found)) == [
        ("extras", "ok", "installed: docx"),
        ("extras", "note", "pdf is not installed (nothing-there): pip install 'vedette[pdf]'"),
    ]


def test_the_doctor_shows_no_secret() -> None:
    told_ = dict.fromkeys(("VEDETTE_LLM_KEY", "VEDETTE_DESK", "VEDETTE_LLM_URL", "HOME"), "hush")
    shown = next(iter(ailments.settings(told_ | {"VEDETTE_SECOND": "0"})))[2]
    assert "hush" not in shown
    assert "VEDETTE_SECOND=0" in shown
    assert "HOME" not in shown
    assert list(ailments.settings({"HOME": "x"})) == []


def test_the_doctor_sees_rights_room_and_ports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert ailments.writable("folder", tmp_path)[1] == "wrong"
    monkeypatch.undo()
    assert ailments.writable("folder", tmp_path / "not" / "there")[1] == "ok"
    monkeypatch.setattr(ailments, "LITTLE", 10**18)
    assert "Make room" in ailments.room(tmp_path)[2]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr(ailments, "PORT", taken.getsockname()[1])
        assert ailments.port()[1] == "note"
    monkeypatch.setattr(ailments, "OLDEST", (9, 0))
    assert ailments.python()[1] == "wrong"


def test_a_line_that_is_wrong_does_not_stop_the_others(vedette: Vedette) -> None:
    Path("lines.jsonl").write_bytes(FILES["lines.jsonl"])
    done = vedette("code", "--jsonl", "lines.jsonl")
    made = [json.loads(line) for line in done.stdout.splitlines()]
    assert [bool(one["error"]) for one in made] == [False, True, True, True]
    assert desks.HOME == "vedette-desk"
