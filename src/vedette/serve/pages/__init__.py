"""The pages, one module for each kind of thing that is looked at; ROUTERS are put together in the application."""

from vedette.serve.pages import (
    account,
    briefs,
    briefwriting,
    days,
    desk,
    incident,
    lists,
    oidc,
    overview,
    replies,
    reports,
    review,
    things,
    tracked,
    users,
)

ROUTERS = (
    overview.router,
    days.router,
    incident.router,
    reports.router,
    things.router,
    tracked.router,
    briefwriting.router,
    briefs.router,
    replies.router,
    desk.router,
    lists.router,
    review.router,
    account.router,
    oidc.router,
    users.router,
)
