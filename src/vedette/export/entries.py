"""What the three feeds say alike: an incident as an entry that a feed reader shows."""

import html
from typing import NamedTuple

from vedette.export.exporter import About
from vedette.export.values import Point, days, distinct, newest, one_line, origins_told, outlets, pin, seconds
from vedette.records.incident import Incident, Told


class Entry(NamedTuple):
    """An incident in a feed.

    `id` is the same whenever it is told, `link` the desk's page of it, else its first report; `published` and
    `updated` are times to the second in UTC; `text` is plain, `body` the same as HTML.
    """

    id: str
    link: str | None
    title: str
    published: str
    updated: str
    outlets: list[str]
    tags: list[str]
    text: str
    body: str
    spot: Point | None
    sources: list[tuple[str, str]]


def entry(incident: Incident, about: About) -> Entry:
    """One incident as an entry."""
    addresses = [
        (source.url, source.title or source.publisher or source.url) for source in newest(incident) if source.url
    ]
    lines = _lines(incident)
    return Entry(
        id=f"urn:uuid:{about.uuid('incident', incident.id)}",
        link=about.address(incident.id) or (addresses[0][0] if addresses else None),
        title=incident.title,
        published=seconds(min((source.added_at for source in incident.sources), default=incident.changed_at)),
        updated=seconds(incident.changed_at),
        outlets=outlets(incident),
        tags=distinct((incident.type, incident.sub_event, incident.country, incident.status)),
        text="\n".join(lines),
        body="".join(f"<p>{html.escape(line)}</p>" for line in lines),
        spot=pin(incident),
        sources=addresses,
    )


def _who(publisher: str | None, told: Told) -> str:
    """The outlet and whom it quotes."""
    return ", ".join(distinct((publisher, *told.sources))) or "no source named"


def _lines(incident: Incident) -> list[str]:
    """What a reader sees: when and where, how sure, and the words of the reports with who says so."""
    where = incident.place.name if incident.place else ""
    told = [one for one in incident.told if one.counted]
    publishers = {source.report: source.publisher for source in incident.sources}
    quotes = [
        f"“{one_line(one.quote)}” ({_who(publishers.get(one.report), one)})"
        for one in sorted(told, key=lambda one: -one.salience)
    ]
    status = f"not so: {incident.status}" if incident.negated else incident.status
    head = ", ".join(distinct((days(incident), where, status, origins_told(incident), incident.standing)))
    differ = [f"Reports differ on: {', '.join(incident.disagreements)}."] if incident.disagreements else []
    return [head + ".", *dict.fromkeys(quotes), *differ]
