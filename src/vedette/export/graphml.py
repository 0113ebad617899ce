"""GraphML: actors and incidents as nodes, who does what and to whom as edges; read by Gephi, networkx, igraph, yEd."""

from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO, Final

from vedette.export.exporter import Writing, live
from vedette.export.parties import key, sector
from vedette.export.values import days, pin
from vedette.export.xmlwrite import DECLARATION, element, holding, start
from vedette.records.incident import Incident

_NODE: Final = {
    "kind": "string", "label": "string", "country": "string", "sector": "string", "type": "string",
    "sub_event": "string", "status": "string", "first": "string", "last": "string", "days": "string",
    "place": "string", "lat": "double", "lon": "double", "killed": "int", "origins": "int", "standing": "string",
    "importance": "double",
}  # fmt: skip
_EDGE: Final = {"role": "string", "events": "int"}


class GraphMl(Writing):
    """A directed graph: from an actor to what it did, and from an incident to its targets and beneficiaries."""

    name = "graphml"
    title = "GraphML, a graph of actors and incidents"
    suffix = ".graphml"
    columns = (*_NODE, *_EDGE)

    def write(self, incidents: Iterable[Incident], out: BinaryIO) -> int:
        """Write them all; how many incidents. Only the names of the actors that were met are held."""
        out.write(_HEAD.encode())
        met: set[str] = set()
        count = 0
        for count, one in enumerate(live(incidents), 1):  # noqa: B007 - the last number is how many there were
            out.write("".join(_told(one, met)).encode())
        out.write(b"</graph>\n</graphml>\n")
        return count


def _keys() -> Iterator[str]:
    """What nodes and edges may tell."""
    for what, names in (("node", _NODE), ("edge", _EDGE)):
        for name, kind in names.items():
            yield element("key", id=f"{what[0]}_{name}", **{"for": what, "attr.name": name, "attr.type": kind}) + "\n"


_HEAD: Final = "".join([
    DECLARATION,
    start("graphml", [("xmlns", "http://graphml.graphdrawing.org/xmlns")]) + "\n",
    *_keys(),
    start("graph", [("id", "incidents"), ("edgedefault", "directed")]) + "\n",
])  # fmt: skip


def _told(incident: Incident, met: set[str]) -> Iterator[str]:
    """An incident, those of its actors that were not met before, and its edges."""
    one, spot, killed = incident, pin(incident), incident.toll()
    told = {
        "kind": "incident", "label": one.title, "country": one.country, "type": one.type, "sub_event": one.sub_event,
        "status": one.status, "first": one.first, "last": one.last, "days": days(one) or None,
        "place": one.place and one.place.name, "lat": spot and spot.lat, "lon": spot and spot.lon,
        "killed": killed and killed.best, "origins": one.origins, "standing": one.standing,
        "importance": one.importance,
    }  # fmt: skip
    yield _node(f"incident:{one.id}", told)
    for number, party in enumerate(one.parties):
        name = key(party)
        if name not in met:
            met.add(name)
            yield _node(name, {"kind": "actor", "label": party.name, "country": party.country, "sector": sector(party)})
        ends = (name, f"incident:{one.id}") if party.role == "actor" else (f"incident:{one.id}", name)
        data = _data("e", {"role": party.role, "events": party.events})
        yield holding("edge", *data, id=f"{one.id}:{number}", source=ends[0], target=ends[1]) + "\n"


def _node(name: str, told: Mapping[str, object]) -> str:
    """A node with what is told of it."""
    return holding("node", *_data("n", told), id=name) + "\n"


def _data(what: str, told: Mapping[str, object]) -> Iterator[str]:
    """What a node or an edge tells; what is None is left out."""
    yield from (element("data", value, key=f"{what}_{name}") for name, value in told.items() if value is not None)
