"""The pages, one module for each kind of thing that is looked at; ROUTERS are put together in the application."""

from vedette.serve.pages import account, desk, incident, lists, overview, reports, review, things, users

ROUTERS = (
    overview.router,
    incident.router,
    reports.router,
    things.router,
    desk.router,
    lists.router,
    review.router,
    account.router,
    users.router,
)
