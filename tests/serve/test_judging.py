"""Reviewing: each action goes into the log like on the command line, two people where asked, locks, agreement."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI

from tests.serve.conftest import Browser
from tests.store.made import TEXT
from vedette.errors import JudgementError
from vedette.merge.current import incident
from vedette.serve.agreement import agreement
from vedette.serve.judging import corrected
from vedette.store import Desk

Come = Callable[..., Browser]


@pytest.fixture
def first(desk: Desk) -> str:
    """An incident of several events."""
    return max(desk.incidents(), key=lambda ident: len(incident(desk, ident).told))  # type: ignore[union-attr]


def last(desk: Desk) -> Any:
    """The last judgement of the log."""
    return desk.judgements()[-1]


def test_confirming_is_signed_with_ones_name_and_can_be_undone(browser: Come, desk: Desk, first: str) -> None:
    come = browser("analyst")
    assert come.fill(f"/incidents/{first}/judge", kind="confirm", why="two witnesses").status_code == 303
    row = last(desk)
    assert (row.who, row.by, row.kind, row.why) == ("analyst", "person", "confirm", "two witnesses")
    assert incident(desk, first).standing == "confirmed"  # type: ignore[union-attr]
    assert "two witnesses" in come.page(f"/incidents/{first}")
    come.fill(f"/incidents/{first}/judge", kind="undo", number=str(row.id))
    assert incident(desk, first).standing == "new"  # type: ignore[union-attr]


def test_correcting_keeps_the_words_that_speak_for_it(app: FastAPI, browser: Come, desk: Desk, first: str) -> None:
    come, report = browser("analyst"), desk.reports()[0].id
    start = TEXT.index("12 people")
    form = {"kind": "correct", "field": "counts.killed", "value": "10-14", "report": report}
    come.fill(f"/incidents/{first}/judge", **form, start=str(start), end=str(start + 9))
    found = incident(desk, first)
    assert found is not None
    toll = found.toll()
    assert toll is not None
    assert (toll.low, toll.high) == (10, 14)
    assert "counts.killed" in found.corrected
    given = app.state.web.teamwork.given()[last(desk).id]
    assert TEXT[given.start : given.end] == "12 people"
    answer = come.fill(f"/incidents/{first}/judge", **form, start="10", end="999999")
    assert answer.status_code == 409


def test_splitting_and_merging_are_an_editors(browser: Come, desk: Desk, first: str) -> None:
    analyst, editor = browser("analyst"), browser("editor")
    found = incident(desk, first)
    assert found is not None
    form: dict[str, Any] = {"kind": "split", "events": [found.told[0].event]}
    assert analyst.fill(f"/incidents/{first}/judge", **form).status_code == 403
    assert editor.fill(f"/incidents/{first}/judge", **form).status_code == 303
    new = last(desk).payload["into"]
    assert [told.event for told in incident(desk, new).told] == [found.told[0].event]  # type: ignore[union-attr]
    editor.fill(f"/incidents/{first}/judge", kind="merge", incidents=new)
    assert incident(desk, new).merged_into == first  # type: ignore[union-attr]
    assert editor.get(f"/incidents/{new}").headers["location"] == f"/incidents/{first}?merged={new}"
    assert "was merged into this one" in editor.page(f"/incidents/{first}?merged={new}")


def test_a_retraction_needs_a_reason_and_leaves_a_tombstone(browser: Come, first: str) -> None:
    come = browser("editor")
    assert come.fill(f"/incidents/{first}/judge", kind="retract").status_code == 409
    assert come.fill(f"/incidents/{first}/judge", kind="retract", why="an exercise").status_code == 303
    assert "was retracted" in come.page(f"/incidents/{first}")
    found = come.get(f"/api/v1/incidents/{first}").json()
    assert (found["tombstone"], found["standing"]) == (True, "retracted")


def test_what_another_one_judged_is_undone_by_an_editor(browser: Come, desk: Desk, first: str) -> None:
    analyst, editor = browser("analyst"), browser("editor")
    editor.fill(f"/incidents/{first}/judge", kind="confirm")
    number = str(last(desk).id)
    assert analyst.fill(f"/incidents/{first}/judge", kind="undo", number=number).status_code == 403
    assert editor.fill(f"/incidents/{first}/judge", kind="undo", number="1000000").status_code == 404
    assert editor.fill(f"/incidents/{first}/judge", kind="undo", number=number).status_code == 303


def test_two_people_where_the_desk_asks_for_two(
    serve: Callable[..., FastAPI], browser: Come, desk: Desk, first: str
) -> None:  # fmt: skip
    app = serve(two_person=True)
    one, other, third = browser("analyst", app), browser("editor", app), browser("reader", app)
    before = len(desk.judgements())
    answer = one.fill(f"/incidents/{first}/judge", kind="correct", field="place", value="Saraqib", why="the map")
    assert answer.headers["location"].endswith("said=proposed")
    assert len(desk.judgements()) == before
    (waiting,) = app.state.web.teamwork.proposals()
    assert "Saraqib" in other.page(f"/incidents/{first}")
    assert one.fill(f"/proposals/{waiting.id}", agree="true").status_code == 403, "not one's own"
    assert third.fill(f"/proposals/{waiting.id}", agree="true").status_code == 403
    assert other.fill(f"/proposals/{waiting.id}", agree="true").status_code == 303
    assert (last(desk).who, last(desk).why) == ("analyst", "the map; agreed by editor")
    assert other.fill(f"/proposals/{waiting.id}", agree="true").status_code == 404, "decided already"
    assert (
        one.fill(f"/incidents/{first}/judge", kind="confirm")
        .headers["location"]
        .startswith(f"/incidents/{first}?said=judged")
    )


def test_a_proposal_that_cannot_be_carried_out_stays_open(
    serve: Callable[..., FastAPI], browser: Come, first: str
) -> None:  # fmt: skip
    app = serve(two_person=True)
    one, other = browser("editor", app), browser("admin", app)
    one.fill(f"/incidents/{first}/judge", kind="retract", why="an exercise")
    one.fill(f"/incidents/{first}/judge", kind="correct", field="place", value="Saraqib")
    retracting, correcting = app.state.web.teamwork.proposals()
    assert other.fill(f"/proposals/{retracting.id}", agree="true").status_code == 303
    assert other.fill(f"/proposals/{correcting.id}", agree="true").status_code == 409
    assert [p.id for p in app.state.web.teamwork.proposals()] == [correcting.id]
    assert one.fill(f"/proposals/{correcting.id}", agree="false").status_code == 303
    assert app.state.web.teamwork.proposals(state="withdrawn")[0].id == correcting.id


def test_nobody_judges_what_another_one_is_changing(app: FastAPI, browser: Come, clock: Any, first: str) -> None:
    one, other = browser("analyst"), browser("editor")
    assert one.fill(f"/incidents/{first}/lock").status_code == 303
    answer = other.fill(f"/incidents/{first}/judge", kind="confirm")
    assert answer.status_code == 409
    assert "analyst is working on" in answer.text
    assert other.fill(f"/incidents/{first}/lock").status_code == 409
    assert one.fill(f"/incidents/{first}/judge", kind="confirm").status_code == 303
    clock.pass_(minutes=16)
    assert other.fill(f"/incidents/{first}/judge", kind="confirm").status_code == 303
    one.fill(f"/incidents/{first}/lock")
    one.fill(f"/incidents/{first}/unlock")
    assert app.state.web.teamwork.tasks([first]) == []


def test_an_analyst_takes_what_an_editor_gives_to_anybody(app: FastAPI, browser: Come, first: str) -> None:
    analyst, editor = browser("analyst"), browser("editor")
    ids = {account.name: str(account.id) for account in app.state.web.accounts.all()}
    assert analyst.fill(f"/incidents/{first}/assign", to=ids["editor"]).status_code == 403
    assert analyst.fill(f"/incidents/{first}/assign", to=ids["analyst"]).status_code == 303
    assert first in analyst.page("/review?mine=true")
    assert editor.fill(f"/incidents/{first}/assign", to=ids["admin"]).status_code == 303
    assert editor.fill(f"/incidents/{first}/assign", to=ids["reader"]).status_code == 404
    assert analyst.fill(f"/incidents/{first}/assign", to="").status_code == 403
    assert f'href="/incidents/{first}"' not in analyst.page("/review?mine=true")


def test_the_queue_is_by_importance_and_uncertainty_and_loses_what_is_confirmed(browser: Come, first: str) -> None:
    come = browser("editor")
    assert f'href="/incidents/{first}"' in come.page("/review")
    come.fill(f"/incidents/{first}/judge", kind="confirm")
    assert f'href="/incidents/{first}"' not in come.page("/review")


def test_the_api_judges_as_the_pages_do(browser: Come, desk: Desk, first: str) -> None:
    come = browser("analyst")
    head = {"x-csrf-token": come.word}
    address = f"/api/v1/incidents/{first}/judgements"
    answer = come.post(address, json={"kind": "correct", "field": "when", "value": "2024-11-26"}, headers=head)
    assert answer.status_code == 201
    assert answer.json() == {"judgement": last(desk).id, "proposal": None}
    assert come.get(address).json()["items"][-1]["id"] == last(desk).id
    for wrong, status in (
        ({"kind": "correct", "field": "nonsense", "value": "1"}, 409),
        ({"kind": "correct", "field": "type", "value": "PICNIC"}, 409),
        ({"kind": "undo"}, 404),
        ({"kind": "assign"}, 422),
        ({"kind": "confirm", "more": 1}, 422),
    ):
        assert come.post(address, json=wrong, headers=head).status_code == status, wrong
    half = b'{"kind": "dispute", "why": "\\ud800"}'
    assert come.post(address, content=half, headers=head | {"content-type": "application/json"}).status_code < 500


@pytest.mark.parametrize(
    ("field", "given", "value"),
    [
        ("counts.killed", "12", 12),
        ("counts.killed", "10-14", {"low": 10, "high": 14}),
        ("counts.killed", "", None),
        ("independent_origins", "3", 3),
        ("when", "2024-11-26/2024-11-28", "2024-11-26/2024-11-28"),
        ("place", " Djibo ", "Djibo"),
        ("actors", '["a", "b"]', ["a", "b"]),
        ("negated", "true", True),
        ("title", "[not json", "[not json"),
    ],
)
def test_values_are_read_as_on_the_command_line(field: str, given: str, value: object) -> None:
    assert corrected(field, given) == value


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("counts.killed", "many"),
        ("counts.killed", "14-10"),
        ("independent_origins", "1-2"),
        ("when", "yesterday"),
        ("when", "2024-11-28/2024-11-26"),
    ],
)
def test_what_is_no_value_is_refused(field: str, given: str) -> None:
    with pytest.raises(JudgementError):
        corrected(field, given)


def test_agreement_is_counted_over_pairs_of_what_people_last_said() -> None:
    none = agreement({"i1": {"ada": "confirm"}})
    assert (none.judged, none.pairs, none.kappa) == (0, 0, None)
    said = {
        "i1": {"ada": "confirm", "ben": "confirm"},
        "i2": {"ada": "dispute", "ben": "dispute"},
        "i3": {"ada": "confirm", "ben": "dispute", "eve": "dispute"},
    }
    found = agreement(said)
    assert (found.judged, found.agreed, found.pairs, found.alike) == (3, 2, 5, 3)
    assert found.kappa == pytest.approx((0.6 - (0.4**2 + 0.6**2)) / (1 - (0.4**2 + 0.6**2)))


def test_the_agreement_of_the_desk_is_shown(browser: Come, first: str) -> None:
    one, other = browser("analyst"), browser("editor")
    one.fill(f"/incidents/{first}/judge", kind="confirm")
    other.fill(f"/incidents/{first}/judge", kind="dispute", why="one outlet")
    assert "on 0 of them all said the same (0 of 1 pairs" in other.page("/review")
