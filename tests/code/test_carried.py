"""Acts in a sentence without a place are where those of the sentence before were."""

from collections.abc import Callable

import pytest

from vedette.records import Coded


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Rebels attacked a convoy in Bunia on Monday. They killed two soldiers.", ["Bunia", "Bunia"]),
        ("Rebels attacked a convoy in Bunia on Monday. They killed two soldiers in Beni.", ["Bunia", "Beni"]),
        ("Rebels attacked a convoy on Monday. They killed two soldiers.", [None, None]),
        ("Rebels attacked Bunia. The army was silent. Police arrested two men.", ["Bunia", None]),
        ("The president met envoys in Bunia. Police arrested two men.", ["Bunia", None]),
        ("Rebels attacked Bunia. The president condemned it.", ["Bunia", None]),
    ],
)
def test_the_place_of_the_sentence_before(code: Callable[..., Coded], text: str, places: list[str | None]) -> None:
    events = sorted(code(text).events, key=lambda e: e.trigger.start)
    assert [e.place.text if e.place else None for e in events] == places


def test_the_words_of_a_carried_place_stand_where_they_were_told(code: Callable[..., Coded]) -> None:
    text = "Rebels attacked a convoy in Bunia on Monday. They killed two soldiers."
    for event in code(text).events:
        assert event.place is not None
        assert text[event.place.start : event.place.end] == "Bunia"
