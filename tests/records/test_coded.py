"""A coded report refuses spans that are not in its text and references that point nowhere."""

from typing import Any

import pytest
from pydantic import ValidationError

from vedette.records import Actor, Attribution, Coded, Control, Event, Mention, Place, Relation, Report, Span, When
from vedette.records.coded import event_spans

TEXT = "Rebels seized Idlib on Monday, officials said."
REPORT = Report(id="r", text=TEXT)


def at(words: str, **more: Any) -> Mention:
    """Words of TEXT as a mention."""
    start = TEXT.index(words)
    return Mention.model_validate({"start": start, "end": start + len(words), "text": words, "kind": "actor"} | more)


def bare(words: str) -> Span:
    """Words of TEXT as a span."""
    return Span(start=TEXT.index(words), end=TEXT.index(words) + len(words), text=words)


def wrong(words: str) -> dict[str, Any]:
    """A mention of the right length at the wrong place."""
    return {"start": 1, "end": 1 + len(words), "text": words, "kind": "actor"}


def event(**changes: Any) -> Event:
    """One event."""
    given: dict[str, Any] = {"id": "e", "type": "COERCE", "trigger": bare("seized"), "actors": (at("Rebels"),)}
    return Event(**(given | changes))


def test_a_sound_report_stands_and_cannot_be_changed() -> None:
    when = When(start="2024-11-25", end="2024-11-25", text="Monday", span=(23, 29))
    told = (Attribution(source=at("officials"), cue=bare("said")),)
    whole = event(place=at("Idlib", kind="place", ref="p"), when=when, attribution=told, evidence=(bare(TEXT),))
    coded = Coded(id="r", report=REPORT, events=(whole,), places=(Place(id="p", name="Idlib"),))
    assert {span.text for span in coded.spans()} >= {"seized", "Rebels", "Idlib", "Monday", "officials", "said", TEXT}
    with pytest.raises(ValidationError):
        coded.id = "other"  # type: ignore[misc]


@pytest.mark.parametrize("role", ["actors", "targets", "beneficiaries", "weapons", "evidence"])
def test_a_filler_that_is_not_in_the_text_is_refused(role: str) -> None:
    filler = wrong("Rebels") if role != "evidence" else {k: v for k, v in wrong("Rebels").items() if k != "kind"}
    with pytest.raises(ValidationError, match=r"report r: 1:7 holds 'ebels ', not 'Rebels'"):
        Coded(id="r", report=REPORT, events=(event(**{role: (filler,)}),))


@pytest.mark.parametrize("role", ["trigger", "place", "origin", "destination"])
def test_so_is_a_single_one(role: str) -> None:
    filler: Any = Mention(**wrong("seized")) if role != "trigger" else Span(start=1, end=7, text="seized")
    with pytest.raises(ValidationError, match="not 'seized'"):
        Coded(id="r", report=REPORT, events=(event(**{role: filler}),))


def test_so_are_the_words_of_a_time_and_of_a_source() -> None:
    with pytest.raises(ValidationError, match="not 'Monday'"):
        Coded(id="r", report=REPORT, events=(event(when=When(text="Monday", span=(0, 6))),))
    told = Attribution(source=Mention(**wrong("officials")), cue=bare("said"))
    with pytest.raises(ValidationError, match="not 'officials'"):
        Coded(id="r", report=REPORT, events=(event(attribution=(told,)),))


def test_so_are_relations_and_control() -> None:
    bad = Mention(**wrong("Rebels"))
    with pytest.raises(ValidationError):
        Coded(
            id="r",
            report=REPORT,
            relations=(Relation(type="fights", source=bad, target=at("officials"), start=0, end=3),),
        )
    with pytest.raises(ValidationError):
        Coded(
            id="r", report=REPORT, control=(Control(place=at("Idlib"), holder=bad, change="captured", start=0, end=3),)
        )


def test_a_ref_must_point_at_an_actor_or_place_of_the_report() -> None:
    mention = at("Rebels", ref="a1")
    with pytest.raises(ValidationError, match="ref 'a1'"):
        Coded(id="r", report=REPORT, mentions=(mention,))
    assert Coded(id="r", report=REPORT, mentions=(mention,), actors=(Actor(id="a1", name="Rebels"),)).mentions


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(ValidationError):
        Coded.model_validate({"id": "r", "colour": "red"})


def test_event_spans_miss_none() -> None:
    given = event(targets=(at("Idlib"),), weapons=(at("said"),), origin=at("officials"), destination=at("on"))
    assert [span.text for span in event_spans(given)] == ["seized", "Rebels", "Idlib", "said", "officials", "on"]
