"""`vedette incidents`: what happened, as the desk has it."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vedette.cli import asking, desks, filters
from vedette.cli.console import fail, say

if TYPE_CHECKING:
    from vedette.records.incident import Incident
    from vedette.store.desk import Desk

COLUMNS = ("id", "days", "place", "country", "what", "reports", "origins", "killed", "standing")
_NUMBERS = ("reports", "origins", "killed")
_LEAST = {"days": 10, "place": 12, "what": 14}


Changed = Annotated[
    str | None,
    typer.Option(
        "--changed-since",
        metavar="TIME",
        help="Judged otherwise now than at that time.",
        callback=desks.time_of("--changed-since"),
    ),
]


def incidents(  # noqa: PLR0913, PLR0917 - one parameter for each filter
    desk: desks.Where = desks.HOME,
    place: filters.Place = None,
    country: filters.Country = None,
    actor: filters.Actor = None,
    kind: filters.Kind = None,
    status: filters.StatusOption = None,
    first: filters.First = None,
    last: filters.Last = None,
    min_killed: filters.MinKilled = None,
    text: filters.Text = None,
    changed: Changed = None,
    as_of: desks.AsOf = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
) -> None:
    """List the incidents, newest first; those that no report dates by when they were first reported.

    \b
    Only those that hold to all that is asked; what a person corrected counts in place
    of what the reports say. --place and --actor know the other names of places and
    groups too (JNIM, RSF). Merged and retracted incidents are left out, the latter
    unless asked for. "origins" are the reports that neither copy nor only relay
    another, "killed" the lowest and the highest number told. Versions of one page are
    one report. --changed-since lists what was judged otherwise since then, the merged
    and the retracted too; a date means its end, as for --as-of.
    On a terminal: a table. In a pipe: tab-separated lines.

    \b
    Examples:
      vedette incidents --country SYR --from 2024-11-01 --min-killed 10
      vedette incidents --text "market" --as-of 2026-11-30
      vedette incidents --status disputed
      vedette incidents --changed-since 2026-11-30

    Exit codes: 0 found, 1 none found, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    asked: dict[str, Any] = {
        **filters.asked(place=place, country=country, actor=actor, kind=kind, status=status, first=first, last=last,
                        min_killed=min_killed, text=text)
    }  # fmt: skip
    with desks.opened(desk) as held:
        asked["ids"] = None if changed is None else _changed(held, changed, as_of)
        more, shown = _found(held, {name: value for name, value in asked.items() if value is not None}, limit, as_of)
        desks.print_rows(COLUMNS, [_row(found) for found in shown], _NUMBERS, _LEAST)
    if more:
        say(f"{more} more. Show them with --limit {more + len(shown)}.")
    if not shown:
        hint = asking.unheard(actor=actor, place=place)
        fail(f"no incident holds to this. {hint}Ask for less, or add reports with: vedette add", 1)


def _found(desk: "Desk", asked: dict[str, Any], limit: int, as_of: str | None) -> "tuple[int, list[Incident]]":
    """The first of the incidents that hold to all, newest first, and how many there are beyond."""
    from vedette.merge.current import incident_table

    table = incident_table(desk, as_of)
    shown = list(table.each(**asked, limit=limit))
    return max(0, table.count(**asked) - limit), shown


def _changed(desk: "Desk", since: str, as_of: str | None) -> set[str]:
    """The incidents of which another thing is believed than at a time, the merged and the retracted among them."""
    from vedette.merge.state import changed_since
    from vedette.records.judgement import Judgement
    from vedette.store.words import as_stamp

    log = [Judgement(**row.as_fields()) for row in desk.judgements(as_of)]
    return changed_since(log, as_stamp(since))


def _row(found: "Incident") -> list[str]:
    """What the list tells of one incident."""
    from vedette.merge.views import spread

    days = " to ".join(day for day in dict.fromkeys((found.first, found.last)) if day)
    what = found.sub_event or (f"{found.type} / {found.mode}" if found.mode else found.type or "")
    what = what.replace("/", " / ") if sys.stdout.isatty() else what  # so that a line may be broken there
    killed = found.toll()
    told = [found.id, days, found.place.name if found.place else "", found.country or "", what, str(found.reports)]
    return [*told, str(found.origins), spread((killed.low, killed.high) if killed else None), _standing(found)]


def _standing(found: "Incident") -> str:
    """What became of an incident."""
    if found.merged_into is not None:
        return f"in {found.merged_into}"
    return "retracted" if found.retracted else found.standing
