"""Every route with every role: who may not is turned away, who may is not, and nothing is a fault of ours."""

from collections.abc import Callable

import pytest
from fastapi import Depends, FastAPI
from fastapi.routing import RouteContext
from starlette.routing import Mount

from tests.serve.conftest import BASE, PASSWORD, Browser
from vedette.serve.app import check_needs, need_of, routes
from vedette.serve.guard import LEVELS, Need
from vedette.store import Desk

Come = Callable[..., Browser]
FORMS = {
    "/incidents/{ident}/judge": {"kind": "dispute", "why": "one outlet alone"},
    "/comments": {"kind": "incident", "about": "i1", "text": "looks right"},
    "/lists": {"name": "mine", "query": "country=SYR"},
    "/login": {"name": "nobody", "password": "none of them"},
    "/account/password": {"old": "not this one", "new": PASSWORD + "!"},
    "/account/tokens": {"name": "t", "scope": "read"},
    "/admin/users": {"name": "new", "role": "reader", "password": PASSWORD},
    "/admin/users/{number}/role": {"role": "reader"},
    "/admin/users/{number}/password": {"password": PASSWORD},
    "/proposals/{number}": {"agree": "true"},
    "/replies/{number}": {"state": "shown"},
    "/briefs/{number}/replies": {"name": "n", "mail": "n@example.org", "text": "t"},
    "/briefs/new": {"country": "SYR"},
    "/briefs/{number}/edit": {"version": "1", "key": "headline:0", "text": "Shelling in Idlib", "cites": "i1"},
    "/briefs/{number}/sign": {"version": "1"},
    "/briefs/{number}/publish": {"version": "1"},
    "/briefs/{number}/withdraw": {"why": "it was wrong"},
}
BODIES: dict[str, dict[str, object]] = {
    "/api/v1/incidents/{ident}/judgements": {"kind": "dispute", "why": "one outlet alone"},
    "/api/v1/briefs": {"country": "SYR"},
    "/api/v1/briefs/{number}/sign": {"version": 1},
    "/api/v1/briefs/{number}/publish": {"version": 1},
    "/api/v1/briefs/{number}/withdraw": {"why": "it was wrong"},
}
ROLES = ["", "reader", "analyst", "editor", "admin"]


def of_what_is_there(desk: Desk) -> dict[str, str]:
    """A value for each part of an address."""
    of_briefs = {"{version}": "1", "{kind}": "atom", "{form}": "md", "{name:path}": "editor"}
    return {"{ident}": desk.incidents()[0], "{ident:path}": "HTS", "{number}": "999", "{name}": "incidents"} | of_briefs


def address_of(route: RouteContext, parts: dict[str, str]) -> str:
    """An address of the route."""
    found = str(route.path)
    if found.startswith(("/reports/", "/api/v1/reports/")):
        parts = parts | {"{ident}": "r0"}
    if found == "/api/v1/places/{ident:path}":
        parts = parts | {"{ident:path}": "geonames:169389"}
    for part, value in parts.items():
        found = found.replace(part, value)
    return found + ("?q=Idlib" if found == "/api/v1/places" else "")


@pytest.mark.parametrize("role", ROLES)
def test_every_route_turns_away_whoever_may_not_and_nobody_else(
    app: FastAPI, browser: Come, desk: Desk, role: str
) -> None:  # fmt: skip
    come, parts = browser(role), of_what_is_there(desk)
    if not role:
        come.page("/login")
    tried = 0
    for route in sorted(routes(app), key=lambda one: one.path == "/logout"):
        need, address = need_of(route), address_of(route, parts)
        assert need is not None
        (method,) = tuple(route.methods or ())
        word = {"x-csrf-token": come.word}
        answer = come.request(
            method, address, headers=word, data=FORMS.get(str(route.path)), json=BODIES.get(str(route.path))
        )
        may = LEVELS.index(role or "anyone") >= LEVELS.index(need.level)
        told = (method, address, answer.status_code, answer.text[:300])
        if may:
            # a wrong password is told by 401 as well
            assert answer.status_code not in {403, 405, *range(500, 600)}, told
            assert address == "/login" or answer.status_code != 401, told
            assert address == "/logout" or not answer.headers.get("location", "").startswith("/login"), told
        elif role:
            assert answer.status_code == 403, told
        elif address.startswith(("/api", "/ogc")):
            assert answer.status_code == 401, told
            assert answer.headers["www-authenticate"] == "Bearer"
        else:
            assert (answer.status_code, answer.headers["location"][:6]) == (303, "/login"), told
        tried += 1
    assert tried > 50


def test_a_public_desk_is_read_by_anybody_and_by_nobody_judged(
    serve: Callable[..., FastAPI], browser: Come, desk: Desk
) -> None:  # fmt: skip
    app = serve(public=True)
    come, parts = browser("", app), of_what_is_there(desk)
    come.page("/login")
    for route in routes(app):
        need, (method,) = need_of(route), tuple(route.methods or ())
        assert need is not None
        address = address_of(route, parts)
        answer = come.request(
            method,
            address,
            headers={"x-csrf-token": come.word},
            data=FORMS.get(str(route.path)),
            json=BODIES.get(str(route.path)),
        )
        told = (method, address, answer.status_code)
        assert answer.status_code < 500, told
        if LEVELS.index(need.level) > LEVELS.index("reader"):
            assert answer.status_code in (401, 303), told
        elif method == "GET":
            assert answer.status_code in (200, 404) or address == "/account", told


def test_a_route_that_names_no_role_stops_the_application() -> None:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    with pytest.raises(RuntimeError, match="no routes"):
        check_needs(app)

    @app.get("/checked", dependencies=[Depends(Need("reader"))])
    def checked() -> str:
        return "yes"

    check_needs(app)

    @app.get("/open")
    def forgotten() -> str:
        return "oops"

    with pytest.raises(RuntimeError, match="/open names no role"):
        check_needs(app)


def test_nothing_but_static_files_is_outside_the_routes(app: FastAPI) -> None:
    mounts = [route.path for route in app.routes if isinstance(route, Mount)]
    assert mounts == ["/static"]
    assert Browser(app, base_url=BASE).get("/static/app.js").headers["content-type"].startswith("text/javascript")
    for outside in ("/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py"):
        assert Browser(app, base_url=BASE).get(outside).status_code == 404
