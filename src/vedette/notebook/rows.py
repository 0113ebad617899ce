"""A coded event as one flat row, and rows as a pandas DataFrame."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from vedette.errors import ExtraError
from vedette.export.columns import COLUMNS as INCIDENT_COLUMNS
from vedette.export.columns import DEGREES, MANY, NUMBER, TEXT, TRUTH
from vedette.export.values import PINNED, distinct, one_line

if TYPE_CHECKING:
    import pandas as pd

    from vedette.records.coded import Coded
    from vedette.records.event import Count, Event
    from vedette.records.mention import Mention

DAY: Final = "day"
EVENT_COLUMNS: Final[Mapping[str, str]] = {
    "report": TEXT, "published": DAY, "event": TEXT, "type": TEXT, "mode": TEXT, "sub_event": TEXT, "cameo": TEXT,
    "status": TEXT, "negated": TRUTH, "trigger": TEXT, "actors": MANY, "actor_ids": MANY, "actor_codes": MANY,
    "targets": MANY, "target_ids": MANY, "target_codes": MANY, "beneficiaries": MANY, "place": TEXT,
    "place_id": TEXT, "country": TEXT, "admin1": TEXT, "lat": DEGREES, "lon": DEGREES, "place_precision": TEXT,
    "first": DAY, "last": DAY, "day_precision": TEXT, "killed_low": NUMBER, "killed_best": NUMBER,
    "killed_high": NUMBER, "wounded_low": NUMBER, "wounded_best": NUMBER, "wounded_high": NUMBER, "weapons": MANY,
    "said_by": MANY, "salience": DEGREES, "confidence": DEGREES, "quote": TEXT,
}  # fmt: skip
"""Each column of an event's row and the kind of its values; DAY is an ISO date, which pandas gets as a date."""

DAYS: Final = ("first", "last")
"""Columns of an incident that are days too, beside what export/columns.py says of them."""


def event_rows(coded: "Coded") -> Iterator[dict[str, Any]]:
    """The rows of a report's events, what it is about first; coordinates only where they stand for no whole country."""
    for event in sorted(coded.events, key=lambda one: -one.salience):
        yield _row(coded, event)


def _row(coded: "Coded", event: "Event") -> dict[str, Any]:
    """One event; its values are in the order of EVENT_COLUMNS."""
    report, when = coded.report, event.when
    told = {
        "report": coded.id, "published": report and report.published, "event": event.id, "type": event.type,
        "mode": event.mode, "sub_event": event.sub_event, "cameo": event.cameo, "status": event.status,
        "negated": event.negated, "trigger": event.trigger.text, **_parties(coded, event), **_place(coded, event),
        "first": when and when.start, "last": when and when.end, "day_precision": when and when.precision,
        **_number(event.counts, "killed"), **_number(event.counts, "wounded"),
        "weapons": [weapon.text for weapon in event.weapons],
        "said_by": [link.source.text for link in event.attribution], "salience": event.salience,
        "confidence": event.confidence, "quote": one_line(" ".join(span.text for span in event.evidence)) or None,
    }  # fmt: skip
    return {name: told[name] for name in EVENT_COLUMNS}


def _parties(coded: "Coded", event: "Event") -> dict[str, list[str]]:
    """Who and to whom: names, ids and codes side by side, an empty text where there is no id or code."""
    known = {actor.id: actor for actor in coded.actors}
    found: dict[str, list[str]] = {"beneficiaries": [mention.text for mention in event.beneficiaries]}
    for role, mentions in (("actor", event.actors), ("target", event.targets)):
        actors = [known.get(mention.ref or "") for mention in mentions]
        found[f"{role}s"] = [a.name if a else m.text for a, m in zip(actors, mentions, strict=True)]
        found[f"{role}_ids"] = [mention.ref or "" for mention in mentions]
        found[f"{role}_codes"] = [(actor and actor.code) or "" for actor in actors]
    return found


def _place(coded: "Coded", event: "Event") -> dict[str, Any]:
    """Where: what the gazetteer knows, else the words alone."""
    mention: Mention | None = event.place
    place = next((one for one in coded.places if mention and one.id == mention.ref), None)
    pinned = place is not None and place.precision in PINNED
    return {
        "place": place.name if place else mention and mention.text,
        "place_id": place and place.id,
        "country": place and place.country,
        "admin1": place and place.admin1,
        "lat": place.lat if place and pinned else None,
        "lon": place.lon if place and pinned else None,
        "place_precision": place and place.precision,
    }


def _number(counts: "Iterable[Count]", of: str) -> dict[str, int | None]:
    """The largest count of one kind; not the sum, since one count is often part of another."""
    those = [count for count in counts if count.of == of]
    most = max(those, key=lambda c: max(c.low or 0, c.best or 0, c.high or 0), default=None)
    return {f"{of}_{name}": getattr(most, name, None) for name in ("low", "best", "high")}


def frame(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str], days: Sequence[str] = ()) -> "pd.DataFrame":
    """Rows as a DataFrame: days as dates, numbers as whole numbers that may be missing, lists as lists.

    Raises ExtraError where pandas is not installed.
    """
    try:
        import pandas as pd  # noqa: PLC0415 - an extra
    except ImportError as error:
        what, package = "to_pandas()", "pandas"
        raise ExtraError(what, package, package) from error
    made: dict[str, Any] = {}
    for name, kind in columns.items():
        values = [row[name] for row in rows]
        if kind == DAY or name in days:
            made[name] = pd.to_datetime(pd.Series(values, dtype="object"), format="%Y-%m-%d", errors="coerce")
        else:
            made[name] = pd.Series(values, dtype=_DTYPES.get(kind, "object"))
    return pd.DataFrame(made, columns=list(columns))


_DTYPES: Final = {NUMBER: "Int64", DEGREES: "float64", TRUTH: "boolean", TEXT: "string"}


def incident_frame(rows: Sequence[Mapping[str, Any]]) -> "pd.DataFrame":
    """Rows of incidents, which have the columns of `vedette export csv`, as a DataFrame."""
    return frame(rows, INCIDENT_COLUMNS, DAYS)


def titles(coded: "Iterable[Coded]") -> list[str]:
    """The headlines of reports, their ids where they have none."""
    return distinct((one.report and one.report.title) or one.id for one in coded)
