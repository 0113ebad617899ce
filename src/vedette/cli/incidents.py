"""`vedette incidents`: what happened, as the desk has it."""

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vedette.cli import asking, desks
from vedette.cli.console import fail, say

if TYPE_CHECKING:
    from vedette.merge.state import State
    from vedette.merge.views import View
    from vedette.store.desk import Desk

COLUMNS = ("id", "days", "place", "country", "what", "reports", "origins", "killed", "standing")
_NUMBERS = ("reports", "origins", "killed")
_LEAST = {"days": 10, "place": 12, "what": 14}

Test = Callable[["View"], bool]


def incidents(  # noqa: PLR0913, PLR0917 - one parameter for each filter
    desk: desks.Where = desks.HOME,
    place: Annotated[
        str | None, typer.Option(metavar="NAME", help="Where: any of its names, or an id (geonames:170063).")
    ] = None,
    country: Annotated[str | None, typer.Option(metavar="SYR", help="ISO code or English name.")] = None,
    actor: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who takes part, in any role: a name, words, or an id.")
    ] = None,
    kind: Annotated[str | None, typer.Option("--type", metavar="ASSAULT", help="PLOVER type of an event.")] = None,
    status: Annotated[
        str | None,
        typer.Option(metavar="WORD", help="Of an event (happened ...); new, confirmed, disputed, retracted."),
    ] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="Not over before this day.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="Begun by this day.")] = None,
    min_killed: Annotated[
        int | None, typer.Option(min=0, help="At least so many killed, by the highest number.")
    ] = None,
    text: Annotated[
        str | None, typer.Option(metavar="WORDS", help='Words of a report: market "car bomb" shell*')
    ] = None,
    changed: Annotated[
        str | None, typer.Option("--changed-since", metavar="TIME", help="Judged otherwise now than at that time.")
    ] = None,
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
    asked = {
        "place": place,
        "country": asking.country(country),
        "actor": actor,
        "type": asking.plover_type(kind),
        "search": text,
    }
    tests = list(_tests(asking.day("--from", first), asking.day("--to", last), min_killed, _status(status)))
    with desks.opened(desk) as held:
        found = _found(held, {name: value for name, value in asked.items() if value is not None}, tests, as_of)
        if changed is not None:
            names = _changed(held, changed, as_of)
            shown = [view for view in found if view.belief.id in names]
        else:
            shown = [view for view in found if _is_listed(view, status)]
        desks.print_rows(COLUMNS, [_row(held, view) for view in shown[:limit]], _NUMBERS, _LEAST)
    if len(shown) > limit:
        say(f"{len(shown) - limit} more. Show them with --limit {len(shown)}.")
    if not shown:
        fail("no incident holds to this. Ask for less, or add reports with: vedette add", 1)


def _found(desk: "Desk", asked: dict[str, Any], tests: list[Test], as_of: str | None) -> "list[View]":
    """The incidents that hold to all, newest first."""
    from vedette.merge.desking import state_of
    from vedette.merge.views import views

    state = state_of(desk, as_of)
    names = set(state.incidents)
    for name, value in asked.items():
        names &= _holding(desk, state, name, value, as_of)
    found = [view for view in views(desk, state, as_of, sorted(names)) if all(test(view) for test in tests)]
    return sorted(found, key=lambda view: view.newest, reverse=True)


def _holding(desk: "Desk", state: "State", name: str, value: str, as_of: str | None) -> set[str]:
    """The incidents with an event that holds to one filter; where a person corrected the field, that decides."""
    from vedette.store.words import fold

    held: set[str] = set()
    for meant in asking.meant(name, value):
        given: dict[str, Any] = {name: meant}
        held |= {state.holders[row.id] for row in desk.events(as_of=as_of, **given) if row.id in state.holders}
    for incident, belief in state.incidents.items():
        if name in belief.corrections:
            alike = fold(str(belief.corrections[name])) == fold(value)
            (held.add if alike else held.discard)(incident)
    return held


def _tests(first: str | None, last: str | None, min_killed: int | None, status: str | None) -> Iterator[Test]:
    """What is asked of the incident as a whole."""
    if first:
        yield lambda view: (view.days[1] or "") >= first
    if last:
        yield lambda view: "" < (view.days[0] or "") <= last
    if min_killed is not None:
        yield lambda view: (killed := view.people()) is not None and killed[1] >= min_killed
    if status:
        yield lambda view: status in view.statuses


def _is_listed(view: "View", status: str | None) -> bool:
    """Whether an incident is still one: the newest coding of its reports tells of it, or a person judged it."""
    if view.belief.retracted:
        return status == "retracted"
    told = view.events or view.belief.standing != "new" or view.corrections
    return view.belief.live and bool(told)


def _changed(desk: "Desk", since: str, as_of: str | None) -> set[str]:
    """The incidents of which another thing is believed than at a time, the merged and the retracted among them."""
    from vedette.merge.state import changed_since
    from vedette.records.judgement import Judgement
    from vedette.store.words import as_stamp

    log = [Judgement(**row.as_fields()) for row in desk.judgements(as_of)]
    return changed_since(log, as_stamp(since))


def _row(desk: "Desk", view: "View") -> list[str]:
    """What the list tells of one incident."""
    from vedette.merge.views import spread

    days = " to ".join(day for day in dict.fromkeys(view.days) if day)
    what = view.what.replace("/", " / ") if sys.stdout.isatty() else view.what  # so that a line may be broken there
    told = [view.belief.id, days, view.place, view.country, what, str(len(view.newest_reports))]
    return [*told, str(view.origins(desk)), spread(view.people()), _standing(view)]


def _standing(view: "View") -> str:
    """What became of an incident."""
    belief = view.belief
    if belief.merged_into is not None:
        return f"in {belief.merged_into}"
    return "retracted" if belief.retracted else belief.standing


def _status(given: str | None) -> str | None:
    """A status of events or of incidents, checked."""
    from vedette.merge.judgements import CLOSED

    known = (*CLOSED["status"], "new", "confirmed", "disputed", "retracted")
    if given is not None and given not in known:
        fail(f"--status {given!r} is none. Use one of {', '.join(map(str, known))}.")
    return given
