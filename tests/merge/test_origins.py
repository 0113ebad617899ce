"""Whose word a report stands on: outlets are relayed, rescuers and war monitors are asked."""

import pytest

from vedette.merge.origins import relays
from vedette.pipeline import Pipeline
from vedette.records import Report


def relayed(pipeline: Pipeline, source: str) -> bool:
    """Whether a report of which one source tells everything relays it."""
    text = f"Government artillery shelled the town of Saraqib on Friday, killing four civilians, {source} said."
    (coded,) = pipeline.code([Report(id="r", text=text, published="2024-11-29", publisher="The Daily")])
    told = [event for event in coded.events if event.attribution]
    assert told
    return relays(coded, told)


@pytest.mark.parametrize("source", ["the state news agency", "local media", "a radio station"])
def test_what_an_outlet_says_is_relayed(pipeline: Pipeline, source: str) -> None:
    assert relayed(pipeline, source)


@pytest.mark.parametrize("source", ["rescuers", "a hospital", "a war monitor"])
def test_what_others_say_is_a_word_of_their_own(pipeline: Pipeline, source: str) -> None:
    assert not relayed(pipeline, source)


@pytest.mark.parametrize(
    ("text", "relayed"),
    [
        ("Gunmen killed nine people in Djibo. According to the agency, the market burned.", True),
        ("Gunmen killed nine people in Djibo. The station, quoting a teacher, adds that the market burned.", True),
        ("In Djibo, according to Sahel Press Agency, nine people were killed.", True),
        ("Nine people were killed in Djibo. The police, it reports, came under fire.", True),
        ("Sahel Newswire reports that gunmen killed nine people in Djibo.", True),
        ("Gunmen killed nine people in Djibo, a teacher told this agency. The market burned.", False),
        ("Gunmen attacked the offices of the newspaper in Djibo and killed nine people.", False),
        ("Gunmen killed nine people in Djibo, our correspondent said.", False),
    ],
)
def test_a_report_that_comes_back_to_an_outlet_relays_it(pipeline: Pipeline, text: str, relayed: bool) -> None:  # noqa: FBT001
    (coded,) = pipeline.code([Report(id="r", text=text, published="2024-11-29", publisher="The Daily")])
    assert relays(coded, coded.events) is relayed
