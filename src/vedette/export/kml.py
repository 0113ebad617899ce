"""KML 2.2: a placemark per incident for Google Earth, QGIS and field devices; without a point where none is known."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from vedette.export.entries import entry
from vedette.export.exporter import Writing, live
from vedette.export.kinds import Kind, kind_of, kinds
from vedette.export.values import best, pin, took_place
from vedette.export.xmlwrite import DECLARATION, element, holding, start, write_pieces
from vedette.records.incident import Incident


class Kml(Writing):
    """A document of placemarks, coloured by kind."""

    name = "kml"
    title = "KML, a placemark per incident"
    suffix = ".kml"
    columns = (
        "name", "description", "TimeSpan", "styleUrl", "Point", "incident", "type", "sub_event", "status", "country",
        "place", "precision", "killed", "wounded", "origins", "standing",
    )  # fmt: skip

    def write(self, incidents: Iterable[Incident], out: BinaryIO) -> int:
        """Write them all; how many."""
        names = [("xmlns", "http://www.opengis.net/kml/2.2")]
        head = [DECLARATION, start("kml", names), "<Document>", element("name", self.about.title)]
        styles = [_style(number, kind) for number, kind in enumerate(kinds().all())]
        marks = map(self._placemark, live(incidents))
        return write_pieces(out, "".join([*head, *styles]), marks, "</Document></kml>")

    def _placemark(self, incident: Incident) -> str:
        """One placemark."""
        spot, number = pin(incident), kinds().all().index(kind_of(incident, took_place(incident)))
        return holding(
            "Placemark",
            element("name", incident.title),
            element("description", entry(incident, self.about).body),
            holding("TimeSpan", element("begin", incident.first), element("end", incident.last)),
            element("styleUrl", f"#kind{number}"),
            holding("ExtendedData", *_data(incident)),
            holding("Point", element("coordinates", f"{spot.lon},{spot.lat}")) if spot else "",
        )


def _style(number: int, kind: Kind) -> str:
    """How a kind is drawn; KML writes colours as alpha, blue, green, red."""
    red, green, blue = kind.colour[1:3], kind.colour[3:5], kind.colour[5:7]
    icon = holding("IconStyle", element("color", f"ff{blue}{green}{red}"))
    return holding("Style", icon, id=f"kind{number}")


def _data(incident: Incident) -> Iterator[str]:
    """The coded values."""
    place = incident.place
    told: dict[str, object] = {
        "incident": incident.id, "type": incident.type, "sub_event": incident.sub_event, "status": incident.status,
        "country": incident.country, "place": place and place.name, "precision": place and place.precision,
        "killed": best(incident), "wounded": best(incident, "wounded"), "origins": incident.origins,
        "standing": incident.standing,
    }  # fmt: skip
    for name, value in told.items():
        if value is not None:
            yield holding("Data", element("value", value), name=name)
