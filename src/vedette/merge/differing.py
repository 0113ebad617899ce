"""Under which headings the reports of an incident differ: what stays visible, and is never averaged away."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from vedette.records.event import Count
    from vedette.store.rows import EventRow

PEOPLE: Final = ("killed", "wounded", "abducted", "displaced", "missing", "arrested")
_CAME_ABOUT: Final = frozenset({"happened", "ongoing"})
_EXACT: Final = frozenset({"point", "town"})


def disagreements(told: "Sequence[EventRow]", largest: "Mapping[str, Mapping[str, Count]]") -> tuple[str, ...]:
    """The headings under which two reports cannot both be right.

    `told` are the events that reports are most about, `largest` for each kind of count that of each report. Ranges
    that meet, days that overlap and a place within a larger one are no disagreement.
    """
    pairs = [(a, b) for a, b in combinations(told, 2) if a.report_id != b.report_id]
    found = [name for name, differ in _TESTS.items() if any(differ(a, b) for a, b in pairs)]
    found += [of for of in PEOPLE if _apart(largest.get(of, {}).values())]
    return tuple(found + (["responsibility"] if _blamed(told) else []))


def _days(one: "EventRow", other: "EventRow") -> bool:
    """Whether two events share no day."""
    if not (one.day_from and one.day_to and other.day_from and other.day_to):
        return False
    return one.day_to < other.day_from or other.day_to < one.day_from


def _places(one: "EventRow", other: "EventRow") -> bool:
    """Whether two events are in two towns, or in two countries."""
    if one.country and other.country and one.country != other.country:
        return True
    exact = one.precision in _EXACT and other.precision in _EXACT
    return exact and one.place_id is not None and other.place_id is not None and one.place_id != other.place_id


def _kinds(one: "EventRow", other: "EventRow") -> bool:
    """Whether two events are of two sub-events, or where those are unknown of two types."""
    if one.sub_event and other.sub_event:
        return one.sub_event != other.sub_event
    return one.type != other.type


def _statuses(one: "EventRow", other: "EventRow") -> bool:
    """Whether one says that it came about and the other that it did not."""
    return _came(one) != _came(other)


def _came(row: "EventRow") -> bool:
    """Whether an event is told as something that came about."""
    return row.status in _CAME_ABOUT and not row.negated


_TESTS: Final = {"when": _days, "where": _places, "what": _kinds, "status": _statuses}


def _apart(counts: "Iterable[Count]") -> bool:
    """Whether two of some counts do not meet."""
    ranges = [
        (min(known), max(known)) for c in counts if (known := [n for n in (c.low, c.best, c.high) if n is not None])
    ]
    return any(a[1] < b[0] or b[1] < a[0] for a, b in combinations(ranges, 2))


def _blamed(told: "Iterable[EventRow]") -> bool:
    """Whether it is laid at the door of two parties, or somebody denies it."""
    claims = list(_claims(told))
    held = {who for kind, who in claims if kind != "denied"}
    return len(held) > 1 or any(kind == "denied" and who in held for kind, who in claims)


def _claims(told: "Iterable[EventRow]") -> Iterator[tuple[str, str]]:
    """Who claims it, denies it or is blamed for it, by id where that is known."""
    for row in told:
        for claim in row.event.responsibility:
            yield claim.kind, claim.who.ref or claim.who.text.casefold()
