"""`vedette network`: who stands with whom and against whom at a date, and what changed."""

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from vedette.cli import asking, desks
from vedette.cli.console import fail, progress, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vedette.records.network import Network, Telling

TIES: Final = ("source", "kind", "target", "since", "told", "strength", "origins", "blocs", "words")
TURNS: Final = ("day", "what", "who", "whom", "away from", "origins", "words")
BLOCS: Final = ("bloc", "parties")
_NUMBERS: Final = ("strength", "origins")
_LEAST: Final = {"source": 14, "target": 14, "since": 10, "told": 10, "day": 10, "who": 14, "whom": 14}
_WORDS: Final = 3
"""Tellings whose words a row shows."""


def network(  # noqa: PLR0913, PLR0917 - one parameter for each question
    desk: desks.Where = desks.HOME,
    at: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="The day asked about; today by default.")] = None,
    country: Annotated[str | None, typer.Option(metavar="SYR", help="Ties of this state and of its groups.")] = None,
    actor: Annotated[str | None, typer.Option(metavar="NAME", help="Ties of this party: a name or an id.")] = None,
    changes: Annotated[bool, typer.Option("--changes", help="What changed, instead of what stands.")] = False,
    since: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The first day of changes; 30 days before --at by default.")
    ] = None,
    blocs: Annotated[bool, typer.Option("--blocs", help="The blocs, instead of the ties.")] = False,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write all of it as JSON, with every telling.")
    ] = None,
    graphml: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the parties and ties as GraphML (Gephi, networkx, R).")
    ] = None,
    as_of: desks.AsOf = None,
) -> None:
    """Show who backs, fights, leads, belongs to and negotiates with whom, with the reports that say so.

    \b
    A tie stands from the first day that is told until nothing confirms it any more or
    enough independent origins tell the contrary. "strength" is from 0 to 1 and falls
    with the days since it was told; "told" is the last day. What is planned, feared,
    possible or denied does not count, nor what a person retracted or disputes. Ties
    without dates and marked "background" are the registry's, not the reports'.
    "blocs" numbers the blocs of source and target. Rules: docs/methodology.md,
    "Relations over time". On a terminal: a table. In a pipe: tab-separated lines.

    \b
    Examples:
      vedette network --at 2024-12-15 --country SYR
      vedette network --actor HTS --changes --since 2024-11-01
      vedette network --blocs
      vedette network --json network.json --graphml network.graphml

    Exit codes: 0 found, 1 nothing found or a file cannot be written, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    day = dt.date.fromisoformat(asking.day("--at", at) or dt.datetime.now(dt.UTC).date().isoformat())
    told = asking.day("--since", since)
    if told and not changes:
        fail("--since is for changes. Add --changes")
    if changes and blocs:
        fail("--changes and --blocs are two questions. Ask one at a time")
    first = dt.date.fromisoformat(told) if told else day - dt.timedelta(days=30)
    if first > day:
        fail(f"--since {first} is after --at {day}. Turn them round")
    found = _found(desk, day, as_of, first if changes else None)
    found = _about(found, asking.country(country), actor)
    _write(found, json_file, graphml)
    columns, rows = _turns(found) if changes else _blocs(found) if blocs else _ties(found)
    desks.print_rows(columns, rows, _NUMBERS, _LEAST)
    if not rows:
        fail("nothing is told of that. Ask for less, or for another day with --at", 1)


def _found(desk: str, day: dt.date, as_of: str | None, since: dt.date | None) -> "Network":
    """The network of a desk."""
    from vedette.track.network import Asked
    from vedette.track.network import network as built
    from vedette.track.told import told_on

    with desks.opened(desk) as held:
        with progress("reading the reports", enabled=sys.stderr.isatty()) as tick:
            told = told_on(held, as_of, tick)
        return built(told.ties, told.parties, Asked(day, as_of, since), told.ground)


def _about(given: "Network", country: str | None, actor: str | None) -> "Network":
    """The part of a network that is asked for."""
    from vedette.track.network import only

    if country:
        given = only(given, frozenset(party.id for party in given.parties if party.country == country))
    if actor:
        given = only(given, _meant(given, actor))
    return given


def _meant(given: "Network", actor: str) -> frozenset[str]:
    """The parties of a network that a name or an id stands for."""
    from vedette.lexicon.actors import registry
    from vedette.lexicon.placegiven import country_of
    from vedette.store.words import fold

    known = {e.id for e in registry().entries if fold(actor) in map(fold, (e.id, *e.forms))} | {country_of(actor)}
    return frozenset(p.id for p in given.parties if p.id in known or fold(actor) in (fold(p.name), fold(p.id)))


def _write(found: "Network", json_file: Path | None, graphml: Path | None) -> None:
    """Write the files that are asked for; one that cannot be written ends the command."""
    from vedette.track.blocs import write_graphml

    try:
        if json_file:
            json_file.write_text(json.dumps(found.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            say(f"{json_file}: {len(found.parties)} parties, {len(found.ties)} ties")
        if graphml:
            write_graphml(found, graphml)
            say(f"{graphml}: {len(found.parties)} parties, {len(found.ties)} ties")
    except OSError as error:
        fail(f"{error.filename or 'a file'} cannot be written: {error.strerror}. Name another", 1)


def _ties(found: "Network") -> tuple[tuple[str, ...], list[list[str]]]:
    """A row for each tie."""
    names, numbers = _names(found), {party.id: party.bloc for party in found.parties}
    rows = []
    for tie in found.ties:
        both = [str(numbers[end] or "-") for end in (tie.source, tie.target)]
        told = [tie.since or "", tie.told or "background", f"{tie.strength:.2f}", str(tie.origins), "/".join(both)]
        rows.append([names[tie.source], tie.kind, names[tie.target], *told, _words(tie.evidence)])
    return TIES, rows


def _turns(found: "Network") -> tuple[tuple[str, ...], list[list[str]]]:
    """A row for each change."""
    names = _names(found)
    rows = []
    for turn in found.turns:
        who = [names[turn.who], names[turn.whom], names[turn.away_from] if turn.away_from else ""]
        rows.append([turn.day, turn.kind.replace("_", " "), *who, str(turn.origins), _words(turn.evidence)])
    return TURNS, rows


def _blocs(found: "Network") -> tuple[tuple[str, ...], list[list[str]]]:
    """A row for each bloc."""
    names, numbers = _names(found), {party.id: party.bloc for party in found.parties}
    rows = []
    for bloc in found.blocs:
        number = next((numbers[who] for who in bloc if numbers.get(who)), None)
        rows.append([str(number or "-"), "; ".join(names.get(who, who) for who in bloc)])
    return BLOCS, rows


def _names(found: "Network") -> "Mapping[str, str]":
    """What parties are called."""
    return {party.id: party.name for party in found.parties}


def _words(evidence: "Iterable[Telling]") -> str:
    """The words of the last tellings, each with its origin."""
    told = list(dict.fromkeys(f"{telling.origin}: {telling.words}" for telling in evidence))
    return "; ".join(told[-_WORDS:])
