"""`vedette outlets`: who reports on conflicts, as a table or as sources for a desk."""

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from vedette.cli import asking, desks
from vedette.cli.console import fail, forgiving_stdout, quiet_pipe, say

if TYPE_CHECKING:
    from vedette.lexicon.outlets import Outlet

COLUMNS = ("id", "name", "country", "language", "ownership", "type", "kind", "address", "verified", "note")
READ = ("id", "name", "country", "language", "ownership", "type", "note")
"""The columns on a terminal."""

_TOML_NAMES = {"language": "language", "ownership": "ownership", "publisher": "name", "reliability": "note"}


Names = Annotated[list[str] | None, typer.Argument(metavar="[NAME...]", help="Only these: ids, names, acronyms.")]
Country = Annotated[
    str | None, typer.Option(metavar="SDN", help="From or about this country: ISO code or English name.")
]
Owner = Annotated[
    str | None, typer.Option("--ownership", metavar="WORD", help="state, public, private, party, NGO ...")
]


def outlets(
    names: Names = None,
    country: Country = None,
    kind: Annotated[str | None, typer.Option("--type", metavar="WORD", help="agency, newspaper, monitor ...")] = None,
    language: Annotated[str | None, typer.Option(metavar="fr", help="Mainly in this language: ISO 639-1.")] = None,
    ownership: Owner = None,
    toml: Annotated[bool, typer.Option("--toml", help="As [[source]] blocks for vedette.toml.")] = False,
) -> None:
    """List outlets that report on conflicts, or write them as sources for a desk.

    \b
    Agencies, national and local press, bodies of the United Nations, humanitarian bodies
    and monitors, of all regions, from general knowledge: addresses were not tried here
    and are marked so. "country" is where an outlet works, so an exile outlet's is not
    the country that it reports on: its note tells that.
    On a terminal: a table. In a pipe: tab-separated lines.

    \b
    Examples:
      vedette outlets --country SDN
      vedette outlets --type monitor --language en
      vedette outlets --toml reuters radio-dabanga sohr >> vedette-desk/vedette.toml

    Exit codes: 0 found, 1 none found or some names unknown, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.lexicon.outlets import outlets as packaged
    from vedette.near import meant as did_you_mean

    tests = _tests(asking.country(country), kind, language, ownership)
    known = packaged()
    unknown = [name for name in names or () if known.find(name) is None]
    for name in unknown:
        near = did_you_mean(name, [word for outlet in known.by_id.values() for word in (outlet.id, outlet.name)])
        say(f"no outlet is called {name!r}. {near}List them with: vedette outlets")
    chosen = [known.find(name) for name in names] if names else list(known.by_id.values())
    shown = [outlet for outlet in dict.fromkeys(chosen) if outlet and all(test(outlet) for test in tests)]
    if not shown and not unknown:
        fail("no outlet holds to this. Ask for less.", 1)
    with quiet_pipe():
        if toml:
            _print_toml(shown)
        elif shown:
            columns = READ if sys.stdout.isatty() else COLUMNS
            desks.print_rows(columns, [_row(outlet, columns) for outlet in shown])
    if unknown:
        raise typer.Exit(1)


def _tests(
    country: str | None, kind: str | None, language: str | None, ownership: str | None
) -> "list[Callable[[Outlet], bool]]":
    """What is asked of an outlet; a word that none could have ends the command."""
    from typing import get_args

    from vedette.lexicon.outlets import OutletType, Ownership

    for option, given, allowed in (("--type", kind, OutletType), ("--ownership", ownership, Ownership)):
        if given is not None and given not in get_args(allowed):
            asking.none_of(f"{option} {given!r} is none", given, get_args(allowed))
    asked = {"type": kind, "language": language, "ownership": ownership}
    tests = [_has(name, value) for name, value in asked.items() if value is not None]
    return [*tests, lambda outlet: country in (None, outlet.country, *outlet.covers)]


def _has(name: str, value: str) -> "Callable[[Outlet], bool]":
    """The test that a field has a value."""
    return lambda outlet: getattr(outlet, name) == value


def _row(outlet: "Outlet", columns: Sequence[str]) -> list[str]:
    """What the list tells of an outlet."""
    kind, address = outlet.where
    told = {"kind": kind, "address": address, "verified": "yes" if outlet.verified else "no"}
    return [told[column] if column in told else str(getattr(outlet, column)) for column in columns]


def _print_toml(shown: "Sequence[Outlet]") -> None:
    """The outlets as blocks of settings."""
    forgiving_stdout()
    for outlet in shown:
        sys.stdout.write("\n".join(toml_lines(outlet)) + "\n\n")


def toml_lines(outlet: "Outlet") -> list[str]:
    """A [[source]] block of an outlet."""
    kind, address = outlet.where
    lines = ["[[source]]", f"name = {_quoted(outlet.id)}", f"kind = {_quoted(kind)}", f"url = {_quoted(address)}"]
    if not outlet.verified:
        lines[-1] += "  # not tried yet: see that it answers"
    lines.append(f"country = {_quoted(outlet.country)}")
    return lines + [f"{key} = {_quoted(getattr(outlet, name))}" for key, name in _TOML_NAMES.items()]


def _quoted(text: str) -> str:
    """A text of TOML, which takes JSON's escapes."""
    import json

    return json.dumps(text, ensure_ascii=False)
