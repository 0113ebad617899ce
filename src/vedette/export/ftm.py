"""FollowTheMoney: entities as JSON lines, for Aleph, OpenAleph and yente: events, who takes part, and the articles."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from vedette.export.crosswalk import languages
from vedette.export.exporter import Writing, live, storable
from vedette.export.jsonwrite import write_lines
from vedette.export.parties import key, known, sector, side
from vedette.export.values import distinct, lead, newest, origins_told, partial_date, those
from vedette.lexicon.countries import countries
from vedette.records.incident import Incident, Participant, Source


class FollowTheMoney(Writing):
    """An Event per incident, an Organization or LegalEntity per actor, an Article per report.

    Ids are digests of the desk and the thing, the same in each export. An actor or article that is met again is not
    written again. The statements are made by us and read by the library in tests; it is not needed to write them.
    """

    name = "ftm"
    title = "FollowTheMoney entities, JSON lines"
    suffix = ".json"
    columns = (
        "Event:name", "Event:summary", "Event:description", "Event:startDate", "Event:endDate", "Event:location",
        "Event:country", "Event:organizer", "Event:involved", "Event:keywords", "Event:recordId", "Event:proof",
        "Event:modifiedAt", "Event:notes", "Organization:name", "Organization:country", "Organization:classification",
        "LegalEntity:name", "LegalEntity:country", "Article:title", "Article:publisher", "Article:sourceUrl",
        "Article:publishedAt", "Article:language",
    )  # fmt: skip

    def write(self, incidents: Iterable[Incident], out: BinaryIO) -> int:
        """Write them all; how many incidents. Only the ids of actors and articles that were met are held."""
        counted = [0]
        write_lines(self._entities(incidents, counted), out)
        return counted[0]

    def _entities(self, incidents: Iterable[Incident], counted: list[int]) -> Iterator[dict[str, Any]]:
        """Each event after what it names."""
        met: set[str] = set()
        for one in live(incidents):
            counted[0] += 1
            beside = [self._actor(party) for party in one.parties] + [self._article(source) for source in newest(one)]
            for entity in beside:
                if entity["id"] not in met:
                    met.add(entity["id"])
                    yield entity
            yield self._event(one)

    def _id(self, kind: str, name: str) -> str:
        """An entity's id."""
        return hashlib.sha1(f"{self.about.desk}\x1f{kind}\x1f{name}".encode(), usedforsecurity=False).hexdigest()

    def _event(self, one: Incident) -> dict[str, Any]:
        """The incident."""
        told = lead(one)
        numbers = [
            f"{toll.of.replace('_', ' ')}: {toll.low} to {toll.high}, most say {toll.best}" for toll in one.tolls
        ]
        return _entity(
            self._id("incident", one.id),
            "Event",
            name=[one.title],
            summary=[", ".join(distinct((one.status, one.standing, origins_told(one))))],
            description=[told.quote if told else None],
            startDate=[partial_date(one.first, one.day_precision)],
            endDate=[partial_date(one.last, one.day_precision)],
            location=[one.place.name if one.place else None],
            country=[_country(one.country)],
            organizer=[self._id("actor", key(party)) for party in those(one, "actor")],
            involved=[self._id("actor", key(party)) for party in those(one, "target", "beneficiary")],
            keywords=[one.type, one.mode, one.sub_event],
            recordId=[one.id],
            proof=[self._id("report", source.report) for source in newest(one)],
            modifiedAt=[one.changed_at[:10]],
            notes=numbers,
        )

    def _actor(self, party: Participant) -> dict[str, Any]:
        """Who takes part: an organization where it is a known one, else no more than a legal entity."""
        name, country = [party.name], [_country(party.country)]
        ident = self._id("actor", key(party))
        if known(party) and side(party) != "civilians":
            return _entity(ident, "Organization", name=name, country=country, classification=[sector(party)])
        return _entity(ident, "LegalEntity", name=name, country=country)

    def _article(self, source: Source) -> dict[str, Any]:
        """A report."""
        return _entity(
            self._id("report", source.report),
            "Article",
            title=[source.title or source.key],
            publisher=[source.publisher],
            sourceUrl=[source.url],
            publishedAt=[(source.published or "")[:10]],
            language=[languages().get(source.language or "")],
        )


def _country(iso3: str | None) -> str | None:
    """A country as FollowTheMoney writes it: two small letters."""
    alpha2 = countries().alpha2(iso3) if iso3 else None
    return alpha2.lower() if alpha2 else None


def _entity(ident: str, schema: str, **properties: Sequence[str | None]) -> dict[str, Any]:
    """An entity; values that are not known are left out."""
    told = {
        name: distinct(" ".join(storable(value).split()) for value in values if value)
        for name, values in properties.items()
    }
    return {"id": ident, "schema": schema, "properties": {name: values for name, values in told.items() if values}}
