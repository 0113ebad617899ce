"""`vedette explain` for an incident: why it holds what it holds, feature by feature, and what was judged of it."""

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vedette.cli import desks, log
from vedette.cli.console import forgiving_stdout, plain

if TYPE_CHECKING:
    from rich.console import RenderableType

    from vedette.merge.account import Account
    from vedette.merge.reasons import Against, Reason
    from vedette.merge.state import State
    from vedette.store.desk import Desk
    from vedette.store.rows import JudgementRow

COLUMNS: Final = ("report", "part", "other", "score", "what", "for", "against")
_ID: Final = re.compile(r"i\d+")
_FAINT: Final = 0.05
"""What adds less than this to the log odds is not worth a word on a terminal."""


def is_incident(name: str) -> bool:
    """Whether an argument names an incident, and not a file that is called so."""
    return _ID.fullmatch(name) is not None and not Path(name).exists()


def explain(incident: str, desk: str, as_of: str | None) -> None:
    """Print why an incident holds what it holds; a table on a terminal, tab-separated lines in a pipe."""
    from vedette.merge.desking import state_of
    from vedette.merge.reasons import reasons

    with desks.opened(desk) as held:
        state = state_of(held, as_of)
        name = state.resolve(desks.known(state, incident))
        found = reasons(held, state, name, as_of)
        judged = concerning(held, state, name, as_of)
        names = _Names(held, [reason.account.report for reason in found], as_of)
        if sys.stdout.isatty():
            _show(incident, name, found, names)
            log.print_log(judged, state)
        else:
            desks.print_rows(COLUMNS, [*_lines(found, names), *(_judged(row, state) for row in judged)])


def concerning(desk: "Desk", state: "State", incident: str, as_of: str | None) -> "list[JudgementRow]":
    """The judgements of an incident, of what was merged into it, of its events, and what undid them."""
    names = {name for name in state.incidents if state.resolve(name) == incident}
    events = set(state.incidents[incident].events)
    rows = desk.judgements(as_of)
    chosen = {
        row.id
        for row in rows
        if any(log.about(row, name) for name in names)
        or events & {row.payload.get("event"), *row.payload.get("events", ())}
    }
    for row in rows:  # in order, so that an undo of an undo is found
        chosen |= {row.id} if row.undoes in chosen else set()
    return [row for row in rows if row.id in chosen]


class _Names:
    """What people call reports and places: under which name a report was added, what the gazetteer calls a place."""

    def __init__(self, desk: "Desk", reports: "Sequence[str]", as_of: str | None) -> None:
        """Read the reports of the desk, and the places of these."""
        self.reports = {row.id: row for row in desk.reports(as_of=as_of)}
        rows = (row for report in dict.fromkeys(reports) for row in desk.events_of(report, as_of=as_of))
        self.places = {row.place_id: row.place for row in rows if row.place_id and row.place}

    def report(self, account: "Account") -> str:
        """The name of an account's report."""
        row = self.reports.get(account.report)
        return row.key if row else account.report

    def place(self, account: "Account") -> str:
        """Where an account says it was."""
        return self.places.get(account.place or "") or (account.place or account.country or "").removeprefix("name:")


def _lines(found: "Sequence[Reason]", names: _Names) -> Iterator[list[str]]:
    """The reasons as lines: what each account tells, then each comparison."""
    for reason in found:
        report = names.report(reason.account)
        outlet = names.reports[reason.account.report].publisher or ""
        yield [report, "tells", outlet, "", _tells(reason.account, names), "", ""]
        for part, one in (("within", reason.within), ("beside", reason.beside)):
            if one is not None:
                what = f"{one.incident}, most like report {names.report(one.nearest)} ({one.link:+.2f})"
                yield [report, part, one.incident, f"{one.mean:+.2f}", what, *_sides(one, 0.0)]


def _judged(row: "JudgementRow", state: "State") -> list[str]:
    """A judgement as a line."""
    number, at, who, _, kind, what, why, undone = log.row_of(row, state.undone.get(row.id))
    score = "" if row.score is None else f"{row.score:+.2f}"
    return ["", f"judgement {number}", who, score, f"{at} {kind} {what}", why, undone and f"undone by {undone}"]


def _show(asked: str, name: str, found: "Sequence[Reason]", names: _Names) -> None:
    """The reasons on a terminal."""
    from rich.console import Console

    forgiving_stdout()
    console = Console(highlight=False, emoji=False)
    if asked != name:
        desks.print_line(f"{asked} was merged into {name}")
    for reason in found:
        for part in _shown(reason, names):
            console.print(part)


def _shown(reason: "Reason", names: _Names) -> "Iterator[RenderableType]":
    """One account: its report, what it tells, what speaks for it here and elsewhere."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    row = names.reports[reason.account.report]
    head = " · ".join(part for part in (row.publisher, row.published, row.title) if part)
    yield Text(f"{plain(row.key)}  ", style="bold").append(plain(head), style="not bold dim")
    grid = Table.grid(padding=(0, 1))
    for justify in ("left", "right", "left"):
        grid.add_column(justify=justify, overflow="fold")
    grid.add_row(Text("tells", style="dim"), "", Text(plain(_tells(reason.account, names))))
    for part, one in (("in it", reason.within), ("beside", reason.beside)):
        if one is None:
            lacking = "no other page tells of it" if part == "in it" else "no other incident is near"
            grid.add_row(Text(part, style="dim"), "", Text(lacking, style="dim"))
            continue
        speaks, against = _sides(one, _FAINT)
        title = f"{one.incident}, most like {names.report(one.nearest)} ({one.link:+.1f})"
        grid.add_row(Text(part, style="dim"), Text(f"{one.mean:+.1f}"), Text(plain(title)))
        for mark, words, style in (("for", speaks, "green"), ("against", against, "yellow")):
            if words:
                grid.add_row("", "", Text(f"{mark}: ", style=style).append(words, style="default"))
    yield Padding(grid, (0, 0, 1, 2))


def _sides(one: "Against", least: float) -> tuple[str, str]:
    """What speaks for and what against, each feature with what it adds to the log odds."""
    told = [(f"{name} {value:+.2f}", value) for name, value in one.parts if abs(value) >= least]
    return ", ".join(t for t, value in told if value > 0), ", ".join(t for t, value in told if value < 0)


def _tells(account: "Account", names: _Names) -> str:
    """What an account tells, in the terms by which it is compared."""
    import datetime as dt

    days = [dt.date.fromordinal(day).isoformat() for day in dict.fromkeys((account.first, account.last)) if day]
    when = ("" if account.dated else "undated, ") + " to ".join(days)
    counts = (f"{low}-{high} {of}" if low != high else f"{low} {of}" for of, (low, high) in account.counts.items())
    kinds = ", ".join(sorted(account.kinds)) or account.family
    sides = ", ".join(sorted(account.actors or account.sides))
    return "; ".join(part for part in (kinds, names.place(account), when, sides, *counts) if part)
