"""Network, tempo and forecast: what is tracked across incidents, with its tables before its pictures."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from vedette.serve.api.tracked import AHEAD, DRAWS, outlooks
from vedette.serve.asof import as_of
from vedette.serve.context import web_of
from vedette.serve.drawing import fan_of, months_between, timespan
from vedette.serve.guard import Need
from vedette.serve.rendering import page
from vedette.store.words import fold

if TYPE_CHECKING:
    from pathlib import Path

    from vedette.serve.context import Web

router = APIRouter(include_in_schema=False, dependencies=[Depends(Need("reader"))])
Day = Annotated[str, Query(max_length=10, pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
SIDES: Final = {"fights": "Hostilities", "allied_with": "Alliances", "backs": "Backing", "part_of": "Belonging",
                "leads": "Leading", "truce": "Truces", "negotiates": "Talks"}  # fmt: skip
WEEKS: Final = 26
SHOWN: Final = 60
FANS: Final = 12


@router.get("/network", dependencies=[Depends(as_of)])
def network(request: Request, at: Day = "", actor: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Who stands with whom and against whom on a day; the day is the newest that is told of unless one is asked for."""
    from vedette.track.network import only  # noqa: PLC0415 - slow to import

    web = web_of(request)
    days = sorted(fact.day for fact in web.derived.told().ties)
    today = web.today
    first, last = (dt.date.fromordinal(days[0]), dt.date.fromordinal(days[-1])) if days else (today, today)
    day = _day(at) or last
    found = web.derived.network(day, day - dt.timedelta(days=90))
    if actor:
        found = only(found, frozenset(p.id for p in found.parties if fold(actor) in (fold(p.name), fold(p.id))))
    ties = {kind: [tie for tie in found.ties if tie.kind == kind] for kind in SIDES}
    return page(
        request, "network.html", found=found, day=day, ties={k: v for k, v in ties.items() if v}, sides=SIDES,
        names={party.id: party.name for party in found.parties}, actor=actor, months=months_between(first, last),
        told=bool(days),
    )  # fmt: skip


def _day(given: str) -> dt.date | None:
    """A day of an address; None for none, or for one that is none."""
    try:
        return dt.date.fromisoformat(given) if given else None
    except ValueError:
        return None


@router.get("/tempo", dependencies=[Depends(as_of)])
def tempo(
    request: Request, by: Annotated[str, Query(pattern="^(country|admin1|place|actor|type)$")] = "country"
) -> Response:
    """Incidents and deaths by week, and what rises or falls."""
    from vedette.track.constants import tempo_constants  # noqa: PLC0415 - slow to import
    from vedette.track.tempo import counted, courses, starts  # noqa: PLC0415 - as above

    known = web_of(request).derived.basis()
    deeds = counted(known.deeds, known.at, () if by == "type" else tempo_constants().material)
    found = courses(deeds, known.at, WEEKS, by, deeds[0].day) if deeds else []  # type: ignore[arg-type]  # by is checked by the pattern
    live = [one for one in found if any(week.incidents for week in one.weeks)]
    live.sort(key=lambda one: (-one.recent, -sum(week.incidents for week in one.weeks), one.unit))
    begins = starts(known.at, WEEKS) if known.at else []
    return page(request, "tempo.html", by=by, courses=live[:SHOWN], more=len(live) - SHOWN, at=known.at, starts=begins)


@router.get("/forecast")
def forecast(request: Request) -> Response:
    """Deaths in the months ahead, with how unsure that is, and what it cannot know."""
    web = web_of(request)
    if web.history is None:
        return page(request, "forecast.html", told=None, fans={})
    return page(request, "forecast.html", told=outlooks(web, web.history), fans=_fans(web, web.history))


def _fans(web: "Web", history: "Path") -> dict[str, Any]:
    """A fan for each of the units with most deaths ahead, worked out once for each state of the file."""
    name = f"fans {history.stat().st_mtime_ns}"
    found: dict[str, Any] = web.derived.of(name, lambda: _drawn(history, outlooks(web, history)))
    return found


def _drawn(history: "Path", told: dict[str, Any]) -> dict[str, Any]:
    """The fans."""
    import numpy as np  # noqa: PLC0415 - slow to import

    from vedette.track.forecast import Model, read_history  # noqa: PLC0415 - as above
    from vedette.track.forecast.history import month_number  # noqa: PLC0415 - as above

    held = read_history(history, month_number(told["known"]) or 0, None)
    wanted = {unit["unit"] for unit in told["units"][:FANS]}
    found = {}
    for column, (unit, paths) in enumerate(Model(held, AHEAD).all_paths(DRAWS)):
        if unit in wanted:
            bands = np.quantile(paths, (0.05, 0.25, 0.5, 0.75, 0.95), axis=1)
            found[unit] = fan_of(held.past(column).tolist(), bands.tolist())
    return found


def held_by(web: "Web", ids: set[str]) -> Any:  # noqa: ANN401 - a strip, or None
    """The strip of who held a place."""
    spells = [spell for place, held in web.derived.control().items() if place in ids for spell in held]
    return timespan((spell.holder, spell.kind, spell.start, spell.end) for spell in spells)
