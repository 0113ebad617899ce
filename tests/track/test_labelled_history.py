"""The labelled histories of two wars: their files are sound, and changes of control and relations are found in them."""

import datetime as dt
from typing import TYPE_CHECKING, get_args

import pytest

from bench import control, relations
from vedette.read import read_item
from vedette.records.network import TieKind, TurnKind
from vedette.track.facts import Ground

if TYPE_CHECKING:
    from vedette.pipeline import Pipeline
    from vedette.records import Coded

FLOORS = {"syria": (0.82, 0.76), "sudan": (0.77, 0.65)}
"""Of changes and of relations, some way below the figures of docs/tracking.md: processors round the second reader
otherwise."""


@pytest.fixture(scope="module", params=control.SETS)
def name(request: pytest.FixtureRequest) -> str:
    """Each war in turn."""
    return str(request.param)


@pytest.fixture(scope="module")
def coded(name: str, whole: "Pipeline") -> "list[Coded]":
    """Its reports, coded."""
    return list(whole.code(read_item(line) for line in control.reports(control.SETS[name])))


def test_every_label_has_a_side_that_can_be_found(name: str) -> None:
    folder = control.SETS[name]
    sides, gold = control.sides_of(folder), control.labelled(folder)
    assert len(gold) >= 60
    assert {change.side for change in gold} <= set(sides["sides"])
    reports = control.reports(folder)
    assert len({line["id"] for line in reports}) == len(reports) > 80


def test_relations_and_turns_are_of_kinds_that_there_are_on_days_that_reports_tell_of(name: str) -> None:
    folder = control.SETS[name]
    rows = relations.load(folder / "relations.jsonl")
    days = [dt.date.fromisoformat(line["published"]) for line in control.reports(folder)]
    assert len({row["at"] for row in rows}) >= 3
    assert len(rows) >= 40
    assert {row["kind"] for row in rows} <= set(get_args(TieKind))
    assert all(min(days) <= dt.date.fromisoformat(row["at"]) <= max(days) for row in rows)
    turns = folder / "turns.jsonl"
    assert {row["kind"] for row in relations.load(turns)} <= set(get_args(TurnKind)) if turns.exists() else True


def test_changes_of_control_are_found(name: str, coded: "list[Coded]") -> None:
    ground, folder = Ground(), control.SETS[name]
    for one in coded:
        ground.add(one)
    gold, found = control.labelled(folder), control.found_in(ground)
    pairs = control.pair(gold, found, control.sides_of(folder))
    assert 2 * len(pairs) / (len(gold) + len(found)) >= FLOORS[name][0]


def test_relations_at_dates_are_found(name: str, coded: "list[Coded]") -> None:
    folder = control.SETS[name]
    rows, country = relations.load(folder / "relations.jsonl"), control.sides_of(folder)["country"]
    whole = next(line for line in relations.table(coded, rows, country, show=False) if line.startswith("all "))
    assert float(whole.split()[-1]) >= FLOORS[name][1]
