"""From records to rows: a Coded becomes one row of `report` and those of its events and their actors."""

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import func

from vedette.errors import StoreError
from vedette.records.coded import Coded
from vedette.records.event import own
from vedette.records.ids import event_id, storable
from vedette.records.report import Report, content_id
from vedette.store.tables import event as event_table
from vedette.store.words import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement

    from vedette.records.actor import Actor
    from vedette.records.base import Record
    from vedette.records.event import Count, Event
    from vedette.records.mention import Mention
    from vedette.records.place import Place

Row = dict[str, Any]
MOST = 10**15
"""A number of people larger than this is a slip of reading, and too large for a column."""

ROLES = ("actor", "target", "beneficiary")


def as_json(record: "Record") -> str:
    """A record as JSON in ASCII: escaped, it keeps what neither database takes in a text."""
    return json.dumps(record.as_json(), ensure_ascii=True, separators=(",", ":"))


def coded_of(text: str) -> Coded:
    """The Coded of a row. Read by json, which takes the half surrogate pairs that pydantic's own reader refuses."""
    return Coded.model_validate(json.loads(text))


def report_of(coded: Coded) -> Report:
    """The report of a Coded that may be stored; raises StoreError where it holds none or its coding failed."""
    if coded.error or coded.report is None:
        msg = f"report {coded.id} cannot be stored: {coded.error or 'it holds no report'}. Code it again, then add it"
        raise StoreError(msg)
    ids = [event.id for event in coded.events]
    if len(set(ids)) != len(ids):
        msg = f"report {coded.id} cannot be stored: two of its events have one id. Give each event an id of its own"
        raise StoreError(msg)
    return coded.report


def report_row(coded: Coded, report: Report, key: str) -> Row:
    """The row of `report`, without what depends on the desk (version_of, added_at)."""
    return {
        "id": content_id(report.text),
        "key": storable(key),
        "text": storable(report.text),
        "language": _maybe(report.language),
        "original_source": _maybe(report.original_source),
        "json": as_json(coded),
        "coder": coder_of(coded),
        **_told(report),
    }


def sighting_row(report: Report, key: str) -> Row:
    """The row of `sighting`, without added_at."""
    ident = content_id(report.text)
    return {
        "id": content_id("\n".join((ident, key, report.url or ""))),
        "report_id": ident,
        "key": storable(key),
        **_told(report),
    }


def _told(report: Report) -> Row:
    """What a page says of itself."""
    told = {name: getattr(report, name) for name in ("url", "publisher", "title", "published")}
    return {name: _maybe(value) for name, value in told.items()}


def coder_of(coded: Coded) -> str | None:
    """What coded a report, as its first event says; None where it has none or does not say."""
    return _maybe(coded.events[0].coder) if coded.events else None


def known_as() -> "ColumnElement[str]":
    """The id by which the desk knows a row of `event`: that of the first coding which told it."""
    return func.coalesce(event_table.c.continues, event_table.c.id)


def event_rows(coded: Coded, report_id: str, coding: int = 1) -> list[Row]:
    """The rows of `event`, counted from 0."""
    places = {place.id: place for place in coded.places}
    ids = [event_id(report_id, event, coding) for event in coded.events]
    return [_event_row(event, n, report_id, places) | {"id": ids[n]} for n, event in enumerate(coded.events)]


def _event_row(event: "Event", n: int, report_id: str, places: "Mapping[str, Place]") -> Row:
    """The row of one event, without its id."""
    days = [day for day in (event.when.start, event.when.end) if day] if event.when else []
    return {
        "report_id": report_id,
        "n": n,
        **{name: getattr(event, name) for name in ("type", "sub_event", "status", "negated")},
        "mode": _maybe(event.mode),
        "day_from": _maybe(days[0]) if days else None,
        "day_to": _maybe(days[-1]) if days else None,
        "json": as_json(event),
        **_place(event.place, places),
        **_killed(event.counts),
    }


def _place(mention: "Mention | None", places: "Mapping[str, Place]") -> Row:
    """The columns of where: what the gazetteer says, else the words alone."""
    names = ("country", "admin1", "lat", "lon", "precision")
    if mention is None:
        return dict.fromkeys(("place_id", "place", "place_key", "place_words_key", *names))
    place = places.get(mention.ref or "")
    name = place.name if place else mention.text
    told = {name: getattr(place, name, None) for name in names}
    return {
        **told,
        "country": _maybe(told["country"]),
        "admin1": _maybe(told["admin1"]),
        "place_id": _maybe(mention.ref),
        "place": storable(name),
        "place_key": fold(name),
        "place_words_key": fold(mention.text),
    }


def _killed(counts: "tuple[Count, ...]") -> Row:
    """The largest count of the dead; not the sum, since one count is often part of another."""
    dead = own([count for count in counts if count.of == "killed"])
    most = max(dead, key=lambda c: max(c.low or 0, c.best or 0, c.high or 0), default=None)
    numbers = ((name, getattr(most, name, None)) for name in ("low", "best", "high"))
    return {f"killed_{name}": None if number is None else min(number, MOST) for name, number in numbers}


def actor_rows(coded: Coded, report_id: str, coding: int = 1) -> list[Row]:
    """The rows of `actor_of_event`."""
    actors = {actor.id: actor for actor in coded.actors}
    return [
        {"event_id": event_id(report_id, event, coding), "role": role, "n": n, **_actor(mention, actors)}
        for event in coded.events
        for role, mentions in zip(ROLES, (event.actors, event.targets, event.beneficiaries), strict=True)
        for n, mention in enumerate(mentions)
    ]


def _actor(mention: "Mention", actors: "Mapping[str, Actor]") -> Row:
    """The columns of who: the actor that the words stand for, else the words alone."""
    actor = actors.get(mention.ref or "")
    name = actor.name if actor else mention.text
    return {
        "actor_id": _maybe(mention.ref),
        "name": storable(name),
        "name_key": fold(name),
        "words": storable(mention.text),
        "words_key": fold(mention.text),
        **{field: _maybe(getattr(actor, field, None)) for field in ("country", "kind", "code")},
    }


def _maybe(text: str | None) -> str | None:
    """A text that both databases take, or None."""
    return None if text is None else storable(text)
