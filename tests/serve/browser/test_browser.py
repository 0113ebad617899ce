"""The pages in a real browser: map, timeline and list as one state, the review, access for all, weight."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Page, Request, expect

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")  # axe-core as that package brings it
Look = Callable[..., Page]
READERS = ["/", "/network", "/tempo", "/forecast", "/sources", "/reports", "/lists", "/about", "/login",
           "/places/geonames:169389"]  # fmt: skip
ACCOUNTS = ["/review", "/account", "/admin/users", "/admin/audit"]
HEAVIEST = 1_000_000
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def drawn(page: Page) -> None:
    """Wait until the map and the timeline show what is asked for."""
    page.wait_for_selector("#map[data-idle]")
    page.wait_for_selector("#timeline[data-drawn]")


def heading(page: Page) -> str:
    """How many incidents the list holds."""
    return page.locator("#list-title").inner_text()


def test_map_timeline_and_list_are_one_state_in_the_address(look: Look) -> None:
    page = look("/")
    drawn(page)
    assert heading(page) == "20 incidents"
    with page.expect_response(re.compile("/api/v1/timeline")) as answered:
        page.locator("#list .legend a", has_text="Fighting").click()
    answered.value.finished()
    page.wait_for_timeout(300)  # the timeline is made anew from the answer
    expect(page.locator("#list-title")).to_have_text("7 incidents")
    assert "family=fighting" in page.url
    over = page.locator("#timeline .u-over").bounding_box()
    assert over is not None
    page.mouse.move(over["x"] + 2, over["y"] + 40)
    page.mouse.down()
    page.mouse.move(over["x"] + over["width"] / 2, over["y"] + 40, steps=6)
    page.mouse.up()
    page.wait_for_url(re.compile("from=2024-11"))
    expect(page.locator("#list-title")).not_to_have_text("7 incidents")
    page.go_back()
    expect(page.locator("#list-title")).to_have_text("7 incidents")
    page.go_back()
    expect(page.locator("#list-title")).to_have_text("20 incidents")


def test_nothing_is_drawn_nearer_than_it_is_told(look: Look) -> None:
    page = look("/")
    drawn(page)
    told = page.evaluate("fetch('/api/v1/map?zoom=9').then((answer) => answer.json())")
    assert sum(one["count"] for one in told["clusters"]) == 12  # three towns; a province and a country hold eight
    assert sorted((area[0], area[5]) for area in told["areas"]) == [("country", 4), ("province", 4)]
    beside = page.locator("#wide").inner_text()
    assert "Aleppo province 4" in " ".join(beside.split())
    assert "Syria country 4" in " ".join(beside.split())


def test_a_press_on_a_cluster_tells_its_incidents(look: Look) -> None:
    page = look("/?country=UKR#map=5/50.45/30.52")
    drawn(page)
    box = page.locator("#map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".maplibregl-popup .card h3")).to_have_text("4 incidents")


def test_the_map_keeps_its_place_and_the_day_of_control_in_the_address(look: Look) -> None:
    page = look("/#map=4/40/35&control=2024-11-20")
    drawn(page)
    expect(page.locator("#control-on")).to_be_checked()
    page.locator("#control-on").uncheck()
    page.wait_for_function("!location.hash.includes('control')")
    assert "map=" in page.url


def test_the_review_by_keys_and_forms(editor: Page) -> None:
    editor.get_by_role("link", name="Review", exact=True).click()
    editor.wait_for_url("**/review*")  # a key that is pressed before the page is there goes to the one before
    editor.keyboard.press("o")
    editor.wait_for_url("**/incidents/*")
    text = editor.locator("[data-report]").first
    expect(text.locator("mark").first).to_be_visible()
    text.evaluate("""(node) => {
      const range = document.createRange();
      const word = document.createTreeWalker(node, NodeFilter.SHOW_TEXT).nextNode();
      range.setStart(word, 0); range.setEnd(word, 6);
      getSelection().removeAllRanges(); getSelection().addRange(range);
    }""")
    form = editor.locator("form[data-evidence]")
    expect(form.locator("[data-quote]")).to_have_text("Rebels")
    form.locator("select[name=field]").select_option("counts.killed")
    form.locator("input[name=value]").fill("17")
    form.get_by_role("button", name="Correct").click()
    expect(editor.locator(".said")).to_contain_text("in the log")
    expect(editor.locator(".tolls")).to_contain_text("17")
    editor.wait_for_load_state("load")
    editor.keyboard.press("y")
    expect(editor.locator(".standing.confirmed").first).to_be_visible()
    editor.get_by_role("button", name=re.compile("^Undo")).last.click()
    expect(editor.locator("tr.undone")).to_have_count(1)
    expect(editor.locator(".standing.confirmed")).to_have_count(0)


def breaches(page: Page) -> list[Any]:
    """What axe-core finds against WCAG 2.2 AA."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("(tags) => axe.run(document, { runOnly: tags })", TAGS)
    return [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_open_to_all(look: Look, scheme: str) -> None:
    page = look("/login", color_scheme=scheme)
    for path in READERS:
        page.goto(path)
        assert breaches(page) == [], (path, scheme)


def test_every_page_of_those_who_review_is_open_to_all(editor: Page) -> None:
    for path in ACCOUNTS:
        editor.goto(path)
        assert breaches(editor) == [], path
    editor.goto("/")
    editor.locator("#list .incidents a[href^='/incidents/']").first.click()
    editor.wait_for_url("**/incidents/*")
    assert breaches(editor) == []


def test_without_a_script_the_list_and_the_filters_work(look: Look) -> None:
    page = look("/", java_script_enabled=False)
    assert heading(page) == "20 incidents"
    assert not page.locator("#map-box").is_visible()
    page.get_by_label("Country").fill("UKR")
    page.get_by_role("button", name="Apply").click()
    assert heading(page) == "4 incidents"


def test_a_phone_shows_it_without_scrolling_sideways(look: Look) -> None:
    page = look("/", viewport={"width": 360, "height": 740})
    for path in READERS:
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360, (path, wide)


def test_the_keyboard_reaches_the_content_and_focus_is_seen(look: Look) -> None:
    page = look("/about")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_texts_from_right_to_left_are_set_so(look: Look) -> None:
    page = look("/reports")
    link = page.locator("a", has_text="إدلب")
    assert link.evaluate("(node) => getComputedStyle(node).direction") == "rtl"


def test_no_page_is_heavy_without_the_map_library(look: Look) -> None:
    page = look("/login")
    sent: list[int] = []

    def finished(made: Request) -> None:
        """Weigh what came, as it came."""
        if "maplibre" not in made.url:
            sent.append(max(0, made.sizes()["responseBodySize"]))  # less than none: kept from before

    page.on("requestfinished", finished)
    for path in READERS:
        sent.clear()
        page.goto(path, wait_until="networkidle")
        assert 0 < sum(sent) < HEAVIEST, (path, sum(sent))
