"""The table of incidents as they stand: brought up to date with any change, it is what would be made from nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.merge.test_desk import FIRST, OTHER, SECOND, person, put
from vedette.errors import StoreError
from vedette.merge import current, judgements
from vedette.merge.current import count, incident, incident_table, incidents, refresh
from vedette.merge.desking import assign_new, state_of
from vedette.merge.state import State
from vedette.pipeline import Pipeline
from vedette.records import Incident
from vedette.store import Desk, open_desk
from vedette.store.incident_table import IncidentTable


@pytest.fixture
def desk(where: str, whole: Pipeline) -> Iterator[Desk]:
    """A desk with three reports of two incidents, on each database."""
    with open_desk(where) as opened:
        put(opened, whole, "a", FIRST)
        put(opened, whole, "b", SECOND)
        put(opened, whole, "c", OTHER, "2024-11-30")
        assign_new(opened)
        yield opened


def anew(desk: Desk) -> list[Incident]:
    """All incidents, merged and retracted ones too, made from nothing."""
    IncidentTable(desk.store).clear()
    return everything(desk)


def everything(desk: Desk) -> list[Incident]:
    """All incidents of the table, merged and retracted ones too."""
    return list(incidents(desk, changed_since="1990-01-01"))


def judge(desk: Desk, make: Any, *given: Any) -> int:
    """Make a judgement of a person's."""
    return desk.judge(make(state_of(desk), *given, person()))


def djibo(desk: Desk) -> Incident:
    """The incident of two reports."""
    return next(found for found in incidents(desk) if found.reports == 2)


def test_an_incident_is_whole(desk: Desk) -> None:
    found = djibo(desk)
    assert (found.type, found.country, found.first, found.status) == ("ASSAULT", "BFA", "2024-03-12", "happened")
    assert found.place is not None
    assert found.place.name == "Djibo"
    assert found.title == "Attack in Djibo, 9-11 killed"
    killed = found.toll()
    assert killed is not None
    assert (killed.low, killed.high) == (9, 11)
    assert "killed" in found.disagreements
    assert {source.key for source in found.sources} == {"a", "b"}
    texts = {one: kept.coded.report.text for one in ("a", "b") if (kept := desk.report(one)) and kept.coded.report}
    keys = {source.report: source.key for source in found.sources}
    for told in found.told:
        assert told.quote in texts[keys[told.report]] or " " in told.quote
        assert texts[keys[told.report]][told.start : told.end].startswith(told.quote[:20])
    assert found.origins == found.outlets + 2 == 2
    assert 0 < found.importance < 1
    assert 0 < found.uncertainty < 1


def test_nothing_is_read_again_where_nothing_changed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refresh(desk) == 2
    monkeypatch.setattr(current, "assembled", None)  # would fail if it were called
    assert refresh(desk) == 0


def test_only_what_changed_is_made_anew(desk: Desk, whole: Pipeline) -> None:
    refresh(desk)
    judge(desk, judgements.confirm, djibo(desk).id)
    assert refresh(desk) == 1
    assert djibo(desk).standing == "confirmed"
    assert djibo(desk).uncertainty == 0
    put(desk, whole, "d", OTHER.replace("three", "five"), "2024-11-30")
    assign_new(desk)
    assert refresh(desk) >= 1
    assert everything(desk) == anew(desk)


def test_a_corrected_field_counts_in_place_of_what_reports_say(desk: Desk) -> None:
    name = djibo(desk).id
    judge(desk, judgements.correct_field, name, "counts.killed", {"low": 10, "best": 11, "high": 12})
    judge(desk, judgements.correct_field, name, "place", "geonames:2360886")
    judge(desk, judgements.correct_field, name, "actors", ["JNIM"])
    judge(desk, judgements.correct_field, name, "when", "2024-03-11/2024-03-12")
    found = incident(desk, name)
    assert found is not None
    assert found.toll() is not None
    assert [(t.low, t.best, t.high) for t in found.tolls if t.of == "killed"] == [(10, 11, 12)]
    assert found.named("actor") == ("JNIM",)
    assert (found.first, found.last, found.day_precision) == ("2024-03-11", "2024-03-12", "day")
    assert count(desk, place="Djibo") == 0
    assert count(desk, actor="jnim") == 1


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, 2),
        ({"country": "syr"}, 1),
        ({"country": ["SYR", "BFA"]}, 2),
        ({"place": "DJIBO"}, 1),
        ({"type": "assault"}, 2),
        ({"sub_event": "Shelling/artillery/missile attack"}, 1),
        ({"status": "happened"}, 2),
        ({"status": "planned"}, 0),
        ({"standing": "confirmed"}, 0),
        ({"day_from": "2024-11-01"}, 1),
        ({"day_to": "2024-11-01"}, 1),
        ({"min_killed": 10}, 1),
        ({"min_origins": 2}, 1),
        ({"bbox": (-10, 5, 10, 20)}, 1),
        ({"bbox": (170, -90, 5, 90)}, 1),
        ({"search": "cattle"}, 1),
        ({"actor": "rebels", "role": "target"}, 0),
        ({"changed_since": "2090-01-01"}, 0),
    ],
)
def test_incidents_are_asked_by_filters_now_and_as_of_a_time(
    desk: Desk, filters: dict[str, Any], expected: int
) -> None:
    assert count(desk, **filters) == expected
    assert len(list(incidents(desk, as_of="2099-01-01", **filters))) == expected


def test_as_of_a_time_before_there_was_anything_there_is_nothing(desk: Desk) -> None:
    assert not list(incidents(desk, as_of="2001-01-01"))


@pytest.mark.parametrize("order", ["newest", "importance", "review", "changed"])
def test_pages_follow_each_other_without_a_gap_in_every_order(desk: Desk, order: Any) -> None:
    whole = [found.id for found in incidents(desk, order=order)]
    pages = [found.id for found in incidents(desk, order=order, limit=1)]
    while page := [found.id for found in incidents(desk, order=order, limit=1, after=pages[-1])]:
        pages += page
    assert pages == whole


def test_merged_and_retracted_ones_are_shown_only_where_they_are_asked_for(desk: Desk) -> None:
    one, other = (found.id for found in incidents(desk))
    judge(desk, judgements.merge_incidents, [one], other)
    assert [found.id for found in incidents(desk)] == [other]
    absorbed = incident(desk, one)
    assert absorbed is not None
    assert absorbed.merged_into == other
    judge(desk, judgements.retract, other)
    assert not list(incidents(desk))
    assert {found.id: found.live for found in everything(desk)} == {one: False, other: False}
    assert [found.id for found in incidents(desk, standing="retracted")] == [other]


def test_an_unknown_filter_order_or_page_is_told(desk: Desk) -> None:
    for wrong, told in (({"colour": "red"}, "colour"), ({"order": "size"}, "size"), ({"after": "i99"}, "i99")):
        with pytest.raises(StoreError, match=told):
            list(incidents(desk, **wrong))  # type: ignore[arg-type]


def test_a_desk_whose_rows_are_of_another_form_makes_them_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    refresh(desk)
    monkeypatch.setattr(current, "FORM", "of tomorrow")
    assert refresh(desk) == 2


def test_what_a_map_needs_is_there_without_the_rest(desk: Desk) -> None:
    spots = incident_table(desk).spots(country="BFA")
    assert [(spot.title, spot.killed_high, spot.precision) for spot in spots] == [
        ("Attack in Djibo, 9-11 killed", 11, "town")
    ]
    assert spots[0].lat == pytest.approx(14.1, abs=0.1)
    assert incident_table(desk).tally("country") == {"BFA": 1, "SYR": 1}


STEPS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 99), st.booleans()), min_size=1, max_size=8)


@pytest.mark.parametrize("where", ["sqlite"], indirect=True)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_after_any_judgements_and_undos_the_table_is_as_if_made_from_nothing(desk: Desk, steps: Any) -> None:
    for kind, number, look in steps:
        _step(desk, state_of(desk), kind, number)
        if look:
            refresh(desk)
    refresh(desk)
    assert everything(desk) == anew(desk)


def _step(desk: Desk, state: State, kind: int, number: int) -> None:
    """One judgement, of a kind and on incidents that a number picks, where it applies."""
    live = [name for name, belief in state.incidents.items() if belief.live]
    if kind == 0 and (log := desk.judgements()):
        row = log[number % len(log)]
        if row.id not in state.undone:
            judge(desk, judgements.undo, row.id)
        return
    if not live:
        return
    name = live[number % len(live)]
    events = state.incidents[name].events
    if kind == 1 and len(live) > 1:
        judge(desk, judgements.merge_incidents, [name], next(other for other in live if other != name))
    elif kind == 2 and len(events) > 1:
        judge(desk, judgements.split_incident, name, events[:1], f"i{1000 + len(desk.judgements())}")
    elif kind == 3:
        judge(desk, judgements.retract, name)
    elif kind == 4:
        judge(desk, judgements.correct_field, name, "title", f"title {number}")
    else:
        judge(desk, judgements.dispute, name, "no second source")
