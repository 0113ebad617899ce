"""The tables that a job writes, as Parquet: `reports` (a row each, with its whole coded line) and `events` (flat).

docs/scale.md describes every column; a test holds both together.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from vedette.records.report import content_id
from vedette.scale.places import ScaleError
from vedette.store.flatten import actor_rows, as_json, event_rows

if TYPE_CHECKING:
    import pyarrow as pa

    from vedette.records.coded import Coded
    from vedette.records.event import Event
    from vedette.records.report import Report

Row = dict[str, Any]
_TEXT, _DAY, _COUNT, _DEGREES, _CHANCE, _YES = "string", "date32", "int64", "float64", "float32", "bool_"

REPORTS: Final[Mapping[str, str]] = {
    "report": _TEXT, "key": _TEXT, "url": _TEXT, "publisher": _TEXT, "title": _TEXT, "published": _DAY,
    "language": _TEXT, "original_source": _TEXT, "events": _COUNT, "line": _TEXT,
}  # fmt: skip
"""The columns of `reports` with their types."""

EVENTS: Final[Mapping[str, str]] = {
    "event": _TEXT, "report": _TEXT, "key": _TEXT, "url": _TEXT, "publisher": _TEXT, "title": _TEXT,
    "published": _DAY, "type": _TEXT, "mode": _TEXT, "sub_event": _TEXT, "cameo": _TEXT, "status": _TEXT,
    "negated": _YES, "trigger": _TEXT, "actors": _TEXT, "actor_codes": _TEXT, "targets": _TEXT,
    "target_codes": _TEXT, "place": _TEXT, "place_id": _TEXT, "country": _TEXT, "admin1": _TEXT, "lat": _DEGREES,
    "lon": _DEGREES, "precision": _TEXT, "day_from": _DAY, "day_to": _DAY, "killed_low": _COUNT,
    "killed_best": _COUNT, "killed_high": _COUNT, "counts": _TEXT, "weapons": _TEXT, "told_by": _TEXT,
    "evidence": _TEXT, "salience": _CHANCE, "confidence": _CHANCE, "coder": _TEXT,
}  # fmt: skip
"""The columns of `events` with their types."""

TABLES: Final = {"reports": REPORTS, "events": EVENTS}
UNKNOWN: Final = "unknown"
_KEPT: Final = (
    "type", "mode", "sub_event", "status", "negated", "place", "place_id", "country", "admin1", "lat", "lon",
    "precision", "killed_low", "killed_best", "killed_high",
)  # fmt: skip
"""Columns that are those of a desk's table of events."""


def arrow() -> Any:  # noqa: ANN401 - a module that may not be there
    """pyarrow; raises ScaleError with the way to install it."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        import pyarrow.parquet  # noqa: PLC0415 - has to be named to be there
    except ImportError as error:
        msg = "Parquet needs pyarrow. Install it: pip install 'vedette[scale]'"
        raise ScaleError(msg) from error
    return pa


def schema(columns: Mapping[str, str]) -> "pa.Schema":
    """The Arrow schema of a table."""
    pa = arrow()
    return pa.schema([(name, getattr(pa, kind)()) for name, kind in columns.items()])


def table(columns: Mapping[str, str], rows: Iterable[Row]) -> "pa.Table":
    """Rows as an Arrow table."""
    return arrow().Table.from_pylist(list(rows), schema=schema(columns))


def partition(report: "Report") -> str:
    """The day under which a report's rows are kept: that of its publication."""
    day = _day(report.published)
    return day.isoformat() if day else UNKNOWN


def report_row(coded: "Coded", report: "Report") -> Row:
    """The row of `reports`; `line` is the whole coded line in ASCII JSON."""
    return {
        **_told(coded, report), "language": report.language, "original_source": report.original_source,
        "events": len(coded.events), "line": as_json(coded),
    }  # fmt: skip


def event_table_rows(coded: "Coded", report: "Report") -> list[Row]:
    """The rows of `events` of one report."""
    ident = content_id(report.text)
    who: dict[tuple[str, str], list[Row]] = {}
    for row in actor_rows(coded, ident):
        who.setdefault((row["event_id"], row["role"]), []).append(row)
    about = _told(coded, report)
    return [
        {**about, **_event(event, flat, who.get((flat["id"], "actor"), []), who.get((flat["id"], "target"), []))}
        for event, flat in zip(coded.events, event_rows(coded, ident), strict=True)
    ]


def _told(coded: "Coded", report: "Report") -> Row:
    """What both tables say of a report."""
    told = {name: getattr(report, name) for name in ("url", "publisher", "title")}
    named = {name: whole(value) if value else None for name, value in told.items()}
    return {"report": content_id(report.text), "key": whole(coded.id), "published": _day(report.published), **named}


def _event(event: "Event", flat: Row, actors: list[Row], targets: list[Row]) -> Row:
    """The columns of one event."""
    counts = (f"{c.of} {_number(c.low, c.best, c.high)}" + (f" {c.whom}" if c.whom else "") for c in event.counts)
    return {
        **{name: flat[name] for name in _KEPT},
        "event": flat["id"], "cameo": event.cameo, "trigger": whole(event.trigger.text),
        "actors": _joined(a["name"] for a in actors), "actor_codes": _joined(a["code"] for a in actors),
        "targets": _joined(a["name"] for a in targets), "target_codes": _joined(a["code"] for a in targets),
        "day_from": _day(flat["day_from"]), "day_to": _day(flat["day_to"]), "counts": _joined(counts),
        "weapons": _joined(w.text for w in event.weapons),
        "told_by": _joined(link.source.text for link in event.attribution),
        "evidence": _joined((span.text for span in event.evidence), " "),
        "salience": event.salience, "confidence": event.confidence, "coder": event.coder,
    }  # fmt: skip


def _number(low: int | None, best: int | None, high: int | None) -> str:
    """A number of people: "12", "24-99", "10+" where nothing bounds it above."""
    first = low if low is not None else best
    if first == high or (high is None and best == low):
        return str(first)
    return f"{first}+" if high is None else f"{first if first is not None else ''}-{high}"


def _joined(texts: Iterable[str | None], between: str = "; ") -> str | None:
    """Texts as one; None for none."""
    return whole(between.join(text for text in texts if text)) or None


def whole(text: str) -> str:
    """A text that UTF-8 can hold, without halves of surrogate pairs."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def _day(text: str | None) -> dt.date | None:
    """An ISO day as a date; None where it is none."""
    try:
        return dt.date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
