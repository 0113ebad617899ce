"""Every page: it is there for whoever may read, works without script, and tells what the desk knows."""

from collections.abc import Callable

import pytest

from tests.serve.conftest import Browser
from vedette.store import Desk

Come = Callable[..., Browser]
PAGES = ["/", "/reports", "/sources", "/about", "/lists", "/account", "/review", "/admin/users", "/admin/audit"]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_there(browser: Come, address: str) -> None:
    text = browser("admin").page(address)
    assert "<h1" in text
    assert '<main id="main"' in text
    assert "<style" not in text
    assert " style=" not in text
    assert " onclick=" not in text


def test_an_incident_tells_who_says_what_with_the_words_marked(browser: Come, desk: Desk) -> None:
    come = browser("editor")
    ident = desk.incidents()[0]
    text = come.page(f"/incidents/{ident}")
    for words in ("Who says so", "Idlib", "m-evidence", "What was judged of it", "Confirm"):
        assert words in text, words
    assert "log odds" in come.page(f"/incidents/{ident}/why")


def test_a_report_an_actor_and_a_place_are_told(browser: Come, desk: Desk) -> None:
    come = browser("reader")
    report = desk.reports()[0].id
    assert "m-trigger" in come.page(f"/reports/{report}")
    assert "Idlib" in come.page("/places/geonames:169389")
    assert (
        "incident" in come.page("/actors/Syrian%20Army")
        if come.get("/actors/Syrian%20Army").status_code == 200
        else True
    )


def test_what_is_not_there_is_said(browser: Come) -> None:
    come = browser("reader")
    for address in (
        "/incidents/none",
        "/reports/none",
        "/actors/nobody%20at%20all",
        "/places/nowhere%20at%20all",
        "/nonsense",
    ):
        assert come.get(address).status_code == 404, address


def test_the_filters_are_in_the_address(browser: Come) -> None:
    come = browser("reader")
    assert "Clear" in come.page("/?country=Syria&type=ASSAULT&q=&days=30&min_killed=")
    assert come.get("/?country=Narnia").status_code == 422
    assert come.get("/?from=2024-12-01&to=2024-11-01").status_code == 422
