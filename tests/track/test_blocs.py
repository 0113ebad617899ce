"""Blocs: friends stand together, enemies do not, and the same ties give the same blocs."""

from pathlib import Path

import networkx as nx

from tests.track.ties import day, fact, parties_of
from vedette.records.network import Tie, TieKind
from vedette.track.blocs import blocs, signed_graph, write_graphml
from vedette.track.network import Asked, network


def tie(source: str, kind: TieKind, target: str, strength: float = 0.8) -> Tie:
    """A tie of some strength."""
    return Tie(kind=kind, source=source, target=target, since="2024-01-01", strength=strength)


WAR = [
    tie("RUS", "backs", "GOV"), tie("IRN", "backs", "GOV"), tie("IRN", "backs", "HEZ"), tie("HEZ", "backs", "GOV"),
    tie("TUR", "backs", "SNA"), tie("SNA", "allied_with", "HTS"), tie("GOV", "fights", "HTS"),
    tie("GOV", "fights", "SNA"), tie("RUS", "fights", "HTS"),
]  # fmt: skip


def test_two_camps_are_two_blocs() -> None:
    assert blocs(signed_graph(WAR)) == (("GOV", "HEZ", "IRN", "RUS"), ("HTS", "SNA", "TUR"))


def test_to_have_the_same_enemy_makes_no_bloc() -> None:
    assert blocs(signed_graph([tie("A", "fights", "C"), tie("B", "fights", "C")])) == ()


def test_an_enemy_leaves_a_bloc_that_friends_would_have_it_in() -> None:
    friends = [tie("A", "allied_with", "B"), tie("B", "allied_with", "C"), tie("A", "allied_with", "C", 0.2)]
    assert blocs(signed_graph(friends)) == (("A", "B", "C"),)
    hostile = [*friends[:1], tie("B", "allied_with", "C", 0.2), tie("A", "fights", "C"), tie("B", "fights", "C")]
    assert blocs(signed_graph(hostile)) == (("A", "B"),)


def test_the_order_of_ties_does_not_matter() -> None:
    for turn in range(len(WAR)):
        assert (
            blocs(signed_graph(WAR[turn:] + WAR[:turn])) == blocs(signed_graph(WAR[::-1])) == blocs(signed_graph(WAR))
        )


def test_no_ties_are_no_blocs() -> None:
    assert blocs(signed_graph([])) == ()


def test_graphml_opens_again_with_all_that_is_known(tmp_path: Path) -> None:
    facts = [fact(1, "X", "backs", "Y"), fact(2, "Y", "fights", "Z", "b"), fact(2, "X", "fights", "Z", "é<&")]
    found = network(facts, parties_of(*facts), Asked(day(5)))
    write_graphml(found, tmp_path / "n.graphml")
    read = nx.read_graphml(tmp_path / "n.graphml", force_multigraph=True)
    assert set(read.nodes) == {"X", "Y", "Z"}
    assert read.nodes["X"]["name"] == "The X"
    edges = {(a, key, b): data for a, b, key, data in read.edges(keys=True, data=True)}
    assert set(edges) == {("X", "backs", "Y"), ("Y", "fights", "Z"), ("X", "fights", "Z")}
    told = edges["X", "backs", "Y"]
    assert (told["since"], told["origins"], told["directed"]) == ("2024-01-02", 1, True)
    assert told["strength"] == found.ties[-1].strength or told["strength"] > 0.5
    assert edges["Y", "fights", "Z"]["directed"] is False
