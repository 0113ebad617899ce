"""What an alert tells of an incident: made once, when it is to go out, and told alike on every way and at each try."""

import unicodedata
from typing import TYPE_CHECKING, Any, Final

from vedette.gather.clean import plain
from vedette.merge.views import spread

if TYPE_CHECKING:
    from vedette.merge.views import View
    from vedette.store.desk import Desk

Notice = dict[str, Any]
MOST_REPORTS: Final = 20
_UNFIT: Final = {"Cf", "Co", "Cn"}


def notice_of(desk: "Desk", view: "View", alert: str, at: str) -> Notice:
    """The notice of an incident as JSON-ready values; none holds a control character, whatever reports held."""
    killed = view.people()
    days = [day for day in dict.fromkeys(view.days) if day]
    return {
        "alert": clean(alert),
        "incident": view.belief.id,
        "at": at,
        "headline": clean(headline(view)),
        "what": clean(view.what),
        "days": [clean(day) for day in days],
        "place": clean(view.place),
        "country": view.country,
        "killed": None if killed is None else {"low": killed[0], "high": killed[1]},
        "standing": view.belief.standing,
        "independent_origins": view.origins(desk),
        "reports": [
            {"id": row.id} | {name: clean(getattr(row, name) or "") for name in ("title", "publisher", "url")}
            for row in view.reports[:MOST_REPORTS]
        ],
    }


def headline(view: "View") -> str:
    """An incident in one line: what, where, when, how many."""
    if view.corrections.get("title"):
        return str(view.corrections["title"])
    where = ", ".join(part for part in (view.place, view.country) if part)
    days = " to ".join(day for day in dict.fromkeys(view.days) if day)
    killed = spread(view.people())
    parts = [view.what or "Incident", where, days, f"{killed} killed" if killed else ""]
    return " - ".join(part for part in parts if part)


def plain_text(notice: Notice) -> str:
    """A notice for people: a fact a line, then the reports with their addresses."""
    days, killed = " to ".join(notice["days"]), notice["killed"]
    facts = {
        "What": notice["what"],
        "Where": ", ".join(part for part in (notice["place"], notice["country"]) if part),
        "When": days,
        "Killed": spread((killed["low"], killed["high"])) if killed else "",
        "Incident": f"{notice['incident']} ({notice['standing']})",
        "Independent origins": str(notice["independent_origins"]),
        "Alert": notice["alert"],
    }
    lines = [notice["headline"], "", *(f"{name}: {value}" for name, value in facts.items() if value), "", "Reports:"]
    for report in notice["reports"]:
        told = ": ".join(part for part in (report["publisher"], report["title"]) if part) or report["id"]
        lines.append(f"- {told}" + (f"\n  {report['url']}" if report["url"] else ""))
    return "\n".join(lines) + "\n"


def link(notice: Notice) -> str | None:
    """The address of the first report that has one on the web."""
    urls = (report["url"] for report in notice["reports"])
    return next((url for url in urls if url.lower().startswith(("http://", "https://"))), None)


def clean(text: str) -> str:
    """Foreign words on one line without what XML, mail or a terminal would act on, or XML cannot hold."""
    return "".join(c for c in plain(text) if unicodedata.category(c) not in _UNFIT)
