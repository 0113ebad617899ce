"""`vedette ahead`: what is meant, ordered, threatened, feared or made ready, and what became of it."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from vedette.cli import asking, desks
from vedette.cli.console import fail, progress, say

if TYPE_CHECKING:
    from vedette.track.ahead import Prospect

COLUMNS = (
    "said", "kind", "who", "told", "where", "until", "fate", "kept_by", "kept", "why", "source", "words", "events",
)  # fmt: skip
NARROW = ("said", "who", "told", "until", "fate", "source", "words")
_LEAST = {"said": 10, "until": 10, "told": 16, "words": 24}


Actor = Annotated[str | None, typer.Option(metavar="NAME", help="Whom it is of or against: a name, words, or an id.")]
At = Annotated[
    str | None, typer.Option(metavar="YYYY-MM-DD", help="The day to judge from; else that of the newest report.")
]
Fate = Annotated[str | None, typer.Option(metavar="WORD", help="Only those: open, come-true, expired, unknown.")]


def ahead(
    desk: desks.Where = desks.HOME,
    country: Annotated[str | None, typer.Option(metavar="SYR", help="ISO code or English name.")] = None,
    actor: Actor = None,
    since: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Said on this day or later.")] = None,
    at: At = None,
    fate: Fate = None,
    as_of: desks.AsOf = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
) -> None:
    """List what is said could happen next, newest first, and whether it has come true.

    \b
    Listed are intents, orders, threats, warnings and mobilisations, each with who said it
    and in which words. One has come true where an incident that happened keeps it: of a
    type that does, by the same actor or side, where or against whom it was said, after
    that day and within its horizon (30 to 60 days by kind, or the day that it names). It
    is "open" until the horizon is over, "expired" after, and "unknown" where it names
    neither a place nor a target, or bears no date. Following is not proof of a cause.
    On a terminal: a table. In a pipe: tab-separated lines with the incident that kept it.

    \b
    Examples:
      vedette ahead --country SYR --since 2024-11-01
      vedette ahead --actor RSF --fate open
      vedette ahead --at 2024-12-08

    Exit codes: 0 found, 1 none found, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.track.ahead import prospects
    from vedette.track.rebuild import basis

    scope, wanted = asking.scope(country, None, actor), _fate(fate)
    begun, day = asking.day("--since", since), asking.day("--at", at)
    with desks.opened(desk) as held, progress("reading incidents", enabled=sys.stderr.isatty()):
        known = basis(held, day, as_of)
    said = scope.statements(known.statements)
    found = [p for p in prospects(said, known.deeds, known.at) if wanted in (None, p.fate)]
    found = [p for p in found if not begun or (p.statement.day or "") >= begun]
    if not found:
        fail("no statement holds to this. Ask for less, or add reports with: vedette add", desks.TOLD)
    rows = [_cells(prospect) for prospect in found[:limit]]
    columns = NARROW if sys.stdout.isatty() else COLUMNS
    desks.print_rows(columns, [[row[name] for name in columns] for row in rows], (), _LEAST)
    if len(found) > limit:
        say(f"{len(found) - limit} more. Show them with --limit {len(found)}.")


def _fate(given: str | None) -> str | None:
    """What became of it, checked; "come-true" saves the quotes."""
    from vedette.track.ahead import FATES

    fate = given and given.replace("-", " ")
    if fate is not None and fate not in FATES:
        asking.none_of(f"--fate {given!r} is none", str(given), [word.replace(" ", "-") for word in FATES])
    return fate


def _cells(prospect: "Prospect") -> dict[str, str]:
    """The cells of a statement by the names of their columns."""
    said = prospect.statement
    return {
        "said": said.day or "",
        "kind": said.kind,
        "who": "; ".join(party.name for party in said.parties if party.role == "actor"),
        "told": prospect.told,
        "where": said.where.name,
        "until": prospect.until or "",
        "fate": _told(prospect),
        "kept_by": prospect.kept_by or "",
        "kept": prospect.kept or "",
        "why": prospect.why,
        "source": "; ".join(said.sources),
        "words": said.words,
        "events": " ".join(said.events),
    }


def _told(prospect: "Prospect") -> str:
    """What became of it; on a terminal with the incident that kept it."""
    if prospect.kept_by is None or not sys.stdout.isatty():
        return prospect.fate
    return f"{prospect.fate}: {prospect.kept_by}, {prospect.kept}"
