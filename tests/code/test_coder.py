"""The frames coder: a parsed report in, a draft out; what is outside the body tells no events; who holds what."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from vedette.code.coder import FramesCoder, default_coder
from vedette.records import Coded, Control, Report

if TYPE_CHECKING:
    from spacy.language import Language

Code = Callable[..., Coded]
TEXT = "Rebels attacked Bunia on Monday. Soldiers shelled Goma."


def control(coded: Coded) -> Control:
    """The one change of control of a report."""
    (change,) = coded.control
    return change


def test_events_stand_in_the_order_of_the_text_with_their_sentence(nlp: "Language") -> None:
    draft = FramesCoder().code(Report(id="r", text=TEXT), nlp(TEXT), [(0, len(TEXT))])
    assert [(e.sentences, draft.tree.word[e.token]) for e in draft.events] == [([0], "attacked"), ([1], "shelled")]


def test_only_the_body_tells_events(nlp: "Language") -> None:
    report, doc, cut = Report(id="r", text=TEXT), nlp(TEXT), TEXT.index("Soldiers")
    coder = FramesCoder()
    assert [e.sentences for e in coder.code(report, doc, [(cut, len(TEXT))]).events] == [[1]]
    assert [e.sentences for e in coder.code(report, doc, [(0, cut)]).events] == [[0]]
    nothing = coder.code(report, doc, [])
    assert nothing.events == []
    assert nothing.spans, "mentions are those of the whole text"


def test_a_coder_keeps_nothing_between_reports(nlp: "Language") -> None:
    coder, report = FramesCoder(), Report(id="r", text=TEXT)
    first = coder.code(report, nlp(TEXT), [(0, len(TEXT))])
    coder.code(Report(id="s", text="It rained."), nlp("It rained."), [(0, 10)])
    again = coder.code(report, nlp(TEXT), [(0, len(TEXT))])
    assert [(e.token, e.type, e.salience) for e in first.events] == [
        (e.token, e.type, e.salience) for e in again.events
    ]
    assert first.spans == again.spans


def test_the_coder_says_its_name_and_version_in_each_event(code: Code) -> None:
    (event,) = code("Rebels attacked Bunia.").events
    assert event.coder == FramesCoder.name
    assert default_coder().name.startswith(f"{FramesCoder.name}+reader/")
    assert event.frame


@pytest.mark.parametrize(
    ("text", "change", "place", "holder"),
    [
        ("Rebels captured Bunia on Monday.", "captured", "Bunia", "Rebels"),
        ("Bunia was captured by rebels on Monday.", "captured", "Bunia", "rebels"),
        ("The rebels' capture of Bunia alarmed the UN.", "captured", "Bunia", "rebels"),
        ("Rebels captured Bunia after heavy fighting.", "captured", "Bunia", "Rebels"),
        ("The army withdrew from Bunia on Monday.", "lost", "Bunia", "army"),
        ("The army left Bunia on Monday.", "lost", "Bunia", "army"),
    ],
)
def test_who_gains_and_who_loses_a_place(code: Code, text: str, change: str, place: str, holder: str) -> None:
    found = control(code(text))
    assert found.holder is not None
    assert (found.change, found.place.text, found.holder.text) == (change, place, holder)
    assert found.status == "happened"


def test_control_has_the_day_and_the_words_that_say_so(code: Code) -> None:
    text = "Rebels captured Bunia on Monday."
    found = control(code(text))
    assert found.when is not None
    assert found.when.start == "2024-11-25"
    assert text[found.start : found.end] == "captured"


def test_a_failed_attempt_is_told_as_such(code: Code) -> None:
    assert {c.status for c in code("The rebels failed to capture Bunia.").control} <= {"attempted"}


@pytest.mark.parametrize(
    "text",
    [
        "Rebels attacked Bunia.",
        "Rebels did not capture Bunia.",
        "Rebels plan to capture Bunia.",
        "Rebels captured three soldiers near Bunia.",
        "Russia demanded that Ukraine withdraw from Kursk.",
    ],
)
def test_no_place_changes_hands(code: Code, text: str) -> None:
    assert code(text).control == ()
