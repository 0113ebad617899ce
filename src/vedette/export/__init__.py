"""The formats that incidents are written in; other packages add theirs by the entry-point group `vedette.exporters`.

make("geojson", about).write(incidents, out)     # out is a binary stream; how many incidents went in comes back
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

from vedette.export.exporter import About, Exporter, ExportError
from vedette.lexicon.near import meant as did_you_mean

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


def formats() -> tuple[str, ...]:
    """The names of all formats there are, sorted."""
    return tuple(sorted({*OURS, *_others()}))


def make(name: str, about: About) -> Exporter:
    """An exporter by its format's name. Raises ExportError for a format that there is not, or that cannot be loaded."""
    made: Exporter = exporter_class(name)(about)
    return made


def exporter_class(name: str) -> Any:  # noqa: ANN401 - any callable that gives an Exporter, with an Exporter's constants
    """The class of a format; ours come before others' of the same name. Raises as `make` does."""
    if name in OURS:
        module, _, kind = OURS[name].partition(":")
        return getattr(import_module(module), kind)
    if name not in _others():
        msg = f"there is no format {name!r}. {did_you_mean(name, formats())}Formats: {', '.join(formats())}"
        raise ExportError(msg)
    try:
        return _others()[name].load()
    except (ImportError, AttributeError) as error:
        msg = f"the format {name!r} of {_others()[name].value} cannot be loaded: {error}. Install it anew"
        raise ExportError(msg) from error


@cache
def _others() -> Mapping[str, EntryPoint]:
    """The formats that other packages add."""
    return {point.name: point for point in entry_points(group=GROUP) if point.name not in OURS}
