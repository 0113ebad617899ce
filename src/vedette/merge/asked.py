"""What people ask a desk by, read once for the command line and for Python: countries, types, days, names.

Each refuses what it does not know with the nearest names that there are; `label` is what the value is called where it
was given ("--country" on the command line).
"""

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, cast

from vedette.errors import AskedError
from vedette.near import meant as did_you_mean
from vedette.near import near, one_letter_off

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vedette.store.rows import IncidentFilters

_SHORTEST, _LONGEST = 3, 40
"""Characters of a place's name that is tried in other spellings."""

_FORMS: Final = 8
"""Forms of actors' names that are looked at; several may be those of one actor."""

OWN: Final = ("new", "confirmed", "disputed", "retracted")
"""What became of an incident, beside the statuses of events."""


def country_code(given: str, label: str = "country") -> str:
    """The alpha-3 code of a country by code or English name; raises AskedError."""
    from vedette.lexicon.countries import countries  # noqa: PLC0415 - reads tables, and `--help` must be quick
    from vedette.lexicon.placegiven import country_of  # noqa: PLC0415

    code = country_of(given)
    if code is None:
        known = countries()
        names = [form.form for form in known.forms.values() if form.kind == "name"]
        near = did_you_mean(given, names)
        msg = f"{label} {given!r} is no country. {near}Write its ISO code (SYR, SY) or its English name"
        raise AskedError(msg)
    return code


def one_of(given: str, label: str, what: str, known: "Iterable[Any]") -> str:
    """A word of a closed list, in the list's own letters, whatever case it was given in; raises AskedError."""
    listed = [str(one) for one in known]
    folded = {one.casefold(): one for one in listed}
    found = folded.get(given.strip().casefold())
    if found is None:
        msg = f"{label} {given!r} is no {what}. {did_you_mean(given, listed)}Use one of {', '.join(listed)}"
        raise AskedError(msg)
    return found


def plover_type(given: str, label: str = "type") -> str:
    """A PLOVER type; raises AskedError."""
    from vedette.merge.judgements import CLOSED  # noqa: PLC0415 - as above

    return one_of(given, label, "type", CLOSED["type"])


def sub_event_named(given: str, label: str = "sub_event") -> str:
    """One of ACLED's 25 sub-events; raises AskedError."""
    from vedette.merge.judgements import CLOSED  # noqa: PLC0415 - as above

    return one_of(given, label, "sub-event", filter(None, CLOSED["sub_event"]))


def status_of(given: str, label: str = "status") -> dict[str, str]:
    """What is asked of the status: that of events, or what became of the incident; raises AskedError."""
    from vedette.merge.judgements import CLOSED  # noqa: PLC0415 - as above

    found = one_of(given, label, "status", (*CLOSED["status"], *OWN))
    return {"standing" if found in OWN else "status": found}


def day(given: "str | dt.date", label: str) -> str:
    """A day as ISO date; raises AskedError."""
    if isinstance(given, dt.datetime):
        return given.date().isoformat()
    try:
        return given.isoformat() if isinstance(given, dt.date) else dt.date.fromisoformat(given.strip()).isoformat()
    except ValueError:
        msg = f"{label} {given!r} is no date. Write it as YYYY-MM-DD: 2024-11-30"
        raise AskedError(msg) from None


def meant(name: str, value: str) -> set[str]:
    """What is to be looked for: a value itself, and the ids of the actors or places that bear this name as well."""
    if name == "actor":
        from vedette.lexicon.actors import registry  # noqa: PLC0415 - as above
        from vedette.store.words import fold  # noqa: PLC0415

        return {value} | {e.id for e in registry().entries if fold(value) in map(fold, (e.id, *e.forms))}
    if name == "place":
        from vedette.lexicon.places import gazetteer  # noqa: PLC0415 - as above

        return {value} | {entry.id for entry in gazetteer().lookup(value)}
    return {value}


def near_actor(value: str) -> str:
    """What may be meant by a name that no actor of the registry bears; "" for one that is known or like none."""
    from vedette.lexicon.actors import registry  # noqa: PLC0415 - as above

    if len(meant("actor", value)) > 1:
        return ""
    named = {form: entry.name for entry in registry().entries for form in (entry.name, *entry.forms)}
    found = list(dict.fromkeys(named[form] for form in near(value, named, _FORMS)))[:2]
    return f"Did you mean {' or '.join(found)}? " if found else ""


def near_place(value: str) -> str:
    """What may be meant by a name that no place of the gazetteer bears; "" for one that is known or like none."""
    from vedette.lexicon.places import gazetteer  # noqa: PLC0415 - as above

    known = gazetteer()
    if known.known(value) or not _SHORTEST <= len(value) <= _LONGEST:
        return ""
    best: dict[str, float] = {}
    for spelt, loose in ((value, True), *((other, False) for other in one_letter_off(value))):
        for match in known.matches(spelt, loose=loose)[:1]:
            best[match.entry.name] = max(match.score, best.get(match.entry.name, match.score))
    found = sorted(best, key=lambda name: -best[name])[:2]
    return f"Did you mean {' or '.join(found)}? " if found else ""


def filters(told: "Mapping[str, Any]") -> "IncidentFilters":
    """Filters of incidents as people write them ("Syria", "armed clash", a date) as the desk's table wants them.

    Those that are None are left out. Raises AskedError for a filter that there is not, and for a value that is none.
    """
    from vedette.store.rows import IncidentFilters  # noqa: PLC0415 - as above

    read: dict[str, Any] = {}
    for name, value in told.items():
        if name not in IncidentFilters.__annotations__:
            names = list(IncidentFilters.__annotations__)
            msg = f"there is no filter {name!r}. {did_you_mean(name, names)}Filters: {', '.join(names)}"
            raise AskedError(msg)
        if value is not None:
            read |= _filter(name, value)
    return cast("IncidentFilters", read)


def _filter(name: str, value: Any) -> dict[str, Any]:  # noqa: ANN401 - each filter has values of its own
    """One filter with its value as the table wants it; what is no text, and what needs no reading, stays as it is."""
    if name in {"day_from", "day_to"}:
        return {name: day(value, name)}
    if not isinstance(value, str):
        return {name: value}
    if name == "status":
        return status_of(value)
    if name in {"actor", "place"}:
        return {name: meant(name, value)}
    read = {"country": country_code, "type": plover_type, "sub_event": sub_event_named}.get(name)
    return {name: read(value) if read else value}
