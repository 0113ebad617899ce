"""Reports called untrue: what they tell is denied, whatever a reader made of it."""

from typing import TYPE_CHECKING

import pytest

from vedette import read_text

if TYPE_CHECKING:
    from vedette.pipeline import Pipeline


def statuses(pipeline: "Pipeline", text: str) -> set[str]:
    """The statuses of the acts on the ground."""
    (coded,) = pipeline.code([read_text(text, id="r", published="2024-12-06")])
    return {e.status for e in coded.events if e.type in ("ASSAULT", "COERCE", "RETREAT")}


@pytest.mark.parametrize(
    "text",
    [
        "There is no truth to reports that the army has withdrawn from Homs, the ministry said.",
        "There is no truth to reports on pages tied to terrorists that the army has withdrawn from Homs, he said.",
        "There was no truth in the claim that rebels had seized Hama.",
        "Reports that the army has withdrawn from Homs are untrue, the ministry said.",
        "Rumours that rebels took Homs are false, the ministry said.",
        "The report that rebels seized Hama proved to be false.",
        "The report that the convoy was attacked proved false.",
        "The minister called reports of strikes on the camp baseless.",
        "The army dismissed as false reports that rebels had seized Hama.",
        "It is not true that the rebels captured Hama, the army said.",
        "The army said it was untrue that Hama had fallen to the rebels.",
    ],
)
def test_what_is_called_untrue_is_denied(whole: "Pipeline", pipeline: "Pipeline", text: str) -> None:
    assert statuses(pipeline, text) == {"denied"}
    assert statuses(whole, text) == {"denied"}


@pytest.mark.parametrize(
    "text",
    [
        "Reports of shelling in Sloviansk were not false, he said.",
        "Rebels who shelled Hama called the report false.",
        "There is truth to reports that the army has withdrawn from Homs, the ministry said.",
        "Reports that rebels captured Hama came from a fake account.",
        "It is true that the rebels captured Hama, the army said.",
        "Gunmen attacked a convoy near Hama, and the army spread false reports.",
    ],
)
def test_what_only_stands_beside_it_is_not(pipeline: "Pipeline", text: str) -> None:
    assert statuses(pipeline, text) == {"happened"}
