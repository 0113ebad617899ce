"""What several commands are asked by: countries, types, days and months, each checked once, and what names mean."""

import re
from typing import TYPE_CHECKING, NoReturn

from vedette.cli.console import fail

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vedette.track.scope import Scope

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def _read(read: "Callable[[str, str], str]", given: str, option: str) -> str:
    """What is meant by the value of an option; one that means nothing ends the command."""
    from vedette.errors import AskedError

    try:
        return read(given, option)
    except AskedError as error:
        fail(f"{error}." if not str(error).endswith(tuple(".0123456789")) else str(error))


def none_of(told: str, given: str, known: "Iterable[str]") -> NoReturn:
    """End the command where a word is none of a closed list: what was nearest, and the list."""
    from vedette.near import meant as near

    words = list(known)
    fail(f"{told}. {near(given, words)}Use one of {', '.join(words)}.")


def country(given: str | None) -> str | None:
    """The alpha-3 code of a country by code or English name."""
    from vedette.merge.asked import country_code

    return _read(country_code, given, "--country") if given else None


def plover_type(given: str | None) -> str | None:
    """A PLOVER type, in capitals."""
    from vedette.merge.asked import plover_type as read

    return None if given is None else _read(read, given, "--type")


def day(option: str, given: str | None) -> str | None:
    """A day as ISO date."""
    from vedette.merge.asked import day as read

    return _read(read, given, option) if given else None


def span(first: tuple[str, str | None], last: tuple[str, str | None]) -> None:
    """End the command where a span ends before it begins: nothing could hold to that. Each is an option and its day."""
    if first[1] and last[1] and first[1] > last[1]:
        fail(f"{first[0]} {first[1]} is after {last[0]} {last[1]}. Swap them.")


def month(option: str, given: str | None) -> str | None:
    """A month as YYYY-MM."""
    if given is not None and not _MONTH.fullmatch(given):
        fail(f"{option} {given!r} is no month. Write it as YYYY-MM: 2024-11")
    return given


def meant(name: str, value: str) -> set[str]:
    """What is to be looked for: a value itself, and the ids of the actors or places that bear this name as well."""
    from vedette.merge.asked import meant as read

    return read(name, value)


def unheard(*, actor: str | None = None, place: str | None = None) -> str:
    """For a question that found nothing: what may be meant by a name that neither registry nor gazetteer knows."""
    from vedette.merge.asked import near_actor, near_place

    told = []
    if actor and (near := near_actor(actor)):
        told.append(f"No actor is known as {actor!r}. {near}")
    if place and (near := near_place(place)):
        told.append(f"No place is known as {place!r}. {near}")
    return "".join(told)


def scope(country_: str | None = None, place: str | None = None, actor: str | None = None) -> "Scope":
    """What tracking is asked about; names are looked up with their other names."""
    from vedette.store.words import fold
    from vedette.track.scope import Scope

    def names(name: str, value: str | None) -> frozenset[str] | None:
        """A name's ids and folded names."""
        return frozenset(m for word in meant(name, value) for m in (word, fold(word))) if value else None

    return Scope(country(country_), names("place", place), names("actor", actor))
