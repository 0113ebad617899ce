"""The smaller parts: pieces of long texts, sentences in any script, trees cut at quotes, prompts, names."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.code.llm.chunks import pieces, sentences
from vedette.code.llm.cutting import cut, flat_tree
from vedette.code.llm.naming import load_affixes, native_name
from vedette.code.llm.prompt import load_instructions, load_prompt, prompt
from vedette.code.llm.schema import answer_schema
from vedette.code.llm.told import read_events
from vedette.errors import DataFileError
from vedette.lexicon.native import NativeNames
from vedette.lexicon.tables import data_path

WORDS = "abc. \n\u3002دх1-"


@settings(max_examples=300, deadline=None)
@given(st.text(WORDS, max_size=600), st.integers(20, 120), st.integers(0, 60))
def test_pieces_cover_the_text_and_are_short(text: str, most: int, overlap: int) -> None:
    found = pieces(text, most, overlap)
    covered = {at for start, end in found for at in range(start, end)}
    assert {at for at, char in enumerate(text) if not char.isspace()} <= covered
    assert all(0 < end - start <= most for start, end in found)
    assert found == sorted(found)


def test_pieces_end_where_a_sentence_does_and_keep_to_the_body() -> None:
    text = "First one here. Second one here. Third one here."
    assert next(text[a:b].strip() for a, b in pieces(text, 34, 4)) == "First one here. Second one here."
    assert pieces(text, 100, 0, ((16, 32),)) == [(16, 32)]
    assert pieces(text, 100, 0, ((0, 15), (33, 48))) == [(0, 48)]


def test_sentences_end_as_their_script_ends_them() -> None:
    text = "One. Two! 北京发生爆炸。伤者很多。 هل قتل؟ نعم۔ एक। दो"
    assert [text[a:b] for a, b in sentences(text)] == [
        "One.", "Two!", "北京发生爆炸。", "伤者很多。", "هل قتل؟", "نعم۔", "एक।", "दो",
    ]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.text(WORDS + "漢", max_size=80), st.data())
def test_a_cut_tree_has_tokens_that_end_where_spans_do(text: str, data: st.DataObject) -> None:
    tree = flat_tree(text)
    if not len(tree):
        return
    first = data.draw(st.integers(0, len(tree) - 1))
    start = data.draw(st.integers(tree.start[first], tree.end[first] - 1))
    made = cut(tree, [(start, tree.end[first])])
    tokens = made.tokens_in(start, tree.end[first])
    assert made.start[tokens[0]] == start
    assert "".join(made.word) == "".join(tree.word)
    assert [made.text[a:b] for a, b in zip(made.start, made.end, strict=True)] == made.word
    assert [(made.start[a], made.end[b - 1]) for a, b in made.sents] == [
        (tree.start[a], tree.end[b - 1]) for a, b in tree.sents
    ]


@pytest.mark.parametrize(
    ("name", "place", "meant"),
    [
        ("Дамаске", True, "Damascus"),
        ("Харькова", True, "Kharkiv"),
        ("بدمشق", True, "Damascus"),
        ("للسودان", True, "Sudan"),
        ("والخرطوم", True, "Khartoum"),
        ("北京", True, "Beijing"),
        ("России", False, "Russia"),
        ("哈马斯", False, "Hamas"),
        ("الحوثيين", False, "Houthis"),
        ("столкновение", True, None),
        ("rebels", False, None),
    ],
)
def test_a_name_in_its_own_script_is_known_with_its_endings(name: str, place: bool, meant: str | None) -> None:  # noqa: FBT001
    assert native_name(name, place=place) == meant


def test_a_name_of_no_actor_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "native.csv"
    path.write_text("form,name,source\nХ,Nobody at all,test\n", "utf-8")
    with pytest.raises(DataFileError, match=r"native\.csv:2: no actor is called 'Nobody at all'"):
        NativeNames(data_path("places", "native.sqlite"), path)
    with pytest.raises(DataFileError, match="build_native"):
        NativeNames(tmp_path / "none.sqlite", data_path("actors", "native.csv"))


def test_the_examples_are_of_the_form_that_is_asked_for() -> None:
    for language, _, answer in prompt().examples:
        dropped: Counter[str] = Counter()
        events = json.loads(answer)["events"]
        read = read_events(answer, dropped)
        assert (len(read or ()), dropped) == (len(events), {})
        wanted = answer_schema(foreign=language != "en")["properties"]["events"]["items"]["required"]
        assert all(set(event) == set(wanted) for event in events)


def test_english_reports_are_not_shown_what_is_for_others() -> None:
    plain, foreign = prompt().messages("A.", "en"), prompt().messages("A.", "fr")
    assert "gloss" not in json.dumps(plain)
    assert "gloss" in foreign[0]["content"]
    assert "Report in French" in foreign[-1]["content"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("{fence}", "", "report lacks {fence}"),
        ('SANCTION = "penalty', 'SANKTION = "penalty', r"\[types\] does not fit the codebook at SANCTION, SANKTION"),
        ('"place": "Marab"', '"place": "Paris"', "'Paris' is not in"),
        ('system = """', 'sistem = """', "system is missing"),
        ("answer = '''{\"events\": []}'''", "answer = 'none'", "is no answer"),
    ],
)
def test_a_prompt_that_breaks_its_own_rules_is_refused(tmp_path: Path, old: str, new: str, problem: str) -> None:
    text = data_path("llm", "prompt-1.toml").read_text("utf-8")
    assert old in text
    path = tmp_path / "prompt-2.toml"
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(DataFileError, match=problem):
        load_prompt(path)


@pytest.mark.parametrize("text", ["orders = []\nmarks = ['x']", "orders = ['(']\nmarks = ['x']", "marks = ['x']"])
def test_instructions_that_cannot_be_used_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "instructions.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(DataFileError):
        load_instructions(path)


def test_affixes_that_are_no_words_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "affixes.toml"
    path.write_text("[before]\nARABIC = [1]\n[behind]\n[instead]\n[before_article]\n", "utf-8")
    with pytest.raises(DataFileError, match="lacks a list of words"):
        load_affixes(path)
