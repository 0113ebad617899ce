"""STIX 2.1: a bundle of incidents, who takes part, where, and how they go together; read by threat-intelligence tools.

STIX has no field for conflict events: our values are in a property extension, whose definition is in the bundle.
"""

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, Final

from vedette.export.exporter import About, Writing
from vedette.export.jsonwrite import write_list
from vedette.export.parties import key, side
from vedette.export.values import lead, newest, pin, seconds
from vedette.lexicon.countries import countries
from vedette.records.incident import Incident, Participant, Source

_ROLE: Final = {"actor": "attributed-to", "target": "targets", "beneficiary": "related-to"}
_VERSION: Final = "2.1"
_SCHEMA: Final = "the section on STIX in docs/export.md of the package vedette"


class Stix(Writing):
    """A bundle: an incident object each, an identity per actor, a location per place, relationships between them.

    Ids are uuids of the desk and the thing, the same in each export, so that a newer bundle replaces an older one.
    Retracted and merged incidents come as revoked, as STIX has it.
    """

    name = "stix"
    title = "STIX 2.1 bundle: incidents, identities, locations"
    suffix = ".json"
    gone = True
    columns = (
        "id", "name", "description", "created", "modified", "revoked", "labels", "confidence", "external_references",
        "extensions",
    )  # fmt: skip

    def __init__(self, about: About) -> None:
        """Keep what the export tells of itself, and who says so."""
        super().__init__(about)
        self._made = seconds(about.made_at)
        self._us = f"identity--{about.uuid('stix', 'identity', 'us')}"
        self._extension = f"extension-definition--{about.uuid('stix', 'extension')}"

    def write(self, incidents: Iterable[Incident], out: BinaryIO) -> int:
        """Write them all; how many incidents. Only the ids of actors and places that were met are held."""
        head = {"type": "bundle", "id": f"bundle--{self.about.uuid('stix', 'bundle', self.about.made_at)}"}
        counted = [0]
        write_list(head, "objects", self._objects(incidents, counted), out)
        return counted[0]

    def _objects(self, incidents: Iterable[Incident], counted: list[int]) -> Iterator[dict[str, Any]]:
        """Who says so, the extension, and what is told of each incident."""
        yield self._thing("identity", self._us, name=self.about.author, identity_class="system")
        yield self._thing(
            "extension-definition", self._extension, name="Vedette incident", schema=_SCHEMA, version="1.0.0",
            extension_types=["property-extension"],
        )  # fmt: skip
        met: set[str] = set()
        for one in incidents:
            counted[0] += 1
            yield self._incident(one)
            if one.live:
                yield from self._beside(one, met)

    def _thing(self, kind: str, name: str, when: str | None = None, /, **told: Any) -> dict[str, Any]:  # noqa: ANN401
        """An object with what all objects have; what is None or empty is left out."""
        head = {"type": kind, "spec_version": _VERSION, "id": name, "created_by_ref": self._us}
        if name == self._us:
            del head["created_by_ref"]
        head |= {"created": when or _EPOCH, "modified": when or _EPOCH}
        return head | {key: value for key, value in told.items() if value not in (None, [], {}, "")}

    def _incident(self, one: Incident) -> dict[str, Any]:
        """The incident itself; one that is there no more has no more than its name."""
        name, changed = f"incident--{self.about.uuid('incident', one.id)}", seconds(one.changed_at)
        created = seconds(min((source.added_at for source in one.sources), default=one.changed_at))
        if not one.live:
            found = self._thing("incident", name, changed, name=one.id, revoked=True)
            return found | {"created": min(created, changed)}
        told = lead(one)
        found = self._thing(
            "incident", name, changed, name=one.title, description=told.quote if told else None,
            labels=[word for word in (one.type, one.sub_event) if word], confidence=round(100 * one.confidence),
            external_references=[_reference(source) for source in newest(one) if source.url],
            extensions={self._extension: {"extension_type": "property-extension", **self._values(one)}},
        )  # fmt: skip
        return found | {"created": min(created, changed)}

    def _values(self, one: Incident) -> dict[str, Any]:
        """What STIX has no field for."""
        told = {
            "incident": one.id, "plover_type": one.type, "plover_mode": one.mode, "sub_event": one.sub_event,
            "status": one.status, "negated": one.negated, "first": one.first, "last": one.last,
            "day_precision": one.day_precision, "standing": one.standing, "origins": one.origins,
            "tolls": [toll.as_json() for toll in one.tolls], "disagreements": list(one.disagreements),
        }  # fmt: skip
        return {key: value for key, value in told.items() if value not in (None, [])}

    def _beside(self, one: Incident, met: set[str]) -> Iterator[dict[str, Any]]:
        """Actors and place, where they were not met before, and what leads to them."""
        for party in one.parties:
            name = f"identity--{self.about.uuid('actor', key(party))}"
            if name not in met:
                met.add(name)
                yield self._thing(
                    "identity", name, name=party.name, identity_class=_class(party), labels=_labels(party)
                )
            yield self._tie(one, _ROLE[party.role], name, party.role)
        if one.place is not None:
            name = f"location--{self.about.uuid('place', one.place.id)}"
            told = _location(one)
            if name not in met and told:
                met.add(name)
                yield self._thing("location", name, name=one.place.name, **told)
            if told:
                yield self._tie(one, "located-at", name, "place")

    def _tie(self, one: Incident, kind: str, target: str, role: str) -> dict[str, Any]:
        """A relationship from an incident to something beside it."""
        name = f"relationship--{self.about.uuid('tie', one.id, role, target)}"
        source = f"incident--{self.about.uuid('incident', one.id)}"
        return self._thing(
            "relationship", name, seconds(one.changed_at), relationship_type=kind, source_ref=source, target_ref=target,
            description=role,
        )  # fmt: skip


_EPOCH: Final = "1970-01-01T00:00:00Z"
"""When actors and places came to be known is not told, and must not change from export to export."""


def _reference(source: Source) -> dict[str, Any]:
    """A report that tells of an incident."""
    told = {"source_name": source.publisher or "report", "description": source.title or source.key}
    return told | {"url": source.url}


def _class(party: Participant) -> str:
    """STIX's class of identity."""
    return {"state": "organization", "group": "group", "civilians": "class"}.get(side(party), "unknown")


def _labels(party: Participant) -> list[str]:
    """An actor's code."""
    return [party.code] if party.code else []


def _location(one: Incident) -> dict[str, Any]:
    """What STIX wants of a location: a country, or coordinates; nothing where neither is known."""
    place, spot = one.place, pin(one)
    code = place.country if place else None
    told: dict[str, Any] = {"country": countries().alpha2(code) if code else None}
    if spot is not None:
        told |= {"latitude": spot.lat, "longitude": spot.lon}
    told |= {"administrative_area": place.admin1 if place else None}
    return {key: value for key, value in told.items() if value is not None} if code or spot else {}
