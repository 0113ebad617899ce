"""Ground: which places change hands, who takes, loses and holds each, and what only sounds like it."""

from typing import TYPE_CHECKING

import pytest

from vedette import read_text

if TYPE_CHECKING:
    from vedette.pipeline import Pipeline

HTS = "Hayat Tahrir al-Sham"


def told(whole: "Pipeline", text: str) -> set[tuple[str, str, str | None]]:
    """Change, place and holder of each control record, those that happened or go on."""
    (coded,) = whole.code([read_text(text, id="r", published="2024-12-06")])
    live = [c for c in coded.control if c.status in {"happened", "ongoing"}]
    return {(c.change, c.place.text, c.holder.text if c.holder else None) for c in live}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels captured Halfaya and Souran on Tuesday.", {("captured", "Halfaya", "Rebels"),
                                                             ("captured", "Souran", "Rebels")}),
        (f"Fighters led by {HTS} captured Saraqib on Friday.", {("captured", "Saraqib", HTS)}),
        ("The Syrian army captured Kafr Nabl on Tuesday.", {("captured", "Kafr Nabl", "Syrian army")}),
        ("The army lost control of Maarat al-Numan on Friday.", {("lost", "Maarat al-Numan", "army")}),
        ("The SDF handed over Raqqa to government forces on Friday.",
            {("lost", "Raqqa", "SDF"), ("captured", "Raqqa", "government forces")}),
        ("Rebels said that they had gained full control of Homs.", {("captured", "Homs", "Rebels")}),
        ("AMMAN - Turkish troops captured Afrin on Sunday.", {("captured", "Afrin", "Turkish troops")}),
    ],
)  # fmt: skip
def test_who_takes_and_who_loses_which_place(
    whole: "Pipeline", text: str, expected: set[tuple[str, str, str | None]]
) -> None:
    assert told(whole, text) == expected


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("Manbij, held by the Syrian Democratic Forces since 2016, was quiet on Friday.", "Syrian Democratic Forces"),
        ("Life was returning to normal in Idlib, which is controlled by HTS.", "HTS"),
        ("Tel Rifaat is under the control of the Syrian National Army.", "Syrian National Army"),
        ("HTS said it was in full control of Aleppo.", "HTS"),
        ("Government forces maintain control of Hama, state media said.", "Government forces"),
    ],
)
def test_who_is_said_to_hold_a_place(whole: "Pipeline", text: str, holder: str) -> None:
    assert {(change, who) for change, _, who in told(whole, text)} == {("held", holder)}


@pytest.mark.parametrize(
    "text",
    [
        "Rebels seized the town hall in Daraya.",
        "The soldiers left their weapons on the road to Homs.",
        "There is no sign of an army withdrawal from Homs.",
        "Rumours that the rebels had captured Hama are false.",
        "Security forces were to enter Jaramana on Sunday.",
        "The militants had held al-Bab since 2014.",
    ],
)
def test_what_tells_of_no_change(whole: "Pipeline", text: str) -> None:
    assert told(whole, text) == set()


def test_who_took_the_place_before_takes_the_next_where_nobody_is_named(whole: "Pipeline") -> None:
    found = told(whole, f"{HTS} captured Saraqib on Friday. Kafr Nabl was taken hours later without a shot.")
    assert found == {("captured", "Saraqib", HTS), ("captured", "Kafr Nabl", HTS)}


def test_forces_that_enter_take_the_place_unless_it_is_fought_for(whole: "Pipeline") -> None:
    entered = "SDF fighters entered Manbij on Friday after government troops withdrew from Manbij."
    assert ("captured", "Manbij", "SDF fighters") in told(whole, entered)
    fought = "SDF fighters entered Manbij on Friday. Rebels clashed with the army in Manbij at night."
    assert {change for change, _, _ in told(whole, fought)} == {"contested"}
