"""Salience and confidence: between 0 and 1, higher for what comes first, is grave, is in the headline, did happen."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vedette.records import Coded, Event

Code = Callable[..., Coded]
Only = Callable[..., Event]
SENTENCES = [
    "Rebels attacked Bunia on Monday.",
    "France condemned Russia.",
    "The rebels may attack Goma.",
    "No clashes were reported in Goma.",
    "Iran threatened to attack Israel.",
    "It rained.",
]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(st.sampled_from(SENTENCES), max_size=6), title=st.none() | st.sampled_from(["", "Rebels attack!"])
)
def test_always_between_0_and_1(code: Code, parts: list[str], title: str | None) -> None:
    for event in code(" ".join(parts), title=title).events:
        assert 0.0 < event.salience <= 1.0
        assert 0.0 < event.confidence < 1.0


def test_the_same_event_weighs_more_the_earlier_it_stands(code: Code) -> None:
    events = code("Rebels attacked Bunia. It rained. It rained again. Rebels attacked Goma.").events
    assert [e.targets[0].text for e in events] == ["Bunia", "Goma"]
    assert events[0].salience > events[1].salience


def test_the_headline_lifts_what_it_names(code: Code) -> None:
    text = "Rebels attacked Bunia."
    (plain,), (lifted,) = code(text).events, code(text, title="Rebels attack Bunia").events
    (other,) = code(text, title="Prices rise again").events
    assert lifted.salience > plain.salience == other.salience


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("Rebels attacked Bunia.", "Rebels did not attack Bunia."),
        ("Rebels attacked Bunia.", "Rebels may attack Bunia."),
        ("Rebels attacked Bunia.", "France praised Mali."),
        ("Rebels killed 12 villagers in Bunia.", "Rebels killed villagers in Bunia."),
    ],
)
def test_what_weighs_more(only: Only, more: str, less: str) -> None:
    assert only(more).salience > only(less).salience


def test_filled_roles_speak_for_an_event(only: Only) -> None:
    assert only("Rebels attacked Bunia.").confidence > only("Bunia was attacked.").confidence
