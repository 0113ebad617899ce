"""Why an incident holds what it holds: for each account what speaks for it there, and for another beside it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vedette.merge.account import accounts
from vedette.merge.cluster import MEMBERS
from vedette.merge.gathering import as_kept, gather
from vedette.merge.growing import Growing
from vedette.merge.keeping import of_json, weights_of
from vedette.merge.likeness import contributions, features
from vedette.merge.repeats import page_of

if TYPE_CHECKING:
    from vedette.merge.account import Account
    from vedette.merge.state import State
    from vedette.store.desk import Desk

Ranked = tuple[int, "Account"]


@dataclass(frozen=True, slots=True)
class Against:
    """An account compared with an incident: the mean link to its members, and the nearest one with its link.

    `parts` are what each feature adds to that link, the weightiest first; their sum is `link` (log odds, positive for
    the same happening).
    """

    incident: str
    mean: float
    nearest: "Account"
    link: float
    parts: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """An account in an incident, compared with the other members and with the other incident that fits it best.

    `within` is None where no other page tells of the incident, `beside` where no other incident is near.
    """

    account: "Account"
    within: Against | None
    beside: Against | None


def reasons(desk: "Desk", state: "State", incident: str, as_of: str | None = None) -> list[Reason]:
    """The reasons for each account in an incident, in the order of its reports; `state` is that of `as_of`.

    How much words tell is reckoned by the desk of today. Raises StoreError.
    """
    gather(desk)
    events = state.incidents[incident].events
    own = _accounts(desk, dict.fromkeys(event.partition(":")[0] for event in events), as_of)
    own = [(rank, account) for rank, account in own if _home(state, account) == incident]
    weeks = {week for _, account in own for week in Growing.weeks(account)}
    near = [of_json(kept) for _, kept in desk.worked.accounts_in(weeks)]
    if as_of is not None:
        near = [account for _, account in _accounts(desk, dict.fromkeys(a.report for a in near), as_of)]
    ours = {account.id for _, account in own}
    told = [*(account for _, account in own), *(account for account in near if account.id not in ours)]
    pages = page_of({row.id: row.version_of for row in desk.reports(as_of=as_of)})
    growing = Growing(told, weights_of(*desk.worked.words()), pages)
    members: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for n, account in enumerate(told):
        if (home := _home(state, account)) is not None:
            members[home][0].append(n)
    growing.grow(members, [], [], {}, lambda _one, _other: False)
    groups = {name: main for name, (main, _) in members.items()}
    return [_reason(growing, n, incident, groups) for n in range(len(own))]


def _accounts(desk: "Desk", reports: "dict[str, None]", as_of: str | None) -> list[Ranked]:
    """The accounts of reports with their ranks: as they are kept, or as they were at a record time."""
    if as_of is None:
        return [(rank, of_json(kept)) for rank, kept in desk.worked.accounts_of(reports)]
    found = [desk.report(report, as_of=as_of) for report in reports]
    return [ranked for kept in found if kept is not None for ranked in enumerate(accounts(as_kept(kept)))]


def _home(state: "State", account: "Account") -> str | None:
    """The live incident that holds most of an account's events."""
    held = [name for event in account.events if (name := state.holders.get(event)) and state.incidents[name].live]
    return max(held, key=held.count, default=None)


def _reason(growing: Growing, n: int, incident: str, members: "dict[str, list[int]]") -> Reason:
    """What speaks for an account here and elsewhere."""
    within = _against(growing, n, incident, members[incident])
    found = (_against(growing, n, name, members[name]) for name in growing.near(n) if name != incident)
    beside = max((one for one in found if one is not None), key=lambda one: (one.mean, one.incident), default=None)
    return Reason(growing.accounts[n], within, beside)


def _against(growing: Growing, n: int, incident: str, members: Sequence[int]) -> Against | None:
    """An account compared with the members of an incident that are of other pages; None where there are none."""
    links = sorted(_links(growing, n, members), reverse=True)
    if not links:
        return None
    link, other = links[0]
    vectors = growing.vectors[n], growing.vectors[other]
    parts = contributions(features(growing.accounts[n], growing.accounts[other], vectors), growing.held)
    mean = sum(one for one, _ in links) / len(links)
    return Against(incident, mean, growing.accounts[other], link, tuple(parts))


def _links(growing: Growing, n: int, members: Sequence[int]) -> Iterator[tuple[float, int]]:
    """The links of an account to those of other pages, as many as merging looks at."""
    others = [m for m in members if not growing.of_one_page(n, m)]
    yield from ((growing.link(n, m), m) for m in others[:MEMBERS])
