"""The application: routes, what stands around them, and a check that none of them is open by oversight."""

import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from vedette.serve import failing
from vedette.serve.api import features, v1
from vedette.serve.asof import Snapshots, closing
from vedette.serve.briefing import Readers, readers_of
from vedette.serve.context import Web
from vedette.serve.derived import Derived
from vedette.serve.fresh import EVERY, Freshness
from vedette.serve.guard import LEVELS, Need
from vedette.serve.memo import Memo
from vedette.serve.oidc import Provider
from vedette.serve.pages import ROUTERS
from vedette.serve.quick import Quick
from vedette.serve.shield import Shield
from vedette.settings import Settings
from vedette.store.accounts import Accounts
from vedette.store.briefs import Briefs
from vedette.store.engine import POOL
from vedette.store.flows import Flows
from vedette.store.incident_table import IncidentTable
from vedette.store.teamwork import Teamwork
from vedette.version import __version__

if TYPE_CHECKING:
    from fastapi.dependencies.models import Dependant

    from vedette.store.accounts import Clock
    from vedette.store.desk import Desk

STATIC: Final = Path(__file__).parent / "static"
SMALLEST: Final = 1000
"""Bytes from which on an answer is packed."""
THREADS: Final = POOL - 2
"""Requests that are worked on at once: each may hold a connection, two are for others; more would only be in each
other's way."""
DESCRIPTION: Final = """\
Incidents of armed conflict as this desk has them: who did what to whom, where, when, how many, who says so, and who
disagrees. Read with a session or a token (`Authorization: Bearer vdt_...`); a public desk needs neither.

Lists are paged by a cursor: follow `next` until it is null. To keep a copy up to date ask for `changed_since`: what was
merged or retracted since is there as well, as a tombstone. Every answer has an ETag.
"""


def create_app(
    desk: "Desk",
    settings: Settings | None = None,
    *,
    clock: "Clock | None" = None,
    every: float = EVERY,
    history: Path | None = None,
    readers: Readers | None = None,
) -> FastAPI:
    """The desk as an ASGI application; `settings` are those of its vedette.toml.

    `clock` gives the time for accounts and what people do, `every` is how many seconds pass between two looks for what
    others added to the desk, `history` the CSV of deaths to forecast from, `readers` makes what reads the sentences of
    briefs (the coder by default). The desk is not closed at the end. Raises RuntimeError where a route names no role,
    VedetteError where the settings name an OpenID provider that cannot be used.
    """
    web = _web(desk, settings or Settings(), clock, every)
    web = replace(web, history=history, readers=readers or web.readers)
    app = FastAPI(
        title=web.settings.title,
        version=__version__,
        description=DESCRIPTION,
        openapi_url=None,  # the API gives it itself, to those who may read
        docs_url=None,  # FastAPI's own pages load from other hosts
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.web = web
    failing.install(app)
    for router in (*ROUTERS, v1.router, features.router):
        app.include_router(router)
    check_needs(app)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(GZipMiddleware, minimum_size=SMALLEST, compresslevel=5)
    app.add_middleware(Quick, web=web)
    app.add_middleware(Shield, hosts=web.settings.hosts, secure=web.settings.secure)
    return app


def _web(desk: "Desk", settings: Settings, clock: "Clock | None", every: float) -> Web:
    """What every request needs."""
    accounts = Accounts(desk.store, clock) if clock else Accounts(desk.store)
    incidents = IncidentTable(desk.store)
    return Web(
        desk=desk,
        settings=settings.serve,
        whole=settings,
        accounts=accounts,
        teamwork=Teamwork(desk.store, accounts.clock),
        incidents=incidents,
        memo=Memo(incidents),
        fresh=Freshness(desk, every),
        derived=Derived(desk),
        briefs=Briefs(desk.store, accounts.clock),
        readers=readers_of(settings),
        snapshots=Snapshots(desk),
        flows=Flows(desk.store, accounts.clock),
        oidc=Provider(settings.serve.oidc) if settings.serve.oidc else None,
    )


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Keep the incidents up to date as long as the application runs."""
    current_default_thread_limiter().total_tokens = THREADS
    app.state.web.fresh.begin()
    try:
        with closing(app.state.web.snapshots):
            yield
    finally:
        app.state.web.fresh.end()


def check_needs(app: FastAPI) -> None:
    """Raise RuntimeError for a route that does not say who may use it, and where there is none to check."""
    found = routes(app)
    if not found:
        msg = "the application has no routes, or FastAPI keeps them elsewhere now; see vedette.serve.app.routes"
        raise RuntimeError(msg)
    for route in found:
        if need_of(route) is None:
            msg = f"{sorted(route.methods or ())} {route.path} names no role; give it Depends(Need(...))"
            raise RuntimeError(msg)


def routes(app: FastAPI) -> list[RouteContext]:
    """Every route of the application, those of its routers among them; what is mounted (static files) is not."""
    return [found for found in iter_route_contexts(app.routes) if isinstance(found.original_route, APIRoute)]


def need_of(route: RouteContext) -> Need | None:
    """The Need of a route; of several, the one that asks for most."""
    return max(_needs(route.dependant), key=lambda need: LEVELS.index(need.level), default=None)


def _needs(dependant: "Dependant") -> Iterator[Need]:
    """Every Need among dependencies, at any depth."""
    call: Any = dependant.call
    if isinstance(call, Need):
        yield call
    for inner in dependant.dependencies:
        yield from _needs(inner)
