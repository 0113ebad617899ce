"""Whether an incident holds to an alert's filter; what a person corrected counts in place of what the reports say."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from vedette.store.words import fold

if TYPE_CHECKING:
    from vedette.merge.views import View
    from vedette.settings import AlertFilter, Interest
    from vedette.store.desk import Desk


def holds(desk: "Desk", view: "View", asked: "AlertFilter", interest: "Interest") -> bool:
    """Whether an incident holds to all that a filter asks; the questions that need the desk come last."""
    return (
        (asked.country is None or any(e.country == asked.country for e in view.events))
        and (asked.type is None or _is_of_type(view, asked.type))
        and (asked.place is None or bool(_places(view) & {fold(asked.place), asked.place}))
        and (asked.actor is None or bool(_actors(view) & {fold(asked.actor), asked.actor}))
        and (asked.status is None or asked.status in view.statuses)
        and (asked.min_killed is None or _killed(view) >= asked.min_killed)
        and (not asked.of_interest or _of_interest(view, interest))
        and (asked.text is None or _tells(desk, view, asked.text))
        and (asked.min_origins is None or view.origins(desk) >= asked.min_origins)
    )


def _is_of_type(view: "View", kind: str) -> bool:
    """Whether an event is of a PLOVER type."""
    corrected = view.corrections.get("type")
    return corrected == kind if corrected else any(e.type == kind for e in view.events)


def _places(view: "View") -> set[str]:
    """Where it was: ids, and names folded - of places, in the words of reports, and of provinces."""
    if "place" in view.corrections:
        return {fold(str(view.corrections["place"] or ""))}
    told: list[str | None] = []
    for e in view.events:
        told += [e.place, e.admin1, e.event.place.text if e.event.place else None]
    return {e.place_id for e in view.events if e.place_id} | _folded(told)


def _actors(view: "View") -> set[str]:
    """Who takes part, in any role: ids, and names folded."""
    actors = [actor for e in view.events for actor in e.actors]
    names = [name for actor in actors for name in (actor.name, actor.words)]
    return {actor.actor_id for actor in actors if actor.actor_id} | _folded(names)


def _folded(names: Iterable[str | None]) -> set[str]:
    """Names as they are compared."""
    return {fold(name) for name in names if name}


def _killed(view: "View") -> int:
    """The highest number of dead that is told; -1 where none is."""
    told = view.people()
    return -1 if told is None else told[1]


def _of_interest(view: "View", interest: "Interest") -> bool:
    """Whether it is in a region of interest, or an actor of interest takes part."""
    if {e.country for e in view.events} & interest.countries():
        return True
    return bool(_places(view) & _folded(interest.regions) or _actors(view) & _folded(interest.actors))


def _tells(desk: "Desk", view: "View", words: str) -> bool:
    """Whether a report of it holds some words."""
    return bool({row.id for row in desk.search(words)} & {row.id for row in view.reports})
