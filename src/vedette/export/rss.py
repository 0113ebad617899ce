"""RSS 2.0 with GeoRSS points: an item per incident."""

from collections.abc import Iterable
from email.utils import format_datetime
from typing import BinaryIO, Final

from vedette.export.entries import Entry, entry
from vedette.export.exporter import Writing, live
from vedette.export.values import moment
from vedette.export.xmlwrite import DECLARATION, element, holding, start, write_pieces
from vedette.records.incident import Incident

_NOWHERE: Final = "about:blank"
"""RSS wants a link of each channel; a desk that nobody serves has none."""


class Rss(Writing):
    """A channel; each item's guid stays the same, its date is when the incident was last judged or told otherwise."""

    name = "rss"
    title = "RSS 2.0 feed, an item per incident"
    suffix = ".rss"
    columns = ("guid", "title", "link", "pubDate", "category", "description", "georss:point")

    def write(self, incidents: Iterable[Incident], out: BinaryIO) -> int:
        """Write them all; how many."""
        about = self.about
        asked = ", ".join(f"{name} {value}" for name, value in about.asked.items())
        head = [
            DECLARATION,
            start("rss", [("version", "2.0"), ("xmlns:georss", "http://www.georss.org/georss")]),
            "<channel>",
            element("title", about.title),
            element("link", about.home or _NOWHERE),
            element("description", f"Incidents of {about.author}" + (f": {asked}" if asked else "")),
            element("lastBuildDate", _date(about.made_at)),
            element("generator", "Vedette"),
        ]
        return write_pieces(
            out, "".join(head), (_item(entry(one, about)) for one in live(incidents)), "</channel></rss>"
        )


def _item(told: Entry) -> str:
    """One item."""
    return holding(
        "item",
        element("title", told.title),
        element("link", told.link) if told.link else "",
        element("guid", told.id, isPermaLink="false"),
        element("pubDate", _date(told.updated)),
        *(element("category", tag) for tag in told.tags),
        element("description", told.body),
        element("georss:point", f"{told.spot.lat} {told.spot.lon}") if told.spot else "",
    )


def _date(stamp: str) -> str:
    """A time as RFC 822 has it."""
    return format_datetime(moment(stamp), usegmt=True)
