"""Accounts of many reports gathered into incidents, near-linearly and without chaining.

Candidates come from blocks (place and week, country and week, rare words), so that cost follows the number of accounts.
An account joins the incident to whose accounts it is most alike on average; one link to one of them is not enough, or
two strikes on a town on one day would become one by way of a round-up that tells of both. A second pass lets each
account think again, a third joins incidents that turned out to be one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from vedette.merge.account import Account
from vedette.merge.likeness import Weighted, features, model, score
from vedette.merge.texts import Vector, Weights

CELL: Final = 2.0
"""Cells of half a degree: a town and its surroundings lie in one or in neighbouring ones."""
WEEK: Final = 7
RARE: Final = 6
CANDIDATES, MEMBERS, ROUNDS = 8, 8, 1
CROWDED: Final = 200
"""A block of more incidents than this tells nothing; the others of the account decide."""
JOIN: Final = -0.5
"""Mean log odds from which on an account belongs to an incident; the mean of many is surer than one link."""
HOPELESS: Final = -3.0
"""Log odds with the first member below which the others are not asked: most candidates are nothing alike."""
VETO: Final = -8.0
"""Log odds with one member below which an account does not belong, however well it fits the others."""


@dataclass(slots=True)
class Cluster:
    """Accounts that are one incident, by their numbers."""

    members: list[int] = field(default_factory=list)


class Clusterer:
    """Clusters the accounts of many reports."""

    def __init__(
        self, accounts: Sequence[Account], weights: Weights | None = None, held: Weighted | None = None
    ) -> None:
        """Work out vectors and blocks of the accounts."""
        self.accounts, self.held = accounts, held or model()
        weights = weights or Weights.of(a.words for a in accounts)
        self.vectors: list[tuple[Vector, Vector]] = [
            (weights.vector(a.words), weights.vector(a.lead)) for a in accounts
        ]
        self.keys = [tuple(self._keys(n)) for n in range(len(accounts))]
        self.asked = [self._asked(n) for n in range(len(accounts))]
        self.clusters: dict[int, Cluster] = {}
        self.of: dict[int, int] = {}
        self._blocks: dict[object, set[int]] = defaultdict(set)
        self._next = 0

    def run(self, first: Sequence[int] | None = None, then: Sequence[int] = ()) -> list[list[int]]:
        """The clusters, each the numbers of its accounts in order.

        `first` are those that make the clusters (all by default), `then` those that are only added to the finished
        ones: what a report tells beside its subject is no reason for two other reports to be one.
        """
        order = self._by_day(range(len(self.accounts)) if first is None else first)
        for n in order:
            self._place(n)
        for _ in range(ROUNDS):
            moved = [self._again(n) for n in order]
            if not any(moved):
                break
        self._join()
        for n in self._by_day(then):
            self._place(n)
        return sorted(sorted(c.members) for c in self.clusters.values() if c.members)

    def _by_day(self, numbers: Iterable[int]) -> list[int]:
        """Accounts in the order in which their reports were published."""
        return sorted(numbers, key=lambda n: (self.accounts[n].published or "9999", n))

    def _keys(self, n: int) -> Iterator[object]:
        """The blocks of an account: only accounts that share one are compared."""
        account = self.accounts[n]
        weeks = self._weeks(account)
        if account.lat is not None and account.lon is not None:
            for lat in {int((account.lat + d) * CELL // 1) for d in (-0.12, 0.12)}:
                for lon in {int((account.lon + d) * CELL // 1) for d in (-0.12, 0.12)}:
                    yield from (("cell", lat, lon, week) for week in weeks)
        if account.country:
            yield from (("country", account.country, account.family, week) for week in weeks)
        rare = sorted(self.vectors[n][0].items(), key=lambda item: (-item[1], item[0]))[:RARE]
        yield from (("word", word, week) for word, _ in rare for week in weeks)

    def _asked(self, n: int) -> tuple[object, ...]:
        """The blocks in which an account looks: not all its country's where its own place is known."""
        located = self.accounts[n].lat is not None
        return tuple(k for k in self.keys[n] if not (located and isinstance(k, tuple) and k[0] == "country"))

    @staticmethod
    def _weeks(account: Account) -> tuple[int | None, ...]:
        """The weeks in which an account's happening may lie, one to either side of a border included."""
        if account.first is None or account.last is None:
            return (None,)
        return tuple(range((account.first - 1) // WEEK, (account.last + 1) // WEEK + 1))[:3]

    def _candidates(self, n: int) -> list[int]:
        """The clusters that share most blocks with an account, rarer blocks counting more."""
        seen: Counter[int] = Counter()
        for key in self.asked[n]:
            block = self._blocks.get(key, ())
            if 0 < len(block) <= CROWDED:
                for cluster in block:
                    seen[cluster] += 1 / (1 + len(block)) + 1  # type: ignore[assignment]
        return [c for c, _ in seen.most_common(CANDIDATES)]

    def link(self, one: int, other: int) -> float:
        """The log odds that two accounts are one happening; two of one report are two."""
        a, b = self.accounts[one], self.accounts[other]
        if a.report == b.report:
            return VETO
        return score(features(a, b, (self.vectors[one], self.vectors[other])), self.held)

    def _fit(self, n: int, cluster: int) -> float:
        """The mean link of an account to a cluster's accounts; VETO where one speaks strongly against it."""
        members = [m for m in self.clusters[cluster].members if m != n]
        if not members:
            return VETO
        sample = members if len(members) <= MEMBERS else members[:: len(members) // MEMBERS + 1]
        first = self.link(n, sample[0])
        if first < HOPELESS:
            return first
        links = [first, *(self.link(n, m) for m in sample[1:])]
        return VETO if min(links) <= VETO else sum(links) / len(links)

    def _best(self, n: int) -> tuple[float, int | None]:
        """The cluster that fits an account best."""
        fits = [(self._fit(n, c), -c) for c in self._candidates(n) if self.clusters[c].members]
        best = max(fits, default=(VETO, 0))
        return (best[0], -best[1]) if best[0] > JOIN else (best[0], None)

    def _place(self, n: int) -> None:
        """Put an account into the best cluster, or into a new one."""
        _, cluster = self._best(n)
        self._add(n, self._new() if cluster is None else cluster)

    def _new(self) -> int:
        """A new cluster."""
        self._next += 1
        self.clusters[self._next] = Cluster()
        return self._next

    def _add(self, n: int, cluster: int) -> None:
        """Enter an account into a cluster and its blocks."""
        self.clusters[cluster].members.append(n)
        self.of[n] = cluster
        for key in self.keys[n]:
            self._blocks[key].add(cluster)

    def _again(self, n: int) -> bool:
        """Let an account move to where it fits better; whether it did."""
        now = self.of[n]
        held = self._fit(n, now) if len(self.clusters[now].members) > 1 else JOIN
        fit, cluster = self._best(n)
        target = cluster if cluster is not None and fit > max(held, JOIN) else None
        if target == now or (target is None and held >= JOIN):
            return False
        self.clusters[now].members.remove(n)
        self._add(n, self._new() if target is None else target)
        return True

    def _join(self) -> None:
        """Join clusters whose accounts are alike on average, the most alike first."""
        for cluster in sorted(self.clusters):
            members = self.clusters[cluster].members
            if not members:
                continue
            others = {c for n in members[:MEMBERS] for c in self._candidates(n) if c != cluster}
            ranked = sorted(((self._bond(cluster, o), -o) for o in others if self.clusters[o].members), reverse=True)
            if ranked and ranked[0][0] > JOIN:
                self._absorb(cluster, -ranked[0][1])

    def _bond(self, one: int, other: int) -> float:
        """The mean link between two clusters."""
        pairs = [(a, b) for a in self.clusters[one].members[:MEMBERS] for b in self.clusters[other].members[:MEMBERS]]
        links = [self.link(a, b) for a, b in pairs]
        return VETO if min(links) <= VETO else sum(links) / len(links)

    def _absorb(self, one: int, other: int) -> None:
        """Move all accounts of one cluster into another."""
        for n in self.clusters[one].members:
            self._add(n, other)
        self.clusters[one].members = []
