"""Mentions: which phrases are mentions, their kinds, and a country told as actor from a country told as place."""

from collections.abc import Callable
from typing import get_args

import pytest

from vedette.code.mentions import nominals
from vedette.records import Coded
from vedette.records.vocabulary import MentionKind

Code = Callable[..., Coded]


def kinds(coded: Coded) -> dict[str, str]:
    """The kind of each mention."""
    return {m.text: m.kind for m in coded.mentions}


@pytest.mark.parametrize(
    ("text", "mention", "kind"),
    [
        ("Syrian rebels attacked Idlib on Monday.", "Syrian rebels", "actor"),
        ("Syrian rebels attacked Idlib on Monday.", "Idlib", "place"),
        ("Syrian rebels attacked Idlib on Monday.", "Monday", "time"),
        ("The prime minister spoke.", "prime minister", "person"),
        ("Rebels fired a howitzer.", "howitzer", "weapon"),
        ("Hamas fired mortars.", "Hamas", "actor"),
        ("They paid $3 million in Mali.", "$3 million", "money"),
        ("A village burned.", "village", "place"),
        ("The treaty was signed.", "treaty", "document"),
        ("The truck burned.", "truck", "vehicle"),
        ("Two warplanes bombed the port.", "Two warplanes", "platform"),
        ("The frigate HMS Daring sailed for Yemen.", "frigate HMS Daring", "platform"),
        ("An airstrike hit an ISIL vehicle near Mosul.", "ISIL", "actor"),
        ("Strikes by Jordan, Bahrain and Qatar hit the camp.", "Qatar", "actor"),
    ],
)
def test_kinds(code: Code, text: str, mention: str, kind: str) -> None:
    assert kinds(code(text))[mention] == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Mali closed the border.", "actor"),
        ("Talks with Mali failed.", "actor"),
        ("France praised Mali.", "actor"),
        ("He was born in Mali.", "place"),
        ("Troops flew to Mali.", "place"),
    ],
)
def test_a_country_is_an_actor_where_it_acts_and_a_place_elsewhere(code: Code, text: str, kind: str) -> None:
    assert kinds(code(text))["Mali"] == kind


def test_mentions_come_in_order_and_once(code: Code) -> None:
    text = "Malian soldiers and French soldiers attacked rebels in Gao on Monday, the army said."
    spans = [(m.start, m.end) for m in code(text).mentions]
    assert spans == sorted(set(spans))
    assert len(spans) >= 5


@pytest.mark.parametrize("text", ["It rained.", "", "Who was it?"])
def test_words_that_are_no_mentions(code: Code, text: str) -> None:
    assert code(text).mentions == ()


def test_places_and_actors_refer_to_their_records(code: Code) -> None:
    coded = code("Hamas fighters attacked Israeli soldiers in Gaza.")
    refs = {m.text: m.ref for m in coded.mentions}
    assert refs["Hamas fighters"] == "HAMAS"
    assert refs["Israeli soldiers"] == "ISRMIL"
    assert refs["Gaza"] in {p.id for p in coded.places}


def test_words_of_now_and_then_are_times_but_no_mentions(code: Code) -> None:
    coded = code("The former president recently spoke of Goma.")
    assert not [m for m in coded.mentions if m.kind == "time"]
    assert coded.times


def test_the_table_of_common_nouns_knows_only_the_kinds_of_the_records() -> None:
    assert set(nominals().values()) <= set(get_args(MentionKind))
    assert nominals()["village"] == "place"
