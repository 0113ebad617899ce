"""The desk as it was: pages and API tell what was known at a record time, links stay there, nothing can be changed."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from tests.serve.conftest import BASE, Browser
from tests.store.conftest import Clock as RecordClock
from tests.store.made import TEXT, coded, shelling
from vedette.merge import judgements
from vedette.merge.current import refresh
from vedette.merge.desking import assign_new, signature, state_of
from vedette.records import Signature
from vedette.serve import keys
from vedette.serve.asof import Snapshots
from vedette.store import Desk, open_desk

Come = Callable[..., Browser]
SIGNED = Signature(at="2026-01-01T00:00:00Z", who="ada", by="person")
LATER = "Later shelling"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk whose record goes on an hour with each look: two reports, then a judgement, then a third report."""
    with open_desk(tmp_path / "desk", clock=RecordClock()) as opened:
        for n in range(2):
            opened.add(coded(n))
        assign_new(opened)
        opened.judge(judgements.correct_field(state_of(opened), opened.incidents()[0], "counts.killed", 77, SIGNED))
        text, when = f"Another one. {TEXT}", shelling(f"Another one. {TEXT}").when
        assert when is not None
        event = shelling(text, when=when.model_copy(update={"start": "2025-12-31", "end": "2025-12-31"}))
        added = opened.add(coded(9, text=text, events=(event,), published="2025-12-31", title=LATER))
        opened.judge(judgements.assign(state_of(opened), f"{added.id}:e1", "i2", signature("tests")))
        refresh(opened)
        yield opened


@pytest.fixture
def moment(desk: Desk) -> str:
    """The record time of the second report: before the correction and the third."""
    return desk.reports()[1].added_at


@pytest.fixture
def then(desk: Desk) -> str:
    """The record time right after the first judgements, before the correction."""
    correction = next(row for row in desk.judgements() if row.kind == "correct")
    before = dt.datetime.fromisoformat(correction.at) - dt.timedelta(minutes=1)
    return before.isoformat().replace("+00:00", "Z")


def test_the_overview_and_the_api_tell_what_was_known(browser: Come, then: str, desk: Desk) -> None:
    come = browser("reader")
    now, past = come.page("/"), come.page(f"/?as_of={then}")
    assert "2025-12-31" in now
    assert "2025-12-31" not in past
    assert "As the desk knew it on" in past
    assert "As the desk knew it on 2" not in now
    ident = desk.incidents()[0]
    assert ">77<" not in come.page(f"/incidents/{ident}?as_of={then}")
    assert ">77<" in come.page(f"/incidents/{ident}")
    for address, at_least in (
        ("/api/v1/incidents", 1),
        ("/api/v1/reports", 2),
        ("/ogc/collections/incidents/items", 1),
    ):
        told, held = (come.get(f"{address}{query}").json() for query in (f"?as_of={then}", ""))
        name = "features" if address.startswith("/ogc") else "items"
        assert len(held[name]) > len(told[name]) >= at_least, address
    assert come.get(f"/api/v1/incidents?as_of={then}").json()["until"] <= then.replace("Z", "000000Z")
    assert come.get(f"/api/v1/incidents/i2?as_of={then}").status_code == 404
    assert come.get(f"/reports/{desk.reports()[-1].id}?as_of={then}").status_code == 404
    kinds = {row["kind"] for row in come.get(f"/api/v1/incidents/{ident}/judgements?as_of={then}").json()["items"]}
    assert "correct" not in kinds


PAST = ["/api/v1/map?zoom=3", "/api/v1/timeline?x=", "/api/v1/spots?x=", "/api/v1/control?x=", "/api/v1/network?x=",
        "/api/v1/tempo?x=", "/network?x=", "/tempo?x=", "/reports?x=", "/places/geonames:169389?x=", "/?days=30",
        "/map/card?x=", "/api/v1/places/geonames:169389?x="]  # fmt: skip


@pytest.mark.parametrize("address", PAST)
def test_whatever_knows_the_past_answers(browser: Come, then: str, address: str) -> None:
    come = browser("reader")
    answer = come.get(f"{address}&as_of={then}")
    assert answer.status_code == 200, answer.text[:300]
    assert LATER not in answer.text
    assert "2025-12-31" not in answer.text


def test_links_of_the_past_stay_there_and_one_leads_to_now(browser: Come, then: str, desk: Desk) -> None:
    come = browser("editor")
    page = come.page(f"/?country=SYR&as_of={then}")
    links = re.findall(r' href="([^"]*)"', page)
    known = [link for link in links if link.startswith(("/incidents/", "/places/", "/network", "/?"))]
    assert len(known) > 5
    assert [link for link in known if "as_of=" not in link] == ["/?country=SYR&amp;"], "the link to now alone"
    assert "/review" not in page, "who judges sees now"
    ident = desk.incidents()[0]
    inner = come.page(f"/incidents/{ident}?as_of={then}")
    assert "/judge" not in inner
    assert "Your comment" not in inner
    assert f"/incidents/{ident}?as_of=" in come.page(f"/incidents/{ident}"), "each judgement leads to right after it"


def test_nothing_is_changed_in_the_past(app: FastAPI, browser: Come, then: str, desk: Desk) -> None:
    come, before = browser("admin"), len(desk.judgements())
    ident = desk.incidents()[0]
    assert come.fill(f"/incidents/{ident}/judge?as_of={then}", kind="confirm").status_code == 403
    assert come.fill(f"/comments?as_of={then}", kind="incident", about=ident, text="x").status_code == 403
    token = keys.new_token()
    found = app.state.web.accounts.find("admin")
    app.state.web.accounts.add_token(found.id, keys.digest(token), "t", ["read", "judge"])
    head = {"authorization": f"Bearer {token}"}
    answer = come.post(f"/api/v1/incidents/{ident}/judgements?as_of={then}", json={"kind": "confirm"}, headers=head)
    assert answer.status_code == 403
    assert come.fill("/briefs/new", country="SYR", as_of=then).status_code == 403
    assert len(desk.judgements()) == before


def test_what_is_no_time_or_has_not_passed_is_refused(browser: Come) -> None:
    come = browser("reader")
    for wrong in ("yesterday", "2026-13-01", "2999-01-01", "9999-12-31T23:59:59Z", "x" * 41):
        for address in ("/", "/api/v1/incidents", "/reports"):
            assert come.get(f"{address}?as_of={wrong}").status_code in (400, 422), (address, wrong)
    assert come.get("/?as_of=1990-01-01").status_code == 200
    assert come.get("/api/v1/incidents?as_of=1990-01-01").json()["items"] == []
    assert come.get("/?as_of=&country=SYR").status_code == 200


def test_who_has_no_account_asks_for_whole_days(serve: Callable[..., FastAPI], then: str) -> None:
    come = Browser(serve(public=True), base_url=BASE, follow_redirects=False)
    assert come.get(f"/?as_of={then}").status_code == 400
    assert come.get(f"/?as_of={then[:10]}").status_code == 200


def test_two_times_without_a_change_between_are_one_and_few_are_kept(desk: Desk, moment: str) -> None:
    snapshots = Snapshots(desk, most=2)
    first = snapshots.at(moment)
    later = (dt.datetime.fromisoformat(moment) + dt.timedelta(minutes=1)).isoformat().replace("+00:00", "Z")
    assert snapshots.at(later) is first
    times = [row.at for row in desk.judgements()]
    for stamp in times:
        assert list(snapshots.at(stamp).incidents.each())
    assert snapshots.at(moment) is not first
    assert len(snapshots._kept) == 2
    assert len(snapshots._gone) == 2
    folder = snapshots._folder
    assert folder is not None
    assert len(list(folder.glob("*.sqlite"))) == 4
    snapshots.close()
    assert not folder.exists()


def test_a_watch_list_is_of_now(app: FastAPI, browser: Come, then: str) -> None:
    come = browser("reader")
    come.fill("/lists", name="mine", query=f"country=SYR&as_of={then}")
    found = app.state.web.accounts.find("reader")
    assert [one.query for one in app.state.web.teamwork.lists(found.id)] == ["country=SYR"]
