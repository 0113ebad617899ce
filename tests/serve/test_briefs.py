"""Briefs on the web: made from what is asked, changed and checked again, signed, published, read, fed, withdrawn."""

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast
from xml.etree import ElementTree as ET

import pytest
from fastapi import FastAPI

from tests.serve.conftest import BASE, Browser
from tests.serve.test_security import HOSTILE, Tags
from tests.store.made import TEXT, coded
from vedette.client import Client, ClientError
from vedette.merge.current import refresh
from vedette.merge.desking import assign_new
from vedette.records.brief import Brief
from vedette.serve import keys
from vedette.store import Desk

if TYPE_CHECKING:
    import httpx

Come = Callable[..., Browser]
ATOM = "{http://www.w3.org/2005/Atom}"


def made(come: Browser, **asked: str) -> str:
    """Make a brief; its page."""
    come.page("/briefs/new")
    answer = come.fill("/briefs/new", **({"country": "SYR", "from": "2024-11-01", "to": "2024-11-30"} | asked))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def published(browser: Come, **asked: str) -> str:
    """Make, sign and publish a brief as an editor; its page."""
    come = browser("editor")
    address = made(come, **asked)
    for step in ("sign", "publish"):
        answer = come.fill(f"{address}/{step}", version="1", flags_seen="true")
        assert answer.status_code == 303, (step, answer.text)
    return address


def rewritten(come: Browser, address: str, **texts: str) -> Any:
    """Send the form of a brief back with other texts for some of its keys."""
    form = come.page(f"{address}/edit")
    version = re.search(r'name="version" value="(\d+)"', form)
    keys_ = re.findall(r'name="key" value="([^"]+)"', form)
    said = re.findall(r"<textarea[^>]*>([^<]*)</textarea>", form)
    cites = re.findall(r'name="cites"[^>]* value="([^"]*)"', form)
    assert version is not None
    told = [texts.get(key.replace(":", "_"), text) for key, text in zip(keys_, said, strict=True)]
    given = {"version": version[1], "key": keys_, "text": told, "cites": cites, "note": "by hand"}
    return come.fill(f"{address}/edit", **given)


def test_a_brief_is_made_signed_and_published_and_then_read(browser: Come, desk: Desk) -> None:
    analyst, reader = browser("analyst"), browser("reader")
    address = made(analyst)
    draft = analyst.page(address)
    assert "A draft: nobody answers for it yet" in draft
    assert "Not reviewed by a person" in draft
    assert reader.get(address).status_code == 404
    assert address not in reader.page("/briefs")
    assert analyst.fill(f"{address}/sign", version="1").status_code == 303
    assert analyst.fill(f"{address}/publish", version="1").status_code == 403
    assert reader.get(address).status_code == 404
    editor = browser("editor")
    assert editor.fill(f"{address}/publish", version="1").status_code == 303
    page = reader.page(address)
    assert "Reviewed by" in page
    assert "/briefs/by/analyst" in page
    for link in (f'href="/incidents/{desk.incidents()[0]}"', 'href="/reports/', "<figure><svg", 'href="#s1"'):
        assert link in page, link
    assert "Sign and publish" not in page
    assert address in reader.page("/briefs")


def test_what_a_brief_is_made_from_may_be_an_incident_a_place_or_a_filter(browser: Come, desk: Desk) -> None:
    come = browser("analyst")
    ident = desk.incidents()[0]
    for asked in (
        {"incident": ident, "country": "", "from": "", "to": ""},
        {"place": "geonames:169389", "country": ""},
        {"type": "ASSAULT", "min_killed": "1", "title": "The guns"},
    ):
        page = come.page(made(come, **asked))
        assert "Idlib" in page
    assert "The guns" in page
    assert ident in come.page(f"/briefs/new?incident={ident}")
    for address in (f"/incidents/{ident}", "/?country=SYR", "/places/geonames:169389"):
        assert "/briefs/new?" in come.page(address)
        assert "/briefs/new?" not in browser("reader").page(address)


def test_what_tells_of_nothing_or_is_no_filter_is_refused(browser: Come) -> None:
    come = browser("analyst")
    come.page("/briefs/new")
    assert come.fill("/briefs/new", country="MLI", **{"from": "2024-11-01"}).status_code == 409
    assert come.fill("/briefs/new", incident="i999").status_code == 404
    assert come.fill("/briefs/new", country="Narnia").status_code == 422
    assert come.get("/briefs/new?country=Narnia").status_code == 422


def test_a_change_is_a_new_version_whose_sentences_are_checked_again(browser: Come) -> None:
    address = published(browser)
    come = browser("editor")
    assert rewritten(come, address).status_code == 409, "nothing is changed"
    answer = rewritten(come, address, headline_0="Ninety-nine people were killed in Aleppo")
    assert answer.status_code == 303, answer.text
    page = come.page(address)
    assert "Ninety-nine" in page
    assert "Not borne out" in page
    assert "Readers see" in page
    assert "Ninety-nine" not in browser("reader").page(address)
    assert browser("reader").get(f"{address}/versions/2").status_code == 404
    assert come.fill(f"{address}/sign", version="2").status_code == 409, "flags are looked at first"
    assert come.fill(f"{address}/sign", version="1", flags_seen="true").status_code == 409
    assert come.fill(f"{address}/sign", version="2", flags_seen="true").status_code == 303
    assert come.fill(f"{address}/publish", version="2").status_code == 303
    assert "Ninety-nine" in browser("reader").page(address)
    old = browser("reader").page(f"{address}/versions/1")
    assert "A newer one" in old
    assert rewritten(come, address, headline_0="").status_code == 409


def test_two_who_change_it_at_once_do_not_lose_the_first(browser: Come) -> None:
    come = browser("analyst")
    address = made(come)
    assert rewritten(come, address, headline_0="Shelling in Idlib").status_code == 303
    late = come.fill(f"{address}/edit", version="1", key="headline:0", text="Mine", cites="i1")
    assert late.status_code == 409
    assert come.fill(f"{address}/again").status_code == 303
    assert come.page(address).count("/versions/") >= 3


def test_a_sentence_may_be_added_and_left_out(browser: Come, app: FastAPI, desk: Desk) -> None:
    come, ident = browser("analyst"), desk.incidents()[0]
    address = made(come)
    number = int(address.rsplit("/", 1)[1])
    before = app.state.web.briefs.content(app.state.web.briefs.item(number))
    form: dict[str, Any] = {"version": "1", "note": "shorter"}
    form |= {"key": ["headline:0", "happened:0", "outlook"], "cites": [ident, ident, ident]}
    form["text"] = [before.headline.text, before.happened[0].text, "More shelling is feared."]
    assert come.fill(f"{address}/edit", **form).status_code == 303
    after = app.state.web.briefs.content(app.state.web.briefs.item(number))
    assert [one.text for one in after.outlook] == ["More shelling is feared."]
    assert (after.summary, after.actors) == ((), ())
    assert after.happened == before.happened[:1]
    for wrong in ({"key": ["none:0"], "text": ["x"], "cites": [""]}, {"key": ["headline:0"], "text": ["x", "y"]}):
        assert come.fill(f"{address}/edit", **{**form, "version": "2"} | wrong).status_code in (400, 404)


def test_with_two_persons_nobody_signs_what_they_wrote(serve: Callable[..., FastAPI], browser: Come) -> None:
    app = serve(two_person=True)
    analyst, editor = browser("analyst", app), browser("editor", app)
    address = made(analyst)
    assert analyst.fill(f"{address}/sign", version="1").status_code == 403
    assert editor.fill(f"{address}/sign", version="1").status_code == 303


def test_what_another_one_wrote_is_changed_by_an_editor(browser: Come) -> None:
    address = made(browser("editor"))
    analyst = browser("analyst")
    assert rewritten(analyst, address, headline_0="Mine now").status_code == 403
    assert analyst.fill(f"{address}/again").status_code == 403
    assert rewritten(browser("admin"), address, headline_0="Mine now").status_code == 303


def test_a_withdrawn_brief_says_so_and_is_in_no_list(browser: Come) -> None:
    address = published(browser)
    come, reader = browser("editor"), browser("reader")
    assert come.fill(f"{address}/withdraw", why="  ").status_code == 409
    assert come.fill(f"{address}/withdraw", why="The town was <another> one.").status_code == 303
    answer = reader.get(address)
    assert answer.status_code == 410
    assert "The town was &lt;another&gt; one." in answer.text
    for elsewhere in ("/briefs", "/briefs/feed.atom"):
        assert address not in reader.get(elsewhere).text
    for elsewhere in (f"{address}/versions/1", f"{address}/versions/1/download.md", "/briefs/by/editor"):
        assert reader.get(elsewhere).status_code == 404
    assert reader.get(f"/api/v1{address}").status_code == 410
    assert "withdrawn" in come.page("/briefs")


def test_authors_have_a_page_of_their_own_and_others_are_not_told_of(browser: Come) -> None:
    analyst = browser("analyst")
    draft = made(analyst)
    reader = browser("reader")
    nobody, drafter = reader.get("/briefs/by/nobody"), reader.get("/briefs/by/analyst")
    assert (nobody.status_code, drafter.status_code) == (404, 404)
    texts = [re.sub(r'value="[^"]*"', "", answer.text).replace("nobody", "analyst") for answer in (nobody, drafter)]
    assert texts[0] == texts[1], "an account is not told of by its name"
    address = published(browser)
    page = reader.page("/briefs/by/editor")
    assert "All briefs by editor" in page
    assert address in page
    assert draft not in page
    assert draft in analyst.page("/briefs/by/analyst")
    assert reader.get("/briefs/feed.atom?author=analyst").status_code == 404


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_feeds_hold_what_is_published(browser: Come, kind: str) -> None:
    made(browser("analyst"))
    address = published(browser)
    answer = browser("reader").get(f"/briefs/feed.{kind}?author=editor")
    root = ET.fromstring(answer.text)  # noqa: S314 - our own
    links = {one.get("href") for one in root.iter(f"{ATOM}link")} | {one.text for one in root.iter("link")}
    assert f"{BASE}{address}" in links
    entries = [*root.iter(f"{ATOM}entry"), *root.iter("item")]
    assert len(entries) == 1
    assert "editor" in ET.tostring(entries[0], "unicode")
    assert answer.headers["content-type"].startswith(f"application/{kind}+xml")


@pytest.mark.parametrize(
    ("form", "words"),
    [("html", "<!DOCTYPE html>"), ("md", "# "), ("txt", "Idlib"), ("json", '"id"'), ("ninjs", "urn:")],
)
def test_a_version_is_given_out_as_a_file(browser: Come, form: str, words: str) -> None:
    address = published(browser)
    answer = browser("reader").get(f"{address}/versions/1/download.{form}")
    assert words in answer.text
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    if form == "json":
        assert Brief.model_validate_json(answer.text).byline.who == "editor"
    assert browser("reader").get(f"{address}/versions/1/download.exe").status_code == 422


def test_the_api_tells_of_briefs_makes_signs_and_publishes_them(app: FastAPI, browser: Come) -> None:
    come = Browser(app, base_url=BASE, follow_redirects=False)
    token = keys.new_token()
    found = app.state.web.accounts.find("editor")
    app.state.web.accounts.add_token(found.id, keys.digest(token), "t", ["read", "judge"])
    head = {"authorization": f"Bearer {token}"}
    asked = {"country": "SYR", "from": "2024-11-01", "to": "2024-11-30"}
    item = come.post("/api/v1/briefs", json=asked, headers=head)
    assert item.status_code == 201, item.text
    ident = item.json()["id"]
    reader = browser("reader")
    assert reader.get(f"/api/v1/briefs/{ident}").status_code == 404
    assert reader.get("/api/v1/briefs?drafts=true").json()["items"] == []
    for step, state in (("sign", "signed"), ("publish", "published")):
        answer = come.post(f"/api/v1/briefs/{ident}/{step}", json={"version": 1, "flags_seen": True}, headers=head)
        assert answer.json()["state"] == state
    whole = reader.get(f"/api/v1/briefs/{ident}").json()
    assert Brief.model_validate(whole["brief"]).headline.text == whole["headline"]
    assert reader.get("/api/v1/briefs?author=editor&limit=1").json()["items"][0]["id"] == ident
    assert reader.get(f"/api/v1/briefs/{ident}/versions").json()["items"][0]["signer"] == "editor"
    page = reader.get("/api/v1/briefs")
    assert reader.get("/api/v1/briefs", headers={"if-none-match": page.headers["etag"]}).status_code == 304
    assert come.post(f"/api/v1/briefs/{ident}/withdraw", json={"why": "x"}, headers=head).status_code == 200


def test_the_client_reads_briefs(app: FastAPI, browser: Come) -> None:
    address = published(browser)
    reader = browser("reader")
    with Client(BASE, http=cast("httpx.Client", reader)) as client:
        (item,) = client.briefs(author="editor")
        found = client.brief(item["id"])
        assert found is not None
        assert found.headline.text == item["headline"]
        assert client.brief(item["id"], version=9) is None
        browser("editor").fill(f"{address}/withdraw", why="wrong")
        with pytest.raises(ClientError) as error:
            client.brief(item["id"])
    assert error.value.status == 410
    assert app.state.web.briefs.count(published=True) == 0


def test_pages_of_briefs_go_on_in_the_api(browser: Come) -> None:
    seen = [int(published(browser).rsplit("/", 1)[1]) for _ in range(3)]
    reader, found, following = browser("reader"), list[int](), "/api/v1/briefs?limit=1"
    while following:
        told = reader.get(following).json()
        found += [one["id"] for one in told["items"]]
        following = told["next"]
    assert found == seen[::-1]


def test_a_token_that_may_only_read_sees_no_draft(app: FastAPI, browser: Come) -> None:
    address = made(browser("analyst"))
    token = keys.new_token()
    found = app.state.web.accounts.find("admin")
    app.state.web.accounts.add_token(found.id, keys.digest(token), "t", ["read"])
    come = Browser(app, base_url=BASE, follow_redirects=False)
    head = {"authorization": f"Bearer {token}"}
    assert come.get(f"/api/v1{address}", headers=head).status_code == 404
    assert come.get(address, headers=head).status_code == 404


def test_hostile_articles_and_authors_cannot_act_in_a_brief(browser: Come, desk: Desk, app: FastAPI) -> None:
    bad = " ".join(HOSTILE)
    desk.add(coded(8, text=f"{TEXT} {bad}", title=bad, publisher=bad, url="javascript:alert(1)", original_source=bad))
    assign_new(desk)
    refresh(desk)
    app.state.web.accounts.add('<b onclick="x">eve</b>', "admin", app.state.web.accounts.password_of(1))
    come = browser("")
    assert come.log_in('<b onclick="x">eve</b>').status_code == 303
    address = made(come, title=HOSTILE[0])
    assert rewritten(come, address, headline_0=bad).status_code == 303
    come.fill("/comments", kind="brief", about=address.rsplit("/", 1)[1], text=bad)
    assert come.fill(f"{address}/sign", version="2", flags_seen="true").status_code == 303
    assert come.fill(f"{address}/publish", version="2").status_code == 303
    by = "/briefs/by/%3Cb%20onclick%3D%22x%22%3Eeve%3C%2Fb%3E"
    for page in (address, f"{address}/edit", "/briefs", by, "/briefs/new?title=%3Cscript%3E"):
        text = come.page(page)
        tags = Tags()
        tags.feed(text)
        assert tags.found == [], page
        assert not re.search("[\x1b\u202e\u2066]", text), page
    assert "&lt;script&gt;" in come.page(address)
    for kind in ("atom", "rss"):
        ET.fromstring(come.get(f"/briefs/feed.{kind}").text)  # noqa: S314 - our own
    assert "<script>" not in come.get(f"{address}/versions/2/download.html").text


def test_everything_done_to_a_brief_is_in_the_audit_log(browser: Come) -> None:
    published(browser)
    page = browser("admin").page("/admin/audit")
    for action in ("brief made", "brief signed", "brief published"):
        assert action in page


def test_what_a_brief_was_made_from_is_kept_with_it(app: FastAPI, browser: Come) -> None:
    address = made(browser("analyst"), min_killed="3")
    item = app.state.web.briefs.item(int(address.rsplit("/", 1)[1]))
    assert json.loads(json.dumps(item.asked)) == {
        "country": "SYR", "from": "2024-11-01", "to": "2024-11-30", "min_killed": "3",
    }  # fmt: skip
