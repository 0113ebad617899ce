"""Logging in by an OpenID provider that really runs: there and back, roles, and all that must not open a door."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from fastapi import FastAPI
from joserfc.jwk import RSAKey
from pydantic import ValidationError

from tests.serve.conftest import BASE, Browser, Clock
from tests.serve.provider import CLIENT, SECRET, FakeProvider, served
from vedette.errors import StoreError, VedetteError
from vedette.serve import oidc
from vedette.serve.oidc import groups_in
from vedette.settings import OidcSettings
from vedette.store import Desk
from vedette.store.flows import Flow, Flows

Come = Callable[..., Browser]


@pytest.fixture(scope="module")
def running() -> Iterator[FakeProvider]:
    """A provider for all these tests."""
    with served() as provider:
        yield provider


@pytest.fixture
def provider(running: FakeProvider, monkeypatch: pytest.MonkeyPatch) -> FakeProvider:
    """The provider, as it is at first."""
    running.person = {"sub": "u-1", "preferred_username": "grace", "groups": ["desk"], "email": "editor@example.org"}
    running.wrong, running.asked = {}, []
    monkeypatch.setenv("OIDC_OF_THE_TESTS", SECRET)
    return running


@pytest.fixture
def joined(provider: FakeProvider, serve: Callable[..., FastAPI]) -> Callable[..., FastAPI]:
    """Makes a desk that knows the provider; settings of [serve.oidc] by name."""

    def make(**told: Any) -> FastAPI:
        roles = {"desk": "analyst", "heads": "editor"}
        given = {
            "issuer": provider.issuer,
            "client_id": CLIENT,
            "client_secret_env": "OIDC_OF_THE_TESTS",
            "roles": roles,
        }
        return serve(oidc=OidcSettings(**(given | told)))

    return make


def gone(come: Browser, query: str = "") -> str:
    """Go to the provider, which sends back at once; the address that it sends to."""
    there = come.get(f"/login/oidc{query}")
    assert there.status_code == 303, there.text
    back = httpx2.get(there.headers["location"], follow_redirects=False).headers["location"]
    return str(back).removeprefix(BASE)


def entered(app: FastAPI, query: str = "", come: Browser | None = None) -> tuple[Browser, Any]:
    """Go there and come back; the browser and the answer."""
    come = come or Browser(app, base_url=BASE, follow_redirects=False)
    return come, come.get(gone(come, query))


def test_somebody_comes_in_by_the_provider_and_gets_an_account(joined: Callable[..., FastAPI]) -> None:
    app = joined(label="the house")
    come, answer = entered(app, "?next=/reports")
    assert (answer.status_code, answer.headers["location"]) == (303, "/reports")
    page = come.page("/account")
    assert "grace" in page
    assert "analyst" in page
    found = app.state.web.accounts.find("grace")
    assert (found.role, found.has_password) == ("analyst", False)
    assert "Log in by the house" in Browser(app, base_url=BASE).page("/login")
    assert Browser(app, base_url=BASE).log_in("grace", "").status_code in (401, 422)


def test_what_is_sent_to_the_provider_is_bound_to_the_browser_and_new_each_time(
    joined: Callable[..., FastAPI], provider: FakeProvider
) -> None:
    app = joined()
    entered(app)
    entered(app)
    one, other = provider.asked
    assert all(one[name] != other[name] for name in ("state", "nonce", "code_challenge"))
    assert one["redirect_uri"] == f"{BASE}/login/oidc/back"
    assert "openid" in one["scope"].split()
    come = Browser(app, base_url=BASE, follow_redirects=False)
    told = come.get("/login/oidc").headers["set-cookie"].lower()
    assert "httponly" in told
    assert "samesite=lax" in told


def test_another_browser_cannot_come_back_with_it_nor_twice(joined: Callable[..., FastAPI], clock: Clock) -> None:
    app = joined()
    come = Browser(app, base_url=BASE, follow_redirects=False)
    back = gone(come)
    victim = Browser(app, base_url=BASE, follow_redirects=False)
    assert victim.get(back).status_code == 400, "the attacker's login, in the victim's browser"
    gone(victim)
    assert victim.get(back).status_code == 400, "the state is that of another login"
    assert come.get(back).status_code == 303
    assert come.get(back).status_code == 400, "once"
    late = gone(come)
    clock.pass_(minutes=11)
    assert come.get(late).status_code == 400, "too late"


def test_a_state_that_is_none_of_ours_is_refused(joined: Callable[..., FastAPI]) -> None:
    app = joined()
    for change in ("state=x", "state="):
        come = Browser(app, base_url=BASE, follow_redirects=False)
        code = parse_qs(urlsplit(gone(come)).query)["code"][0]
        assert come.get(f"/login/oidc/back?code={code}&{change}").status_code == 400
    come = Browser(app, base_url=BASE, follow_redirects=False)
    assert come.get("/login/oidc/back?code=x&state=y").status_code == 400
    assert come.get("/account").status_code == 303


WRONG: dict[str, dict[str, Any]] = {
    "another nonce": {"claims": {"nonce": "of another login"}},
    "no nonce": {"claims": {"nonce": None}},
    "for another client": {"claims": {"aud": "another"}},
    "for two, by another": {"claims": {"aud": [CLIENT, "another"], "azp": "another"}},
    "of another issuer": {"claims": {"iss": "https://evil.example"}},
    "over": {"claims": {"exp": 1_000_000_000}},
    "of nobody": {"claims": {"sub": None}},
    "not signed": {"algorithm": "none"},
    "signed with the public key": {"algorithm": "HS256"},
    "signed by another": {"key": RSAKey.generate_key(2048, {"kid": "one"})},
    "signed by a key that is not there": {"key": RSAKey.generate_key(2048, {"kid": "two"})},
    "answered by another": {"more": "&iss=https://evil.example"},
    "refused": {"refuse": True},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_a_token_that_is_not_as_it_must_be_opens_nothing(
    joined: Callable[..., FastAPI], provider: FakeProvider, wrong: dict[str, Any]
) -> None:
    app = joined()
    provider.wrong = wrong
    come, answer = entered(app)
    assert answer.status_code in (400, 403, 502), answer.text
    assert come.get("/account").status_code == 303
    assert app.state.web.accounts.find("grace") is None


@pytest.mark.parametrize(
    "about",
    [
        {"issuer": "https://evil.example"}, {"token_endpoint": "http://evil.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"}, {"jwks_uri": None},
    ],
)  # fmt: skip
def test_a_provider_that_is_another_than_it_says_is_refused(
    joined: Callable[..., FastAPI], provider: FakeProvider, about: dict[str, Any]
) -> None:
    provider.wrong = {"about": about}
    come = Browser(joined(), base_url=BASE, follow_redirects=False)
    there = come.get("/login/oidc")
    status = there.status_code if there.status_code != 303 else come.get(gone(come)).status_code
    assert status == 502


def test_keys_that_the_provider_changed_are_asked_for_anew(
    joined: Callable[..., FastAPI], provider: FakeProvider
) -> None:
    app = joined()
    assert entered(app)[1].status_code == 303
    before, provider.key = provider.key, RSAKey.generate_key(2048, {"kid": "newer"})
    try:
        assert entered(app)[1].status_code == 303
    finally:
        provider.key = before


# -- whose account it is


def test_neither_a_name_nor_an_e_mail_opens_an_account(joined: Callable[..., FastAPI], provider: FakeProvider) -> None:
    app = joined()
    provider.person = {"sub": "thief", "preferred_username": " EDITOR ", "email": "editor", "email_verified": True,
                       "groups": ["desk"]}  # fmt: skip
    come, answer = entered(app)
    assert answer.status_code == 403
    assert come.get("/account").status_code == 303
    assert app.state.web.accounts.find("editor").subject is None


def test_who_is_logged_in_joins_their_account_and_comes_in_by_it(
    joined: Callable[..., FastAPI], provider: FakeProvider, browser: Come
) -> None:
    app = joined()
    provider.person |= {"groups": ["heads"]}
    come = browser("editor", app)
    assert "Join the two" in come.page("/account")
    _, answer = entered(app, "?join=true&next=/account", come)
    assert answer.headers["location"] == "/account"
    assert "Joined: you may log in by it" in come.page("/account")
    other, _ = entered(app)
    assert "editor" in other.page("/account")
    thief = browser("analyst", app)
    assert thief.get(gone(thief, "?join=true")).status_code == 403, "it is joined with another already"
    assert Browser(app, base_url=BASE, follow_redirects=False).get("/login/oidc?join=true").status_code == 403
    assert other.fill("/account/oidc/part").status_code == 303
    assert app.state.web.accounts.find("editor").subject is None
    assert browser("editor", app).fill("/account/oidc/part").status_code == 404


def test_who_logged_out_in_between_joins_nothing(joined: Callable[..., FastAPI], browser: Come) -> None:
    app = joined()
    come = browser("editor", app)
    back = gone(come, "?join=true")
    come.fill("/logout")
    assert come.get(back).status_code == 403
    come = browser("editor", app)
    back = gone(come, "?join=true")
    come.log_in("analyst")
    assert come.get(back).status_code == 403
    assert app.state.web.accounts.find("analyst").subject is None


def test_an_account_without_a_password_is_not_parted(joined: Callable[..., FastAPI]) -> None:
    come, _ = entered(joined())
    come.page("/account")
    assert come.fill("/account/oidc/part").status_code == 403


# -- what they may do


def test_the_role_is_that_of_the_groups_at_each_login(joined: Callable[..., FastAPI], provider: FakeProvider) -> None:
    app = joined()
    first, _ = entered(app)
    accounts = app.state.web.accounts
    provider.person |= {"groups": ["desk", "heads", "others"]}
    entered(app)
    assert accounts.find("grace").role == "editor"
    assert first.get("/account").status_code == 303, "who is logged in with the old role must do so again"
    provider.person |= {"groups": ["others"]}
    come, answer = entered(app)
    assert answer.status_code == 403
    assert come.get("/account").status_code == 303
    accounts.change(accounts.find("grace").id, disabled=True)
    provider.person |= {"groups": ["heads"]}
    assert entered(app)[1].status_code == 403


def test_who_has_no_group_gets_the_role_of_all_or_none(joined: Callable[..., FastAPI], provider: FakeProvider) -> None:
    provider.person |= {"groups": []}
    assert entered(joined())[1].status_code == 403
    app = joined(default_role="reader")
    assert entered(app)[1].status_code == 303
    assert app.state.web.accounts.find("grace").role == "reader"
    provider.person |= {"sub": "u-2", "preferred_username": "heidi", "groups": ["desk"]}
    assert entered(joined(create=False))[1].status_code == 403
    assert app.state.web.accounts.find("heidi") is None


def test_the_last_admin_stays_one_whatever_the_groups_say(
    joined: Callable[..., FastAPI], provider: FakeProvider, browser: Come
) -> None:
    app = joined()
    come = browser("admin", app)
    provider.person |= {"sub": "root"}
    entered(app, "?join=true", come)
    assert entered(app)[1].status_code == 400
    assert app.state.web.accounts.find("admin").role == "admin"


def test_groups_may_be_deep_in_the_claims_or_told_apart(joined: Callable[..., FastAPI], provider: FakeProvider) -> None:
    assert groups_in({"realm_access": {"roles": ["a", 1]}}, "realm_access.roles") == ["a"]
    assert groups_in({"https://x.example/groups": "one"}, "https://x.example/groups") == ["one"]
    assert groups_in({"a": ["x"]}, "a.b") == groups_in({}, "groups") == []
    provider.wrong = {"userinfo": None}
    app = joined()
    assert entered(app)[1].status_code == 303
    assert app.state.web.accounts.find("grace").role == "analyst"
    provider.wrong = {"userinfo": {"sub": "somebody else"}}
    assert entered(app)[1].status_code == 502


# -- settings and store


def test_a_desk_without_a_provider_has_no_such_address(browser: Come) -> None:
    come = browser("")
    assert come.get("/login/oidc").status_code == 404
    assert come.get("/login/oidc/back?code=x&state=y").status_code == 404
    assert "Log in by" not in come.page("/login")


def test_settings_that_would_let_anybody_in_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, Any] = {"issuer": "https://id.example.org", "client_id": "x"}
    for wrong in ({"issuer": "http://id.example.org"}, {"scopes": ("profile",)}, {"roles": {"a": "king"}}):
        with pytest.raises(ValidationError):
            OidcSettings(**(told | wrong))
    monkeypatch.delenv("NONE_OF_IT", raising=False)
    with pytest.raises(VedetteError, match="NONE_OF_IT"):
        oidc.Provider(OidcSettings(**told, client_secret_env="NONE_OF_IT"))  # noqa: S106 - the name of a variable


def test_logins_that_have_begun_are_few_and_end(desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    import datetime as dt

    monkeypatch.setattr("vedette.store.flows.MOST", 2)
    flows, flow = Flows(desk.store, clock), Flow(state="s", nonce="n", verifier="v", then="/", account_id=None)
    for key in ("a", "b"):
        flows.begin(key, flow, dt.timedelta(minutes=10))
    with pytest.raises(StoreError, match="too many"):
        flows.begin("c", flow, dt.timedelta(minutes=10))
    clock.pass_(minutes=10)
    flows.begin("c", flow, dt.timedelta(minutes=10))
    assert flows.take("a") is None
    assert flows.take("c") == flow
    assert flows.take("c") is None


def test_every_login_by_the_provider_is_in_the_audit_log(joined: Callable[..., FastAPI], browser: Come) -> None:
    app = joined()
    entered(app)
    page = browser("admin", app).page("/admin/audit")
    for action in ("login by the provider", "account made", "u-1"):
        assert action in page
