"""Examples out of what people judged: what stands is told, with its sentence and the words picked, not who judged."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.store.made import TEXT, coded
from vedette.cli.main import app
from vedette.merge import judgements
from vedette.merge.current import incident
from vedette.merge.desking import assign_new, new_incident, state_of
from vedette.merge.examples import examples
from vedette.records import Judgement, Signature
from vedette.store import Desk, open_desk
from vedette.store.accounts import Accounts
from vedette.store.teamwork import Evidence, Teamwork

SIGNED = Signature(at="2026-01-01T00:00:00Z", who="ada", by="person", why="the map")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with one report of two events, in incidents."""
    with open_desk(tmp_path / "desk") as opened:
        opened.add(coded(0))
        assign_new(opened)
        yield opened


def told(desk: Desk, ident: str) -> list[Any]:
    """What is told of an incident."""
    found = incident(desk, ident)
    assert found is not None
    return list(found.told)


def put(desk: Desk, made: Judgement) -> int:
    """Judge; the number."""
    return desk.judge(made)


def test_a_correction_is_an_example_with_the_words_that_were_picked(desk: Desk) -> None:
    ident = desk.incidents()[0]
    sentences = told(desk, ident)
    number = put(desk, judgements.correct_field(state_of(desk), ident, "counts.killed", 14, SIGNED))
    start = sentences[0].start
    words = Evidence(judgement=number, report_id=sentences[0].report, start=start + 2, end=start + 6)
    (line, *_) = examples(desk, {number: words})
    assert (line["label"], line["field"], line["value"]) == ("corrected", "counts.killed", 14)
    assert line["text"] == sentences[0].quote == TEXT[sentences[0].start : sentences[0].end]
    assert line["evidence"] == {"start": 2, "end": 6, "text": sentences[0].quote[2:6]}
    assert line["coded"]["type"] == sentences[0].type
    assert "ada" not in json.dumps(line)
    assert all(one["evidence"] is None for one in examples(desk))


def test_what_is_undone_is_none_and_what_the_machine_judged_is_none(desk: Desk) -> None:
    ident = desk.incidents()[0]
    assert list(examples(desk)) == []
    number = put(desk, judgements.confirm(state_of(desk), ident, SIGNED))
    assert [line["label"] for line in examples(desk)] == ["right"] * len(told(desk, ident))
    undo = put(desk, judgements.undo(state_of(desk), number, SIGNED))
    assert list(examples(desk)) == []
    put(desk, judgements.undo(state_of(desk), undo, SIGNED))
    assert {line["label"] for line in examples(desk)} == {"right"}


def test_a_retraction_says_that_the_coding_is_wrong(desk: Desk) -> None:
    put(desk, judgements.retract(state_of(desk), desk.incidents()[0], SIGNED))
    assert "wrong" in {line["label"] for line in examples(desk)}


def test_a_split_and_events_told_apart_are_pairs(tmp_path: Path) -> None:
    with open_desk(tmp_path / "more") as desk:
        for n in range(2):
            desk.add(coded(n))
        assign_new(desk)
        ident = max(desk.incidents(), key=lambda one: len(told(desk, one)))
        (one, other), quotes = zip(*((telling.event, telling.quote) for telling in told(desk, ident)[:2]), strict=True)
        state = state_of(desk)
        put(desk, judgements.split_incident(state, ident, [one], new_incident(desk, state), SIGNED))
        put(desk, judgements.relate_events("same", one, other, SIGNED))
        found = list(examples(desk))
    assert [line["label"] for line in found] == ["different", "same"]
    assert found[0]["events"][0] == one
    assert found[1]["events"] == [one, other]
    assert found[1]["texts"] == list(quotes)


def test_the_command_writes_them_as_json_lines(desk: Desk, tmp_path: Path) -> None:
    where, out = ["--desk", str(tmp_path / "desk")], tmp_path / "out.jsonl"
    asked = CliRunner().invoke(app, ["corpus", "export", *where])
    assert asked.exit_code == 1
    assert "nothing was judged" in asked.output
    ident = desk.incidents()[0]
    number = put(desk, judgements.correct_field(state_of(desk), ident, "place", "Saraqib", SIGNED))
    telling = told(desk, ident)[0]
    words = Evidence(judgement=number, report_id=telling.report, start=telling.start, end=telling.end)
    Teamwork(desk.store, Accounts(desk.store).clock).give(words)
    assert CliRunner().invoke(app, ["corpus", "export", *where, "--out", str(out)]).exit_code == 0
    (line,) = map(json.loads, out.read_text("utf-8").splitlines())
    assert line["evidence"]["text"] == telling.quote
    assert "examples" in CliRunner().invoke(app, ["corpus", "export", *where]).output
    assert CliRunner().invoke(app, ["corpus", "export", *where, "--out", str(tmp_path)]).exit_code == 2
