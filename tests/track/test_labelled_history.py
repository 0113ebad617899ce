"""The labelled history of a war: its files are sound, and changes of control are found in its reports."""

from typing import TYPE_CHECKING

from bench import control
from vedette.lexicon.tables import read_toml
from vedette.read import read_item
from vedette.track.facts import Ground

if TYPE_CHECKING:
    from vedette.pipeline import Pipeline


def test_every_label_has_a_side_that_can_be_found() -> None:
    sides, gold = read_toml(control.SIDES), control.labelled(control.DATA)
    assert len(gold) >= 60
    assert {change.side for change in gold} <= set(sides["sides"])
    assert len({line["id"] for line in control.reports(control.DATA)}) > 90


def test_changes_of_control_are_found(whole: "Pipeline") -> None:
    ground = Ground()
    for coded in whole.code(read_item(line) for line in control.reports(control.DATA)):
        ground.add(coded)
    gold, found = control.labelled(control.DATA), control.found_in(ground)
    pairs = control.pair(gold, found, read_toml(control.SIDES))
    assert 2 * len(pairs) / (len(gold) + len(found)) >= 0.82  # 0.869; processors round the second reader otherwise
