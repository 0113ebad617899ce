"""The measures of the gate and of changes that must change nothing."""

import json

from bench import relevance, unchanged
from bench.gate import Gate


def test_what_is_held_out_is_not_learned_from() -> None:
    for texts in (relevance.reports, relevance.sentences, relevance.written, relevance.negatives):
        held, own = texts(held_out=True), texts(held_out=False)
        assert held
        assert own
        assert not set(held) & set(own)


def test_a_mix_is_as_it_says() -> None:
    conflict = set(relevance.reports(held_out=True))
    mixed = relevance.mix(100)
    assert sum(report.text in conflict for report in mixed) == 100 // relevance.CONFLICT_IN
    assert len({report.id for report in mixed}) == 100


def test_the_floors_hold_for_what_needs_no_coder() -> None:
    floors = Gate.read(relevance.FLOORS, relevance.FIELDS).floors
    assert relevance.passing(relevance.sentences(held_out=True)) >= floors["sentences"]
    assert 1 - relevance.passing(relevance.written(held_out=True)) >= floors["general"]


def test_differences_name_the_report_and_the_field() -> None:
    one, other = ({"id": "r1", "events": [], "times": [n]} for n in (1, 2))
    lines = [json.dumps(one), json.dumps(other)]
    assert list(unchanged.differences(lines, lines)) == []
    assert list(unchanged.differences(lines[:1], lines[1:])) == ["r1: times"]
    assert list(unchanged.differences(lines, lines[:1])) == ["one has more reports than the other"]
