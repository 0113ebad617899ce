"""The kinds of sources by name; other packages add theirs through the entry-point group `vedette.sources`.

A kind is called with an address (a path for files), and by keyword `name`, `publisher` and `tell`; it gives a Source.
"""

from collections.abc import Mapping
from typing import Any

from vedette.gather.failures import SourceError
from vedette.gather.fetched import Source
from vedette.plugins import Plugins

GROUP = "vedette.sources"

OURS: Mapping[str, str] = {
    "feed": "vedette.gather.sources.feed:Feed",
    "sitemap": "vedette.gather.sources.sitemap:Sitemap",
    "page": "vedette.gather.sources.page:Page",
    "folder": "vedette.gather.sources.folder:Folder",
    "lines": "vedette.gather.sources.lines:Lines",
    "warc": "vedette.gather.sources.warc:Warc",
}
"""Our own kinds, as pyproject.toml declares them too: a checkout that is not installed has them as well."""


PLUGINS = Plugins(GROUP, OURS, "kind of source", "Known", SourceError)


def kinds() -> tuple[str, ...]:
    """The names of all kinds there are, sorted."""
    return PLUGINS.names()


def make_source(kind: str, address: str, **settings: Any) -> Source:  # noqa: ANN401 - each kind checks its own
    """A source of a kind. Raises SourceError for a kind that there is not, and for settings that it does not take."""
    try:
        source: Source = PLUGINS.load(kind)(address, **settings)
    except TypeError as error:
        msg = f"a source of kind {kind!r} cannot be made: {error}. Take that setting out"
        raise SourceError(msg) from error
    return source
