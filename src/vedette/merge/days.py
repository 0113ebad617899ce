"""On which day it happened: a chance for each day up to three weeks before a report, not one day that may be wrong.

A report names several days (of the act, of the speech, of what went before), and which of them is that of its subject
is at times read wrongly. Two reports are of one day as far as both may mean it. The chances are a softmax over what
speaks for a day; the weights are in data/merge/days.toml, fitted by `python -m training.merge` on tests/merge.
"""

import datetime as dt
import functools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from vedette.code.times import find_times
from vedette.errors import DataFileError
from vedette.lexicon.tables import data_path, read_toml
from vedette.resolve.story import values_of
from vedette.resolve.when import anchor_of

if TYPE_CHECKING:
    from vedette.records.coded import Coded

Chances = tuple[tuple[int, float], ...]
"""Ordinal days and the chance of each."""
WINDOW: Final = 22
"""So many days, the day of the report and those before it, may be meant."""
LEAST: Final = 0.01
"""Chances below this are left out."""
WIDEST: Final = 31
"""What is told of more days than this at once is of no day that could be compared."""
LATE, AGED = 4, 7
"""Days before the report up to which each has a weight of its own, and then all of them one, and those before one."""
SIGNS: Final = (
    *(f"{n} before" for n in range(LATE + 1)), "within a week", "earlier", "told", "told exactly", "may be",
    "weight of others", "told of others", "first named", "before the first named", "times named", "named",
    "earliest named", "before one named", "none named", "salience", "first event", "end of the first event",
    "night before", "headline",
)  # fmt: skip
DATED: Final = re.compile(r"\d{4}-\d\d-\d\d")
"""A value that begins with a whole date."""
_NIGHT: Final = re.compile(r"T(?:NI|EV)")
Day = tuple[int, int]
"""First and last ordinal day."""


class Dated(Protocol):
    """What is asked of an account: its days as they were read, None where there are none, and how much it weighs."""

    @property
    def first(self) -> int | None:
        """The first ordinal day."""

    @property
    def last(self) -> int | None:
        """The last ordinal day."""

    @property
    def dated(self) -> bool:
        """Whether its own words date it."""

    @property
    def weight(self) -> float:
        """How likely the report is mainly about it."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a report says of the days before it, whichever happening is asked for: signs by ordinal day."""

    published: int | None
    signs: Mapping[int, Mapping[str, float]]


@functools.cache
def weights() -> Mapping[str, float]:
    """The packaged weights; raises DataFileError where one is missing or unknown."""
    path = data_path("merge", "days.toml")
    held = read_toml(path).get("weights", {})
    if wrong := sorted(set(held) ^ set(SIGNS)):
        raise DataFileError(path, None, f"these are missing or unknown: {', '.join(wrong)}", "Run training.merge again")
    return {name: float(value) for name, value in held.items()}


def named(coded: "Coded", published: int | None, events: "Sequence[tuple[Day | None, float]]") -> Named:
    """What a report names; `events` are the days and salience of what came about in it."""
    if published is None:
        return Named(None, {})
    window = range(published, published - WINDOW, -1)
    told = [(day, value) for day, value in told_days(coded) if day in window]
    days, nights = [day for day, _ in told], {day for day, value in told if _NIGHT.search(value)}
    headline = set(_of_headline(coded))
    found = {}
    for day in window:
        found[day] = {
            _age(published - day): 1.0, "night before": float(day - 1 in nights), "headline": float(day in headline),
            **_of_events(events, day), **(_told(days, day) if days else {"none named": float(published == day + 1)}),
        }  # fmt: skip
    return Named(published, found)


def told_days(coded: "Coded") -> list[tuple[int, str]]:
    """The days that the text of a report names, in its order, each with its TIMEX3 value.

    A record without times, as another coder's, names those on which its words put its events.
    """
    values = [t.value for t in coded.times if t.type in ("DATE", "TIME") and t.value and DATED.match(t.value)]
    if not coded.times:
        told = [(e.when.span, e.when.start) for e in coded.events if e.when and e.when.precision == "day"]
        values = [start for _, start in sorted((span, start) for span, start in told if span and start)]
    return [(ordinal(value), value) for value in values]


def _of_headline(coded: "Coded") -> Iterator[int]:
    """The days that the headline names."""
    if coded.report is None or not coded.report.title:
        return
    title, anchor = coded.report.title, anchor_of(coded.report.published)
    for value in values_of(find_times(title), anchor, title):
        if value.start is not None and value.start == value.end:
            yield value.start.toordinal()


def ordinal(value: str) -> int:
    """The ordinal day of a value that begins with an ISO date; raises ValueError where it is none."""
    return dt.date.fromisoformat(value[:10]).toordinal()


def chances(known: Named, account: Dated, others: Sequence[Dated], held: Mapping[str, float] | None = None) -> Chances:
    """The chance of each day for an account; `others` are the report's accounts, this one among them.

    What is told of long ago, or in a report without a day, has its days as they were read, each as likely.
    """
    if known.published is None or (account.dated and (account.last or 0) <= known.published - WINDOW):
        return evenly(account)
    held = held or weights()
    scores = {
        day: sum(held[name] * value for name, value in signs(known, account, others, day).items())
        for day in known.signs
    }
    most = max(scores.values())
    parts = {day: math.exp(score - most) for day, score in scores.items()}
    whole = sum(parts.values())
    return tuple((day, round(part / whole, 4)) for day, part in parts.items() if part / whole >= LEAST)


def evenly(account: Dated) -> Chances:
    """The days of an account as they were read, each as likely; none where they are too many."""
    if account.first is None or account.last is None or account.last - account.first >= WIDEST:
        return ()
    span = range(account.first, account.last + 1)
    return tuple((day, 1 / len(span)) for day in span)


def signs(known: Named, account: Dated, others: Sequence[Dated], day: int) -> dict[str, float]:
    """What speaks for a day of the window."""
    return {**known.signs[day], **_read(account, others, day)}


def _age(days: int) -> str:
    """The sign that so many days before the report have."""
    return f"{days} before" if days <= LATE else "within a week" if days <= AGED else "earlier"


def _read(account: Dated, others: Sequence[Dated], day: int) -> dict[str, float]:
    """Whether the account was read as of a day, or the report's others were."""
    found: dict[str, float] = {}
    if account.first is not None and account.last is not None and account.first <= day <= account.last:
        share = 1 / (account.last - account.first + 1)
        found = {"told": share, "told exactly": float(share == 1)} if account.dated else {"may be": share}
    whole = sum(a.weight for a in others) or 1.0
    dated = [a for a in others if a.dated and (a.first or 0) <= day <= (a.last or 0)]
    found["weight of others"] = sum(a.weight / whole / ((a.last or 0) - (a.first or 0) + 1) for a in dated)
    found["told of others"] = float(any(a is not account for a in dated))
    return found


def _told(days: Sequence[int], day: int) -> dict[str, float]:
    """How the report names a day, or the one after it."""
    times = days.count(day)
    return {
        "first named": float(days[0] == day), "before the first named": float(days[0] - 1 == day),
        "times named": float(min(times, 3)), "named": float(times > 0), "earliest named": float(min(days) == day),
        "before one named": float(day + 1 in days),
    }  # fmt: skip


def _of_events(events: Sequence[tuple[Day | None, float]], day: int) -> dict[str, float]:
    """How the events of the report lie to a day."""
    on = [salience for span, salience in events if span and span[0] <= day <= span[1]]
    found = {"salience": max(on, default=0.0)}
    if events and (first := events[0][0]):
        found |= {
            "first event": float(first[0] <= day <= first[1]),
            "end of the first event": float(first[0] < first[1] == day),
        }
    return found


def overlap(one: Chances, other: Chances) -> float:
    """The chance that two accounts are of one day."""
    known = dict(one)
    return sum(chance * known.get(day, 0.0) for day, chance in other)
