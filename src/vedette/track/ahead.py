"""What could happen next: statements of intents, orders, threats, warnings and mobilisations, and what became of each.

A statement has come true where an incident that happened keeps it: of a type that does (data/track/ahead.toml), by the
same actor or side, at the place that it names or against whom it names, begun after the day of the statement and not
after its horizon. It is expired where the horizon is past and nothing kept it, open until then, and unknown where it
names too little to be held against anything. That a deed followed does not say that the statement was its cause.
"""

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from vedette.track.constants import StatementKind, ahead_constants
from vedette.track.statements import gathered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vedette.track.deeds import Deed
    from vedette.track.parts import Party
    from vedette.track.statements import Statement

Fate = Literal["come true", "open", "expired", "unknown"]
FATES: Final = ("open", "come true", "expired", "unknown")


@dataclass(frozen=True, slots=True)
class Prospect:
    """A statement and what became of it by the day asked about.

    `until` is the last day on which a deed would keep it (None where it has no day), `kept_by` the incident that did,
    on the day `kept`, and `why` what that has in common with it.
    """

    statement: "Statement"
    fate: Fate
    until: str | None
    kept_by: str | None = None
    kept: str | None = None
    why: str = ""

    @property
    def told(self) -> str:
        """The statement in a few words: "declared aim: reach, Damascus"."""
        heading = ahead_constants().named(self.statement.kind).told
        against = [p.words if p.is_place else p.name for p in _against(self.statement.parties)]
        place = self.statement.where.name or "; ".join(against)
        return f"{heading}: {self.statement.cue}" + (f", {place}" if place else "")


def prospects(statements: "Iterable[Statement]", deeds: "Iterable[Deed]", at: str) -> list[Prospect]:
    """What became of each statement by a day, the newest first; those said after it are left out.

    Statements that are one are gathered. `deeds` are all that is known to have happened; those after `at` do not count.
    """
    index = _Index(deed for deed in deeds if deed.day is not None and deed.day <= at)
    known = gathered(said for said in statements if said.day is None or said.day <= at)
    newest_first = sorted(known, key=lambda said: said.day or "", reverse=True)
    return [_prospect(said, index, at) for said in newest_first]


def horizon(said: "Statement") -> str | None:
    """The last day on which a deed would keep a statement: of its kind's days, or shortly after the day it names."""
    if said.day is None:
        return None
    if said.until is not None:
        return _later(said.until, ahead_constants().grace)
    days = next(kind.days for kind in ahead_constants().kind if _is(kind, said))
    return _later(said.day, days)


def _is(kind: StatementKind, said: "Statement") -> bool:
    """Whether a kind is that of a statement."""
    return kind.name == said.kind and (not kind.types or said.type in kind.types)


def _later(day: str, days: int) -> str:
    """The day so many days later."""
    return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()


def _prospect(said: "Statement", index: "_Index", at: str) -> Prospect:
    """What became of one statement."""
    until = horizon(said)
    if until is None or said.day is None or not _is_checkable(said):
        return Prospect(said, "unknown", until)
    for deed in index.after(said, until):
        if why := _keeps(deed, said):
            return Prospect(said, "come true", until, deed.incident, deed.day, why)
    return Prospect(said, "expired" if until < at else "open", until)


def _is_checkable(said: "Statement") -> bool:
    """Whether a statement says where or against whom; one that does neither is kept by anything."""
    return bool(said.where.aims or said.where.country or _against(said.parties))


def _keeps(deed: "Deed", said: "Statement") -> str:
    """What a deed has in common with a statement that it keeps; '' where it does not."""
    if not deed.types.intersection(ahead_constants().keeps(said.kind, said.type)):
        return ""
    who, where = _who(deed, said), _where(deed, said)
    dated = "" if deed.dated else ", dated by its report"
    return f"{who}, {where}{dated}" if who and where else ""


def _who(deed: "Deed", said: "Statement") -> str:
    """Whether a statement's actor did it; anybody may where it names none."""
    meant = [party for party in said.parties if party.role == "actor"]
    if not meant:
        return "no actor named"
    did = [party for party in deed.parties if party.role == "actor"]
    if any(one.key == other.key for one in meant for other in did):
        return "same actor"
    return "same side" if any(one.sides_with(other) for one in meant for other in did) else ""


def _where(deed: "Deed", said: "Statement") -> str:
    """Whether it is where, or against whom, a statement says; the finest that it says decides."""
    if meant := said.where.aims | _named_places(said.parties):
        there = deed.where.aims | _named_places(deed.parties)
        return "same place" if meant & there else ""
    if said.where.admin1:
        return "same province" if _province(said) == _province(deed) else ""
    if against := _against(said.parties):
        same = any(one.key == other.key for one in against for other in _against(deed.parties))
        return "same target" if same else _in_country(deed, {party.key for party in against})
    return _in_country(deed, {said.where.country})


def _in_country(deed: "Deed", countries: set[str]) -> str:
    """Whether it happened in one of these countries."""
    return "same country" if deed.where.country and deed.where.country in countries else ""


def _province(told: "Deed | Statement") -> tuple[str, str]:
    """The province of a statement or a deed."""
    return told.where.country, told.where.admin1


def _against(parties: "Iterable[Party]") -> "list[Party]":
    """The targets."""
    return [party for party in parties if party.role == "target"]


def _named_places(parties: "Iterable[Party]") -> frozenset[str]:
    """The words of targets that are a state under the name of a place within it."""
    return frozenset(party.spoken for party in _against(parties) if party.is_place)


class _Index:
    """Deeds in the order of their days, under each mark by which a statement may find them."""

    def __init__(self, deeds: "Iterable[Deed]") -> None:
        """Sort them under their places, actors, targets and countries."""
        self._deeds: dict[str, list[Deed]] = defaultdict(list)
        for deed in sorted(deeds, key=lambda deed: (deed.day or "", deed.incident)):
            for mark in _borne(deed):
                self._deeds[mark].append(deed)
        self._days = {mark: [deed.day or "" for deed in told] for mark, told in self._deeds.items()}

    def after(self, said: "Statement", until: str) -> "list[Deed]":
        """The deeds that may keep a statement, begun after its day and by `until`, the earliest first."""
        found: dict[str, Deed] = {}
        for mark in _sought(said):
            days = self._days.get(mark, [])
            begin, end = bisect_right(days, said.day or ""), bisect_right(days, until)
            found |= {deed.incident: deed for deed in self._deeds.get(mark, [])[begin:end]}
        return sorted(found.values(), key=lambda deed: (deed.day or "", deed.incident))


def _borne(deed: "Deed") -> set[str]:
    """The marks under which a deed is kept."""
    found = {f"at {aim}" for aim in deed.where.aims | _named_places(deed.parties)} | {f"in {deed.where.country}"}
    for party in deed.parties:
        if party.role == "actor":
            found |= {*(f"by {mark}" for mark in party.marks), f"kind {party.code}"}
        elif party.role == "target":
            found.add(f"to {party.key}")
    return found


def _sought(said: "Statement") -> set[str]:
    """The marks of which a deed that keeps a statement bears one: those that fewest deeds bear."""
    if aims := said.where.aims | _named_places(said.parties):
        return {f"at {aim}" for aim in aims}
    meant = [party for party in said.parties if party.role == "actor"]
    if meant:
        by = {f"by {mark}" for party in meant for mark in (*party.marks, party.code) if mark}
        return by | {f"kind {party.key}" for party in meant}
    against = {party.key for party in _against(said.parties)}
    return {f"in {said.where.country}"} | {f"{way} {key}" for key in against for way in ("to", "in")}
