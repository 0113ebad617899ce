"""Briefs, replies, the calendar and the past in a real browser: the whole way, open to all, readable on a phone.

VEDETTE_PICTURES=docs/img python -m pytest -q tests/serve/browser/test_briefs_browser.py keeps pictures of the pages.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.serve.browser.test_browser import breaches, drawn

Look = Callable[..., Page]
THEN = "2026-01-02"
PICTURES = os.environ.get("VEDETTE_PICTURES")


def picture(page: Page, name: str, **options: Any) -> None:
    """Keep a picture where they are asked for."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", **options)


@pytest.fixture(scope="session")
def kept() -> dict[str, str]:
    """The address of the brief, once it is made."""
    return {}


@pytest.fixture
def brief(editor: Page, kept: dict[str, str]) -> str:
    """A published brief; it is written in the browser, once for all tests."""
    if "address" not in kept:
        editor.goto("/briefs/new?country=SYR")
        editor.get_by_label("From").fill("2024-11-01")
        editor.get_by_label("To", exact=True).fill("2024-11-30")
        editor.get_by_role("button", name="Make the draft").click()
        editor.wait_for_url(re.compile(r"/briefs/\d+$"))
        expect(editor.locator(".warn")).to_contain_text("nobody answers for it yet")
        if editor.get_by_label("I have looked").count():
            editor.get_by_label("I have looked").check()
        editor.get_by_role("button", name="Sign as editor").click()
        expect(editor.locator(".said")).to_contain_text("signed")
        editor.get_by_role("button", name="Publish version 1").click()
        expect(editor.locator(".said")).to_contain_text("published")
        kept["address"] = editor.url.partition("?")[0]
    return kept["address"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_published_brief_is_open_to_all(look: Look, brief: str, scheme: str) -> None:
    page = look(brief, color_scheme=scheme)
    expect(page.locator(".brief h1")).to_be_visible()
    expect(page.locator(".brief figure svg.map")).to_be_visible()
    assert breaches(page) == []
    picture(page, f"brief-{scheme}", full_page=True)
    page.locator(".brief sup a").first.click()
    assert page.url.endswith("#s1") or "#s" in page.url
    for path in ("/briefs", "/briefs/by/editor", "/calendar"):
        page.goto(path)
        assert breaches(page) == [], path


def test_a_brief_is_changed_and_what_is_not_borne_out_is_flagged(editor: Page, brief: str) -> None:
    editor.goto(brief + "/edit")
    assert breaches(editor) == []
    picture(editor, "brief-edit")
    editor.get_by_label("Headline").fill("Nine thousand people were killed in Lagos")
    editor.get_by_label("What is another").fill("by hand")
    editor.get_by_role("button", name="Check and keep").click()
    editor.wait_for_url(brief)
    expect(editor.locator(".brief h1 .finding")).to_contain_text("Not borne out")
    assert breaches(editor) == []
    editor.goto("/briefs/new")
    assert breaches(editor) == []


def test_a_brief_is_printed_without_what_is_about_it(look: Look, brief: str) -> None:
    page = look(brief)
    page.emulate_media(media="print")
    for hidden in (".bar", "footer", ".brief-more", ".replies form"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator(".brief h1")).to_be_visible()


def test_a_reader_replies_and_an_editor_lets_it_be_seen(look: Look, editor: Page, brief: str) -> None:
    page = look(brief)
    page.get_by_label("Your name").fill("A reader")
    page.get_by_label("Your e-mail").fill("reader@example.org")
    page.get_by_label("Your reply").fill("The bridge <b>fell</b> a day earlier.")
    expect(page.get_by_label("Leave this empty")).not_to_be_in_viewport()
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".replies .said")).to_contain_text("Thank you")
    assert breaches(page) == []
    editor.goto("/replies")
    assert breaches(editor) == []
    editor.get_by_role("button", name="Show the reply of A reader").click()
    expect(editor.locator(".said")).to_be_visible()
    page.goto(brief)
    expect(page.locator(".reply b")).to_have_text("fell")
    page.locator("#replies").scroll_into_view_if_needed()
    picture(page, "replies")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_calendar_of_the_overview_leads_to_the_day(look: Look, scheme: str) -> None:
    page = look("/?country=SYR", color_scheme=scheme)
    drawn(page)
    box = page.locator("#calendar[data-drawn]")
    expect(box.locator("svg.days-map rect.h-4").first).to_be_visible()
    assert breaches(page) == []
    box.scroll_into_view_if_needed()
    picture(page, f"calendar-{scheme}")
    box.locator("summary").click()
    link = box.locator("tbody a").first
    day = link.inner_text()
    link.click()
    page.wait_for_url(re.compile(f"from={day}"))
    expect(page.locator("#list-title")).to_have_text(re.compile(r"^\d+ incidents?$"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_past_is_told_as_such_and_the_map_is_of_then_too(look: Look, scheme: str) -> None:
    page = look(f"/?as_of={THEN}", color_scheme=scheme)
    page.wait_for_selector("#map[data-idle]")
    expect(page.locator(".then")).to_contain_text("As the desk knew it on")
    shown = int(page.locator("#list-title").inner_text().split()[0])
    assert 0 < shown < 20
    told = page.evaluate("(day) => fetch(`/api/v1/map?as_of=${day}`).then((answer) => answer.json())", THEN)
    assert sum(one["count"] for one in told["clusters"]) < 12
    assert breaches(page) == []
    page.get_by_role("link", name="See it as it is now").click()
    expect(page.locator("#list-title")).to_have_text("20 incidents")
    expect(page.locator(".then")).to_have_count(0)


def test_choosing_a_time_of_the_record_shows_the_banner(look: Look) -> None:
    page = look("/")
    drawn(page)
    page.locator("summary", has_text="More filters").click()
    page.get_by_label("As the desk knew it on").fill(THEN)
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".then")).to_be_visible()
    picture(page, "as-of")
    page.get_by_role("link", name="Network").click()
    expect(page.locator(".then")).to_be_visible()


def test_a_phone_shows_them_without_scrolling_sideways(look: Look, brief: str) -> None:
    page = look("/briefs", viewport={"width": 360, "height": 740})
    for path in (brief, "/briefs", "/calendar", "/?as_of=2024-01-01", "/places/geonames:169389"):
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360, (path, wide)
    page.goto(brief)
    picture(page, "brief-phone")
