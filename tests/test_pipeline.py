"""The pipeline: reports in order, one failure is one report's, and nothing breaks when the model forgets its words."""

import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pytest

from vedette.code.coder import FramesCoder
from vedette.errors import DataFileError, ModelError, VedetteError
from vedette.pipeline import BATCH, Pipeline, _batched
from vedette.records import Coded, Report

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from vedette.code.draft import Draft


class Fussy(FramesCoder):
    """Breaks where the text says so, and remembers the body ranges that it was given."""

    name = "fussy/1"

    def __init__(self) -> None:
        """Remember nothing yet."""
        super().__init__()
        self.bodies: list[list[tuple[int, int]]] = []

    def code(self, report: Report, doc: "Doc", body: Sequence[tuple[int, int]]) -> "Draft":
        """Code as the frames coder does."""
        self.bodies.append(list(body))
        if "BREAK" in report.text:
            msg = "asked to break"
            raise ZeroDivisionError(msg)
        if "FAULT" in report.text:
            path = "frames.toml"
            raise DataFileError(path, 3, "it is broken", "Mend it")
        return super().code(report, doc, body)


def reports(*texts: str) -> list[Report]:
    """Reports of texts, numbered."""
    return [Report(id=f"r{n}", text=text, published="2024-11-30") for n, text in enumerate(texts)]


@pytest.fixture(scope="module")
def fussy() -> Pipeline:
    """A pipeline with a coder that breaks when asked to."""
    return Pipeline(coder=Fussy())


def test_no_reports_no_lines(pipeline: Pipeline) -> None:
    assert list(pipeline.code([])) == []


@pytest.mark.parametrize("text", ["", " ", "\n\n", ".", "\u200b"])
def test_a_report_without_words_is_coded_as_empty(pipeline: Pipeline, text: str) -> None:
    (coded,) = pipeline.code(reports(text))
    assert (coded.error, coded.events, coded.control) == (None, (), ())


def test_reports_come_back_in_order_over_several_batches(pipeline: Pipeline) -> None:
    given = reports(*[f"Rebels killed {n} soldiers near Bunia." for n in range(2, BATCH * 2 + 5)])
    coded = list(pipeline.code(iter(given)))
    assert [c.id for c in coded] == [r.id for r in given]
    assert [c.report for c in coded] == given
    assert [c.events[0].counts[0].best for c in coded] == list(range(2, BATCH * 2 + 5))


def test_reports_are_read_a_batch_at_a_time(pipeline: Pipeline) -> None:
    taken = 0

    def source() -> Iterator[Report]:
        nonlocal taken
        for report in reports(*["It rained."] * (BATCH * 3)):
            taken += 1
            yield report

    lines = pipeline.code(source())
    assert taken == 0
    next(lines)
    assert BATCH <= taken < BATCH * 3
    assert len(list(lines)) == BATCH * 3 - 1


def test_what_was_read_outlives_the_models_memory_of_it(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vedette.pipeline.MOST_WORDS", 0)
    words = [f"Qarvash{'ti' * n}" for n in range(1, BATCH + 3)]
    given = reports(*[f"Rebels attacked a convoy near {w} on Monday, the {w} Council said." for w in words])
    coded = list(pipeline.code(given))
    list(pipeline.code(reports(*["Other words fill the memory again."] * BATCH)))
    for record, word in zip(coded, words, strict=True):
        assert record.error is None
        assert record.report is not None
        assert word in record.report.text
        assert all(span.holds_in(record.report.text) for span in record.spans())
        assert Coded.model_validate_json(record.model_dump_json()) == record


def test_the_model_remembers_words_up_to_a_number(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    list(pipeline.code(reports("Xyzzyplonk attacked Bunia.")))
    assert "Xyzzyplonk" in pipeline.nlp.vocab.strings
    monkeypatch.setattr("vedette.pipeline.MOST_WORDS", len(pipeline.nlp.vocab))
    (coded,) = pipeline.code(reports("Xyzzyplugh attacked Bunia."))
    assert coded.report is not None
    assert "Xyzzyplugh" in coded.report.text
    assert "Xyzzyplugh" not in pipeline.nlp.vocab.strings


def test_one_report_that_breaks_the_coder_spoils_only_itself(fussy: Pipeline, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        one, broken, other = fussy.code(reports("Rebels attacked Bunia.", "BREAK", "Rebels attacked Goma."))
    assert [len(c.events) for c in (one, broken, other)] == [1, 0, 1]
    assert (one.error, other.error) == (None, None)
    assert broken.id == "r1"
    assert broken.error == "cannot be coded: asked to break"
    assert broken.report is not None
    assert "report r1 cannot be coded" in caplog.text


def test_an_error_that_the_user_can_mend_stops_the_run(fussy: Pipeline) -> None:
    lines = fussy.code(reports("Rebels attacked Bunia.", "FAULT", "Rebels attacked Goma."))
    with pytest.raises(VedetteError, match=r"frames\.toml:3: it is broken\. Mend it"):
        list(lines)
    assert [c.error for c in fussy.code(reports("Rebels attacked Bunia."))] == [None]


def test_the_coder_is_told_what_is_body_and_signs_its_events(fussy: Pipeline) -> None:
    (coded,) = fussy.code(reports("Rebels attacked Bunia."))
    assert isinstance(fussy.coder, Fussy)
    assert fussy.coder.bodies[-1] == [(0, 22)]
    assert coded.events[0].coder == "fussy/1"


def test_the_same_report_gives_the_same_line_whatever_stands_beside_it(pipeline: Pipeline) -> None:
    text = "Rebels attacked Bunia on Monday, killing 12 people."
    (alone,) = pipeline.code(reports(text))
    among = list(pipeline.code(reports(text, "It rained.", text, "Syria. Mali. Chad.", text)))
    assert {c.model_dump_json(exclude={"id": True, "report": {"id"}}) for c in (alone, *among[::2])} == {
        alone.model_dump_json(exclude={"id": True, "report": {"id"}})
    }


def test_a_missing_model_is_told_at_once() -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        Pipeline("en_no_such_model")


def test_batches_for_pythons_without_batched() -> None:
    given = reports(*"abcde")
    assert [[r.text for r in batch] for batch in _batched(iter(given), 2)] == [["a", "b"], ["c", "d"], ["e"]]
    assert list(_batched([], 2)) == []
