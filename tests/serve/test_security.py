"""What others may try: other sites' forms, old sessions, guessed passwords, others' things, hostile articles."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi import FastAPI

from tests.serve.conftest import BASE, PASSWORD, Browser, Clock
from tests.store.made import TEXT, coded
from vedette.merge.current import refresh
from vedette.merge.desking import assign_new
from vedette.serve import keys
from vedette.serve.pages.account import within
from vedette.store import Desk
from vedette.store.accounts import Accounts

Come = Callable[..., Browser]


def accounts(app: FastAPI) -> Accounts:
    """The accounts of an application."""
    found: Accounts = app.state.web.accounts
    return found


# -- forms of other sites


def test_a_form_without_the_word_changes_nothing(browser: Come, desk: Desk) -> None:
    come, before = browser("admin"), len(desk.judgements())
    address = f"/incidents/{desk.incidents()[0]}/judge"
    for word in ("", "nonsense", "A" * 88, keys.masked("another session's")):
        assert come.post(address, data={"kind": "confirm", "csrf": word}).status_code == 403
    assert come.post(address, json={"kind": "confirm"}).status_code == 403
    assert len(desk.judgements()) == before
    assert come.fill(address, kind="confirm").status_code == 303
    assert len(desk.judgements()) == before + 1


def test_another_browsers_word_is_none_of_mine(browser: Come, desk: Desk) -> None:
    one, other = browser("editor"), browser("editor")
    answer = one.post(f"/incidents/{desk.incidents()[0]}/judge", data={"kind": "confirm", "csrf": other.word})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "header", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}]
)
def test_what_another_site_sends_is_refused_though_the_word_is_right(browser: Come, header: dict[str, str]) -> None:
    come = browser("reader")
    assert come.post("/lists", data={"name": "x", "csrf": come.word}, headers=header).status_code == 403
    assert come.post("/lists", data={"name": "x", "csrf": come.word}, headers={"origin": BASE}).status_code == 303


def test_logging_in_needs_the_word_too(app: FastAPI) -> None:
    answer = Browser(app, base_url=BASE).post("/login", data={"name": "admin", "password": PASSWORD})
    assert answer.status_code == 403


def test_the_word_is_another_each_time_and_stays_good(browser: Come) -> None:
    come = browser("reader")
    first = come.word
    come.page("/account")
    assert come.word != first
    assert keys.unmasks(keys.masked("a"), "a")
    assert not keys.unmasks(keys.masked("a"), "b")
    assert not keys.unmasks("é", "a")


# -- sessions


def test_a_session_that_was_set_before_logging_in_is_never_the_one_after(app: FastAPI) -> None:
    come = Browser(app, base_url=BASE, follow_redirects=False)
    come.cookies.set("vedette", "chosen by the attacker", domain="localhost.local")
    come.log_in("admin")
    key = next(
        cookie.value
        for cookie in come.cookies.jar
        if cookie.name == "vedette" and cookie.value != "chosen by the attacker"
    )
    assert key
    thief = Browser(app, base_url=BASE, follow_redirects=False)
    assert thief.get("/account", headers={"cookie": "vedette=chosen by the attacker"}).status_code == 303


def test_logging_in_again_ends_the_session_before(app: FastAPI) -> None:
    come = Browser(app, base_url=BASE, follow_redirects=False)
    come.log_in("reader")
    old = come.cookies["vedette"]
    come.log_in("reader")
    thief = Browser(app, base_url=BASE, follow_redirects=False)
    assert thief.get("/account", headers={"cookie": f"vedette={old}"}).status_code == 303
    assert thief.get("/account", headers={"cookie": f"vedette={come.cookies['vedette']}"}).status_code == 200


def test_a_session_ends_by_logging_out_by_time_and_with_its_account(app: FastAPI, browser: Come, clock: Clock) -> None:
    come = browser("reader")
    kept = come.cookies["vedette"]
    come.fill("/logout")
    assert come.get("/account", headers={"cookie": f"vedette={kept}"}).status_code == 303
    for ending in (
        lambda: clock.pass_(hours=13),
        lambda: accounts(app).change(accounts(app).find("reader").id, role="reader"),  # type: ignore[union-attr]
        lambda: accounts(app).change(accounts(app).find("reader").id, disabled=True),  # type: ignore[union-attr]
    ):
        come = browser("reader")
        assert come.get("/account").status_code == 200
        ending()
        assert come.get("/account").status_code == 303
    assert browser("").log_in("reader").status_code == 401


def test_a_session_in_use_goes_on_but_not_for_ever(browser: Come, clock: Clock) -> None:
    come = browser("reader")
    for _ in range(59):
        clock.pass_(hours=12, minutes=-1)
        assert come.get("/about").status_code == 200
    clock.pass_(hours=12, minutes=-1)
    clock.pass_(hours=1)
    assert come.get("/about").status_code == 303


def test_the_cookie_is_out_of_the_reach_of_scripts_and_other_sites(serve: Callable[..., FastAPI], app: FastAPI) -> None:
    come = Browser(app, base_url=BASE, follow_redirects=False)
    told = come.log_in("reader").headers["set-cookie"].lower()
    assert "httponly" in told
    assert "samesite=lax" in told
    safe = Browser(serve(secure=True), base_url="https://localhost", follow_redirects=False)
    answer = safe.log_in("reader")
    assert answer.headers["set-cookie"].startswith("__Host-vedette=")
    assert "secure" in answer.headers["set-cookie"].lower()
    assert "max-age" in answer.headers["strict-transport-security"]


# -- guessing


def test_guessing_is_slowed_down_and_the_right_password_then_waits_too(app: FastAPI, clock: Clock) -> None:
    come = Browser(app, base_url=BASE, follow_redirects=False)
    for _ in range(5):
        assert come.log_in("editor", "wrong wrong wrong").status_code == 401
    answer = come.log_in("editor")
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1
    assert come.log_in("analyst").status_code == 303, "another name is not held up"
    clock.pass_(minutes=16)
    assert Browser(app, base_url=BASE, follow_redirects=False).log_in("editor").status_code == 303


def test_one_address_cannot_try_many_names(app: FastAPI) -> None:
    come = Browser(app, base_url=BASE, follow_redirects=False)
    come.page("/login")
    found = [come.fill("/login", name=f"name {n}", password="wrong wrong wrong").status_code for n in range(35)]  # noqa: S106
    assert found[0] == 401
    assert found[-1] == 429


def test_what_is_told_of_a_wrong_login_does_not_tell_which_names_there_are(app: FastAPI) -> None:
    come = Browser(app, base_url=BASE, follow_redirects=False)
    known, unknown = (come.log_in(name, "wrong wrong wrong") for name in ("editor", "nosuch"))
    texts = [re.sub(r'value="[^"]*"', "", answer.text) for answer in (known, unknown)]
    assert texts[0] == texts[1]
    assert known.status_code == unknown.status_code == 401


def test_passwords_and_keys_are_kept_as_hashes(app: FastAPI, browser: Come, tmp_path: Path) -> None:
    come = browser("editor")
    shown = come.fill("/account/tokens", name="t", scope="read").text
    token = re.search(r"vdt_[\w-]+", shown)
    assert token is not None
    kept = b"".join(path.read_bytes() for path in (tmp_path / "desk").iterdir())
    for secret in (PASSWORD, token[0], come.cookies["vedette"]):
        assert secret.encode() not in kept
    found = accounts(app).find("editor")
    assert found is not None
    assert str(accounts(app).password_of(found.id)).startswith("$argon2id$")


@pytest.mark.parametrize("given", ["short", "a" * 20, "Somebody", "x" * 2000])
def test_a_weak_password_is_refused(given: str) -> None:
    from vedette.errors import StoreError

    with pytest.raises(StoreError):
        keys.hashed(given, "somebody")


# -- other people's things


def test_what_is_anothers_is_not_there_for_me(app: FastAPI, browser: Come) -> None:
    owner, other = browser("editor"), browser("analyst")
    owner.fill("/lists", name="secret", query="country=SYR")
    owner.fill("/account/tokens", name="t", scope="read")
    mine = accounts(app).find("editor")
    assert mine is not None
    (kept,), (token,) = app.state.web.teamwork.lists(mine.id), accounts(app).tokens(mine.id)
    assert other.get(f"/lists/{kept.id}/feed.atom").status_code == 404
    assert other.fill(f"/lists/{kept.id}/drop").status_code == 404
    assert other.fill(f"/account/tokens/{token.id}/revoke").status_code == 404
    assert "secret" not in other.page("/lists")
    assert owner.get(f"/lists/{kept.id}/feed.atom").status_code == 200
    assert owner.fill(f"/lists/{kept.id}/drop").status_code == 303


def test_a_comment_is_removed_by_whoever_made_it_or_by_an_editor(app: FastAPI, browser: Come, desk: Desk) -> None:
    incident = desk.incidents()[0]
    admin, analyst = browser("admin"), browser("analyst")
    for _ in range(2):
        admin.fill("/comments", kind="incident", about=incident, text="<script>alert(1)</script> mine")
    first, second = app.state.web.teamwork.comments("incident", incident)
    assert analyst.fill(f"/comments/{first.id}/remove").status_code == 403
    assert browser("editor").fill(f"/comments/{first.id}/remove").status_code == 303
    assert admin.fill(f"/comments/{second.id}/remove").status_code == 303
    assert app.state.web.teamwork.comments("incident", incident) == []


def test_a_token_does_what_its_scopes_say_and_no_more(app: FastAPI, desk: Desk) -> None:
    found, incident = accounts(app).find("admin"), desk.incidents()[0]
    assert found is not None
    come = Browser(app, base_url=BASE, follow_redirects=False)
    made = {}
    for scope in ("read", "judge", "admin"):
        made[scope] = keys.new_token()
        accounts(app).add_token(found.id, keys.digest(made[scope]), scope, [scope])

    def asked(scope: str, method: str, address: str) -> int:
        head = {"authorization": f"Bearer {made[scope]}"}
        body = {"kind": "confirm"} if method == "POST" else None
        return come.request(method, address, headers=head, json=body).status_code

    assert asked("read", "GET", "/api/v1/incidents") == 200
    assert asked("judge", "GET", "/api/v1/incidents") == 403
    assert asked("read", "POST", f"/api/v1/incidents/{incident}/judgements") == 403
    assert asked("admin", "GET", "/admin/users") == 403, "accounts are managed by people"
    assert asked("read", "GET", "/account") == 403
    assert come.get("/api/v1/incidents", headers={"authorization": "Bearer vdt_none"}).status_code == 401
    accounts(app).change(found.id, disabled=False, role="admin")
    accounts(app).revoke(found.id, accounts(app).tokens(found.id)[-1].id)
    assert asked("read", "GET", "/api/v1/incidents") == 401


def test_the_last_admin_stays(app: FastAPI, browser: Come) -> None:
    come, mine = browser("admin"), accounts(app).find("admin")
    assert mine is not None
    assert come.fill(f"/admin/users/{mine.id}/role", role="reader").status_code == 400
    assert come.fill(f"/admin/users/{mine.id}/disabled", disabled="true").status_code == 400
    assert accounts(app).find("admin") == mine


# -- hostile articles

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "\u202eevil\u2066 \x1b[31m",
]


OWN = re.compile("/static/[a-z]+[.]js")


class Tags(HTMLParser):
    """Notes what could act in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name.startswith("on") or name == "style" or (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"{tag} {name}={value}")
        told = dict(attrs)
        if tag in ("iframe", "object", "embed", "style", "base") or (tag == "img" and told.get("src") == "x"):
            self.found.append(tag)
        if tag == "svg" and "viewbox" not in told and "height" not in told and told.get("id") != "graph":
            self.found.append(f"svg {told}")  # those of the pages say how large they are; the articles' do not
        own = told.keys() == {"type", "src"} and told["type"] == "module" and OWN.fullmatch(told["src"] or "")
        if tag == "script" and not own:
            self.found.append(f"script {told}")


@pytest.fixture
def hostile(desk: Desk) -> Desk:
    """A desk with an article that tries everything, everywhere."""
    bad = " ".join(HOSTILE)
    desk.add(coded(7, text=f"{TEXT} {bad}", title=bad, publisher=bad, url="javascript:alert(1)", original_source=bad))
    assign_new(desk)
    refresh(desk)
    return desk


def test_an_article_cannot_act_in_a_page(hostile: Desk, browser: Come) -> None:
    come = browser("editor")
    come.fill("/lists", name=HOSTILE[0], query="q=%3Cscript%3Ealert(1)%3C/script%3E")
    incident = next(i for i in hostile.incidents())
    come.fill("/comments", kind="incident", about=incident, text=" ".join(HOSTILE))
    addresses = [f"/reports/{hostile.reports()[-1].id}", *(f"/incidents/{i}" for i in hostile.incidents())]
    addresses += [
        f"/incidents/{incident}/why",
        "/",
        "/review",
        "/reports",
        "/lists",
        "/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    ]
    seen = ""
    for address in addresses:
        seen += (text := come.page(address))
        tags = Tags()
        tags.feed(text)
        assert tags.found == [], address
        assert not re.search("[\x1b\u202e\u2066]", text), address
        assert "49" not in re.findall(r"<h1[^>]*>([^<]*)", text)
    assert "&lt;script&gt;alert(1)" in seen


@pytest.mark.usefixtures("hostile")
def test_the_feed_of_a_list_is_sound_xml(browser: Come, app: FastAPI) -> None:
    from xml.etree import ElementTree as ET

    come = browser("editor")
    come.fill("/lists", name=HOSTILE[0], query="")
    found = accounts(app).find("editor")
    assert found is not None
    (kept,) = app.state.web.teamwork.lists(found.id)
    root = ET.fromstring(come.get(f"/lists/{kept.id}/feed.atom").text)  # noqa: S314 - our own
    assert len(root.findall("{http://www.w3.org/2005/Atom}entry")) == len(list(app.state.web.incidents.each()))


# -- around every answer


def test_every_answer_has_the_headers_of_security(browser: Come) -> None:
    come = browser("reader")
    for address in ("/", "/login", "/nonsense", "/api/v1/incidents", "/static/app.js", "/ogc", "/incidents/none"):
        headers = come.get(address).headers
        policy = headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "http" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
    assert come.get("/").headers["cache-control"] == "no-store"
    assert come.head("/about").status_code == 200
    assert come.head("/about").text == ""


def test_pages_ask_nothing_of_other_hosts(browser: Come) -> None:
    come = browser("admin")
    for address in ("/", "/about", "/review", "/sources"):
        text = come.page(address)
        assert re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]*"', text) == []
    static = Path(__file__).parents[2] / "src" / "vedette" / "serve" / "static"
    for path in static.glob("*.css"):
        assert not re.search(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", path.read_text("utf-8")), path


@pytest.mark.parametrize("host", ["evil.example", "", "localhost.evil.example", "127.0.0.1@evil.example", "[::1"])
def test_another_name_of_the_host_is_refused(app: FastAPI, host: str) -> None:
    come = Browser(app, base_url=BASE)
    assert come.get("/login", headers={"host": host}).status_code == 400
    assert come.get("/login", headers={"host": "[::1]:8750"}).status_code == 200


def test_a_host_of_the_settings_is_known(serve: Callable[..., FastAPI]) -> None:
    come = Browser(serve(hosts=("Desk.example.org",)), base_url="http://desk.example.org:8000")
    assert come.get("/login").status_code == 200


def test_a_request_without_end_is_cut(browser: Come) -> None:
    come = browser("reader")
    assert come.post("/lists", data={"csrf": come.word, "name": "x" * 2_000_000}).status_code == 413
    parts = (b"x" * 100_000 for _ in range(50))
    form = {"x-csrf-token": come.word, "content-type": "application/x-www-form-urlencoded"}
    assert come.post("/lists", content=parts, headers=form).status_code in (400, 413)
    assert come.get("/?q=%00").status_code == 400
    assert come.get("/incidents/a%00b").status_code == 400


@pytest.mark.parametrize(
    "address", ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil", "/\t/evil", "javascript:x", ""]
)
def test_logging_in_leads_to_no_other_site(address: str) -> None:
    assert within(address) == "/"
    assert within("/incidents/i1?a=b") == "/incidents/i1?a=b"


def test_what_is_done_is_in_the_audit_log_which_nobody_changes(browser: Come, desk: Desk) -> None:
    from sqlalchemy import text

    from vedette.errors import StoreError

    come = browser("admin")
    come.log_in("admin", "wrong wrong wrong")
    come.fill("/admin/users", name="<b>new</b>", role="reader", password=PASSWORD)
    page = come.page("/admin/audit")
    for action in ("login refused", "account made", "&lt;b&gt;new&lt;/b&gt;"):
        assert action in page
    for statement in ("DELETE FROM audit", "UPDATE audit SET who = 'me'"):
        with pytest.raises(StoreError, match="only ever added"), desk.store.write() as connection:
            connection.execute(text(statement))
