"""What every request needs: the desk, its settings, accounts, teamwork, and what is worked out of the desk."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

    from vedette.serve.asof import Snapshots
    from vedette.serve.briefing import Readers
    from vedette.serve.derived import Derived
    from vedette.serve.fresh import Freshness
    from vedette.serve.memo import Memo
    from vedette.serve.oidc import Provider
    from vedette.settings import ServeSettings, Settings
    from vedette.store.accounts import Accounts
    from vedette.store.briefs import Briefs
    from vedette.store.desk import Desk
    from vedette.store.flows import Flows
    from vedette.store.incident_table import IncidentTable
    from vedette.store.teamwork import Teamwork


@dataclass(frozen=True)
class Web:
    """One desk on the web.

    `whole` are all settings of the desk, `settings` those of its pages, `readers` makes what reads the sentences of
    briefs, `history` is the file to forecast from; `as_of` is the record time that `incidents` and `derived` tell of.
    """

    desk: "Desk"
    settings: "ServeSettings"
    whole: "Settings"
    accounts: "Accounts"
    teamwork: "Teamwork"
    incidents: "IncidentTable"
    memo: "Memo"
    fresh: "Freshness"
    derived: "Derived"
    briefs: "Briefs"
    readers: "Readers"
    snapshots: "Snapshots"
    flows: "Flows"
    oidc: "Provider | None" = None
    history: "Path | None" = None
    as_of: str | None = None

    @property
    def today(self) -> dt.date:
        """The day that stands for today: that of `as_of`."""
        return dt.date.fromisoformat(self.as_of[:10]) if self.as_of else dt.datetime.now(dt.UTC).date()


def web_of(request: "Request") -> Web:
    """The desk that a request is for; as it was, where a time is asked for on a route that knows the past."""
    return cast("Web", getattr(request.state, "web", None) or request.app.state.web)
