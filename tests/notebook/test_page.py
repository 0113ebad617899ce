"""What a notebook shows: the words of a text marked, events in a table, a map; whatever a text holds does nothing."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.notebook.made import COUNTRY, Sound, coded, incident
from vedette.errors import DataFileError
from vedette.lexicon.tables import data_path
from vedette.notebook import page
from vedette.notebook.coded import CodedReport, CodedReports
from vedette.notebook.desk import Incidents
from vedette.records import Coded

HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</title><svg onload=alert(1)>", "&lt;b&gt;",
           "' style='background:url(http://x)", "\u202egnp.exe", "\x1b[31mred", "]]><!--", "\ud800 half")  # fmt: skip
WORDS = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=30)).filter(lambda words: words.strip())


def test_the_words_of_an_event_are_marked_and_labelled() -> None:
    shown = Sound(page.report(coded()))
    assert shown.marked == ["Rebels", "shelled", "Idlib", "Monday", "12 people", "residents"]
    assert "Idlibto whomwhere" in shown.text
    assert "12 people killed" in shown.text
    assert "Shelling / artillery / missile attack" in shown.text


def test_the_map_has_a_mark_where_a_place_is_known_and_none_where_it_is_not() -> None:
    drawn = page.report(coded())
    assert ">Idlib</text>" in drawn[drawn.index("<svg") :]
    shaded = page.report(coded(place=COUNTRY))
    assert "known by the country alone (shaded): Syria 1" in Sound(shaded).text
    assert page.report(coded().model_copy(update={"events": ()})).count("<svg") == 0


def test_what_could_not_be_coded_says_why() -> None:
    shown = Sound(CodedReport.of(Coded(id="x", error="the text is empty. <b>Give</b> words"))._repr_html_())
    assert "Not coded: the text is empty. <b>Give</b> words" in shown.text


def test_of_many_the_first_are_shown_and_the_rest_is_counted() -> None:
    shown = Sound(CodedReports([coded()] * (page.OPEN + 2))._repr_html_())
    assert f"{page.OPEN + 2} reports, {page.OPEN + 2} events" in shown.text
    assert "and 2 more reports" in shown.text
    many = Incidents([incident(number=n) for n in range(page.ROWS + 1)], "desk")._repr_html_()
    assert many.count("<tr>") == page.ROWS + 1
    assert "and 1 more incident:" in Sound(many).text


@settings(deadline=None, max_examples=60)
@given(who=WORDS, what=WORDS, where=WORDS, title=WORDS)
def test_whatever_a_report_holds_is_text(who: str, what: str, where: str, title: str) -> None:
    told = coded(who, what, where, title)
    for made in (page.report(told), CodedReports([told, told])._repr_html_()):
        assert "\x1b" not in made
        assert "\u202e" not in made
        assert made.encode("utf-8")
        Sound(made)


@settings(deadline=None, max_examples=40)
@given(name=WORDS, words=WORDS)
def test_whatever_an_incident_holds_is_text(name: str, words: str) -> None:
    made = Incidents([incident(name, words)], name)._repr_html_()
    assert made.encode("utf-8")
    Sound(made)


def test_hostile_words_are_shown_as_they_stand() -> None:
    shown = Sound(page.report(coded(who=HOSTILE[0], title=HOSTILE[1])))
    assert HOSTILE[0] in shown.text
    assert HOSTILE[1] in shown.text


def test_looks_that_are_none_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = data_path("page", "marks.toml").read_text("utf-8").replace("#ffd166", "url(x)")
    (tmp_path / "marks.toml").write_text(text, "utf-8")
    monkeypatch.setattr(page, "data_path", lambda *_: tmp_path / "marks.toml")
    with pytest.raises(DataFileError, match="is no colour"):
        page.looks.__wrapped__()
