"""Results as HTML for notebooks: texts with their words marked, tables, small maps.

Looks are told in `style` attributes alone, since notebooks take `<style>` and scripts out of outputs that they do not
trust; nothing is loaded from anywhere. Every word of a report passes through `_text` or `pieces`.
"""

import functools
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Final

from vedette.cli.render import QUESTIONS, answers, by_salience
from vedette.export.kinds import Colour
from vedette.export.values import days, lead, one_line
from vedette.gather.clean import plain, same_length
from vedette.lexicon.tables import data_path
from vedette.lexicon.tomlfile import read_record
from vedette.merge.views import spread
from vedette.notebook.maps import as_incidents, drawn
from vedette.records.base import Record
from vedette.serve.shown import marks_of, pieces

if TYPE_CHECKING:
    from vedette.records.coded import Coded
    from vedette.records.incident import Incident

ROWS: Final = 50
"""Rows of a table, and reports of a list, that are shown; the rest is counted."""
OPEN: Final = 20
"""Reports of a list that are shown whole."""
GUIDE: Final = "It must have label and colour (#rrggbb); see the comment at its top"

_BOX: Final = "font-family:system-ui,sans-serif;font-size:13px;line-height:1.45;max-width:62rem"
_TEXT: Final = "white-space:pre-wrap;line-height:2.05;max-height:26em;overflow:auto;margin:.5em 0"
_MARK: Final = "padding:.15em .3em;border-radius:.3em;color:#111"
_LABEL: Final = "font-size:.7em;font-weight:600;margin-left:.35em;text-transform:uppercase;opacity:.75"
_TABLE: Final = "border-collapse:collapse;margin:.5em 0;font-size:12px"
_CELL: Final = "text-align:left;vertical-align:top;padding:.25em .7em .25em 0;border-top:1px solid #9995"
_UNBROKEN: Final = ("id", "days", "when")
_WORDS: Final = 9
_QUOTE: Final = 220
_QUIET: Final = "opacity:.7"
_ERROR: Final = "border-left:4px solid #c62f3b;padding-left:.6em"


class Look(Record):
    """How the words of one role are marked."""

    label: str
    colour: Colour


class Looks(Record):
    """What data/page/marks.toml holds."""

    trigger: Look
    actor: Look
    target: Look
    beneficiary: Look
    place: Look
    time: Look
    count: Look
    weapon: Look
    source: Look


@functools.cache
def looks() -> Looks:
    """The packaged looks; raises DataFileError where the file breaks its schema."""
    return read_record(data_path("page", "marks.toml"), Looks, GUIDE)


def report(coded: "Coded") -> str:
    """One coded report: its head, its text with the words marked, its events, and where they were."""
    return f'<div style="{_BOX}">{_head(coded)}{_body(coded)}{drawn(as_incidents(coded), "Events")}</div>'


def reports(coded: "Sequence[Coded]") -> str:
    """Many coded reports: each to be opened, and one map of all their events."""
    events = sum(len(one.events) for one in coded)
    told = [f"{_number(len(coded), 'report')}, {_number(events, 'event')}"]
    failed = sum(one.error is not None for one in coded)
    told += [f"{failed} not coded"] if failed else []
    folded = "".join(f"<details><summary>{_head(one)}</summary>{_body(one)}</details>" for one in coded[:OPEN])
    rest = _more(len(coded) - OPEN, "report", "take them by their number, or all with to_pandas()")
    shown = [one for each in coded for one in as_incidents(each)]
    return f'<div style="{_BOX}"><b>{", ".join(told)}</b>{folded}{rest}{drawn(shown, "Events")}</div>'


def incidents(found: "Sequence[Incident]", where: str) -> str:
    """Incidents of a desk: a map and a table, the first of them."""
    head = f"<b>{_number(len(found), 'incident')}</b> <span style='{_QUIET}'>{_text(where)}</span>"
    columns = (
        "id",
        "days",
        "place",
        "what",
        "who",
        "to whom",
        "killed",
        "origins",
        "standing",
        "in the words of a report",
    )
    table = _table(columns, (_incident(one) for one in found[:ROWS]))
    rest = _more(len(found) - ROWS, "incident", "see them with to_pandas()")
    return f'<div style="{_BOX}">{head}{drawn(found, "Incidents")}{table if found else ""}{rest}</div>'


def _incident(one: "Incident") -> list[str]:
    """What the table tells of an incident."""
    killed, told = one.toll(), lead(one)
    place = ", ".join(part for part in (one.place.name if one.place else "", one.country or "") if part)
    what = one.sub_event or (f"{one.type} / {one.mode}" if one.mode else one.type or "")
    return [
        one.id, days(one), place, f"not: {what}" if one.negated else what, "; ".join(one.named("actor")),
        "; ".join(one.named("target")), spread((killed.low, killed.high) if killed else None), str(one.origins),
        one.standing, _cut(one_line(told.quote)) if told else "",
    ]  # fmt: skip


def _head(coded: "Coded") -> str:
    """The headline, and what is known of the report."""
    known = coded.report
    told = [known.publisher or "", known.published or "date unknown"] if known else []
    told.append(_number(len(coded.events), "event"))
    known_as = " · ".join(_text(part) for part in told if part)
    return f"<b>{_text(_title(coded))}</b> <span style='{_QUIET}'>{known_as}</span>"


def _title(coded: "Coded") -> str:
    """The headline of a report, else its first words, else its id."""
    if coded.report is None:
        return coded.id
    words = coded.report.text.split()
    return coded.report.title or " ".join(words[:_WORDS]) + ("…" if len(words) > _WORDS else "")


def _body(coded: "Coded") -> str:
    """What was found in a report, or why it was not coded."""
    if coded.error:
        return f'<div style="{_ERROR}">Not coded: {_text(coded.error)}</div>'
    text = f'<div dir="auto" style="{_TEXT}">{_marked(coded)}</div>' if coded.report else ""
    return text + (_events(coded) if coded.events else f'<div style="{_QUIET}">No events.</div>')


def _marked(coded: "Coded") -> str:
    """The text with the words of its events marked; each mark has its label where it ends."""
    marks = marks_of(coded)
    ends = {(end, kind) for _, end, kind in marks}
    told = []
    for piece in pieces(coded.report.text if coded.report else "", marks):
        words = escape(piece.text)
        if piece.kinds:
            look: list[Look] = [getattr(looks(), kind) for kind in piece.kinds]
            last = piece.start + len(piece.text)
            labels = "".join(
                f'<span style="{_LABEL}">{escape(getattr(looks(), kind).label)}</span>'
                for kind in piece.kinds
                if (last, kind) in ends
            )
            meaning = escape(", ".join(one.label for one in look))
            words = f'<mark title="{meaning}" style="background:{look[0].colour};{_MARK}">{words}{labels}</mark>'
        told.append(words)
    return "".join(told)


def _events(coded: "Coded") -> str:
    """The events as a table, what the report is about first."""
    events = by_salience(coded.events)
    rows = ([told[question] for question in QUESTIONS] for told in (answers(coded, event) for event in events[:ROWS]))
    return _table(QUESTIONS, rows) + _more(len(events) - ROWS, "event", "see them with to_pandas()")


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of texts."""
    head = "".join(f'<th scope="col" style="{_CELL};{_QUIET}">{_text(column)}</th>' for column in columns)
    looks_of = [f"{_CELL};white-space:nowrap" if column in _UNBROKEN else _CELL for column in columns]
    lines = (
        "".join(f'<td style="{look}">{_text(cell)}</td>' for look, cell in zip(looks_of, row, strict=True))
        for row in rows
    )
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return (
        f'<div style="overflow-x:auto"><table style="{_TABLE}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _more(left: int, what: str, remedy: str) -> str:
    """That there are more than are shown."""
    return f'<div style="{_QUIET}">and {_number(left, f"more {what}")}: {remedy}</div>' if left > 0 else ""


def _number(count: int, what: str) -> str:
    """So many of something: "1 event", "2,000 events"."""
    return f"{count:,} {what}" + "s" * (count != 1)


def _cut(text: str) -> str:
    """A quote that is no longer than a table can bear."""
    return text if len(text) <= _QUOTE else text[: _QUOTE - 1] + "…"


def _text(text: str) -> str:
    """Foreign words on one line that can neither act nor hide anything in a page."""
    return escape(same_length(plain(text)))
