"""`vedette imported`: other coders' events on the desk, and where they come from."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from vedette.cli import asking, desks
from vedette.cli.console import fail, say

if TYPE_CHECKING:
    from vedette.store.desk import Desk
    from vedette.store.imported import Imported, ImportedFilters

COLUMNS = ("source", "id", "days", "place", "country", "what", "who", "killed", "exact")
SOURCES = ("source", "title", "rows", "files", "last import", "licence", "citation")
_NUMBERS = ("killed", "rows", "files")


def imported(  # noqa: PLR0913, PLR0917 - one parameter for each filter
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Whose: acled, ucdp, gdelt, a map's.")] = None,
    country: Annotated[str | None, typer.Option(metavar="SYR", help="ISO code or English name.")] = None,
    place: Annotated[str | None, typer.Option(metavar="NAME", help="Where, as the source names it.")] = None,
    actor: Annotated[str | None, typer.Option(metavar="WORDS", help="Words of the name of who takes part.")] = None,
    kind: Annotated[
        str | None, typer.Option("--type", metavar="ASSAULT", help="PLOVER type, where it is sure.")
    ] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="Not over before this day.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="Begun by this day.")] = None,
    min_killed: Annotated[int | None, typer.Option(min=0, help="At least so many killed, by the best number.")] = None,
    sources: Annotated[bool, typer.Option("--sources", help="List the sources, with licence and citation.")] = False,
    as_of: desks.AsOf = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    desk: desks.Where = desks.HOME,
) -> None:
    """List other coders' events that were imported, newest first.

    \b
    Each row in its newest version; deleted ones are left out. "what" is the source's own
    name for it, "killed" its lowest and highest number, "exact" how exactly days and
    place are known. On a terminal: a table. In a pipe: tab-separated lines.

    \b
    Examples:
      vedette imported --source ucdp --country SYR --from 2024-11-01
      vedette imported --actor shabaab --min-killed 10
      vedette imported --sources

    Exit codes: 0 found, 1 none found, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    told = {
        "source": source, "country": asking.country(country), "place": place, "actor": actor,
        "type": asking.plover_type(kind), "day_from": asking.day("--from", first), "day_to": asking.day("--to", last),
        "min_killed": min_killed,
    }  # fmt: skip
    filters: ImportedFilters = {name: value for name, value in told.items() if value is not None}  # type: ignore[assignment]
    with desks.opened(desk) as held:
        if sources:
            _print_sources(held, as_of)
        else:
            _print_rows(held, filters, as_of, limit)


def _print_rows(desk: "Desk", filters: "ImportedFilters", as_of: str | None, limit: int) -> None:
    """The rows that hold to all, and the licence of each of their sources."""
    from vedette.store import imported as store

    page: ImportedFilters = {**filters, "limit": limit}
    found = store.rows(desk, as_of=as_of, **page)
    if not found:
        fail("nothing that was imported holds to this. Ask for less, or: vedette import FILE --as ucdp", 1)
    desks.print_rows(COLUMNS, map(_row, found), _NUMBERS)
    more = store.count(desk, as_of=as_of, **filters) - len(found)
    if more > 0:
        say(f"{more} more. Show them with --limit {more + len(found)}.")
    say_licences(desk, {row.source for row in found})


def say_licences(desk: "Desk", sources: "set[str]") -> None:
    """How what was shown of each source may be used, and whom to cite."""
    from vedette.store import imported as store

    last = {file.source: file for file in store.files(desk)}
    for name in sorted(sources & set(last)):
        say(f"{name}: {last[name].licence}. Cite: {last[name].citation}")


def _row(row: "Imported") -> list[str]:
    """What the list tells of one event."""
    days = " to ".join(day for day in dict.fromkeys((row.day_from, row.day_to)) if day)
    who = " / ".join("; ".join(row.actors[side]) for side in ("a", "b") if row.actors.get(side))
    exact = f"{row.day_precision or 'unknown'}, {row.precision or 'unknown'}"
    told = [row.source, row.source_id, days, row.place or "", row.country or "", row.kind or ""]
    return [*told, who, killed(row), exact]


def killed(row: "Imported") -> str:
    """The numbers of the dead: "12", "9-14"; nothing where nothing is told."""
    from vedette.merge.views import spread

    known = [n for n in (row.killed_low, row.killed_best, row.killed_high) if n is not None]
    return spread((min(known), max(known)) if known else None)


def _print_sources(desk: "Desk", as_of: str | None) -> None:
    """What was imported from where."""
    rows = list(_sources(desk, as_of))
    if not rows:
        fail("nothing was imported yet. Do it with: vedette import FILE --as ucdp", 1)
    shown = SOURCES if not sys.stdout.isatty() else SOURCES[:5]
    desks.print_rows(shown, [row[: len(shown)] for row in rows], _NUMBERS)
    if sys.stdout.isatty():
        say_licences(desk, {row[0] for row in rows})


def _sources(desk: "Desk", as_of: str | None) -> Iterator[list[str]]:
    """A row for each source."""
    from vedette.store import imported as store

    files = store.files(desk, as_of=as_of)
    for name in sorted({file.source for file in files}):
        own = [file for file in files if file.source == name]
        last = own[-1]
        rows = store.count(desk, as_of=as_of, source=name)
        told = [name, str(last.about["title"]), str(rows), str(len(own)), last.added_at[:10]]
        yield [*told, last.licence, last.citation]
