"""The kinds of sources by name; other packages add theirs through the entry-point group `vedette.sources`.

A kind is called with an address (a path for files), and by keyword `name`, `publisher` and `tell`; it gives a Source.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from vedette.gather.failures import SourceError
from vedette.gather.fetched import Source

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


def kinds() -> tuple[str, ...]:
    """The names of all kinds there are, sorted."""
    return tuple(sorted({*OURS, *_others()}))


def make_source(kind: str, address: str, **settings: Any) -> Source:  # noqa: ANN401 - each kind checks its own
    """A source of a kind. Raises SourceError for a kind that there is not, and for settings that it does not take."""
    try:
        source: Source = _maker(kind)(address, **settings)
    except TypeError as error:
        msg = f"a source of kind {kind!r} cannot be made: {error}. Take that setting out"
        raise SourceError(msg) from error
    return source


def _maker(kind: str) -> Any:  # noqa: ANN401 - any callable that gives a source
    """What makes sources of a kind; ours come before others' of the same name."""
    if kind in OURS:
        module, _, name = OURS[kind].partition(":")
        return getattr(import_module(module), name)
    if kind not in _others():
        msg = f"there is no kind of source {kind!r}. Known: {', '.join(kinds())}"
        raise SourceError(msg)
    try:
        return _others()[kind].load()
    except (ImportError, AttributeError) as error:
        msg = f"the kind of source {kind!r} of {_others()[kind].value} cannot be loaded: {error}. Install it anew"
        raise SourceError(msg) from error


@cache
def _others() -> Mapping[str, EntryPoint]:
    """The kinds that other packages add."""
    return {point.name: point for point in entry_points(group=GROUP) if point.name not in OURS}
