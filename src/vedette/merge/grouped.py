"""Clustering in pieces that can be worked at side by side, and that come to what `Growing.grow` on a new desk comes to.

1. `links`: for a run of accounts, those of other reports that share most blocks with them, and how alike they are.
2. `components`: accounts that a chain of links above HOPELESS holds together. Two clusters of different components are
   never joined: all that is known of them lies below HOPELESS, which joining does not raise and beyond which nothing is
   asked (see `Bonds`). So each component can be joined on its own.
3. `join`: the clusters of one component. Their numbers are those that the whole run would give them, so that of equal
   bonds the same is taken first.
4. `settle`: the clusters of all components together, and then the accounts that are only added to them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from vedette.merge.cluster import HOPELESS, Bonds, Cluster
from vedette.merge.growing import Growing
from vedette.merge.likeness import model

if TYPE_CHECKING:
    from vedette.merge.account import Account
    from vedette.merge.texts import Vector, Weights

HELD: Final = 20_000
"""Vectors that are kept in memory; one has some hundred words."""

Edge = tuple[int, int, float]
"""Two accounts, the one first whose candidate the other is, and their link."""


class Joined(NamedTuple):
    """What a component came to: its clusters by number, and in which clusters each account has been."""

    clusters: dict[int, list[int]]
    trail: dict[int, list[int]]


class _Vectors:
    """The vectors of accounts, made when they are asked for; of many the latest are kept."""

    def __init__(self, accounts: "Sequence[Account]", weights: "Weights") -> None:
        """Keep what they are made of."""
        self._accounts, self._weights = accounts, weights
        self._made: dict[int, tuple[Vector, Vector]] = {}

    def __getitem__(self, n: int) -> "tuple[Vector, Vector]":
        """The vectors of an account: of all its words and of its lead."""
        found = self._made.get(n)
        if found is None:
            while len(self._made) >= HELD:
                del self._made[next(iter(self._made))]
            account = self._accounts[n]
            found = self._made[n] = (self._weights.vector(account.words), self._weights.vector(account.lead))
        return found


class Grouped(Growing):
    """Accounts of which `main` make the clusters; the others are added to these.

    `pages` tells of reports the first version of their page.
    """

    def __init__(
        self, accounts: "Sequence[Account]", weights: "Weights", main: Iterable[int], pages: "Mapping[str, str]"
    ) -> None:
        """Work out the blocks of the accounts; the vectors come and go."""
        self.accounts, self.held, self.pages = accounts, model(), pages
        self.vectors = cast("list[tuple[Vector, Vector]]", _Vectors(accounts, weights))
        self.keys = [tuple(self._keys(n)) for n in range(len(accounts))]
        self.order = self._by_day(main)
        self.number = {n: number for number, n in enumerate(self.order, 1)}
        self.barred, self.named, self._names = {}, {}, {}
        self.begin({number: [n] for n, number in self.number.items()})

    def begin(self, clusters: "Mapping[int, Sequence[int]]") -> None:
        """Have these clusters, by their numbers, and no others."""
        self.clusters: dict[int, Cluster] = {}
        self.of: dict[int, int] = {}
        self.trail: dict[int, list[int]] = {}
        self._blocks = defaultdict(set)
        self._next = len(self.order)
        for number, members in clusters.items():
            self.clusters[number] = Cluster()
            self._enter(members, number)

    def _add(self, n: int, cluster: int) -> None:
        """Enter an account into a cluster and its blocks, and note where it has been."""
        super()._add(n, cluster)
        self.trail.setdefault(n, []).append(cluster)

    def edges(self, first: int, end: int) -> list[Edge]:
        """The links of the main accounts from one place in the order up to another, to their candidates."""
        found = []
        for n in self.order[first:end]:
            for cluster in self._candidates(n):
                other = self.order[cluster - 1]
                if other != n:
                    found.append((n, other, self.link(n, other)))
        return found

    def join(self, members: Sequence[int], edges: Iterable[Edge]) -> "Joined":
        """The clusters of one component, their accounts in the order in which they came.

        `edges` are those between its members, in the order of the accounts that they begin at. The clusters that were
        there are gone afterwards.
        """
        self.begin({self.number[n]: [n] for n in members})
        bonds = Bonds(self)
        for one, other, link in edges:
            here, there = self.number[one], self.number[other]
            if there not in bonds.known[here]:
                bonds.hold(here, there, (link, 1))
        bonds.join()
        clusters = {number: cluster.members for number, cluster in self.clusters.items() if cluster.members}
        return Joined(clusters, self.trail)

    def settle(self, joined: "Iterable[Joined]", tick: Callable[[], None] = lambda: None) -> list[list[int]]:
        """The finished clusters with the other accounts added to them or to new ones; each as its accounts, sorted.

        A main account that is in no component that was joined is a cluster of its own. `tick` is called for each
        account that is added.
        """
        clusters = {number: [n] for n, number in self.number.items()}
        trails: dict[int, list[int]] = {}
        for part in joined:
            for n in part.trail:
                del clusters[self.number[n]]
            clusters |= part.clusters
            trails |= part.trail
        self.begin(dict(sorted(clusters.items())))
        for n, trail in trails.items():  # blocks keep the numbers of clusters that went into others
            for number in trail:
                self.clusters.setdefault(number, Cluster())
            for key in self.keys[n]:
                self._blocks[key].update(trail)
        main = set(self.order)
        for n in self._by_day(n for n in range(len(self.accounts)) if n not in main):
            self._place(n)
            tick()
        return sorted(sorted(cluster.members) for cluster in self.clusters.values() if cluster.members)


def components(order: Sequence[int], edges: Iterable[Edge]) -> list[list[int]]:
    """The accounts in groups that links above HOPELESS hold together, each in the order; those alone are left out."""
    parent: dict[int, int] = {}

    def root(n: int) -> int:
        """The account that stands for n's group."""
        while (above := parent.get(n, n)) != n:
            parent[n] = parent.get(above, above)
            n = above
        return n

    for one, other, link in edges:
        if link > HOPELESS:
            parent[root(one)] = root(other)
    found: dict[int, list[int]] = defaultdict(list)
    for n in order:
        found[root(n)].append(n)
    return [members for members in found.values() if len(members) > 1]
