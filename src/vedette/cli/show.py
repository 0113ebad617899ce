"""`vedette show`: one incident, each value with who says it."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from vedette.cli import desks, show_terminal
from vedette.cli.log import about

if TYPE_CHECKING:
    from vedette.merge.state import State
    from vedette.merge.views import View
    from vedette.store.desk import Desk
    from vedette.store.rows import EventRow, JudgementRow, ReportRow

COLUMNS = ("field", "value", "outlet", "report", "event", "words")


def show(
    incident: Annotated[str, typer.Argument(metavar="ID", help="The incident.", show_default=False)],
    desk: desks.Where = desks.HOME,
    as_of: desks.AsOf = None,
) -> None:
    """Show an incident: what is told of it, by whom, in which words.

    \b
    On a terminal: each value with its range over all reports and the outlets that
    give it, then the events: their ids (for `vedette split`), outlets, reports, and
    the sentences that they were read from. In a pipe: a tab-separated line for each
    value and for each event that gives it. A merged incident is told as the one it
    went into; of a retracted one that is said. Of a page that changed, the newest
    version speaks; the earlier ones are named.

    \b
    Examples:
      vedette show i12
      vedette show i12 --as-of 2026-11-30

    Exit codes: 0 shown, 1 there is no such incident, 2 wrong usage.
    """  # noqa: D301 - \b is click's mark for "leave these lines as they are"
    from vedette.merge.desking import state_of
    from vedette.merge.views import views

    with desks.opened(desk) as held:
        state = state_of(held, as_of)
        name = state.resolve(desks.known(state, incident))
        view = views(held, state, as_of, [name])[0]
        log = [row for row in held.judgements(as_of) if row.id not in state.undone and about(row, name)]
        rows = [*_head(held, incident, view, log), *_values(view, log), *_beside(state, name)]
        if sys.stdout.isatty():
            show_terminal.show(rows)
        else:
            desks.print_rows(COLUMNS, rows)


def _head(desk: "Desk", asked: str, view: "View", log: "list[JudgementRow]") -> Iterator[list[str]]:
    """What became of the incident, and how many tell of it."""
    belief = view.belief
    if asked != belief.id:
        yield _line("merged", f"{asked} was merged into {belief.id}")
    yield _line("incident", belief.id)
    yield _line("standing", "retracted" if belief.retracted else belief.standing)
    for row in log:
        if row.kind in ("confirm", "dispute", "retract"):
            yield _line(row.kind, row.payload.get("reason") or row.why or "", f"{row.who} (judgement {row.id})")
    newest = view.newest_reports
    if not view.events:
        yield _line("events", "none: the newest coding of its reports tells of it no more; --as-of shows what was told")
    yield _line("reports", str(len(newest)))
    for report in view.reports:
        if report not in newest:
            yield ["version", "an earlier version, not counted", report.publisher or "", report.key, "", ""]
    yield _line("origins", str(view.origins(desk)))


def _line(name: str, value: str, outlet: str = "") -> list[str]:
    """A row without a report."""
    return [name, value, outlet, "", "", ""]


def _values(view: "View", log: "list[JudgementRow]") -> Iterator[list[str]]:
    """Each value: the whole, a person's correction of it, then who says what."""
    from vedette.merge.views import PEOPLE, answers, spread

    reports = {row.id: row for row in view.reports}
    told = [(row, answers(row)) for row in view.told]
    days = " to ".join(day for day in dict.fromkeys(view.days) if day)
    whole = {"what": view.what, "when": days, "where": view.place, **{of: spread(view.people(of)) for of in PEOPLE}}
    headings = ("title", "what", "when", "where", "who", "to whom", *PEOPLE, "status", "other")
    for heading in headings:
        corrected = list(_corrections(heading, view, log))
        said = [_said(heading, row, values, reports) for row, values in told if values.get(heading)]
        if (said or corrected) and whole.get(heading):
            yield _line(heading, whole[heading], "all reports" if not corrected else "")
        yield from corrected
        yield from said


def _said(heading: str, row: "EventRow", values: dict[str, str], reports: "dict[str, ReportRow]") -> list[str]:
    """What one event says, with its outlet and the sentence."""
    report = reports.get(row.report_id)
    outlet = (report and (report.publisher or report.key)) or ""
    words = " ".join(span.text for span in row.event.evidence) or row.event.trigger.text
    return [heading, values[heading], outlet, report.key if report else row.report_id, row.id, f"“{words}”"]


def _corrections(heading: str, view: "View", log: "list[JudgementRow]") -> Iterator[list[str]]:
    """The corrections of a value that are in force, each with who made it."""
    from vedette.merge.views import CORRECTED, range_of, spread

    last = {row.payload["field"]: row for row in log if row.kind == "correct"}
    for field, value in view.corrections.items():
        if CORRECTED.get(field, "other") == heading and field in last:
            row = last[field]
            counted = spread(range_of(value)) if field.startswith("counts.") else ""
            said = counted or ("unknown" if value is None else str(value))
            yield [heading, f"{field}: {said}", f"{row.who} (judgement {row.id})", "", "", row.why or ""]


def _beside(state: "State", name: str) -> Iterator[list[str]]:
    """What was said of this incident and others."""
    belief = state.incidents[name]
    for said in ("same", "different", "unsure"):
        for other in getattr(belief, said):
            yield _line(said, other)
    for other, held in state.incidents.items():
        if held.merged_into is not None and state.resolve(other) == name:
            yield _line("holds", f"{other}, which was merged into it")
