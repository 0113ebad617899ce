"""ACLED-like CSV: the 31 columns of ACLED's event files from our record, and the list of what is there no more.

It is not ACLED data, nor to be called so. Only what took place and has a day and an ACLED kind is in it.
"""

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, Final

from vedette.export import crosswalk
from vedette.export.cells import SEPARATOR, write_rows
from vedette.export.exporter import Writing, live
from vedette.export.parties import sector
from vedette.export.values import best, lead, moment, one_line, outlets, pin, those
from vedette.records.incident import Incident, Participant
from vedette.records.vocabulary import SubEvent

CIVILIANS: Final = "Civilians"
_QUOTED: Final = 3


class AcledLike(Writing):
    """One row per incident in ACLED's columns; what has none (any more) goes into the file beside it."""

    name = "acled"
    title = "ACLED-like CSV, 31 columns (this is not ACLED data)"
    suffix = ".csv"
    beside = "acled-deletions"
    columns = (
        "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
        "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting",
        "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
        "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
    )  # fmt: skip

    def write(self, incidents: Iterable[Incident], out: BinaryIO) -> int:
        """Write them all; how many had a row."""
        return write_rows(self.rows(live(incidents)), [self.columns], out)

    def rows(self, incidents: Iterable[Incident]) -> Iterator[list[Any]]:
        """The rows of those that ACLED would have a row for."""
        for one in incidents:
            kind = sub_event(one)
            if kind is not None and one.first and has_row(one):
                yield _row(one, one.first, kind)


class AcledDeletions(Writing):
    """The incidents that readers of the ACLED-like file are to delete where they have them from an earlier one.

    Merged and retracted ones, and those that have no row any more since they were told or judged otherwise.
    """

    name = "acled-deletions"
    title = "Deletions to the ACLED-like CSV: what has no row in it (any more)"
    suffix = ".csv"
    gone = True
    columns = ("event_id_cnty", "deleted_timestamp")

    def write(self, incidents: Iterable[Incident], out: BinaryIO) -> int:
        """Write those that have no row; how many."""
        rows = ([one.id, _stamp(one)] for one in incidents if not has_row(one))
        return write_rows(rows, [self.columns], out)


def has_row(incident: Incident) -> bool:
    """Whether it is in the ACLED-like file: one that took place, on a known day, of a kind that ACLED has."""
    real = incident.status in crosswalk.acled().took_place and not incident.negated
    return incident.live and real and incident.first is not None and sub_event(incident) is not None


def sub_event(incident: Incident) -> SubEvent | None:
    """Its ACLED sub-event: the record's, else the one that its PLOVER type and mode stand for; None for words."""
    if incident.sub_event is not None:
        return incident.sub_event
    table = crosswalk.acled().plover
    return table.get(f"{incident.type}/{incident.mode}", table.get(str(incident.type)))


def _stamp(incident: Incident) -> int:
    """When it was last judged or told otherwise, in seconds since 1970."""
    return int(moment(incident.changed_at).timestamp())


def _row(incident: Incident, day: str, kind: SubEvent) -> list[Any]:
    """The 31 values."""
    table, spot, place = crosswalk.acled(), pin(incident), incident.place
    event = table.sub_events[kind].event
    first, second = _sides(incident)
    inters = (_inter(incident, first, event), _inter(incident, second, ""))
    where = crosswalk.region(incident.country)
    return [
        incident.id, day, day[:4], table.time_precision.get(_fineness(incident)), table.sub_events[kind].disorder,
        event, kind, *_names(first), inters[0], *_names(second), inters[1], _interaction(*inters),
        _targeting(second, kind), where and where.numeric, where and where.acled_region,
        crosswalk.country_name(incident.country), place and place.admin1, place and place.admin2, None,
        place and place.name, spot and spot.lat, spot and spot.lon,
        place and table.geo_precision.get(place.precision), SEPARATOR.join(outlets(incident)), None, _notes(incident),
        best(incident) or 0, _tags(incident), _stamp(incident),
    ]  # fmt: skip


def _fineness(incident: Incident) -> Any:  # noqa: ANN401 - one of the words of TimePrecision
    """How finely it is dated; several days are a week at best."""
    if incident.day_precision in {"hour", "day"} and incident.last not in {None, incident.first}:
        return "week"
    return incident.day_precision


def _sides(incident: Incident) -> tuple[list[Participant], list[Participant]]:
    """The two sides: actors and targets; of actors alone, each against the rest where they fight."""
    actors, targets = those(incident, "actor"), those(incident, "target")
    if not targets and len(actors) > 1 and incident.sub_event == "Armed clash":
        return actors[:1], actors[1:]
    return actors, targets


def _names(side: list[Participant]) -> tuple[str | None, str | None]:
    """A side's first actor and those with it."""
    return (side[0].name if side else None, SEPARATOR.join(party.name for party in side[1:]) or None)


def _inter(incident: Incident, side: list[Participant], event: str) -> str | None:
    """What kind of actor a side's first is; None where that is not known."""
    table = crosswalk.acled()
    crowd = table.crowds.get(event)
    if not side:
        return crowd
    kind = table.inter.get(sector(side[0]) or "")
    if crowd and kind in {None, CIVILIANS}:
        return crowd
    if kind == table.inter["state"] and side[0].country and incident.country not in {None, side[0].country}:
        return table.inter["abroad"]
    return kind


def _interaction(first: str | None, second: str | None) -> str | None:
    """The two kinds in one, as ACLED writes them."""
    if first and second:
        return f"{first}-{second}"
    alone = first or second
    return f"{alone} only" if alone else None


def _targeting(side: list[Participant], kind: SubEvent) -> str | None:
    """Whether civilians are its only target."""
    table = crosswalk.acled()
    only = bool(side) and all(table.inter.get(sector(party) or "") == CIVILIANS for party in side)
    against = table.sub_events[kind].event == "Violence against civilians"
    return "Civilian targeting" if only or against or kind == "Excessive force against protesters" else None


def _notes(incident: Incident) -> str:
    """Its title, and the words of reports in quotes, the most telling first."""
    told = sorted((one for one in incident.told if one.counted), key=lambda one: -one.salience)
    quotes = list(dict.fromkeys(f"“{one_line(one.quote)}”" for one in told))[:_QUOTED]
    return ". ".join([incident.title, " ".join(quotes)] if quotes else [incident.title])


def _tags(incident: Incident) -> str:
    """What ACLED has no column for: our standing and number of origins, how many took part, what reports differ on."""
    crowd, told = best(incident, "taking_part"), lead(incident)
    tags = [f"standing={incident.standing}", f"origins={incident.origins}"]
    tags += [f"crowd size={crowd}"] if crowd is not None else []
    tags += [f"said by={told.sources[0]}"] if told and told.sources else []
    return SEPARATOR.join([*tags, *(f"disagreement={name}" for name in incident.disagreements)])
