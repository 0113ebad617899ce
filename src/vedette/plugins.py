"""What there is of a kind that other packages may add to: ours, and what they declare as entry points of a group."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from vedette.errors import VedetteError
from vedette.near import meant


@dataclass(frozen=True)
class Plugins:
    """A group of entry points; `ours` is there in a checkout too that is not installed, and comes before others'.

    `what` is what people call one of them, `several` what stands before a list of all, `error` what is raised.
    """

    group: str
    ours: Mapping[str, str]
    """Names and where each stands: "module:attribute", as pyproject.toml declares them too."""
    what: str
    several: str
    error: type[VedetteError]

    @cached_property
    def others(self) -> Mapping[str, EntryPoint]:
        """What other packages add."""
        return {point.name: point for point in entry_points(group=self.group) if point.name not in self.ours}

    def names(self) -> tuple[str, ...]:
        """All names there are, sorted; whether what one needs is installed shows when it is loaded."""
        return tuple(sorted({*self.ours, *self.others}))

    def load(self, name: str) -> Any:  # noqa: ANN401 - whatever the group's protocol says
        """What bears a name. Raises `error` where nothing does, and where it cannot be loaded."""
        if name in self.ours:
            module, _, attribute = self.ours[name].partition(":")
            return getattr(import_module(module), attribute)
        if name not in self.others:
            near = meant(name, self.names())
            msg = f"there is no {self.what} {name!r}. {near}{self.several}: {', '.join(self.names())}"
            raise self.error(msg)
        try:
            return self.others[name].load()
        except (ImportError, AttributeError) as error:
            msg = f"the {self.what} {name!r} of {self.others[name].value} cannot be loaded: {error}. Install it anew"
            raise self.error(msg) from error
