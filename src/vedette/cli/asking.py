"""What several commands are asked by: countries, types, days and months, each checked once and for all."""

import datetime as dt
import re

from vedette.cli.console import fail

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
