"""Readers' replies: off by default, looked at before they are shown, few, harmless, and without their e-mail."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.serve.conftest import BASE, Browser, Clock
from tests.serve.test_briefs import published
from tests.serve.test_security import HOSTILE, Tags
from vedette.serve import replying
from vedette.serve.entrance import BarredError

Come = Callable[..., Browser]
MAIL = "reader.secret@mail.example"


@pytest.fixture
def taking(serve: Callable[..., FastAPI]) -> FastAPI:
    """A public desk that takes replies."""
    return serve(public=True, replies=True)


@pytest.fixture
def address(taking: FastAPI, browser: Come) -> str:
    """A published brief on it."""
    return published(lambda role: browser(role, taking))


def anybody(app: FastAPI, address: str) -> Browser:
    """Somebody who looks at a brief."""
    come = Browser(app, base_url=BASE, follow_redirects=False)
    come.page(address)
    return come


def left(come: Browser, address: str, text: str = "The bridge fell earlier.", **fields: str) -> int:
    """Leave a reply; the status."""
    told = {"name": "Reader", "mail": MAIL, "text": text} | fields
    return int(come.fill(f"{address}/replies", **told).status_code)


def test_a_desk_takes_no_replies_unless_it_is_set_so(app: FastAPI, browser: Come) -> None:
    address = published(browser)
    come = browser("reader")
    assert "Leave a reply" not in come.page(address)
    assert left(come, address) == 404
    assert app.state.web.teamwork.held() == []


def test_a_reply_is_shown_when_an_editor_lets_it(taking: FastAPI, browser: Come, address: str) -> None:
    come = anybody(taking, address)
    assert "Leave a reply" in come.page(address)
    assert left(come, address) == 303
    assert "The bridge fell" not in come.page(address)
    assert "Thank you" in come.page(f"{address}?replied=yes")
    assert browser("analyst", taking).get("/replies").status_code == 403
    editor = browser("editor", taking)
    assert "1 reply waits" in editor.page("/briefs")
    assert "The bridge fell" in editor.page("/replies")
    (held,) = taking.state.web.teamwork.held()
    assert editor.fill(f"/replies/{held.id}", state="shown").status_code == 303
    assert "The bridge fell" in come.page(address)
    assert come.get(f"/api/v1{address}/replies").json()["items"][0]["html"] == "The bridge fell earlier."
    assert editor.fill(f"/replies/{held.id}", state="removed").status_code == 303
    assert "The bridge fell" not in come.page(address)
    assert editor.fill(f"/replies/{held.id}", state="shown").status_code == 404


def test_the_address_of_e_mail_is_shown_to_nobody(taking: FastAPI, browser: Come, address: str) -> None:
    assert left(anybody(taking, address), address) == 303
    admin = browser("admin", taking)
    seen = admin.page("/replies") + admin.page("/admin/audit")
    (held,) = taking.state.web.teamwork.held()
    admin.fill(f"/replies/{held.id}", state="shown")
    for page in (address, "/briefs", f"/api/v1{address}/replies", f"/api/v1{address}", "/briefs/feed.atom"):
        seen += admin.get(page).text
    assert "mail.example" not in seen
    assert "secret" not in seen


@pytest.mark.parametrize("bad", HOSTILE)
def test_nothing_in_a_reply_acts(taking: FastAPI, browser: Come, address: str, bad: str) -> None:
    assert left(anybody(taking, address), address, f"<b>bold</b> {bad} <a href='//x.example'>buy</a>", name=bad) == 303
    (held,) = taking.state.web.teamwork.held()
    editor = browser("editor", taking)
    for page in ("/replies", address):
        text = editor.page(page)
        tags = Tags()
        tags.feed(text)
        assert tags.found == []
        assert "x.example" not in text
        editor.fill(f"/replies/{held.id}", state="shown")
    assert "<b>bold</b>" in text


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.sampled_from(["<", ">", "script", "svg", "/", "a", " onload=", '"', "&lt;", "\u202e", "b", "x\x00"]))
)
def test_what_is_cleaned_is_clean_and_stays_as_it_is(parts: list[str]) -> None:
    once = replying.safe("".join(parts))
    tags = Tags()
    tags.feed(once)
    assert tags.found == []
    assert replying.safe(once) == once
    assert "\u202e" not in once


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "}, {"name": "x" * 81}, {"mail": "none"}, {"mail": "a@b"}, {"mail": "a@example.org\r\nBcc: b@c.org"},
        {"mail": f"{'a' * 250}@example.org"}, {"text": "  "}, {"text": "<script>only this</script>"},
        {"text": "x" * 10_001},
    ],
)  # fmt: skip
def test_what_is_filled_in_wrongly_is_told_and_kept_for_them(
    taking: FastAPI, address: str, wrong: dict[str, str]
) -> None:
    come = anybody(taking, address)
    told = {"name": "Reader", "mail": MAIL, "text": "what I wrote"} | wrong
    answer = come.fill(f"{address}/replies", **told)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert taking.state.web.teamwork.held() == []
    if "text" not in wrong:
        assert "what I wrote" in answer.text


def test_a_form_of_another_site_leaves_no_reply(taking: FastAPI, address: str) -> None:
    come = anybody(taking, address)
    told = {"name": "Reader", "mail": MAIL, "text": "x"}
    for csrf in ("", "nonsense"):
        assert come.post(f"{address}/replies", data=told | {"csrf": csrf}).status_code == 403
    head = {"origin": "https://evil.example"}
    assert come.post(f"{address}/replies", data=told | {"csrf": come.word}, headers=head).status_code == 403
    assert taking.state.web.teamwork.held() == []


def test_a_program_that_fills_in_every_field_is_thanked_and_thrown_away(taking: FastAPI, address: str) -> None:
    assert left(anybody(taking, address), address, homepage="https://buy.example") == 303
    assert taking.state.web.teamwork.held() == []


def test_many_replies_from_one_address_must_wait(taking: FastAPI, address: str, clock: Clock) -> None:
    come = anybody(taking, address)
    assert [left(come, address, mail=f"r{n}@example.org") for n in range(4)] == [303, 303, 303, 429]
    clock.pass_(minutes=3)
    assert left(come, address, mail="r5@example.org") == 303
    clock.pass_(minutes=3)
    assert left(come, address, mail="r6@example.org") == 429, "twice as long each time"
    clock.pass_(hours=25)
    assert left(come, address, mail="r7@example.org") == 303


def test_one_e_mail_from_many_addresses_must_wait_and_so_the_whole_desk(taking: FastAPI, clock: Clock) -> None:
    web = taking.state.web
    for n in range(3):
        replying.count(web, f"10.0.0.{n}", MAIL)
    with pytest.raises(BarredError):
        replying.count(web, "10.0.0.9", MAIL.upper())
    for n in range(replying.rules().limits.desk - 3):
        replying.count(web, f"10.0.1.{n}", f"{n}@example.org")
    with pytest.raises(BarredError):
        replying.count(web, "10.0.2.1", "another@example.org")
    clock.pass_(minutes=2)
    replying.count(web, "10.0.2.1", "another@example.org")
    assert replying.network_of("2001:db8:0:1::1") == replying.network_of("2001:db8:0:1:ffff::2")
    assert replying.network_of("2001:db8:0:1::1") != replying.network_of("2001:db8:0:2::1")


def test_replies_are_to_what_readers_see_alone(taking: FastAPI, browser: Come, address: str) -> None:
    come, editor = anybody(taking, address), browser("editor", taking)
    assert left(come, address) == 303
    (held,) = taking.state.web.teamwork.held()
    editor.fill(f"/replies/{held.id}", state="shown")
    editor.fill(f"{address}/withdraw", why="wrong")
    assert left(come, address) == 404
    assert come.get(f"/api/v1{address}/replies").status_code == 404
    assert left(come, "/briefs/99") == 404


def test_an_analysts_comment_is_no_reply(taking: FastAPI, browser: Come, address: str) -> None:
    come, number = browser("analyst", taking), address.rsplit("/", 1)[1]
    come.fill("/comments", kind="brief", about=number, text="between us")
    assert "between us" in come.page(address)
    assert "between us" not in anybody(taking, address).page(address)
    (kept,) = taking.state.web.teamwork.comments("brief", number)
    assert browser("editor", taking).fill(f"/replies/{kept.id}", state="removed").status_code == 404
    assert come.fill("/comments", kind="reply", about=number, text="as a reader").status_code == 404
