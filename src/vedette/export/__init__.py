"""The formats that incidents are written in; other packages add theirs by the entry-point group `vedette.exporters`.

make("geojson", about).write(incidents, out)     # out is a binary stream; how many incidents went in comes back
"""

from collections.abc import Mapping
from typing import Any, Final

from vedette.export.exporter import About, Exporter, ExportError
from vedette.plugins import Plugins

__all__ = ["GROUP", "OURS", "About", "ExportError", "Exporter", "exporter_class", "formats", "make"]

GROUP: Final = "vedette.exporters"

OURS: Final[Mapping[str, str]] = {
    "acled": "vedette.export.acled:AcledLike",
    "acled-deletions": "vedette.export.acled:AcledDeletions",
    "atom": "vedette.export.atom:Atom",
    "csv": "vedette.export.table:Csv",
    "ftm": "vedette.export.ftm:FollowTheMoney",
    "ged": "vedette.export.ged:GedLike",
    "geojson": "vedette.export.geojson:GeoJson",
    "graphml": "vedette.export.graphml:GraphMl",
    "hxl": "vedette.export.hxl:Hxl",
    "jsonfeed": "vedette.export.jsonfeed:JsonFeed",
    "jsonl": "vedette.export.jsonlines:JsonLines",
    "kml": "vedette.export.kml:Kml",
    "parquet": "vedette.export.parquet:Parquet",
    "plover": "vedette.export.plover:Plover",
    "rss": "vedette.export.rss:Rss",
    "stix": "vedette.export.stix:Stix",
}
"""Our own formats, as pyproject.toml declares them too: a checkout that is not installed has them as well."""


_FORMATS: Final = Plugins(GROUP, OURS, "format", "Formats", ExportError)


def formats() -> tuple[str, ...]:
    """The names of all formats there are, sorted."""
    return _FORMATS.names()


def make(name: str, about: About) -> Exporter:
    """An exporter by its format's name. Raises ExportError for a format that there is not, or that cannot be loaded."""
    made: Exporter = exporter_class(name)(about)
    return made


def exporter_class(name: str) -> Any:  # noqa: ANN401 - any callable that gives an Exporter, with an Exporter's constants
    """The class of a format; ours come before others' of the same name. Raises as `make` does."""
    return _FORMATS.load(name)
