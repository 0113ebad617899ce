"""From a model's answer to the record: values that stand in the text, codes of the codebook, numbers read by us."""

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.code.llm.endpoint import Endpoint, asked_text, event, saying
from vedette.lexicon.frames import MODES_OF, TYPES
from vedette.records import Coded, Report

if TYPE_CHECKING:
    from spacy.language import Language

SHELLED = "At least 12 people were killed when rebels shelled Aleppo on Friday, officials said. The army denied it."
RUSSIAN = "Сирийские повстанцы захватили Алеппо в пятницу. Погибли 12 человек, сообщила ООН."
ARABIC = "قصفت قوات الدعم السريع مدينة الفاشر يوم الجمعة. وقتل 12 مدنيا بحسب الأمم المتحدة."
TOLD = event(
    "shelled", evidence="rebels shelled Aleppo on Friday", mode="heavy-weapons", actors=["rebels"], place="Aleppo",
    when="Friday", counts=[{"of": "killed", "quote": "12 people"}], sources=[{"quote": "officials", "cue": "said"}],
)  # fmt: skip


def coded(nlp: "Language", answer: object, text: str = SHELLED, language: str = "en", **told: Any) -> Coded:
    """A text coded by a model that gives an answer."""
    report = Report(id="r", text=text, published="2024-11-30", language=language)
    (made,) = Endpoint(answer).pipeline(nlp, **told).code([report])
    return made


def test_what_stands_in_the_text_becomes_an_event(nlp: "Language") -> None:
    made = coded(nlp, {"events": [TOLD]})
    (one,) = made.events
    assert (one.type, one.mode, one.trigger.text, one.coder) == ("ASSAULT", "heavy-weapons", "shelled", one.coder)
    assert one.coder == "llm/1+m/prompt-1"
    assert [a.text for a in one.actors] == ["rebels"]
    assert one.place is not None
    assert one.place.ref == "geonames:170063"
    assert one.when is not None
    assert one.when.start == "2024-11-29"
    assert [(c.of, c.low, c.best, c.high) for c in one.counts] == [("killed", 12, 12, None)]
    assert [(a.source.text, a.cue.text) for a in one.attribution] == [("officials", "said")]
    assert one.evidence[0].text.startswith("At least 12")
    assert {actor.code for actor in made.actors} >= {"SYRREB"}
    assert made.asked is not None
    assert (made.asked.kept["events"], made.asked.dropped) == (1, {})


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"actors": ["Martians"]}, "not in the text"),
        ({"place": "Damascus"}, "not in the text"),
        ({"counts": [{"of": "killed", "quote": "people"}]}, "number not read"),
        ({"counts": [{"of": "killed", "quote": "13 people"}]}, "not in the text"),
        ({"counts": [{"of": "eaten", "quote": "12 people"}]}, "not a count"),
        ({"mode": "nuclear"}, "not in the codebook"),
        ({"mode": "curfew"}, "not in the codebook"),
        ({"status": "sure"}, "not in the codebook"),
        ({"sub_event": "War"}, "not in the codebook"),
        ({"sources": [{"quote": "officials", "cue": "shouted"}]}, "not in the text"),
        ({"sources": [{"quote": "officials", "cue": None}]}, "source without its cue"),
        ({"evidence": "the rebels won the war"}, "evidence not in the text"),
        ({"place": 7}, "not a quote"),
    ],
)
def test_a_value_without_its_words_is_dropped_and_counted(nlp: "Language", changes: dict[str, Any], why: str) -> None:
    made = coded(nlp, {"events": [TOLD | changes]})
    assert len(made.events) == 1
    assert made.asked is not None
    assert made.asked.dropped[why] == 1


def test_the_number_is_that_of_the_words_whatever_the_model_says(nlp: "Language") -> None:
    lie = {"of": "killed", "quote": "12 people", "low": 900, "best": 900, "high": 900}
    (one,) = coded(nlp, {"events": [TOLD | {"counts": [lie]}]}).events
    assert (one.counts[0].low, one.counts[0].best, one.counts[0].high) == (12, 12, None)


def test_an_event_without_its_trigger_is_none(nlp: "Language") -> None:
    made = coded(nlp, {"events": [TOLD | {"trigger": "annihilated"}, {"type": "WAR", "trigger": "shelled"}, 5]})
    assert made.events == ()
    assert made.asked is not None
    assert made.asked.dropped == {"not in the text": 1, "events": 1, "not an event": 2}


def test_a_russian_report_keeps_its_words_and_resolves(nlp: "Language") -> None:
    told = event(
        "захватили", type="COERCE", mode="seize", evidence="Сирийские повстанцы захватили Алеппо в пятницу",
        actors=[{"quote": "Сирийские повстанцы", "gloss": "Syrian rebels"}],
        place={"quote": "Алеппо", "gloss": "nonsense"}, when={"quote": "в пятницу", "gloss": "on Friday"},
        counts=[{"of": "killed", "quote": "12 человек"}],
        sources=[{"quote": "ООН", "gloss": "the UN", "cue": "сообщила"}],
    )  # fmt: skip
    made = coded(nlp, {"events": [told]}, RUSSIAN, "ru")
    (one,) = made.events
    assert [a.text for a in one.actors] == ["Сирийские повстанцы"]
    assert {a.code for a in made.actors} == {"SYRREB", "IGO"}
    assert one.place is not None
    assert (one.place.text, one.place.ref) == ("Алеппо", "geonames:170063")
    assert one.when is not None
    assert (one.when.start, one.when.text) == ("2024-11-29", "в пятницу")
    assert one.counts[0].best == 12
    assert ("Сирийские повстанцы", "Syrian rebels") in [(g.text, g.gloss) for g in made.glosses]
    assert made.asked is not None
    assert made.asked.kept["named by own script"] == 2


def test_an_arabic_report_resolves_by_its_own_script_alone(nlp: "Language") -> None:
    told = event(
        "قصفت", evidence="قصفت قوات الدعم السريع مدينة الفاشر", actors=["قوات الدعم السريع"], place="الفاشر",
        sources=[{"quote": "الأمم المتحدة", "cue": "بحسب"}],
    )  # fmt: skip
    made = coded(nlp, {"events": [told]}, ARABIC, "ar")
    (one,) = made.events
    assert one.actors[0].ref == "RSF"
    assert one.place is not None
    assert [p.name for p in made.places] == ["El Fasher"]


def test_a_long_report_is_asked_in_pieces_and_no_event_stands_twice(nlp: "Language") -> None:
    text = "\n\n".join(
        f"On day {n} rebels shelled the town of Place{n} with mortars, officials said." for n in range(40)
    )

    def answer(body: dict[str, Any]) -> Any:
        lines = [line for line in asked_text(body).splitlines() if "shelled" in line]
        return saying({"events": [event("shelled", evidence=line, actors=["rebels"]) for line in lines]})

    made = coded(nlp, answer, text, chunk=700, overlap=150)
    assert made.asked is not None
    assert made.asked.pieces > 3
    assert [e.trigger.start for e in made.events] == [n for n in range(len(text)) if text.startswith("shelled", n)]


def test_an_answer_that_breaks_off_gives_its_whole_events(nlp: "Language") -> None:
    whole = json.dumps({"events": [TOLD, TOLD | {"trigger": "denied", "evidence": "The army denied it"}]})
    made = coded(nlp, saying(whole[:-40], "length"))
    assert [e.trigger.text for e in made.events] == ["shelled"]
    assert made.asked is not None
    assert made.asked.dropped["broken off"] == 1


def test_prose_round_the_answer_is_passed_over(nlp: "Language") -> None:
    made = coded(nlp, f"Sure! Here it is:\n```json\n{json.dumps({'events': [TOLD]})}\n```\nAnything else?")
    assert len(made.events) == 1


@pytest.mark.parametrize("words", ["I cannot help with that.", "", "[" * 5000, '{"events": ' * 3000])
def test_no_answer_is_an_error_of_this_report_alone(nlp: "Language", words: str) -> None:
    def answer(body: dict[str, Any]) -> Any:
        return saying({"events": [TOLD]} if "shelled" in asked_text(body) else words)

    reports = [Report(id=name, text=text, language="en") for name, text in (("a", "Nothing much."), ("b", SHELLED))]
    one, other = Endpoint(answer).pipeline(nlp).code(reports)
    assert one.error is not None
    assert "cannot be coded" in one.error
    assert other.error is None
    assert len(other.events) == 1


QUOTES = st.one_of(
    st.sampled_from(
        ["rebels", "shelled", "Aleppo", "Friday", "12", "officials", "said", "At least 12", "The army", ""]
    ),
    st.text(max_size=20),
    st.builds(lambda a, b: SHELLED[min(a, b) : max(a, b)], st.integers(0, 105), st.integers(0, 105)),
)
JUNK: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), QUOTES),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)),
    max_leaves=8,
)
VALUE = st.one_of(QUOTES, st.fixed_dictionaries({"quote": QUOTES, "gloss": QUOTES}), JUNK)
EVENTS = st.fixed_dictionaries(
    {"type": st.one_of(st.sampled_from(sorted(TYPES)), JUNK), "trigger": VALUE},
    optional={
        "evidence": VALUE, "mode": st.one_of(st.sampled_from(["aerial", "seize", "x"]), JUNK), "negated": JUNK,
        "sub_event": st.one_of(st.sampled_from(["Attack", "Other"]), JUNK), "status": JUNK,
        "actors": st.one_of(st.lists(VALUE, max_size=4), JUNK), "targets": st.lists(VALUE, max_size=3),
        "weapons": st.lists(VALUE, max_size=2), "place": VALUE, "when": VALUE,
        "counts": st.lists(st.fixed_dictionaries({"of": st.sampled_from(["killed", "x"]), "quote": VALUE}), max_size=3),
        "sources": st.lists(st.fixed_dictionaries({"quote": QUOTES, "cue": VALUE}), max_size=2),
    },
)  # fmt: skip
ANSWERS = st.one_of(
    st.fixed_dictionaries({"events": st.lists(EVENTS, max_size=4)}).map(json.dumps),
    st.lists(EVENTS, max_size=2).map(lambda told: json.dumps(told)[:-3]),
    st.text(max_size=60),
    JUNK.map(json.dumps),
)


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(words=ANSWERS, language=st.sampled_from(["en", "en", "ru"]))
def test_whatever_a_model_says_no_span_is_not_in_the_text(nlp: "Language", words: str, language: str) -> None:
    """1,000 outputs, of a model that may say anything: 0 spans that the text does not hold."""
    made = coded(nlp, words, SHELLED, language)
    assert made.error is None or "holds no JSON" in made.error or "empty answer" in made.error
    assert made.report is not None
    for span in made.spans():
        assert SHELLED[span.start : span.end] == span.text
    for one in made.events:
        assert one.mode is None or one.mode in MODES_OF[one.type]
        assert all(SHELLED[c.start : c.end].strip() for c in one.counts)
