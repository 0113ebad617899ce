"""Feed files of an alert: RSS 2.0, Atom (RFC 4287) or JSON Feed 1.1, by the ending of their names.

A file holds the last incidents that went out, and is written whole beside its place and then moved there, so that
whoever reads it never finds half of one. Writing it twice gives the same file: an entry's id is its delivery's key.
"""

import datetime as dt
import html
import json
import os
from collections.abc import Callable, Sequence
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from vedette.errors import GatherError
from vedette.watch.alerts.notice import Notice, link, plain_text

if TYPE_CHECKING:
    from vedette.store.outbox import DeliveryRow

NEWEST: Final = 100
"""How many incidents a file holds."""
_ATOM: Final = "http://www.w3.org/2005/Atom"


def write(path: Path, alert: str, desk: str, rows: "Sequence[DeliveryRow]") -> None:
    """Write the feed of an alert: `rows` the newest first, `desk` the desk's id. Raises GatherError."""
    body = _FORMATS[path.suffix.lower()](alert, desk, rows)
    beside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        msg = f"the feed {path} cannot be written: {error.strerror or error}. Make its folder writable"
        raise GatherError(msg) from error


def _rss(alert: str, desk: str, rows: "Sequence[DeliveryRow]") -> bytes:
    """RSS 2.0."""
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    told = {"title": _title(alert), "link": f"urn:uuid:{desk}", "description": _about(alert), "generator": "Vedette"}
    _children(channel, told | ({"lastBuildDate": _mail_date(rows[0].made_at)} if rows else {}))
    for row in rows:
        item = ET.SubElement(channel, "item")
        address = link(row.notice)
        told = {"title": row.notice["headline"], **({"link": address} if address else {})}
        _children(item, told | {"description": _html(row.notice), "pubDate": _mail_date(row.made_at)})
        ET.SubElement(item, "guid", isPermaLink="false").text = f"urn:uuid:{row.key}"
    return _xml(root)


def _atom(alert: str, desk: str, rows: "Sequence[DeliveryRow]") -> bytes:
    """Atom."""
    root = ET.Element("feed", xmlns=_ATOM)
    changed = rows[0].made_at if rows else _BEGINNING
    _children(root, {"id": f"urn:uuid:{desk}", "title": _title(alert), "updated": changed, "generator": "Vedette"})
    _children(ET.SubElement(root, "author"), {"name": "Vedette"})
    for row in rows:
        entry = ET.SubElement(root, "entry")
        _children(entry, {"id": f"urn:uuid:{row.key}", "title": row.notice["headline"], "updated": row.made_at})
        if address := link(row.notice):
            ET.SubElement(entry, "link", rel="alternate", href=address)
        ET.SubElement(entry, "content", type="text").text = plain_text(row.notice)
    return _xml(root)


def _json_feed(alert: str, desk: str, rows: "Sequence[DeliveryRow]") -> bytes:
    """JSON Feed 1.1; what an incident holds beside its words is under `_vedette`."""
    items = [
        {
            "id": f"urn:uuid:{row.key}",
            "title": row.notice["headline"],
            "content_text": plain_text(row.notice),
            "date_published": row.made_at,
            **({"external_url": address} if (address := link(row.notice)) else {}),
            "_vedette": row.notice,
        }
        for row in rows
    ]
    told = {"version": "https://jsonfeed.org/version/1.1", "title": _title(alert), "description": _about(alert)}
    return json.dumps(told | {"_vedette": {"desk": desk}, "items": items}, ensure_ascii=False, indent=1).encode()


_FORMATS: Final[dict[str, Callable[[str, str, "Sequence[DeliveryRow]"], bytes]]] = {
    ".rss": _rss,
    ".xml": _rss,
    ".atom": _atom,
    ".json": _json_feed,
}
_BEGINNING: Final = "1970-01-01T00:00:00Z"


def _html(notice: Notice) -> str:
    """A notice as HTML, which readers take the words of an RSS entry for."""
    return html.escape(plain_text(notice), quote=False).replace("\n", "<br>\n")


def _title(alert: str) -> str:
    """The title of a feed."""
    return f"Vedette: {alert}"


def _about(alert: str) -> str:
    """What a feed is."""
    return f"New incidents that hold to the alert {alert!r} of a Vedette desk"


def _children(parent: ET.Element, told: dict[str, str]) -> None:
    """Add an element for each name with its text."""
    for name, words in told.items():
        ET.SubElement(parent, name).text = words


def _xml(root: ET.Element) -> bytes:
    """The document."""
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _mail_date(stamp: str) -> str:
    """A stamp of the record as RSS wants it."""
    return format_datetime(dt.datetime.fromisoformat(stamp))
