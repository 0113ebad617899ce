"""The hybrid coder: who is asked, who is believed, and both answers kept under their own names."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from sqlalchemy import text

from tests.code.llm.endpoint import Endpoint, event, saying
from vedette.code.coder import FramesCoder
from vedette.code.llm.coder import LlmCoder
from vedette.code.llm.hybrid import HybridCoder
from vedette.code.llm.keeping import Keep, Limits
from vedette.pipeline import Pipeline
from vedette.records import Coded, Report
from vedette.store import open_desk
from vedette.store.beside import add_both

if TYPE_CHECKING:
    from spacy.language import Language

SHELLED = "Rebels shelled Aleppo on Friday, officials said."
GOOD = {"events": [event("shelled", actors=["Rebels"], place="Aleppo", evidence="Rebels shelled Aleppo on Friday")]}
BAD = {"events": [event("shelled", actors=["Martians", "Venusians"], place="Atlantis", weapons=["rays", "beams"])]}
RUSSIAN = Report(id="ru", text="Повстанцы обстреляли Алеппо в пятницу, сообщила ООН.", language="ru")


def hybrid(nlp: "Language", answer: Any, *, sure: float = 1.0, keep: Keep | None = None) -> tuple[Pipeline, Endpoint]:
    """A pipeline whose frames are never sure enough, unless told otherwise."""
    endpoint = Endpoint(answer)
    return Pipeline(coder=HybridCoder(FramesCoder(), LlmCoder(endpoint.client(keep, sure=sure), nlp))), endpoint


def code(pipeline: Pipeline, *reports: Report) -> list[Coded]:
    return list(pipeline.code(reports or [Report(id="r", text=SHELLED, published="2024-11-30", language="en")]))


def names(coded: Coded) -> tuple[set[str | None], set[str | None]]:
    return {e.coder for e in coded.events}, {e.coder for e in coded.also}


def test_where_the_frames_are_sure_nobody_is_asked(nlp: "Language") -> None:
    pipeline, endpoint = hybrid(nlp, GOOD, sure=0.0)
    (made,) = code(pipeline)
    assert endpoint.bodies == []
    assert made.asked is None
    assert {e.frame for e in made.events} != {"llm.assault"}


def test_where_they_are_not_the_model_is_believed_and_theirs_kept(nlp: "Language") -> None:
    (made,) = code(hybrid(nlp, GOOD)[0])
    assert names(made) == ({"llm/1+m/prompt-1"}, {"frames/0.1.0"})
    assert {e.id for e in made.events}.isdisjoint({e.id for e in made.also})


def test_a_model_that_mostly_invents_is_not_believed(nlp: "Language") -> None:
    (made,) = code(hybrid(nlp, BAD)[0])
    assert names(made) == ({"frames/0.1.0"}, {"llm/1+m/prompt-1"})
    assert made.asked is not None
    assert made.asked.dropped["not in the text"] == 5


@pytest.mark.parametrize("answer", [httpx.Response(500), "no JSON", saying("", refusal="no"), httpx.ConnectError("x")])
def test_without_an_answer_the_frames_stand_and_why_is_told(nlp: "Language", answer: Any) -> None:
    (made,) = code(hybrid(nlp, answer)[0])
    assert names(made) == ({"frames/0.1.0"}, set())
    assert made.asked is not None
    assert made.asked.problem


def test_an_endpoint_that_is_away_is_asked_no_more(nlp: "Language") -> None:
    pipeline, endpoint = hybrid(nlp, httpx.ConnectError("x"))
    code(pipeline)
    tries = len(endpoint.bodies)
    (made,) = code(pipeline)
    assert len(endpoint.bodies) == tries
    assert made.events
    assert "not asked further" in pipeline.coder.summary()  # type: ignore[attr-defined]


def test_a_budget_that_is_used_leaves_the_frames(nlp: "Language") -> None:
    keep = Keep(limits=Limits(tokens=10), clock=lambda: dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    pipeline, endpoint = hybrid(nlp, GOOD, keep=keep)
    (made,) = code(pipeline)
    assert endpoint.bodies == []
    assert made.asked is not None
    assert "budget" in (made.asked.problem or "")
    assert made.events


def test_another_language_is_the_model_s_and_an_error_without_it(nlp: "Language") -> None:
    told = event("обстреляли", actors=[{"quote": "Повстанцы", "gloss": "rebels"}], place="Алеппо")
    (made,) = code(hybrid(nlp, {"events": [told]})[0], RUSSIAN)
    assert names(made) == ({"llm/1+m/prompt-1"}, set())
    (made,) = code(hybrid(nlp, httpx.ConnectError("x"))[0], RUSSIAN)
    assert made.error is not None
    assert "no language model answers" in made.error


def test_the_desk_keeps_both_codings_and_believes_one(nlp: "Language", tmp_path: Path) -> None:
    (made,) = code(hybrid(nlp, GOOD)[0])
    with open_desk(tmp_path / "desk") as desk:
        added = add_both(desk, made, coder="hybrid")
        assert added.new
        assert not add_both(desk, made, coder="hybrid").new
        rows = desk.events_of(added.id)
        assert {row.event.coder for row in rows} == {"llm/1+m/prompt-1"}
        kept = desk.report(added.id)
        assert kept is not None
        assert {e.coder for e in kept.coded.also} == {"frames/0.1.0"}
        assert desk.coders()[added.id] == "hybrid"
        with desk.store.read() as connection:
            told = connection.execute(text("SELECT coding, json FROM event ORDER BY coding")).all()
    assert [n for n, _ in told] == [1, 2]
    assert "frames/0.1.0" in told[0][1]
    assert "llm/1" in told[1][1]


def test_the_gate_for_english_words_lets_other_languages_pass(nlp: "Language") -> None:
    endpoint = Endpoint({"events": []})
    pipeline = Pipeline(coder=LlmCoder(endpoint.client(), nlp), gated=True)
    list(pipeline.code([RUSSIAN, Report(id="x", text="The museum opens its new wing in spring. " * 40, language="en")]))
    assert len(endpoint.bodies) == 1
