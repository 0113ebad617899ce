"""The whole way from a desk to a checked brief, for commands and pages: what is asked, gathered, written, verified."""

import datetime as dt
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from vedette.brief.checked import verified
from vedette.brief.checking import Verifier
from vedette.brief.composing import compose
from vedette.brief.looking import DeskKnown
from vedette.brief.material import gather
from vedette.errors import VedetteError
from vedette.lexicon.countries import countries
from vedette.records.brief import Brief, BriefScope, Byline
from vedette.track.deeds import newest_day
from vedette.track.scope import Scope

if TYPE_CHECKING:
    from vedette.brief.directions import Reader
    from vedette.store.desk import Desk

_SPAN: Final = re.compile(r"(\d{1,4})([dwm])")
_DAYS: Final = {"d": 1, "w": 7, "m": 30}
Tick = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a brief is asked about; `place` and `actor` are what the user wrote, with the ids and names they mean.

    `filters` are more filters of incidents, `first` and `last` ISO days, `incidents` ids.
    """

    first: str
    last: str
    country: str | None = None
    place: str | None = None
    places: Collection[str] = ()
    actor: str | None = None
    actors: Collection[str] = ()
    incidents: tuple[str, ...] = ()
    filters: dict[str, Any] = field(default_factory=dict)
    name: str = ""
    as_of: str | None = None

    @property
    def scope(self) -> BriefScope:
        """What the record of the brief says of it."""
        state = self.country and countries().name(self.country)
        title = self.name or ", ".join(filter(None, (self.actor, self.place, state))) or "All countries"
        return BriefScope(
            title=title, country=self.country, place=self.place, actor=self.actor, incidents=self.incidents,
            first=self.first, last=self.last, as_of=self.as_of,
        )  # fmt: skip

    @property
    def wanted(self) -> dict[str, Any]:
        """The filters of incidents."""
        told = {
            "country": self.country,
            "place": sorted(self.places) or None,
            "actor": sorted(self.actors) or None,
            "ids": list(self.incidents) or None,
        }
        return {**self.filters, **{name: value for name, value in told.items() if value is not None}}

    @property
    def tracked(self) -> Scope:
        """The same for tracking."""
        return Scope(self.country, frozenset(self.places) or None, frozenset(self.actors) or None)


def make(
    desk: "Desk",
    asked: Asked,
    reader: "Reader",
    byline: Byline | None = None,
    *,
    keep: bool = False,
    tick: Tick = lambda: None,
) -> Brief:
    """The brief, each sentence checked: what does not hold is dropped, or flagged where it is to be kept.

    Raises StoreError or JudgementError where the desk cannot be read.
    """
    material = gather(desk, asked.scope, asked.wanted, asked.tracked, tick)
    return check(desk, compose(material, byline), reader, keep=keep)


def check(desk: "Desk", brief: Brief, reader: "Reader", *, keep: bool = True) -> Brief:
    """A brief with a verdict on each sentence against the desk, whoever wrote it."""
    return verified(brief, Verifier(DeskKnown(desk, brief.scope), reader, brief.scope), keep=keep)


def span_of(desk: "Desk", since: str | None, until: str | None, as_of: str | None = None) -> tuple[str, str]:
    """The first and last day asked about: `until` is the day of the newest report by default.

    `since` is a day, or a span up to the last ("7d", "2w", "3m"; 7 days by default), that day included. Raises
    VedetteError where it is neither, or after the last.
    """
    last = until or newest_day(desk.reports(as_of=as_of))
    if last is None:
        msg = "no report on the desk bears a date. Say which days: --since 2024-11-01 --until 2024-11-30"
        raise VedetteError(msg)
    given = since or "7d"
    span = _SPAN.fullmatch(given)
    try:
        first = _before(last, int(span[1]) * _DAYS[span[2]] - 1) if span else dt.date.fromisoformat(given).isoformat()
    except (ValueError, OverflowError):
        msg = f"--since {given!r} is neither a day nor a span. Write 2024-11-30, 7d, 2w or 3m"
        raise VedetteError(msg) from None
    if first > last:
        msg = f"--since {first} is after the last day {last}. Turn them round"
        raise VedetteError(msg)
    return first, last


def _before(day: str, days: int) -> str:
    """The day so many days before another."""
    return (dt.date.fromisoformat(day) - dt.timedelta(days=max(days, 0))).isoformat()
