"""The relevance gate: what tells of force passes, most other news does not; the pipeline parses only what passes."""

from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import corpus, furniture, relevance
from vedette.code.coder import default_coder
from vedette.code.gate import BUCKETS, Words, buckets, gate, load_model, load_words, may_tell, stem, why, word_list
from vedette.errors import DataFileError, ModelError
from vedette.lexicon.tables import data_path
from vedette.pipeline import Pipeline
from vedette.read import read_html
from vedette.read.samples import sample_paths
from vedette.records.coded import Coded
from vedette.records.report import Report

FORCE = {"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "THREATEN"}
SIZE = 6


GARDEN = "The garden club met on Tuesday to talk about roses, and the treasurer thanked everyone. " * 5


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
    assert share([" ".join(furniture.general_text(number)) for number in range(400)]) < 0.02
    assert share(relevance.written(held_out=False)) < 0.1


def test_one_paragraph_of_a_long_page_is_enough() -> None:
    garden = "The garden club met on Tuesday to talk about roses, and the treasurer thanked everyone. " * 40
    attack = (
        "Rebels shelled the town of Idlib on Monday, killing twelve civilians, and government troops fired rockets. "
    )
    assert not may_tell(report(garden))
    assert may_tell(report(garden + attack + attack + garden))
    titled = report(garden[:600], title="Rebels shell town, killing twelve civilians")
    assert may_tell(titled)
    assert why(titled).passes
    assert not may_tell(report(garden[:600], title="Rebels of the rose bed kill twelve slugs"))


def test_the_whole_text_is_weighed_beside_its_best_passage() -> None:
    attack = (
        "Rebels shelled the town of Idlib on Monday, killing twelve civilians, and government troops fired rockets. "
    )
    alone, among = gate().signals(attack * 4), gate().signals(attack * 4 + GARDEN * 4)
    assert among.passage >= alone.passage
    assert among.whole < alone.whole <= alone.passage


def test_a_word_that_no_text_of_ours_has_weighs_as_words_like_it_do() -> None:
    texts = [*relevance.reports(held_out=False), *relevance.told_otherwise(), *(line.text for line in corpus.load())]
    learned = {word for text in texts for word in word_list(text)}
    unknown = {"hoodlums", "kidnappings", "bombardments", "gunship", "brigands"} - learned
    harmless = ("marmalades", "cardigans", "casseroles")
    weights = {word: float(gate().scores([word])[0]) for word in (*unknown, *harmless)}
    assert unknown
    assert max(weights[word] for word in unknown) > 0.1 > max(weights[word] for word in harmless)


def test_why_tells_the_words() -> None:
    text = "The council met. " * 30 + "Boko Haram gunmen abducted nine farmers near Monguno and burned the village."
    verdict = why(report(text))
    assert verdict.passes
    assert verdict.chance >= verdict.needed
    assert {"gunmen", "abducted", "boko haram"} <= {reason.words for reason in verdict.found}
    start, end = verdict.passage
    assert "gunmen abducted nine farmers" in f"\n\n{text}"[start:end]
    assert verdict.learned
    other = why(report("The garden club met. " * 30))
    assert not other.passes
    assert not other.found


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
    verdict = gate().explain(text)
    assert 0 <= verdict.chance <= 1
    assert verdict.passes == gate().passes(text)
    assert 0 <= verdict.passage[0] <= verdict.passage[1] <= len(text.lower())


def test_hashes_are_the_same_on_every_machine_and_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    words = Words()
    assert words["rebels"] == words["rebel"] == 1578495580
    one, two = buckets(np.array([words["rebels"], words["shelled"]], np.uint32))
    assert (len(one), len(two)) == (2, 1)
    assert max(*one, *two) < BUCKETS
    monkeypatch.setattr("vedette.code.gate.KEPT", 3)
    assert [words[f"word{n}"] > 0 for n in range(9)] == [True] * 9
    assert len(words) <= 3


def test_a_gated_pipeline_gives_every_report_in_its_place() -> None:
    class Counting(Pipeline):
        """A pipeline that notes what it parses."""

        def __init__(self) -> None:
            """Load nothing."""
            self.gated, self.passed_over, self.last_over = True, 0, deque[str]()
            self.seen, self.coder = list[str](), default_coder()

        def _parsed(self, reports: Sequence[Report]) -> Iterator[Coded]:
            """Note the reports."""
            self.seen += [one.id for one in reports]
            return iter([Coded(id=one.id, report=one, error="parsed") for one in reports])

    pipeline = Counting()
    texts = [GARDEN, "Rebels shelled the town. " * 20, GARDEN, "Troops fired at protesters. " * 20]
    given_reports = [Report(id=str(number), text=text) for number, text in enumerate(texts * 20)]
    done = list(pipeline.code(given_reports))
    assert [one.id for one in done] == [str(number) for number in range(80)]
    assert [one.error for one in done] == [None, "parsed"] * 40
    assert pipeline.seen == [str(number) for number in range(1, 80, 2)]
    assert pipeline.passed_over == 40
    pipeline.gated = False
    assert all(one.error for one in pipeline.code(given_reports))


@pytest.mark.parametrize(
    "toml", ["sure = ['Rebel']\nlikely = []", "sure = []", "sure = [1]\nlikely = []", "likely = ['']\nsure = []"]
)
def test_a_broken_table_is_told(tmp_path: Path, toml: str) -> None:
    (tmp_path / "gate.toml").write_text(toml, "utf-8")
    with pytest.raises(DataFileError, match=r"gate\.toml"):
        load_words(tmp_path / "gate.toml")


def test_broken_weights_are_told(tmp_path: Path) -> None:
    path = tmp_path / "gate.npz"
    path.write_bytes(b"none")
    with pytest.raises(ModelError, match=r"gate\.npz.*training\.gate"):
        load_model(path)
    with np.load(data_path("model", "gate.npz"), allow_pickle=False) as held:
        np.savez(path, **{name: held[name] for name in held.files if name != "short"})
    with pytest.raises(ModelError, match="form"):
        load_model(path)


def test_the_pages_of_the_bench_are_the_same_everywhere_and_can_be_read() -> None:
    for number in (0, 1, 2, 3, 4, 5):
        address, words = furniture.page(number)
        assert furniture.page(number) == (address, words)
        text = read_html(words, url=address).text
        assert "cookies" not in text
        assert len(text.split()) > 60
    assert 0.17 < sum(furniture.is_conflict(number) for number in range(2000)) / 2000 < 0.23
