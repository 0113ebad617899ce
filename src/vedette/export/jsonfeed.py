"""JSON Feed 1.1: an item per incident, with its coded values in the extension `_vedette`."""

from collections.abc import Iterable
from typing import Any, BinaryIO

from vedette.export.entries import entry
from vedette.export.exporter import Writing, live
from vedette.export.geojson import GeoJson
from vedette.export.jsonwrite import write_list
from vedette.records.incident import Incident


class JsonFeed(Writing):
    """A feed; `_vedette` holds what GeoJSON's properties do."""

    name = "jsonfeed"
    title = "JSON Feed 1.1, an item per incident"
    suffix = ".json"
    columns = (
        "id", "url", "title", "content_text", "content_html", "date_published", "date_modified", "authors", "tags",
        "_vedette",
    )  # fmt: skip

    def write(self, incidents: Iterable[Incident], out: BinaryIO) -> int:
        """Write them all; how many."""
        about = self.about
        head: dict[str, Any] = {"version": "https://jsonfeed.org/version/1.1", "title": about.title, "language": "en"}
        head |= {"authors": [{"name": about.author}]}
        head |= {"home_page_url": f"{about.home}/incidents"} if about.home else {}
        told = {"made_at": about.made_at, "desk": about.desk, "asked": dict(about.asked)}
        return write_list(head | {"_vedette": told}, "items", self._items(incidents), out)

    def _items(self, incidents: Iterable[Incident]) -> Iterable[dict[str, Any]]:
        """The live ones as items."""
        coded = GeoJson(self.about)
        for one in live(incidents):
            told = entry(one, self.about)
            item: dict[str, Any] = {"id": told.id, "url": told.link, "title": told.title, "content_text": told.text}
            item |= {"content_html": told.body, "date_published": told.published, "date_modified": told.updated}
            item |= {"authors": [{"name": name} for name in told.outlets], "tags": told.tags}
            feature = coded.feature(one)
            extension = {"incident": one.id, "geometry": feature["geometry"], **feature["properties"]}
            yield {key: value for key, value in item.items() if value} | {"_vedette": extension}
