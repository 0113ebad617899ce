"""Coded events on a map and as GeoJSON: each is drawn as the one incident that its report tells of."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any, Final, cast

from vedette.export.exporter import About
from vedette.export.kinds import Kind, kinds
from vedette.export.mapping import Mark, beside, legend, view
from vedette.export.picture import small_svg
from vedette.export.xmlwrite import element, holding
from vedette.gather.clean import plain, same_length
from vedette.notebook.rows import event_rows
from vedette.records.incident import Incident, Participant, Told, Toll

if TYPE_CHECKING:
    from vedette.records.coded import Coded
    from vedette.records.event import Event

_SMALL: Final = "font-size:11px;line-height:1.6;opacity:.8;max-width:620px"


def about(title: str) -> About:
    """What a map or a file says of itself: its title, and when it was made."""
    return About(made_at=dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), title=title)


def drawn(incidents: Iterable[Incident], title: str) -> str:
    """A small map with its legend as HTML, and in words what has no mark on it; "" where no place is known at all."""
    shown = view(incidents, about(title))
    shown = replace(shown, marks=[_harmless(mark) for mark in shown.marks])
    if not shown.marks and not shown.countries:
        return ""
    kept = "".join(
        f'<span style="margin-right:1em;white-space:nowrap">{_shape(kind)} {escape(kind.name)}: {number:,}</span>'
        for kind, number in legend(shown)
    )
    without = "; ".join(beside(shown))
    told = f"Without a mark: {escape(without)}. " if without else ""
    return f'{small_svg(shown)}<div style="{_SMALL}">{kept}<br>{told}Outlines: Natural Earth</div>'


def _harmless(mark: Mark) -> Mark:
    """A mark whose words can turn nothing round: what is written on a map is foreign text too."""
    return mark._replace(title=same_length(plain(mark.title)), place=same_length(plain(mark.place)))


def _shape(kind: Kind) -> str:
    """The mark of a kind, as large as a letter."""
    mark = element("path", d=kinds().shapes[kind.shape], fill=kind.colour, **{"fill-rule": "evenodd"})
    return holding("svg", mark, viewBox="-10 -10 20 20", width=12, height=12, style="vertical-align:-.15em")


def as_incidents(coded: "Coded") -> Iterator[Incident]:
    """Each event of a report as an incident of one report; nothing is merged."""
    for event in coded.events:
        yield _incident(coded, event)


def _incident(coded: "Coded", event: "Event") -> Incident:
    """One event as an incident."""
    places = {place.id: place for place in coded.places}
    place = places.get((event.place and event.place.ref) or "")
    parties = [
        Participant(role=role, id=mention.ref, name=mention.text)
        for role, mentions in (("actor", event.actors), ("target", event.targets))
        for mention in mentions
    ]
    when = event.when
    return Incident(
        id=event.id, title=_title(event), type=event.type, mode=event.mode, sub_event=event.sub_event,
        status=event.status, negated=event.negated, first=when and when.start, last=when and when.end,
        day_precision=when.precision if when else "unknown", place=place, country=place and place.country,
        parties=tuple(parties), tolls=tuple(_tolls(event)), told=(_told(coded, event),), reports=1, origins=1,
        confidence=event.confidence,
    )  # fmt: skip


def _title(event: "Event") -> str:
    """An event in one line: what, and where its report says."""
    what = event.sub_event or event.type.capitalize()
    return f"{what}: {event.trigger.text}" + (f", {event.place.text}" if event.place else "")


def _tolls(event: "Event") -> Iterator[Toll]:
    """The largest count of each kind."""
    most: dict[Any, list[int]] = {}
    for count in event.counts:
        known = [number for number in (count.low, count.best, count.high) if number is not None]
        if known and max(known) > max(most.get(count.of, [-1])):
            most[count.of] = [min(known), count.best if count.best is not None else min(known), max(known)]
    for of, (low, best, high) in most.items():
        yield Toll(of=of, low=low, best=best, high=high)


def _told(coded: "Coded", event: "Event") -> Told:
    """What the report says, in its own words."""
    quoted = event.evidence[0] if event.evidence else event.trigger
    return Told(
        event=event.id, report=coded.id, type=event.type, status=event.status, negated=event.negated,
        quote=quoted.text, start=quoted.start, end=quoted.end, salience=event.salience, confidence=event.confidence,
    )  # fmt: skip


def features(coded: "Iterable[Coded]", title: str) -> dict[str, Any]:
    """A GeoJSON FeatureCollection (RFC 7946), a feature per event; none has a point finer than what is known.

    `geometry` is None where no place smaller than a country is known; the properties are the columns of `to_dicts`.
    """
    found = [_feature(row) for one in coded for row in event_rows(one)]
    return {"type": "FeatureCollection", "title": title, "features": found}


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    """One event."""
    told = dict(row)
    lat, lon = cast("tuple[float | None, float | None]", (told.pop("lat"), told.pop("lon")))
    where = None if lat is None or lon is None else {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}
    return {"type": "Feature", "id": f"{row['report']}:{row['event']}", "geometry": where, "properties": told}
