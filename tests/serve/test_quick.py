"""What is kept of answers is what would be answered anew: for those readers alone, and only while nothing changes."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI

from tests.serve.conftest import BASE, Browser
from tests.store.made import coded
from vedette.merge import judgements
from vedette.merge.current import refresh
from vedette.merge.desking import assign_new, state_of
from vedette.records import Signature
from vedette.serve.memo import Memo
from vedette.store import Desk, incident_map
from vedette.store.incident_table import IncidentTable

SIGNED = Signature(at="2026-01-01T00:00:00Z", who="ada", by="person")
Come = Callable[..., Browser]
SAME = ("/", "/?country=SYR", "/api/v1/map?zoom=3", "/api/v1/timeline", "/api/v1/incidents", "/api/v1/spots")


@pytest.fixture
def public(serve: Callable[..., FastAPI]) -> FastAPI:
    """A desk that everybody may read."""
    return serve(public=True)


@pytest.fixture
def sums(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sums that are worked out."""
    found: list[str] = []
    for name in ("cells", "kinds", "days", "wide"):
        work = getattr(incident_map, name)

        def counted(*given: Any, work: Any = work, name: str = name, **filters: Any) -> Any:
            found.append(name)
            return work(*given, **filters)

        monkeypatch.setattr(incident_map, name, counted)
    return found


def judge(desk: Desk) -> None:
    """Let somebody confirm the incident, and bring the table up to date."""
    desk.judge(judgements.confirm(state_of(desk), desk.incidents()[0], SIGNED))
    refresh(desk)


def test_what_all_ask_is_answered_once_until_it_changes(public: FastAPI, desk: Desk, sums: list[str]) -> None:
    reader = Browser(public, base_url=BASE)
    for address in SAME:
        first, again = reader.get(address), reader.get(address)
        assert first.status_code == again.status_code == 200
        assert first.content == again.content
        assert {k: v for k, v in first.headers.items() if k != "date"} == {
            k: v for k, v in again.headers.items() if k != "date"
        }
    done = len(sums)
    before = {address: reader.get(address) for address in SAME}
    assert len(sums) == done
    judge(desk)
    assert "confirmed" in reader.get("/api/v1/incidents").text
    assert "confirmed" not in before["/api/v1/incidents"].text
    reader.get("/api/v1/timeline")
    assert len(sums) > done


@pytest.mark.usefixtures("desk")
def test_a_copy_that_the_reader_has_is_good_as_long_as_nothing_changes(public: FastAPI, desk: Desk) -> None:
    reader = Browser(public, base_url=BASE)
    tag = reader.get("/api/v1/incidents").headers["etag"]
    known = {"if-none-match": tag}
    kept = reader.get("/api/v1/incidents", headers=known)
    assert (kept.status_code, kept.content, kept.headers["etag"]) == (304, b"", tag)
    assert kept.headers["content-security-policy"]
    judge(desk)
    assert reader.get("/api/v1/incidents", headers=known).status_code == 200
    again = {"if-none-match": reader.get("/api/v1/timeline").headers["etag"]}
    judge(desk)  # the days stay the same
    assert reader.get("/api/v1/timeline", headers=again).status_code == 304


def test_who_has_an_account_gets_a_page_of_their_own(public: FastAPI, browser: Come) -> None:
    nobody = Browser(public, base_url=BASE)
    assert "Log in" in nobody.get("/").text
    own = browser("editor", public).get("/").text
    assert "Log out" in own
    assert "Log in" not in own
    assert "Log out" not in nobody.get("/").text


def test_nothing_is_kept_for_nobody_where_the_desk_is_not_public(app: FastAPI, browser: Come) -> None:
    assert browser("reader", app).get("/api/v1/incidents").status_code == 200
    nobody = Browser(app, base_url=BASE, follow_redirects=False)
    assert nobody.get("/api/v1/incidents").status_code == 401


def test_what_is_packed_goes_to_those_who_unpack(public: FastAPI) -> None:
    reader = Browser(public, base_url=BASE)
    packed = reader.get("/", headers={"accept-encoding": "gzip"})
    plain = reader.get("/", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text


def test_links_hold_the_name_by_which_the_desk_was_asked(serve: Callable[..., FastAPI]) -> None:
    reader = Browser(serve(public=True, hosts=("desk.example.org",)), base_url=BASE)
    address = "/ogc/collections/incidents/items"
    assert BASE in reader.get(address).text
    assert "desk.example.org" in reader.get(address, headers={"host": "desk.example.org"}).text
    assert "desk.example.org" not in reader.get(address).text


def test_mistakes_are_not_kept(public: FastAPI, desk: Desk) -> None:
    reader = Browser(public, base_url=BASE)
    address = f"/ogc/collections/incidents/items/{'i99'}"
    assert reader.get(address).status_code == 404
    assert reader.get("/api/v1/incidents?limit=0").status_code == 422
    for n in range(3, 200, 40):
        desk.add(coded(n, text=f"{'word ' * n}. Rebels shelled Idlib.", events=()))
    assign_new(desk)
    assert reader.get("/api/v1/incidents?limit=0").status_code == 422


# -- the memo


def test_others_are_given_what_was_before_while_one_makes_it_anew(desk: Desk) -> None:
    table = IncidentTable(desk.store)
    memo, begun, go_on = Memo(table), threading.Event(), threading.Event()
    assert memo.of("thing", {}, lambda: "old") == "old"
    judge(desk)

    def slow() -> str:
        begun.set()
        assert go_on.wait(10)
        return "new"

    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(memo.of("thing", {}, slow)))
    thread.start()
    assert begun.wait(10)
    assert memo.of("thing", {}, lambda: "never") == "old"
    go_on.set()
    thread.join(10)
    assert found == ["new"]
    assert memo.of("thing", {}, lambda: "never") == "new"


def test_nobody_is_given_what_was_before_somebody_judged(desk: Desk) -> None:
    table = IncidentTable(desk.store)
    memo, begun, go_on = Memo(table), threading.Event(), threading.Event()
    memo.of("thing", {}, lambda: "old")
    judge(desk)
    memo.forget()

    def slow() -> str:
        begun.set()
        assert go_on.wait(10)
        return "new"

    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(memo.of("thing", {}, slow))) for _ in range(2)]
    threads[0].start()
    assert begun.wait(10)
    threads[1].start()
    threads[1].join(0.2)
    assert threads[1].is_alive()
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert found == ["new", "new"]


def test_the_thing_that_nobody_asked_for_longest_goes_first(desk: Desk) -> None:
    memo = Memo(IncidentTable(desk.store), most=2)
    for asked in (1, 2, 1, 3):
        memo.of("thing", {"n": asked}, lambda asked=asked: f"first {asked}")  # type: ignore[misc]
    assert memo.of("thing", {"n": 1}, lambda: "again") == "first 1"
    assert memo.of("thing", {"n": 2}, lambda: "again") == "again"


def test_each_change_of_the_table_is_a_turn(desk: Desk) -> None:
    table = IncidentTable(desk.store)
    before = table.turn()
    refresh(desk)
    assert table.turn() == before
    judge(desk)
    assert table.turn() > before
    after = table.turn()
    table.clear()
    assert table.turn() > after
