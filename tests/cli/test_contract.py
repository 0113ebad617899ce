"""The JSON lines contract, on samples, labelled sentences, and the dev data where it lies beside the repository."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from typer.testing import CliRunner

from bench import texts
from vedette.cli import coding
from vedette.cli.main import app
from vedette.pipeline import Pipeline

KEYS = {"id", "report", "mentions", "actors", "places", "events", "relations", "control", "times", "error"}
REPORT = {"title", "summary", "byline", "publisher", "original_source", "published", "language", "text"}
EVENT = {
    "id", "type", "mode", "sub_event", "cameo", "trigger", "actors", "targets", "beneficiaries", "place", "origin",
    "destination", "when", "counts", "weapons", "status", "negated", "attribution", "salience", "confidence",
}  # fmt: skip
FILLER = {"start", "end", "text", "ref", "kind"}
ROLES = ("actors", "targets", "beneficiaries", "weapons", "place", "origin", "destination")


@pytest.fixture(scope="module")
def given() -> list[dict[str, str]]:
    """Every input."""
    return texts.items()


@pytest.fixture(scope="module")
def written(given: list[dict[str, str]], pipeline: Pipeline) -> list[dict[str, Any]]:
    """The output lines for every input."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coding, "make_pipeline", lambda _model: pipeline)
        done = CliRunner().invoke(app, ["code", "--jsonl"], input=texts.as_lines(given))
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in done.stdout_bytes.decode("utf-8").split("\n")[:-1]]


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object within a value."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from objects(part)


def fillers(line: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every filler of a role in a line."""
    for event in line["events"]:
        for role in ROLES:
            yield from objects(event[role])
        yield from (link["source"] for link in event["attribution"])
    for relation in line["relations"]:
        yield from (relation["source"], relation["target"])
    for change in line["control"]:
        yield from (x for x in (change["place"], change["holder"]) if x)


def test_one_line_for_each_in_order(given: list[dict[str, str]], written: list[dict[str, Any]]) -> None:
    assert [line["id"] for line in written] == [item["id"] for item in given]
    assert [line["error"] for line in written] == [None] * len(given)


def test_every_key_of_the_contract_is_there(written: list[dict[str, Any]]) -> None:
    for line in written:
        assert line.keys() >= KEYS
        assert line["report"].keys() >= REPORT
        assert all(event.keys() >= EVENT for event in line["events"])
        assert all(filler.keys() >= FILLER for filler in fillers(line))


def test_a_text_given_is_the_text_of_its_report(given: list[dict[str, str]], written: list[dict[str, Any]]) -> None:
    for item, line in zip(given, written, strict=True):
        if "text" in item:
            assert line["report"]["text"] == item["text"]


def test_every_span_equals_the_text_at_its_offsets(written: list[dict[str, Any]]) -> None:
    checked = 0
    for line in written:
        text = line["report"]["text"]
        for thing in objects({key: line[key] for key in ("mentions", "events", "relations", "control", "times")}):
            if "span" in thing:
                assert text[slice(*thing["span"])] == thing["text"]
            elif isinstance(thing.get("start"), int):
                assert 0 <= thing["start"] < thing["end"] <= len(text)
                assert text[thing["start"] : thing["end"]] == thing.get("text", text[thing["start"] : thing["end"]])
                checked += 1
    assert checked > len(written)


def test_every_reference_leads_to_an_actor_or_place(written: list[dict[str, Any]]) -> None:
    for line in written:
        known = {thing["id"] for thing in (*line["actors"], *line["places"])}
        used = {thing["ref"] for thing in objects(line) if thing.get("ref") is not None}
        assert used <= known


def test_the_same_input_gives_the_same_lines(given: list[dict[str, str]], pipeline: Pipeline) -> None:
    from vedette.cli.lines import to_line
    from vedette.read import read_item

    reports = [read_item(item) for item in given[:6]]
    together = [to_line(coded) for coded in pipeline.code(reports)]
    alone = [to_line(coded) for report in reports for coded in pipeline.code([report])]
    assert together == alone
