"""What is worked out of the whole desk: control, network, tempo and forecast."""

import datetime as dt
import math
from typing import TYPE_CHECKING, Annotated, Any, Final, get_args

from fastapi import APIRouter, Query, Request, Response

from vedette.serve.api import shapes
from vedette.serve.api.answers import GEOJSON, GeoJson, told
from vedette.serve.context import web_of
from vedette.serve.failing import MissingError
from vedette.serve.filters import Country, names_of_actor, names_of_place
from vedette.store.words import fold
from vedette.track.tempo import By

if TYPE_CHECKING:
    from pathlib import Path

    from vedette.serve.context import Web
    from vedette.track.tempo import Course

router = APIRouter(tags=["tracked"])
ahead = APIRouter(tags=["tracked"])
"""What is not of the record, and so is not told as of a time."""
Day = Annotated[dt.date | None, Query()]
Words = Annotated[str, Query(max_length=200)]
Land = Annotated[Country | None, Query(max_length=60)]
AHEAD: Final = 6
DRAWS: Final = 500
_RATIO: Final = (("ratio", "value"), ("low", "low"), ("high", "high"))


@router.get("/control", response_model=shapes.Collection, response_class=GeoJson)
def control(request: Request, at: Day = None, country: Land = None) -> Response:
    """Who holds which place on a day, as GeoJSON: a point for each place, and what is nearer to it than to others."""
    from vedette.track.areas import feature_collection  # noqa: PLC0415 - slow to import
    from vedette.track.control import standing_at  # noqa: PLC0415 - as above

    web, day = web_of(request), at.isoformat() if at else None
    places = web.derived.ground().places
    standing = standing_at(web.derived.control(), day)
    if country is not None:
        standing = {ident: spells for ident, spells in standing.items() if places[ident].country == country}
    return told(request, feature_collection(standing, places, day), GEOJSON)


@router.get("/network", response_model=shapes.NetworkShape)
def network(request: Request, at: Day = None, actor: Words | None = None, since: Day = None) -> Response:
    """Who stands with whom and against whom on a day; with `since` what changed from then on; of one actor or all."""
    from vedette.track.network import only  # noqa: PLC0415 - slow to import

    web = web_of(request)
    found = web.derived.network(at or web.today, since)
    if actor:
        names = names_of_actor(actor)
        found = only(found, frozenset(p.id for p in found.parties if p.id in names or fold(p.name) == fold(actor)))
    return told(request, found.as_json())


@router.get("/tempo", response_model=shapes.Tempo)
def tempo(
    request: Request,
    by: Annotated[str, Query(pattern="^(" + "|".join(get_args(By)) + ")$")] = "all",
    country: Land = None,
    place: Words | None = None,
    actor: Words | None = None,
    weeks: Annotated[int, Query(ge=1, le=520)] = 26,
) -> Response:
    """Incidents and deaths by week up to the day of the newest report, and whether they rise or fall."""
    from vedette.track.constants import tempo_constants  # noqa: PLC0415 - slow to import
    from vedette.track.scope import Scope  # noqa: PLC0415 - as above
    from vedette.track.tempo import counted, courses, starts  # noqa: PLC0415 - as above

    known = web_of(request).derived.basis()
    named = [frozenset(m for name in of(value) for m in (name, fold(name))) if value else None
             for of, value in ((names_of_place, place), (names_of_actor, actor))]  # fmt: skip
    every = counted(known.deeds, known.at, () if by == "type" else tempo_constants().material)
    deeds = Scope(country, *named).deeds(every)
    found = courses(deeds, known.at, weeks, by, every[0].day) if deeds else []  # type: ignore[arg-type]  # checked above
    shown = [_course(course) for course in found[:1000]]
    return told(request, {"at": known.at, "starts": starts(known.at, weeks) if known.at else [], "courses": shown})


def _course(course: "Course") -> dict[str, Any]:
    """A unit's course as JSON, which knows no infinity."""
    ratio = course.ratio
    return {
        "unit": course.unit,
        "weeks": [[week.incidents, week.low, week.best, week.high] for week in course.weeks],
        "recent": course.recent,
        "before": course.before,
        **{key: _finite(getattr(ratio, name, None)) for key, name in _RATIO},
        "way": ratio and ratio.way,
    }


def _finite(value: float | None) -> float | None:
    """A number that JSON knows."""
    return value if value is not None and math.isfinite(value) else None


@ahead.get("/forecast", response_model=shapes.Forecast)
def forecast(request: Request) -> Response:
    """Deaths in the next six months, of each country in the history that the desk's settings name."""
    web = web_of(request)
    if web.history is None:
        msg = "this desk has no history to forecast from; name one as history under [serve] in vedette.toml"
        raise MissingError(msg)
    return told(request, outlooks(web, web.history))


def outlooks(web: "Web", history: "Path") -> dict[str, Any]:
    """The forecast from a history, worked out once for each state of the file."""
    stamp = history.stat().st_mtime_ns
    return web.derived.of(f"forecast {stamp}", lambda: _outlooks(history))


def _outlooks(path: "Path") -> dict[str, Any]:
    """The forecast from a history."""
    from vedette.track.forecast import Model, read_history, summed_up  # noqa: PLC0415 - slow to import
    from vedette.track.forecast.history import month_number, month_text  # noqa: PLC0415 - as above

    today = dt.datetime.now(dt.UTC).date()
    last = month_number(f"{today.year:04}-{today.month:02}") or 0
    held = read_history(path, last, None)
    model = Model(held, AHEAD)
    units = []
    for column, (unit, paths) in enumerate(model.all_paths(DRAWS)):
        outlook = summed_up(paths, held.past(column))
        names = [name for name in shapes.ForecastUnit.model_fields if name != "unit"]
        units.append({"unit": unit} | {name: getattr(outlook, name) for name in names})
    units.sort(key=lambda one: (-one["median"], one["unit"]))
    months = [month_text(held.last + step) for step in range(1, AHEAD + 1)]
    return {"known": month_text(held.last), "months": months, "units": units}
