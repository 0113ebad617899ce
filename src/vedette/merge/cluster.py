"""Accounts of many reports gathered into incidents, near-linearly and without chaining.

Candidates come from blocks (place and week, country and week, rare words), so that cost follows the number of accounts.
Among candidates the two clusters that are most alike on average are joined first, then the next (average linkage, Sokal
and Michener 1958), until no two are alike enough: one link is not enough, or two strikes on a town on one day would
become one by way of a round-up that tells of both.
"""

import heapq
import math
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
NEWS: Final = 6
"""Days for which a happening is news."""
RARE: Final = 20
CANDIDATES, MEMBERS = 12, 8
CROWDED: Final = 400
"""A block of more clusters than this tells nothing; the others of the account decide."""
JOIN: Final = -2.0
SURE: Final = 2.5
"""Mean log odds from which on an account is of an incident, and two great clusters are one (see `enough`)."""
HOPELESS: Final = -2.7
"""Log odds with the first member below which the others are not asked: most candidates are nothing alike."""
MOST: Final = 8.0
"""Log odds count up to here, to either side: one link must not outweigh all others."""
LONG: Final = 30
"""Days between two dated accounts that are not one, whatever their words say."""
VETO: Final = -100.0
"""Of two accounts that cannot be one, as those of one report."""


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
        self.clusters: dict[int, Cluster] = {}
        self.of: dict[int, int] = {}
        self._blocks: dict[object, set[int]] = defaultdict(set)
        self._next = 0

    def run(self, first: Sequence[int] | None = None, then: Sequence[int] = ()) -> list[list[int]]:
        """The clusters, each the numbers of its accounts in order.

        `first` are those that make the clusters (all by default), `then` those that are only added to the finished
        ones: what a report tells beside its subject is no reason for two other reports to be one.
        """
        self._gather(self._by_day(range(len(self.accounts)) if first is None else first))
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
            yield from (("country", account.country, week) for week in weeks)
        yield from (("place", place, week) for place in account.units for week in weeks)
        rare = sorted(self.vectors[n][0].items(), key=lambda item: (-item[1], item[0]))[:RARE]
        yield from (("word", word, week) for word, _ in rare for week in weeks)

    @staticmethod
    def _weeks(account: Account) -> tuple[int | None, ...]:
        """The weeks of a happening, beyond a border too, and those of its news: a day may be read wrongly."""
        told: set[int] = set()
        if account.first is not None and account.last is not None:
            told.update(range((account.first - 1) // WEEK, (account.last + 1) // WEEK + 1)[:3])
        if account.day is not None:
            told.update((account.day // WEEK, (account.day - NEWS) // WEEK))
        return tuple(sorted(told)) or (None,)

    def _candidates(self, n: int) -> list[int]:
        """The clusters that share most blocks with an account, rarer blocks counting more."""
        seen: Counter[int] = Counter()
        for key in self.keys[n]:
            block = self._blocks.get(key, ())
            if 0 < len(block) <= CROWDED:
                for cluster in block:
                    seen[cluster] += 1 / (1 + len(block)) + 1  # type: ignore[assignment]
        return [c for c, _ in heapq.nsmallest(CANDIDATES, seen.items(), key=lambda item: (-item[1], item[0]))]

    def link(self, one: int, other: int) -> float:
        """The log odds that two accounts are one happening; two of one report are two."""
        a, b = self.accounts[one], self.accounts[other]
        if a.report == b.report:
            return VETO
        if a.dated and b.dated and max(a.first or 0, b.first or 0) - min(a.last or 0, b.last or 0) > LONG:
            return -MOST
        odds = score(features(a, b, (self.vectors[one], self.vectors[other])), self.held)
        return max(-MOST, min(MOST, odds))

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

    def _gather(self, order: Sequence[int]) -> None:
        """Make each account a cluster and join, the most alike first, those that are alike enough."""
        for n in order:
            self._add(n, self._new())
        bonds = Bonds(self)
        for n in order:
            for cluster in self._candidates(n):
                if cluster != self.of[n]:
                    bonds.note(self.of[n], cluster)
        bonds.join()

    def may_join(self, one: int, other: int) -> bool:  # noqa: ARG002 - for those who know more
        """Whether nothing stands against two clusters being one."""
        return True

    def unite(self, one: int, other: int, bond: float) -> int:  # noqa: ARG002 - as above
        """Join two clusters and return which of them is left."""
        if len(self.clusters[one].members) < len(self.clusters[other].members):
            one, other = other, one
        self._absorb(other, one)
        return one

    def links(self, one: int, other: int) -> "Links":
        """The links between two clusters, of large ones those of a sample of their accounts."""
        pairs = [(a, b) for a in self._some(one) for b in self._some(other)]
        found = [self.link(a, b) for a, b in pairs]
        return VETO * len(pairs) if found and min(found) <= VETO else sum(found), len(pairs)

    def _some(self, cluster: int) -> list[int]:
        """The accounts of a cluster, of a large one as many as are asked, spread over it."""
        members = self.clusters[cluster].members
        return members if len(members) <= MEMBERS else members[:: len(members) // MEMBERS + 1]

    def _absorb(self, one: int, other: int) -> None:
        """Move all accounts of one cluster into another."""
        for n in self.clusters[one].members:
            self._add(n, other)
        self.clusters[one].members = []


def enough(smaller: int) -> float:
    """The mean log odds from which on two clusters are one, by the accounts of the smaller.

    One account may be told in words of its own; the mean over many of one incident strays less from what it is on the
    whole, as a mean does, so that where it is low there are two.
    """
    return SURE - (SURE - JOIN) / math.sqrt(max(1, smaller))


Links = tuple[float, int]
"""The sum of the links between two clusters, and how many they are."""


class Bonds:
    """The bonds between clusters, the strongest at hand."""

    def __init__(self, clusterer: Clusterer) -> None:
        """Begin with none."""
        self.clusterer = clusterer
        self.known: dict[int, dict[int, Links]] = defaultdict(dict)
        self.heap: list[tuple[float, int, int, Links]] = []

    def note(self, one: int, other: int) -> None:
        """Take up the bond of two clusters, once."""
        if other not in self.known[one]:
            self.hold(one, other, self.clusterer.links(one, other))

    def hold(self, one: int, other: int, links: Links) -> None:
        """Hold the links of two clusters, and queue their bond where it is strong enough."""
        self.known[one][other] = self.known[other][one] = links
        bond = links[0] / links[1]
        if bond > enough(self._smaller(one, other)) and self.clusterer.may_join(one, other):
            heapq.heappush(self.heap, (-bond, min(one, other), max(one, other), links))

    def _smaller(self, one: int, other: int) -> int:
        """How many accounts the smaller of two clusters has."""
        return min(len(self.clusterer.clusters[one].members), len(self.clusterer.clusters[other].members))

    def join(self) -> None:
        """Join the clusters with the strongest bond until none is strong enough."""
        while self.heap:
            less, one, other, links = heapq.heappop(self.heap)
            if self.known[one].get(other) == links and self.clusterer.may_join(one, other):
                left = self.clusterer.unite(one, other, -less)
                self._follow(left, other if left == one else one)

    def _follow(self, left: int, gone: int) -> None:
        """Give a cluster the bonds of the one that it took in: sums add up, what was never asked is asked now."""
        theirs = self.known.pop(gone)
        for cluster in (*theirs, *self.known[left]):
            self.known[cluster].pop(gone, None)
        theirs.pop(left, None)
        for cluster in sorted(theirs.keys() | self.known[left].keys()):
            if cluster == gone:
                continue
            ours = self.known[left].get(cluster)
            their = theirs.get(cluster)
            if ours is not None and their is not None:
                self.hold(left, cluster, (ours[0] + their[0], ours[1] + their[1]))
            elif (known := ours or their) and known[0] < HOPELESS * known[1]:
                self.hold(left, cluster, known)
            else:
                self.hold(left, cluster, self.clusterer.links(left, cluster))
