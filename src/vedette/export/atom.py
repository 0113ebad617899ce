"""Atom (RFC 4287) with GeoRSS points: an entry per incident."""

from collections.abc import Iterable
from typing import BinaryIO

from vedette.export.entries import Entry, entry
from vedette.export.exporter import Writing, live
from vedette.export.xmlwrite import DECLARATION, element, holding, start, write_pieces
from vedette.records.incident import Incident


class Atom(Writing):
    """A feed; each entry's id stays the same, its `updated` is when the incident was last judged or told otherwise."""

    name = "atom"
    title = "Atom feed, an entry per incident"
    suffix = ".atom"
    columns = (
        "id",
        "title",
        "updated",
        "published",
        "link",
        "author",
        "category",
        "summary",
        "content",
        "georss:point",
    )

    def write(self, incidents: Iterable[Incident], out: BinaryIO) -> int:
        """Write them all; how many."""
        about = self.about
        names = [("xmlns", "http://www.w3.org/2005/Atom"), ("xmlns:georss", "http://www.georss.org/georss")]
        head = [
            DECLARATION,
            start("feed", names),
            element("id", f"urn:uuid:{about.uuid('feed', *map(str, sorted(about.asked.items())))}"),
            element("title", about.title),
            element("updated", about.made_at),
            holding("author", element("name", about.author)),
            element("generator", "Vedette"),
            element("link", rel="alternate", type="text/html", href=f"{about.home}/incidents") if about.home else "",
        ]
        return write_pieces(out, "".join(head), (_entry(entry(one, about)) for one in live(incidents)), "</feed>")


def _entry(told: Entry) -> str:
    """One entry; its outlets are its authors, or the feed's author where none is known."""
    return holding(
        "entry",
        element("id", told.id),
        element("title", told.title),
        element("updated", told.updated),
        element("published", told.published),
        element("link", rel="alternate", href=told.link) if told.link else "",
        *(element("link", rel="related", href=url, title=title) for url, title in told.sources if url != told.link),
        *(holding("author", element("name", name)) for name in told.outlets),
        *(element("category", term=tag) for tag in told.tags),
        element("summary", told.text.partition("\n")[0]),
        element("content", told.body, type="html"),
        element("georss:point", f"{told.spot.lat} {told.spot.lon}") if told.spot else "",
    )
