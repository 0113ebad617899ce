"""What every request needs: the desk, its settings, accounts, teamwork, and what is worked out of the desk."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

    from vedette.serve.derived import Derived
    from vedette.serve.fresh import Freshness
    from vedette.settings import ServeSettings, Settings
    from vedette.store.accounts import Accounts
    from vedette.store.desk import Desk
    from vedette.store.incident_table import IncidentTable
    from vedette.store.teamwork import Teamwork


@dataclass(frozen=True)
class Web:
    """One desk on the web.

    `whole` are all settings of the desk, `settings` those of its pages, `history` the file to forecast from.
    """

    desk: "Desk"
    settings: "ServeSettings"
    whole: "Settings"
    accounts: "Accounts"
    teamwork: "Teamwork"
    incidents: "IncidentTable"
    fresh: "Freshness"
    derived: "Derived"
    history: "Path | None" = None


def web_of(request: "Request") -> Web:
    """The desk that a request is for."""
    return cast("Web", request.app.state.web)
