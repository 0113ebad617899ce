"""A report coded again: the new coding is kept beside the old, and what it tells again keeps its id.

So whatever was judged of an event holds of what the newer coder makes of it. Two events are one where their type is the
same and their triggers share characters; the pair that shares most goes first. An event that no later coding tells is
not in the newest coding, and is there again as soon as one tells it.
"""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from vedette.records.event import Event
from vedette.store import flatten, tables
from vedette.store.words import as_stamp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vedette.records.coded import Coded

READ = ("mentions", "actors", "places", "events", "relations", "control", "times")
"""What a coder makes of a report."""


@dataclass(frozen=True, slots=True)
class Known:
    """An event that earlier codings told: the id by which it is known, the last coding that told it, and the event."""

    id: str
    coding: int
    event: Event


def newest(connection: Connection, report: str) -> tuple[int, str | None, str]:
    """The number, coder and JSON of a report's newest coding; the report must be there."""
    later, first = tables.coding, tables.report
    found = connection.execute(
        select(later.c.n, later.c.coder, later.c.json).where(later.c.report_id == report).order_by(later.c.n.desc())
    ).first()
    if found is None:
        coder, kept = connection.execute(select(first.c.coder, first.c.json).where(first.c.id == report)).one()
        return 1, coder, kept
    return found.n, found.coder, found.json


def alike(one: "Coded", other: "Coded") -> bool:
    """Whether two codings of a report read the same from it."""
    return all(getattr(one, name) == getattr(other, name) for name in READ)


def known_events(connection: Connection, report: str) -> list[Known]:
    """The events that any coding of a report told, each as the last one has it."""
    table = tables.event
    columns = (flatten.known_as().label("known"), table.c.coding, table.c.json)
    rows = connection.execute(select(*columns).where(table.c.report_id == report).order_by(table.c.coding, table.c.n))
    last = {row.known: Known(row.known, row.coding, Event.model_validate(json.loads(row.json))) for row in rows}
    return list(last.values())


def told_again(known: "Sequence[Known]", events: "Sequence[Event]") -> dict[int, str]:
    """For each event, by its position, that tells a known one again: the id of that one."""
    pairs = []
    for n, event in enumerate(events):
        for old in known:
            shared = overlap(old.event, event)
            if shared > 0:
                pairs.append((-shared, -old.coding, n, old.id))
    found: dict[int, str] = {}
    for _, _, n, ident in sorted(pairs):
        if n not in found and ident not in found.values():
            found[n] = ident
    return found


def overlap(one: Event, other: Event) -> float:
    """The share of their triggers' characters that two events of one type have in common; 0 for two types."""
    if one.type != other.type:
        return 0.0
    shared = min(one.trigger.end, other.trigger.end) - max(one.trigger.start, other.trigger.start)
    whole = max(one.trigger.end, other.trigger.end) - min(one.trigger.start, other.trigger.start)
    return max(0, shared) / whole


def rows_of(connection: Connection, coded: "Coded", report: str, n: int) -> tuple[list[flatten.Row], list[flatten.Row]]:
    """The rows of the events of a report's nth coding, and of their actors."""
    table = tables.event
    last = connection.execute(select(func.max(table.c.n)).where(table.c.report_id == report)).scalar()
    again = told_again(known_events(connection, report), coded.events)
    events = [
        row | {"n": (-1 if last is None else last) + 1 + row["n"], "coding": n, "continues": again.get(row["n"])}
        for row in flatten.event_rows(coded, report, n)
    ]
    return events, flatten.actor_rows(coded, report, n)


def coders(connection: Connection) -> dict[str, str | None]:
    """What made each report's newest coding, in the order of adding; None where that is not known."""
    table, later = tables.report, tables.coding
    found: dict[str, str | None] = {
        row.id: row.coder for row in connection.execute(select(table.c.id, table.c.coder).order_by(table.c.seq))
    }
    for row in connection.execute(select(later.c.report_id, later.c.coder).order_by(later.c.n)):
        found[row.report_id] = row.coder
    return found


def recoded_since(connection: Connection, since: str) -> list[str]:
    """The ids of reports that were coded again after a record time."""
    coded = tables.coding
    asked = select(coded.c.report_id).where(coded.c.added_at > as_stamp(since)).distinct()
    return sorted(connection.execute(asked).scalars())
