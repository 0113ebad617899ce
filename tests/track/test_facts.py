"""Facts of control from coded reports: whose they are, who says so, and what gives none."""

from typing import TYPE_CHECKING

import pytest

from vedette import read_text
from vedette.records import Actor
from vedette.track.control import control_history
from vedette.track.facts import Ground, GroundFact
from vedette.track.sides import side_of, state_side, voice_of

if TYPE_CHECKING:
    from vedette.pipeline import Pipeline

DAY = "2024-12-06"


def facts(whole: "Pipeline", text: str, publisher: str = "Reuters", copy_of: str = "") -> list[GroundFact]:
    """The facts of a text as a report of one Friday."""
    (coded,) = whole.code([read_text(text, id="r", published=DAY, publisher=publisher)])
    return Ground().add(coded, publisher, copy_of=copy_of)


def test_a_capture_with_the_source_its_side_and_its_day(whole: "Pipeline") -> None:
    (fact,) = facts(whole, "Syrian government forces recaptured Khan Sheikhoun on Wednesday, the army said.")
    assert (fact.change, fact.side, fact.day, fact.dated) == ("captured", state_side("SYR"), "2024-12-04", True)
    assert (fact.source, fact.teller, fact.origin) == ("army", "state:SYR", "state:SYR")
    assert fact.words.startswith("Syrian government forces recaptured")


def test_two_papers_that_quote_one_source_are_one_origin(whole: "Pipeline") -> None:
    text = "Rebels captured Hama on Thursday, the Syrian Observatory for Human Rights said."
    assert facts(whole, text, "Reuters")[0].origin == facts(whole, text, "AP")[0].origin
    plain = "Rebels captured Hama on Thursday."
    assert facts(whole, plain, "Reuters")[0].origin != facts(whole, plain, "AP")[0].origin
    assert facts(whole, plain, "AP", copy_of="Reuters")[0].origin == "Reuters"


def test_a_state_outlet_speaks_for_its_state_at_home() -> None:
    assert voice_of("SANA", "SYR") == "state:SYR"
    assert voice_of("SANA", "LBN") == ""
    assert voice_of("Reuters", "GBR") == ""


@pytest.mark.parametrize(
    "text",
    [
        "The rebels plan to capture Homs in the coming days.",
        "Residents fear that rebels will capture Homs.",
        "There is no sign of an army withdrawal from Homs.",
        "Rebels seized the police station in Homs on Friday.",
    ],
)
def test_what_is_planned_feared_or_smaller_than_the_place_changes_nothing(whole: "Pipeline", text: str) -> None:
    assert [f for f in facts(whole, text) if f.change != "denied"] == []


def test_what_is_denied_speaks_only_against(whole: "Pipeline") -> None:
    found = facts(whole, "The Syrian army denied that rebels had captured Homs.")
    assert [f.change for f in found] == ["denied"]
    assert control_history(found)[found[0].place] == []


def test_an_airport_is_a_place_of_its_own(whole: "Pipeline") -> None:
    (fact,) = facts(whole, "Insurgents captured the airport of Aleppo on Saturday.")
    assert fact.place != "geonames:170063"
    assert fact.named == "airport of Aleppo"


def test_a_report_without_any_date_is_counted(whole: "Pipeline") -> None:
    (coded,) = whole.code([read_text("Rebels captured Hama.", id="r")])
    ground = Ground()
    assert ground.add(coded) == []
    assert ground.undated == 1


def test_bodies_of_a_state_are_one_side_and_units_their_parent_s() -> None:
    army = Actor(id="SYRMIL", name="Syrian army", kind="MIL", country="SYR", code="SYRMIL")
    rebels = Actor(id="SYRREB", name="rebels", kind="REB", country="SYR", code="SYRREB")
    hamza = Actor(id="HAMZA_DIV", name="Hamza Division", kind="REB", country="SYR", code="SYRREB")
    assert side_of(army, "army") == state_side("SYR")
    assert side_of(army, "opposition officers").family == "SYR:armed"
    nobody = Actor(id="MIL", name="command", kind="MIL", code="MIL")
    assert side_of(nobody, "army", "SYR") == state_side("SYR")
    assert side_of(nobody, "operations command", "SYR") != state_side("SYR")
    assert side_of(hamza, "Hamza Division").id == "SNA"
    assert side_of(rebels, "rebels").general
    assert side_of(rebels, "rebels").is_like(side_of(hamza, "Hamza Division"))
    assert not side_of(rebels, "rebels").is_like(state_side("SYR"))
