"""Who claims an act, is blamed for it, denies it."""

from collections.abc import Callable

import pytest

from vedette.records import Coded

Code = Callable[..., Coded]
Row = tuple[str, str, str | None]


def rows(coded: Coded) -> list[Row]:
    """What is told of who did it: kind, who, by whom."""
    return [(r.kind, r.who.text, r.by.text if r.by else None) for e in coded.events for r in e.responsibility]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Islamic State claimed responsibility for the attack on Kabul.",
         ("claimed", "Islamic State", "Islamic State")),
        ("A bomb killed ten people in Kabul. Islamic State claimed responsibility.",
         ("claimed", "Islamic State", "Islamic State")),
        ("The bombing in Kabul was claimed by Islamic State.", ("claimed", "Islamic State", "Islamic State")),
        ("Ukraine blamed Russia for the attack on Odesa.", ("blamed", "Russia", "Ukraine")),
        ("The attack on Goma was blamed on M23.", ("blamed", "M23", None)),
        ("Kyiv accused Russia of shelling Kherson.", ("blamed", "Russia", "Kyiv")),
        ("Sudan held Chad responsible for the raid on Tina.", ("blamed", "Chad", "Sudan")),
        ("Rwanda denied involvement in the attack on Goma.", ("denied", "Rwanda", "Rwanda")),
    ],
)  # fmt: skip
def test_what_the_words_tell(code: Code, text: str, row: Row) -> None:
    assert row in rows(code(text))


@pytest.mark.parametrize(
    "text",
    [
        "No group has claimed responsibility for the attack on Kabul.",
        "The rebels claimed that they attacked Kabul.",
        "The minister took responsibility for the budget.",
        "Rebels attacked Kabul.",
    ],
)
def test_what_tells_nothing(code: Code, text: str) -> None:
    assert rows(code(text)) == []
