"""A desk with a map's worth of incidents on a real port, and a browser to look at it."""

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.serve.browser.chromium import FLAGS, find, required
from tests.serve.conftest import PASSWORD, NoDeeds
from tests.store.conftest import Clock
from tests.store.made import ACTOR, ARMY, TEXT, count, mention, shelling
from vedette.merge.desking import signature, state_of
from vedette.merge.judgements import assign
from vedette.records import Coded, Place, Report, When
from vedette.serve import keys
from vedette.serve.app import create_app
from vedette.settings import ServeSettings, Settings
from vedette.store import open_desk

PLACES = (
    Place(id="geonames:169389", name="Idlib", country="SYR", admin1="Idlib", lat=35.93, lon=36.63, precision="town"),
    Place(id="geonames:170063", name="Aleppo", country="SYR", admin1="Aleppo", lat=36.2, lon=37.16, precision="town"),
    Place(id="geonames:703448", name="Kyiv", country="UKR", admin1="Kyiv", lat=50.45, lon=30.52, precision="town"),
    Place(id="geonames:170062", name="Aleppo", country="SYR", lat=36.0, lon=37.5, precision="province"),
    Place(id="geonames:163843", name="Syria", country="SYR", lat=35.0, lon=38.0, precision="country"),
)
ARABIC = "قصف على إدلب يوقع قتلى"


def told(number: int) -> Coded:
    """The report of a shelling on a day of its own."""
    place, day = PLACES[number % len(PLACES)], dt.date(2024, 11, 1) + dt.timedelta(days=number)
    text = f"{TEXT} Report {number} of {day}."
    when = When(
        start=str(day),
        end=str(day),
        precision="day",
        text="25 November",
        span=(text.index("25"), text.index("25") + 11),
    )
    changes: dict[str, Any] = {"when": when, "counts": (count("killed", 2 + number),)}
    changes["place"] = mention(text, "Idlib", "place", place.id)
    if number % 3 == 0:
        changes |= {"sub_event": "Armed clash"}
    title = ARABIC if number == 1 else f"Shelling, day {number}"
    report = Report(id=f"b{number}", text=text, title=title, published=str(day), publisher=f"outlet {number % 4}")
    return Coded(
        id=f"b{number}", report=report, places=(place,), actors=(ACTOR, ARMY), events=(shelling(text, **changes),)
    )


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the desk is served; every reader may read it."""
    with open_desk(tmp_path_factory.mktemp("browsed") / "desk", clock=Clock()) as desk:
        state, signed = state_of(desk), signature("browsed")
        for number in range(20):  # each an incident of its own
            report = desk.add(told(number)).id
            desk.judge_all([assign(state, f"{report}:e1", f"i{number + 1}", signed)])
        app = create_app(desk, Settings(serve=ServeSettings(public=True, replies=True)), readers=NoDeeds)
        app.state.web.fresh.now()
        app.state.web.accounts.add("editor", "admin", keys.hashed(PASSWORD, "editor"))
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.02)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """One browser for all tests."""
    try:
        found = find()
    except RuntimeError as error:
        if required():
            raise
        pytest.skip(f"no browser: {error}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found.path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def look(chrome: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens a page of the desk in a window of its own; what the browser complains of fails the test."""
    opened: list[BrowserContext] = []
    wrong: list[str] = []

    def open_(path: str, **options: Any) -> Page:
        context = chrome.new_context(base_url=address, **({"viewport": {"width": 1280, "height": 800}} | options))
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
        page.goto(path)
        return page

    yield open_
    for context in opened:
        context.close()
    assert not wrong, wrong


@pytest.fixture
def editor(look: Callable[..., Page]) -> Page:
    """A browser that is logged in."""
    page = look("/login")
    page.get_by_label("Name").fill("editor")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/")
    return page
