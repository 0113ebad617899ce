"""What several commands are asked by: countries, types, days and months, each checked once, and what names mean."""

import datetime as dt
import re
from typing import TYPE_CHECKING

from vedette.cli.console import fail

if TYPE_CHECKING:
    from vedette.track.scope import Scope

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def country(given: str | None) -> str | None:
    """The alpha-3 code of a country by code or English name."""
    from vedette.lexicon.placegiven import country_of

    code = country_of(given) if given else None
    if given and code is None:
        fail(f"--country {given!r} is no country. Write its ISO code (SYR, SY) or its English name.")
    return code


def plover_type(given: str | None) -> str | None:
    """A PLOVER type, in capitals."""
    from vedette.merge.judgements import CLOSED

    if given is not None and given.upper() not in CLOSED["type"]:
        fail(f"--type {given!r} is no type. Use one of {', '.join(map(str, CLOSED['type']))}.")
    return given and given.upper()


def day(option: str, given: str | None) -> str | None:
    """A day as ISO date."""
    try:
        return given and dt.date.fromisoformat(given).isoformat()
    except ValueError:
        fail(f"{option} {given!r} is no date. Write it as YYYY-MM-DD: 2024-11-30")


def month(option: str, given: str | None) -> str | None:
    """A month as YYYY-MM."""
    if given is not None and not _MONTH.fullmatch(given):
        fail(f"{option} {given!r} is no month. Write it as YYYY-MM: 2024-11")
    return given


def meant(name: str, value: str) -> set[str]:
    """What is to be looked for: a value itself, and the ids of the actors or places that bear this name as well."""
    if name == "actor":
        from vedette.lexicon.actors import registry
        from vedette.store.words import fold

        return {value} | {e.id for e in registry().entries if fold(value) in map(fold, (e.id, *e.forms))}
    if name == "place":
        from vedette.lexicon.places import gazetteer

        return {value} | {entry.id for entry in gazetteer().lookup(value)}
    return {value}


def scope(country_: str | None = None, place: str | None = None, actor: str | None = None) -> "Scope":
    """What tracking is asked about; names are looked up with their other names."""
    from vedette.store.words import fold
    from vedette.track.scope import Scope

    def names(name: str, value: str | None) -> frozenset[str] | None:
        """A name's ids and folded names."""
        return frozenset(m for word in meant(name, value) for m in (word, fold(word))) if value else None

    return Scope(country(country_), names("place", place), names("actor", actor))
