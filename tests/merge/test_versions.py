"""A page that grows: a live blog is one report, its later versions tell of the same incidents and count once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.merge.test_desk import FIRST, OTHER
from vedette import read_text
from vedette.merge import judgements
from vedette.merge.desking import assign_new, now, state_of
from vedette.merge.repeats import page_of
from vedette.merge.views import View, views
from vedette.pipeline import Pipeline
from vedette.records import Signature
from vedette.store import Desk, open_desk

HEAD = "Follow our live coverage of the fighting in northern Syria as it unfolds, hour by hour.\n\n"
SHELLING = (
    "13:05 GMT\nGovernment artillery shelled the town of Saraqib in Idlib province on Friday, killing four civilians, "
    "rescuers said.\n\n"
)
CAPTURE = (
    "09:10 GMT\nInsurgents captured the town of Khan al-Asal on Friday after clashes with the army overnight, a "
    "resident said.\n\n"
)
BOMB = "16:40 GMT\nA car bomb killed nine people at a market in Azaz on Friday, the town's council said.\n\n"
URL = "https://news.example/live"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty desk."""
    with open_desk(tmp_path / "desk") as opened:
        yield opened


def put(desk: Desk, pipeline: Pipeline, key: str, text: str, url: str | None = URL) -> str | None:
    """Code a text, keep it, and put what it tells into incidents; of which report it is a version."""
    report = read_text(text, id=key, published="2024-11-29", url=url, publisher="News")
    added = desk.add(next(iter(pipeline.code([report]))))
    assign_new(desk)
    return added.version_of


def shown(desk: Desk) -> dict[str, View]:
    """The live incidents by their place."""
    return {view.place: view for view in views(desk, state_of(desk)) if view.belief.live and view.events}


def test_a_page_with_dated_entries_is_one_report_and_each_event_has_its_own_words(
    desk: Desk, pipeline: Pipeline
) -> None:
    put(desk, pipeline, "live", HEAD + BOMB + SHELLING + CAPTURE)
    assert len(desk.reports()) == 1
    evidence = {row.place: " ".join(span.text for span in row.event.evidence) for row in desk.events()}
    for own, others in (
        ("Azaz", ("Saraqib", "Khan al-Assal")),
        ("Saraqib", ("Azaz",)),
        ("Khan al-Assal", ("Saraqib",)),
    ):
        assert own.replace("Assal", "Asal") in evidence[own]
        assert not any(other in evidence[own] for other in others)
    assert set(shown(desk)) == {"Azaz", "Saraqib", "Khan al-Assal"}


def test_what_a_later_version_tells_again_goes_where_it_was_and_counts_once(desk: Desk, pipeline: Pipeline) -> None:
    put(desk, pipeline, "v1", HEAD + CAPTURE)
    before = {place: view.belief.id for place, view in shown(desk).items()}
    (first,) = (row.id for row in desk.reports())
    assert put(desk, pipeline, "v2", HEAD + SHELLING + CAPTURE) == first
    assert put(desk, pipeline, "v3", HEAD + BOMB + SHELLING + CAPTURE) == desk.reports(key="v2")[0].id
    after = shown(desk)
    assert {place: after[place].belief.id for place in before} == before
    assert {place: (len(v.newest_reports), v.origins(desk)) for place, v in after.items()} == dict.fromkeys(
        ("Azaz", "Saraqib", "Khan al-Assal"), (1, 1)
    )
    assert [row.key for row in after["Khan al-Assal"].reports] == ["v1", "v2", "v3"]
    assert {row.report_id for row in after["Khan al-Assal"].told} == {desk.reports(key="v3")[0].id}
    assert desk.duplicates() == []
    assert any("told at the same address" in (row.why or "") for row in desk.judgements())


def test_another_outlets_report_counts_beside_the_page(desk: Desk, pipeline: Pipeline) -> None:
    put(desk, pipeline, "v1", HEAD + SHELLING)
    put(desk, pipeline, "v2", HEAD + CAPTURE + SHELLING)
    put(
        desk, pipeline, "other", "Army artillery shelled the town of Saraqib on Friday and killed four civilians.", None
    )
    view = shown(desk)["Saraqib"]
    assert (len(view.reports), len(view.newest_reports), view.people()) == (3, 2, (4, 4))


def test_an_edited_toll_is_the_pages_word_and_the_earlier_one_is_not_held_against_it(
    desk: Desk, pipeline: Pipeline
) -> None:
    put(desk, pipeline, "v1", HEAD + SHELLING)
    put(desk, pipeline, "v2", HEAD + SHELLING.replace("four", "seven"))
    assert shown(desk)["Saraqib"].people() == (7, 7)
    assert len(shown(desk)) == 1


def test_an_entry_that_scrolled_off_is_still_told_by_the_version_that_had_it(desk: Desk, pipeline: Pipeline) -> None:
    put(desk, pipeline, "v1", HEAD + SHELLING + CAPTURE)
    put(desk, pipeline, "v2", HEAD + BOMB + SHELLING)
    view = shown(desk)["Khan al-Assal"]
    assert [row.key for row in view.newest_reports] == ["v1"]
    assert view.origins(desk) == 1


def test_another_text_at_the_same_address_is_no_version(desk: Desk, pipeline: Pipeline) -> None:
    put(desk, pipeline, "monday", FIRST)
    assert put(desk, pipeline, "tuesday", OTHER) is None
    assert len(desk.reports(latest=True)) == 2
    third = desk.reports(key="monday")[0].id
    assert put(desk, pipeline, "monday again", FIRST + " The army sent soldiers.") == third


def test_what_a_person_took_out_does_not_come_back_with_the_next_version(desk: Desk, pipeline: Pipeline) -> None:
    put(desk, pipeline, "v1", HEAD + SHELLING + CAPTURE)
    wrong = shown(desk)["Saraqib"].belief.id
    signed = Signature(at=now(), who="ada", by="person")
    desk.judge(judgements.retract(state_of(desk), wrong, signed))
    put(desk, pipeline, "v2", HEAD + BOMB + SHELLING + CAPTURE)
    assert set(shown(desk)) == {"Azaz", "Khan al-Assal"}


def test_the_first_version_of_each_page() -> None:
    assert page_of({"c": "b", "a": None, "b": "a", "x": None, "y": "gone"}) == {
        "a": "a", "b": "a", "c": "a", "x": "x", "y": "gone", "gone": "gone",
    }  # fmt: skip
