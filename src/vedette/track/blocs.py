"""Blocs: which parties stand together, by communities in the graph of friends less enemies.

Communities of the friendly ties are found first (Louvain; Blondel et al. 2008), then parties are moved one by one
while that raises the signed modularity (Gomez, Jensen and Arenas 2009), in which enemies in one bloc count against it.
A party only moves to a bloc in which it has a friend: to have the same enemies alone makes nobody an ally. The same
ties give the same blocs.
"""

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vedette.track.tie_rules import TieRules, tie_rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

    from vedette.records.network import Network, Tie

Blocs = tuple[tuple[str, ...], ...]

_ROUNDS: Final = 20
"""How often all parties are gone through at most; a handful suffices, and a bound ends any swaying."""
_LEAST: Final = 1e-9
"""Gain below which a move is rounding."""
_ALONE: Final = -1
"""The bloc of who leaves for none."""


def signed_graph(ties: "Iterable[Tie]", rules: TieRules | None = None) -> "nx.Graph[str]":
    """Parties, and how they stand to each other as `weight`: the strengths of their ties by the sign of each kind."""
    import networkx as nx  # noqa: PLC0415 - it takes a fifth of a second, which other commands need not wait

    table = rules or tie_rules()
    weights: dict[tuple[str, str], float] = defaultdict(float)
    for tie in ties:
        one, other = sorted((tie.source, tie.target))
        weights[one, other] += table.kinds[tie.kind].sign * tie.strength
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted({party for pair in weights for party in pair}))
    graph.add_edges_from((one, other, {"weight": weights[one, other]}) for one, other in sorted(weights))
    return graph


def blocs(graph: "nx.Graph[str]") -> Blocs:
    """The blocs of two or more parties, the largest first, each in the order of the alphabet."""
    names = list(graph)
    moving = _Moving(graph, _friends(graph, names))
    for _ in range(_ROUNDS):
        if not sum(moving.settle(name) for name in names):
            break
    members: dict[int, list[str]] = defaultdict(list)
    for name, bloc in moving.bloc.items():
        members[bloc].append(name)
    found = [tuple(sorted(group)) for group in members.values() if len(group) > 1]
    return tuple(sorted(found, key=lambda group: (-len(group), group)))


def write_graphml(network: "Network", path: Path) -> None:
    """Write a network as GraphML: a directed multigraph, with what is known of parties and ties as attributes.

    Undirected kinds have one edge, `directed` false. Raises OSError where the file cannot be written.
    """
    import networkx as nx  # noqa: PLC0415 - as above

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(at=network.at)
    for party in network.parties:
        graph.add_node(party.id, **_known(party.model_dump(exclude={"id"})))
    for tie in network.ties:
        told = tie.model_dump(exclude={"source", "target", "evidence"})
        words = "; ".join(dict.fromkeys(telling.words for telling in tie.evidence))
        directed = tie_rules().kinds[tie.kind].directed
        graph.add_edge(tie.source, tie.target, key=tie.kind, **_known(told), words=words, directed=directed)
    nx.write_graphml(graph, path, encoding="utf-8", named_key_ids=True)


def _known(values: dict[str, Any]) -> dict[str, Any]:
    """What is known; GraphML has no null."""
    return {name: value for name, value in values.items() if value is not None}


def _friends(graph: "nx.Graph[str]", names: list[str]) -> dict[str, int]:
    """The bloc of each party by friendly ties alone."""
    import networkx as nx  # noqa: PLC0415 - as above

    numbers = {name: number for number, name in enumerate(names)}  # sets of numbers have one order, those of words none
    friendly: nx.Graph[int] = nx.Graph()
    friendly.add_nodes_from(range(len(names)))
    for one, other, weight in graph.edges(data="weight"):
        if weight > 0:
            friendly.add_edge(numbers[one], numbers[other], weight=weight)
    found = nx.community.louvain_communities(friendly, weight="weight", seed=0)
    return {names[number]: bloc for bloc, group in enumerate(sorted(found, key=min)) for number in group}


class _Moving:
    """Parties in blocs, moved to where signed modularity is highest."""

    def __init__(self, graph: "nx.Graph[str]", bloc: dict[str, int]) -> None:
        """Begin with the given blocs."""
        self.graph, self.bloc = graph, bloc
        self.next = max(bloc.values(), default=0) + 1
        self.degree = {name: self._degrees(name) for name in graph}
        self.total = tuple(sum(own[sign] for own in self.degree.values()) or 1.0 for sign in (0, 1))
        self.inside: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for name, number in bloc.items():
            self._count(name, number, 1)

    def settle(self, name: str) -> bool:
        """Put a party where it gains most; whether it moved."""
        own = self.bloc[name]
        self._count(name, own, -1)
        weights: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for other, edge in self.graph[name].items():
            weights[self.bloc[other]][edge["weight"] < 0] += abs(edge["weight"])
        gains = {b: self._gain(name, b, w) for b, w in weights.items() if w[0] > 0}
        best = max(sorted(gains), key=lambda b: gains[b], default=_ALONE)
        if gains.get(best, 0.0) <= gains.get(own, 0.0) + _LEAST:
            best = own if gains.get(own, 0.0) >= 0 else _ALONE
        if best == _ALONE:
            best, self.next = self.next, self.next + 1
        self.bloc[name] = best
        self._count(name, best, 1)
        return best != own

    def _gain(self, name: str, bloc: int, weights: list[float]) -> float:
        """What a party adds to the modularity of a bloc that it joins."""
        friends, enemies = (
            weights[sign] - self.degree[name][sign] * self.inside[bloc][sign] / self.total[sign] for sign in (0, 1)
        )
        return friends - enemies

    def _degrees(self, name: str) -> tuple[float, float]:
        """The weight of a party's friends and of its enemies."""
        weights = [edge["weight"] for edge in self.graph[name].values()]
        return sum(w for w in weights if w > 0), -sum(w for w in weights if w < 0)

    def _count(self, name: str, bloc: int, times: int) -> None:
        """Add a party to what a bloc holds, or take it out."""
        for sign in (0, 1):
            self.inside[bloc][sign] += times * self.degree[name][sign]
