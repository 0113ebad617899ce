"""Circumstances: the place, the way, the days and the arms of an event."""

from collections.abc import Callable

import pytest

from vedette.code.events import Readers
from vedette.records import Coded, Event, Mention

Only = Callable[..., Event]


def words(mention: Mention | None) -> str | None:
    """The words of a mention."""
    return mention.text if mention else None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Rebels attacked a convoy in Bunia.", "Bunia"),
        ("In Bunia, rebels attacked a convoy.", "Bunia"),
        ("Rebels attacked a convoy near Bunia on Monday.", "Bunia"),
        ("Rebels attacked Bunia.", "Bunia"),
        ("Bunia was attacked by rebels.", "Bunia"),
        ("Rebels shelled the town of Bunia.", "Bunia"),
        ("Rebels attacked a convoy near Bunia, the capital of Ituri.", "Bunia"),
        ("Rebels captured Bunia.", "Bunia"),
        ("Bunia and Beni, strongholds of the rebels since 1999, have been captured by government forces.", "Bunia"),
        ("The army deployed 300 soldiers to Bunia.", "Bunia"),
        ("Soldiers withdrew from Bunia.", "Bunia"),
        ("Thousands of people protested in Tbilisi.", "Tbilisi"),
        ("Rebels attacked a base in Mali.", "Mali"),
        ("Rebels attacked a convoy.", None),
        ("Rebels attacked the town.", None),
    ],
)
def test_place_is_the_named_one(only: Only, text: str, place: str | None) -> None:
    assert words(only(text).place) == place


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Thousands of people protested in Istanbul.", "Istanbul"),
        ("Police arrested six men in The Hague.", "The Hague"),
        ("A bomb exploded in Tel Aviv and killed two soldiers.", "Tel Aviv"),
        ("Thousands of people protested in Rome.", "Rome"),
        ("Protesters marched outside the White House.", "Washington"),
        ("Protesters clashed with police near the Capitol.", "Washington"),
    ],
)
def test_a_seat_of_power_is_a_place_where_something_is_in_or_before_it(
    code: Callable[..., Coded], text: str, name: str
) -> None:
    coded = code(text)
    [event] = coded.events
    [place] = [p for p in coded.places if event.place and p.id == event.place.ref]
    assert place.name == name


@pytest.mark.parametrize(
    "text",
    ["The United States imposed sanctions on Iran.", "France condemned Russia in Paris.", "Iran threatened Israel."],
)
def test_verbal_acts_have_no_place(only: Only, text: str) -> None:
    assert only(text).place is None


@pytest.mark.parametrize(
    ("text", "origin", "destination"),
    [
        ("Troops moved from Latakia to Hama.", "Latakia", "Hama"),
        ("Troops entered Hama.", None, "Hama"),
        ("The army sent troops to Hama.", None, "Hama"),
        ("About 200 fighters crossed from Iraq into Syria.", "Iraq", "Syria"),
        ("Troops withdrew from Hama.", "Hama", None),
        ("Troops left Hama.", "Hama", None),
    ],
)
def test_where_from_and_where_to(only: Only, text: str, origin: str | None, destination: str | None) -> None:
    event = only(text)
    assert (words(event.origin), words(event.destination)) == (origin, destination)


def test_the_place_of_a_move_is_where_it_ends_and_of_a_withdrawal_where_it_began(only: Only) -> None:
    assert words(only("Troops moved from Latakia to Hama.").place) == "Hama"
    assert words(only("Troops withdrew from Latakia.").place) == "Latakia"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Rebels attacked Bunia on Monday.", "2024-11-25", "2024-11-25"),
        ("On Monday, rebels attacked Bunia.", "2024-11-25", "2024-11-25"),
        ("Rebels attacked Bunia yesterday.", "2024-11-29", "2024-11-29"),
        ("Rebels attacked Bunia on 12 March 2024.", "2024-03-12", "2024-03-12"),
        ("Rebels will attack Bunia on Monday.", "2024-12-02", "2024-12-02"),
        ("Rebels attacked Bunia for three days.", None, None),
        ("Rebels attacked Bunia.", None, None),
    ],
)
def test_days_are_read_against_the_day_of_publication(
    only: Only, text: str, start: str | None, end: str | None
) -> None:
    when = only(text).when
    assert ((when.start, when.end) if when else (None, None)) == (start, end)


def test_days_stay_open_where_the_day_of_publication_is_unknown(only: Only) -> None:
    when = only("Rebels attacked Bunia on Monday.", published=None).when
    assert when is not None
    assert (when.text, when.start) == ("Monday", None)
    fixed = only("Rebels attacked Bunia on 12 March 2024.", published=None).when
    assert fixed is not None
    assert fixed.start == "2024-03-12"


def test_each_event_has_the_time_of_its_own_clause(code: Callable[..., Coded]) -> None:
    events = code("Rebels attacked Bunia on Monday and the army shelled Goma on Friday.").events
    assert [e.when.text for e in events if e.when] == ["Monday", "Friday"]
    events = code("The rebels who seized Bunia on Friday withdrew from the town on Sunday.").events
    assert [e.when.text for e in events if e.when] == ["Friday", "Sunday"]


@pytest.mark.parametrize(
    ("text", "weapons"),
    [
        ("Rebels attacked Bunia with rockets.", ["rockets"]),
        ("A roadside bomb killed five soldiers in Kabul.", ["roadside bomb"]),
        ("Villagers hacked a soldier to death with machetes.", ["machetes"]),
        ("Rebels attacked Bunia.", []),
    ],
)
def test_weapons(only: Only, text: str, weapons: list[str]) -> None:
    assert [w.text for w in only(text).weapons] == weapons


def test_a_time_that_runs_over_the_end_of_a_sentence_gives_the_tokens_inside(readers: Callable[[str], Readers]) -> None:
    read = readers("Rebels attacked Goma on 3 May 2024 and left on Monday.")
    found = dict(read.circumstances.times_in(0, 6))
    assert [[read.tree.word[t] for t in tokens] for tokens in found.values()] == [["on", "3", "May"]]
