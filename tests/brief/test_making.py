"""A brief from a real desk: its parts, that each sentence holds, difference briefs, and what is refused."""

import json
import re
from typing import TYPE_CHECKING

import pytest

from vedette.brief.checked import tally
from vedette.brief.directions import CodedReader
from vedette.brief.forecasting import chance_of
from vedette.brief.fresh import only_new, since
from vedette.brief.making import Asked, check, make, span_of
from vedette.errors import VedetteError
from vedette.records.brief import Brief, BriefScope

if TYPE_CHECKING:
    from vedette.store.desk import Desk


def test_a_brief_has_its_parts_and_every_sentence_holds(sudan: Brief) -> None:
    assert sudan.headline.text.startswith("Sudan: ")
    assert sudan.summary
    assert sudan.happened
    assert sudan.disagreements
    assert sudan.sources
    assert len(sudan.method) > 3
    for sentence in sudan.sentences:
        assert sentence.verdict == "supported", sentence
        assert sentence.cites
    assert all(sentence.quotes for sentence in sudan.happened)
    assert tally(sudan)["supported"] == len(sudan.sentences)


def test_what_is_told_is_what_the_reports_tell(sudan: Brief) -> None:
    fasher = next(s for s in sudan.happened if "El Fasher" in s.text)
    assert "3 September" in fasher.text
    assert re.search(r"\b(31|Thirty-one)\b", fasher.text), "a number that begins a sentence is written out"
    dead = next(s for s in sudan.disagreements if "dead in El Fasher" in s.text)
    assert "Darfur Voice" in dead.text
    assert {q.outlet for q in dead.quotes} >= {"Darfur Voice"}
    assert any("United Arab Emirates" in s.text for s in sudan.actors)
    assert {s.outlet for s in sudan.sources} >= {"Darfur Voice", "Geneva Humanitarian News"}


def test_no_two_sentences_of_a_section_begin_with_the_same_five_words(sudan: Brief) -> None:
    begun = [" ".join(s.text.split()[:5]) for s in sudan.happened]
    assert len(set(begun)) == len(begun)


def test_a_brief_is_the_same_each_time_and_has_an_id_of_its_content(
    desk: "Desk", sudan: Brief, reader: CodedReader
) -> None:
    again = make(desk, Asked("2024-09-01", "2024-09-30", country="SDN"), reader, sudan.byline)
    assert again.id == sudan.id
    assert again.sections == sudan.sections


def test_a_brief_rewritten_wrongly_is_found_out(desk: "Desk", sudan: Brief, reader: CodedReader) -> None:
    told = json.loads(sudan.model_dump_json())
    for sentence in told["happened"]:
        sentence["text"] = sentence["text"].replace("were killed", "were almost killed").replace("El Fasher", "Nyala")
    checked = check(desk, Brief.model_validate(told), reader)
    flagged = [s for s in checked.happened if s.verdict == "flagged"]
    assert {f.kind for s in flagged if "Nyala" in s.text for f in s.findings} & {"name", "place"}
    assert tally(checked)["dropped"] == 0
    dropped = check(desk, Brief.model_validate(told), reader, keep=False)
    assert len(dropped.dropped) == len(flagged)
    assert not any("Nyala" in s.text for s in dropped.happened)


def test_a_headline_that_does_not_hold_is_replaced(desk: "Desk", sudan: Brief, reader: CodedReader) -> None:
    wrong = sudan.model_copy(
        update={"headline": sudan.headline.model_copy(update={"text": "Sudan: 77 killed in Nyala"})}
    )
    checked = check(desk, wrong, reader, keep=False)
    assert checked.headline.text == sudan.happened[0].text.rstrip(".")
    assert checked.headline.verdict == "supported"


def test_a_difference_brief_holds_what_is_new(sudan: Brief) -> None:
    before = sudan.model_copy(update={"happened": sudan.happened[1:], "id": "before"})
    marked = since(sudan, before)
    assert [s.new for s in marked.happened] == [True, *[False] * (len(sudan.happened) - 1)]
    assert marked.since_brief == "before"
    assert not marked.headline.new
    left = only_new(marked)
    assert [s.text for s in left.happened] == [sudan.happened[0].text]
    assert not left.summary
    assert 0 < len(left.sources) < len(sudan.sources)


def test_a_place_or_an_actor_or_an_incident_may_be_asked_about(desk: "Desk", reader: CodedReader) -> None:
    bab = make(desk, Asked("2024-01-01", "2024-01-31", place="al-Bab", places={"Al-Bab"}), reader)
    assert bab.scope.title == "al-Bab"
    assert all(s.verdict == "supported" for s in bab.sentences)
    force = make(desk, Asked("2024-09-01", "2024-09-30", actor="RSF", actors={"RSF"}), reader)
    assert force.happened
    one = bab.happened[0].cites[0]
    alone = make(desk, Asked("2024-01-01", "2024-01-31", incidents=(one,)), reader)
    assert {ident for s in alone.happened for ident in s.cites} == {one}


def test_nothing_asked_about_gives_an_empty_brief(desk: "Desk", reader: CodedReader) -> None:
    empty = make(desk, Asked("2001-01-01", "2001-01-02", country="PER"), reader)
    assert not empty.happened
    assert "nothing is on the desk" in empty.headline.text


def test_spans_are_counted_back_from_the_newest_report(desk: "Desk") -> None:
    assert span_of(desk, "7d", "2024-09-30") == ("2024-09-24", "2024-09-30")
    assert span_of(desk, "2024-09-01", "2024-09-30") == ("2024-09-01", "2024-09-30")
    assert span_of(desk, None, None)[1] == max(r.published or "" for r in desk.reports())
    with pytest.raises(VedetteError, match="neither a day nor a span"):
        span_of(desk, "soon", None)
    with pytest.raises(VedetteError, match="Turn them round"):
        span_of(desk, "2024-10-01", "2024-09-30")


def test_no_history_no_forecast(desk: "Desk") -> None:
    scope = BriefScope(title="Sudan", country="SDN", first="2024-09-01", last="2024-09-30")
    assert chance_of(desk, scope) is None
