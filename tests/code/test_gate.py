"""The relevance gate: what tells of force passes, most other news does not; the pipeline parses only what passes."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import corpus, furniture
from vedette.code.gate import gate, load_gate, may_tell, stem
from vedette.errors import DataFileError
from vedette.pipeline import Pipeline
from vedette.read import read_html
from vedette.read.samples import sample_paths
from vedette.records.coded import Coded
from vedette.records.report import Report

FORCE = {"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "THREATEN"}
SIZE = 6


def report(text: str, title: str | None = None) -> Report:
    """A report."""
    return Report(id="r", text=text, title=title)


def share(texts: list[str]) -> float:
    """The share of texts that pass."""
    return sum(may_tell(report(text)) for text in texts) / len(texts)


def test_reports_of_force_pass() -> None:
    lines = [line.text for line in corpus.load() if FORCE & {event.type for event in line.events}]
    texts = [" ".join(lines[start : start + SIZE]) for start in range(0, len(lines), SIZE)]
    assert len(texts) > 500
    assert share(texts) > 0.998


def test_the_samples_of_conflict_pass() -> None:
    texts = [Path(path).read_text("utf-8") for path in sample_paths() if str(path).endswith(".txt")]
    assert len(texts) > 5
    assert share(texts) == 1


def test_most_general_news_does_not_pass() -> None:
    assert share([" ".join(furniture.general_text(number)) for number in range(400)]) < 0.25


def test_what_is_short_passes_and_what_is_long_needs_more() -> None:
    assert may_tell(report("The council met."))
    word = "garden "
    assert not may_tell(report(word * 100 + "police"))
    assert may_tell(report(word * 100 + "police rebels"))
    assert not may_tell(report(word * 2000 + "police rebels"))
    assert may_tell(report(word * 45, title="Rebels shell town"))


@pytest.mark.parametrize(
    ("one", "other"),
    [("bombed", "bombing"), ("raids", "raided"), ("armies", "army"), ("killing", "killed"), ("seizes", "seizing")],
)
def test_forms_of_a_word_share_their_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_other_words_do_not() -> None:
    assert len({stem(word) for word in ("sold", "soldier", "firefighter", "fighter", "officer", "office", "is")}) == 7


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_weighed(text: str) -> None:
    found, due = gate().weigh(text)
    assert found >= 0
    assert due >= 0
    assert gate().weigh(f"{text} {text}")[0] >= found


def test_a_gated_pipeline_gives_every_report_in_its_place() -> None:
    class Counting(Pipeline):
        """A pipeline that notes what it parses."""

        def __init__(self) -> None:
            """Load nothing."""
            self.gated, self.seen = True, list[str]()

        def _parsed(self, reports: Sequence[Report]) -> Iterator[Coded]:
            """Note the reports."""
            self.seen += [one.id for one in reports]
            return iter([Coded(id=one.id, report=one, error="parsed") for one in reports])

    pipeline = Counting()
    texts = ["garden " * 60, "Rebels shelled the town. " * 20, "garden " * 60, "Troops fired at protesters. " * 20]
    given_reports = [Report(id=str(number), text=text) for number, text in enumerate(texts * 20)]
    done = list(pipeline.code(given_reports))
    assert [one.id for one in done] == [str(number) for number in range(80)]
    assert [one.error for one in done] == [None, "parsed"] * 40
    assert pipeline.seen == [str(number) for number in range(1, 80, 2)]
    pipeline.gated = False
    assert all(one.error for one in pipeline.code(given_reports))


@pytest.mark.parametrize(
    "toml",
    [
        "sure = ['Rebel']\nlikely = []",
        "sure = []",
        "sure = []\nlikely = []",
        "sure = []\nlikely = []\n[weight]\nstep = 0\nmost = 1\nwords = 1",
    ],
)
def test_a_broken_table_is_told(tmp_path: Path, toml: str) -> None:
    (tmp_path / "gate.toml").write_text(toml, "utf-8")
    with pytest.raises(DataFileError, match=r"gate\.toml"):
        load_gate(tmp_path / "gate.toml")


def test_the_pages_of_the_bench_are_the_same_everywhere_and_can_be_read() -> None:
    for number in (0, 1, 2, 3, 4, 5):
        address, words = furniture.page(number)
        assert furniture.page(number) == (address, words)
        text = read_html(words, url=address).text
        assert "cookies" not in text
        assert len(text.split()) > 60
    assert 0.17 < sum(furniture.is_conflict(number) for number in range(2000)) / 2000 < 0.23
