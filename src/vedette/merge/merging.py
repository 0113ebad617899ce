"""Reports to incidents: which reports tell of the same happening, which repeat or relay another.

`merge` takes the coded reports of a batch; the desk (store/) keeps the same judgements for good.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vedette.merge.account import Account, accounts, bare_account
from vedette.merge.cluster import Clusterer
from vedette.merge.copies import Copy, find_copies
from vedette.merge.origins import relays
from vedette.merge.texts import Weights

if TYPE_CHECKING:
    from vedette.records.coded import Coded


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a report belongs: the incident that it is mainly about, all that it tells of, and whose text it repeats."""

    report: str
    incident: str | None
    incidents: tuple[str, ...]
    duplicate_of: str | None
    independent: bool


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome for a batch: one Placed for each report in order, the accounts, and the incidents by id."""

    placed: tuple[Placed, ...]
    accounts: tuple[Account, ...]
    incidents: dict[str, tuple[Account, ...]]


def merge(coded: "Sequence[Coded]") -> Merged:
    """Merge a batch of coded reports; one that could not be coded belongs nowhere."""
    sound = [c for c in coded if c.report is not None]
    copies = {c.report: c for c in find_copies([c.report for c in sound if c.report])}
    by_report = {c.id: accounts(c) for c in sound}
    by_report |= {c.id: [bare_account(c)] for c in sound if not by_report[c.id]}
    told = [a for own in by_report.values() for a in own]
    incidents = _incidents(told, {own[0].id for own in by_report.values() if own[0].events})
    of = {account.id: name for name, members in incidents.items() for account in members}
    placed = tuple(_placed(c, by_report, of, copies) for c in coded)
    return Merged(placed, tuple(told), incidents)


def _incidents(told: Sequence[Account], main: set[str]) -> dict[str, tuple[Account, ...]]:
    """The incidents: those that reports are mainly about first, then what else they tell is added to them."""
    clusterer = Clusterer(told, Weights.of(a.words for a in told))
    first = [n for n, account in enumerate(told) if account.id in main]
    clusters = clusterer.run(first, [n for n, account in enumerate(told) if account.id not in main])
    found = [members for members in clusters if any(told[n].events for n in members)]
    return {f"i{k}": tuple(told[n] for n in members) for k, members in enumerate(found, 1)}


def _placed(coded: "Coded", by_report: dict[str, list[Account]], of: dict[str, str], copies: dict[str, Copy]) -> Placed:
    """One report's place; a copy belongs where its original does."""
    copy = copies.get(coded.id)
    own = by_report.get(coded.id, [])
    names = tuple(dict.fromkeys(of[a.id] for a in own if a.id in of))
    first = by_report.get(copy.of, own) if copy else own
    incident = of.get(first[0].id) if first else (names[0] if names else None)
    if incident is not None:
        names = tuple(dict.fromkeys((incident, *names)))
    main = set(own[0].events) if own else set()
    relayed = relays(coded, [e for e in coded.events if e.id in main])
    return Placed(coded.id, incident, names, copy.of if copy else None, copy is None and not relayed)
