"""Relevance: sport, business, fiction, history and weather give no events; their neighbours in the news do."""

from collections.abc import Callable

import pytest

from vedette.records import Coded

Code = Callable[..., Coded]


@pytest.mark.parametrize(
    "text",
    [
        "Arsenal beat Chelsea 2-0 on Sunday.",
        "The striker shot past the goalkeeper in the second half.",
        "The champions crushed their rivals in the final.",
        "The coach attacked the referee's decision after the match.",
        "Shares in the bank fell sharply after the hostile takeover bid.",
        "The retailer launched a price war against its rivals.",
        "The carmaker defeated a bid by shareholders.",
        "In the film, a spy kills the president.",
        "The novel tells of soldiers who storm a castle.",
        "The museum marks the battle in which the Ottoman army captured the city.",
        "In 1812 Napoleon's troops captured Moscow.",
        "A storm hit Manila on Friday, killing 12 people.",
        "An earthquake killed 40 people in Nepal.",
        "Floods destroyed hundreds of houses in Sindh.",
        "Twelve people were killed when a bus plunged into a ravine.",
        "The heatwave killed dozens of people in Spain.",
        "Cholera killed 30 people in Haiti.",
        "The minister opened a new school.",
        "The parliament adopted the budget.",
        "The price of bread rose in Cairo on Monday.",
        "It rained.",
    ],
)
def test_no_events(code: Code, text: str) -> None:
    assert [(e.type, e.trigger.text) for e in code(text).events] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Gunmen attacked a football stadium in Jos, killing five people.", "ASSAULT"),
        ("Rebels attacked a bank in Bunia.", "ASSAULT"),
        ("Russian troops captured Avdiivka.", "COERCE"),
        ("Gunmen killed 12 people in Jos.", "ASSAULT"),
        ("Soldiers destroyed hundreds of houses in Amhara.", "ASSAULT"),
        ("Twelve people were killed when gunmen attacked a bus in Jos.", "ASSAULT"),
    ],
)
def test_their_neighbours_in_the_news(code: Code, text: str, kind: str) -> None:
    assert [e.type for e in code(text).events] == [kind]


def test_off_topic_sentences_spoil_only_themselves(code: Code) -> None:
    text = "The film tells how a spy kills the president. Rebels attacked Bunia on Monday."
    assert [e.trigger.text for e in code(text).events] == ["attacked"]


@pytest.mark.parametrize(
    "text",
    ["The attack was over.", "Talks continued.", "Sanctions were discussed.", "The two friends met for lunch."],
)
def test_words_without_the_parties_they_need(code: Code, text: str) -> None:
    assert code(text).events == ()


def test_an_empty_report_has_no_events(code: Code) -> None:
    assert code("").events == ()
    assert code(" \n ").events == ()


def test_an_attack_on_a_market_is_no_business_news(code: Code) -> None:
    """A word of trade beside shots does not make the shots go away; the second reader is sure of them."""
    coded = code("Men on some thirty motorbikes attacked the weekly market of Abala. They shot at shopkeepers.")
    assert "ASSAULT" in {event.type for event in coded.events}


def test_an_event_is_not_lost_with_the_word_that_it_was_joined_to(code: Code) -> None:
    """Of "an operation hit a gathering" one event is left, whichever of the two words tells it."""
    coded = code("A martyrdom operation today hit a gathering of delegates in the city of Baidoa, the spokesman said.")
    assert [event.type for event in coded.events] == ["ASSAULT"]
