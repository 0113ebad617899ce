"""An incident as one flat row, which is what CSV and Parquet hold."""

from typing import Any, Final

from vedette.export.values import distinct, lead, outlets, standing
from vedette.records.incident import Incident, Toll

TEXT, MANY, NUMBER, DEGREES, TRUTH = "text", "many", "number", "degrees", "truth"

COLUMNS: Final[dict[str, str]] = {
    "id": TEXT, "standing": TEXT, "merged_into": TEXT, "changed_at": TEXT,
    "title": TEXT, "type": TEXT, "mode": TEXT, "sub_event": TEXT, "cameo": TEXT, "status": TEXT, "negated": TRUTH,
    "first": TEXT, "last": TEXT, "day_precision": TEXT,
    "country": TEXT, "place": TEXT, "place_id": TEXT, "admin1": TEXT, "admin2": TEXT, "lat": DEGREES, "lon": DEGREES,
    "place_precision": TEXT,
    "actors": MANY, "actor_ids": MANY, "actor_codes": MANY,
    "targets": MANY, "target_ids": MANY, "target_codes": MANY,
    "beneficiaries": MANY,
    "killed_low": NUMBER, "killed_best": NUMBER, "killed_high": NUMBER,
    "wounded_low": NUMBER, "wounded_best": NUMBER, "wounded_high": NUMBER,
    "abducted": NUMBER, "arrested": NUMBER, "displaced": NUMBER, "missing": NUMBER, "taking_part": NUMBER,
    "released": NUMBER,
    "weapons": MANY, "reports": NUMBER, "origins": NUMBER, "outlets": MANY, "original_sources": MANY, "urls": MANY,
    "said_by": MANY, "quote": TEXT,
    "first_reported": TEXT, "last_reported": TEXT, "disagreements": MANY, "corrected": MANY,
    "confidence": DEGREES, "importance": DEGREES, "uncertainty": DEGREES,
}  # fmt: skip
"""Each column and the kind of its values; MANY are lists of texts, which CSV joins with "; "."""

_ONE_NUMBER: Final = ("abducted", "arrested", "displaced", "missing", "taking_part", "released")
_GONE: Final = len(COLUMNS) - 4


def row(incident: Incident) -> list[Any]:
    """The values of COLUMNS; of an incident that is there no more only its id and what became of it."""
    head = [incident.id, standing(incident), incident.merged_into, incident.changed_at]
    if not incident.live:
        return head + [None] * _GONE
    one = incident
    return [
        *head, one.title, one.type, one.mode, one.sub_event, one.cameo, one.status, one.negated, one.first, one.last,
        one.day_precision, one.country, *_place(one), *_parties(one), *_people(one), one.weapons, one.reports,
        one.origins, *_sources(one), one.first_reported, one.last_reported, one.disagreements, one.corrected,
        one.confidence, one.importance, one.uncertainty,
    ]  # fmt: skip


def _place(incident: Incident) -> tuple[Any, ...]:
    """Where it was."""
    place = incident.place
    if place is None:
        return (None,) * 7
    return (place.name, place.id, place.admin1, place.admin2, place.lat, place.lon, place.precision)


def _parties(incident: Incident) -> tuple[list[str], ...]:
    """Names, ids and codes of actors and of targets, and the names of those whom it was for.

    Who has no id or code has an empty text there, so that the three lists go side by side.
    """
    found: dict[str, tuple[list[str], list[str], list[str]]] = {}
    for party in incident.parties:
        names, ids, codes = found.setdefault(party.role, ([], [], []))
        names.append(party.name)
        ids.append(party.id or "")
        codes.append(party.code or "")
    nobody: tuple[list[str], list[str], list[str]] = ([], [], [])
    return (*found.get("actor", nobody), *found.get("target", nobody), found.get("beneficiary", nobody)[0])


def _people(incident: Incident) -> list[int | None]:
    """The killed and the wounded in three numbers, the others in the one that most origins tell."""
    by: dict[str, Toll] = {toll.of: toll for toll in incident.tolls}
    found: list[int | None] = []
    for of in ("killed", "wounded"):
        toll = by.get(of)
        found += [toll.low, toll.best, toll.high] if toll else [None, None, None]
    return found + [by[of].best if of in by else None for of in _ONE_NUMBER]


def _sources(incident: Incident) -> tuple[Any, ...]:
    """Outlets, whom they relied on, addresses, who says so, and the words of the event that speaks most for it."""
    newest = [source for source in incident.sources if source.newest]
    told = lead(incident)
    return (
        outlets(incident),
        distinct(source.original_source for source in newest),
        distinct(source.url for source in newest),
        distinct(one.sources[0] for one in incident.told if one.counted and one.sources),
        told.quote if told else None,
    )
