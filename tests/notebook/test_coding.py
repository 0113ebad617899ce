"""`vedette.code`: whatever it is given, by a pipeline that is loaded once; and `import vedette` stays quick."""

import datetime as dt
import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

import vedette as v
from vedette.notebook import coding
from vedette.pipeline import Pipeline

TEXT = "Rebels shelled Idlib on Monday, killing 12 people, residents said."
LATER = "Gunmen attacked the market of Djibo on Tuesday and killed nine traders."


@pytest.fixture(autouse=True)
def _frames(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    """Code with the frames alone, which are loaded already."""
    monkeypatch.setattr(coding, "default_pipeline", lambda _model: pipeline)


def test_a_text_is_kept_character_for_character() -> None:
    given = f"  {TEXT}\n\n{LATER} "
    coded = v.code(given, published="2024-11-26", title="Idlib", publisher="Wire", url="https://wire.example/1")
    assert isinstance(coded, v.CodedReport)
    assert coded.report is not None
    assert coded.report.text == given
    assert (coded.report.title, coded.report.publisher) == ("Idlib", "Wire")
    assert coded.events[0].trigger.text == "shelled"
    assert coded.to_dicts()[0]["first"]


def test_a_date_may_be_a_date() -> None:
    for day in ("2024-11-26", dt.date(2024, 11, 26), dt.datetime(2024, 11, 26, 12, tzinfo=dt.UTC)):
        assert v.code(TEXT, published=day).to_dicts()[0]["first"] == "2024-11-25"
    with pytest.raises(v.AskedError, match=r"published '26.11.2024' is no date. Write it as YYYY-MM-DD"):
        v.code(TEXT, published="26.11.2024")


def test_many_come_back_in_their_order_and_none_stops_the_others(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(LATER, "utf-8")
    given: list[Any] = [
        TEXT,
        "",
        {"id": "x", "text": LATER, "published": "2024-03-13"},
        path,
        v.read_text(TEXT, id="r"),
    ]
    coded = v.code(given, published="2024-11-26")
    assert isinstance(coded, v.CodedReports)
    assert [len(one.events) for one in coded] == [1, 0, 1, 1, 1]
    assert [one.id for one in coded][1:] == ["item 2", "x", str(path), "r"]
    assert [one.error for one in coded.failed] == [
        "the text is empty. Give the article's words in `text`, or the page in `html`"
    ]
    assert coded[2].report is not None
    assert coded[2].report.published == "2024-03-13"
    assert coded[4].report is not None
    assert coded[4].report.published == "2024-11-26"


def test_an_iterator_will_do() -> None:
    assert len(v.code(text for text in (TEXT, LATER))) == 2


def test_the_same_text_twice_is_told() -> None:
    assert "was used before by item 1" in (v.code([TEXT, TEXT])[1].error or "")


def test_files_folders_and_lines_are_read_as_the_command_reads_them(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps({"id": "b", "text": LATER}) + "\n{broken\n", "utf-8")
    assert len(v.code(tmp_path / "a.txt").events) == 1  # type: ignore[union-attr]  # a file with one report
    lines = v.code(tmp_path / "b.jsonl")
    assert isinstance(lines, v.CodedReports)
    assert [bool(one.error) for one in lines] == [False, True]
    assert len(v.code(tmp_path)) == 3  # type: ignore[arg-type]  # a folder


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("report.html", r"looks like a file's name. Give pathlib.Path\('report.html'\)"),
        ("", "the text is empty"),
        (Path("nope.txt"), "nope.txt: cannot be read: No such file or directory"),
        (Path("nope.docx"), "nope.docx: cannot be read: No such file or directory"),
        (Path(__file__), "unknown kind of file '.py'. Known: .html"),
        ({"id": "x"}, "neither text nor html"),
        ({"text": 5}, "field 'text' must be a string"),
        ("http://127.0.0.1:1/x", "VEDETTE_ALLOW_PRIVATE"),
        (5, "'int' is nothing to code. Give a text, a pathlib.Path"),
        (b"bytes", "'bytes' is nothing to code"),
        ([TEXT, 5], "item 2: 'int' is nothing to code"),
        (None, "'NoneType' is nothing to code"),
    ],
)
def test_what_cannot_be_read_says_what_it_is_and_the_remedy(given: Any, told: str) -> None:
    with pytest.raises(v.VedetteError, match=told):
        v.code(given)


def test_a_title_for_many_is_refused() -> None:
    with pytest.raises(v.AskedError, match=r"title can be told of one text alone. Give dicts"):
        v.code([TEXT], title="Idlib")


def test_threads_code_one_after_the_other() -> None:
    made: list[int] = []
    threads = [threading.Thread(target=lambda: made.append(len(v.code(TEXT).events))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1, 1, 1, 1]


def test_a_pipeline_of_ones_own_is_used(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coding, "default_pipeline", None)
    assert len(v.code(TEXT, pipeline=pipeline).events) == 1


def test_the_default_pipeline_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    made: list[str | None] = []

    def make(model: str | None = None) -> object:
        made.append(model)
        return object()

    monkeypatch.setattr("vedette.pipeline.Pipeline", make)
    coding.default_pipeline.cache_clear()
    try:
        assert coding.default_pipeline(None) is coding.default_pipeline(None)
        assert made == [None]
    finally:
        coding.default_pipeline.cache_clear()


def test_it_is_a_record_that_a_line_of_json_can_be_made_of() -> None:
    coded = v.code(TEXT)
    assert v.Coded.model_validate(coded.as_json()) == v.Coded(**dict(coded))
    assert repr(coded) == f"<CodedReport {coded.id!r}, 1 events>"
    assert "shelled" in str(coded)


def test_the_room_of_coders_is_a_package_and_a_function() -> None:
    from vedette.code import coder, parse

    assert v.code.coder is coder  # type: ignore[attr-defined]  # it is the package too
    assert parse.DEFAULTS
    assert callable(v.code)


def test_importing_vedette_is_quick_and_brings_nothing_heavy() -> None:
    ask = "import sys; before = set(sys.modules); import vedette; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    brought = {name for name in done.stdout.split() if name.startswith("vedette")}
    assert brought == {"vedette", "vedette.code", "vedette.version"}
    assert {"pydantic", "spacy", "numpy", "pandas", "rich", "typer"}.isdisjoint(done.stdout.split())
    assert min(_import_time() for _ in range(5)) < 1, "import vedette takes longer than Python's own typing"


def _import_time() -> float:
    """How long `import vedette` takes beside `typing`, the largest module that it needs, as Python itself counts.

    A share and no number of milliseconds: it is the same on a machine that does other things meanwhile.
    """
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import vedette"], capture_output=True, text=True, check=True
    )
    rows = [line.removeprefix("import time:").split("|") for line in done.stderr.splitlines() if "|" in line]
    took = {name.strip(): int(total) for _, total, name in rows if total.strip().isdigit()}
    return (took["vedette"] - took["typing"]) / took["typing"]
