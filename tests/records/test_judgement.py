"""A judgement holds the payload of its kind and no other, and its moment in one form."""

import json
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from vedette.records import Judgement
from vedette.records.judgement import PAYLOAD, instant
from vedette.records.vocabulary import JudgementKind

SIGNED = {"at": "2024-11-27T12:00:00Z", "who": "ada", "by": "person"}
SOUND: list[dict[str, Any]] = [
    {"kind": "assign", "event": "r:e1", "incident": "A"},
    {"kind": "same", "incidents": ("A", "B")},
    {"kind": "different", "events": ("r:e1", "s:e1")},
    {"kind": "unsure", "events": ("r:e1", "s:e1")},
    {"kind": "merge", "incidents": ("A", "B"), "into": "C"},
    {"kind": "split", "incident": "A", "events": ("r:e1",), "into": "N"},
    {"kind": "correct", "incident": "A", "field": "place", "value": {"id": "gn:1"}},
    {"kind": "correct", "incident": "A", "field": "place", "value": None},
    {"kind": "confirm", "incident": "A"},
    {"kind": "dispute", "incident": "A", "reason": "the video is old"},
    {"kind": "retract", "incident": "A"},
    {"kind": "undo", "undoes": 3},
]
UNSOUND: list[tuple[dict[str, Any], str]] = [
    ({"kind": "assign", "event": "r:e1"}, "needs incident"),
    ({"kind": "same", "incidents": ("A",)}, "two different"),
    ({"kind": "same", "incidents": ("A", "A")}, "two different"),
    ({"kind": "same", "incidents": ("A", "B"), "events": ("e", "f")}, "two different"),
    ({"kind": "merge", "incidents": ("A", ""), "into": "B"}, "an id is empty"),
    ({"kind": "confirm", "incident": "A", "reason": "so"}, "has no reason"),
    ({"kind": "confirm", "incident": "A", "value": 1}, "has no value"),
    ({"kind": "correct", "incident": "A", "field": "place", "value": [float("nan")]}, "JSON cannot write"),
    ({"kind": "undo", "undoes": 7, "id": 7}, "earlier judgements only, not 7"),
    ({"kind": "undo", "undoes": 0}, "greater than or equal to 1"),
    ({"kind": "confirm", "incident": "A", "who": ""}, "at least 1 character"),
    ({"kind": "confirm", "incident": "A", "score": float("nan")}, "finite"),
    ({"kind": "confirm", "incident": "A", "at": "2024-11-27"}, "names no time zone"),
    ({"kind": "confirm", "incident": "A", "at": "last week"}, "is no moment"),
]


def test_each_kind_has_its_payload_and_an_example_here() -> None:
    assert set(PAYLOAD) == set(get_args(JudgementKind)) == {sound["kind"] for sound in SOUND}


@pytest.mark.parametrize("sound", SOUND)
def test_what_it_writes_makes_it_anew(sound: dict[str, Any]) -> None:
    judgement = Judgement.model_validate({**SIGNED, **sound}).numbered(9)
    row = json.loads(json.dumps({**SIGNED, "id": 9, "kind": judgement.kind, **judgement.payload()}))
    assert Judgement.model_validate(row) == judgement
    assert Judgement.model_validate_json(judgement.model_dump_json()) == judgement


@pytest.mark.parametrize(("given", "told"), UNSOUND)
def test_one_that_lacks_a_part_or_has_one_too_many_is_refused(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Judgement.model_validate({**SIGNED, **given})


def test_numbering_checks_that_an_undo_comes_later() -> None:
    with pytest.raises(ValidationError, match="earlier judgements only"):
        Judgement.model_validate({**SIGNED, "kind": "undo", "undoes": 3}).numbered(2)


@given(st.datetimes(timezones=st.timezones()), st.datetimes(timezones=st.timezones()))
def test_moments_of_all_zones_sort_as_text(one: Any, other: Any) -> None:
    try:
        texts = instant(one.isoformat()), instant(other.isoformat())
    except ValueError:  # the first and last days of the calendar are not there in every zone
        return
    assert (texts[0] < texts[1]) == (one.timestamp() < other.timestamp())
    assert instant(texts[0]) == texts[0]
