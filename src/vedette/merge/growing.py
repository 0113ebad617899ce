"""New accounts put to incidents that are there: only what shares a block with them is compared, and nothing old moves.

Without incidents this is `Clusterer.run`. With them, an incident is a cluster that may take new accounts and does not
lose any. Clusters of new accounts that turn out to be one are joined, with each other or into an incident; and so are
incidents that took new accounts, where that is allowed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from vedette.merge.cluster import JOIN, MEMBERS, ROUNDS, VETO, Clusterer

if TYPE_CHECKING:
    from vedette.merge.account import Account
    from vedette.merge.texts import Weights


class Growing(Clusterer):
    """Clusters of which some are there before: `named` has their numbers by the names of incidents.

    `absorbed` has the names of incidents that were joined into others, each with the other's name and their bond.
    """

    fresh: list[int]
    named: dict[str, int]
    barred: Mapping[int, AbstractSet[str]]
    joinable: Callable[[str, str], bool]
    absorbed: dict[str, tuple[str, float]]

    def __init__(
        self, accounts: "Sequence[Account]", weights: "Weights | None" = None, pages: "Mapping[str, str] | None" = None
    ) -> None:
        """Work out vectors and blocks; `pages` tells of reports the first version of their page."""
        super().__init__(accounts, weights)
        self.pages = pages or {}

    def link(self, one: int, other: int) -> float:
        """The log odds that two accounts are one happening.

        Two versions of a page are as one report: they share their words, so only place and day tell whether what they
        tell is one.
        """
        a, b = self.accounts[one], self.accounts[other]
        if self.of_one_page(one, other) and (
            a.place is None or (a.place, a.first, a.last) != (b.place, b.first, b.last)
        ):
            return VETO
        return super().link(one, other)

    def of_one_page(self, one: int, other: int) -> bool:
        """Whether two accounts are of one report or of versions of one page."""
        a, b = self.accounts[one].report, self.accounts[other].report
        return self.pages.get(a, a) == self.pages.get(b, b)

    @classmethod
    def weeks(cls, account: "Account") -> tuple[int | None, ...]:
        """The weeks of the blocks in which an account looks; None for one that nothing dates."""
        return cls._weeks(account)

    def grow(
        self,
        incidents: "Mapping[str, tuple[Sequence[int], Sequence[int]]]",
        first: Sequence[int],
        then: Sequence[int],
        barred: "Mapping[int, AbstractSet[str]]",
        joinable: "Callable[[str, str], bool]",
    ) -> dict[int, list[int]]:
        """The clusters with their accounts, those of `incidents` among them (see `named`).

        Of each incident are given the accounts that its reports are mainly about, and the others: these are entered
        after the `first` of the new accounts are placed, as `then` are of the new ones. `barred` names for a new
        account the incidents into which it may not go; `joinable` says of two incidents whether they may be joined.
        """
        self.named, self.barred, self.joinable, self.absorbed = {}, barred, joinable, {}
        for name, (main, beside) in incidents.items():
            self.named[name] = self._new()
            self._enter(main or beside, self.named[name])
        self.fresh = order = self._by_day(first)
        for n in order:
            self._place(n)
        for _ in range(ROUNDS):
            if not any([self._again(n) for n in order]):  # noqa: C419 - each account is to think again, not the first
                break
        self._join()
        for name, (main, beside) in incidents.items():
            self._enter(beside if main else (), self.named[name])
        for n in self._by_day(then):
            self._place(n)
        return {number: sorted(cluster.members) for number, cluster in self.clusters.items() if cluster.members}

    def near(self, n: int) -> list[str]:
        """The incidents in which an account looks."""
        names = {number: name for name, number in self.named.items()}
        return [names[cluster] for cluster in self._candidates(n) if cluster in names]

    def _enter(self, members: Iterable[int], cluster: int) -> None:
        """Put accounts into a cluster unasked."""
        for n in members:
            self._add(n, cluster)

    def _candidates(self, n: int) -> list[int]:
        """The clusters in which an account looks, those from which somebody told it apart left out."""
        shut = {self.named[name] for name in self.barred.get(n, ()) if name in self.named}
        return [cluster for cluster in super()._candidates(n) if cluster not in shut]

    def _join(self) -> None:
        """Join clusters that took new accounts with those that they are most alike on average."""
        names = {number: name for name, number in self.named.items()}
        for cluster in sorted({self.of[n] for n in self.fresh}, key=lambda c: (c in names, c)):
            members = self.clusters[cluster].members
            asking = members[-MEMBERS:] if cluster in names else members[:MEMBERS]  # an incident's newest are its last
            others = {c for n in asking for c in self._candidates(n)} - {cluster}
            others = {c for c in others if self.clusters[c].members and self._may_join(names, cluster, c)}
            ranked = sorted(((self._bond(cluster, c), -c) for c in others), reverse=True)
            if members and ranked and ranked[0][0] > JOIN:
                self._unite(names, cluster, -ranked[0][1], ranked[0][0])

    def _may_join(self, names: "Mapping[int, str]", one: int, other: int) -> bool:
        """Whether nobody stands against two clusters being one."""
        if one in names and other in names:
            return self.joinable(names[one], names[other])
        return not (self._shut(one, other) or self._shut(other, one))

    def _unite(self, names: "Mapping[int, str]", one: int, other: int, bond: float) -> None:
        """Let one of two clusters absorb the other: an incident a new one, of two incidents the older the younger."""
        if one in names and (other not in names or one < other):
            one, other = other, one
        if one in names:
            self.absorbed[names[one]] = names[other], bond
        self._absorb(one, other)

    def _shut(self, cluster: int, other: int) -> bool:
        """Whether an account of a cluster may not go into another."""
        members = self.clusters[cluster].members
        return any(self.named.get(name) == other for n in members for name in self.barred.get(n, ()))
