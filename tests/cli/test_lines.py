"""The output line is one line of valid UTF-8 JSON with all keys of the contract."""

import json

from hypothesis import given
from hypothesis import strategies as st

from vedette.cli.lines import failed, to_line, whole
from vedette.records import Coded, Report

KEYS = {"id", "report", "mentions", "actors", "places", "events", "relations", "control", "times", "error"}
ANY_TEXT = st.text(st.characters(exclude_categories=()))


@given(key=ANY_TEXT, title=ANY_TEXT)
def test_a_line_is_one_line_of_utf8_json(key: str, title: str) -> None:
    line = to_line(Coded(id=key, report=Report(id=key, text="Some text.", title=title)))
    assert len(line.splitlines()) == 1
    read = json.loads(line.encode("utf-8"))
    assert read["id"] == whole(key)
    assert read["report"]["title"] == whole(title)
    assert read.keys() == KEYS


@given(ANY_TEXT)
def test_whole_leaves_what_is_whole(text: str) -> None:
    mended = whole(text)
    mended.encode("utf-8")
    if mended != text:
        assert any("\ud800" <= c <= "\udfff" for c in text)


def test_a_failure_has_every_key() -> None:
    read = json.loads(to_line(failed("line:3", "not JSON \ud800")))
    assert read.keys() == KEYS
    assert read["id"] == "line:3"
    assert read["error"] == "not JSON \ufffd"
    assert read["events"] == []
