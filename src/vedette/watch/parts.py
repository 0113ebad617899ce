"""What a watch is made of and keeps in mind: clock and parts, sources, what the threads have in hand, what is due."""

import datetime as dt
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vedette.gather.fetched import Source, Transport
    from vedette.settings import SourceSettings
    from vedette.store.desk import Desk
    from vedette.store.gathering import Gathering
    from vedette.watch.alerts.posting import Posting
    from vedette.watch.intake import Intake


@dataclass(frozen=True, slots=True)
class Clock:
    """The time, and how to wait: until so many seconds are over or the event is set."""

    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    wait: Callable[[threading.Event, float], object] = threading.Event.wait
    dice: Callable[[], float] = random.random


@dataclass(frozen=True, slots=True)
class Watched:
    """A source, and what the settings say of it."""

    source: "Source"
    settings: "SourceSettings"

    @property
    def place(self) -> str:
        """What it is, by which it is known that the settings name another source under an old name."""
        return f"{self.settings.kind} {self.settings.url}"


@dataclass(frozen=True, slots=True)
class Parts:
    """What a watch is made of; `merge` puts new events of the desk into incidents."""

    desk: "Desk"
    gathering: "Gathering"
    archive: Any
    transport: "Transport"
    intake: "Intake"
    posting: "Posting"
    merge: "Callable[[Desk], int]"


@dataclass(slots=True)
class Flight:
    """What the threads have in hand."""

    sources: set[str] = field(default_factory=set)
    pages: dict[str, str] = field(default_factory=dict)
    deliveries: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        """How many threads are busy."""
        return len(self.sources) + len(self.pages) + len(self.deliveries)


class Due:
    """When the next page and the next alert are due, asked of the store only after something was written there."""

    def __init__(self, page: Callable[[], str | None], alert: Callable[[], str | None]) -> None:
        """Keep how to ask."""
        self._ask = (page, alert)
        self._known: tuple[str | None, ...] | None = None

    def forget(self) -> None:
        """Note that something was written."""
        self._known = None

    def stamps(self) -> list[str | None]:
        """Both."""
        if self._known is None:
            self._known = tuple(ask() for ask in self._ask)
        return list(self._known)

    def page(self, now: str) -> bool:
        """Whether a page is due."""
        stamp = self.stamps()[0]
        return stamp is not None and stamp <= now

    def alert(self, now: str) -> bool:
        """Whether an alert is due."""
        stamp = self.stamps()[1]
        return stamp is not None and stamp <= now
